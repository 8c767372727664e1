"""What activities offer to proofs: one that was posted on the web proves what it tells of, and its photos with it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.evidence.records import Record
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.presentation.activities import activity_title

ACTIVITY, ACTIVITY_LABEL = "activity", gettext_lazy("Kegiatan yang diposting di web Kampung KB")
MOST_OFFERED = 40
LONGEST_KEY = 9  # digits of a row's number


class PostedActivities:
    """Activities of a village that were posted and not taken back."""

    def offer(self, user: User, village: str) -> list[Record]:
        """Those that this person may use as proofs of a village, newest first."""
        found = Activity.objects.visible_to(user).standing().filter(village=village, posted_on__isnull=False)
        return [_record(one) for one in found[:MOST_OFFERED]]

    def resolve(self, user: User, key: str) -> Record | None:
        """One of them, or None where it is gone, not posted, or not for this person."""
        if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
            return None
        found = Activity.objects.visible_to(user).standing().filter(pk=int(key), posted_on__isnull=False).first()
        return None if found is None else _record(found)


def _record(activity: Activity) -> Record:
    url = reverse("programmes:activity", args=[activity.village_id, activity.pk])
    return Record(str(activity.pk), activity_title(activity), activity.day, url, frozenset({activity.village_id}))
