"""Open, describe and close groups; confirm their yearly card. The only way to write groups and cards."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.programmes.models import Group, GroupCard
from guyub.apps.programmes.services.counting import card_counts
from guyub.apps.programmes.services.problems import refuse
from guyub.apps.programmes.services.reach import ACTION, note, require_runs
from guyub.apps.territory.models import Region
from guyub.data.group_files import load_group_rules


@dataclass(frozen=True)
class GroupFacts:
    """What the head of the yearly card tells of a group; codes as in the rule file."""

    name: str
    number: str = ""
    formed_on: date | None = None
    decree_number: str = ""
    decree_on: date | None = None
    decree_issuer: str = ""
    funds: tuple[str, ...] = ()
    integrated: tuple[str, ...] = field(default=())

    def columns(self) -> dict[str, object]:
        """As the table has them."""
        return asdict(self) | {"funds": sorted(self.funds), "integrated": sorted(self.integrated)}


@transaction.atomic
def open_group(actor: Actor, village: Region, kind: str, facts: GroupFacts, serves: Iterable[str] = ()) -> Group:
    """Register a group of a village that serves some of its RW, or all.

    Raises:
        NotAllowed: The actor may not run groups in all that it serves.
        GroupRecordRefused: Unknown kind, no name, one of that kind and name exists, or what is told cannot be.
    """
    group = Group(village=village, kind=kind, serves=sorted(set(serves)), opened_at=timezone.now())
    require(actor, ACTION, Right.EDIT_GROUPS, *group.places)
    _describe(group, facts)
    group.opened_by = person(actor)
    group.save()
    note(actor, "group-opened", group)
    return group


@transaction.atomic
def describe_group(actor: Actor, group: Group, facts: GroupFacts) -> Group:
    """Put what the card tells of a group right.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: As for `open_group`.
    """
    require_runs(actor, group)
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    before = {name: getattr(group, name) for name in facts.columns()}
    _describe(group, facts)
    changed = sorted(name for name, value in before.items() if getattr(group, name) != value)
    if changed:
        group.save(update_fields=changed)
        note(actor, "group-described", group, fields=changed)
    return group


@transaction.atomic
def close_group(actor: Actor, group: Group, day: date) -> Group:
    """Say since when a group is no more. What was recorded stays.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: It is closed already, the day is to come, or a meeting was held later.
    """
    require_runs(actor, group)
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    problem = ""
    if group.closed_on is not None:
        problem = "group-is-closed"
    elif day > timezone.localdate():
        problem = "group-day-to-come"
    elif group.meetings.filter(day__gte=day).exists():
        problem = "group-met-later"
    refuse(problem, group.pk)
    group.closed_on = day
    group.save(update_fields=["closed_on"])
    note(actor, "group-closed", group, day=day.isoformat())
    return group


@transaction.atomic
def confirm_card(actor: Actor, group: Group, year: int) -> GroupCard:
    """Keep the yearly card as it stands today.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: It is no year of today or the coming one, or the group is closed.
    """
    require_runs(actor, group)
    today = timezone.localdate()
    problem = "group-is-closed" if group.closed_on is not None else ""
    if year not in (today.year, today.year + 1):
        problem = "card-year-does-not-fit"
    refuse(problem, group.pk)
    card = GroupCard.objects.create(
        group=group,
        year=year,
        day=today,
        counts=card_counts(group, today),
        confirmed_by=person(actor),
        confirmed_at=timezone.now(),
    )
    note(actor, "group-card-confirmed", group, year=year)
    return card


def _describe(group: Group, facts: GroupFacts) -> None:
    columns = facts.columns() | {"name": facts.name.strip()}
    refuse(_problem(group, facts), group.pk)
    for name, value in columns.items():
        setattr(group, name, value)


def _problem(group: Group, facts: GroupFacts) -> str:
    """Why a group cannot be as it is told: a reason code, or nothing."""
    rules, today = load_group_rules(), timezone.localdate()
    kind = rules.by_code.get(group.kind)
    if kind is None:
        return "unknown-kind-of-group"
    name = facts.name.strip()
    others = Group.objects.filter(village=group.village_id, kind=group.kind, name=name).exclude(pk=group.pk)
    if not name or others.exists():
        return "group-name-taken-or-empty"
    if any(day is not None and day > today for day in (facts.formed_on, facts.decree_on)):
        return "group-day-to-come"
    lists = (
        ({facts.decree_issuer} - {""}, rules.decree_issuers.by_code),
        (facts.funds, rules.funds.by_code),
        (facts.integrated, kind.integrated),
    )
    return "" if all(set(given) <= set(known) for given, known in lists) else "not-in-the-list"
