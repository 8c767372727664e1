"""Which visits are expected of a mother, which were, and which one is next: K1–K6 before birth, KF1–KF4 after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guyub.domain.mothers.dating import week_ends
from guyub.domain.mothers.rules import PregnancyFile


class State(StrEnum):
    """Where one expected visit stands."""

    DONE = "done"
    LATE = "late"  # its last day is over
    NOW = "now"  # the next one
    AHEAD = "ahead"


@dataclass(frozen=True)
class Expected:
    """One visit: its number, the days in which it is expected, when it was, how it stands."""

    number: int
    opens: date | None
    by: date
    done_on: date | None
    state: State


def antenatal(file: PregnancyFile, due_on: date, done: Mapping[int, date], today: date) -> tuple[Expected, ...]:
    """Visits K1 to K6 of a pregnancy.

    Args:
        due_on: The expected day of birth.
        done: Number of a visit → its day. Whoever had a later visit missed none before it: numbers are counted, so an
            earlier number without a day is done too, on a day that is not known.
        today: As of when.
    """
    days = [(visit.number, None, week_ends(file.dating, due_on, visit.by_week)) for visit in file.antenatal.visits]
    return _line(days, done, today, counted=True)


def after_birth(file: PregnancyFile, born_on: date, done: Mapping[int, date], today: date) -> tuple[Expected, ...]:
    """Visits KF1 to KF4 after a birth; each has days of its own."""
    days = [
        (visit.number, born_on + timedelta(days=visit.from_day), born_on + timedelta(days=visit.to_day))
        for visit in file.after_birth.visits
    ]
    return _line(days, done, today, counted=False)


def next_visit(line: Sequence[Expected], *, catch_up: bool) -> Expected | None:
    """The visit to come: where ``catch_up``, the first that was not done; else the first whose days are not over."""
    states = (State.NOW, State.AHEAD, State.LATE) if catch_up else (State.NOW, State.AHEAD)
    return next((one for one in line if one.state in states), None)


def _line(
    days: Sequence[tuple[int, date | None, date]], done: Mapping[int, date], today: date, *, counted: bool
) -> tuple[Expected, ...]:
    last = max(done, default=0)
    found, waiting = [], False
    for number, opens, by in days:
        if number in done or (counted and number < last):
            state = State.DONE
        elif by < today:
            state = State.LATE
        elif waiting:
            state = State.AHEAD
        else:
            state, waiting = State.NOW, True
        found.append(Expected(number, opens, by, done.get(number), state))
    return tuple(found)
