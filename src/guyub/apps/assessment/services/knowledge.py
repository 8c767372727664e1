"""What is known about a unit on a day, worked out from its recordings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet

from guyub.apps.assessment.models import FactRecord, Recording
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.domain.instruments import Instrument

# Which variables read a fact, by instrument checksum and mode: the same for every village, so worked out once.
_BY_FACT: dict[tuple[str, str], dict[str, list[str]]] = {}


class FactRow(NamedTuple):
    """What is read of a fact record: plain values, because a province has hundreds of thousands of them."""

    unit_id: int
    recording_id: int
    kind: str
    code: str
    value: int | None
    items: Any
    pk: int


@dataclass(frozen=True)
class Known:
    """Facts that hold for a unit on a day.

    ``facts`` holds integers only: a code that is absent is missing. ``given`` are scores by the national system that
    no later fact has replaced. ``records`` tells for each fact code or given variable where it comes from.
    """

    unit: Unit
    level: UnitLevel | None
    as_of: date | None = None
    last_recording_id: int | None = None
    facts: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, tuple[FactRow, Recording]] = field(default_factory=dict, repr=False)

    @cached_property
    def records(self) -> dict[str, FactRecord]:
        """The record behind each fact code or given variable, with its recording and recorder. No query."""
        return {code: _as_record(row, recording) for code, (row, recording) in self.origins.items()}

    @property
    def anything(self) -> bool:
        """Whether anything at all was ever recorded at this level."""
        return self.last_recording_id is not None


def known_about(unit: Unit, instrument: Instrument, on: date | None = None) -> Known:
    """What is known about one unit (three queries). ``on``: only recordings of that day or earlier."""
    return known_about_many([unit], instrument, on)[unit.pk]


def known_about_many(units: Iterable[Unit], instrument: Instrument, on: date | None = None) -> dict[int, Known]:
    """The same for many units, by unit id, in three queries.

    The latest day wins, on one day the latest recording. Recordings from before the unit took its present level
    (one RW, later the whole kelurahan) do not count: their figures are about other people.
    """
    units = list(units)
    keys = [unit.pk for unit in units]
    levels: dict[int, list[UnitLevel]] = defaultdict(list)
    for level in UnitLevel.objects.filter(unit__in=keys).order_by("since"):
        if on is None or level.since <= on:
            levels[level.unit_id].append(level)
    recordings: dict[int, list[Recording]] = defaultdict(list)
    for recording in _recordings_of(keys, on):
        recordings[recording.unit_id].append(recording)
    rows: dict[int, list[FactRow]] = defaultdict(list)
    for row in FactRecord.objects.filter(unit__in=keys).order_by("kind", "pk").values_list(*FactRow._fields):
        rows[row[1]].append(FactRow._make(row))
    return {unit.pk: _known(unit, levels[unit.pk], recordings[unit.pk], rows, instrument) for unit in units}


def fact_history(unit: Unit, code: str) -> QuerySet[FactRecord]:
    """Every record of one fact code or given variable, newest first, with recording and recorder."""
    found = FactRecord.objects.filter(unit=unit, code=code).select_related("recording__recorded_by")
    return found.order_by("-recording__as_of", "-recording__recorded_at", "-pk")


def given_after(changes: Iterable[str], given: Mapping[str, int], instrument: Instrument) -> dict[str, int]:
    """Given scores that still hold once these facts are known: a fact replaces the score that stood in for it."""
    replaced = {variable for code in changes for variable in _variables_by_fact(instrument).get(code, ())}
    return {variable: score for variable, score in given.items() if variable not in replaced}


def _recordings_of(keys: list[int], on: date | None) -> QuerySet[Recording]:
    found = Recording.objects.filter(unit__in=keys).select_related("recorded_by")
    if on is not None:
        found = found.filter(as_of__lte=on)
    return found.order_by("as_of", "recorded_at", "pk")


def _known(
    unit: Unit,
    levels: list[UnitLevel],
    recordings: list[Recording],
    rows: Mapping[int, list[FactRow]],
    instrument: Instrument,
) -> Known:
    level = levels[-1] if levels else None
    counting = [recording for recording in recordings if level is None or recording.as_of >= level.since]
    if not counting:
        return Known(unit, level)
    facts: dict[str, int] = {}
    given: dict[str, int] = {}
    items: dict[str, Any] = {}
    origins: dict[str, tuple[FactRow, Recording]] = {}
    for recording in counting:
        for row in rows.get(recording.pk, ()):
            target = given if row.kind == FactRecord.Kind.SCORE else facts
            items.pop(row.code, None)
            origins[row.code] = (row, recording)
            if row.value is None:
                target.pop(row.code, None)
                continue
            target[row.code] = row.value
            if row.items is not None:
                items[row.code] = row.items
            if given and row.kind == FactRecord.Kind.FACT:
                given = given_after([row.code], given, instrument)
    origins = {code: origin for code, origin in origins.items() if code in facts or code in given}
    last = counting[-1]
    return Known(unit, level, last.as_of, last.pk, facts, given, items, origins)


def _as_record(row: FactRow, recording: Recording) -> FactRecord:
    record = FactRecord(**row._asdict())
    record.recording = recording
    record._state.adding = False  # it is in the database, and stays as it is there
    return record


def _variables_by_fact(instrument: Instrument) -> Mapping[str, list[str]]:
    key = (instrument.checksum, instrument.default_mode)
    if key not in _BY_FACT:
        found: dict[str, list[str]] = defaultdict(list)
        for variable in instrument.variables:
            for code in instrument.facts_of(variable):
                found[code].append(variable.code)
        _BY_FACT[key] = dict(found)
    return _BY_FACT[key]
