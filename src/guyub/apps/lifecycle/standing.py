"""Where somebody stands whom no other form serves: what checks found, what is to be done. Read for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.lifecycle.models import StageCheck, StageReferral
from guyub.apps.people.models import Person
from guyub.apps.youth.standing import SEX, bmi_z, years_on
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.data.youth_files import load_youth_rules
from guyub.domain.lifecycle.findings import NAMES, Checked, Figures, findings_of
from guyub.domain.youth.findings import ORDER, Finding

Reader = User | AnonymousUser


@dataclass(frozen=True)
class Found:
    """A finding and the check that it comes from."""

    finding: Finding
    check: StageCheck


@dataclass(frozen=True)
class Standing:
    """One person on a day.

    Attributes:
        person: Who.
        today: As of when.
        checks: Checks that count, in the order of their days.
        referrals: The latest first.
    """

    person: Person
    today: date
    checks: Sequence[StageCheck] = field(default_factory=tuple)
    referrals: Sequence[StageReferral] = field(default_factory=tuple)

    @property
    def latest(self) -> StageCheck | None:
        """The last check."""
        return self.checks[-1] if self.checks else None

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """What the last figure of each kind says, those to be referred first."""
        last: dict[str, Found] = {}
        for check in self.checks:
            last |= {finding.about: Found(finding, check) for finding in findings_at(self.person, check)}
        return tuple(sorted(last.values(), key=lambda one: ORDER.index(one.finding.level)))

    @property
    def signs(self) -> tuple[Found, ...]:
        """What is not as it should be."""
        return tuple(one for one in self.found if one.finding.level != "good")

    @property
    def waiting(self) -> StageReferral | None:
        """The referral that waits for its answer."""
        return next((one for one in self.referrals if one.answered_on is None), None)

    @property
    def unreferred(self) -> tuple[Found, ...]:
        """What asks for the puskesmas and was found since the last referral."""
        last = max(((one.check_made.day, one.check_made_id) for one in self.referrals), default=None)
        refer = (one for one in self.found if one.finding.level == "refer")
        return tuple(one for one in refer if last is None or (one.check.day, one.check.pk) > last)

    @property
    def to_refer(self) -> bool:
        """Whether they are to be sent to the puskesmas now."""
        return self.waiting is None and bool(self.unreferred)


def figures_of(check: StageCheck) -> Figures:
    """What was measured at a check."""
    return Figures(**{name: getattr(check, name) for name in NAMES})


def findings_at(person: Person, check: StageCheck) -> tuple[Finding, ...]:
    """What the figures of a check say at the age of that day."""
    years, rules = years_on(person, check.day), load_lifecycle_rules().check
    if years is None:
        return ()
    z = bmi_z(person, check) if years < rules.adult_from_year else None
    return findings_of(rules, load_youth_rules(), Checked(years, SEX[person.sex], figures_of(check), z))


def standing_of(person: Person, today: date) -> Standing:
    """One person, whom the reader may see; two queries."""
    return _standings([person], today)[0]


def standings_of_village(user: Reader, village: str, today: date) -> list[Standing]:
    """Those of a village who were ever checked and whom the reader may see, by name; three queries."""
    seen = Person.objects.permitted(user, Right.SEE_ADULTS).filter(village_id=village, state=Person.State.LIVING)
    checked = StageCheck.objects.filter(replaced_by=None, person__village=village).values("person")
    waiting = StageReferral.objects.filter(answered_on=None).values("person")
    people = list(seen.filter(Q(pk__in=checked) | Q(pk__in=waiting)).order_by("name_key", "code"))
    return _standings(people, today)


def _standings(people: Sequence[Person], today: date) -> list[Standing]:
    keys = [one.pk for one in people]
    checks = _by_person(StageCheck.objects.filter(person__among=keys, replaced_by=None).order_by("day", "pk"))
    referrals = _by_person(StageReferral.objects.filter(person__among=keys).select_related("check_made"))
    return [Standing(one, today, checks[one.pk], referrals[one.pk]) for one in people]


def _by_person(rows: Iterable) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
