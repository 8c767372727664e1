"""Counts of the monthly report for many places and months at once: four queries, however many children and villages.

They are those of `skdn_report.report`, made by the database instead of child by child; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.growth.models import GrowthState
from guyub.apps.growth.presentation.skdn_report import BELOW_TWO, FOUND, Share
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_indonesian_growth
from guyub.domain.growth.ages import last_day, months_before
from guyub.domain.growth.kms import Gain

MONTH_LENGTH = len("2026-03")
# The village of a row as a text: a database that compares it so does not look through whole villages for each child.
TAKEN_IN = Substr("village_id", 1, VILLAGE_CODE_LENGTH)


@dataclass(frozen=True)
class Counts:
    """Children of a place in a month: S, K, D, N, and those below -2 SD among those with a plausible z-score."""

    s: int = 0
    k: int = 0
    d: int = 0
    n: int = 0
    hfa: int = 0
    hfa_of: int = 0
    wfa: int = 0
    wfa_of: int = 0
    wfh: int = 0
    wfh_of: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def found(self, code: str) -> Share:
        """The share below -2 SD of one of `FOUND`."""
        return Share(getattr(self, code), getattr(self, f"{code}_of"))


Places = Mapping[str, Sequence[Counts]]
"""Counts by place, one a month in the order of the months."""


@dataclass(frozen=True)
class Wanted:
    """What is to be counted.

    Attributes:
        area: Code of a region; everything in it counts.
        months: First days of months, one after another.
        reader: Whose children only; None for all of the area, whose counts then pass disclosure control.
        length: Letters of the village's code that name a place; 0: places are RW.
    """

    area: str
    months: Sequence[date]
    reader: User | AnonymousUser | None
    length: int

    def permitted(self, prefix: str = "") -> Q:
        """Filter: rows in places whose children the reader may see."""
        return Q() if self.reader is None else scope_of(self.reader).residents(Right.SEE_GROWTH, prefix)

    @property
    def ends(self) -> list[date]:
        """Last days of the months."""
        return [last_day(month) for month in self.months]

    def inside(self, prefix: str = "") -> Q:
        """Filter: rows of villages in the area."""
        return within([self.area], f"{prefix}village__code") if self.length else Q(**{f"{prefix}village": self.area})

    def place(self, prefix: str = "") -> Any:
        """What names the place of a child."""
        return Substr(f"{prefix}village_id", 1, self.length) if self.length else F(f"{prefix}rw")


def months_to(last: date, count: int) -> list[date]:
    """First days of so many months that end with the month of a day."""
    first = last.replace(day=1)
    return [months_before(first, back) for back in range(count - 1, -1, -1)]


def counts_by_place(wanted: Wanted) -> Places:
    """Counts of every place that has children under five in one of the months; four queries.

    S: children who live there now and are under five on the last day of the month. K: of those, who were measured there
    by then. D, N: the last weighing of each in the month. Z-scores: the last measurement of each in the month.
    """
    numbers: dict[str, list[dict[str, int]]] = defaultdict(lambda: [{} for _ in wanted.months])
    for row in (*_living(wanted), *_known(wanted)):
        place = row.pop("place")
        for name, value in row.items():
            code, _, month = name.partition("_")
            numbers[place][int(month)][code] = value
    number_of = {f"{month:%Y-%m}": number for number, month in enumerate(wanted.months)}
    for row in (*_weighed(wanted), *_measured(wanted)):
        place, month = row.pop("place"), row.pop("month")
        numbers[place][number_of[month]] |= row
    return {place: [Counts(**one) for one in numbers[place]] for place in sorted(numbers)}


def _living(wanted: Wanted) -> Any:
    """S of every month, by place."""
    children = Person.objects.filter(wanted.permitted(), wanted.inside(), _of_age_once(wanted))
    counts = {f"s_{number}": Count("pk", filter=young) for number, young in enumerate(_of_age(wanted))}
    return children.order_by().values(place=wanted.place()).annotate(**counts)


def _known(wanted: Wanted) -> Any:
    """K of every month, by place: from the first measurement of each child there."""
    allowed = GrowthState.objects.filter(wanted.permitted())
    before = Q(day__lt=OuterRef("day")) | Q(day=OuterRef("day"), pk__lt=OuterRef("pk"))
    earlier = _of_same_child(allowed).filter(before, day__lte=OuterRef("day"))
    first = _of_residents(allowed, wanted).filter(~Exists(earlier), _of_age_once(wanted, "child__"))
    counts = {
        f"k_{number}": Count("pk", filter=young & Q(day__lte=end))
        for number, (young, end) in enumerate(zip(_of_age(wanted, "child__"), wanted.ends, strict=True))
    }
    return first.order_by().values(place=wanted.place("child__")).annotate(**counts)


def _weighed(wanted: Wanted) -> Any:
    """D and N, by place and month."""
    weighed = GrowthState.objects.filter(wanted.permitted()).exclude(gain="")
    return _by_place_and_month(weighed, wanted).annotate(d=Count("pk"), n=Count("pk", filter=Q(gain=Gain.UP)))


def _measured(wanted: Wanted) -> Any:
    """Plausible z-scores and those below -2 SD, by place and month."""
    counts = {}
    for code in FOUND:
        known = ~Q(implausible__contains=f'"{code}"') & Q(**{f"{code}__isnull": False})
        counts[f"{code}_of"] = Count("pk", filter=known)
        counts[code] = Count("pk", filter=known & Q(**{f"{code}__lt": BELOW_TWO}))
    states = GrowthState.objects.filter(wanted.permitted()).alias(implausible=Cast("flagged", TextField()))
    return _by_place_and_month(states, wanted).annotate(**counts)


def _by_place_and_month(states: Any, wanted: Wanted) -> Any:
    """The last of these states of each child and month, of children of age, in groups to be counted."""
    ends = wanted.ends
    after = Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk"))
    later = _of_same_child(states).filter(after, day__gte=OuterRef("day"), day__lte=OuterRef("end"))
    dated = _of_residents(states, wanted).alias(
        end=_by_month(wanted, ends), born_after=_by_month(wanted, [_born_after(end) for end in ends])
    )
    # Who was young enough when measured is so at the end of the month: most rows are spared the slower question.
    surely_young = Q(months__range=(0, load_indonesian_growth().skdn.months - 2))
    young = surely_young | Q(child__birth_date__gt=F("born_after"), child__birth_date__lte=F("end"))
    last = dated.filter(~Exists(later), young, day__range=(wanted.months[0], ends[-1]))
    return last.order_by().values(
        place=wanted.place("child__"), month=Substr(Cast("day", TextField()), 1, MONTH_LENGTH)
    )


def _of_same_child(rows: Any) -> Any:
    """Rows of the child and village of the row outside."""
    return rows.alias(taken_in=TAKEN_IN).filter(child=OuterRef("child"), taken_in=OuterRef("village"))


def _of_residents(rows: Any, wanted: Wanted) -> Any:
    """Rows of children of the area that were taken in the village where the child lives now."""
    return rows.alias(taken_in=TAKEN_IN).filter(
        wanted.permitted("child__"),
        wanted.inside("child__"),
        taken_in=F("child__village"),
        child__state=Person.State.LIVING,
    )


def _of_age(wanted: Wanted, prefix: str = "") -> list[Q]:
    """Filters: under five on the last day of each month."""
    return [Q(**{f"{prefix}birth_date__gt": _born_after(end), f"{prefix}birth_date__lte": end}) for end in wanted.ends]


def _of_age_once(wanted: Wanted, prefix: str = "") -> Q:
    """Filter: living, and under five in one of the months."""
    born = {f"{prefix}birth_date__gt": _born_after(wanted.ends[0]), f"{prefix}birth_date__lte": wanted.ends[-1]}
    return Q(**{f"{prefix}state": Person.State.LIVING}, **born)


def _by_month(wanted: Wanted, values: Sequence[date]) -> Case:
    """One date a month, by the day of a row that lies in one of the months."""
    whens = (When(day__lte=end, then=Value(value)) for end, value in zip(wanted.ends, values, strict=True))
    return Case(*whens, output_field=DateField())


def _born_after(day: date) -> date:
    """Who was born later is under five on the day."""
    return months_before(day, load_indonesian_growth().skdn.months)
