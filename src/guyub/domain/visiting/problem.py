"""What a visit plan starts from: villages, teams, days and rules. Times are whole minutes after midnight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from guyub.domain.places import Point
from guyub.errors import DomainError

FRIDAY = 4
MOST_VILLAGES = 60  # of which all groups up to three are listed within seconds


class TooManyVillages(DomainError):
    """More villages than one plan can hold."""

    code = "too-many-villages-to-visit"
    template = "A visit plan holds at most {most} villages, not {count}. Plan part by part."
    exit_code = 4


@dataclass(frozen=True)
class Village:
    """A village to be visited once. ``code``: of its region, which says in which city it lies."""

    code: str
    point: Point
    unavailable: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Team:
    """A team: its two sub-teams travel and visit together. ``days``: None means every day that is open.

    ``conflicts``: regions whose villages it may not visit, because one of its jurors comes from there.
    """

    id: str
    base: Point
    days: frozenset[date] | None = None
    conflicts: frozenset[str] = frozenset()

    def may_visit(self, village: Village) -> bool:
        """Whether no juror of the team comes from the village's city (or whatever region is named)."""
        return not any(village.code == code or village.code.startswith(f"{code}.") for code in self.conflicts)


@dataclass(frozen=True)
class Hours:
    """A day's working hours and its pause, in which no visit may take place; travelling may."""

    opens: int
    closes: int
    pause: tuple[int, int]


@dataclass(frozen=True)
class Rules:
    """How visits are made. All of it is PROPOSED but the length of a visit (PARTIAL: reported from one city, 2025).

    ``leaves`` and ``back``: the earliest a team sets out from its base and the latest it is back there the same day.
    ``balance_minutes``: minutes of travel that one visit of difference between busiest and idlest team is worth.
    """

    visit_minutes: int = 70
    opens: int = 8 * 60
    closes: int = 16 * 60 + 30
    leaves: int = 5 * 60
    back: int = 20 * 60
    pause: tuple[int, int] = (12 * 60, 13 * 60)
    friday_pause: tuple[int, int] = (11 * 60 + 30, 13 * 60)
    short_closes: int = 14 * 60
    most_a_day: int = 3
    speed_kmh: int = 40
    detour_percent: int = 140
    balance_minutes: int = 30

    def hours(self, day: date, short: bool) -> Hours:
        """The hours of a day; ``short``: in Ramadan, where visits end earlier."""
        pause = self.friday_pause if day.weekday() == FRIDAY else self.pause
        return Hours(self.opens, min(self.closes, self.short_closes) if short else self.closes, pause)


@dataclass(frozen=True)
class Problem:
    """Everything that a plan rests on.

    ``days``: days on which visits may take place at all, see `open_days`. ``short_days``: those of Ramadan among them.
    ``minutes``: travel times by (from, to), ids of teams and codes of villages; what it lacks is the straight line.
    """

    villages: tuple[Village, ...]
    teams: tuple[Team, ...]
    days: tuple[date, ...]
    rules: Rules = Rules()
    short_days: frozenset[date] = frozenset()
    minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.villages) > MOST_VILLAGES:
            raise TooManyVillages(most=MOST_VILLAGES, count=len(self.villages))

    def hours(self, day: date) -> Hours:
        """The working hours of a day."""
        return self.rules.hours(day, day in self.short_days)

    def team_days(self, team: Team) -> tuple[date, ...]:
        """The days on which a team can travel."""
        return tuple(day for day in self.days if team.days is None or day in team.days)


def open_days(
    first: date,
    last: date,
    closed: Iterable[date] = (),
    weekdays: frozenset[int] = frozenset(range(5)),
) -> tuple[date, ...]:
    """Days of the window, both ends with it, that are working days and not closed (holidays; Ramadan, if avoided)."""
    shut = set(closed)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() in weekdays and day not in shut)
