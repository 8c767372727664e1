"""Sessions of the made-up villages' posts for all ages: who came on the last days, and checks of adults."""

import random
from collections.abc import Sequence

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.growth.models import Measurement, PosyanduDay
from guyub.apps.growth.services import close_day, reopen_day
from guyub.apps.lifecycle.models import Arrival
from guyub.apps.lifecycle.services import answer_referral, record_check, refer, tick
from guyub.apps.lifecycle.stages import served
from guyub.apps.lifecycle.standing import standing_of
from guyub.apps.people.models import Person, Sex
from guyub.domain.growth.ages import months_before
from guyub.domain.lifecycle.findings import Figures

POSTS, ADULTS, CHILDREN = 2, 14, 12  # posts of a village, and how many came to their last day
GONE, HIGH, SWEET, HEAVY, UNTAUGHT = 9, 5, 11, 3, 4  # of them, by their place
GROWN, OLD = 25 * 12, 55 * 12  # months of age


def load_lifecycle(city: SyntheticFile) -> None:
    """Sessions of the villages that have none yet."""
    for number, register in enumerate(city.registers):
        if not Arrival.objects.filter(held__posyandu__village=register.village).exists():
            _load_village(register.village, random.Random(city.seed + number))  # noqa: S311 - made up, alike each time


def _load_village(village: str, chance: random.Random) -> None:
    last: dict[int, PosyanduDay] = {}
    days = PosyanduDay.objects.filter(posyandu__village=village, closed_at__isnull=False)
    for held in days.select_related("posyandu").order_by("day", "pk"):
        last[held.posyandu_id] = held
    checked: list[Person] = []
    for held in sorted(last.values(), key=lambda one: one.posyandu_id)[:POSTS]:
        reopen_day(SYSTEM, held)
        checked += _adults(held, chance)
        _children(held)
        close_day(SYSTEM, held)
    _refer(checked)


def _adults(held: PosyanduDay, chance: random.Random) -> Sequence[Person]:
    born = (months_before(held.day, OLD), months_before(held.day, GROWN))
    found = list(served(held).filter(birth_date__range=born).select_related("key").order_by("code")[:ADULTS])
    for place, adult in enumerate(found):
        tick(SYSTEM, held, adult, "came")
        if place % GONE == GONE - 1:
            tick(SYSTEM, held, adult, "left")
            continue
        tall, bmi = (1650, 23) if adult.sex == Sex.MALE else (1540, 22)
        bmi += 6 if place % HEAVY == 1 else 0
        figures = Figures(
            weight_g=bmi * tall * tall // 1_000_000 * 1000 + chance.randrange(10) * 100,
            height_mm=tall,
            waist_mm=930 if place % HEAVY == 1 else 780,
            systolic=152 if place % HIGH == 2 else 118,
            diastolic=96 if place % HIGH == 2 else 76,
            glucose_mg=226 if place % SWEET == 4 else 104,
        )
        if _as_adult(adult, held):
            record_check(SYSTEM, adult, held.day, figures)
        _taught(held, adult, place)
    return found


def _as_adult(adult: Person, held: PosyanduDay) -> bool:
    """A mother is checked with her own form."""
    return Arrival.objects.get(held=held, person=adult).stage == "adult"


def _children(held: PosyanduDay) -> None:
    weighed = Measurement.objects.filter(held=held, replaced_by=None).select_related("child").order_by("child__code")
    for place, one in enumerate(weighed[:CHILDREN]):
        tick(SYSTEM, held, one.child, "came")
        _taught(held, one.child, place)


def _taught(held: PosyanduDay, who: Person, place: int) -> None:
    tick(SYSTEM, held, who, "service")
    tick(SYSTEM, held, who, "tuberculosis", "no")
    if place % UNTAUGHT:
        tick(SYSTEM, held, who, "education")


def _refer(people: Sequence[Person]) -> None:
    """Of those who are to be referred: one still to be, one waiting, one answered, and so on."""
    today = timezone.localdate()
    for number, adult in enumerate(one for one in people if standing_of(one, today).to_refer):
        if number % 3:
            referral = refer(SYSTEM, adult)
            if number % 3 == 2:
                answer_referral(SYSTEM, referral, referral.Outcome.TREATED)
