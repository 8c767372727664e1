"""Groups for tests: a BKB of RW 001 with families of `made_families` as members."""

from __future__ import annotations

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Family, Person
from guyub.apps.programmes.models import Group, GroupMember, Meeting
from guyub.apps.programmes.services import GroupFacts, enrol, open_group, open_meeting, save_attendance
from guyub.apps.territory.models import Region
from tests.apps.made_families import make_families, today
from tests.conftest import PASSWORD, Cast


def companion(cast: Cast, role: str, part: str = "") -> User:
    """Someone with a role in village A, or in a part of it."""
    name = f"{role}-{part or 'semua'}"
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=cast.unit.region, part=part)
    return user


def make_group(village: Region, kind: str = "bkb", name: str = "Melati", serves: tuple[str, ...] = ("001",)) -> Group:
    return open_group(SYSTEM, village, kind, GroupFacts(name), serves)


def with_members(group: Group, count: int, rw: str = "001", first: int = 1, days_ago: int = 400) -> list[GroupMember]:
    """So many new families as members of a group."""
    families = make_families(group.village_id, count, rw, first)
    return enrol(SYSTEM, group, families, today() - timedelta(days=days_ago))


def met(group: Group, day: date, members: list[GroupMember]) -> Meeting:
    """A meeting to which these members came."""
    meeting = open_meeting(SYSTEM, group, day)
    save_attendance(SYSTEM, meeting, [member.pk for member in members])
    return meeting


def child_of(family: Family) -> Person:
    return Person.objects.get(memberships__family=family, memberships__relation=3)
