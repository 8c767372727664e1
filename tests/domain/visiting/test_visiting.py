"""Visit plans: kept constraints by an independent check, the least by brute force, reasons, replanning."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.visits import west_java
from guyub.domain.visiting import Point, Problem, Rules, Team, TooManyVillages, Village, open_days, plan_visits, replan
from guyub.domain.visiting.travel import Roads, travel_minutes
from guyub.domain.visiting.trips import timed
from tests.domain.visiting.checker import faults, road

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2025, 4, 14) + timedelta(number) for number in range(5))
BASE = Point(-6.90, 107.60)
TEAMS = (Team("A", BASE),)


def village(name: str, east: float = 0.0, shut: tuple[date, ...] = (), city: str = "99.01") -> Village:
    return Village(f"{city}.01.{name}", Point(-6.90, 107.60 + east), frozenset(shut))


def problem(villages, days=(MONDAY,), teams=TEAMS, **rules) -> Problem:
    return Problem(tuple(villages), tuple(teams), tuple(days), Rules(**rules))


# --- the road and the hours -----------------------------------------------------------------------------------------


def test_the_road_is_the_straight_line_with_its_detour_rounded_up_to_five_minutes():
    # One degree along a meridian is 111.19 km; at 140 % and 40 km/h 233.5 minutes.
    assert travel_minutes(Point(0, 107), Point(1, 107), Rules()) == 235
    assert travel_minutes(BASE, BASE, Rules()) == 0


def test_a_given_time_of_the_road_replaces_the_straight_line():
    asked = replace(problem([village("1001", 0.1)]), minutes={("A", "99.01.01.1001"): 90})
    assert Roads(asked).minutes("A", "99.01.01.1001") == 90
    assert Roads(asked).minutes("99.01.01.1001", "A") == travel_minutes(asked.villages[0].point, BASE, Rules())


@pytest.mark.parametrize(
    ("leg", "start"),
    [
        pytest.param(180, 480, id="arrives as work begins"),
        pytest.param(350, 650, id="ends exactly as the pause begins"),
        pytest.param(355, 780, id="five minutes later waits for the end of the pause"),
    ],
)
def test_a_visit_begins_as_early_as_hours_and_pause_allow(leg, start):
    route = timed(Rules(), Rules().hours(MONDAY, short=False), ["v"], [leg, 60])
    assert route is not None
    assert route.starts == (start,)


def test_friday_has_a_longer_pause_and_a_day_of_ramadan_ends_earlier():
    rules = Rules()
    assert rules.hours(FRIDAY, short=False).pause == (690, 780)
    assert rules.hours(MONDAY, short=True).closes == 14 * 60
    assert timed(rules, rules.hours(MONDAY, short=True), ["v", "w"], [420, 0, 0]) is None


@pytest.mark.parametrize(("leg", "possible"), [(530, True), (535, False)])
def test_a_team_is_back_in_time_or_does_not_go(leg, possible):
    """Away at 05:00, a visit from 10:00 to 11:10: until 20:00 there are 530 minutes."""
    rules = Rules()
    assert (timed(rules, rules.hours(MONDAY, short=False), ["v"], [300, leg]) is not None) is possible


def test_days_of_the_window_leave_out_weekends_and_what_is_closed():
    assert open_days(MONDAY, MONDAY + timedelta(7), [TUESDAY]) == (
        MONDAY, WEDNESDAY, THURSDAY, FRIDAY, MONDAY + timedelta(7),
    )  # fmt: skip


# --- plans ----------------------------------------------------------------------------------------------------------


def test_west_java_with_three_teams_in_six_weeks_is_planned_and_proven():
    asked = west_java()
    plan = plan_visits(asked, alternatives=2)
    assert not list(faults(asked, plan))
    assert (plan.optimal, plan.gap, plan.unmet) == (True, 0.0, ())
    assert len(plan.where()) == 27
    for other in plan.alternatives:
        assert not list(faults(asked, other))
        assert other.cost >= plan.cost
        assert sum(there != plan.where()[code] for code, there in other.where().items()) >= 2
    assert len(plan.alternatives) == 2


def test_the_checker_finds_what_is_wrong():
    """A check that finds nothing wrong with anything would prove nothing."""
    asked = problem([village("1001", 0.1), village("1002", 0.2)], [MONDAY, TUESDAY])
    plan = plan_visits(asked)
    trip = plan.trips[0]
    spoilt = [
        replace(plan, trips=()),
        replace(plan, travel=plan.travel - 5),
        replace(plan, trips=(replace(trip, leaves=trip.leaves + 5),)),
        replace(plan, trips=(replace(trip, day=WEDNESDAY),)),
        replace(plan, trips=(replace(trip, visits=trip.visits[:1]),)),
        replace(plan, trips=(*plan.trips, trip)),
    ]
    assert not list(faults(asked, plan))
    assert all(list(faults(asked, wrong)) for wrong in spoilt)
    assert list(faults(replace(asked, teams=(Team("A", BASE, None, frozenset({"99.01"})),)), plan))


def test_a_team_with_a_juror_from_a_city_stays_away_from_its_villages():
    teams = [Team("A", BASE, None, frozenset({"99.01"})), Team("B", Point(-6.0, 106.6))]
    plan = plan_visits(problem([village("1001")], teams=teams))
    assert plan.where()["99.01.01.1001"][0] == "B"


@pytest.mark.parametrize(
    ("villages", "teams", "reason"),
    [
        pytest.param([village("1001")], [Team("A", BASE, None, frozenset({"99.01"}))], "conflict", id="conflict"),
        pytest.param([village("1001", shut=(MONDAY,))], [Team("A", BASE)], "never-open", id="village away"),
        pytest.param([village("1001")], [Team("A", BASE, frozenset({TUESDAY}))], "never-open", id="team away"),
        pytest.param([village("1001", 4.0)], [Team("A", BASE)], "too-far", id="too far"),
        pytest.param([village(f"100{n}") for n in range(1, 5)], [Team("A", BASE)], "not-enough-days", id="four a day"),
    ],
)
def test_a_plan_says_which_village_cannot_be_seen_and_why(villages, teams, reason):
    asked = problem(villages, teams=teams)
    plan = plan_visits(asked)
    assert [one.reason for one in plan.unmet] == [reason]
    assert not list(faults(asked, plan))
    assert plan.optimal


def test_trips_that_fight_over_days_are_chosen_anew():
    """Both far pairs want the one day on which they are there; the programme without days would not know."""
    shut = (TUESDAY,)
    villages = [
        village("1001", 0.9, shut),
        village("1002", 0.9, shut),
        village("1003", -0.9, shut),
        village("1004", -0.9),
    ]
    asked = problem(villages, [MONDAY, TUESDAY])
    plan = plan_visits(asked)
    assert not list(faults(asked, plan))
    assert plan.optimal
    assert plan.cost == brute(asked)[1]


def test_visits_take_the_shortest_span_of_days():
    asked = problem([village(f"100{n}", n / 4) for n in range(1, 5)], [MONDAY, TUESDAY, FRIDAY], most_a_day=2)
    plan = plan_visits(asked)
    assert sorted(trip.day for trip in plan.trips) == [MONDAY, TUESDAY]
    assert plan.span_days == 2


def test_sixty_villages_are_the_most_of_one_plan():
    problem([village(f"{n}") for n in range(60)])
    with pytest.raises(TooManyVillages):
        problem([village(f"{n}") for n in range(61)])


# --- brute force ----------------------------------------------------------------------------------------------------


def length_of(asked: Problem, team: Team, day: date, codes: tuple[str, ...]) -> int | None:
    """The shortest possible road of a day, by trying every order; written without the planner's trips."""
    where = {one.code: one for one in asked.villages}
    if any(day in where[code].unavailable or not team.may_visit(where[code]) for code in codes):
        return None
    rules, best = asked.rules, None
    pause = rules.friday_pause if day.weekday() == 4 else rules.pause
    for order in itertools.permutations(codes):
        clock, total, place = rules.leaves, 0, (team.id, team.base)
        for code in order:
            leg = road(asked, place, (code, where[code].point))
            clock, total, place = max(clock + leg, rules.opens), total + leg, (code, where[code].point)
            if clock < pause[1] and clock + rules.visit_minutes > pause[0]:
                clock = pause[1]
            clock += rules.visit_minutes
            if clock > rules.closes:
                break
        else:
            leg = road(asked, place, (team.id, team.base))
            if clock + leg <= rules.back:
                best = total + leg if best is None else min(best, total + leg)
    return best


def brute(asked: Problem) -> tuple[int, int]:
    """Fewest villages left out, and the least cost among such plans, by trying every village on every team and day."""
    cells = [(team, day) for team in asked.teams for day in asked.team_days(team)]
    best = (99, 0)
    known: dict = {}
    for choice in itertools.product(range(-1, len(cells)), repeat=len(asked.villages)):
        groups: dict[int, list[str]] = {}
        for one, cell in zip(asked.villages, choice, strict=True):
            groups.setdefault(cell, []).append(one.code)
        left_out = len(groups.pop(-1, []))
        if left_out > best[0] or any(len(group) > asked.rules.most_a_day for group in groups.values()):
            continue
        travel = 0
        for cell, group in groups.items():
            key = (cell, tuple(group))
            if key not in known:
                known[key] = length_of(asked, *cells[cell], tuple(group))
            if known[key] is None:
                break
            travel += known[key]
        else:
            visits = {team.id: 0 for team in asked.teams}
            for cell, group in groups.items():
                visits[cells[cell][0].id] += len(group)
            cost = travel + asked.rules.balance_minutes * (max(visits.values()) - min(visits.values()))
            best = min(best, (left_out, cost))
    return best


DAYS = [THURSDAY, FRIDAY, MONDAY + timedelta(7)]
places = st.builds(lambda s, e: Point(-6.9 + s / 10, 107.6 + e / 10), st.integers(-12, 12), st.integers(-12, 12))
shut = st.frozensets(st.sampled_from(DAYS), max_size=2)


@st.composite
def small_problems(draw):
    count, days = draw(st.integers(1, 4)), draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    villages = tuple(
        Village(f"99.0{draw(st.integers(1, 2))}.01.100{number}", draw(places), draw(shut)) for number in range(count)
    )
    conflicts = st.frozensets(st.sampled_from(["99.01", "99.02"]), max_size=1)
    teams = tuple(
        Team(name, draw(places), draw(st.none() | st.frozensets(st.sampled_from(DAYS))), draw(conflicts))
        for name in "AB"[: draw(st.integers(1, 2))]
    )
    most = draw(st.integers(1, 3))
    return Problem(
        villages, teams, tuple(sorted(days)), Rules(most_a_day=most, back=draw(st.sampled_from([1000, 1200])))
    )


@settings(max_examples=150, deadline=None)
@given(small_problems())
def test_no_plan_of_a_small_problem_is_better(asked):
    plan = plan_visits(asked)
    left_out, cost = brute(asked)
    assert not list(faults(asked, plan))
    assert plan.optimal
    assert (len(plan.unmet), plan.cost) == (left_out, cost)


# --- a day falls out ------------------------------------------------------------------------------------------------


def test_a_lost_day_moves_its_own_villages_only_where_there_is_room():
    asked = west_java()
    plan = plan_visits(asked)
    lost_day = sorted({trip.day for trip in plan.trips})[1]
    stood = {code for code, (_, day) in plan.where().items() if day == lost_day}
    new = replan(asked, plan.trips, [(team.id, lost_day) for team in asked.teams], lost_day)
    assert set(new.moved) == stood
    assert new.fewest_moves
    assert not list(faults(asked, new.plan))
    assert all(trip in new.plan.trips for trip in plan.trips if trip.day < lost_day)
    assert all(trip.day != lost_day for trip in new.plan.trips)


def test_a_lost_day_without_room_moves_as_few_others_as_it_can():
    """Village 1002 can only be seen on Tuesday, where 1003 stands and the day is full."""
    villages = [village("1001", shut=(TUESDAY,)), village("1002", shut=(WEDNESDAY,)), village("1003")]
    asked = problem(villages, [MONDAY, TUESDAY, WEDNESDAY], most_a_day=1)
    base = plan_visits(asked)
    trips = {trip.visits[0].village[-4:]: trip for trip in base.trips}
    stood = (
        replace(trips["1002"], day=MONDAY), replace(trips["1003"], day=TUESDAY), replace(trips["1001"], day=WEDNESDAY),
    )  # fmt: skip
    new = replan(asked, stood, [("A", MONDAY)], MONDAY)
    assert new.fewest_moves
    assert [one.reason for one in new.plan.unmet] == ["not-enough-days"]
    assert not list(faults(asked, new.plan))
    never = frozenset({THURSDAY})
    first, second = (replace(one, unavailable=one.unavailable | never) for one in villages[:2])
    wider = replace(asked, days=(*asked.days, THURSDAY), villages=(first, second, villages[2]))
    new = replan(wider, stood, [("A", MONDAY)], MONDAY)
    assert (new.plan.unmet, [code[-4:] for code in new.moved], new.fewest_moves) == ((), ["1002", "1003"], True)
    assert not list(faults(wider, new.plan))


def test_past_visits_stay_and_nothing_is_put_on_a_past_day():
    asked = problem([village("1001"), village("1002")], [MONDAY, TUESDAY, WEDNESDAY], most_a_day=1)
    plan = plan_visits(asked)
    new = replan(asked, plan.trips, [("A", TUESDAY)], TUESDAY)
    assert [trip.day for trip in new.plan.trips] == [MONDAY, WEDNESDAY]
    assert len(new.moved) == 1
