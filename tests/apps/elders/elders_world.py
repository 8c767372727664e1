"""Elders for tests: heads of `made_families` who are old, and who accompanies them."""

from __future__ import annotations

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.elders.models import ElderCheck, ElderScreening
from guyub.apps.elders.services import ElderFigures, record_elder_check, record_screening
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_adl
from tests.apps.made_families import make_families, today

CLEAR = {
    "date_known": 1, "place_known": 1, "words": 3, "chair": 1, "thinner": 2, "appetite": 2, "arm_mm": 230, "eyes": 2,
    "fingers": 1, "whisper": 1, "sad": 2, "interest": 2,
}  # fmt: skip
"""A SKILAS in which nothing ticks."""

FULL = {item.code: item.most for item in load_adl().items}
"""Answers of who does everything alone: 20 points."""


def years_ago(years: int, days: int = 0) -> date:
    """A day so many years and days before today."""
    return today().replace(year=today().year - years, day=min(today().day, 28)) - timedelta(days=days)


def make_elders(village: str, count: int = 1, rw: str = "001", first: int = 1, years: int = 70) -> list[Person]:
    """Heads of so many new families, made so old."""
    families = make_families(village, count, rw, first)
    heads = [family.head_id for family in families]
    Person.objects.filter(pk__in=heads).update(birth_date=years_ago(years))
    return [Person.objects.get(pk=one) for one in heads]


def skilas(elder: Person, days_ago: int = 0, **changed: int) -> ElderScreening:
    """A screening in which only what is told ticks."""
    return record_screening(SYSTEM, elder, "skilas", today() - timedelta(days=days_ago), {**CLEAR, **changed})


def adl(elder: Person, days_ago: int = 0, **changed: int) -> ElderScreening:
    """Daily living of who does everything alone but what is told."""
    return record_screening(SYSTEM, elder, "adl", today() - timedelta(days=days_ago), {**FULL, **changed})


def checked(elder: Person, days_ago: int = 0, **figures: int) -> ElderCheck:
    return record_elder_check(SYSTEM, elder, today() - timedelta(days=days_ago), ElderFigures(**figures))
