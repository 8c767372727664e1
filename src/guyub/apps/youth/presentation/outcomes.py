"""Counts of confidential interviews in words: withheld ones are said to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.confidential import Told
from guyub.data.youth_files import load_youth_rules


@dataclass(frozen=True)
class OutcomeTable:
    """Counts by outcome of the days from ``first`` to ``last``. None: withheld; no lines: all of it is.

    ``people``: how many were asked.
    """

    first: date
    last: date
    people: int | None
    lines: Sequence[tuple[str, int | None]]


def outcome_lines(told: Told, village: str) -> OutcomeTable:
    """The table of a village."""
    last = told.after - timedelta(days=1)
    if told.table is None:
        return OutcomeTable(told.first, last, None, ())
    language = page_language()
    lines = [
        (one.name.in_language(language), told.table.at(village, one.code))
        for one in load_youth_rules().interview.outcomes
    ]
    return OutcomeTable(told.first, last, told.table.at(village), lines)
