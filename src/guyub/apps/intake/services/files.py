"""Files of villages: read defensively, tried without saving, applied in one transaction, never twice."""

import hashlib
import io
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guyub.analytics.tables import Problem
from guyub.analytics.tables.reading import VillageTable, read_villages
from guyub.apps.accounts.models import User
from guyub.apps.assessment import services
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.services import Known, NewRecording, findings_of, given_after, known_about_many
from guyub.apps.intake.models import FileImport
from guyub.apps.intake.services.matching import Columns, find_columns, match
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue
from guyub.data.privacy_files import kept_for
from guyub.domain.facts import Finding
from guyub.domain.instruments import assess
from guyub.errors import DomainError, UnreadableFile
from guyub.language.problems import write_problems_csv

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")


class WrongSuffix(UnreadableFile):
    """The name does not end like a table."""

    code = "wrong-suffix"
    template = "{file} does not end like a table. Accepted: {accepted}."


class NothingToApply(DomainError):
    """No row of the file can be applied, or all were applied before."""

    code = "nothing-to-apply"
    template = "{file}: no row is left to apply."
    exit_code = 4


class Decided(DomainError):
    """The file was applied or dropped before."""

    code = "already-decided"
    template = "{file} was decided before: {state}."
    exit_code = 4


class TooManyOpen(DomainError):
    """The person has many files that wait for a decision."""

    code = "too-many-open-files"
    template = "{count} of your files wait for a decision; apply or drop some of them first."
    exit_code = 4


@dataclass(frozen=True)
class RowPlan:
    """One row that can be applied: its figures, and what would hold afterwards. Classes are worked out when asked."""

    position: int
    row: str
    line: int
    unit: Unit
    known: Known
    values: dict[str, int]
    given: dict[str, int]
    facts_after: dict[str, int]
    given_after: dict[str, int]

    @property
    def differs(self) -> bool:
        """Whether anything that holds would change."""
        return (self.facts_after, self.given_after) != (self.known.facts, self.known.given)

    @cached_property
    def class_before(self) -> str:
        """The class now; empty where nothing was ever recorded."""
        return services.assess_known(self.known).class_name if self.known.anything else ""

    @cached_property
    def class_after(self) -> str:
        """The class as it would be."""
        if self.known.anything and not self.differs:
            return self.class_before
        return assess(services.default_instrument(), self.facts_after, given=self.given_after).class_name

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Figures that would contradict one another."""
        return findings_of(self.facts_after)


@dataclass(frozen=True)
class FilePlan:
    """What applying a file would do. Nothing is saved."""

    table: VillageTable
    columns: Columns
    rows: tuple[RowPlan, ...]
    problems: tuple[Problem, ...]
    more_problems: int
    applied_before: tuple[RowPlan, ...]

    @property
    def total(self) -> int:
        """How many rows were read."""
        return self.table.frame.height

    @property
    def bad_rows(self) -> int:
        """How many rows cannot be applied."""
        return self.total - len(self.rows) - len(self.applied_before)

    @cached_property
    def classes(self) -> dict[str, tuple[int, int]]:
        """Class name → villages before and after; "" stands for no data."""
        before = Counter(row.class_before for row in self.rows)
        after = Counter(row.class_after for row in self.rows)
        return {name: (before[name], after[name]) for name in {**before, **after}}

    @property
    def moving(self) -> tuple[RowPlan, ...]:
        """Rows whose village changes its class."""
        return tuple(row for row in self.rows if row.class_before != row.class_after)

    @property
    def with_findings(self) -> tuple[RowPlan, ...]:
        """Rows after which figures contradict one another."""
        return tuple(row for row in self.rows if row.findings)


def receive(person: User, name: str, content: bytes, as_of: date) -> FileImport:
    """Take a file in, after it has been read once.

    Raises:
        UnreadableFile: Wrong kind, too large, or not a table of villages.
        TooManyOpen: Enough of the person's files wait for a decision.
    """
    drop_forgotten(timezone.now(), kept_for("import-files"))
    waiting = FileImport.objects.of(person).filter(state=FileImport.State.CHECKED).count()
    if waiting >= settings.UPLOADS_OPEN_AT_MOST:
        raise TooManyOpen(count=waiting)
    name = Path(name.replace("\\", "/")).name[-120:] or "berkas"
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongSuffix(file=name, accepted=" ".join(SUFFIXES))
    received = FileImport(
        uploaded_by=person,
        file_name=name,
        suffix=suffix,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        as_of=as_of,
    )
    columns = find_columns(_read(received))
    received.code_column, received.name_column = columns.code, columns.name
    received.save()
    return received


def forgotten(now: datetime, kept: timedelta) -> QuerySet[FileImport]:
    """Files of anyone that wait for a decision longer than they are kept."""
    return FileImport.objects.filter(state=FileImport.State.CHECKED, uploaded_at__lt=now - kept)


def drop_forgotten(now: datetime, kept: timedelta) -> int:
    """Drop these files; returns how many."""
    return forgotten(now, kept).update(state=FileImport.State.DROPPED, decided_at=now, content=b"")


def plan(person: User, received: FileImport) -> FilePlan:
    """Try a file: rows, villages, problems, findings, classes. A number of queries that does not grow with its rows.

    Raises:
        UnreadableFile: The file cannot be read.
    """
    table = _read(received)
    columns = find_columns(table, received.code_column, received.name_column)
    matched = match(person, table, columns)
    usable = {position: unit for position, unit in matched.units.items() if position not in table.bad_rows}
    instrument = services.default_instrument()
    known = known_about_many(usable.values(), instrument)
    facts, scores = _figures(table, table.facts), _figures(table, table.given)
    rows, empty = [], []
    for position, unit in usable.items():
        row = _row(table, position, unit, known[unit.pk], received.as_of, facts[position], scores[position])
        if row.values or row.given:
            rows.append(row)
        else:
            empty.append(Problem(row.row, row.line, "", "", "no-figures"))
    before = applied_villages(received)
    return FilePlan(
        table=table,
        columns=columns,
        rows=tuple(row for row in rows if row.unit.region_id not in before),
        problems=tuple(sorted((*table.problems, *matched.problems, *empty), key=lambda problem: problem.line)),
        more_problems=table.more_problems,
        applied_before=tuple(row for row in rows if row.unit.region_id in before),
    )


def applied_villages(received: FileImport) -> set[str]:
    """Villages whose figures this very content, for this very day, gave before."""
    same = FileImport.objects.filter(
        sha256=received.sha256, as_of=received.as_of, state=FileImport.State.APPLIED
    ).exclude(pk=received.pk)
    return {code for villages in same.values_list("villages", flat=True) for code in villages}


def earlier(received: FileImport) -> FileImport | None:
    """The latest import of the same content for the same day."""
    same = FileImport.objects.filter(sha256=received.sha256, as_of=received.as_of, state=FileImport.State.APPLIED)
    return same.exclude(pk=received.pk).select_related("uploaded_by").order_by("-decided_at").first()


@transaction.atomic
def apply(person: User, received_id: object) -> FileImport:
    """Record every good row of a file, all in one transaction.

    Raises:
        Decided: It was applied or dropped before.
        NothingToApply: No row can be applied.
        NotAllowed, UnusableFacts: See `services.record_many`.
    """
    received = FileImport.objects.select_for_update().of(person).get(pk=received_id)
    if received.state != FileImport.State.CHECKED:
        raise Decided(file=received.file_name, state=received.get_state_display())
    # The same content uploaded twice and applied at one moment: the second waits here for the first.
    list(FileImport.objects.select_for_update().filter(sha256=received.sha256).order_by("pk").values_list("pk"))
    planned = plan(person, received)
    if not planned.rows:
        raise NothingToApply(file=received.file_name)
    services.record_many(person, [_recording(received, row) for row in planned.rows])
    _decide(received, FileImport.State.APPLIED, planned.problems, [row.unit.region_id for row in planned.rows])
    return received


@transaction.atomic
def drop(person: User, received_id: object) -> FileImport:
    """Leave a file out; nothing of it is recorded.

    Raises:
        Decided: It was applied or dropped before.
    """
    received = FileImport.objects.select_for_update().of(person).get(pk=received_id)
    if received.state != FileImport.State.CHECKED:
        raise Decided(file=received.file_name, state=received.get_state_display())
    _decide(received, FileImport.State.DROPPED, plan(person, received).problems, [])
    return received


def problems_csv(problems: Sequence[Problem], language: str) -> str:
    """The list of problems that a person works through, as CSV."""
    text = io.StringIO()
    write_problems_csv(problems, text, language)
    return text.getvalue()


def _decide(received: FileImport, state: FileImport.State, problems: Sequence[Problem], villages: list[str]) -> None:
    received.state, received.decided_at, received.villages = state, timezone.now(), villages
    received.problems_csv = problems_csv(problems, "id") if problems else ""
    received.problems_count = len(problems)
    received.content = b""
    received.save()


def _read(received: FileImport) -> VillageTable:
    with tempfile.TemporaryDirectory(prefix="guyub-") as folder:
        file = Path(folder) / received.file_name
        file.write_bytes(bytes(received.content))
        return read_villages(
            file,
            load_fact_catalogue(),
            instrument=services.default_instrument(),
            largest_bytes=settings.UPLOAD_MAX_BYTES,
        )


def _figures(table: VillageTable, columns: Sequence[str]) -> list[dict[str, int]]:
    """The filled cells of these columns, row by row."""
    if not columns:
        return [{} for _row in range(table.frame.height)]
    rows = table.frame.select(columns).iter_rows(named=True)
    return [{code: value for code, value in row.items() if value is not None} for row in rows]


def _row(
    table: VillageTable,
    position: int,
    unit: Unit,
    known: Known,
    as_of: date,
    values: dict[str, int],
    given: dict[str, int],
) -> RowPlan:
    facts, scores = _afterwards(known, values, given, as_of)
    return RowPlan(
        position=position,
        row=table.row_names[position],
        line=table.line_of(position),
        unit=unit,
        known=known,
        values=values,
        given=given,
        facts_after=facts,
        given_after=scores,
    )


def _afterwards(
    known: Known, values: dict[str, int], given: dict[str, int], as_of: date
) -> tuple[dict[str, int], dict[str, int]]:
    """Facts and given scores as they would hold; figures on record from a later day stay."""

    def stays(code: str) -> bool:
        origin = known.origins.get(code)
        return origin is not None and origin[1].as_of > as_of

    new = {code: value for code, value in values.items() if not stays(code)}
    scores = given_after(new, known.given, services.default_instrument())
    scores |= {code: score for code, score in given.items() if not stays(code)}
    return {**known.facts, **new}, scores


def _recording(received: FileImport, row: RowPlan) -> NewRecording:
    return NewRecording(
        unit=row.unit,
        as_of=received.as_of,
        values=row.values,
        given=row.given,
        source=Source.REPORTED_FILE,
        provenance=f"{received.file_name} (SHA-256 {received.sha256[:12]}), baris {row.line}",
    )


def example_rows(units: Iterator[Unit]) -> Iterator[list[str]]:
    """A table to fill in: the person's villages with their codes, and a column for every figure."""
    catalogue = load_fact_catalogue()
    asked = set(services.default_instrument().facts_used)
    codes = [fact.code for fact in catalogue.facts if fact.code in asked]
    yield ["region_code", "village", *codes]
    for unit in units:
        yield [unit.region_id, unit.region.name, *("" for _code in codes)]
