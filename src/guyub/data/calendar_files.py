"""What the calendar behind visit plans rests on, for the pages to say."""

from functools import cache
from typing import Literal

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.rulefiles import Grade, Model, Text


class CalendarNote(Model):
    """Source, grade and warnings of the calendar."""

    id: Literal["indonesia"]
    grade: Grade
    source: str
    note: Text
    ramadan: Text


@cache
def calendar_note() -> CalendarNote:
    """The note on Indonesia's calendar."""
    file = FOLDER / "calendar" / "indonesia.yaml"
    return validate(CalendarNote, read_yaml(file), file)
