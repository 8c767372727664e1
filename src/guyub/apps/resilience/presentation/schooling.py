"""Children aged 7 to 18 who are not in school, by name: whom to bring back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Family
from guyub.apps.people.services import answers_of, forms_members
from guyub.apps.resilience.models import FamilyState
from guyub.apps.surveys.services import latest_answers
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.members import IN_SCHOOL, LEFT_EARLY, completed_years

SCHOOL_AGES = range(7, 19)
EDUCATION = "K.14"


@dataclass(frozen=True)
class Child:
    """One child who is not in school. ``left``: was in school and left before the end."""

    name: str
    person: str
    age: int
    education: str
    left: bool
    family: Family


def families_with_children_out_of_school(user: User | AnonymousUser, village: str) -> QuerySet[FamilyState]:
    """Families the person may see, by RW and RT, in which a child of 7 to 18 is not in school."""
    found = FamilyState.objects.permitted(user, Right.SEE_PEOPLE).filter(village=village)
    somebody = Q(record__out_of_school_7_15__gt=0) | Q(record__out_of_school_16_18__gt=0)
    return found.filter(somebody).select_related("family__dwelling").order_by("rw", "rt", "family__code")


def children_of(states: list[FamilyState], on: date, language: str) -> Iterator[Child]:
    """The children of these families who are not in school (queries as for the families' forms, and one)."""
    families = [state.family for state in states]
    members, interviews = forms_members(families), latest_answers([family.pk for family in families], on)
    for family in families:
        interview = interviews.get(family.pk)
        if interview is None:
            continue
        given = interview.answers.get("members", {})
        words = _words(interview.edition, language)
        for member in members[family.pk]:
            code = answers_of(member, given).get(EDUCATION)
            age = completed_years(member["birth"], on) if member["birth"] else None
            if age in SCHOOL_AGES and code is not None and code not in IN_SCHOOL:
                yield Child(member["name"], member["id"], age, words.get(code, str(code)), code in LEFT_EARLY, family)


def _words(edition: str, language: str) -> dict[int, str]:
    question = load_questionnaire(edition).question(EDUCATION)
    return {option.value: option.name.in_language(language) for option in question.options} if question else {}
