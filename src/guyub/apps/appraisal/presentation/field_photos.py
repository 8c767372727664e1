"""Photos of the field checklist as the panel sees them: when each was taken, and whether far from the village."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from guyub.apps.accounts.models import User
from guyub.apps.appraisal.forms.field_photos import FAULTS
from guyub.apps.appraisal.models import Entry, EntryRecord, FieldPhoto
from guyub.apps.appraisal.presentation.panel import decimal_text
from guyub.apps.appraisal.services.field_photos import open_for_photos
from guyub.apps.evidence.services.sense import outlines_of, picture_of
from guyub.data.evidence_files import load_sense_rules
from guyub.domain.cycles import PhotoFault, RecordKind
from guyub.domain.evidence.sense import Rule


@dataclass(frozen=True)
class PhotoLine:
    """One photo. ``far``: kilometres beyond the village, where that is more than the evidence sense lets pass.

    ``removable``: the person who looks took it, and may still take it off.
    """

    photo: FieldPhoto
    far: str
    placed: bool
    removable: bool


@dataclass(frozen=True)
class OffLine:
    """One photo that was taken off: by whom, from which item, why and when."""

    item: str
    seat: str
    fault: str
    at: datetime


def photos_by_item(user: User, entry: Entry) -> dict[str, list[PhotoLine]]:
    """The photos of an entry that the person may see. Three queries."""
    found: dict[str, list[PhotoLine]] = defaultdict(list)
    village, most = entry.unit.region_id, load_sense_rules().most(Rule.PLACE)
    outline = outlines_of([village]).get(village)
    still_open = open_for_photos(entry)
    for one in FieldPhoto.objects.visible_to(user).filter(entry=entry).select_related("file", "seat"):
        km = picture_of(one.file, outline).km_outside
        far = decimal_text(f"{km:.1f}") if km is not None and km > most else ""
        own = still_open and one.seat.user_id == user.pk
        found[one.item].append(PhotoLine(one, far, one.file.latitude is not None, own))
    return dict(found)


def taken_off(user: User, entry: Entry) -> list[OffLine]:
    """Photos of an entry that were taken off, in their order, as the ledger tells them."""
    rows = EntryRecord.objects.visible_to(user).filter(entry=entry, kind=RecordKind.PHOTO_OFF)
    return [
        OffLine(row.item, row.seat.label if row.seat else "", str(FAULTS[PhotoFault(row.body["reason"])]), row.at)
        for row in rows.select_related("seat").order_by("sequence")
    ]
