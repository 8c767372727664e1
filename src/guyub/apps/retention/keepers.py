"""Who keeps which kind of personal data: each app says, from its `AppConfig.ready`, how its own are counted and erased.

A kind is one of `data/privacy/retention.yaml`, which also says how long it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

How = Callable[[datetime, timedelta], int]
"""Told the present time and how long the kind is kept, answers with how many."""


@dataclass(frozen=True)
class Keeper:
    """How one kind of data is dealt with: ``due`` counts what was kept long enough, ``erase`` erases it."""

    kind: str
    due: How
    erase: How


_keepers: dict[str, Keeper] = {}


def register(*keepers: Keeper) -> None:
    """Let the kinds of these keepers be erased by them. Twice is harmless."""
    _keepers.update({keeper.kind: keeper for keeper in keepers})


def kinds() -> frozenset[str]:
    """Kinds that somebody keeps."""
    return frozenset(_keepers)


def keeper_of(kind: str) -> Keeper:
    """Who keeps a kind (KeyError: no app says so, and nothing of it would ever be erased)."""
    return _keepers[kind]
