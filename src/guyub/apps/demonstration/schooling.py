"""Children of the made-up villages who are not in school: steps of some of them, what came of it, scholarships."""

import random
from datetime import timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.people.models import Person
from guyub.apps.resilience.models import FamilyState
from guyub.apps.schooling.models import SchoolStep
from guyub.apps.schooling.services import AidFacts, StepFacts, record_aid, record_step
from guyub.apps.schooling.standing import Standing, of_school_age, standings_among
from guyub.domain.schooling.cases import Situation

CAUSES = ("cost", "work", "unwilling", "care", "papers", "far")
DUE_IN = (-5, 4, 12, -2, 9)  # days, of the next step of those who are being dealt with
ENDS = ("back", "package-b", "training", "refused")
PUPILS = 12  # with a scholarship
EARLIEST = 60  # days ago: who was of school age then
WITHOUT = 3  # every third child is not dealt with yet


def load_schooling(city: SyntheticFile) -> None:
    """Steps and aid in the villages that have none yet."""
    for number, register in enumerate(city.registers):
        if not SchoolStep.objects.filter(village_id=register.village).exists():
            _load_village(register.village, random.Random(city.seed + number))  # noqa: S311 - made up, alike each time


def _load_village(village: str, chance: random.Random) -> None:
    today = timezone.localdate()
    of_age = of_school_age(Person.objects.filter(village=village), today - timedelta(days=EARLIEST))
    old_enough = set(of_age.values_list("pk", flat=True))
    to_begin = [one for one in _standings(village) if one.situation is Situation.TO_BEGIN]
    wanted = [one for one in to_begin if one.person.pk in old_enough]
    for place, one in enumerate(wanted):
        if place % WITHOUT == 0:
            continue
        child, cause = one.person, chance.choice(CAUSES)
        begun = today - timedelta(days=chance.randrange(20, 40))
        record_step(SYSTEM, child, StepFacts(begun, "visit", cause, "kader", begun + timedelta(days=14)))
        asked = one.answer.day or begun
        later = min(max(begun, asked) + timedelta(days=2), today)
        due = today + timedelta(days=DUE_IN[place % len(DUE_IN)])
        if place % 2:
            record_step(SYSTEM, child, StepFacts(later, "school-met", "", "school", max(due, later)))
        else:
            record_step(SYSTEM, child, StepFacts(later, "pkbm-met", "", outcome=ENDS[place // 2 % len(ENDS)]))
        if cause == "cost":
            record_aid(SYSTEM, child, AidFacts(later, "pip", "asked"))
    for child in of_age.order_by("code")[:PUPILS]:
        received = chance.randrange(3) > 0
        facts = AidFacts(today - timedelta(days=EARLIEST), "pip", "received" if received else "asked", 450_000)
        record_aid(SYSTEM, child, facts)


def _standings(village: str) -> list[Standing]:
    people, states = Person.objects.filter(village=village), FamilyState.objects.filter(village=village)
    return standings_among(people, states, timezone.localdate())
