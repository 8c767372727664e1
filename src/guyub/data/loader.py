"""Read data files: safe YAML, no repeated keys, errors that name the file, the path in it and the reason."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from guyub.domain.facts import FactCatalogue
from guyub.domain.facts.profile import ProfileForm
from guyub.domain.instruments.model import Instrument, content_checksum
from guyub.errors import InvalidRuleFile, NotFound, unopened

FOLDER = Path(__file__).parent
DEFAULT_INSTRUMENT = "kkb-klas-web-2021"
LARGEST_FILE = 1_000_000  # bytes; our own files are below 100 kB


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe YAML in which a key may stand once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"key '{key}' stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(file: Path) -> Any:
    """Content of a YAML file.

    Raises:
        InvalidRuleFile: The file is too large, or not plain YAML.
        UnreadableFile: It is absent, a folder, or may not be opened.
    """
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise InvalidRuleFile(file=file.name, path="-", problem=f"larger than {LARGEST_FILE} bytes")
        return parse_yaml(file.read_text(encoding="utf-8"), file.name)
    except OSError as error:
        raise unopened(file.name, error) from error
    except UnicodeDecodeError as error:
        raise InvalidRuleFile(file=file.name, path="-", problem="not text in UTF-8") from error


def parse_yaml(content: str, name: str) -> Any:
    """The same for a text that is no file of ours: pasted, or sent.

    Args:
        content: The text.
        name: What an error calls it.

    Raises:
        InvalidRuleFile: It is too large, or not plain YAML.
    """
    if len(content) > LARGEST_FILE:
        raise InvalidRuleFile(file=name, path="-", problem=f"larger than {LARGEST_FILE} bytes")
    try:
        _refuse_aliases(content)
        return yaml.load(content, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "-"
        raise InvalidRuleFile(file=name, path=place, problem=getattr(error, "problem", None) or str(error)) from error


def _refuse_aliases(content: str) -> None:
    """Aliases let a small file grow without bound when it is read."""
    for event in yaml.parse(content, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="aliases are not allowed", problem_mark=cast("yaml.Mark", event.start_mark)
            )


Shape = TypeVar("Shape", bound=BaseModel)


def validate(shape: type[Shape], content: Any, file: Path) -> Shape:
    """The content as ``shape``, or an error that names file, path and reason.

    Raises:
        InvalidRuleFile: Names the first problem and how many more there are.
    """
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        first, *others = error.errors(include_url=False)
        path = ".".join(str(part) for part in first["loc"]) or "-"
        more = f" (and {len(others)} more problems)" if others else ""
        raise InvalidRuleFile(file=file.name, path=path, problem=first["msg"] + more) from error


@cache
def load_fact_catalogue() -> FactCatalogue:
    """The catalogue of all facts that instruments may use."""
    file = FOLDER / "facts" / "catalogue.yaml"
    return validate(FactCatalogue, read_yaml(file), file)


@cache
def load_profile_form() -> ProfileForm:
    """The questionnaire of the village profile, checked against the fact catalogue.

    Raises:
        InvalidRuleFile: It decides a fact that the catalogue does not have.
    """
    file = FOLDER / "forms" / "village-profile.yaml"
    form = validate(ProfileForm, read_yaml(file), file)
    known = load_fact_catalogue().by_code
    unknown = next((code for code in form.facts if code not in known), None)
    if unknown is not None:
        raise InvalidRuleFile(file=file.name, path="topics", problem=f"unknown fact '{unknown}'")
    return form


def instrument_ids() -> tuple[str, ...]:
    """Ids of the instruments that come with Guyub."""
    return tuple(sorted(file.stem for file in (FOLDER / "instruments").glob("*.yaml")))


@cache
def load_instrument(name: str) -> Instrument:
    """An instrument that comes with Guyub, by its id.

    Raises:
        NotFound: There is none of that id.
    """
    if name not in instrument_ids():
        raise NotFound(kind="instrument", name=name, known=", ".join(instrument_ids()))
    return read_instrument(FOLDER / "instruments" / f"{name}.yaml")


def load_related(instrument: Instrument) -> dict[str, Instrument]:
    """The other instruments whose class this one reads, and theirs, by id.

    Raises:
        InvalidRuleFile: Instruments read one another's class in a circle.
        NotFound: One of them does not exist.
    """
    found: dict[str, Instrument] = {}

    def add(reader: Instrument, above: tuple[str, ...]) -> None:
        for name in reader.instruments_used:
            if name in above:
                problem = "instruments read one another's class in a circle: " + " -> ".join((*above, name))
                raise InvalidRuleFile(file=f"{instrument.id}.yaml", path="class_rank_of", problem=problem)
            found[name] = load_instrument(name)
            add(found[name], (*above, name))

    add(instrument, (instrument.id,))
    return found


def read_instrument(file: Path, catalogue: FactCatalogue | None = None) -> Instrument:
    """An instrument from a file, checked against the fact catalogue and its own checksum.

    Raises:
        InvalidRuleFile: Names file, path and reason: unknown key, gapped bands, unknown fact, changed content ...
    """
    content = read_yaml(file)
    instrument = validate(Instrument, content, file)
    known = (catalogue or load_fact_catalogue()).by_code
    unknown = next((code for code in instrument.facts_used if code not in known), None)
    if unknown is not None:
        problem = f"unknown fact '{unknown}'; add it to facts/catalogue.yaml or correct the name"
        raise InvalidRuleFile(file=file.name, path="facts", problem=problem)
    expected = content_checksum(content)
    if instrument.checksum != expected:
        problem = (
            f"the content has checksum {expected}, the file says {instrument.checksum}. A published instrument does "
            "not change, since stored snapshots are replayed with it: copy it to a new file with a new id, change that "
            "one, then write its checksum"
        )
        raise InvalidRuleFile(file=file.name, path="checksum", problem=problem)
    return instrument
