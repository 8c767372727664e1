"""Where an elder stands: screenings, pressure and weight, illnesses, referrals, company. Read for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import IsNull

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.elders import activities
from guyub.apps.elders.kinds import Form, judged, screened
from guyub.apps.elders.models import (
    CarePlan,
    CareVisit,
    ElderCheck,
    ElderReferral,
    ElderScreening,
    ElderSituation,
    Replaceable,
)
from guyub.apps.people.models import Membership, Person
from guyub.data.elder_files import load_elder_care, load_elder_checks, load_skilas
from guyub.domain.elders.care import Status, status_of
from guyub.domain.elders.checks import PressureSign
from guyub.domain.elders.ladder import Dated, Ladder
from guyub.domain.elders.skilas import Screening
from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import months_before

Reader = User | AnonymousUser
MONTHS = 12
KEPT = 3  # screenings of each form: the latest, the one before, and one more where that was not answered whole
Row = TypeVar("Row", bound=Replaceable)


@dataclass(frozen=True)
class Standing:
    """One elder on a day.

    Attributes:
        person: Who.
        today: As of when.
        screenings: Those that count, of all forms, in the order of their days.
        checks: Those that count, likewise.
        situations: What was told of illnesses and days, likewise.
        referrals: In the order of their days.
        plans: Long-term care that runs (one at the most); ``visits``: those under it, in the order of their days.
        alone: Whether they are the only member of their family; None where they are in none.
        activities: Group activities joined within a year; None where nobody counts them.
    """

    person: Person
    today: date
    screenings: Sequence[ElderScreening] = field(default_factory=tuple)
    checks: Sequence[ElderCheck] = field(default_factory=tuple)
    situations: Sequence[ElderSituation] = field(default_factory=tuple)
    referrals: Sequence[ElderReferral] = field(default_factory=tuple)
    plans: Sequence[CarePlan] = field(default_factory=tuple)
    visits: Sequence[CareVisit] = field(default_factory=tuple)
    alone: bool | None = None
    activities: int | None = None

    def of(self, form: str) -> list[ElderScreening]:
        """Screenings of a form, in the order of their days."""
        return [one for one in self.screenings if one.form == form]

    @cached_property
    def skilas(self) -> ElderScreening | None:
        """The latest SKILAS."""
        return _last(self.of(Form.SKILAS))

    @cached_property
    def screening(self) -> Screening | None:
        """What it found."""
        return screened(self.skilas.answers) if self.skilas else None

    @cached_property
    def adl(self) -> Dated | None:
        """The latest answers about daily living."""
        return _dated(_last(self.of(Form.ADL)))

    @cached_property
    def mood(self) -> Dated | None:
        """The latest answers about mood."""
        return _dated(_last(self.of(Form.MOOD)))

    @property
    def adl_points(self) -> int | None:
        """Points of the Barthel index; None where it was not asked, or not whole."""
        return self.adl.judged.points if self.adl else None

    @cached_property
    def adl_before(self) -> Dated | None:
        """The answers about daily living before the latest ones that add up."""
        whole = [one for one in map(_dated, self.of(Form.ADL)) if one and one.judged.points is not None]
        return whole[-2] if len(whole) > 1 else None

    @property
    def declines(self) -> bool:
        """Whether points of daily living were lost since the time before."""
        before = self.adl_before.judged.points if self.adl_before else None
        return load_elder_care().declines(before, self.adl_points)

    @property
    def situation(self) -> ElderSituation | None:
        """What was told last of illnesses and days."""
        return _last(self.situations)

    @cached_property
    def pressure(self) -> ElderCheck | None:
        """The latest check that took the pressure."""
        return _last([one for one in self.checks if one.systolic is not None])

    @cached_property
    def signs(self) -> list[PressureSign]:
        """Signs of the latest pressure."""
        one = self.pressure
        return [sign for sign in load_elder_checks().signs if one and sign.shows(one.systolic, one.diastolic)]

    @property
    def waiting(self) -> ElderReferral | None:
        """The referral that waits for its answer."""
        return next((one for one in self.referrals if one.answered_on is None), None)

    @property
    def screened_on(self) -> date | None:
        """The day of the latest SKILAS."""
        return self.skilas.day if self.skilas else None

    @property
    def due(self) -> bool:
        """Whether the yearly screening is due."""
        born = self.person.birth_date
        return born is not None and load_skilas().due(born, self.screened_on, self.today)

    @cached_property
    def ladder(self) -> Ladder:
        """What is to be done next."""
        last = _last(self.referrals)
        return Ladder(
            due=self.due,
            screening=self.screening,
            screened_on=self.screened_on,
            adl=self.adl,
            mood=self.mood,
            pressure=tuple(sign.id for sign in self.signs if sign.refer),
            checked_on=self.pressure.day if self.pressure else None,
            referred_on=last.referred_on if last else None,
            referred_for=last.reasons if last else (),
            waiting=self.waiting is not None,
        )

    @cached_property
    def status(self) -> Status:
        """Healthy, independent, tough; answers older than a year are no longer known."""
        told = self.situation
        return status_of(
            None if self.due else self.screening,
            told.uncontrolled if told else None,
            self.adl_points if self.adl and self._fresh(self.adl.on) else None,
            self.activities,
        )

    @property
    def companion_reasons(self) -> tuple[str, ...]:
        """Codes of what speaks for a long-term-care companion."""
        told = self.situation
        limited, conditions = (told.limited, told.conditions) if told else (None, ())
        return load_elder_care().companion_reasons(self.adl_points, limited, conditions)

    @property
    def plan(self) -> CarePlan | None:
        """Long-term care that runs."""
        return _last(self.plans)

    @property
    def visit_due(self) -> date | None:
        """When the next visit of the companion is due; None without a plan."""
        plan = self.plan
        if plan is None:
            return None
        last = _last(self.visits)
        return (last.day if last else plan.day) + timedelta(days=plan.every_days)

    @cached_property
    def load(self) -> Dated | None:
        """The latest answers about the load of the family caregiver."""
        return _dated(_last(self.of(Form.LOAD)))

    @property
    def last_day(self) -> date | None:
        """When anything was recorded last."""
        return max((one.day for one in (*self.screenings, *self.checks)), default=None)

    def on(self, day: date) -> "Standing":
        """As it was known on an earlier day; what was joined by then is not known."""
        return replace(
            self,
            today=day,
            screenings=[one for one in self.screenings if one.day <= day],
            checks=[one for one in self.checks if one.day <= day],
            situations=[one for one in self.situations if one.day <= day],
            referrals=[one for one in self.referrals if one.referred_on <= day],
            activities=None,
        )

    def _fresh(self, day: date) -> bool:
        return completed_months(day, self.today) < load_skilas().every_months


def elders_among(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Those who live and have reached the age of the screening."""
    born = months_before(today, load_skilas().from_age * MONTHS)
    return people.filter(state=Person.State.LIVING, birth_date__lte=born)


def standings_of_village(user: Reader, village: str, today: date, *, brief: bool = True) -> list[Standing]:
    """Elders of a village as far as the reader may see them: eight queries, and those of who counts activities.

    Args:
        brief: Only what says how it is now, and what it was the time before; not for what was known on earlier days.
    """
    seen = Person.objects.permitted(user, Right.SEE_ELDERS).filter(village_id=village)
    return _standings(elders_among(seen, today), today, brief=brief)


def standings_of_everyone(village: str, today: date, *, brief: bool = True) -> list[Standing]:
    """Elders of a village whoever asks, in as many queries: for counts in which nobody is named."""
    return _standings(elders_among(Person.objects.filter(village_id=village), today), today, brief=brief)


def standings_among(people: Iterable[Person], today: date) -> list[Standing]:
    """The elders among some people, whom the reader may see."""
    found = Person.objects.filter(pk__in=[one.pk for one in people])
    return _standings(elders_among(found, today), today, brief=True)


def standing_of(person: Person, today: date) -> Standing:
    """One person, whom the reader may see, of whatever age."""
    return _standings(Person.objects.filter(pk=person.pk), today)[0]


def _standings(found: QuerySet[Person], today: date, *, brief: bool = False) -> list[Standing]:
    """``brief``: of screenings and checks only those that say how it is now, and what it was the time before."""
    people = list(found.order_by("rw", "rt", "code"))
    if not people:  # most families have no elder: their page asks no further
        return []
    own = [one.pk for one in people]
    rows = found.values("pk")
    screenings = _by_elder(_recent(_counting(ElderScreening, rows)) if brief else _counting(ElderScreening, rows))
    checks = _by_elder(_latest(_counting(ElderCheck, rows)) if brief else _counting(ElderCheck, rows))
    situations = _by_elder(ElderSituation.objects.filter(elder__in=rows).order_by("day", "pk"))
    referrals = _by_elder(ElderReferral.objects.filter(elder__in=rows).order_by("referred_on", "pk"))
    plans = _by_elder(CarePlan.objects.filter(elder__in=rows, ended_on=None).select_related("caregiver"))
    visits = _by_elder(CareVisit.objects.filter(elder__in=rows, plan__ended_on=None).order_by("day", "pk"))
    alone, joined = _alone(rows), activities.joined(own, months_before(today, MONTHS), today)
    return [
        Standing(
            one,
            today,
            screenings[one.pk],
            checks[one.pk],
            situations[one.pk],
            referrals[one.pk],
            plans[one.pk],
            visits[one.pk],
            alone.get(one.pk),
            joined.get(one.pk),
        )
        for one in people
    ]


def _counting(model: type[Row], elders: QuerySet) -> QuerySet:
    return model.objects.filter(elder__in=elders, replaced_by=None).order_by("day", "pk")


def _recent(screenings: QuerySet) -> QuerySet:
    """The last screenings of each elder by each form."""
    back = Window(RowNumber(), partition_by=["elder", "form"], order_by=[F("day").desc(), F("pk").desc()])
    return screenings.annotate(back=back).filter(back__lte=KEPT)


def _latest(checks: QuerySet) -> QuerySet:
    """The last check of each elder that took the pressure, and the last that did not."""
    kinds = ["elder", IsNull(F("systolic"), rhs=True)]
    back = Window(RowNumber(), partition_by=kinds, order_by=[F("day").desc(), F("pk").desc()])
    return checks.annotate(back=back).filter(back=1)


def _by_elder(rows: Iterable) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.elder_id].append(row)
    return found


def _alone(elders: QuerySet) -> dict[int, bool]:
    """Row number of an elder in a family → whether nobody else is in it."""
    others = Membership.objects.filter(family=OuterRef("family"), until=None).exclude(person=OuterRef("person"))
    own = Membership.objects.filter(person__in=elders, until=None, family__until=None).annotate(company=Exists(others))
    return {person: not company for person, company in own.values_list("person_id", "company")}


def _dated(one: ElderScreening | None) -> Dated | None:
    return Dated(one.day, judged(one.form, one.answers)) if one else None


_Any = TypeVar("_Any")


def _last(rows: Sequence[_Any]) -> _Any | None:
    return rows[-1] if rows else None
