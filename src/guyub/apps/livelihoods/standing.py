"""Where a business stands: its months, permits, loan, income. Read for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.livelihoods.models import Business, BusinessNote, CashEntry, Owner, Permit
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import GroupMember
from guyub.data.business_files import load_business_rules
from guyub.domain.livelihoods.cash import Entry, Month, month_sums
from guyub.domain.livelihoods.permits import PermitState, last_day, permit_state
from guyub.domain.programmes.deadlines import months_on

Reader = User | AnonymousUser
NOBODY = Q(pk__in=[])
MONTHS = 12
BEHIND = "behind"
About = BusinessNote.About
TO_SEE_TO = (PermitState.EXPIRED, PermitState.ASK_ANEW, PermitState.LOOK_ANEW)


@dataclass(frozen=True)
class PermitOf:
    """A permit, the last day on which it holds (None: no end), and how it stands."""

    row: Permit
    end: date | None
    state: PermitState


@dataclass(frozen=True)
class Standing:
    """One business on a day. ``cash`` of the last twelve months and ``notes``: the latest first, as they count."""

    business: Business
    today: date
    owners: Sequence[Owner] = field(default_factory=tuple)
    cash: Sequence[CashEntry] = field(default_factory=tuple)
    permits_held: Sequence[Permit] = field(default_factory=tuple)
    notes: Sequence[BusinessNote] = field(default_factory=tuple)

    @cached_property
    def months(self) -> list[Month]:
        """The last twelve months with this one, the oldest first."""
        return sums_of(self.cash, self.today)

    @property
    def last_month(self) -> Month:
        """The month before this one, which is over."""
        return self.months[-2]

    @cached_property
    def permits(self) -> list[PermitOf]:
        """The newest permit of each kind, in the order of the rule file."""
        found, rules = [], load_business_rules()
        for kind in rules.permits:
            row = next((one for one in self.permits_held if one.kind == kind.code), None)
            if row is not None:
                days = (row.issued_on, row.printed_end)
                state = permit_state(kind, *days, self.business.changed_on, self.today)
                found.append(PermitOf(row, last_day(kind, *days), state))
        return found

    @property
    def to_see_to(self) -> list[PermitOf]:
        """Permits that somebody has to see to."""
        return [one for one in self.permits if one.state in TO_SEE_TO]

    @property
    def silent(self) -> bool:
        """Whether nothing was written down in this month and the last."""
        return not (self.months[-1].known or self.last_month.known)

    def latest(self, about: str) -> BusinessNote | None:
        """The latest note of a kind."""
        return next((one for one in self.notes if one.about == about), None)

    @property
    def behind(self) -> bool:
        """Whether payments of its loan are behind, as was said last."""
        loan = self.latest(About.LOAN)
        return loan is not None and loan.code == BEHIND

    @property
    def visit_due(self) -> date | None:
        """The day of the next mentoring visit, as agreed on the last one."""
        last = self.latest(About.MENTORING)
        return last.next_on if last else None


def sums_of(cash: Iterable[CashEntry], today: date) -> list[Month]:
    """Sums of the last twelve months with this one, of one book or of several."""
    months = [months_on(today, 1 - MONTHS + number) for number in range(MONTHS)]
    entries = [Entry(one.day, one.category, one.rupiah) for one in cash]
    return month_sums(load_business_rules().categories, entries, months)


def standings_of_village(user: Reader, village: str, today: date) -> list[Standing]:
    """Businesses of a village that run and that the reader may see; a fixed number of queries."""
    found = Business.objects.permitted(user, Right.SEE_BUSINESSES).filter(village=village, closed_on=None)
    return _standings(list(found.select_related("group").order_by("name", "pk")), today)


def standings_of_everyone(village: str, today: date) -> list[Standing]:
    """The same whoever asks, for counts in which nobody is named."""
    return _standings(list(Business.objects.filter(village=village, closed_on=None).order_by("pk")), today)


def standing_of(business: Business, today: date) -> Standing:
    """One business, which the reader may see."""
    return _standings([business], today)[0]


def may_join(user: Reader, business: Business) -> "QuerySet[Person]":
    """Members of the family and of the group of a business who do not run it yet, for who may keep records of them."""
    living = Person.objects.permitted(user, Right.EDIT_BUSINESSES).filter(
        village=business.village_id, state=Person.State.LIVING
    )
    of_family = Q(memberships__family=business.family_id, memberships__until=None) if business.family_id else NOBODY
    in_group = GroupMember.objects.filter(group=business.group_id, until=None)
    of_group = Q(pk__in=in_group.values("person")) | Q(pk__in=in_group.values("family__head"))
    found = living.filter(of_family | of_group).exclude(businesses__business=business)
    return found.distinct().order_by("name_key", "code")


def _standings(businesses: Sequence[Business], today: date) -> list[Standing]:
    keys = [one.pk for one in businesses]
    # An entry that another absorbed still stands beside it where both ran the business: it is one human being.
    running = Owner.objects.filter(business__among=keys).exclude(person__state=Person.State.MERGED)
    owners = _by_business(running.select_related("person").order_by("pk"))
    counting = CashEntry.objects.filter(business__among=keys, replaced_by=None, day__gte=months_on(today, 1 - MONTHS))
    cash = _by_business(counting.order_by("-day", "-pk"))
    held = Permit.objects.filter(business__among=keys, replaced_by=None)
    permits = _by_business(held.order_by("-issued_on", "-pk"))
    notes = _by_business(BusinessNote.objects.filter(business__among=keys, replaced_by=None).order_by("-day", "-pk"))
    return [Standing(one, today, owners[one.pk], cash[one.pk], permits[one.pk], notes[one.pk]) for one in businesses]


def _by_business(rows: Iterable) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.business_id].append(row)
    return found
