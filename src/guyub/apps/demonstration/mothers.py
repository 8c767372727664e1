"""Pregnant and nursing mothers of the made-up city's villages with families: checks on posyandu days, and births."""

import random
from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.mothers.services import BirthFacts, CheckFigures, note_pregnancy, record_birth_of, record_check
from guyub.apps.people.models import Person
from guyub.data.mother_files import load_mother_rules
from guyub.domain.mothers.dating import began_on, weeks_on

WEEKS = (37, 9, 12, 16, 20, 22, 26, 29, 33, 39)  # completed weeks of those who are pregnant, one after another
LEFT_UNNOTED = 2  # pregnant by the family survey, and nobody noted it yet
YOUNGEST, OLDEST = 19, 38  # years
LAST_BIRTH = 540  # days; who gave birth later is not chosen
FIRST_CHECK = 8  # week
LIGHT_G = 2350
# What is the matter with some of them, by their place: arm in mm, Hb in tenths, blood pressure.
THIN, PALE, VERY_PALE, TENSE, NEVER_AT_MIDWIFE = {5: 224, 7: 229}, 6, 3, 8, 4


def load_mothers(city: SyntheticFile) -> None:
    """Mothers of the villages that have none yet."""
    for number, register in enumerate(city.registers):
        if not Pregnancy.objects.filter(village_id=register.village).exists():
            _load_village(register.village, random.Random(city.seed + number))  # noqa: S311 - made up, alike each time


def _load_village(village: str, chance: random.Random) -> None:
    today = timezone.localdate()
    for place, (wife, weeks) in enumerate(zip(_wives(village, today), WEEKS, strict=False)):
        first = today - timedelta(weeks=weeks, days=chance.randrange(7))
        pregnancy = note_pregnancy(SYSTEM, wife, Pregnancy.Dated.LAST_PERIOD, first, chance.randint(1, 3))
        _check(pregnancy, place, chance)
    _record_births(village, today, chance)


def _wives(village: str, today: date) -> list[Person]:
    """Wives of an age to be pregnant without a small child, those whom the survey says are pregnant first."""
    families = {"memberships__family__until": None, "memberships__relation": 2, "memberships__until": None}
    born = (today - timedelta(days=OLDEST * 365), today - timedelta(days=YOUNGEST * 365))
    wives = Person.objects.filter(village_id=village, state=Person.State.LIVING, birth_date__range=born, **families)
    young = Person.objects.filter(birth_date__gte=today - timedelta(days=LAST_BIRTH)).exclude(mother=None)
    found = wives.exclude(pk__in=young.values("mother")).order_by("code")
    said = list(found.filter(memberships__family__state__pregnant=1))
    others = list(found.exclude(pk__in=[one.pk for one in said]))
    return [*said[: max(0, len(said) - LEFT_UNNOTED)], *others]


def _check(pregnancy: Pregnancy, place: int, chance: random.Random) -> None:
    """A check on each posyandu day of her RW since week 8; the last one only of some."""
    rules, mother = load_mother_rules().file, pregnancy.mother
    first = began_on(rules.dating, pregnancy.due_on) + timedelta(weeks=FIRST_CHECK)
    days = PosyanduDay.objects.filter(posyandu__village_id=mother.village_id, day__gte=first).select_related("posyandu")
    held = [one.day for one in days.order_by("day") if one.posyandu.touches([mother.place])]
    weight, height, last = chance.randrange(440, 620) * 100, chance.randrange(1480, 1620), 0
    for day in held:
        weeks = weeks_on(rules.dating, pregnancy.due_on, day)
        visit = 1 + sum(one.by_week < weeks for one in rules.antenatal.visits)
        new = visit if last < visit <= len(rules.antenatal.visits) and place != NEVER_AT_MIDWIFE else None
        last = new or last
        record_check(SYSTEM, mother, day, _figures(place, weight + weeks * 280, height, new, day == held[0]))


def _figures(place: int, weight_g: int, height_mm: int, visit: int | None, first: bool) -> CheckFigures:
    hb = {PALE: 104, VERY_PALE: 93}.get(place, 118)
    upper, lower = (148, 96) if place == TENSE else (112, 72)
    return CheckFigures(
        weight_g=weight_g // 100 * 100,
        height_mm=height_mm if first else None,
        arm_mm=THIN.get(place, 252),
        hb_tenths=hb if visit else None,
        systolic=upper,
        diastolic=lower,
        tablets_received=30 if visit else None,
        tablets_taken=None if first else 24,
        visit=visit,
    )


def _record_births(village: str, today: date, chance: random.Random) -> None:
    """Births of the babies on the register whose mothers are nursing, the first of them light."""
    since = today - timedelta(days=load_mother_rules().file.nursing.days)
    babies = Person.objects.filter(
        village_id=village,
        state=Person.State.LIVING,
        birth_known=Person.BirthKnown.DAY,
        birth_date__range=(since, today),
    )
    for place, baby in enumerate(babies.exclude(mother=None).select_related("mother").order_by("code")):
        weight, weeks = (LIGHT_G, 36) if place == 0 else (chance.randrange(270, 360) * 10, 39)
        length = 465 if place == 0 else 495
        facts = BirthFacts(baby.birth_date, weight, length, weeks, "midwife", "midwife", place != 0)
        record_birth_of(SYSTEM, baby, facts)
        if baby.mother.state == Person.State.LIVING and baby.birth_date < today:
            day = min(today, baby.birth_date + timedelta(days=2))
            record_check(SYSTEM, baby.mother, day, CheckFigures(visit=1, breastfeeding=True, vitamin_a=True))
