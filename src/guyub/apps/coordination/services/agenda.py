"""An agenda from what is known: the road up, promises that are open, proofs that are missing.

Made again, points that came from the same subject are written anew in their place, what has settled goes, and points
that somebody wrote stay. What an agenda says is part of the record of a meeting, so it is written in Indonesian.
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services import RoadQuestion, assess_known, default_instrument, known_about, road_for
from guyub.apps.audit import trail
from guyub.apps.coordination.models import AgendaItem, Commitment, Meeting, Office
from guyub.apps.coordination.services.meetings import number_points, open_meeting
from guyub.apps.evidence.items import READINESS
from guyub.apps.evidence.models import Support
from guyub.apps.territory.codes import Level, city_of
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue, load_instrument
from guyub.data.lever_files import load_levers
from guyub.domain.evidence.states import READY
from guyub.domain.instruments.class_turns import lacking
from guyub.domain.planning import Action
from guyub.language import format_rupiah
from guyub.language.plans import PlanWords

LANGUAGE = "id"
VILLAGES_OF_A_CITY = 10  # as many as a city meeting can speak about
PROMISES_OF_AN_OFFICE = 12
SECTIONS = {
    "A": "masukan",
    "B": "proses",
    "C": "keluaran",
    "D": "hasil",
    "E": "inovasi dan keberlanjutan",
}


@dataclass(frozen=True)
class Point:
    """One point to put on an agenda. ``subject``: what it came from; one point a subject."""

    origin: str
    subject: str
    title: str
    body: str = ""
    village: Unit | None = None
    office: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def generate_agenda(actor: Actor, meeting: Meeting) -> int:
    """Write the generated points of a meeting anew; returns how many there are.

    Raises:
        MeetingClosed: The minutes are fixed.
        NotAllowed: The actor may not hold meetings there.
    """
    current = open_meeting(actor, meeting)
    points = {(point.origin, point.subject): point for point in _points(current)}
    offices = {office.short: office for office in Office.objects.filter(region_id=city_of(current.region_id))}
    for item in list(current.agenda.exclude(origin=AgendaItem.Origin.WRITTEN)):
        point = points.pop((item.origin, item.subject), None)
        if point is None:
            item.delete()
        else:
            _fill(item, point, offices)
            item.save()
    last = max([0, *current.agenda.values_list("position", flat=True)])
    for number, point in enumerate(points.values(), start=last + 1):
        item = AgendaItem(meeting=current, position=number, origin=point.origin, subject=point.subject)
        _fill(item, point, offices)
        item.save()
    number_points(current)
    count = current.agenda.exclude(origin=AgendaItem.Origin.WRITTEN).count()
    trail.note(actor, "generate-agenda", subject=f"meeting:{current.pk}", count=count)
    return count


def _fill(item: AgendaItem, point: Point, offices: dict[str, Office]) -> None:
    item.title, item.body, item.details = point.title[:200], point.body, point.details
    item.village, item.office = point.village, offices.get(point.office)


def _points(meeting: Meeting) -> Iterator[Point]:
    today = timezone.localdate()
    if meeting.region.level == Level.VILLAGE:
        unit = Unit.objects.active().with_region().filter(region_id=meeting.region_id).first()
        if unit is not None:
            yield from _road_of(unit)
            yield from _promises(Commitment.objects.filter(villages=unit), today)
            yield from _gaps_of(unit)
        return
    states = _nearest(meeting.region_id)
    yield from (_standing(state) for state in states)
    yield from _promises(Commitment.objects.filter(region_id=city_of(meeting.region_id)), today)
    yield from _gaps_of_many([state.unit for state in states])


# The road up


def _road_of(unit: Unit) -> Iterator[Point]:
    instrument = default_instrument()
    known = known_about(unit, instrument)
    if not known.anything:
        return
    way = lacking(instrument, assess_known(known, instrument).indices)
    plan = road_for(known, RoadQuestion(way.gives if way else None, sensitivity=False), instrument)
    levers = load_levers(region=unit.region_id)
    words = PlanWords(instrument, levers, load_fact_catalogue(), LANGUAGE)
    goal = f"naik ke {way.gives}" if way else "bertahan"
    for action in plan.actions:
        grade = str(levers.by_id[action.lever].grade)
        yield Point(
            AgendaItem.Origin.ROAD,
            f"lever:{action.lever}"[:80],
            words.lever(action.lever),
            _action_words(words, action, goal),
            unit,
            action.opd,
            {**action.as_dict(), "grade": grade, "goal": way.gives if way else ""},
        )


def _action_words(words: PlanWords, action: Action, goal: str) -> str:
    cost = format_rupiah(action.cost_rupiah, LANGUAGE)
    return (
        f"Untuk {goal}: {words.units(action)}; perkiraan {cost} dan {action.days} hari (harga usulan); "
        f"penanggung jawab {action.opd}; bukti: {action.evidence}."
    )


def _nearest(city: str) -> list[VillageState]:
    """Villages for which the next class is nearest, then those that hold theirs by the least."""
    states = VillageState.objects.under(city).filter(unit__active=True, class_rank__isnull=False).select_related("unit")
    rising = states.filter(points_lacking__gt=0).order_by("points_lacking", "unit__region_id")[:VILLAGES_OF_A_CITY]
    thin = states.filter(points_spare__isnull=False).order_by("points_spare", "unit__region_id")[:VILLAGES_OF_A_CITY]
    found = {state.pk: state for state in itertools.chain(rising, thin)}
    return list(found.values())[:VILLAGES_OF_A_CITY]


def _standing(state: VillageState) -> Point:
    lacks, spare = state.points_lacking, state.points_spare
    if lacks:
        title = f"{state.unit.name}: {state.class_name}, kurang {lacks} poin ke kelas berikutnya"
    else:
        title = f"{state.unit.name}: {state.class_name}, cadangan {spare} poin"
    day = f" per {state.as_of:%d-%m-%Y}" if state.as_of else ""
    body = f"Angka{day}. Rencana termurahnya ada di halaman Jalan naik kelurahan ini; tetapkan OPD dan harinya."
    details = {"points_lacking": lacks, "points_spare": spare, "grade": "CONFIRMED"}
    return Point(AgendaItem.Origin.ROAD, f"village:{state.unit.region_id}", title, body, state.unit, "", details)


# Promises


def _promises(promised: Any, today: datetime.date) -> Iterator[Point]:
    rows = promised.open().select_related("office").order_by("office__short", "due", "pk")
    for short, held in itertools.groupby(rows, key=lambda row: row.office.short):
        commitments = list(held)
        late = sum(row.due < today for row in commitments)
        words = f"{len(commitments)} terbuka" + (f", {late} terlambat" if late else "")
        lines = [_promise_words(row, today) for row in commitments[:PROMISES_OF_AN_OFFICE]]
        left = len(commitments) - len(lines)
        more = [f"dan {left} lagi"] if left > 0 else []
        details = {"open": len(commitments), "late": late, "commitments": [row.pk for row in commitments]}
        title = f"Janji {short}: {words}"
        body = "\n".join([*lines, *more])
        yield Point(AgendaItem.Origin.COMMITMENT, f"office:{short}", title, body, None, short, details)


def _promise_words(row: Commitment, today: datetime.date) -> str:
    late = f", terlambat {(today - row.due).days} hari" if row.due < today else ""
    return f"{row.output} ({row.quantity} {row.quantity_unit}), paling lambat {row.due:%d-%m-%Y}{late}"


# Proofs


def _proved(units: Iterable[Unit]) -> dict[int, set[str]]:
    """Items of the readiness instrument with a checked proof, by unit."""
    found: dict[int, set[str]] = {unit.pk: set() for unit in units}
    rows = Support.objects.filter(instrument=READINESS, evidence__unit__in=list(found), evidence__state__in=READY)
    for unit, item in rows.values_list("evidence__unit_id", "item"):
        found[unit].add(item)
    return found


def _gaps_of(unit: Unit) -> Iterator[Point]:
    proved = _proved([unit])[unit.pk]
    missing = [item for item in load_instrument(READINESS).variables if item.code not in proved]
    for section, held in itertools.groupby(missing, key=lambda item: item.code[0]):
        items = list(held)
        weight = sum(item.weight for item in items)
        title = f"Bukti {SECTIONS.get(section, section)} yang belum diperiksa: {len(items)} butir, bobot {weight}"
        lines = [f"{i.code} {i.name.id}: {', '.join(i.evidence)} ({', '.join(i.opd)})" for i in items]
        details = {"items": [item.code for item in items], "grade": "PROPOSED"}
        yield Point(AgendaItem.Origin.EVIDENCE, f"section:{section}", title, "\n".join(lines), unit, "", details)


def _gaps_of_many(units: list[Unit]) -> Iterator[Point]:
    if not units:
        return
    every = len(load_instrument(READINESS).variables)
    proved = _proved(units)
    lines = [f"{unit.name}: {every - len(proved[unit.pk])} dari {every} butir" for unit in units]
    details = {"grade": "PROPOSED"}
    title = "Bukti yang belum diperiksa, per kelurahan"
    yield Point(AgendaItem.Origin.EVIDENCE, "villages", title, "\n".join(lines), None, "", details)
