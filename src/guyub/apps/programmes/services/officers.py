"""Who runs a group, since when, and who was trained. The only way to write posts."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Group, GroupOfficer
from guyub.apps.programmes.services.problems import refuse
from guyub.apps.programmes.services.reach import ACTION, note, require_runs
from guyub.data.group_files import load_group_rules


@transaction.atomic
def appoint(
    actor: Actor, group: Group, post: str, who: Person | str, since: date, trained_on: date | None = None
) -> GroupOfficer:
    """Put someone of the registry, or an office, on a post of a group.

    Raises:
        NotAllowed: The actor may not run this group, or may not see where the person lives.
        GroupRecordRefused: The group is closed, the post or office is unknown, the person is not living in this
            village or has the post, or a day cannot be.
    """
    require_runs(actor, group)
    officer = GroupOfficer(group=group, post=post, since=since, trained_on=trained_on, appointed_by=person(actor))
    if isinstance(who, Person):
        require(actor, ACTION, Right.SEE_PEOPLE, who.place)
        officer.person = who
    else:
        officer.office = who
    refuse(_problem(group, officer), group.pk)
    officer.save()
    note(actor, "group-post-filled", group, post=post)
    return officer


@transaction.atomic
def end_post(actor: Actor, officer: GroupOfficer, day: date) -> GroupOfficer:
    """Say until when someone had a post.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: It has ended, or the day is before it began or is to come.
    """
    require_runs(actor, officer.group)
    officer = GroupOfficer.objects.select_for_update(of=("self",)).select_related("group").get(pk=officer.pk)
    fits = officer.since <= day <= timezone.localdate()
    refuse("group-post-ended" if officer.until else "" if fits else "group-day-does-not-fit", officer.group_id)
    officer.until = day
    officer.save(update_fields=["until"])
    note(actor, "group-post-ended", officer.group, post=officer.post)
    return officer


@transaction.atomic
def record_training(actor: Actor, officer: GroupOfficer, day: date) -> GroupOfficer:
    """Say on which day someone was trained for their post.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: The post has ended, or the day is to come.
    """
    require_runs(actor, officer.group)
    problem = "group-day-to-come" if day > timezone.localdate() else ""
    refuse("group-post-ended" if officer.until else problem, officer.group_id)
    officer.trained_on = day
    officer.save(update_fields=["trained_on"])
    note(actor, "group-officer-trained", officer.group, post=officer.post)
    return officer


def _problem(group: Group, officer: GroupOfficer) -> str:
    rules, today, who = load_group_rules(), timezone.localdate(), officer.person
    if group.closed_on is not None:
        return "group-is-closed"
    if officer.post not in rules.posts.by_code or (who is None and officer.office not in rules.facilitators.by_code):
        return "not-in-the-list"
    if officer.since > today or (officer.trained_on is not None and officer.trained_on > today):
        return "group-day-to-come"
    if who is None:
        return ""
    if who.state != Person.State.LIVING or who.village_id != group.village_id:
        return "not-living-in-this-village"
    taken = GroupOfficer.objects.filter(group=group, post=officer.post, person=who, until=None)
    return "group-post-held" if taken.exists() else ""
