"""The days of a round: what was given and eaten on each, and weighings between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guyub.apps.nutrition.models import PmtRound, PmtServing
from guyub.apps.nutrition.presentation.standing import Standing
from guyub.apps.nutrition.presentation.words import eaten_words, reason_name
from guyub.domain.nutrition.pmt import Weight


@dataclass(frozen=True)
class DayLine:
    """A day from the first on, its serving in words (empty where none is on record), and the weighing of that day."""

    number: int
    day: date
    serving: PmtServing | None
    eaten: str
    reason: str
    weight: Weight | None


def days_of(standing: Standing) -> list[DayLine]:
    """Each day until the one it is asked about, the planned last at the latest; later ones only where something is."""
    served = {one.day: one for one in standing.servings}
    weights = {one.day: one for one in standing.weights}
    last = max([min(standing.today, standing.end), *served])
    begun = standing.round.begun
    days = [begun + timedelta(days=number) for number in range((last - begun).days + 1)]
    return [_line(number, day, served.get(day), weights.get(day)) for number, day in enumerate(days, start=1)]


def replaced(one: PmtRound) -> Sequence[tuple[PmtServing, str, str]]:
    """Servings that were corrected, with what they said."""
    former = one.servings.filter(counts=False).order_by("-day", "-pk")
    return [(serving, eaten_words(serving.eaten), reason_name(serving.reason)) for serving in former]


def _line(number: int, day: date, serving: PmtServing | None, weight: Weight | None) -> DayLine:
    eaten = eaten_words(serving.eaten) if serving else ""
    return DayLine(number, day, serving, eaten, reason_name(serving.reason) if serving else "", weight)
