"""Photos of an activity: looked into and kept as a file of a proof is, at most five, a pair where before and after."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.evidence.services.proofs import taken_in
from guyub.apps.programmes.activity_models import TITLE, Activity, ActivityPhoto
from guyub.apps.programmes.services.activities import hold, is_pair, note_photo, refuse
from guyub.data.group_files import load_post_form

Moment = ActivityPhoto.Moment
PAIR = (Moment.BEFORE, Moment.AFTER)


def add_photo(
    actor: Actor, activity: Activity, sent: UploadedFile, caption: str, *, moment: str = "", agreed: bool = False
) -> ActivityPhoto:
    """Add a photo to an activity; the same photo again changes nothing.

    Args:
        actor: Who adds it.
        activity: Of what.
        sent: The file.
        caption: What it shows; the web wants it for an activity, and takes none for a pair.
        moment: Of a pair, whether before or after.
        agreed: Whether everybody in it agrees that the public sees it.

    Raises:
        NotAllowed: The actor may not write of this activity.
        ActivityRefused: It was taken back, has all its photos, or this one lacks its caption or its moment.
        FileRefused: The file is not taken in, or no picture.
    """
    with transaction.atomic():  # whether there is room is asked later: what arrived before may be sent again
        refuse(_caption_problem(hold(actor, activity), caption), activity.pk)
    stored = taken_in(sent, pictures_only=True)  # takes seconds: nothing is locked meanwhile
    with transaction.atomic():
        held = hold(actor, activity)
        if (known := held.photos.filter(file=stored).first()) is not None:
            return known
        held = _asked(actor, activity, caption, moment)
        made = ActivityPhoto.objects.create(
            activity=held,
            file=stored,
            moment=moment if is_pair(held) else Moment.DURING,
            caption=caption.strip(),
            agreed=agreed,
            added_by=person(actor),
        )
        note_photo(actor, "activity-photo-added", made)
        return made


@transaction.atomic
def describe_photo(actor: Actor, photo: ActivityPhoto, caption: str, agreed: bool) -> ActivityPhoto:
    """Put the caption of a photo right, and whether those in it agree.

    Raises:
        NotAllowed: The actor may not write of this activity.
        ActivityRefused: It was taken back, or the caption is missing or too long.
    """
    held = hold(actor, photo.activity)
    refuse(_caption_problem(held, caption), held.pk)
    photo.caption, photo.agreed = caption.strip(), agreed
    photo.save(update_fields=["caption", "agreed"])
    note_photo(actor, "activity-photo-described", photo)
    return photo


@transaction.atomic
def take_off_photo(actor: Actor, photo: ActivityPhoto) -> None:
    """Take a photo off; one that is off already changes nothing. Its content stays for a while (`drop_orphans`).

    Raises:
        NotAllowed: The actor may not write of this activity.
        ActivityRefused: The activity was taken back.
    """
    hold(actor, photo.activity)
    there = ActivityPhoto.objects.select_related("activity").filter(pk=photo.pk).first()
    if there is not None:
        note_photo(actor, "activity-photo-off", there)
        there.delete()


def moments_open(activity: Activity) -> list[str]:
    """Of a pair, which photo is missing; one query. Empty for other activities."""
    if not is_pair(activity):
        return []
    there = set(activity.photos.values_list("moment", flat=True))
    return [str(moment) for moment in PAIR if moment not in there]


def _asked(actor: Actor, activity: Activity, caption: str, moment: str) -> Activity:
    held = hold(actor, activity)
    problem = _caption_problem(held, caption)
    if is_pair(held):
        problem = problem or ("" if moment in moments_open(held) else "photo-before-or-after")
    elif held.photos.count() >= load_post_form().photos.most:
        problem = "photos-enough"
    refuse(problem, held.pk)
    return held


def _caption_problem(activity: Activity, caption: str) -> str:
    missing = not is_pair(activity) and not caption.strip()
    return "photo-without-caption" if missing or len(caption) > TITLE else ""
