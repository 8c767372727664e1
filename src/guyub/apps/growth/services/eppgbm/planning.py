"""What taking a file in would do, row by row, nothing of it done; their z-scores beside ours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cached_property

from guyub.analytics.growth_tables.eppgbm import INDICES, ChildRow, EppgbmTable
from guyub.analytics.people_tables import RowProblem, Severity
from guyub.apps.growth.models import EppgbmFile, Measurement
from guyub.apps.growth.services.eppgbm.files import table_of
from guyub.apps.growth.services.eppgbm.matching import Registry
from guyub.apps.growth.services.measuring import Figures, refuse_unusable
from guyub.apps.growth.services.problems import UnusableMeasurement
from guyub.apps.growth.services.states import as_measured
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_measuring_limits
from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.agreeing import Agreement, agreement
from guyub.domain.growth.one import scores_of

COMPARED = ("weight_g", "height_mm", "arm_mm", "posture")


class Outcome(StrEnum):
    """Where a row ends; the values are codes of words."""

    NEW = "new"
    UNLIKELY = "unlikely"
    SAME = "same"
    DIFFERENT = "different"
    NOT_FOUND = "not-found"
    SEVERAL = "several"
    FAULT = "fault"
    REPEATED = "repeated"
    UNMEASURED = "unmeasured"


KNOWN = (Outcome.NEW, Outcome.UNLIKELY, Outcome.SAME, Outcome.DIFFERENT)
"""Rows whose child is known and whose figures can be."""


@dataclass(frozen=True)
class Beside:
    """One z-score: the indicator, ours and theirs in hundredths, and how they relate."""

    indicator: str
    ours: int | None
    theirs: int | None
    agreement: Agreement


@dataclass(frozen=True)
class PlannedRow:
    """A row that can be read. ``here``: what is on record of its child and day; ``candidates``: who it may be."""

    row: ChildRow
    outcome: Outcome
    child: Person | None = None
    here: Measurement | None = None
    candidates: tuple[Person, ...] = ()

    @cached_property
    def scores(self) -> tuple[Beside, ...]:
        """Their z-scores beside ours; only where the child is known. Made when asked for: taking in needs none."""
        return _beside(self.row, self.child) if self.child is not None else ()

    @property
    def figures(self) -> Figures:
        """As it would be recorded."""
        row = self.row
        return Figures(row.weight_g, row.height_mm, arm_mm=row.arm_mm, posture=row.posture)


@dataclass(frozen=True)
class Plan:
    """All rows of a file. ``problems``: of the file's cells, and of rows that the registry bears against."""

    table: EppgbmTable
    rows: tuple[PlannedRow, ...]
    problems: tuple[RowProblem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, *outcomes: Outcome) -> list[PlannedRow]:
        """Rows that end so."""
        return [row for row in self.rows if row.outcome in outcomes]

    def differing(self) -> Counter[Agreement]:
        """How many z-scores relate to ours in which way."""
        told = self.of(*KNOWN)
        return Counter(score.agreement for row in told for score in row.scores)


def plan_of(found: EppgbmFile) -> Plan:
    """Read a file and set it beside the registry: a number of queries that does not grow with its rows.

    Raises:
        ContentGone: The file is no longer kept.
    """
    table = table_of(found)
    registry = Registry(found.village_id, table.rows)
    matches = [(row, registry.child_of(row)) for row in table.rows]
    there = _on_record([match.child for _, match in matches if match.child], [row.day for row in table.rows])
    problems = list(table.problems)
    rows: list[PlannedRow] = []
    seen: dict[tuple[int, date], ChildRow] = {}
    for row, match in matches:
        if match.child is None:
            outcome = Outcome.SEVERAL if match.several else Outcome.NOT_FOUND
            rows.append(PlannedRow(row, outcome, candidates=match.several or match.near))
            continue
        before = seen.setdefault((match.child.pk, row.day), row)
        problem = _problem(row, before, match.child)
        if problem is not None:
            problems.append(problem)
            outcome = Outcome.FAULT if problem.severity == Severity.ERROR else Outcome.REPEATED
            rows.append(PlannedRow(row, outcome, match.child))
            continue
        rows.append(_planned(row, match.child, there.get((match.child.pk, row.day), ())))
    return Plan(table, tuple(rows), tuple(sorted(problems, key=lambda one: one.line)), _counts(table, rows))


def _counts(table: EppgbmTable, rows: Iterable[PlannedRow]) -> dict[str, int]:
    """Rows by outcome; they add up to all rows of the file."""
    counts = dict.fromkeys(map(str, Outcome), 0)
    for row in rows:
        counts[row.outcome] += 1
    counts[Outcome.FAULT] += len(table.refused)
    counts[Outcome.REPEATED] += len(table.repeated)
    counts[Outcome.UNMEASURED] += len(table.unmeasured)
    return counts


def _on_record(children: Iterable[Person], days: Sequence[date]) -> dict[tuple[int, date], list[Measurement]]:
    """Measurements that count, by child and day."""
    found: dict[tuple[int, date], list[Measurement]] = defaultdict(list)
    if not days:
        return found
    wanted = {child.pk for child in children}
    rows = Measurement.objects.filter(child__among=wanted, day__range=(min(days), max(days)), replaced_by=None)
    for one in rows:
        found[one.child_id, one.day].append(one)
    return found


def _problem(row: ChildRow, before: ChildRow, child: Person) -> RowProblem | None:
    """What the registry shows to be wrong: one child under two names, a day before the birth that is on record."""
    if before is not row:
        if before.says == row.says:
            return RowProblem(row.line, "", "", "repeated-row", "", Severity.WARNING, {"other": before.line})
        return RowProblem(row.line, "", "", "measured-twice", data={"other": before.line})
    try:
        refuse_unusable(child, row.day, PlannedRow(row, Outcome.NEW).figures)
    except UnusableMeasurement as error:
        return RowProblem(row.line, "", "day", str(error.data["reason"]))
    return None


def _planned(row: ChildRow, child: Person, there: Sequence[Measurement]) -> PlannedRow:
    same = next((one for one in there if _agrees(row, one)), None)
    here = same or (there[-1] if there else None)
    if here is not None:
        return PlannedRow(row, Outcome.SAME if same else Outcome.DIFFERENT, child, here)
    return PlannedRow(row, Outcome.UNLIKELY if _unlikely(row, child) else Outcome.NEW, child)


def _unlikely(row: ChildRow, child: Person) -> bool:
    """Whether a figure is one that the page of a posyandu day asks about again before it is saved."""
    least, most = load_measuring_limits().likely
    standard, as_child = as_measured(child, _measurement(row, child))
    found = scores_of(standard, as_child, ("wfa", "hfa")).scores.values()
    return any(score.z is not None and not least <= score.z <= most for score in found)


def _agrees(row: ChildRow, here: Measurement) -> bool:
    """Whether the file says nothing about the day that is not on record."""
    return all(getattr(row, name) in (None, "", getattr(here, name)) for name in COMPARED)


def _beside(row: ChildRow, child: Person) -> tuple[Beside, ...]:
    standard, as_child = as_measured(child, _measurement(row, child))
    ages = _other_ages(row, child) if standard.rules.age.unit == "day" else []
    found = []
    for code in INDICES:
        if code in standard.indicators:
            ours, how = agreement(standard, as_child, code, row.z.get(code), ages)
            found.append(Beside(code, ours, row.z.get(code), how))
    return tuple(found)


def _measurement(row: ChildRow, child: Person) -> Measurement:
    """As it would be recorded; not saved."""
    figures = PlannedRow(row, Outcome.NEW).figures
    return Measurement(child=child, day=row.day, **{one.name: getattr(figures, one.name) for one in fields(Figures)})


def _other_ages(row: ChildRow, child: Person) -> list[float]:
    """Ages in days that the file may have been reckoned with: by its own day of birth, in completed months."""
    births = {born for born in (row.birth, child.birth_date) if born is not None and born <= row.day}
    days = [float((row.day - born).days) for born in births]
    return days + [completed_months(born, row.day) * DAYS_PER_MONTH for born in births]
