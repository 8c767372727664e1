"""Where a child stands between family and school: answers, steps, aid. Read for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import Family, Membership, Person
from guyub.apps.people.services import answers_of, forms_members
from guyub.apps.resilience.models import AreaSums, FamilyState
from guyub.apps.resilience.services.states import rules as family_rules
from guyub.apps.resilience.services.sums import added
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.surveys.services import latest_answers
from guyub.data.questionnaires import load_questionnaire
from guyub.data.schooling_files import load_schooling_rules
from guyub.domain.families.facts import RegistryFact, registry_facts
from guyub.domain.families.members import completed_years
from guyub.domain.growth.ages import months_before
from guyub.domain.schooling.cases import Answer, Situation, Step, current, schooling_of, situation_of

Reader = User | AnonymousUser
EDUCATION = "K.14"
IN_SCHOOL_FACT = "children_7_18_in_school"
OPEN = (Situation.LATE, Situation.GOING_ON)


@dataclass(frozen=True)
class Standing:
    """One child on a day.

    Attributes:
        person: Who.
        today: As of when.
        answer: Of the family, to K.14.
        edition: Of the questionnaire that asked.
        steps: Those that count, in the order of their days.
        aids: The same of aid, the latest first.
    """

    person: Person
    today: date
    answer: Answer = field(default_factory=Answer)
    edition: str = ""
    steps: Sequence[SchoolStep] = field(default_factory=tuple)
    aids: Sequence[SchoolAid] = field(default_factory=tuple)

    @property
    def years(self) -> int | None:
        """Completed years of age."""
        return years_on(self.person, self.today)

    @property
    def of_age(self) -> bool:
        """Whether they are of school age."""
        return self.years is not None and load_schooling_rules().ages.hold(self.years)

    @cached_property
    def situation(self) -> Situation:
        """What is to be done."""
        steps = [Step(one.day, one.due_on, one.outcome) for one in self.steps]
        return situation_of(load_schooling_rules(), self.answer, steps, self.today)

    @property
    def schooling(self) -> str:
        """What the family's answer says: left, never, in…"""
        return str(schooling_of(self.answer.education))

    @property
    def open(self) -> bool:
        """Whether a step is to follow."""
        return self.situation in OPEN

    @property
    def last(self) -> SchoolStep | None:
        """The last step."""
        return self.steps[-1] if self.steps else None

    @property
    def cause(self) -> str:
        """Why they are not in school, as was said last."""
        steps = current([Step(one.day, one.due_on, one.outcome) for one in self.steps])
        own = self.steps[len(self.steps) - len(steps) :]
        return next((one.cause for one in reversed(own) if one.cause), "")

    @property
    def begins(self) -> bool:
        """Whether the next step is the first one of a new beginning."""
        return self.last is None or bool(self.last.outcome)

    @property
    def education_name(self) -> tuple[str, str]:
        """The answer in Indonesian and English; empty where there is none."""
        question = load_questionnaire(self.edition).question(EDUCATION) if self.edition else None
        options = question.options if question else ()
        name = next((one.name for one in options if one.value == self.answer.education), None)
        return ("", "") if name is None else (name.id, name.en)


def years_on(person: Person, day: date) -> int | None:
    """Completed years of age on a day; None where the birth is not known."""
    return None if person.birth_date is None else completed_years(person.birth_date, day)


def of_school_age(people: "QuerySet[Person]", today: date) -> "QuerySet[Person]":
    """Those among people who are of school age."""
    ages = load_schooling_rules().ages
    born = Q(birth_date__gt=months_before(today, 12 * (ages.to_year + 1)))
    return people.filter(born, birth_date__lte=months_before(today, 12 * ages.from_year), state=Person.State.LIVING)


def standings_of_village(user: Reader, village: str, today: date) -> list[Standing]:
    """As `standings_among`, of those in a village whom the reader may see."""
    people = Person.objects.permitted(user, Right.SEE_SCHOOLING).filter(village_id=village)
    return standings_among(
        people, FamilyState.objects.permitted(user, Right.SEE_SCHOOLING).filter(village=village), today
    )


def standings_among(people: "QuerySet[Person]", states: "QuerySet[FamilyState]", today: date) -> list[Standing]:
    """Children of whom it is not known that they are in school, or who had steps or aid. A fixed number of queries.

    Families in which every child is known to be in school are not read.

    Args:
        people: Among whom.
        states: Of their families.
        today: As of when.
    """
    seen = people.filter(state=Person.State.LIVING)
    tracked = seen.filter(Q(school_steps__isnull=False) | Q(school_aids__isnull=False)).values("pk")
    follow = Q(family__in=Membership.objects.filter(until=None, person__in=tracked).values("family"))
    families = Family.objects.filter(pk__in=states.filter(_not_all_in_school() | follow).values("pk"))
    answers = _answers(list(families))
    wanted = of_school_age(seen.filter(code__among=list(answers)), today) | seen.filter(pk__in=tracked)
    found = _standings(list(wanted.distinct().order_by("name_key", "code")), answers, today)
    return [one for one in found if one.of_age or one.open]


def standing_of(person: Person, today: date) -> Standing:
    """One child, whom the reader may see."""
    families = Family.objects.filter(memberships__person=person, memberships__until=None)
    return _standings([person], _answers(list(families)), today)[0]


def retained(user: Reader, village: str) -> RegistryFact | None:
    """Children in school as the assessment counts them, over the places in which the person may see them. One query.

    The figure that the village's facts get from the register; see `domain.families.facts`.
    """
    scope, parts = scope_of(user), {}
    for row in AreaSums.objects.filter(village=village):
        parts[".".join(part for part in (village, row.rw, row.rt) if part)] = row.sums
    reach = [place for place in parts if scope.may(Right.SEE_SCHOOLING, place)]
    whole = [place for place in reach if not any(place.startswith(f"{other}.") for other in reach)]
    if not whole:
        return None
    return registry_facts(family_rules(), added(parts[place] for place in whole))[IN_SCHOOL_FACT]


def _not_all_in_school() -> Q:
    wanted = Q()
    for ages in ("7_15", "16_18"):
        wanted |= Q(**{f"record__out_of_school_{ages}__gt": 0}) | Q(**{f"record__schooling_unknown_{ages}__gt": 0})
        # Somebody's age is unknown: the record counts no children, and they are looked at one by one.
        wanted |= Q(**{f"record__aged_{ages}": None}) | Q(**{f"record__aged_{ages}__isnull": True})
    return wanted


_Given = tuple[Answer, str]


def _answers(families: Sequence[Family]) -> dict[str, _Given]:
    """Answer to K.14 and edition of all members of these families, by code."""
    members, interviews = forms_members(families), latest_answers([family.pk for family in families])
    found: dict[str, _Given] = {}
    for family in families:
        interview = interviews.get(family.pk)
        given = interview.answers.get("members", {}) if interview else {}
        for member in members.get(family.pk, ()):
            code = answers_of(member, given).get(EDUCATION)
            asked = interview.day if interview and code is not None else None
            found[member["id"]] = (Answer(code, asked), interview.edition if interview else "")
    return found


def _standings(people: Sequence[Person], answers: Mapping[str, _Given], today: date) -> list[Standing]:
    keys = [one.pk for one in people]
    steps = _by_person(SchoolStep.objects.filter(person__among=keys, replaced_by=None).order_by("day", "pk"))
    aids = _by_person(SchoolAid.objects.filter(person__among=keys, replaced_by=None).order_by("-day", "-pk"))
    return [Standing(one, today, *answers.get(one.code, (Answer(), "")), steps[one.pk], aids[one.pk]) for one in people]


def _by_person(rows: Iterable) -> Mapping[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
