"""Take a file in, learn what its columns mean, and let a person decide."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guyub.analytics.people_tables import (
    CODE_BOOKS,
    Order,
    PeopleTable,
    fingerprint,
    guess_layout,
    has_blocks,
    load_layout,
    missing,
    suggest,
    unblocked,
)
from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.intake.models import ColumnMapping, PeopleImport
from guyub.apps.intake.people_files.services import contents
from guyub.apps.intake.people_files.services.problems import (
    ColumnsMissing,
    NotThatState,
    PeopleFileTooLarge,
    RowsHaveErrors,
    TooManyPeopleFiles,
    WrongPeopleSuffix,
)
from guyub.apps.surveys.models import Round
from guyub.apps.territory.models import Region
from guyub.data.privacy_files import kept_for
from guyub.language.words import LANGUAGES, text

ADDED = ("source-row", "what-to-do")
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")
State = PeopleImport.State
WAITING = (State.COLUMNS, State.CHECKED)
FORGOTTEN = "berkas lama"  # what pages call a file whose name is gone


def receive(person: User, village: Region, name: str, content: bytes, day: date, layout: str = "") -> PeopleImport:
    """Take a file in: read it once, seal it, and suggest what its columns mean.

    Raises:
        NotAllowed: The person may not import people there.
        UnreadableFile: It is no table of people, or too large.
        TooManyPeopleFiles: Enough files of the village wait for a decision.
    """
    require(person, "import-people", Right.IMPORT_PEOPLE, village.code)
    drop_forgotten(timezone.now(), kept_for("import-files"))
    waiting = PeopleImport.objects.filter(village=village, state__in=WAITING).count()
    if waiting >= settings.UPLOADS_OPEN_AT_MOST:
        raise TooManyPeopleFiles(count=waiting)
    name = Path(name.replace("\\", "/")).name[-120:] or "berkas"
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongPeopleSuffix(file=name, accepted=" ".join(SUFFIXES))
    if len(content) > settings.PEOPLE_UPLOAD_MAX_BYTES:
        raise PeopleFileTooLarge(file=name, largest=settings.PEOPLE_UPLOAD_MAX_BYTES // settings.MEGABYTE)
    table = contents.read_table(content, name, suffix)
    # A round that was opened later holds no answers of that day.
    round_ = Round.objects.filter(village=village, closed_on__isnull=True, opened_on__lte=day).first()
    with transaction.atomic():
        key, sealed = contents.seal(content)
        run = PeopleImport(
            village=village,
            uploaded_by=person,
            file_name=name,
            suffix=suffix,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            key=key,
            content_sealed=sealed,
            sheet=table.sheet,
            sheets=list(table.sheets),
            day=day,
            round=round_,
            layout=layout,
        )
        _suggest(run, table)
        run.save()
        trail.note(person, "receive-people-file", chain=village.code, subject=run.subject, rows=table.height)
    return run


def _suggest(run: PeopleImport, table: PeopleTable) -> None:
    """Layout and columns: as remembered for these headings, else as the headings say."""
    run.header_line = table.header_line
    run.rows, run.blank_rows, run.headings = table.height, table.blank, list(table.headings)
    added = len(ADDED) if table.headings[: len(ADDED)] in _added_headings() else 0
    known = ColumnMapping.objects.filter(village=run.village, fingerprint=fingerprint(table.headings[added:])).first()
    if known is not None and run.layout in ("", known.layout):
        run.layout, run.choices = known.layout, dict(known.choices)
        run.mapping = {target: column + added for target, column in known.mapping.items()}
        return
    form = contents.form_of(run)
    run.layout = run.layout or guess_layout(table.headings, has_blocks(table), form)
    layout = load_layout(run.layout)
    if layout.rows == "blocks":
        run.headings = list(unblocked(table).headings)
    run.mapping = {one.target: one.column for one in suggest(run.headings, layout, form)}
    run.choices = {}


def _added_headings() -> set[tuple[str, ...]]:
    """The first columns of an error workbook, in each language: what follows is the office's own file again."""
    return {tuple(text(f"people-file.{name}", language) for name in ADDED) for language in LANGUAGES}


def choose_layout(person: User, run: PeopleImport, layout: str, sheet: str | None = None) -> PeopleImport:
    """Read the file as another layout, or another sheet of it; the columns are suggested anew.

    Raises:
        NoSuchSheet: It has no sheet of that name.
        NotThatState: The import is past this step.
        ContentGone: The file is no longer kept.
    """
    require(person, "import-people", Right.IMPORT_PEOPLE, run.village_id)
    _expect(run, *WAITING)
    content = contents.content_of(run)
    table = contents.read_table(content, run.file_name, run.suffix, run.sheet if sheet is None else sheet)
    run.sheet, run.layout = table.sheet, load_layout(layout).id
    _suggest(run, table)
    run.state = State.COLUMNS
    run.save()
    return run


@transaction.atomic
def choose_columns(
    person: User, run: PeopleImport, mapping: Mapping[str, int], choices: Mapping[str, Any]
) -> PeopleImport:
    """Say what the columns mean, answer what had to be asked, and have the file checked. The office remembers it.

    Raises:
        ColumnsMissing: The layout needs columns that were not named.
        NotThatState: The import is past this step.
    """
    run = PeopleImport.objects.select_for_update().get(pk=run.pk)
    require(person, "import-people", Right.IMPORT_PEOPLE, run.village_id)
    _expect(run, *WAITING)
    layout = load_layout(run.layout)
    if lacking := missing(layout, mapping):
        raise ColumnsMissing(fields=", ".join(lacking))
    run.mapping = dict(mapping)
    run.choices = {
        key: value
        for key, value in choices.items()
        if (key == "date_order" and value in tuple(Order)) or (key == "code_book" and value in CODE_BOOKS)
    }
    headings = run.headings
    ColumnMapping.objects.update_or_create(
        village=run.village,
        fingerprint=fingerprint(headings[: len(headings) - (2 if layout.rows == "blocks" else 0)]),
        defaults={"layout": run.layout, "mapping": run.mapping, "choices": run.choices, "saved_by": person},
    )
    _queue(run, State.TO_CHECK)
    return run


@transaction.atomic
def approve(person: User, run: PeopleImport, good_rows_only: bool) -> PeopleImport:
    """Have the file entered in the background.

    Raises:
        RowsHaveErrors: Some rows have, and the person did not say that only good families are to be entered.
        NotThatState: It was decided before.
    """
    run = PeopleImport.objects.select_for_update().get(pk=run.pk)
    require(person, "import-people", Right.IMPORT_PEOPLE, run.village_id)
    _expect(run, State.CHECKED)
    refused = run.expected.get("refused", 0)
    if refused and not good_rows_only:
        raise RowsHaveErrors(refused=refused)
    run.good_rows_only, run.uploaded_by = good_rows_only, person
    _queue(run, State.TO_APPLY)
    trail.note(person, "approve-people-import", chain=run.village_id, subject=run.subject, **run.expected)
    return run


@transaction.atomic
def drop(person: User, run: PeopleImport) -> PeopleImport:
    """Forget the file. What was entered from it stays.

    Raises:
        NotThatState: The worker has it.
    """
    run = PeopleImport.objects.select_for_update().get(pk=run.pk)
    require(person, "import-people", Right.IMPORT_PEOPLE, run.village_id)
    _expect(run, *WAITING, State.FAILED, State.DONE)
    contents.destroy(run)
    if run.state != State.DONE:
        run.state = State.DROPPED
    run.save()
    trail.note(person, "forget-people-file", chain=run.village_id, subject=run.subject)
    return run


def forgotten(now: datetime, kept: timedelta) -> QuerySet[PeopleImport]:
    """Files whose content is here longer than it is kept; those under way are not among them."""
    old = PeopleImport.objects.filter(uploaded_at__lt=now - kept, content_sealed__isnull=False)
    return old.exclude(state__in=[State.TO_CHECK, State.TO_APPLY])


def drop_forgotten(now: datetime, kept: timedelta) -> int:
    """Forget content and name of files that nobody decided about, or came back to, for so long.

    Returns:
        Of how many the content was still there.
    """
    count = 0
    for run in forgotten(now, kept).defer("content_sealed"):
        contents.destroy(run)
        run.state = run.state if run.state in (State.DONE, State.FAILED) else State.DROPPED
        run.save(update_fields=["content_sealed", "state"])
        count += 1
    # Files, sheets and columns are named after people at times: the words go when nobody needs to tell files apart.
    gone = PeopleImport.objects.filter(uploaded_at__lt=now - kept, content_sealed=None)
    gone.exclude(file_name=FORGOTTEN).update(file_name=FORGOTTEN, sheet="", sheets=[], headings=[])
    return count


def questions_of(run: PeopleImport) -> list[str]:
    """What the person must still say: "date-order" or "code-book"."""
    return list(run.choices.get("ask", []))


def _expect(run: PeopleImport, *states: str) -> None:
    if run.state not in states:
        raise NotThatState(state=run.state)


def _queue(run: PeopleImport, state: str) -> None:
    run.state, run.queued_at = state, timezone.now()
    run.cursor, run.attempts, run.worker, run.lease_until, run.failure = 0, 0, "", None, ""
    run.counts = {}
    run.save()
