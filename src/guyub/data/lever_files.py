"""Read lever files: what can be done in a village, with a region's own prices."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from guyub.data.loader import load_fact_catalogue
from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.errors import InvalidRuleFile, NotFound

if TYPE_CHECKING:
    from guyub.domain.planning import LeverSet

DEFAULT_LEVERS = "kkb-levers"


def lever_set_ids() -> tuple[str, ...]:
    """Ids of the lever sets that come with Guyub."""
    return tuple(sorted(file.stem for file in (FOLDER / "levers").glob("*.yaml")))


def load_levers(name: str = DEFAULT_LEVERS, region: str | None = None) -> "LeverSet":
    """A lever set that comes with Guyub, with the figures of a region (by the beginning of its Kemendagri code).

    Raises:
        NotFound: There is none of that id.
    """
    return _shipped(name).for_region(region)


@cache
def _shipped(name: str) -> "LeverSet":
    if name not in lever_set_ids():
        raise NotFound(kind="lever set", name=name, known=", ".join(lever_set_ids()))
    return read_levers(FOLDER / "levers" / f"{name}.yaml")


def read_levers(file: Path) -> "LeverSet":
    """A lever set from a file, checked against the fact catalogue.

    Raises:
        InvalidRuleFile: Names file, path and reason: unknown key, unknown fact, a lever without an end ...
    """
    # Imported here: the solver behind it takes a tenth of a second that commands without plans do not need.
    from guyub.domain.planning import LeverSet

    levers = validate(LeverSet, read_yaml(file), file)
    known = load_fact_catalogue().by_code
    unknown = next((code for code in levers.facts_used if code not in known), None)
    if unknown is not None:
        problem = f"unknown fact '{unknown}'; add it to facts/catalogue.yaml or correct the name"
        raise InvalidRuleFile(file=file.name, path="levers", problem=problem)
    return levers
