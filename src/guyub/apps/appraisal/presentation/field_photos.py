"""Photos of the field checklist as the panel sees them: when each was taken, and whether far from the village."""

from collections import defaultdict
from dataclasses import dataclass

from guyub.apps.accounts.models import User
from guyub.apps.appraisal.models import Entry, FieldPhoto
from guyub.apps.appraisal.presentation.panel import decimal_text
from guyub.apps.evidence.services.sense import outlines_of, picture_of
from guyub.data.evidence_files import load_sense_rules
from guyub.domain.evidence.sense import Rule


@dataclass(frozen=True)
class PhotoLine:
    """One photo. ``far``: kilometres beyond the village, where that is more than the evidence sense lets pass."""

    photo: FieldPhoto
    far: str
    placed: bool


def photos_by_item(user: User, entry: Entry) -> dict[str, list[PhotoLine]]:
    """The photos of an entry that the person may see. Three queries."""
    found: dict[str, list[PhotoLine]] = defaultdict(list)
    village, most = entry.unit.region_id, load_sense_rules().most(Rule.PLACE)
    outline = outlines_of([village]).get(village)
    for one in FieldPhoto.objects.visible_to(user).filter(entry=entry).select_related("file", "seat"):
        km = picture_of(one.file, outline).km_outside
        far = decimal_text(f"{km:.1f}") if km is not None and km > most else ""
        found[one.item].append(PhotoLine(one, far, one.file.latitude is not None))
    return dict(found)
