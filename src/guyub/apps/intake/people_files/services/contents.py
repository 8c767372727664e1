"""The sealed content of an import, and what it reads as with the columns and choices that a person gave."""

from datetime import date

from django.utils import timezone

from guyub.analytics.people_tables import (
    Choices,
    Order,
    People,
    PeopleTable,
    load_layout,
    read_people,
    read_people_table,
    unblocked,
)
from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files.services.problems import ContentGone
from guyub.apps.people.models import DataKey
from guyub.apps.people.sealed_files import destroy_key, seal_file
from guyub.apps.uploads import on_disk
from guyub.data.questionnaires import DEFAULT_QUESTIONNAIRE, load_questionnaire
from guyub.domain.families.questionnaire import Questionnaire

PURPOSE = "people-import"


def seal(content: bytes) -> tuple[DataKey, bytes]:
    """A saved key for one file, and the file closed with it."""
    return seal_file(content, PURPOSE)


def content_of(run: PeopleImport) -> bytes:
    """The file as it was sent.

    Raises:
        ContentGone: It is no longer kept.
    """
    if run.content_sealed is None or run.key.destroyed_at:
        raise ContentGone
    return run.key.bytes().open_bytes(run.content_sealed, PURPOSE)


def destroy(run: PeopleImport) -> None:
    """Forget the content for good: its key goes, so that copies of the database do not open either."""
    run.content_sealed = None
    destroy_key(run.key_id)


def form_of(run: PeopleImport) -> Questionnaire:
    """The questionnaire whose answers the file may hold: that of the round they go into."""
    return load_questionnaire(run.round.edition if run.round else DEFAULT_QUESTIONNAIRE)


def table_of(run: PeopleImport) -> PeopleTable:
    """The rows of the file; of a print in blocks with number and address on each row."""
    table = read_table(content_of(run), run.file_name, run.suffix, run.sheet, run.header_line)
    return unblocked(table) if load_layout(run.layout).rows == "blocks" else table


def read_table(content: bytes, name: str, suffix: str, sheet: str = "", header_line: int | None = None) -> PeopleTable:
    """Rows of a file's content; it touches the disk only in a private folder that is gone afterwards."""
    with on_disk(content, name, suffix) as file:
        return read_people_table(file, sheet=sheet or None, header_line=header_line)


def people_of(run: PeopleImport, table: PeopleTable) -> People:
    """Everybody in the file, with what is wrong."""
    choices = run.choices
    chosen = Choices(
        today=today_of(run),
        date_order=Order(choices["date_order"]) if choices.get("date_order") else None,
        code_book=choices.get("code_book", ""),
        village=run.village_id,
        village_name=run.village.name,
    )
    return read_people(table, load_layout(run.layout), run.mapping, form_of(run), chosen)


def today_of(run: PeopleImport) -> date:
    """The day on which the file was handed to the worker: a night in between changes nothing of what it reads."""
    return timezone.localdate(run.queued_at) if run.queued_at else timezone.localdate()
