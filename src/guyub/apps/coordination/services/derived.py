"""What coordination meetings and kept promises tell of a village: routines, data in use, sources of money.

A meeting counts once its minutes are fixed. One of the village itself is its own; one of the city or district counts as
coordination where the agenda speaks of the village or a promise was made for it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import chain

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from guyub.apps.assessment.derived import Derived, Trace, listed, routines
from guyub.apps.assessment.models import FactRecord
from guyub.apps.assessment.presentation import wording
from guyub.apps.coordination.models import AgendaItem, Commitment, CommitmentState, Meeting
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.derived_files import load_derived_rules
from guyub.domain.facts.derived_rules import DataKind

ROUTINES, DATA_KINDS, FUNDING = "operating_routines", "data_kinds_used", "funding_sources"
PLANNING, COORDINATION, MONITORING = "planning_meeting", "coordination_meeting", "monitoring"
Origin = AgendaItem.Origin


def meetings_tell(unit: Unit, level: UnitLevel | None, on: date) -> Iterator[Derived]:
    """Routines, data in use and money of promises kept; seven queries at the most.

    All of it is of the village as a whole: of a unit that covers less nothing is told.
    """
    if level is not None and level.covers != UnitLevel.Covers.VILLAGE:
        return
    meetings = list(_meetings(unit, on))
    traces = chain.from_iterable(_routines(one, unit) for one in meetings)
    yield from routines(ROUTINES, traces, load_derived_rules())
    yield from listed(DATA_KINDS, _data_kinds(unit, meetings, on))
    yield from listed(FUNDING, _funds(unit, on))


def _meetings(unit: Unit, on: date) -> "QuerySet[Meeting]":
    since = load_derived_rules().since(on)
    spoken_of = Q(agenda__village=unit) | Q(commitments__villages=unit)
    found = Meeting.objects.filter(Q(region=unit.region_id) | spoken_of, state=Meeting.State.CLOSED)
    found = found.filter(starts_at__gt=_end_of(since), starts_at__lte=_end_of(on)).distinct()
    points = AgendaItem.objects.filter(Q(village=unit) | Q(meeting__region=unit.region_id))
    return found.prefetch_related(Prefetch("agenda", points, to_attr="points"), "participants").order_by("-starts_at")


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _routines(meeting: Meeting, unit: Unit) -> Iterator[Trace]:
    """What a meeting was: by its agenda, and by who came."""
    origins = {point.origin for point in meeting.points}
    if any(seat.present and seat.office_id for seat in meeting.participants.all()):
        yield _trace(meeting, COORDINATION)
    if meeting.region_id == unit.region_id and Origin.ROAD in origins:
        yield _trace(meeting, PLANNING)
    if meeting.region_id == unit.region_id and origins & {Origin.COMMITMENT, Origin.EVIDENCE}:
        yield _trace(meeting, MONITORING)


def _trace(meeting: Meeting, entry: str, detail: str = "") -> Trace:
    url = reverse("coordination:meeting", args=[meeting.region_id, meeting.pk])
    return Trace(meeting.title, timezone.localdate(meeting.starts_at), url, entry, detail)


def _data_kinds(unit: Unit, meetings: Iterable[Meeting], on: date) -> Iterator[Trace]:
    """Kinds of data that were on record when a meeting spoke of what the village's figures ask for."""
    used = [one for one in meetings if any(point.origin == Origin.ROAD for point in one.points)]
    if not used:
        return
    rules = load_derived_rules()
    held = FactRecord.objects.filter(unit=unit, value__isnull=False, recording__as_of__gt=rules.since(on))
    rows = held.filter(recording__source__in={kind.source for kind in rules.data_kinds}).order_by("recording__as_of")
    known = list(rows.values_list("code", "recording__source", "recording__as_of"))
    for kind in rules.data_kinds:
        days = [day for code, source, day in known if _is_of(kind, code, source)]
        for meeting in used:
            if days and days[0] <= timezone.localdate(meeting.starts_at):
                yield _trace(meeting, kind.code, str(wording.SOURCES[kind.source]))


def _is_of(kind: DataKind, code: str, source: str) -> bool:
    return source == kind.source and (not kind.facts or code in kind.facts)


def _funds(unit: Unit, on: date) -> Iterator[Trace]:
    """Budgets of promises that were kept and checked in the window."""
    rules, desa = load_derived_rules(), unit.region.kind == "desa"
    kept = Commitment.objects.filter(villages=unit, state=CommitmentState.VERIFIED, budget_rupiah__gt=0)
    kept = kept.filter(delivered_on__gt=rules.since(on), delivered_on__lte=on).select_related("office")
    for one in kept.order_by("-delivered_on", "-pk"):
        if tick := rules.funds.tick(one.budget_source, rules.funds.promises, desa=desa):
            yield Trace(one.output, one.delivered_on, reverse("commitments:one", args=[one.pk]), tick, one.office.short)
