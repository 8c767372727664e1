"""Files that wait for a decision and drafts of the village profile, which are kept for a time only."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from guyub.apps.growth.services import eppgbm
from guyub.apps.intake.models import ProfileDraft
from guyub.apps.intake.people_files.services import receiving as people
from guyub.apps.intake.services import files as figures
from guyub.apps.retention.keepers import Keeper


def forgotten_drafts(now: datetime, kept: timedelta) -> QuerySet[ProfileDraft]:
    """Drafts that nobody changed or handed in for longer than that."""
    return ProfileDraft.objects.filter(recording__isnull=True, updated_at__lt=now - kept)


def keepers() -> tuple[Keeper, ...]:
    """What the intake keeps for a time."""
    return (
        Keeper(
            "import-files",
            due=lambda now, kept: sum(kind.forgotten(now, kept).count() for kind in (figures, people, eppgbm)),
            erase=lambda now, kept: sum(kind.drop_forgotten(now, kept) for kind in (figures, people, eppgbm)),
        ),
        Keeper(
            "profile-drafts",
            due=lambda now, kept: forgotten_drafts(now, kept).count(),
            erase=lambda now, kept: forgotten_drafts(now, kept).delete()[1].get(ProfileDraft._meta.label, 0),
        ),
    )
