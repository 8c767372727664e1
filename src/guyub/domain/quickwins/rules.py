"""The rule file of the ministry's quick-win programmes."""

import datetime
from typing import Annotated

from pydantic import Field

from guyub.domain.rulefiles import Choices, Grade, Known, Model, Origin, Text

Count = Annotated[int, Field(ge=1)]


class Programme(Known):
    """What it is called, and where its figures are to be typed."""

    name: Text
    portal: Text


class Genting(Programme):
    """Foster-parent aid. ``until_months``: of the child; ``measured_within_days``: before the first day."""

    record_grade: Grade
    record_source: Origin
    least_rupiah_a_day: Count
    until_months: Count
    measured_within_days: Count
    measured_grade: Grade
    measured_source: Origin
    donors: Choices
    packages: Choices
    ends: Choices


class Gati(Programme):
    """Activities of fathers, each through a channel."""

    channels: Choices
    most_people: Count
    likely_people: Count
    limits_grade: Grade


class Tamasya(Programme):
    """Day cares, for children below so many months."""

    to_months: Count
    most_carers: Count
    bases: Choices


class QuickWins(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    genting: Genting
    gati: Gati
    tamasya: Tamasya
    sidaya: Programme
