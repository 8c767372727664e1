"""Read the definitions of assessment cycles."""

from functools import cache
from pathlib import Path

from guyub.data.reading import FOLDER, parse_yaml, read_yaml, validate
from guyub.domain.cycles import CycleDefinition
from guyub.errors import InvalidRuleFile, NotFound


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


def read_cycle_definition(content: str, name: str = "siklus.yaml") -> CycleDefinition:
    """A definition that a city or province wrote itself, as text.

    Raises:
        InvalidRuleFile: Names the path and the reason; a definition of one's own calls itself local.
    """
    definition = validate(CycleDefinition, parse_yaml(content, name), Path(name))
    if definition.status != "local":
        raise InvalidRuleFile(file=name, path="status", problem="a definition of your own has the status 'local'")
    return definition
