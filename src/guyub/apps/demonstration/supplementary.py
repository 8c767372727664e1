"""Supplementary food of the made-up children and mothers: rounds that run, one that ended, some who still wait; and the
village's kitchen with its guests and its last days.
"""

import random
from datetime import timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.growth.models import GrowthState, Measurement
from guyub.apps.growth.services import Figures, record_measurement
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.nutrition.models import KitchenDay, PmtRound
from guyub.apps.nutrition.services import (
    DayFacts,
    NewGuest,
    Tick,
    begin_round,
    choose_guests,
    close_kitchen,
    describe_kitchen,
    end_round,
    open_kitchen,
    record_serving,
    record_visit,
    save_portions,
)
from guyub.apps.people.models import Person
from guyub.apps.territory.models import Region
from guyub.data.nutrition_files import load_pmt_rules, load_running_rules
from guyub.domain.families.members import completed_months
from guyub.domain.nutrition.pmt import KEK, Eaten, pmt_end
from guyub.domain.nutrition.running import PMT

BEGUN_AGO = (30, 20, 9, 3)  # days; the children after these still wait
GAINS = (
    50,
    -10,
    20,
    0,
)  # grams a kilogram and a week of each of them: the first recovers, the second is to be referred
DAYS_SERVED = 20  # at the most, so that loading stays quick
EATEN, HOW_OFTEN = (Eaten.ALL, Eaten.THREE_QUARTERS, Eaten.HALF, Eaten.NOTHING), (6, 3, 2, 1)
REASONS = ("refused", "sick", "shared")
SIGNS = ("high-fever",)  # of the child that loses weight
THIN_ARM_MM = 235
KITCHEN_AGO = (9, 6, 2)  # days, of the kitchen's days
SAFETY = ("hands", "water", "apart", "cooked", "covered")


def load_supplementary_food(city: SyntheticFile) -> None:
    """Rounds in the villages that have none yet."""
    for number, register in enumerate(city.registers):
        chance = random.Random(city.seed + number)  # noqa: S311 - made up, alike each time
        if not PmtRound.objects.filter(village_id=register.village).exists():
            _load_village(register.village, chance)
        if not KitchenDay.objects.filter(village=register.village).exists():
            _load_kitchen(register.village, chance)


def _load_village(village: str, chance: random.Random) -> None:
    today = timezone.localdate()
    states = GrowthState.objects.filter(village=village, latest=True, acute="moderate").select_related("child")
    fitting = [one.child for one in states.order_by("child__birth_date", "child_id") if _fits(one.child)]
    for child, ago, gain in zip(fitting, BEGUN_AGO, GAINS, strict=False):
        _weigh(_give(child, "wasted", ago, chance), gain)
    waiting = Pregnancy.objects.filter(village=village, ended_on=None, checks__arm_mm__lt=THIN_ARM_MM)
    for pregnancy in waiting.select_related("mother").distinct().order_by("mother__birth_date", "mother_id")[:1]:
        _give(pregnancy.mother, KEK, BEGUN_AGO[1], chance)
    light = GrowthState.objects.filter(village=village, latest=True, wfa__lt=-200, acute="none").select_related("child")
    light = light.filter(child__pmt_rounds=None).order_by("child__birth_date", "child_id")
    for child in [one.child for one in light if _fits(one.child)][:1]:
        end_round(SYSTEM, _give(child, "underweight", 25, chance), "finished", today - timedelta(days=2))


def _fits(child: Person) -> bool:
    """Whether a child was of the right age on every day on which a round may begin here."""
    if child.birth_date is None or child.state != Person.State.LIVING:
        return False
    days = (timezone.localdate() - timedelta(days=max(BEGUN_AGO)), timezone.localdate())
    return all(load_pmt_rules().holds(completed_months(child.birth_date, day)) for day in days)


def _load_kitchen(village: str, chance: random.Random) -> None:
    """Who is in a round, pregnant or stunted is given a portion; three days are over, and what was eaten is told."""
    place, today = Region.objects.get(code=village), timezone.localdate()
    since = today - timedelta(days=KITCHEN_AGO[0])
    rounds = PmtRound.objects.filter(village=village, ended_on=None).select_related("person")
    guests = [NewGuest(one.person, PMT, pmt_end(one.begun, one.days), since) for one in rounds]
    pregnant = Pregnancy.objects.filter(village=village, ended_on=None, due_on__gt=today).select_related("mother")
    guests += [NewGuest(one.mother, "pregnant", one.due_on, since) for one in pregnant]
    stunted = GrowthState.objects.filter(village=village, latest=True, hfa__lt=-200).select_related("child")
    lasts = today + timedelta(days=load_running_rules().guests.reasons["stunted"].days)
    guests += [NewGuest(one.child, "stunted", lasts, since) for one in stunted]
    living = {one.person.pk: one for one in reversed(guests) if one.person.state == Person.State.LIVING}
    chosen = choose_guests(SYSTEM, place, list(living.values()))
    for ago in KITCHEN_AGO:
        held = open_kitchen(SYSTEM, place, today - timedelta(days=ago))
        describe_kitchen(SYSTEM, held, DayFacts("village", SAFETY, 6_500 * len(chosen) or None, 6, 60_000))
        save_portions(SYSTEM, held, {one.pk: _portion(chance) for one in chosen if chance.random() < 0.9})
        close_kitchen(SYSTEM, held)


def _portion(chance: random.Random) -> Tick:
    eaten = chance.choices(EATEN, HOW_OFTEN)[0]
    return Tick(True, eaten, "" if eaten is Eaten.ALL else chance.choice(REASONS))


def _weigh(one: PmtRound, gain: int) -> None:
    """Every week since a round began, after the last weight before it."""
    today, last = timezone.localdate(), Measurement.objects.filter(child=one.person, replaced_by=None).latest("day")
    week = timedelta(days=load_pmt_rules().weighing.every_days)
    for number in range((today - one.begun) // week + 1):
        grams = (last.weight_g or 0) * (1000 + gain * number) // 1000
        figures = Figures(weight_g=grams, height_mm=last.height_mm, posture=last.posture)
        record_measurement(SYSTEM, one.person, one.begun + week * number, figures)
        if number:
            record_visit(SYSTEM, one, one.begun + week * number, SIGNS if gain < 0 and number > 1 else ())


def _give(person: Person, category: str, ago: int, chance: random.Random) -> PmtRound:
    """A round that began so many days ago, with its servings until three days ago."""
    today = timezone.localdate()
    one = begin_round(SYSTEM, person, category, today - timedelta(days=ago))
    for before in range(min(ago, DAYS_SERVED), 2, -1):
        eaten = chance.choices(EATEN, HOW_OFTEN)[0]
        reason = "" if eaten is Eaten.ALL else chance.choice(REASONS)
        record_serving(SYSTEM, one, today - timedelta(days=before), eaten, reason)
    return one
