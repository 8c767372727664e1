"""Weight and length at birth, for a child's curves and for e-PPGBM. Whoever keeps births says them; growth does not."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AtBirth:
    """What was measured at birth; None where it is not known."""

    weight_g: int | None = None
    length_mm: int | None = None


UNKNOWN = AtBirth()
Source = Callable[[Collection[int]], Mapping[int, AtBirth]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app say what it knows of children, by their row numbers; once for each app."""
    if source not in _sources:
        _sources.append(source)


def at_birth(children: Collection[int]) -> dict[int, AtBirth]:
    """What is known of children, by their row numbers; one query for each app that knows of births."""
    found: dict[int, AtBirth] = {}
    for source in _sources if children else ():
        found.update(source(children))
    return found
