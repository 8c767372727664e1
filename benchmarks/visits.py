"""Visits of West Java: 27 entries, 3 teams, 6 weeks of 2025 with Ramadan and Idul Fitri in them."""

import time
from datetime import date, timedelta

from benchmarks.measuring import Line
from guyub.domain.visiting import Point, Problem, Team, Village, open_days, plan_visits, replan

MOST_SECONDS = 10.0
FIRST, LAST = date(2025, 3, 17), date(2025, 4, 27)
BANDUNG = Point(-6.91, 107.61)
# Roughly the seats of the 27 kabupaten/kota, in degrees; the villages stand for one entry each.
SEATS = {
    "32.01": (-6.48, 106.85), "32.02": (-6.98, 106.55), "32.03": (-6.82, 107.14), "32.04": (-7.02, 107.52),
    "32.05": (-7.21, 107.90), "32.06": (-7.35, 108.11), "32.07": (-7.33, 108.35), "32.08": (-6.98, 108.48),
    "32.09": (-6.76, 108.48), "32.10": (-6.84, 108.23), "32.11": (-6.86, 107.92), "32.12": (-6.33, 108.32),
    "32.13": (-6.57, 107.76), "32.14": (-6.55, 107.44), "32.15": (-6.30, 107.30), "32.16": (-6.36, 107.17),
    "32.17": (-6.84, 107.48), "32.18": (-7.69, 108.65), "32.71": (-6.60, 106.80), "32.72": (-6.92, 106.93),
    "32.73": (-6.91, 107.61), "32.74": (-6.72, 108.56), "32.75": (-6.24, 107.00), "32.76": (-6.40, 106.82),
    "32.77": (-6.87, 107.54), "32.78": (-7.33, 108.22), "32.79": (-7.37, 108.53),
}  # fmt: skip
RAMADAN = frozenset(date(2025, 3, 1) + timedelta(number) for number in range(30))
CLOSED = frozenset(
    [date(2025, 3, 28), date(2025, 3, 29), date(2025, 3, 31), *(date(2025, 4, day) for day in (1, 2, 3, 4, 7, 18))]
)


def west_java(*, avoid_ramadan: bool = True) -> Problem:
    """One entry a kabupaten/kota, three teams from Bandung, each with a juror whose own city it may not visit."""
    villages = tuple(Village(f"{code}.01.1001", Point(*seat)) for code, seat in SEATS.items())
    teams = tuple(
        Team(f"Tim {number}", BANDUNG, None, frozenset({city}))
        for number, city in enumerate(("32.73", "32.76", "32.71"), start=1)
    )
    days = open_days(FIRST, LAST, CLOSED | RAMADAN if avoid_ramadan else CLOSED)
    return Problem(villages, teams, days, short_days=RAMADAN)


def main() -> list[Line]:
    """Plan, plan with alternatives, and plan anew after a day fell out; each says how far it was proven."""
    lines = []
    for name, avoid, others in (("", True, 0), (", 2 alternatives", True, 2), (", Ramadan with short days", False, 0)):
        asked = west_java(avoid_ramadan=avoid)
        start = time.perf_counter()
        plan = plan_visits(asked, alternatives=others)
        seconds = time.perf_counter() - start
        title = f"visits: 27 entries, 3 teams, {len(asked.days)} days{name}; gap {plan.gap:.2%}"
        lines.append(Line(title, seconds, MOST_SECONDS))
    asked = west_java()
    plan = plan_visits(asked)
    lost = plan.trips[0].day
    start = time.perf_counter()
    new = replan(asked, plan.trips, [(team.id, lost) for team in asked.teams], lost)
    seconds = time.perf_counter() - start
    proof = "proven fewest" if new.fewest_moves else "not proven"
    lines.append(Line(f"visits: a day falls out, {len(new.moved)} visits moved ({proof})", seconds, MOST_SECONDS))
    return lines


if __name__ == "__main__":
    for line in main():
        print(line)
