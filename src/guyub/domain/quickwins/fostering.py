"""Foster-parent aid: what a day is worth, until when it is meant to go on, and how the child's figures moved."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from guyub.domain.growth.ages import months_before
from guyub.domain.quickwins.rules import Genting

NUTRITION = "nutrition"


def too_little(rules: Genting, package: str, rupiah: int, days: int) -> bool:
    """Whether food for so many days is worth less a day than the programme asks; other aid has no such limit.

    >>> from guyub.data.quickwin_files import load_quick_wins
    >>> rules = load_quick_wins().genting
    >>> too_little(rules, "nutrition", 450_000, 30), too_little(rules, "nutrition", 449_999, 30)
    (False, True)
    """
    return package == NUTRITION and days > 0 and rupiah < rules.least_rupiah_a_day * days


def meant_until(rules: Genting, born: datetime.date | None, due_on: datetime.date | None) -> datetime.date | None:
    """Last day of the first 1000 days, which food aid is meant to last; None where neither date is known.

    Args:
        rules: Of the programme.
        born: Of the child who is given it.
        due_on: When the child of a pregnant woman is due.
    """
    begins = born or due_on
    return None if begins is None else months_before(begins, -rules.until_months)


@dataclass(frozen=True)
class Figure:
    """A child's measurement: whole grams, z-score of height for age in hundredths; None where blank."""

    day: datetime.date
    weight_g: int | None
    hfa: int | None


@dataclass(frozen=True)
class Course:
    """First and last figure of an aid, with the days; None where there are not two. No claim of cause."""

    first: Figure
    last: Figure

    @property
    def gained_g(self) -> int | None:
        """How much weight changed."""
        if self.first.weight_g is None or self.last.weight_g is None:
            return None
        return self.last.weight_g - self.first.weight_g

    @property
    def hfa_change(self) -> int | None:
        """How much height for age changed, in hundredths."""
        return None if self.first.hfa is None or self.last.hfa is None else self.last.hfa - self.first.hfa


def course_of(rules: Genting, since: datetime.date, until: datetime.date, figures: Iterable[Figure]) -> Course | None:
    """The figures to compare: the last one before the aid began, if it is young enough, or else the first one since;
    and the last one until it ended.

    Args:
        rules: Of the programme.
        since: First day of the aid.
        until: Its last day, or today.
        figures: Of the child, in any order.
    """
    oldest = since - datetime.timedelta(days=rules.measured_within_days)
    known = sorted((one for one in figures if oldest <= one.day <= until), key=lambda one: one.day)
    before = [one for one in known if one.day <= since]
    within = [one for one in known if one.day > since]
    first = before[-1] if before else within[0] if within else None
    last = within[-1] if within else None
    return Course(first, last) if first is not None and last is not None and first.day < last.day else None
