"""Visit plans of a cycle: make, choose another, plan anew after a day fell out, publish. Each act is a new version."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.working_calendar import DayKind, WorkingCalendar, working_calendar
from guyub.apps.appraisal.visit_models import VisitPlan
from guyub.apps.audit import trail
from guyub.apps.audit.chained import append, hold
from guyub.domain.cycles import StageKind
from guyub.domain.visiting import (
    DayTrip,
    Point,
    Problem,
    Rules,
    Team,
    Village,
    Visit,
    open_days,
    plan_visits,
    replan,
)
from guyub.errors import DomainError

ALTERNATIVES = 2
SECONDS = 9.0
PLANS_LOOKED_INTO = 20  # for where a village was met before: newest versions, each as large as its cycle


class NoVisitEntries(DomainError):
    """No entry is at the field stage."""

    code = "no-visit-entries"
    template = "No entry of cycle {cycle} is at the stage of field verification. Move entries to that stage first."
    exit_code = 4


class VisitPlanOld(DomainError):
    """Somebody made a newer version meanwhile."""

    code = "visit-plan-old"
    template = "Version {version} of the plan has been replaced. Open the latest plan."
    exit_code = 4


class NoSuchAlternative(DomainError):
    """There is no alternative of that number."""

    code = "no-such-alternative"
    template = "There is no choice {number} in version {version} of the plan."
    exit_code = 6


class NothingFallsOut(DomainError):
    """Nothing stands on that day for that team."""

    code = "nothing-falls-out"
    template = "No visit falls out on {day} for that team. Choose a day and a team that stand in the plan."
    exit_code = 4


@dataclass(frozen=True)
class VillageWish:
    """Where the village's meeting place is, and the days on which it cannot receive anybody."""

    point: Point
    unavailable: frozenset[date] = frozenset()


@dataclass(frozen=True)
class VisitWish:
    """What a plan is asked for. ``villages`` by code; ``ramadan``: avoid, short, or ignore."""

    RAMADAN: ClassVar[tuple[str, ...]] = ("avoid", "short", "ignore")

    first: date
    last: date
    teams: tuple[Team, ...]
    villages: Mapping[str, VillageWish]
    ramadan: str = "avoid"
    joint_leave_closed: bool = True
    rules: Rules = field(default_factory=Rules)
    minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)


def entries_to_visit(cycle: Cycle) -> list[Entry]:
    """Active entries at the cycle's field stages, with their units and regions."""
    stages = [stage.code for stage in definition_of(cycle).stages if stage.kind is StageKind.FIELD]
    found = Entry.objects.filter(cycle=cycle, stage__in=stages, state=Entry.State.ACTIVE)
    return list(found.select_related("unit__region__parent__parent").order_by("unit__region_id"))


def latest_plan(cycle: Cycle) -> VisitPlan | None:
    """The latest version; None where there is none yet."""
    return VisitPlan.objects.filter(cycle=cycle).order_by("sequence").last()


def met_before(user: User, villages: Iterable[str]) -> dict[str, Point]:
    """Where villages last received guests, by the newest plans that the person may read. One query."""
    wanted, found = set(villages), {}
    newest = VisitPlan.objects.visible_to(user).order_by("-at", "-pk").values_list("inputs__villages", flat=True)
    for named in newest[:PLANS_LOOKED_INTO]:
        for one in named:
            if one["code"] in wanted:
                found.setdefault(one["code"], Point(*one["point"]))
    return found


def make_visit_plan(actor: Actor, cycle: Cycle, wish: VisitWish) -> VisitPlan:
    """Plan the visits of all entries at the field stage, and keep the plan as a new version.

    Raises:
        NotAllowed: The actor may not run the cycle.
        NoVisitEntries: No entry is at the field stage.
        TooManyVillages: More than one plan can hold.
    """
    require(actor, "plan-visits", Right.RUN_CYCLES, cycle.region_id)
    entries = entries_to_visit(cycle)
    if not entries:
        raise NoVisitEntries(cycle=cycle.code)
    inputs = _inputs(entries, wish, working_calendar(wish.first, wish.last))
    plan = plan_visits(problem_of(inputs), alternatives=ALTERNATIVES, seconds=SECONDS)
    known = latest_plan(cycle)
    return _keep(actor, cycle, known.sequence if known else 0, VisitPlan.Kind.MADE, inputs, plan.as_dict())


def choose_alternative(actor: Actor, cycle: Cycle, version: int, number: int) -> VisitPlan:
    """Use one of the other plans instead; the one used so far becomes the alternative.

    Raises:
        NotAllowed: The actor may not run the cycle.
        VisitPlanOld: There is a newer version.
        NoSuchAlternative: Counted from 1.
    """
    require(actor, "plan-visits", Right.RUN_CYCLES, cycle.region_id)
    known = _current(cycle, version)
    others = known.result["alternatives"]
    if not 1 <= number <= len(others):
        raise NoSuchAlternative(number=number, version=version)
    chosen = others[number - 1]
    rest = [{**known.result, "alternatives": []}, *(other for other in others if other is not chosen)]
    return _keep(actor, cycle, version, VisitPlan.Kind.CHOSEN, known.inputs, {**chosen, "alternatives": rest})


def replan_visits(
    actor: Actor, cycle: Cycle, version: int, day: date, team: str = "", note: str = "", today: date | None = None
) -> VisitPlan:
    """Plan anew after a day fell out for one team, or for all; the fewest villages move.

    Args:
        actor: Needs the right to run the cycle.
        cycle: The cycle.
        version: The version that the person saw.
        day: The day that fell out.
        team: Its team; empty for all.
        note: Why.
        today: Visits before this day stand as they were; None: today by the clock, but not after the lost day.

    Raises:
        NotAllowed: The actor may not run the cycle.
        VisitPlanOld: There is a newer version.
        NothingFallsOut: Nothing stood there.
    """
    require(actor, "plan-visits", Right.RUN_CYCLES, cycle.region_id)
    known = _current(cycle, version)
    trips = trips_of(known.result)
    lost = {(trip.team, trip.day) for trip in trips if trip.day == day and team in ("", trip.team)}
    if not lost:
        raise NothingFallsOut(day=day)
    inputs = {**known.inputs, "lost": [*known.inputs["lost"], *([name, day.isoformat()] for name, _ in sorted(lost))]}
    everywhere = {(name, date.fromisoformat(gone)) for name, gone in inputs["lost"]}
    if not team:
        everywhere |= {(one["id"], day) for one in inputs["teams"]}
        inputs["lost"] = [[name, gone.isoformat()] for name, gone in sorted(everywhere)]
    start = min(today or timezone.localdate(), day)
    new = replan(problem_of(inputs), trips, everywhere, start, seconds=SECONDS)
    result = {**new.plan.as_dict(), "fewest_moves": new.fewest_moves}
    return _keep(actor, cycle, version, VisitPlan.Kind.REPLANNED, inputs, result, moved=list(new.moved), note=note)


def publish_visit_plan(actor: Actor, cycle: Cycle, version: int) -> VisitPlan:
    """Show the latest version to the panel, and to each village its own visit.

    Raises:
        NotAllowed: The actor may not run the cycle.
        VisitPlanOld: There is a newer version.
    """
    require(actor, "plan-visits", Right.RUN_CYCLES, cycle.region_id)
    known = _current(cycle, version)
    if known.published:
        return known
    kind = VisitPlan.Kind.PUBLISHED
    return _keep(actor, cycle, version, kind, known.inputs, known.result, moved=known.moved, published=True)


@dataclass(frozen=True)
class OwnVisit:
    """What a village may know: its day and time (None: not planned), the window, the version that says so."""

    entry: Entry
    version: int
    at: datetime
    first: date
    last: date
    day: date | None
    start: int
    end: int


def own_visit(user: User, entry: Entry) -> OwnVisit | None:
    """A village's own visit by the latest published version; None before, and for who may not see the entry."""
    if not Entry.objects.visible_to(user).filter(pk=entry.pk).exists():
        return None
    known = VisitPlan.objects.filter(cycle=entry.cycle_id, published=True).order_by("sequence").last()
    if known is None:
        return None
    first, last = (date.fromisoformat(known.inputs[end]) for end in ("first", "last"))
    for trip in trips_of(known.result):
        for visit in trip.visits:
            if visit.village == entry.unit.region_id:
                return OwnVisit(entry, known.sequence, known.at, first, last, trip.day, visit.start, visit.end)
    return OwnVisit(entry, known.sequence, known.at, first, last, None, 0, 0)


def problem_of(inputs: Mapping[str, Any]) -> Problem:
    """The problem that kept inputs describe: the same plan can be worked out again from them."""
    villages = (Village(one["code"], Point(*one["point"]), _days(one["unavailable"])) for one in inputs["villages"])
    teams = (
        Team(one["id"], Point(*one["base"]), _days(inputs["days"]) - _days(one["away"]), frozenset(one["conflicts"]))
        for one in inputs["teams"]
    )
    rules = {name: tuple(value) if isinstance(value, list) else value for name, value in inputs["rules"].items()}
    minutes = {(here, there): length for here, there, length in inputs["minutes"]}
    days = tuple(sorted(_days(inputs["days"])))
    return Problem(tuple(villages), tuple(teams), days, Rules(**rules), _days(inputs["short_days"]), minutes)


def trips_of(result: Mapping[str, Any]) -> list[DayTrip]:
    """The trips of a kept plan."""
    return [
        DayTrip(
            one["team"],
            date.fromisoformat(one["day"]),
            tuple(Visit(visit["village"], visit["start"], visit["end"]) for visit in one["visits"]),
            one["leaves"],
            one["back"],
            one["travel"],
        )
        for one in result["trips"]
    ]


def _days(texts: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _texts(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _inputs(entries: list[Entry], wish: VisitWish, calendar: WorkingCalendar) -> dict[str, Any]:
    ramadan = calendar.of(DayKind.RAMADAN)
    closed = calendar.of(DayKind.HOLIDAY)
    closed |= calendar.of(DayKind.JOINT_LEAVE) if wish.joint_leave_closed else frozenset()
    closed |= ramadan if wish.ramadan == "avoid" else frozenset()
    days = frozenset(open_days(wish.first, wish.last, closed))
    return {
        "first": wish.first.isoformat(),
        "last": wish.last.isoformat(),
        "ramadan": wish.ramadan,
        "joint_leave_closed": wish.joint_leave_closed,
        "days": _texts(days),
        "short_days": _texts(ramadan if wish.ramadan == "short" else frozenset()),
        "calendar": [
            {"day": one.day.isoformat(), "kind": str(one.kind), "name": one.name, "estimated": one.estimated}
            for one in calendar.days
        ],
        "leave_unknown": list(calendar.leave_unknown),
        "villages": [_village(entry, wish.villages[entry.unit.region_id]) for entry in entries],
        "teams": [_team(team, days) for team in wish.teams],
        "rules": {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(wish.rules).items()
        },
        "minutes": [[here, there, length] for (here, there), length in sorted(wish.minutes.items())],
        "lost": [],
    }


def _village(entry: Entry, wish: VillageWish) -> dict[str, Any]:
    return {
        "code": entry.unit.region_id,
        "name": entry.unit.region.name,
        "point": [wish.point.latitude, wish.point.longitude],
        "unavailable": _texts(wish.unavailable),
    }


def _team(team: Team, days: frozenset[date]) -> dict[str, Any]:
    away = days - team.days if team.days is not None else frozenset()
    base = [team.base.latitude, team.base.longitude]
    return {"id": team.id, "base": base, "away": _texts(away), "conflicts": sorted(team.conflicts)}


def _current(cycle: Cycle, version: int) -> VisitPlan:
    known = latest_plan(cycle)
    if known is None or known.sequence != version:
        raise VisitPlanOld(version=version)
    return known


@transaction.atomic
def _keep(
    actor: Actor,
    cycle: Cycle,
    version: int,
    kind: VisitPlan.Kind,
    inputs: dict[str, Any],
    result: dict[str, Any],
    **more: Any,
) -> VisitPlan:
    """The next version, unless somebody else was quicker while this one was worked out."""
    if hold(VisitPlan, cycle.code).sequence != version:
        raise VisitPlanOld(version=version)
    plan = VisitPlan(cycle=cycle, kind=kind, inputs=inputs, result=result, **more)
    append(actor, cycle.code, plan)
    trail.note(
        actor,
        f"visit-plan-{kind}",
        subject=f"cycle:{cycle.code}",
        plan=plan.sequence,
        villages=len(inputs["villages"]),
        moved=len(plan.moved),
    )
    return plan
