"""Mothers for tests: a wife of `made_families`, pregnant since some weeks; her companions."""

from __future__ import annotations

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.mothers.services import CheckFigures, note_pregnancy, record_check
from guyub.apps.people.models import Family, Person
from tests.apps.made_families import make_families, today
from tests.conftest import PASSWORD, Cast


def companion(cast: Cast, role: str, part: str = "") -> User:
    """Someone with a role in village A, or in a part of it."""
    name = f"{role}-{part or 'semua'}"
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=cast.unit.region, part=part)
    return user


def make_mothers(village: str, count: int = 1, rw: str = "001", first: int = 1) -> list[Person]:
    """Wives of so many new families."""
    return [wife_of(family) for family in make_families(village, count, rw, first)]


def wife_of(family: Family) -> Person:
    return Person.objects.get(memberships__family=family, memberships__relation=2)


def last_period(weeks: int) -> date:
    """First day of the last period of someone who completes so many weeks today."""
    return today() - timedelta(days=7 * weeks)


def pregnant(mother: Person, weeks: int = 20, **more: int) -> Pregnancy:
    return note_pregnancy(SYSTEM, mother, Pregnancy.Dated.LAST_PERIOD, last_period(weeks), **more)


def checked(mother: Person, days_ago: int = 0, **figures: int):
    return record_check(SYSTEM, mother, today() - timedelta(days=days_ago), CheckFigures(**figures))
