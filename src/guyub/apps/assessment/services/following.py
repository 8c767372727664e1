"""Figures that go on record by themselves: from the register of families, and from what happened (groups, meetings …).

Each such source is a stream. When something changes, its figures are compared with those in force: those that move a
score go on record at once; others at most once in a pause, and until then the village waits in `WaitingFigures`: the
worker records them, or whoever reads the village next.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.models import Recording, Source, WaitingFigures
from guyub.apps.assessment.services.knowledge import Known, known_about_many
from guyub.apps.assessment.services.locks import lock_units
from guyub.apps.assessment.services.recording import NewRecording, record_many
from guyub.apps.assessment.services.states import assess_known, default_instrument, what_if
from guyub.apps.territory.models import Unit
from guyub.data.coverage import load_coverage_rule


@dataclass(frozen=True)
class News:
    """What a stream would put on record of a unit. ``settle``: done once nothing of it waits any more."""

    recordings: Sequence[NewRecording] = ()
    settle: Callable[[], None] = field(default=lambda: None)

    @property
    def values(self) -> dict[str, int | None]:
        """All figures that would change, by fact code."""
        return {code: value for one in self.recordings for code, value in one.values.items()}


class Stream(Protocol):
    """Where figures come from that go on record by themselves. ``sources``: what its recordings are marked with."""

    name: str
    sources: Collection[Source]

    def lock(self, villages: Collection[str]) -> None:
        """Wait until nobody else changes what the figures are computed from, where that has to be."""

    def due(self, today: date, village: str | None) -> Iterable[str]:
        """Villages, or the one asked for, whose figures move with the calendar and were not looked at today."""

    def news(self, units: Sequence[Unit], known: Mapping[int, Known], on: date) -> Mapping[int, News]:
        """By unit id; what says nothing new may be left out."""


_streams: dict[str, Stream] = {}
_deferred: ContextVar[set[tuple[str, str]] | None] = ContextVar("streams_to_follow", default=None)


def register_stream(stream: Stream) -> None:
    """Let figures of a stream go on record; from an `AppConfig.ready`. Twice is harmless."""
    _streams[stream.name] = stream


@transaction.atomic
def follow_stream(name: str, villages: Iterable[str], on: date, *, at_once: bool = False) -> int:
    """Put a stream's figures of these villages on record where they differ; returns how many recordings.

    Figures that move no score wait for the end of the pause, unless they are wanted ``at_once``.
    """
    stream, codes = _streams[name], sorted(set(villages))
    stream.lock(codes)
    units = list(Unit.objects.active().filter(region__in=codes).select_related("region"))
    lock_units([unit.pk for unit in units])
    # Before looking, not after: what somebody says meanwhile has changed waits for the next look.
    WaitingFigures.objects.filter(village__in=codes, stream=name).delete()
    known = known_about_many(units, default_instrument())
    found = stream.news(units, known, on)
    recordings, waiting = [], []
    for unit in units:
        news = found.get(unit.pk, News())
        until = None if at_once or not news.values else _pause_of(stream, known[unit.pk], news.values)
        if until is not None:
            waiting.append(WaitingFigures(village_id=unit.region_id, stream=name, until=until))
        else:
            recordings += news.recordings
            news.settle()
    WaitingFigures.objects.bulk_create(waiting, ignore_conflicts=True)
    if recordings:
        record_many(SYSTEM, recordings)
    return len(recordings)


def follow(name: str, villages: Iterable[str]) -> None:
    """Say that what a stream's figures are computed from has changed: they follow at once, or later if deferred."""
    waiting = _deferred.get()
    if waiting is None:
        follow_stream(name, villages, timezone.localdate())
    else:
        waiting.update((name, village) for village in villages)


def follow_soon(name: str, villages: Iterable[str]) -> None:
    """The same where nobody should wait for it, or many villages change: the worker or the next reader does it."""
    now = timezone.now()
    rows = [WaitingFigures(village_id=code, stream=name, until=now) for code in sorted(set(villages))]
    if rows:
        unique = ["village", "stream"]
        WaitingFigures.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=["until"])


@contextmanager
def following_deferred() -> Iterator[None]:
    """Follow once at the end instead of after every change: for loading much."""
    changed: set[tuple[str, str]] = set()
    token = _deferred.set(changed)
    try:
        yield
    finally:
        _deferred.reset(token)
    for name in sorted({stream for stream, _village in changed}):
        follow_stream(name, {village for stream, village in changed if stream == name}, timezone.localdate())


def record_waiting(village: str | None = None, *, at_once: bool = False) -> int:
    """Record what waited long enough or moved with the calendar, in one village or all; how many recordings.

    One query where nothing waited, and one for each stream that moves with the calendar. Each village in a transaction
    of its own, so that nobody who works there waits for the others.
    """
    today, waiting = timezone.localdate(), WaitingFigures.objects.order_by("until", "pk")
    if village is not None:
        waiting = waiting.filter(village=village)
    if not at_once:
        waiting = waiting.filter(until__lte=timezone.now())
    todo = dict.fromkeys(waiting.values_list("stream", "village_id"))
    for stream in _streams.values():
        todo |= {(stream.name, code): None for code in stream.due(today, village)}
    return sum(follow_stream(name, [code], today, at_once=at_once) for name, code in todo if name in _streams)


def waits_until(name: str, village: str) -> datetime | None:
    """When a stream's newest figures of a village go on record; None where they are."""
    found = WaitingFigures.objects.filter(village=village, stream=name)
    return found.values_list("until", flat=True).first()


def _pause_of(stream: Stream, known: Known, values: Mapping[str, int | None]) -> datetime | None:
    """Until when these figures wait; None where they move a score, or the last recording is old enough."""
    before, after = assess_known(known), what_if(known, values)
    if (before.scores, before.class_name) != (after.scores, after.class_name):
        return None
    recorded = Recording.objects.filter(unit=known.unit, source__in=stream.sources)
    last = recorded.aggregate(last=Max("recorded_at"))["last"]
    until = load_coverage_rule().earliest(last) if last else None
    return until if until is not None and until > timezone.now() else None
