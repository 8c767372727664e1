"""Where a mother stands: how far she is, which signs show, which visit is next. Read for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.mothers.models import MotherCheck, Pregnancy
from guyub.apps.people.models import Person, Sex
from guyub.apps.resilience.models import Visit
from guyub.data.mother_files import load_mother_rules
from guyub.domain.mothers.calendar import Expected, State, after_birth, antenatal, next_visit
from guyub.domain.mothers.dating import began_on, trimester
from guyub.domain.mothers.signs import FIGURES, Figures, Found, Mother, Taken, figures_of_visit, mother_on, signs_of

Reader = User | AnonymousUser
NO_BIRTH = (None, False)
BROUGHT_BIRTH = (Pregnancy.Outcome.BIRTH, Pregnancy.Outcome.STILLBIRTH)


@dataclass(frozen=True)
class Standing:
    """One mother on a day.

    Attributes:
        person: Who.
        today: As of when.
        pregnancy: The one that lasts; None where none does.
        born_on: The last day on which she gave birth, within the days of nursing; None where none.
        bereaved: Whether that child was born dead or has died: nobody is told to nurse it.
        checks: Checks that count, of any time, in the order of their days.
        visits: Visits of the companion team to her that the reader may see, likewise.
    """

    person: Person
    today: date
    pregnancy: Pregnancy | None = None
    born_on: date | None = None
    bereaved: bool = False
    checks: Sequence[MotherCheck] = field(default_factory=tuple)
    visits: Sequence[Visit] = field(default_factory=tuple)

    @property
    def pregnant(self) -> bool:
        """Whether a pregnancy lasts."""
        return self.pregnancy is not None

    @property
    def nursing(self) -> bool:
        """Whether she gave birth lately, and is not pregnant again."""
        return self.pregnancy is None and self.born_on is not None

    @cached_property
    def mother(self) -> Mother:
        """What the rules know of her."""
        due_on = self.pregnancy.due_on if self.pregnancy else None
        return mother_on(load_mother_rules(), self._taken(), self.today, born=self.person.birth_date, due_on=due_on)

    @cached_property
    def signs(self) -> tuple[Found, ...]:
        """Signs that show, those to be referred first."""
        return signs_of(load_mother_rules(), self.mother)

    @property
    def refer(self) -> bool:
        """Whether any sign asks for the puskesmas."""
        return any(found.sign.level == "refer" for found in self.signs)

    @property
    def trimester(self) -> int | None:
        """1, 2 or 3; None after birth."""
        return None if self.mother.weeks is None else trimester(load_mother_rules().file, self.mother.weeks)

    @cached_property
    def line(self) -> tuple[Expected, ...]:
        """Visits K1 to K6 of a pregnancy; KF1 to KF4 as long as these are expected."""
        rules = load_mother_rules().file
        done = {check.visit: check.day for check in reversed(self._of_this_time) if check.visit is not None}
        if self.pregnancy is not None:
            return antenatal(rules, self.pregnancy.due_on, done, self.today)
        if self.born_on is None or (self.today - self.born_on).days > rules.after_birth.last_day:
            return ()
        return after_birth(rules, self.born_on, done, self.today)

    @property
    def next(self) -> Expected | None:
        """The visit to come."""
        return next_visit(self.line, catch_up=self.pregnant)

    @property
    def late(self) -> bool:
        """Whether a visit that can still be made up for was missed."""
        coming = self.next
        if self.pregnant:
            return coming is not None and coming.state is State.LATE
        return any(one.state is State.LATE for one in self.line)

    @property
    def kek(self) -> bool:
        """Whether her arm says KEK."""
        return self.has("kek")

    @property
    def near(self) -> bool:
        """Whether the birth may be near, or is overdue."""
        days = timedelta(days=load_mother_rules().file.near_birth.days)
        return self.pregnancy is not None and self.today >= self.pregnancy.due_on - days

    @property
    def last_day(self) -> date | None:
        """When figures of hers were taken last, of this pregnancy or since the birth."""
        days = [one.day for one in (*self._of_this_time, *self._visits_of_this_time)]
        return max(days, default=None)

    @property
    def received(self) -> int:
        """Iron tablets handed out during the pregnancy."""
        return sum(check.tablets_received or 0 for check in self._of_this_time)

    @property
    def taken(self) -> int:
        """Iron tablets taken during the pregnancy, as far as she was asked."""
        return sum(check.tablets_taken or 0 for check in self._of_this_time)

    def has(self, sign: str) -> bool:
        """Whether a sign shows, by its id or the first part of it."""
        return any(found.sign.id == sign or found.sign.id.startswith(f"{sign}-") for found in self.signs)

    @cached_property
    def _of_this_time(self) -> list[MotherCheck]:
        if self.pregnancy is not None:
            return [check for check in self.checks if check.pregnancy_id == self.pregnancy.pk]
        since = self.born_on or self.today
        return [check for check in self.checks if check.pregnancy_id is None and check.day >= since]

    @cached_property
    def _visits_of_this_time(self) -> list[Visit]:
        if self.pregnancy is not None:
            since = began_on(load_mother_rules().file.dating, self.pregnancy.due_on)
        else:
            since = self.born_on or self.today
        return [visit for visit in self.visits if visit.day >= since]

    def _taken(self) -> list[Taken]:
        """Figures of this time, and heights of any time."""
        own = {check.pk for check in self._of_this_time}
        heights = [Taken(one.day, Figures(height_mm=one.height_mm)) for one in self.checks if one.pk not in own]
        now = [Taken(one.day, figures_of(one)) for one in self._of_this_time]
        return heights + now + [Taken(one.day, figures_at(one)) for one in self._visits_of_this_time]


def figures_of(check: MotherCheck) -> Figures:
    """What was measured at a check."""
    return Figures(**{name: getattr(check, name) for name in FIGURES})


def figures_at(visit: Visit) -> Figures:
    """What the companion team measured at a visit."""
    return figures_of_visit(load_mother_rules(), visit.form, visit.answers)


def standings_of_village(user: Reader, village: str, today: date) -> list[Standing]:
    """Mothers of a village who are pregnant or nursing, as far as the reader may see them; six queries at most."""
    women = _women(Person.objects.permitted(user, Right.SEE_GROWTH).filter(village_id=village))
    return _standings(user, women, today)


def standings_of_everyone(village: str, today: date) -> list[Standing]:
    """The same whoever asks, for counts in which nobody is named; without visits of the companion team."""
    return _standings(None, _women(Person.objects.filter(village_id=village)), today)


def standing_of(user: Reader, person: Person, today: date) -> Standing:
    """One mother, whom the reader may see."""
    found = _standings(user, Person.objects.filter(pk=person.pk), today)
    if found:
        return found[0]
    own = [person.pk]
    return Standing(person, today, checks=_checks(own)[person.pk], visits=_visits(user, own)[person.pk])


def standings_among(user: Reader, women: Iterable[Person], today: date) -> list[Standing]:
    """Those of some women, whom the reader may see, who are pregnant or nursing."""
    return _standings(user, Person.objects.filter(pk__in=[one.pk for one in women]), today)


def _women(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.filter(state=Person.State.LIVING, sex=Sex.FEMALE)


def _standings(user: Reader | None, women: QuerySet[Person], today: date) -> list[Standing]:
    since = today - timedelta(days=load_mother_rules().file.nursing.days)
    recent = Q(ended_on=None) | Q(ended_on__gte=since)
    pregnancies = list(Pregnancy.objects.filter(recent, mother__in=women.values("pk")))
    births = _births(pregnancies, _children(women, since, today), today)
    running = {one.mother_id: one for one in pregnancies if one.ended_on is None}
    wanted = running.keys() | births.keys()
    people = Person.objects.filter(pk__in=wanted).select_related("village") if wanted else ()
    checks, visits = _checks(wanted), _visits(user, wanted)
    return [
        Standing(
            person,
            today,
            running.get(person.pk),
            *births.get(person.pk, NO_BIRTH),
            checks[person.pk],
            visits[person.pk],
        )
        for person in people
    ]


def _children(women: QuerySet[Person], since: date, today: date) -> list[Person]:
    """Children of these women whom the registry has as born within the days of nursing."""
    states = (Person.State.LIVING, Person.State.DEAD, Person.State.LEFT)
    born = Person.objects.filter(birth_known=Person.BirthKnown.DAY, birth_date__range=(since, today), state__in=states)
    return list(born.filter(mother__in=women.values("pk")).only("mother_id", "birth_date", "state"))


def _births(pregnancies: Iterable[Pregnancy], children: Iterable[Person], today: date) -> dict[int, tuple[date, bool]]:
    """Row number of a mother → the last day on which she gave birth, and whether of no living child."""
    ends = [(one.ended_on, one.outcome == Pregnancy.Outcome.STILLBIRTH, one.mother_id) for one in pregnancies
            if one.ended_on is not None and one.outcome in BROUGHT_BIRTH]  # fmt: skip
    ends += [(child.birth_date, child.state == Person.State.DEAD, child.mother_id) for child in children]
    dead = {(mother, day) for day, bereaved, mother in ends if bereaved}
    kept = timedelta(days=load_mother_rules().file.after_birth.last_day)
    found: dict[int, tuple[date, bool]] = {}
    for day, _bereaved, mother in sorted(ends):
        bereaved = (mother, day) in dead
        if not bereaved or day + kept >= today:
            found[mother] = (day, bereaved)
    return found


def _checks(mothers: Iterable[int]) -> Mapping[int, list[MotherCheck]]:
    found: dict[int, list[MotherCheck]] = defaultdict(list)
    for check in MotherCheck.objects.filter(mother__in=list(mothers), replaced_by=None).order_by("day", "pk"):
        found[check.mother_id].append(check)
    return found


def _visits(user: Reader | None, mothers: Iterable[int]) -> Mapping[int, list[Visit]]:
    """Visits of the companion team: only for those who may read what these asked."""
    found: dict[int, list[Visit]] = defaultdict(list)
    seen = Visit.objects.permitted(user, Right.SEE_HEALTH).filter(person__in=list(mothers))
    for visit in seen.order_by("day", "pk"):
        found[visit.person_id].append(visit)
    return found
