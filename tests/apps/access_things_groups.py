"""Things of groups for the access matrix: a BKB of RW 001 to which the own family belongs, and its meetings."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.models import Group, GroupMember
from guyub.apps.programmes.services import (
    GroupFacts,
    appoint,
    close_meeting,
    enrol,
    open_group,
    open_meeting,
    record_home_visit,
    save_attendance,
)
from tests.apps.access_world import World, members, thing

SINCE = date(2025, 6, 1)


def _group(world: World) -> Group:
    return Group.objects.get(pk=world.thing("group"))


@thing("group")
def _(world: World) -> int:
    """With someone of the own family at its head, visited and at a meeting: names that pages could leak."""
    group = open_group(SYSTEM, world.village, "bkb", GroupFacts("Melati"), ["001"])
    member = enrol(SYSTEM, group, [world.families["own"]], SINCE)[0]
    appoint(SYSTEM, group, "ketua", next(members(world.families["own"])), SINCE)
    record_home_visit(SYSTEM, member, date(2025, 7, 1), "tidak-hadir", "akan-datang")
    save_attendance(SYSTEM, open_meeting(SYSTEM, group, date(2025, 8, 4)), [member.pk])
    return group.pk


@thing("new_group_member")
def _(world: World) -> str:
    """A family of RW 001 that belongs to no group."""
    from guyub.apps.people.services import NewFamily, NewMember, Place, register_families

    head = NewMember("Seruni Rekaan", 2, 1, date(1990, 1, 1), marital=4)
    return register_families(SYSTEM, [NewFamily(Place(world.village.code, "001", "001"), [head], SINCE)])[0].code


@thing("group_member")
def _(world: World) -> int:
    return GroupMember.objects.get(group=_group(world), family=world.families["own"]).pk


@thing("visit_referral")
def _(world: World) -> int:
    member = GroupMember.objects.get(pk=world.thing("group_member"))
    return record_home_visit(SYSTEM, member, date(2025, 7, 8), "sakit", "dirujuk-puskesmas").referral.pk


@thing("group_officer")
def _(world: World) -> int:
    return _group(world).officers.get(post="ketua").pk


@thing("group_meeting")
def _(world: World) -> int:
    return open_meeting(SYSTEM, _group(world), date(2026, 1, 5)).pk


@thing("closed_group_meeting")
def _(world: World) -> int:
    return close_meeting(SYSTEM, open_meeting(SYSTEM, _group(world), date(2025, 12, 5))).pk


@thing("today")
def _(world: World) -> str:
    return timezone.localdate().isoformat()


@thing("yesterday")
def _(world: World) -> str:
    return (timezone.localdate() - timedelta(days=1)).isoformat()
