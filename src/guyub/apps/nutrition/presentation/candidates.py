"""Whom supplementary food is for and who has none yet: from the last measurement of children and checks of mothers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.growth.presentation.lists import Reader, under_fives
from guyub.apps.mothers.presentation.standing import standings_of_village
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_indonesian_growth
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.families.members import completed_months
from guyub.domain.nutrition.pmt import KEK

WASTED, UNDERWEIGHT, NOT_GAINING = "wasted", "underweight", "not-gaining"
ORDER = (WASTED, KEK, UNDERWEIGHT, NOT_GAINING)


@dataclass(frozen=True)
class Candidate:
    """Somebody for whom it is. ``day``: of the measurement or check that says so."""

    person: Person
    category: str
    day: date | None


def candidates(user: Reader, village: str, today: date) -> list[Candidate]:
    """Children and mothers of a village whom no round serves; the thinnest first. Severe wasting is not among them:
    the puskesmas treats it.
    """
    served = set(PmtRound.objects.filter(ended_on=None, person__village=village).values_list("person", flat=True))
    found = [one for one in (*_children(user, village, today), *_mothers(user, village, today)) if one]
    unserved = [one for one in found if one.person.pk not in served]
    return sorted(unserved, key=lambda one: (ORDER.index(one.category), one.person.rw, one.person.rt, one.person.code))


def category_of(child: Person, today: date) -> str:
    """Why a child is given it, by its last measurement (annotations of `lists.with_latest`); empty where it is not."""
    if child.birth_date is None or not load_pmt_rules().holds(completed_months(child.birth_date, today)):
        return ""
    if child.last_acute == "severe":
        return ""
    if child.last_acute == "moderate":
        return WASTED
    index = load_indonesian_growth().index("wfa", completed_months(child.birth_date, today))
    if index is not None and child.last_wfa is not None and child.last_wfa < index.normal_from:
        return UNDERWEIGHT
    return NOT_GAINING if child.last_t_in_a_row else ""


def _children(user: Reader, village: str, today: date) -> Sequence[Candidate]:
    listed = under_fives(user, village, today).exclude(last_day=None)
    found = [(child, category_of(child, today)) for child in listed]
    return [Candidate(child, category, child.last_day) for child, category in found if category]


def _mothers(user: Reader, village: str, today: date) -> Sequence[Candidate]:
    standings = standings_of_village(user, village, today)
    return [Candidate(one.person, KEK, one.last_day) for one in standings if one.pregnant and one.kek]
