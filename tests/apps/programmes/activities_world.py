"""Activities for tests: a healthy-kitchen day of village A, or what is told of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.services.activities import ActivityFacts, mark_posted, record_activity
from guyub.apps.territory.models import Region
from tests.apps.evidence.samples import jpeg
from tests.apps.made_families import today


def facts(**changes: Any) -> ActivityFacts:
    told: dict[str, Any] = {
        "day": today(),
        "place": "Balai RW 001",
        "description": "Memasak bersama bahan dari kebun.",
        "section": "ekonomi",
        "activity": "dashat",
        "targets": ("keluarga-balita",),
        "institutions": ("health", "food"),
    }
    return ActivityFacts(**{**told, **changes})


def activity_of(
    village: Region, posted: date | None = None, serves: tuple[str, ...] = ("001",), **changes: Any
) -> Activity:
    """An activity, posted on a day or not."""
    made = record_activity(SYSTEM, village, facts(**changes), serves)
    return mark_posted(SYSTEM, made, posted) if posted else made


def picture(shift: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"foto-{shift}.jpg", jpeg(shift=shift), "image/jpeg")


def typed(**changes: Any) -> dict[str, Any]:
    """The form filled in."""
    told = {
        "activity": "dashat",
        "title": "",
        "day": today().isoformat(),
        "place": "Balai RW 001",
        "description": "Memasak bersama bahan dari kebun.",
        "section": "ekonomi",
        "targets": ["keluarga-balita"],
        "institutions": ["health", "food"],
        "kind": "kegiatan",
        "serves": "1",
    }
    return {**told, **changes}
