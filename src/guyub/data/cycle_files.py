"""Read the definitions of assessment cycles."""

from functools import cache

from guyub.data.loader import FOLDER, read_yaml, validate
from guyub.domain.cycles import CycleDefinition
from guyub.errors import NotFound


@cache
def load_cycle_definition(name: str) -> CycleDefinition:
    """A definition that comes with Guyub.

    Raises:
        NotFound: There is none of that name.
    """
    file = FOLDER / "cycles" / f"{name}.yaml"
    if name not in cycle_definitions():
        raise NotFound(kind="cycle", name=name, known=", ".join(cycle_definitions()))
    return validate(CycleDefinition, read_yaml(file), file)


def cycle_definitions() -> tuple[str, ...]:
    """Names of the definitions that come with Guyub."""
    return tuple(sorted(file.stem for file in (FOLDER / "cycles").glob("*.yaml")))
