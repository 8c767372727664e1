"""Programmes of a village for its portfolio. Who promised what is known to apps above this one: they register here."""

from collections.abc import Callable
from dataclasses import dataclass

from guyub.apps.territory.models import Unit


@dataclass(frozen=True)
class Programme:
    """One programme: area or office, what is done, how far it is. Posts and offices only, never a person."""

    area: str
    what: str
    state: str


Maker = Callable[[Unit, str], list[Programme]]
_makers: list[Maker] = []


def register(maker: Maker) -> None:
    """Let the portfolio ask this function for the programmes of a village, in 'id' or 'en'. Twice is harmless."""
    if maker not in _makers:
        _makers.append(maker)


def programmes_of(unit: Unit, language: str) -> list[Programme]:
    """What all apps know, by area."""
    found = [programme for maker in _makers for programme in maker(unit, language)]
    return sorted(found, key=lambda programme: programme.area)
