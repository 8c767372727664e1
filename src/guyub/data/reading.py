"""Read data files: safe YAML, no repeated keys, errors that name the file, the path in it and the reason."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from guyub.errors import InvalidRuleFile, unopened

FOLDER = Path(__file__).parent
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
