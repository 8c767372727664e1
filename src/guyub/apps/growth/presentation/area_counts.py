"""Counts of the monthly report for many places and months at once: two queries, however many children and villages.

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
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.growth.models import GrowthState, Measurement
from guyub.apps.growth.presentation.skdn_report import BELOW_TWO, FOUND, Share, last_day
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_indonesian_growth
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.kms import Gain


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

    def place(self, prefix: str = "") -> Any:
        """What names the place of a child."""
        return Substr(f"{prefix}village_id", 1, self.length) if self.length else F(f"{prefix}rw")


def months_to(last: date, count: int) -> list[date]:
    """First days of so many months that end with the month of a day."""
    first = last.replace(day=1)
    return [months_before(first, back) for back in range(count - 1, -1, -1)]


def counts_by_place(wanted: Wanted) -> Places:
    """Counts of every place that has children under five in one of the months; two queries.

    S: children who live there now and are under five on the last day of the month. K: of those, who were measured there
    by then. D, N: the last weighing of each in the month. Z-scores: the last measurement of each in the month.
    """
    numbers: dict[str, list[dict[str, int]]] = defaultdict(lambda: [{} for _ in wanted.months])
    for row in _living(wanted):
        place = row.pop("place")
        for name, value in row.items():
            code, _, month = name.partition("_")
            numbers[place][int(month)][code] = value
    for row in _measured(wanted):
        place, month = row.pop("place"), row.pop("month")
        numbers[place][month] |= row
    return {place: [Counts(**one) for one in numbers[place]] for place in sorted(numbers)}


def _living(wanted: Wanted) -> Any:
    """S and K of every month, by place."""
    ends = [last_day(month) for month in wanted.months]
    measured = Measurement.objects.filter(wanted.permitted(), child=OuterRef("pk"), village=OuterRef("village"))
    young = {number: Q(birth_date__gt=_born_after(end), birth_date__lte=end) for number, end in enumerate(ends)}
    counts = {f"s_{number}": Count("pk", filter=of_age) for number, of_age in young.items()}
    counts |= {
        f"k_{number}": Count("pk", filter=young[number] & Q(first_measured__lte=end)) for number, end in enumerate(ends)
    }
    children = Person.objects.filter(
        wanted.permitted(),
        within([wanted.area], "village__code"),
        state=Person.State.LIVING,
        birth_date__gt=_born_after(ends[0]),
        birth_date__lte=ends[-1],
    )
    first = Subquery(measured.order_by("day").values("day")[:1])
    return children.alias(first_measured=first).order_by().values(place=wanted.place()).annotate(**counts)


def _measured(wanted: Wanted) -> Any:
    """D, N and z-scores, by place and month."""
    ends = [last_day(month) for month in wanted.months]
    spans = list(zip(wanted.months, ends, strict=True))
    allowed = GrowthState.objects.filter(wanted.permitted())
    later = allowed.filter(
        Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk")),
        child=OuterRef("child"),
        village=OuterRef("village"),
        day__lte=OuterRef("end"),
    )
    last, last_weighed = ~Exists(later), Q(~Exists(later.exclude(gain=""))) & ~Q(gain="")
    plausible = {code: Q(last, ~Q(implausible__contains=f'"{code}"'), **{f"{code}__isnull": False}) for code in FOUND}
    counts = {f"{code}_of": Count("pk", filter=known) for code, known in plausible.items()}
    counts |= {code: Count("pk", filter=known & Q(**{f"{code}__lt": BELOW_TWO})) for code, known in plausible.items()}
    states = allowed.filter(
        wanted.permitted("child__"),
        within([wanted.area], "village__code"),
        day__range=(wanted.months[0], ends[-1]),
        village=F("child__village"),
        child__state=Person.State.LIVING,
    )
    dated = states.alias(
        end=_by_month(spans, ends, DateField()),
        born_after=_by_month(spans, [_born_after(end) for end in ends], DateField()),
        implausible=Cast("flagged", TextField()),
    ).filter(child__birth_date__gt=F("born_after"), child__birth_date__lte=F("end"))
    return (
        dated.order_by()
        .values(place=wanted.place("child__"), month=_by_month(spans, range(len(ends)), IntegerField()))
        .annotate(d=Count("pk", filter=last_weighed), n=Count("pk", filter=last_weighed & Q(gain=Gain.UP)), **counts)
    )


def _by_month(spans: Sequence[tuple[date, date]], values: Sequence[Any], field: Any) -> Case:
    return Case(
        *(When(day__range=span, then=Value(value, field)) for span, value in zip(spans, values, strict=True)),
        output_field=field,
    )


def _born_after(day: date) -> date:
    """Who was born later is under five on the day."""
    return months_before(day, load_indonesian_growth().skdn.months)
