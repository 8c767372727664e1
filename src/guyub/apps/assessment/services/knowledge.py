"""What is known about a unit on a day, worked out from its recordings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.assessment.models import FactRecord
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.domain.instruments import Instrument

# Which variables read a fact, by instrument checksum and mode: the same for every village, so worked out once.
_BY_FACT: dict[tuple[str, str], dict[str, list[str]]] = {}

RECORD_ORDER = ("recording__as_of", "recording__recorded_at", "recording_id", "kind", "pk")


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
    records: Mapping[str, FactRecord] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether anything at all was ever recorded at this level."""
        return self.last_recording_id is not None


def known_about(unit: Unit, instrument: Instrument, on: date | None = None) -> Known:
    """What is known about one unit (two queries). ``on``: only recordings of that day or earlier."""
    return known_about_many([unit], instrument, on)[unit.pk]


def known_about_many(units: Iterable[Unit], instrument: Instrument, on: date | None = None) -> dict[int, Known]:
    """The same for many units, by unit id, in two queries.

    The latest day wins, on one day the latest recording. Recordings from before the unit took its present level
    (one RW, later the whole kelurahan) do not count: their figures are about other people.
    """
    units = list(units)
    levels: dict[int, list[UnitLevel]] = defaultdict(list)
    for level in UnitLevel.objects.filter(unit__in=[unit.pk for unit in units]).order_by("since"):
        if on is None or level.since <= on:
            levels[level.unit_id].append(level)
    records: dict[int, list[FactRecord]] = defaultdict(list)
    for record in _records_of(units, on):
        records[record.unit_id].append(record)
    return {unit.pk: _known(unit, levels[unit.pk], records[unit.pk], instrument) for unit in units}


def fact_history(unit: Unit, code: str) -> QuerySet[FactRecord]:
    """Every record of one fact code or given variable, newest first, with recording and recorder."""
    found = FactRecord.objects.filter(unit=unit, code=code).select_related("recording__recorded_by")
    return found.order_by("-recording__as_of", "-recording__recorded_at", "-pk")


def given_after(changes: Iterable[str], given: Mapping[str, int], instrument: Instrument) -> dict[str, int]:
    """Given scores that still hold once these facts are known: a fact replaces the score that stood in for it."""
    replaced = {variable for code in changes for variable in _variables_by_fact(instrument).get(code, ())}
    return {variable: score for variable, score in given.items() if variable not in replaced}


def _records_of(units: list[Unit], on: date | None) -> QuerySet[FactRecord]:
    found = FactRecord.objects.filter(unit__in=[unit.pk for unit in units])
    if on is not None:
        found = found.filter(recording__as_of__lte=on)
    return found.select_related("recording__recorded_by").order_by(*RECORD_ORDER)


def _known(unit: Unit, levels: list[UnitLevel], records: list[FactRecord], instrument: Instrument) -> Known:
    level = levels[-1] if levels else None
    facts: dict[str, int] = {}
    given: dict[str, int] = {}
    items: dict[str, Any] = {}
    origin: dict[str, FactRecord] = {}
    last: FactRecord | None = None
    for record in records:
        if level is not None and record.recording.as_of < level.since:
            continue
        last = record
        target = given if record.kind == FactRecord.Kind.SCORE else facts
        if record.value is None:
            target.pop(record.code, None)
            items.pop(record.code, None)
        else:
            target[record.code] = record.value
            if record.kind == FactRecord.Kind.FACT:
                given = given_after([record.code], given, instrument)
                items.pop(record.code, None)
                if record.items is not None:
                    items[record.code] = record.items
        origin[record.code] = record
    if last is None:
        return Known(unit, level)
    origin = {code: record for code, record in origin.items() if code in facts or code in given}
    return Known(unit, level, last.recording.as_of, last.recording_id, facts, given, items, origin)


def _variables_by_fact(instrument: Instrument) -> Mapping[str, list[str]]:
    key = (instrument.checksum, instrument.default_mode)
    if key not in _BY_FACT:
        found: dict[str, list[str]] = defaultdict(list)
        for variable in instrument.variables:
            for code in instrument.facts_of(variable):
                found[code].append(variable.code)
        _BY_FACT[key] = dict(found)
    return _BY_FACT[key]
