"""Conditions of a questionnaire: short forms for what questionnaires say all the time, on the closed operators.

``is: {p29: 1}`` (or a list of values) and ``between: {age: [10, 49]}`` (an open end is null) are 1 or 0 and never
missing: what is not answered is not so. ``not`` turns a flag round. Everything else is an operator of
`guyub.domain.expressions`.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from guyub.domain.expressions.model import Expression, Node


def expand(raw: Any) -> Any:
    """The same condition with every short form written in the closed operators."""
    if isinstance(raw, Node):
        return raw
    if isinstance(raw, list | tuple):
        return [expand(part) for part in raw]
    if not isinstance(raw, Mapping):
        return raw
    for name, write in _SHORT_FORMS.items():
        if name in raw:
            if len(raw) > 1:
                raise ValueError(f"'{name}' stands with other keys: {', '.join(map(str, raw))}")
            return write(raw[name])
    return {key: expand(part) for key, part in raw.items()}


def _is(facts: Mapping[str, int | list[int]]) -> Any:
    return _together(
        [
            _if_known(fact, {"among": [values] if isinstance(values, int) else values, "of": {"fact": fact}})
            for fact, values in facts.items()
        ]
    )


def _between(facts: Mapping[str, list[int | None]]) -> Any:
    return _together([_if_known(fact, _within(fact, *ends)) for fact, ends in facts.items()])


def _within(fact: str, low: int | None, high: int | None) -> Any:
    ends = []
    if low is not None:
        ends.append({"at_least": [{"fact": fact}, {"const": low}]})
    if high is not None:
        ends.append({"at_least": [{"const": high}, {"fact": fact}]})
    return _together(ends)


def _not(part: Any) -> Any:
    return {"among": [0], "of": expand(part)}


_SHORT_FORMS: dict[str, Callable[[Any], Any]] = {"is": _is, "between": _between, "not": _not}


def _together(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else {"all": parts}


def _if_known(fact: str, then: Any) -> Any:
    return {"if": {"known": [fact]}, "then": then, "else": {"const": 0}}


Condition = Annotated[Expression, BeforeValidator(expand)]
