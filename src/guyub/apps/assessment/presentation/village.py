"""Everything that the village page, its documents, and its downloads show, gathered once."""

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.assessment.beside import Beside
from guyub.apps.assessment.models import FactRecord, Snapshot, Source
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.presentation.falls import falls
from guyub.apps.assessment.services import Known, findings_of, is_repeated, losses_of
from guyub.apps.territory.models import Region, UnitLevel
from guyub.apps.ui.pictures import Gauge, Trend, trend
from guyub.data import load_fact_catalogue
from guyub.domain.instruments import Assessment, Instrument, Variable, VariableResult
from guyub.domain.instruments.class_turns import hundredths_at
from guyub.domain.instruments.margins import Margins, MissingFact, find_margins
from guyub.domain.instruments.model import Index
from guyub.language import format_date
from guyub.language.explanation import explain
from guyub.language.words import source_text

LOSSES_SHOWN = 5


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: who said so, when, about which day."""

    source: str
    provenance: str
    as_of: datetime.date
    recorded_at: datetime.datetime
    recorded_by: str


@dataclass(frozen=True)
class Days:
    """From the oldest to the newest day that some figures speak of."""

    first: datetime.date
    last: datetime.date

    @property
    def iso(self) -> str:
        """One day, or an interval, as ISO 8601 writes it."""
        return f"{self.first}" if self.first == self.last else f"{self.first}/{self.last}"

    def words(self, language: str) -> str:
        """ "per 31 Mei 2023", or "angka dari 31 Mei 2023 sampai 24 November 2026"."""
        first, last = format_date(self.first, language), format_date(self.last, language)
        if self.first == self.last:
            return _("per {day}").format(day=last)
        return _("angka dari {first} sampai {last}").format(first=first, last=last)


@dataclass(frozen=True)
class FactLine:
    """One figure of the village; ``value`` None means that nobody recorded it."""

    code: str
    name: str
    value: int | None
    words: str
    unit: str
    origin: Origin | None
    other: str = ""  # the figure of another source that is not in force


@dataclass(frozen=True)
class BandLine:
    """One band of a variable in words; ``here`` marks the one the village is in."""

    score: int
    words: str
    here: bool


@dataclass(frozen=True)
class VariableRow:
    """One scored variable, ready to open: fact, rule, source, next limit."""

    code: str
    name: str
    index: str
    score: int | None
    highest: int
    given: bool
    fact: str
    next: str
    spare: str
    bands: tuple[BandLine, ...]
    facts: tuple[FactLine, ...]
    missing: tuple[FactLine, ...]
    opd: tuple[str, ...]
    evidence: tuple[str, ...]
    grade: str
    source: str
    note: str
    origins: tuple[tuple[Origin, tuple[str, ...]], ...]
    origin: Origin | None
    days: Days | None
    unknown: bool  # nobody recorded what the score should rest on
    notes: tuple[str, ...] = ()  # which source is in force and why


@dataclass(frozen=True)
class MissingLine:
    """Facts that nobody recorded and that the same points hang on: for several, at most so many together."""

    title: str
    names: tuple[str, ...]
    codes: tuple[str, ...]
    points: int
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One sentence of what matters most now, with the variable that explains it."""

    text: str
    variable: str


@dataclass(frozen=True)
class SnapshotLine:
    """One fixed classification."""

    sequence: int
    as_of: datetime.date
    class_name: str
    indices: tuple[int | None, ...]
    covers: str
    taken_at: datetime.datetime
    taken_by: str
    note: str
    hash: str


@dataclass(frozen=True)
class VillageView:
    """The village as it is known now, for those who may see its details."""

    code: str
    name: str
    path: tuple[str, ...]
    letterhead: tuple[str, ...]
    synthetic: bool
    covers: str
    as_of: datetime.date
    days: Days
    dated: str
    assessment: Assessment
    class_meaning: str
    instrument: Instrument
    instrument_name: str
    gauges: tuple[Gauge, ...]
    margin: str
    margin_is_thin: bool
    steps: tuple[Step, ...]
    rows: tuple[VariableRow, ...]
    missing: tuple[MissingLine, ...]
    losses: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    facts: tuple[FactLine, ...]
    snapshots: tuple[SnapshotLine, ...]
    snapshot_is_current: bool
    waiting: tuple[str, ...] = ()  # what a person has to decide before a figure counts

    @property
    def class_name(self) -> str:
        """The official word."""
        return self.assessment.class_name

    @property
    def missing_count(self) -> int:
        """How many figures nobody recorded; the class is provisional until they are there."""
        return len(self.assessment.missing)

    @property
    def groups(self) -> tuple[tuple[Gauge, tuple[VariableRow, ...]], ...]:
        """Variables under their index."""
        return tuple((gauge, tuple(row for row in self.rows if row.index == gauge.id)) for gauge in self.gauges)

    @property
    def safety(self) -> tuple[VariableRow, ...]:
        """Variables of which some people or things may drop away before the score falls."""
        return tuple(row for row in self.rows if row.spare)

    @property
    def trend(self) -> Trend | None:
        """Indices of the snapshots as a picture; None without any."""
        lines = [line for line in self.snapshots if None not in line.indices]
        if not lines:
            return None
        lines.sort(key=lambda line: (line.as_of, line.sequence))
        values = {gauge.id: [line.indices[n] or 0 for line in lines] for n, gauge in enumerate(self.gauges)}
        names = {gauge.id: gauge.name for gauge in self.gauges}
        covers = [line.covers for line in lines]
        limits = {gauge.limit for gauge in self.gauges}
        limit = limits.pop() if len(limits) == 1 else None
        return trend([line.as_of for line in lines], values, names, covers=covers, limit=limit)


def village_view(
    known: Known,
    assessment: Assessment,
    instrument: Instrument,
    snapshots: Sequence[Snapshot],
    language: str,
    beside: Beside | None = None,
) -> VillageView:
    """The view of a village about which something is known; snapshots newest first. No query where all is loaded.

    ``beside``: what other sources say beside the figures in force.
    """
    region = known.unit.region
    assert known.as_of is not None
    rules = instrument.in_mode(assessment.mode)
    near = falls(losses_of(known, rules), known.facts)
    margins = find_margins(rules, known.facts, given=known.given)
    words = wording.Wording(rules, margins, language, near)
    explained = explain(rules, margins, load_fact_catalogue(), findings_of(known.facts), language)
    days = _days(record.recording.as_of for record in known.records.values()) or Days(known.as_of, known.as_of)
    beside = beside or Beside()
    rows = tuple(
        _row(variable, assessment.variables[variable.code], known, words, beside) for variable in rules.variables
    )
    return VillageView(
        code=region.code,
        name=known.unit.name,
        path=region_path(region),
        letterhead=letterhead(region),
        synthetic=region.synthetic,
        covers=covers_words(known.level.covers, known.level.part) if known.level else "",
        as_of=known.as_of,
        days=days,
        dated=days.words(language),
        assessment=assessment,
        class_meaning=rules.class_by_name[assessment.class_name].meaning.in_language(language),
        instrument=rules,
        instrument_name=rules.name.in_language(language),
        gauges=gauges(rules, assessment.indices, language),
        margin=words.margin(),
        margin_is_thin=words.margin_is_thin(),
        steps=tuple(Step(text, variable) for text, variable in words.steps()),
        rows=rows,
        missing=_missing(margins, language),
        losses=tuple((words.fall(fall), fall.loss.variable) for fall in near[:LOSSES_SHOWN]),
        findings=explained.findings,
        facts=tuple(_fact(code, known, language) for code in _in_catalogue_order(rules) if code in known.facts),
        snapshots=tuple(snapshot_line(snapshot) for snapshot in snapshots),
        snapshot_is_current=bool(snapshots) and is_repeated(snapshots[0], known),
        waiting=beside.waiting,
    )


def gauges(instrument: Instrument, indices: Mapping[str, int], language: str) -> tuple[Gauge, ...]:
    """One gauge per index of the instrument."""
    return tuple(
        Gauge(index.id, index.name.in_language(language), indices[index.id], index.passes_at, _most(instrument, index))
        for index in instrument.indices
    )


def _most(instrument: Instrument, index: Index) -> int:
    best = sum(max(band.score for band in instrument.by_code[code].bands) for code in index.members)
    return hundredths_at(index, best)


def region_path(region: Region) -> tuple[str, ...]:
    """Names of the regions above, nearest first."""
    return tuple(above.name for above in region.ancestors)


def letterhead(region: Region) -> tuple[str, ...]:
    """Letterhead of a village, from its city down: "Pemerintah Kota Depok", "Kecamatan …", "Kelurahan …"."""
    district, city = [*region.ancestors, region, region][:2]
    return (_("Pemerintah {name}").format(name=_titled(city)), _titled(district), _titled(region))


def _titled(region: Region) -> str:
    kind = region.kind.capitalize()
    return region.name if region.name.lower().startswith(region.kind.lower()) else f"{kind} {region.name}"


def covers_words(covers: str, part: str) -> str:
    """What the unit covers, in words: "RW 02", "seluruh kelurahan"."""
    if covers == UnitLevel.Covers.VILLAGE:
        return _("seluruh kelurahan/desa")
    name = _("RW") if covers == UnitLevel.Covers.RW else _("Dusun")
    return f"{name} {part}".strip()


def _missing(margins: Margins, language: str) -> tuple[MissingLine, ...]:
    """Facts that cost the same points of the same variables stand together: none of them costs them alone.

    Last come those on which no point hangs: they only tell that there is a record, and there is one.
    """
    facts = list(margins.missing)
    charged = {fact.code for fact in facts}
    facts += [MissingFact(code, (), 0) for code in margins.assessment.missing if code not in charged]
    known = load_fact_catalogue()
    lines = []
    for (variables, points), held in itertools.groupby(facts, lambda fact: (fact.variables, fact.points)):
        codes = tuple(fact.code for fact in held)
        names = tuple(known.by_code[code].name.in_language(language) for code in codes)
        title = _("{n} angka bersama-sama").format(n=len(codes)) if len(codes) > 1 else names[0]
        lines.append(MissingLine(title, names, codes, points, variables))
    return tuple(lines)


def snapshot_line(snapshot: Snapshot) -> SnapshotLine:
    """A snapshot as a row of the history."""
    return SnapshotLine(
        sequence=snapshot.sequence,
        as_of=snapshot.as_of,
        class_name=snapshot.class_name,
        indices=(snapshot.index_input, snapshot.index_process, snapshot.index_output),
        covers=covers_words(snapshot.covers, snapshot.part) if snapshot.covers else "",
        taken_at=snapshot.taken_at,
        taken_by=_person(snapshot.taken_by),
        note=snapshot.note,
        hash=snapshot.hash,
    )


def _row(
    variable: Variable, result: VariableResult, known: Known, words: wording.Wording, beside: Beside
) -> VariableRow:
    codes = _behind(words.instrument, variable, result)
    lines = tuple(replace(_fact(code, known, words.language), other=beside.figures.get(code, "")) for code in codes)
    index = words.instrument.index_of(variable.code)
    return VariableRow(
        code=variable.code,
        name=variable.name.in_language(words.language),
        index=index.id if index else "",
        score=result.score,
        highest=max((band.score for band in variable.bands), default=0),
        given=result.given,
        fact=words.fact(variable),
        next=words.next_score(variable),
        spare=words.spare(variable),
        bands=tuple(
            BandLine(band.score, words.band(band, variable.unit), _is_here(band, result)) for band in variable.bands
        ),
        facts=lines,
        missing=tuple(line for line in lines if line.code in result.missing),
        opd=variable.opd,
        evidence=variable.evidence,
        grade=str(variable.grade),
        source=source_text(f"{words.instrument.id}.{variable.code}", variable.source, words.language),
        note=variable.note.in_language(words.language) if variable.note else "",
        origins=_origins(lines),
        origin=_origin(known.records.get(variable.code)) if result.given else None,
        days=_days(line.origin.as_of for line in lines if line.origin) or _given_days(known, variable, result),
        unknown=not words.is_known(variable),
        notes=tuple(dict.fromkeys(beside.notes[code] for code in codes if code in beside.notes)),
    )


def _days(days: Iterable[datetime.date]) -> Days | None:
    held = sorted(days)
    return Days(held[0], held[-1]) if held else None


def _given_days(known: Known, variable: Variable, result: VariableResult) -> Days | None:
    record = known.records.get(variable.code) if result.given else None
    return None if record is None else Days(record.recording.as_of, record.recording.as_of)


def _behind(rules: Instrument, variable: Variable, result: VariableResult) -> tuple[str, ...]:
    """Facts to show: those behind the value; all of them where the requirement for a score is not met."""
    if not result.requirement_met:
        return tuple(result.facts)
    return rules.facts_of(variable.model_copy(update={"requires": None}))


def _in_catalogue_order(rules: Instrument) -> list[str]:
    used = set(rules.facts_used)
    return [fact.code for fact in load_fact_catalogue().facts if fact.code in used]


def _origins(lines: Iterable[FactLine]) -> tuple[tuple[Origin, tuple[str, ...]], ...]:
    """Each origin once, with the names of the facts that come from it."""
    found: dict[Origin, list[str]] = {}
    for line in lines:
        if line.origin is not None:
            found.setdefault(line.origin, []).append(line.name)
    return tuple((origin, tuple(names)) for origin, names in found.items())


def _is_here(band: Any, result: VariableResult) -> bool:
    if result.value is not None:
        return bool(band.covers(result.value))
    return bool(result.score == band.score and result.given)


def _fact(code: str, known: Known, language: str) -> FactLine:
    definition = load_fact_catalogue().by_code[code]
    value = known.facts.get(code)
    return FactLine(
        code=code,
        name=definition.name.in_language(language),
        value=value,
        words="" if value is None else wording.fact_value(definition, value, language),
        unit=wording.unit(definition.unit, language),
        origin=None if value is None else _origin(known.records.get(code)),
    )


def _origin(record: FactRecord | None) -> Origin | None:
    if record is None:
        return None
    recording = record.recording
    return Origin(
        source=wording.SOURCES[Source(recording.source)],
        provenance=recording.provenance,
        as_of=recording.as_of,
        recorded_at=recording.recorded_at,
        recorded_by=_person(recording.recorded_by),
    )


def _person(user: Any) -> str:
    return "" if user is None else (user.get_full_name() or user.get_username())
