"""Activities of a Kampung KB: recorded, put right, taken back, marked as posted. The only way to write activities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment import services as assessment
from guyub.apps.audit import trail
from guyub.apps.programmes.activity_models import TITLE, Activity, ActivityPhoto, ActivitySending
from guyub.apps.programmes.models import Group, Meeting
from guyub.apps.programmes.services.meetings import LONGEST_AGO
from guyub.apps.territory.models import Region
from guyub.apps.ui.outbox import Sent, arrived_before
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.programmes.posts import BEFORE_AFTER, OTHER
from guyub.errors import DomainError, NotAllowed

ACTION = "record-activity"
MOST_PRESENT = 100_000


class ActivityRefused(DomainError):
    """Something about an activity that cannot be as it was told."""

    code = "activity-refused"
    template = "Nothing was recorded of activity {activity}: {reason}."
    exit_code = 4
    words = ("reason",)


@dataclass(frozen=True)
class ActivityFacts:
    """What is told of an activity; codes as in `data/programmes`. ``activity`` or ``title``, or both."""

    day: date
    place: str
    description: str
    section: str
    kind: str = "kegiatan"
    activity: str = ""
    title: str = ""
    targets: tuple[str, ...] = ()
    target_told: str = ""
    institutions: tuple[str, ...] = ()
    institution_told: str = ""
    present: int | None = None

    def columns(self) -> dict[str, object]:
        """As the table has them."""
        texts = ("place", "description", "title", "target_told", "institution_told")
        return vars(self) | {
            **{name: getattr(self, name).strip() for name in texts},
            "targets": list(self.targets),
            "institutions": list(self.institutions),
        }


def may_run(user: User, activity: Activity) -> bool:
    """Whether someone may write of an activity."""
    return activity.touches(scope_of(user).codes(Right.EDIT_GROUPS))


def refuse(problem: str, activity: int | None = None) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        ActivityRefused: There is one.
    """
    if problem:
        raise ActivityRefused(activity="-" if activity is None else activity, reason=problem)


@transaction.atomic
def record_activity(
    actor: Actor,
    village: Region,
    facts: ActivityFacts,
    serves: Iterable[str] = (),
    *,
    group: Group | None = None,
    meeting: Meeting | None = None,
) -> Activity:
    """Put an activity of a village, or of some of its RW, on record.

    Args:
        actor: Who records it.
        village: Where it was.
        facts: What is told of it.
        serves: RW that it was for; empty: the whole village.
        group: Whose activity it was, if a group's.
        meeting: Of which meeting it tells; then of its group.

    Raises:
        NotAllowed: The actor may not write of groups in all that it serves.
        ActivityRefused: What is told cannot be, or the meeting is told of already.
    """
    group = meeting.group if meeting is not None else group
    made = Activity(village=village, serves=sorted(set(serves)), group=group, meeting=meeting)
    require(actor, ACTION, Right.EDIT_GROUPS, *made.places)
    refuse("activity-of-another-village" if group is not None and group.village_id != village.pk else "")
    refuse(_problem(facts))
    for name, value in facts.columns().items():
        setattr(made, name, value)
    made.recorded_by, made.recorded_at = person(actor), timezone.now()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise ActivityRefused(activity="-", reason="meeting-told-already") from error
    _note(actor, "activity-recorded", made)
    return made


@transaction.atomic
def take_in_activity(
    actor: Actor,
    village: Region,
    sent: Sent,
    facts: ActivityFacts,
    serves: Iterable[str] = (),
    *,
    meeting: Meeting | None = None,
) -> Activity | None:
    """Put a numbered sending of the form on record, once: the activity that came of it, now or before.

    None: the number was used up without an activity.

    Raises:
        SendingsMissing: An earlier sending of the page has not arrived.
        NotAllowed, ActivityRefused: See `record_activity`.
    """
    if not _is_next(village, sent):
        return _came_of(village, sent)
    made = record_activity(actor, village, facts, serves, meeting=meeting)
    _use_up(actor, village, sent, made)
    return made


@transaction.atomic
def use_up(actor: Actor, village: Region, sent: Sent) -> Activity | None:
    """Use a number up without an activity, so that what follows can pass; what came of it, if it came before.

    Raises:
        SendingsMissing: An earlier sending of the page has not arrived.
    """
    if not _is_next(village, sent):
        return _came_of(village, sent)
    _use_up(actor, village, sent, None)
    return None


@transaction.atomic
def correct_activity(actor: Actor, activity: Activity, facts: ActivityFacts) -> Activity:
    """Put what is told of an activity right; nothing changed is nothing done.

    Raises:
        NotAllowed: The actor may not write of this activity.
        ActivityRefused: It was taken back, what is told cannot be, or its photos are of another type of post.
    """
    held = hold(actor, activity)
    problem = _problem(facts)
    if facts.kind != held.kind and held.photos.exists():
        problem = problem or "photos-of-another-kind"
    if held.posted_on is not None and facts.day > held.posted_on:
        problem = problem or "posted-before-it-was"
    refuse(problem, held.pk)
    wanted = facts.columns()
    changed = sorted(name for name, value in wanted.items() if getattr(held, name) != value)
    for name in changed:
        setattr(held, name, wanted[name])
    if changed:
        held.save(update_fields=changed)
        _note(actor, "activity-corrected", held, fields=changed)
        _figures_follow(held)
    return held


@transaction.atomic
def mark_posted(actor: Actor, activity: Activity, day: date | None) -> Activity:
    """Say on which day an activity was put on the national web, or that it was not.

    Raises:
        NotAllowed: The actor may not write of this activity.
        ActivityRefused: It was taken back; or the day is before it, or to come.
    """
    held = hold(actor, activity)
    if day is not None:
        refuse("posted-before-it-was" if day < held.day else "", held.pk)
        refuse("activity-day-to-come" if day > timezone.localdate() else "", held.pk)
    if held.posted_on != day:
        held.posted_on = day
        held.save(update_fields=["posted_on"])
        _note(actor, "activity-posted" if day else "activity-not-posted", held, day=day.isoformat() if day else "")
        assessment.follow(assessment.HAPPENED, [held.village_id])
    return held


@transaction.atomic
def withdraw_activity(actor: Actor, activity: Activity) -> Activity:
    """Take back an activity that was recorded by mistake: it counts nowhere any more, and stays on the trail.

    Raises:
        NotAllowed: The actor may not write of this activity.
    """
    held = hold(actor, activity, gone=True)
    if held.withdrawn_at is None:
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        _note(actor, "activity-withdrawn", held)
        _figures_follow(held)
    return held


def hold(actor: Actor, activity: Activity, *, gone: bool = False) -> Activity:
    """The activity as it is now, locked, for someone who may write of it.

    Args:
        actor: Who writes.
        activity: Which.
        gone: Whether one that was taken back will do.

    Raises:
        NotAllowed: The actor may not write of this activity.
        ActivityRefused: It was taken back.
    """
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not isinstance(actor, System) and not may_run(actor, held):
        raise NotAllowed(action=ACTION)
    refuse("activity-withdrawn" if held.withdrawn_at is not None and not gone else "", held.pk)
    return held


def note_photo(actor: Actor, action: str, photo: ActivityPhoto) -> None:
    """Put an act about a photo on the trail of its village."""
    _note(actor, action, photo.activity, moment=photo.moment, agreed=photo.agreed)


def _note(actor: Actor, action: str, activity: Activity, **details: object) -> None:
    told = {"kind": activity.kind, **details}
    trail.note(actor, action, chain=activity.village_id, subject=f"activity:{activity.pk}", **told)


def _figures_follow(activity: Activity) -> None:
    """Figures count what was posted; a change of anything else moves none."""
    if activity.posted_on is not None:
        assessment.follow(assessment.HAPPENED, [activity.village_id])


def _problem(facts: ActivityFacts) -> str:
    told = facts.columns()
    today = timezone.localdate()
    if facts.day > today:
        return "activity-day-to-come"
    if facts.day.year < today.year - LONGEST_AGO:
        return "activity-day-too-long-ago"
    if not (told["title"] or facts.activity) or not told["place"] or not told["description"]:
        return "activity-lacks-words"
    if len(facts.title) > TITLE or not _listed(facts):
        return "not-in-the-list"
    if not facts.targets or not facts.institutions:
        return "activity-for-nobody"
    if (OTHER in facts.targets) != bool(told["target_told"]):
        return "other-target-in-words"
    if (OTHER in facts.institutions) != bool(told["institution_told"]):
        return "other-institution-in-words"
    return "" if facts.present is None or 0 <= facts.present <= MOST_PRESENT else "too-many-present"


def _listed(facts: ActivityFacts) -> bool:
    form, rules = load_post_form(), load_activities()
    return (
        facts.kind in form.kinds.by_code
        and (not facts.activity or facts.activity in rules.area_of)
        and facts.section in form.sections.by_code
        and set(facts.targets) <= set(form.targets.by_code)
        and set(facts.institutions) <= set(form.institutions.by_code)
    )


def _is_next(village: Region, sent: Sent) -> bool:
    """Whether a sending is the next one of its page; the village's trail is locked, so that two wait for each other."""
    trail.hold(village.code)
    return not arrived_before(ActivitySending.objects.filter(village=village), sent.device, sent.sequence)


def _came_of(village: Region, sent: Sent) -> Activity | None:
    found = ActivitySending.objects.filter(village=village, device=sent.device, sequence=sent.sequence)
    row = found.select_related("activity").first()
    return row.activity if row else None


def _use_up(actor: Actor, village: Region, sent: Sent, made: Activity | None) -> None:
    ActivitySending.objects.create(
        village=village,
        activity=made,
        device=sent.device,
        sequence=sent.sequence,
        sent_by=person(actor),
        arrived_at=timezone.now(),
    )


def is_pair(activity: Activity) -> bool:
    """Whether its photos are a pair, before and after."""
    return activity.kind == BEFORE_AFTER
