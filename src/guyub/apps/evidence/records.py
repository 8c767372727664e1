"""Records of our own that stand in for a file: a meeting's minutes prove that it was held.

This app knows nothing of those that own such records; they register here, from their `AppConfig.ready`, a source that
says what it can offer to a person for a village, and what became of a record that a proof names.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from guyub.apps.accounts.models import User


@dataclass(frozen=True)
class Record:
    """A record as a proof shows it. ``url``: where to read it; ``villages``: codes of those it may speak for."""

    key: str
    title: str
    dated: date | None
    url: str
    villages: frozenset[str]


class Source(Protocol):
    """What an app that owns records offers. Both ask for the reader's rights themselves."""

    def offer(self, user: User, village: str) -> list[Record]:
        """Records that this person may use as proofs of a village, newest first."""

    def resolve(self, user: User, key: str) -> Record | None:
        """One record, or None where it is gone or not for this person."""


_sources: dict[str, tuple[str, Source]] = {}


def register(kind: str, label: str, source: Source) -> None:
    """Let proofs name records of a kind (at most 24 letters); the label is shown. Registering twice is harmless."""
    _sources[kind] = (label, source)


def unregister(kind: str) -> None:
    """Proofs can name no records of this kind any more; those that do show their kind and key."""
    _sources.pop(kind, None)


def offered(user: User, village: str) -> list[tuple[str, str, list[Record]]]:
    """Kind, label and records of every source that has something to offer for a village."""
    found = [(kind, str(label), source.offer(user, village)) for kind, (label, source) in sorted(_sources.items())]
    return [(kind, label, records) for kind, label, records in found if records]


def resolve(user: User, kind: str, key: str) -> Record | None:
    """The record behind a proof, or None where it is gone, unknown, or not for this person."""
    source = _sources.get(kind)
    return source[1].resolve(user, key) if source else None


def label_of(kind: str) -> str:
    """What records of a kind are called; the kind itself where nobody registered it."""
    return str(_sources[kind][0]) if kind in _sources else kind
