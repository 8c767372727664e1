"""A visit plan for the page: days and teams as rows, a picture of the routes, words for what could not be met."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.appraisal.services.visits import trips_of
from guyub.apps.appraisal.visit_models import VisitPlan
from guyub.domain.visiting import DayTrip

NOON = 12 * 60
WIDTH, HEIGHT, MARGIN = 640, 420, 24
COLOURS = ("#0f766e", "#b45309", "#1f2a37", "#166534", "#7c3aed", "#be123c")
DASHES = ("none", "9 4", "2 4", "12 3 2 3", "5 5", "1 3")


@dataclass(frozen=True)
class Stop:
    """One visit in a row of the table."""

    code: str
    name: str
    time: str
    moved: bool


@dataclass(frozen=True)
class Row:
    """One team's day."""

    team: str
    day: date
    leaves: str
    back: str
    travel: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Line:
    """A route on the picture: colour and dashes tell teams apart."""

    team: str
    colour: str
    dash: str
    points: str


@dataclass(frozen=True)
class Dot:
    """A place on the picture."""

    x: int
    y: int
    label: str
    base: bool


@dataclass(frozen=True)
class Route:
    """The picture: routes and places, north above."""

    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    teams: tuple[tuple[str, str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Other:
    """Another plan to choose."""

    number: int
    travel: str
    span: int
    unmet: int
    different: int


@dataclass(frozen=True)
class PlanView:
    """A plan as the page shows it."""

    rows: tuple[Row, ...]
    unmet: tuple[tuple[str, str], ...]
    travel: str
    proof: str
    proven: bool
    visits: int
    span: int
    before_noon: int
    by_team: tuple[tuple[str, int], ...]
    others: tuple[Other, ...]
    route: Route
    estimated: tuple[tuple[date, str], ...]
    leave_unknown: tuple[int, ...]
    days: tuple[date, ...]
    teams: tuple[str, ...]


def clock(minutes: int) -> str:
    """A time of day as people write it here: 09.05."""
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def length(minutes: int) -> str:
    """A length of time in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return _("{hours} jam {minutes} menit").format(hours=hours, minutes=rest)


def reason_word(reason: str) -> str:
    """Why a village is not in the plan, and what to do."""
    words = {
        "conflict": _("Semua tim punya juri dari wilayah ini. Ubah susunan tim."),
        "never-open": _("Tidak ada hari kerja yang cocok untuk desa dan tim. Perpanjang rentang hari."),
        "too-far": _("Tidak terjangkau pulang-pergi dalam sehari. Pakai titik berangkat yang lebih dekat."),
        "not-enough-days": _("Hari tim tidak cukup. Tambah hari, tim, atau kunjungan per hari."),
        "not-found-in-time": _("Belum ditemukan dalam waktu hitung. Susun sekali lagi atau longgarkan aturan."),
    }
    return words[reason]


def plan_view(plan: VisitPlan) -> PlanView:
    """The latest version for the page."""
    inputs, result = plan.inputs, plan.result
    names = {one["code"]: one["name"] for one in inputs["villages"]}
    trips = trips_of(result)
    visits = [visit for trip in trips for visit in trip.visits]
    by_team = {team["id"]: 0 for team in inputs["teams"]}
    for trip in trips:
        by_team[trip.team] += len(trip.visits)
    return PlanView(
        rows=tuple(_row(trip, names, plan.moved) for trip in trips),
        unmet=tuple((names[one["village"]], reason_word(one["reason"])) for one in result["unmet"]),
        travel=length(result["travel"]),
        proof=_proof(result),
        proven=result["optimal"],
        visits=len(visits),
        span=result["span_days"],
        before_noon=sum(visit.start < NOON for visit in visits),
        by_team=tuple(by_team.items()),
        others=tuple(_others(trips, result)),
        route=_route(inputs, trips),
        estimated=tuple(
            (date.fromisoformat(one["day"]), one["name"])
            for one in inputs["calendar"]
            if one["estimated"] and one["kind"] != "ramadan"
        ),
        leave_unknown=tuple(inputs["leave_unknown"]),
        days=tuple(sorted({trip.day for trip in trips})),
        teams=tuple(by_team),
    )


def _row(trip: DayTrip, names: Mapping[str, str], moved: list[str]) -> Row:
    stops = tuple(
        Stop(visit.village, names[visit.village], f"{clock(visit.start)}–{clock(visit.end)}", visit.village in moved)
        for visit in trip.visits
    )
    return Row(trip.team, trip.day, clock(trip.leaves), clock(trip.back), length(trip.travel), stops)


def _proof(result: Mapping[str, Any]) -> str:
    if "fewest_moves" in result:
        if result["fewest_moves"]:
            return _("Terbukti: tidak ada rencana yang memindahkan lebih sedikit desa.")
        return _("Belum terbukti paling sedikit memindahkan desa; waktu hitung habis.")
    if result["optimal"]:
        return _("Terbukti: tidak ada pilihan perjalanan yang lebih baik menurut aturan ini.")
    share = f"{100 * result['gap']:.1f}".replace(".", ",") + " %"
    return _("Paling jauh {share} dari yang terbaik; waktu hitung habis.").format(share=share)


def _others(trips: list[DayTrip], result: Mapping[str, Any]) -> list[Other]:
    here = {visit.village: (trip.team, trip.day) for trip in trips for visit in trip.visits}
    found = []
    for number, other in enumerate(result["alternatives"], start=1):
        there = {visit.village: (trip.team, trip.day) for trip in trips_of(other) for visit in trip.visits}
        different = sum(here.get(code) != there.get(code) for code in here.keys() | there.keys())
        found.append(Other(number, length(other["travel"]), other["span_days"], len(other["unmet"]), different))
    return found


def _route(inputs: Mapping[str, Any], trips: list[DayTrip]) -> Route:
    places = {one["code"]: one["point"] for one in inputs["villages"]}
    places |= {one["id"]: one["base"] for one in inputs["teams"]}
    north, south = (find(point[0] for point in places.values()) for find in (max, min))
    east, west = (find(point[1] for point in places.values()) for find in (max, min))
    scale = min((WIDTH - 2 * MARGIN) / max(east - west, 0.01), (HEIGHT - 2 * MARGIN) / max(north - south, 0.01))

    def at(name: str) -> tuple[int, int]:
        latitude, longitude = places[name]
        return MARGIN + round((longitude - west) * scale), MARGIN + round((north - latitude) * scale)

    teams = [one["id"] for one in inputs["teams"]]
    style = {team: (COLOURS[number % 6], DASHES[number % 6]) for number, team in enumerate(teams)}
    lines = []
    for trip in trips:
        way = [trip.team, *(visit.village for visit in trip.visits), trip.team]
        points = " ".join(f"{x},{y}" for x, y in map(at, way))
        lines.append(Line(trip.team, *style[trip.team], points))
    dots = [Dot(*at(one["code"]), one["name"], base=False) for one in inputs["villages"]]
    dots += [Dot(*at(team), team, base=True) for team in teams]
    height = 2 * MARGIN + round((north - south) * scale)
    return Route(tuple(lines), tuple(dots), tuple((team, *style[team]) for team in teams), WIDTH, height)
