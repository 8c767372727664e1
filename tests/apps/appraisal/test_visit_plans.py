"""Visit plans from form to file: who may what, versions, publishing, a lost day, what a village learns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.forms.visits import VisitPlanForm
from guyub.apps.appraisal.models import Cycle, Entry, Seat, VisitPlan
from guyub.apps.appraisal.services import visits
from guyub.apps.audit import chained
from guyub.apps.audit.append_only import AppendOnly
from guyub.apps.territory.models import Boundary, Region
from guyub.data.cycle_files import load_cycle_definition
from guyub.domain.visiting import Point, Rules, Team
from guyub.errors import NotAllowed
from tests.conftest import PASSWORD, Cast
from tests.domain.visiting.checker import faults

FIRST, LAST = date(2025, 3, 24), date(2025, 4, 30)
VILLAGES = ("99.01.01.1001", "99.01.01.1002", "99.02.01.1001")
POINTS = {code: Point(-6.4 - number / 10, 106.8) for number, code in enumerate(VILLAGES)}


def user(name: str, role: str, region: str) -> User:
    made = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=made, role=role, region_id=region)
    return made


@pytest.fixture
def secretary(cast: Cast) -> User:
    return user("sekretaris", "province", "99")


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """A province's cycle with three villages at the field stage and one that is not."""
    rules = load_cycle_definition("provinsi-tiga-tahap")
    made = Cycle.objects.create(
        code="provinsi-99-2025",
        region=Region.objects.get(pk="99"),
        year=2025,
        title="Penilaian provinsi contoh",
        definition=rules.model_dump(mode="json"),
        definition_id=rules.id,
        definition_version=rules.version,
        definition_checksum=rules.checksum,
        state=Cycle.State.OPEN,
    )
    for unit in (cast.unit, cast.empty_unit, cast.other_unit):
        Entry.objects.create(cycle=made, unit=unit, stage="lapangan")
    return made


def wish(**changes: Any) -> visits.VisitWish:
    given: dict[str, Any] = {
        "first": FIRST,
        "last": LAST,
        "teams": (
            Team("Tim 1", Point(-6.4, 106.8), None, frozenset({"99.01"})),
            Team("Tim 2", Point(-6.5, 106.9), None, frozenset({"99.02"})),
        ),
        "villages": {code: visits.VillageWish(point) for code, point in POINTS.items()},
        "rules": Rules(most_a_day=1),
    }
    return visits.VisitWish(**{**given, **changes})


def posted(**changes: str) -> dict[str, str]:
    """What the browser sends: the form's own first values, two teams, and a point for each village."""
    data = {
        "mulai": "2025-03-24", "sampai": "2025-04-30", "ramadan": "avoid", "cuti": "on", "lama": "70", "paling": "1",
        "buka": "08:00", "tutup": "16:30", "berangkat": "05:00", "kembali": "20:00", "kecepatan": "40", "faktor": "140",
        "tim1-titik": "-6.4, 106.8", "tim1-konflik": "99.01", "tim2-titik": "-6,5; 106,9", "tim2-konflik": "99.02",
    }  # fmt: skip
    data |= {f"desa-{code}-titik": f"{point.latitude}, {point.longitude}" for code, point in POINTS.items()}
    return {**data, **changes}


def client(who: User) -> Client:
    browser = Client()
    browser.force_login(who)
    return browser


# --- services -------------------------------------------------------------------------------------------------------


def test_a_plan_keeps_rules_calendar_and_conflicts_and_can_be_worked_out_again(secretary: User, cycle: Cycle) -> None:
    plan = visits.make_visit_plan(secretary, cycle, wish())
    problem = visits.problem_of(plan.inputs)
    answer = visits.plan_visits(problem)
    assert not list(faults(problem, answer))
    assert [trip.as_dict() for trip in answer.trips] == plan.result["trips"]
    assert min(problem.days) == date(2025, 4, 8)  # after Ramadan, the feast, its joint leave and the weekend
    assert date(2025, 4, 18) not in problem.days
    teams = {visit.village: trip.team for trip in answer.trips for visit in trip.visits}
    assert teams == {"99.01.01.1001": "Tim 2", "99.01.01.1002": "Tim 2", "99.02.01.1001": "Tim 1"}
    assert (plan.sequence, plan.published, plan.actor) == (1, False, secretary)
    assert not list(chained.verify(VisitPlan, cycle.code))


@pytest.mark.parametrize(("ramadan", "first"), [("avoid", date(2025, 4, 8)), ("short", FIRST), ("ignore", FIRST)])
def test_ramadan_is_avoided_shortened_or_not_minded(secretary: User, cycle: Cycle, ramadan: str, first: date) -> None:
    problem = visits.problem_of(visits.make_visit_plan(secretary, cycle, wish(ramadan=ramadan)).inputs)
    assert min(problem.days) == first
    assert (FIRST in problem.short_days) is (ramadan == "short")


def test_joint_leave_can_be_worked_on(secretary: User, cycle: Cycle) -> None:
    plan = visits.make_visit_plan(secretary, cycle, wish(joint_leave_closed=False))
    assert min(plan.inputs["days"]) == "2025-04-02"


@pytest.mark.parametrize("name", ["operator", "officer", "viewer", "stranger"])
def test_only_who_runs_the_cycle_plans_and_sees_plans(secretary: User, cycle: Cycle, cast: Cast, name: str) -> None:
    who = getattr(cast, name)
    with pytest.raises(NotAllowed):
        visits.make_visit_plan(who, cycle, wish())
    visits.publish_visit_plan(secretary, cycle, visits.make_visit_plan(secretary, cycle, wish()).sequence)
    with pytest.raises(NotAllowed):
        visits.replan_visits(who, cycle, 2, date(2025, 4, 8))
    with pytest.raises(NotAllowed):
        visits.choose_alternative(who, cycle, 2, 1)
    with pytest.raises(NotAllowed):
        visits.publish_visit_plan(who, cycle, 2)
    assert not VisitPlan.objects.visible_to(who).exists()
    assert not VisitPlan.objects.visible_to(AnonymousUser()).exists()
    assert VisitPlan.objects.visible_to(secretary).count() == 2


def test_the_panel_sees_published_versions_only(secretary: User, cycle: Cycle) -> None:
    juror = user("juri", "juror", "99")
    seat = Seat.objects.create(cycle=cycle, user=juror, label="Juri 1")
    plan = visits.make_visit_plan(secretary, cycle, wish())
    assert not VisitPlan.objects.visible_to(juror).exists()
    visits.publish_visit_plan(secretary, cycle, plan.sequence)
    assert [one.sequence for one in VisitPlan.objects.visible_to(juror)] == [2]
    seat.active = False
    seat.save()
    assert not VisitPlan.objects.visible_to(juror).exists()


def test_versions_are_never_changed_and_an_old_one_moves_nothing(secretary: User, cycle: Cycle) -> None:
    first = visits.make_visit_plan(secretary, cycle, wish())
    visits.make_visit_plan(secretary, cycle, wish())
    with pytest.raises(AppendOnly):
        first.save()
    with pytest.raises(visits.VisitPlanOld):
        visits.publish_visit_plan(secretary, cycle, first.sequence)
    assert [plan.sequence for plan in VisitPlan.objects.filter(cycle=cycle)] == [1, 2]


def test_publishing_twice_is_one_version(secretary: User, cycle: Cycle) -> None:
    plan = visits.publish_visit_plan(secretary, cycle, visits.make_visit_plan(secretary, cycle, wish()).sequence)
    assert visits.publish_visit_plan(secretary, cycle, plan.sequence) == plan


def test_another_choice_takes_the_place_of_the_plan_and_can_be_undone(secretary: User, cycle: Cycle) -> None:
    free = tuple(Team(f"Tim {number}", Point(-6.4, 106.8)) for number in (1, 2))
    first = visits.make_visit_plan(secretary, cycle, wish(teams=free))
    second = visits.choose_alternative(secretary, cycle, 1, 1)
    assert second.result["trips"] == first.result["alternatives"][0]["trips"]
    assert second.result["alternatives"][0]["trips"] == first.result["trips"]
    assert visits.choose_alternative(secretary, cycle, 2, 1).result["trips"] == first.result["trips"]
    for number in (0, 9):
        with pytest.raises(visits.NoSuchAlternative):
            visits.choose_alternative(secretary, cycle, 3, number)


def test_a_lost_day_stays_lost_and_few_move(secretary: User, cycle: Cycle) -> None:
    plan = visits.make_visit_plan(secretary, cycle, wish())
    trips = visits.trips_of(plan.result)
    day = trips[0].day
    stood = {visit.village for trip in trips if trip.day == day for visit in trip.visits}
    new = visits.replan_visits(secretary, cycle, 1, day, note="Banjir", today=day)
    assert (set(new.moved), new.note, new.published) == (stood, "Banjir", False)
    assert new.result["fewest_moves"]
    second = visits.trips_of(new.result)[0].day
    last = visits.replan_visits(secretary, cycle, 2, second, today=day)
    assert not {trip.day for trip in visits.trips_of(last.result)} & {day, second}
    assert not list(faults(visits.problem_of(last.inputs), visits.replan(
        visits.problem_of(last.inputs), visits.trips_of(last.result), [], day).plan))  # fmt: skip
    with pytest.raises(visits.NothingFallsOut):
        visits.replan_visits(secretary, cycle, 3, day, today=day)


def test_without_entries_at_the_field_stage_there_is_nothing_to_plan(secretary: User, cycle: Cycle) -> None:
    Entry.objects.filter(cycle=cycle).update(stage="wawancara")
    with pytest.raises(visits.NoVisitEntries):
        visits.make_visit_plan(secretary, cycle, wish())


def test_a_village_learns_its_own_visit_once_published_and_no_others(secretary: User, cycle: Cycle, cast: Cast) -> None:
    entry = Entry.objects.get(cycle=cycle, unit=cast.unit)
    plan = visits.make_visit_plan(secretary, cycle, wish())
    assert visits.own_visit(cast.operator, entry) is None
    visits.publish_visit_plan(secretary, cycle, plan.sequence)
    own = visits.own_visit(cast.operator, entry)
    assert own is not None
    assert own.day is not None
    assert visits.own_visit(cast.stranger, entry) is None
    # A newer version that is not published changes nothing for the village.
    visits.replan_visits(secretary, cycle, 2, own.day, today=FIRST)
    assert visits.own_visit(cast.operator, entry) == own


# --- form -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sampai": "2025-03-23"}, "sampai"),
        ({"sampai": "2025-06-24"}, "sampai"),
        ({"tutup": "08:00"}, "tutup"),
        ({"tim1-titik": "", "tim2-titik": ""}, "tim1-titik"),
        ({"tim1-titik": "106.8, -6.4"}, "tim1-titik"),
        ({"tim1-titik": "Bandung"}, "tim1-titik"),
        ({"tim1-konflik": "Depok"}, "tim1-konflik"),
        ({"tim1-libur": "31/2/2025"}, "tim1-libur"),
        ({"desa-99.01.01.1001-titik": ""}, "desa-99.01.01.1001-titik"),
        ({"paling": "4"}, "paling"),
    ],
)
def test_the_form_says_where_it_is_wrong(cycle: Cycle, changes: dict[str, str], field: str) -> None:
    form = VisitPlanForm(posted(**changes), entries=visits.entries_to_visit(cycle))
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_the_form_reads_days_points_and_the_longest_window(cycle: Cycle) -> None:
    sent = posted(**{"sampai": "2025-06-23", "tim1-libur": "9/4/2025, 2025-04-10"})
    form = VisitPlanForm(sent, entries=visits.entries_to_visit(cycle))
    assert form.is_valid(), form.errors
    first, second = form.wish().teams
    assert second.base == Point(-6.5, 106.9)
    assert first.days is not None
    assert not first.days & {date(2025, 4, 9), date(2025, 4, 10)}
    assert len(first.days) == 92 - 2


def test_only_teams_that_go_out_and_those_to_put_right_are_unfolded(cycle: Cycle) -> None:
    form = VisitPlanForm(posted(**{"tim4-konflik": "Depok"}), entries=visits.entries_to_visit(cycle))
    assert [(team.name, team.filled) for team in form.teams if team.unfolded] == [
        ("Tim 1", True), ("Tim 2", True), ("Tim 4", True),
    ]  # fmt: skip
    empty = VisitPlanForm(entries=visits.entries_to_visit(cycle))
    assert [(team.name, team.filled) for team in empty.teams if team.unfolded] == [("Tim 1", False)]
    assert [city.code for city in empty.cities] == ["99.01", "99.02"]


def test_points_come_from_the_nearest_outline(cycle: Cycle) -> None:
    Boundary.objects.create(region_id="99.01", geometry="{}", west=106, south=-7, east=107, north=-6)
    Boundary.objects.create(region_id="99.01.01.1002", geometry="{}", west=106.2, south=-6.2, east=106.4, north=-6.0)
    form = VisitPlanForm(entries=visits.entries_to_visit(cycle))
    assert form.fields["desa-99.01.01.1001-titik"].initial == "-6.50000, 106.50000"
    assert form.fields["desa-99.01.01.1002-titik"].initial == "-6.10000, 106.30000"
    assert form.fields["desa-99.02.01.1001-titik"].initial is None
    told = [str(form.fields[f"desa-{code}-titik"].help_text) for code in sorted(POINTS)]
    assert told[0].startswith("Tengah kecamatan atau kota")
    assert told[1].startswith("Tengah batas desa ini")
    assert told[2].startswith("Lintang, bujur")


def test_a_village_is_met_where_it_was_met_before(secretary: User, cycle: Cycle, cast: Cast) -> None:
    place = Point(-6.41, 106.81)
    Boundary.objects.create(region_id="99.01.01.1001", geometry="{}", west=106, south=-7, east=107, north=-6)
    given = {code: visits.VillageWish(point) for code, point in POINTS.items()}
    for point in (Point(-6.9, 106.9), place):  # the newer plan counts
        visits.make_visit_plan(secretary, cycle, wish(villages={**given, "99.01.01.1001": visits.VillageWish(point)}))
    assert visits.met_before(secretary, ["99.01.01.1001"]) == {"99.01.01.1001": place}
    assert visits.met_before(cast.officer, ["99.01.01.1001"]) == {}  # a plan is not read by everybody
    met = visits.met_before(secretary, POINTS)
    field = VisitPlanForm(entries=visits.entries_to_visit(cycle), met=met).fields["desa-99.01.01.1001-titik"]
    assert (field.initial, str(field.help_text)) == ("-6.41, 106.81", "Dari rencana kunjungan terakhir desa ini.")


# --- pages and files ------------------------------------------------------------------------------------------------


def test_the_whole_way_in_the_browser(secretary: User, cycle: Cycle, cast: Cast) -> None:
    browser, base = client(secretary), f"/siklus/{cycle.code}/kunjungan/"
    assert b"Belum ada rencana kunjungan" in browser.get(base).content
    assert browser.get(f"{base}susun/").status_code == 200
    assert browser.post(f"{base}susun/", posted()).status_code == 302
    page = browser.get(base).content.decode()
    assert "3 kunjungan" in page
    assert "Terbukti" in page
    assert "belum terbit" in page
    assert "usulan" in page
    browser.post(f"{base}terbitkan/", {"versi": "1"})
    day = visits.trips_of(visits.latest_plan(cycle).result)[0].day  # type: ignore[union-attr]
    browser.post(f"{base}batal/", {"versi": "2", "hari": day.isoformat(), "tim": "", "alasan": "Hujan"})
    assert "berpindah" in browser.get(base).content.decode()
    browser.post(f"{base}terbitkan/", {"versi": "3"})
    own = client(cast.operator).get(f"{base}desa/99.01.01.1001/").content.decode()
    assert "Mawar" in own
    assert "Melati" not in own
    assert "Kenanga" not in own


def test_an_old_version_is_refused_in_words(secretary: User, cycle: Cycle) -> None:
    visits.make_visit_plan(secretary, cycle, wish())
    answer = client(secretary).post(f"/siklus/{cycle.code}/kunjungan/terbitkan/", {"versi": "7"}, follow=True)
    assert "sudah digantikan" in answer.content.decode()
    assert not VisitPlan.objects.filter(published=True).exists()


@pytest.mark.parametrize("path", ["", "susun/", "tim-1.ics"])
def test_a_village_opens_no_page_of_the_plan(secretary: User, cycle: Cycle, cast: Cast, path: str) -> None:
    visits.publish_visit_plan(secretary, cycle, visits.make_visit_plan(secretary, cycle, wish()).sequence)
    assert client(secretary).get(f"/siklus/{cycle.code}/kunjungan/{path}").status_code == 200
    for who in (cast.operator, cast.officer, cast.stranger):
        assert client(who).get(f"/siklus/{cycle.code}/kunjungan/{path}").status_code == 404


def test_calendar_files_hold_the_visits_at_their_times(secretary: User, cycle: Cycle, cast: Cast) -> None:
    plan = visits.publish_visit_plan(secretary, cycle, visits.make_visit_plan(secretary, cycle, wish()).sequence)
    trip = next(trip for trip in visits.trips_of(plan.result) if trip.team == "Tim 1")
    base = f"/siklus/{cycle.code}/kunjungan/"
    team = Calendar.from_ical(client(secretary).get(f"{base}tim-1.ics").content)
    (event,) = team.walk("VEVENT")
    start = event["dtstart"].dt
    assert start.date() == trip.day
    local = start + timedelta(hours=7)
    assert local.hour * 60 + local.minute == trip.visits[0].start
    assert (event["dtend"].dt - start) == timedelta(minutes=70)
    mine = Calendar.from_ical(client(cast.operator).get(f"{base}desa/99.01.01.1001/berkas.ics").content)
    (own,) = mine.walk("VEVENT")
    assert own["sequence"] == plan.sequence
    assert "Mawar" in own["summary"]
    assert client(secretary).get(f"{base}tim-3.ics").status_code == 404


def test_the_letter_is_a_pdf_for_the_village(secretary: User, cycle: Cycle, cast: Cast) -> None:
    visits.publish_visit_plan(secretary, cycle, visits.make_visit_plan(secretary, cycle, wish()).sequence)
    path = f"/siklus/{cycle.code}/kunjungan/desa/99.01.01.1001/berkas.pdf"
    answer = client(cast.operator).get(path)
    assert answer.content.startswith(b"%PDF-")
    assert client(cast.stranger).get(path).status_code == 404
    assert client(cast.operator).get(path.replace("1001/berkas", "1002/berkas")).status_code == 404


def test_the_page_asks_the_same_queries_for_one_village_and_for_three(secretary: User, cycle: Cycle) -> None:
    browser, counts = client(secretary), []
    for count in (1, 3):
        Entry.objects.filter(cycle=cycle).update(state=Entry.State.ENDED)
        chosen = Entry.objects.filter(cycle=cycle).order_by("pk").values_list("pk", flat=True)[:count]
        Entry.objects.filter(pk__in=list(chosen)).update(state=Entry.State.ACTIVE)
        plan = visits.make_visit_plan(SYSTEM, cycle, wish())
        visits.publish_visit_plan(SYSTEM, cycle, plan.sequence)
        for path in ("", "susun/"):
            browser.get(f"/siklus/{cycle.code}/kunjungan/{path}")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser.get(f"/siklus/{cycle.code}/kunjungan/{path}")
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
