"""Read the lists of offices (OPD) that a city may begin with."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.instruments import Grade
from guyub.errors import NotFound


class OfficeLine(BaseModel):
    """One office: its short name as the instruments have it, its full name, and how well that is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    short: str
    name: str
    grade: Grade | None = None
    note: str = ""


class OfficeList(BaseModel):
    """The offices of a city, with where the list comes from; ``grade`` holds for lines without one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    grade: Grade
    source: str
    offices: tuple[OfficeLine, ...]


@cache
def load_office_list(name: str) -> OfficeList:
    """A list that comes with Guyub.

    Raises:
        NotFound: There is none of that name.
    """
    if name not in office_lists():
        raise NotFound(kind="office list", name=name, known=", ".join(office_lists()))
    file = FOLDER / "offices" / f"{name}.yaml"
    return validate(OfficeList, read_yaml(file), file)


def office_lists() -> tuple[str, ...]:
    """Names of the lists that come with Guyub."""
    return tuple(sorted(file.stem for file in (FOLDER / "offices").glob("*.yaml")))
