"""Photos that a sub-team takes on the spot: looked into like a file of a proof, kept for the panel, never public."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from guyub.apps.accounts.actors import Actor
from guyub.apps.appraisal.models import Cycle, Entry, FieldPhoto, Seat
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import record
from guyub.apps.appraisal.services.judging import JudgingNotPossible, on_the_spot
from guyub.apps.evidence.services import proofs
from guyub.data.panel_files import load_panel_rules
from guyub.domain.cycles import PhotoFault, RecordKind, Stage, StageKind
from guyub.errors import DomainError, NotAllowed


class TooManyPhotos(DomainError):
    """The item has all the photos it can have."""

    code = "field-photos-enough"
    template = "Item {item} has {most} photos, which is the most. Nothing was added."
    exit_code = 4


def add_photo(actor: Actor, entry: Entry, item: str, sent: UploadedFile) -> FieldPhoto:
    """Add a photo to an item of the field checklist; the same photo again changes nothing.

    Raises:
        NotAllowed, ConflictOfInterest: The person may not judge this entry.
        JudgingNotPossible: The entry is not in its field stage, the item was not claimed, or is the other sub-team's.
        FileRefused: The file is not taken in, or no picture.
        TooManyPhotos: The item has enough of them.
    """
    with transaction.atomic():
        _asked(actor, entry, item)
    stored = proofs.taken_in(sent, pictures_only=True)  # takes seconds: nothing is locked meanwhile
    with transaction.atomic():
        seat, stage = _asked(actor, entry, item)
        there = FieldPhoto.objects.filter(entry=entry, item=item)
        if (known := there.filter(file=stored).first()) is not None:
            return known
        most = load_panel_rules().photos_per_item
        if there.count() >= most:
            raise TooManyPhotos(item=item, most=most)
        body = {"file": stored.sha256, "kept": stored.kept_sha256}
        record(actor, entry, RecordKind.PHOTO, stage=stage.code, item=item, seat=seat, body=body)
        return FieldPhoto.objects.create(entry=entry, item=item, seat=seat, file=stored)


@transaction.atomic
def take_off(actor: Actor, photo: FieldPhoto, fault: PhotoFault) -> None:
    """Take a photo off its item, by who took it; one that is off already changes nothing.

    The ledger keeps its digest and says why; the content stays for a while (`drop_orphans`).

    Raises:
        NotAllowed, ConflictOfInterest: The person may not judge this entry, or did not take the photo.
        JudgingNotPossible: The entry is not in its field stage.
    """
    entry = photo.entry
    seat, stage = on_the_spot(actor, entry, photo.item)
    if photo.seat_id != seat.pk:
        raise NotAllowed(action="take-off-field-photo")
    there = FieldPhoto.objects.select_related("file").filter(pk=photo.pk).first()
    if there is None:
        return
    body = {"file": there.file.sha256, "reason": str(PhotoFault(fault))}
    record(actor, entry, RecordKind.PHOTO_OFF, stage=stage.code, item=there.item, seat=seat, body=body)
    there.delete()


def open_for_photos(entry: Entry) -> bool:
    """Whether photos of an entry may still be added and taken off."""
    running = entry.state == Entry.State.ACTIVE and entry.cycle.state == Cycle.State.OPEN
    return running and definition_of(entry.cycle).stage(entry.stage).kind is StageKind.FIELD


def _asked(actor: Actor, entry: Entry, item: str) -> tuple[Seat, Stage]:
    """As for a check. One that waited on a phone is taken from either sub-team; a photo never waits there."""
    seat, stage = on_the_spot(actor, entry, item)
    if not stage.asks(seat.team, item):
        raise JudgingNotPossible(village=entry.unit.region_id, reason="other-sub-team")
    return seat, stage
