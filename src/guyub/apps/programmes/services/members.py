"""Who belongs to a group, from when to when, out of the registry. The only way to write members and home visits."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.again import told_already
from guyub.apps.growth.services import problem_with_answer, write_answer
from guyub.apps.people.models import Family, Person
from guyub.apps.programmes.models import Group, GroupMember, GroupVisit, VisitReferral
from guyub.apps.programmes.services.problems import refuse
from guyub.apps.programmes.services.reach import ACTION, note, require_runs, runs
from guyub.data.group_files import load_group_rules
from guyub.errors import NotAllowed

Who = Family | Person


@transaction.atomic
def enrol(actor: Actor, group: Group, whom: Sequence[Who], since: date) -> list[GroupMember]:
    """Let families or people belong to a group, all or none; who belongs to it already is left as they are.

    Raises:
        NotAllowed: The actor may not run this group, or not where one of them lives.
        GroupRecordRefused: The group is closed or has no members, one of them is of the wrong sort, gone, or of
            another village, or the day is to come.
    """
    require_runs(actor, group)
    require(actor, ACTION, Right.EDIT_GROUPS, *(one.place for one in whom))
    refuse(_problem(group, whom, since), group.pk)
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)  # two who enrol the same one wait for each other
    open_ones = group.members.filter(until=None)
    families, people = (set(open_ones.values_list(name, flat=True)) for name in ("family_id", "person_id"))
    new = [one for one in dict.fromkeys(whom) if one.pk not in (families if isinstance(one, Family) else people)]
    found = GroupMember.objects.bulk_create([_member(actor, group, one, since) for one in new])
    if found:
        note(actor, "group-members-enrolled", group, count=len(found))
    return found


@transaction.atomic
def end_membership(actor: Actor, member: GroupMember, day: date, why: str) -> GroupMember:
    """Say until when someone belonged to a group, and why no longer.

    Raises:
        NotAllowed: The actor may not run this group, or not where the member lives.
        GroupRecordRefused: It has ended, the day is before it began or is to come, or the reason is unknown.
    """
    _require(actor, member)
    member = GroupMember.objects.select_for_update(of=("self",)).select_related("group").get(pk=member.pk)
    problem = "" if member.since <= day <= timezone.localdate() else "group-day-does-not-fit"
    if member.until is not None:
        problem = "membership-ended"
    elif why not in GroupMember.Ended.values:
        problem = "not-in-the-list"
    refuse(problem, member.group_id)
    member.until, member.ended = day, why
    member.save(update_fields=["until", "ended"])
    note(actor, "group-membership-ended", member.group, why=why)
    return member


@transaction.atomic
def record_home_visit(actor: Actor, member: GroupMember, day: date, reason: str, outcome: str) -> GroupVisit:
    """Put a home visit to a member on record, and whom they are sent on to; the same one told again is there already.

    Raises:
        NotAllowed: The actor may not run this group, or not where the member lives.
        GroupRecordRefused: The day is before the membership or is to come, or a code is unknown.
    """
    _require(actor, member)
    rules = load_group_rules()
    problem = "" if member.since <= day <= timezone.localdate() else "group-day-does-not-fit"
    if reason not in rules.visit_reasons.by_code or outcome not in rules.visit_outcomes.by_code:
        problem = "not-in-the-list"
    refuse(problem, member.group_id)
    GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)  # one sent twice waits for itself
    said = {"day": day, "reason": reason, "outcome": outcome}
    if (before := told_already(member.visits.all(), said)) is not None:
        return before
    visit = GroupVisit.objects.create(
        group=member.group,
        member=member,
        **said,
        visited_by=person(actor),
        recorded_at=timezone.now(),
    )
    note(actor, "group-member-visited", member.group, reason=reason, outcome=outcome)
    if outcome in rules.visit_referral.to:
        _refer(actor, visit)
    return visit


@transaction.atomic
def answer_visit_referral(actor: Actor, referral: VisitReferral, outcome: str, told: str = "") -> VisitReferral:
    """Say what came of a referral from a home visit: whoever runs the group, or answers referrals of the puskesmas.

    Raises:
        NotAllowed: The actor may do neither where the member lives.
        GroupRecordRefused: It was answered already, or the answer is unknown.
    """
    locked = VisitReferral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    member = locked.visit.member
    if not may_answer(actor, member):
        raise NotAllowed(action=ACTION)
    known = [one.code for one in load_group_rules().visit_referral.answers]
    refuse(problem_with_answer(locked, outcome, known), member.group_id)
    write_answer(actor, locked, outcome, told)
    note(actor, "group-referral-answered", member.group, outcome=outcome)
    return locked


def may_answer(actor: Actor, member: GroupMember) -> bool:
    """Whether someone may say what came of a referral of a member."""
    if isinstance(actor, System):
        return True
    scope = scope_of(actor)
    answers = scope.may(Right.ANSWER_REFERRALS, member.place)
    return answers or (runs(actor, member.group) and scope.may(Right.EDIT_GROUPS, member.place))


def _refer(actor: Actor, visit: GroupVisit) -> None:
    rule, home = load_group_rules().visit_referral, visit.member.family or visit.member.person
    VisitReferral.objects.create(
        visit=visit,
        to=rule.to[visit.outcome],
        village_id=home.village_id,
        rw=home.rw,
        rt=home.rt,
        reasons=[visit.reason],
        referred_on=visit.day,
        due_on=visit.day + timedelta(days=rule.answer_within_days),
        referred_by=person(actor),
    )


def _require(actor: Actor, member: GroupMember) -> None:
    require_runs(actor, member.group)
    require(actor, ACTION, Right.EDIT_GROUPS, member.place)


def _member(actor: Actor, group: Group, one: Who, since: date) -> GroupMember:
    which = {"family": one} if isinstance(one, Family) else {"person": one}
    return GroupMember(group=group, since=since, enrolled_by=person(actor), **which)


def _problem(group: Group, whom: Sequence[Who], since: date) -> str:
    """Why they cannot be enrolled: a reason code, or nothing."""
    wanted = {"families": Family, "people": Person}.get(load_group_rules().by_code[group.kind].members)
    if group.closed_on is not None:
        return "group-is-closed"
    if wanted is None:
        return "group-without-members"
    if not all(isinstance(one, wanted) for one in whom):
        return "wrong-sort-of-member"
    if since > timezone.localdate():
        return "group-day-to-come"
    here = all(_is_there(one) and one.village_id == group.village_id for one in whom)
    return "" if here else "not-living-in-this-village"


def _is_there(one: Who) -> bool:
    return one.until is None if isinstance(one, Family) else one.state == Person.State.LIVING
