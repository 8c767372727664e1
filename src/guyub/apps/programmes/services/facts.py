"""Figures of the classification that follow from the groups on record, with the evidence behind each.

A kind of which no group is on record says nothing: its figures stay whatever was ticked or reported. A tick by hand
stays possible; the last one recorded is in force, as with every figure, and the page says where it comes from.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.models import Recording, Source
from guyub.apps.assessment.services import Known, NewRecording
from guyub.apps.programmes.models import Group, GroupMember, Meeting
from guyub.apps.programmes.services.problems import refuse
from guyub.apps.resilience.services.registry_facts import three_digits
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.group_files import load_group_rules

PRESENT = "groups_present"


@dataclass(frozen=True)
class Evidence:
    """One group behind a figure: how many belong to it, and when it met last."""

    group: Group
    members: int
    last: date | None


@dataclass(frozen=True)
class GroupFigure:
    """One figure. ``items``: the kinds behind a count of kinds."""

    code: str
    value: int
    evidence: Sequence[Evidence]
    items: Sequence[str] = ()


def figures_of(unit: Unit, level: UnitLevel | None) -> list[GroupFigure]:
    """Figures that the open groups of a unit give; three queries. None for a unit that covers a hamlet.

    Members are families or people, each counted once, however many groups of the kind they belong to.
    """
    if level is not None and level.covers == UnitLevel.Covers.DUSUN:
        return []
    rw = three_digits(level.part) if level is not None and level.covers == UnitLevel.Covers.RW else ""
    groups = [one for one in Group.objects.filter(village=unit.region_id, closed_on=None) if _touches(one, rw)]
    members = _members(groups, rw)
    meetings = Meeting.objects.filter(group__in=[one.pk for one in groups]).order_by()
    last = dict(meetings.values("group").annotate(day=Max("day")).values_list("group", "day"))
    of_kind: Mapping[str, list[Evidence]] = defaultdict(list)
    for one in groups:
        of_kind[one.kind].append(Evidence(one, len(members[one.pk]), last.get(one.pk)))
    counted = [kind for kind in load_group_rules().counted if of_kind.get(kind.code)]
    if not counted:
        return []
    everything = [evidence for kind in counted for evidence in of_kind[kind.code]]
    found = [GroupFigure(PRESENT, len(counted), everything, sorted(kind.code for kind in counted))]
    for kind in counted:
        assert kind.counted is not None  # `counted` has only such kinds
        evidence = of_kind[kind.code]
        once = set().union(*(members[one.group.pk] for one in evidence))
        found.append(GroupFigure(kind.counted.members, len(once), evidence))
    return found


@transaction.atomic
def record_figures(actor: Actor, unit: Unit, on: date) -> Recording:
    """Put the figures that follow from the groups on record, in place of what was ticked or reported.

    Raises:
        NotAllowed: The person may not change facts of the unit.
        GroupRecordRefused: The groups say nothing that is not on record.
    """
    require(actor, "record-facts", Right.EDIT_FIGURES, unit.region_id)
    known = assessment.known_about(unit, assessment.default_instrument())
    news = [one for one in figures_of(unit, known.level) if not stands(known, one)]
    refuse("" if news else "nothing-new-of-groups", None)
    return assessment.record_many(actor, [_recording(unit, on, news)])[0]


def stands(known: Known, figure: GroupFigure) -> bool:
    """Whether a figure is in force and comes from the groups."""
    record = known.records.get(figure.code)
    alike = known.facts.get(figure.code) == figure.value
    return alike and record is not None and record.recording.source == Source.GROUPS


def _recording(unit: Unit, on: date, figures: Sequence[GroupFigure]) -> NewRecording:
    groups = {evidence.group.pk for figure in figures for evidence in figure.evidence}
    told = f"{len(groups)} kelompok yang tercatat di Guyub, dengan anggotanya; {on.isoformat()}"
    items: dict[str, Any] = {figure.code: list(figure.items) for figure in figures if figure.items}
    values = {figure.code: figure.value for figure in figures}
    return NewRecording(unit, on, values, str(Source.GROUPS), told, items=items)


def _touches(group: Group, rw: str) -> bool:
    return not rw or not group.serves or rw in group.serves


def _members(groups: Sequence[Group], rw: str) -> Mapping[int, set[tuple[str, int]]]:
    found = GroupMember.objects.current().filter(group__in=[one.pk for one in groups])
    if rw:
        found = found.filter(Q(family__rw=rw) | Q(person__rw=rw))
    members: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for group, family, person in found.order_by().values_list("group", "family", "person"):
        members[group].add(("family", family) if family is not None else ("person", person))
    return members
