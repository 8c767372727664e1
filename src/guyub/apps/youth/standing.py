"""Where a young person stands: what their checks found, what is to be done. Read for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import Measurement
from guyub.apps.growth.services import scores
from guyub.apps.people.models import Person, Sex
from guyub.apps.youth.models import YouthCheck, YouthReferral
from guyub.data.youth_files import load_youth_rules
from guyub.domain.families.members import completed_years
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.indonesia import hundredths
from guyub.domain.youth.findings import NAMES, ORDER, Figures, Finding, Young, findings_of, haemoglobin_due, lasting

Reader = User | AnonymousUser
SEX = {Sex.MALE: "m", Sex.FEMALE: "f"}
BMI = "bfa"


@dataclass(frozen=True)
class Found:
    """A finding and the check that it comes from."""

    finding: Finding
    check: YouthCheck


@dataclass(frozen=True)
class Standing:
    """One young person on a day.

    Attributes:
        person: Who.
        today: As of when.
        checks: Checks that count, in the order of their days.
        referrals: The latest first.
    """

    person: Person
    today: date
    checks: Sequence[YouthCheck] = field(default_factory=tuple)
    referrals: Sequence[YouthReferral] = field(default_factory=tuple)

    @property
    def years(self) -> int | None:
        """Completed years of age."""
        return years_on(self.person, self.today)

    @property
    def latest(self) -> YouthCheck | None:
        """The last check."""
        return self.checks[-1] if self.checks else None

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """What the last figure of each kind says, those to be referred first."""
        courses: dict[str, list[Found]] = defaultdict(list)  # the latest first
        for check in reversed(self.checks):
            for finding in findings_at(self.person, check, bmi=_goes_on(courses["bmi"])):
                courses[finding.about].append(Found(finding, check))
        last = [
            Found(lasting([(one.check.day, one.finding) for one in reversed(course)]), course[0].check)
            for course in courses.values()
            if course
        ]
        return tuple(sorted(last, key=lambda one: ORDER.index(one.finding.level)))

    @property
    def signs(self) -> tuple[Found, ...]:
        """What is not as it should be."""
        return tuple(one for one in self.found if one.finding.level != "good")

    @property
    def waiting(self) -> YouthReferral | None:
        """The referral that waits for its answer."""
        return next((one for one in self.referrals if one.answered_on is None), None)

    @property
    def unreferred(self) -> tuple[Found, ...]:
        """What asks for the puskesmas and was found since the last referral."""
        last = max(((one.check_made.day, one.check_made_id) for one in self.referrals), default=None)
        return tuple(
            one
            for one in self.found
            if one.finding.level == "refer" and (last is None or (one.check.day, one.check.pk) > last)
        )

    @property
    def to_refer(self) -> bool:
        """Whether they are to be sent to the puskesmas now."""
        return self.waiting is None and bool(self.unreferred)

    @property
    def hb_due(self) -> bool:
        """Whether a girl's Hb is to be checked."""
        checked = [years_on(self.person, one.day) for one in self.checks if one.hb_tenths is not None]
        known = [years for years in checked if years is not None]
        return self.years is not None and haemoglobin_due(load_youth_rules(), self.years, SEX[self.person.sex], known)

    def not_good(self, about: str) -> bool:
        """Whether the last figure of a kind is not as it should be."""
        return any(one.finding.about == about for one in self.signs)


def years_on(person: Person, day: date) -> int | None:
    """Completed years of age on a day; None where the birth is not known."""
    return None if person.birth_date is None else completed_years(person.birth_date, day)


def figures_of(check: YouthCheck) -> Figures:
    """What was measured at a check."""
    return Figures(**{name: getattr(check, name) for name in NAMES})


def findings_at(person: Person, check: YouthCheck, *, bmi: bool = True) -> tuple[Finding, ...]:
    """What the figures of a check say at the age of that day; without BMI, which takes longest, where not asked."""
    years = years_on(person, check.day)
    if years is None:
        return ()
    young = Young(years, SEX[person.sex], figures_of(check), bmi_z(person, check) if bmi else None)
    return findings_of(load_youth_rules(), young)


def bmi_z(person: Person, check: YouthCheck) -> int | None:
    """Z-score of BMI for age in hundredths, by the growth engine; None where blank or not plausible."""
    if check.weight_g is None or check.height_mm is None:
        return None
    measured = Measurement(
        day=check.day, weight_g=check.weight_g, height_mm=check.height_mm, posture=Measurement.Posture.STANDING
    )
    score = scores(person, measured)[1].scores.get(BMI)
    return None if score is None or score.z is None or score.flagged else hundredths(score.z)


def _goes_on(course: Sequence[Found]) -> bool:
    """Whether an earlier check may still matter: none has said anything, or what they said may last too long."""
    if not course:
        return True
    return course[-1].finding.refer_after_months is not None and course[-1].finding.code == course[0].finding.code


def young_people(people: "QuerySet[Person]", today: date) -> "QuerySet[Person]":
    """Those among people who are of the post's age."""
    ages = load_youth_rules().ages
    born = (Q(birth_date__gt=months_before(today, 12 * (ages.to_year + 1)))) & Q(
        birth_date__lte=months_before(today, 12 * ages.from_year)
    )
    return people.filter(born, state=Person.State.LIVING)


def standings_of_village(user: Reader, village: str, today: date) -> list[Standing]:
    """Young people of a village whom the reader may see, and who grew out of it with a referral; three queries."""
    seen = Person.objects.permitted(user, Right.SEE_YOUTH).filter(village_id=village, state=Person.State.LIVING)
    waiting = YouthReferral.objects.filter(answered_on=None).values("person")
    people = list((young_people(seen, today) | seen.filter(pk__in=waiting)).order_by("name_key", "code"))
    return _standings(people, today)


def standing_of(person: Person, today: date) -> Standing:
    """One young person, whom the reader may see; two queries."""
    return _standings([person], today)[0]


def _standings(people: Sequence[Person], today: date) -> list[Standing]:
    keys = [one.pk for one in people]
    checks = _by_person(YouthCheck.objects.filter(person__among=keys, replaced_by=None).order_by("day", "pk"))
    referrals = _by_person(YouthReferral.objects.filter(person__among=keys).select_related("check_made"))
    return [Standing(one, today, checks[one.pk], referrals[one.pk]) for one in people]


def _by_person(rows: Iterable) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
