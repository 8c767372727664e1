"""Things of activities for the access matrix: one of RW 001 with a photo."""

from __future__ import annotations

from datetime import date

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.evidence.models import Attachment
from guyub.apps.programmes.activity_models import Activity, ActivityPhoto
from guyub.apps.programmes.services.activities import ActivityFacts, record_activity
from tests.apps.access_world import World, thing


@thing("activity")
def _(world: World) -> int:
    facts = ActivityFacts(
        date(2026, 1, 5),
        "Balai RW 001",
        "Memasak bersama.",
        "ekonomi",
        activity="dashat",
        targets=("balita",),
        institutions=("health",),
    )
    return record_activity(SYSTEM, world.village, facts, ["001"]).pk


@thing("activity_photo")
def _(world: World) -> int:
    activity = Activity.objects.get(pk=world.thing("activity"))
    file = Attachment.objects.get(pk=world.thing("proof_file")).file
    return ActivityPhoto.objects.create(activity=activity, file=file, caption="Memasak").pk
