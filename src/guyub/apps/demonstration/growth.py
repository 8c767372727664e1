"""Posyandu of the made-up city's villages with families, and a year of made-up measurements of their children."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.care import load_care
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.growth.models import Posyandu, PosyanduDay
from guyub.apps.growth.services import Figures, close_day, expected, open_day, open_posyandu, record_measurements
from guyub.apps.people.models import Person, Sex
from guyub.apps.territory.models import Region
from guyub.data.growth_files import UNDER_FIVE, load_growth_standard
from guyub.domain.growth.tables import sd_value

NAMES = ("Melati", "Kenanga", "Mawar", "Anggrek", "Dahlia", "Teratai")
MONTHS = 9
STAYS_AWAY = 0.2  # of the days of one child
DAY_OF_MONTH = 10
LYING_BEFORE = 731  # days


def load_growth(city: SyntheticFile) -> None:
    """Posyandu and measurements of the villages that have none yet."""
    for number, register in enumerate(city.registers):
        if not Posyandu.objects.filter(village_id=register.village).exists():
            _load_village(register.village, random.Random(city.seed + number))  # noqa: S311 - made up, alike each time


def _load_village(code: str, chance: random.Random) -> None:
    village = Region.objects.get(code=code)
    places = Person.objects.filter(village_id=code, state=Person.State.LIVING)
    rws = sorted(rw for rw in places.values_list("rw", flat=True).distinct() if rw)
    growing: dict[int, tuple[float, float, bool]] = {}
    for name, rw in zip(NAMES, rws, strict=False):
        posyandu = open_posyandu(SYSTEM, village, name, [rw])
        for day in _days(timezone.localdate()):
            held = open_day(SYSTEM, posyandu, day)
            _measure(held, chance, growing)
            close_day(SYSTEM, held)
    load_care(code, chance)


def _days(today: date) -> Sequence[date]:
    """One a month, the last one in the month before this, so that this month's is still to be held."""
    days, day = [], today.replace(day=1)
    for _ in range(MONTHS):
        day = (day - timedelta(days=1)).replace(day=DAY_OF_MONTH)
        days.append(day)
        day = day.replace(day=1)
    return days[::-1]


def _measure(held: PosyanduDay, chance: random.Random, growing: dict[int, tuple[float, float, bool]]) -> None:
    entries = []
    for child in expected(held).order_by("code"):
        # Of each child: how tall and how heavy for its age, and whether it has stopped gaining.
        grows = growing.setdefault(child.pk, (chance.gauss(-0.9, 1.0), chance.gauss(-0.5, 0.9), chance.random() < 0.12))
        if chance.random() >= STAYS_AWAY:
            entries.append((child, held.day, _figures(child, held.day, grows, chance)))
    record_measurements(SYSTEM, entries, held=held)


def _figures(child: Person, day: date, grows: tuple[float, float, bool], chance: random.Random) -> Figures:
    assert child.birth_date is not None  # expected children have one
    standard, age = load_growth_standard(UNDER_FIVE), (day - child.birth_date).days
    tall, heavy, stopped = grows
    boy = child.sex == Sex.MALE
    height = sd_value(standard.tables["lhfa-day"].at(boy, age), tall + chance.gauss(0, 0.08))
    falling = (timezone.localdate() - day).days / 300 - 1 if stopped else -(timezone.localdate() - day).days / 3000
    weight = sd_value(standard.tables["wfa-day"].at(boy, age), heavy + falling + chance.gauss(0, 0.03))
    arm = sd_value(standard.tables["acfa-day"].at(boy, age), heavy + falling) if age >= 183 else None
    return Figures(
        weight_g=round(weight * 10) * 100,
        height_mm=round(height * 10),
        arm_mm=None if arm is None else round(arm * 10),
        posture="l" if age < LYING_BEFORE else "h",
    )
