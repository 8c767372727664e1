"""Things of offices and meetings for the access matrix."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.apps.access_world import CITY, World, thing


@thing("office")
def _(world: World) -> int:
    """An office of the city at home."""
    from guyub.apps.coordination.models import Office

    made, _ = Office.objects.get_or_create(region_id=CITY, short="Dinas Uji", defaults={"name": "Dinas Uji Rekaan"})
    return made.pk


@thing("office_clerk")
def _(world: World) -> str:
    """An account that may answer for an office of the city."""
    return world.users["opd"].username


@thing("meeting")
def _(world: World) -> int:
    """A meeting of the village at home that can be fixed: written, and somebody came."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.coordination.services import meetings

    words = meetings.MeetingWords("Rakor uji", datetime(2026, 2, 3, 2, 0, tzinfo=UTC), minutes="Disepakati.")
    held = meetings.plan_meeting(SYSTEM, world.village, words)
    seat = meetings.invite(SYSTEM, held, "Lurah")
    meetings.record_presence(SYSTEM, held, {seat.pk: True}, set())
    return held.pk
