"""Whether a youth post goes on: shares with their denominators, and early signs that it may stop."""

import datetime
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from guyub.domain.growth.kms import months_between
from guyub.domain.youth.rules import ContinuityRule, Sign

MONTHS = 12


@dataclass(frozen=True)
class Meeting:
    """One meeting of the post: who came, and whether a counsellor was there."""

    day: datetime.date
    came: frozenset[Hashable]
    counselling: bool = False


@dataclass(frozen=True)
class Post:
    """A post over the twelve months up to a day.

    Attributes:
        today: The day it is asked about.
        meetings: Of these twelve months.
        on_register: Young people of its ages where it serves.
        cadres_before: Cadres twelve months ago; ``cadres_left``: those of them who are still there.
        to_follow: Findings of these months to be followed up; ``followed``: those that were.
        budget: Whether a source of budget is named.
    """

    today: datetime.date
    meetings: Sequence[Meeting]
    on_register: int
    cadres_before: int = 0
    cadres_left: int = 0
    to_follow: int = 0
    followed: int = 0
    budget: bool = False


@dataclass(frozen=True)
class Share:
    """So many of so many; ``per`` 0: nothing to count."""

    code: str
    of: int
    per: int

    @property
    def percent(self) -> int | None:
        """Rounded half upwards; None where there is nothing to count."""
        return (200 * self.of + self.per) // (2 * self.per) if self.per else None

    def below(self, percent: int) -> bool:
        """Whether it is less than so many per cent, exactly; never where there is nothing to count."""
        return self.per > 0 and 100 * self.of < percent * self.per


def shares_of(rule: ContinuityRule, post: Post) -> tuple[Share, ...]:
    """Months active, returning young people, coverage, cadres kept, findings followed up, meetings with counselling."""
    meetings = sorted(post.meetings, key=lambda one: one.day)
    everybody = frozenset[Hashable]().union(*(meeting.came for meeting in meetings))
    return (
        Share("active-months", len(months_met(post)), MONTHS),
        returning(rule, meetings[-rule.window :]),
        Share("coverage", len(everybody), post.on_register),
        Share("retention", post.cadres_left, post.cadres_before),
        Share("followed", post.followed, post.to_follow),
        Share("counselling", sum(meeting.counselling for meeting in meetings), len(meetings)),
    )


def returning(rule: ContinuityRule, meetings: Sequence[Meeting]) -> Share:
    """Of those who came to any of some meetings, who came to at least ``rule.returning`` of them."""
    times = Counter(person for meeting in meetings for person in meeting.came)
    return Share("returning", sum(count >= rule.returning for count in times.values()), len(times))


def months_met(post: Post) -> set[int]:
    """How many months ago the post met: 0 for this month, up to 11."""
    ago = {months_between(meeting.day, post.today) for meeting in post.meetings if meeting.day <= post.today}
    return {months for months in ago if months < MONTHS}


def months_missed(post: Post) -> int:
    """Whole months in a row without a meeting, up to last month; the running month is not over and not counted.

    0 where the post met in the running month or in the last one.
    """
    met = months_met(post)
    if 0 in met:
        return 0
    return next((months - 1 for months in range(1, MONTHS) if months in met), MONTHS - 1)


def early_signs(rule: ContinuityRule, post: Post) -> list[tuple[str, Sign]]:
    """Signs that the post may stop, in the order of the file, each with what keeps posts going."""
    found = set(_signs(rule, post))
    return [(code, sign) for code, sign in rule.signs.items() if code in found]


def _signs(rule: ContinuityRule, post: Post) -> Iterator[str]:
    shares = {share.code: share for share in shares_of(rule, post)}
    meetings = sorted(post.meetings, key=lambda one: one.day)
    if months_missed(post) >= rule.missed_months:
        yield "missed-months"
    now, before = meetings[-rule.window :], meetings[-2 * rule.window : -rule.window]
    if len(before) == rule.window and _fell(returning(rule, before), returning(rule, now), rule.falling_points):
        yield "falling-return"
    if shares["retention"].below(rule.least_retention_percent):
        yield "cadre-loss"
    if not post.budget:
        yield "no-budget"
    if shares["followed"].below(rule.least_followed_percent):
        yield "not-followed"
    if shares["counselling"].below(rule.least_counselling_percent):
        yield "no-counselling"


def _fell(before: Share, now: Share, points: int) -> bool:
    """Whether a share fell by at least so many percentage points, in whole numbers."""
    if not before.per or not now.per:
        return False
    return 100 * (before.of * now.per - now.of * before.per) >= points * before.per * now.per
