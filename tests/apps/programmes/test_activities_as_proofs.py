"""A posted activity stands in for the file of a proof; one that waits or was taken back does not."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.evidence import records
from guyub.apps.programmes.services.activities import withdraw_activity
from tests.apps.made_families import today
from tests.apps.programmes.activities_world import activity_of

pytestmark = pytest.mark.django_db


def test_posted_activities_are_offered_and_others_are_not(cast):
    village = cast.unit.region
    posted = activity_of(village, title="Dapur kebun", posted=today())
    waiting = activity_of(village, title="Belum")
    offered = {kind: found for kind, _label, found in records.offered(cast.operator, village.code)}
    assert [one.title for one in offered["activity"]] == ["Dapur kebun"]
    found = records.resolve(cast.operator, "activity", str(posted.pk))
    assert (found.title, found.dated, found.villages) == ("Dapur kebun", today(), {village.code})
    for key in (str(waiting.pk), "x", "9" * 12, "999999"):
        assert records.resolve(cast.operator, "activity", key) is None
    assert records.resolve(cast.stranger, "activity", str(posted.pk)) is None
    withdraw_activity(SYSTEM, posted)
    assert records.resolve(cast.operator, "activity", str(posted.pk)) is None
