"""The posyandu of a village with their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import Posyandu, PosyanduDay
from guyub.apps.territory.models import Region
from guyub.domain.growth.ages import months_before

SHOWN_DAYS = 13  # the last one, and a year before it


@dataclass(frozen=True)
class PosyanduLine:
    """A posyandu on the list.

    Attributes:
        last: Its latest day; None where it was never held.
        earlier: Days before that.
        next_day: A month after the last one, when it is probably held again.
        running: Whether the last day is still open.
        due: Whether today is its day, or that has passed.
        may_open: Whether the reader opens its days.
    """

    posyandu: Posyandu
    last: PosyanduDay | None
    earlier: Sequence[PosyanduDay]
    next_day: date | None
    running: bool
    due: bool
    may_open: bool


def posyandu_lines(village: Region, user: User, today: date) -> list[PosyanduLine]:
    """Posyandu of a village that the reader sees, those closed for good last; two queries."""
    days = PosyanduDay.objects.order_by("-day")[:SHOWN_DAYS]
    found = Posyandu.objects.permitted(user, Right.SEE_GROWTH).filter(village=village)
    codes = scope_of(user).codes(Right.EDIT_GROWTH)
    with_days = found.prefetch_related(Prefetch("days", days, to_attr="latest"))
    lines = [_line(one, today, one.touches(codes)) for one in with_days]
    return sorted(lines, key=lambda line: line.posyandu.closed_on is not None)


def _line(one: Posyandu, today: date, may_open: bool) -> PosyanduLine:
    last, *earlier = one.latest or [None]
    running = last is not None and last.closed_at is None
    following = months_before(last.day, -1) if last else None
    closed = one.closed_on is not None and one.closed_on <= today
    return PosyanduLine(
        posyandu=one,
        last=last,
        earlier=earlier,
        next_day=None if closed else following,
        running=running,
        due=following is not None and following <= today,
        may_open=may_open and not closed,
    )
