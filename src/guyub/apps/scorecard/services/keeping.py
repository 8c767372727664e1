"""Figures kept month by month: what the trend and the pages of past months show.

A figure of the running month is written again each day; with the month's end it stands as it was. Figures whose records
have days follow late entries for some days more (`Keeping.open_days`), and are made up for months that nobody kept.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from guyub.apps.resilience.models import IndicatorPoint
from guyub.apps.resilience.services.release import Gates
from guyub.apps.scorecard.models import KeptFigure
from guyub.apps.scorecard.services.figures import VILLAGE, Lines, Parts, providers
from guyub.apps.territory.models import Region
from guyub.data.scorecard_files import indicators_of_lines, load_scorecard
from guyub.domain.growth.ages import last_day, months_before
from guyub.domain.scorecard.lines import Figure, Unit

MONTHS = 12


@dataclass(frozen=True)
class KeptPart(Figure):
    """A figure of a past month. ``outside``: of a mean, whether it might be shown outside the village that day."""

    outside: bool = False


Kept = Mapping[date, Mapping[str, Parts]]
"""First day of a month → code of a line → its parts."""


def months_to(today: date) -> list[date]:
    """First days of the twelve months that end with the running one."""
    return [months_before(today.replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]


def kept_figures(village: str, months: Sequence[date]) -> Kept:
    """What was kept of a village in some months; one query."""
    found: dict[date, dict[str, dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for row in KeptFigure.objects.filter(village=village, month__in=months):
        found[row.month][row.line][row.part] = KeptPart(row.numerator, row.denominator, row.outside)
    return found


@transaction.atomic
def keep_month_figures(village: Region, today: date) -> int:
    """Keep the figures of a village as they stand today, and those of past months that nobody kept. Returns how many.

    Args:
        village: Whose.
        today: Figures of its month are written again; of months before only as far as they are still open, or absent.
    """
    months, gates = months_to(today), Gates()
    standing = kept_figures(village.code, months)
    rows = []
    for provider in providers():
        lacking = [month for month in months[:-1] if _is_to_be_kept(month, tuple(provider.lines), standing, today)]
        days = [*map(last_day, lacking), today] if provider.dated else [today]
        for day, lines in zip(days, provider.of(village, days), strict=True):
            rows += _rows(village, day.replace(day=1), _marked(village.code, lines, gates), today)
    rows += _of_points(village, [month for month in months[:-1] if month not in standing], today)
    KeptFigure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["village", "month", "line", "part"],
        update_fields=["numerator", "denominator", "outside", "kept_on"],
        batch_size=2000,
    )
    return len(rows)


def _is_to_be_kept(month: date, lines: Sequence[str], standing: Kept, today: date) -> bool:
    """Whether a past month's figures are still open, or were never kept."""
    is_open = month == months_before(today.replace(day=1), 1) and today.day <= load_scorecard().keeping.open_days
    return is_open or not any(line in standing.get(month, {}) for line in lines)


def _marked(village: str, lines: Lines, gates: Gates) -> Lines:
    """Means of the family register, each with whether the register's gate shows it today."""
    found = dict(lines)
    for line, parts in lines.items():
        if load_scorecard().by_code[line].unit is Unit.POINTS:
            gate, marked = gates.of(village), {}
            for part, figure in parts.items():
                place = village if part == VILLAGE else f"{village}.{part}"
                marked[part] = KeptPart(figure.of, figure.per, gate.shows(place))
            found[line] = marked
    return found


def _rows(village: Region, month: date, lines: Lines, today: date) -> list[KeptFigure]:
    return [
        KeptFigure(
            village=village,
            part=part,
            line=line,
            month=month,
            numerator=figure.of,
            denominator=figure.per,
            outside=isinstance(figure, KeptPart) and figure.outside,
            kept_on=today,
        )
        for line, parts in lines.items()
        for part, figure in parts.items()
    ]


def _of_points(village: Region, months: Sequence[date], today: date) -> list[KeptFigure]:
    """Figures of the family register in months that nobody kept, from its own points: the last of each month."""
    if not months:
        return []
    line_of = {code: line for line, code in indicators_of_lines().items()}
    points = IndicatorPoint.objects.filter(
        village=village, code__in=line_of, as_of__gte=months[0], as_of__lte=last_day(months[-1])
    )
    found: dict[date, dict[str, dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for one in points.order_by("as_of"):  # the last of a month stays
        month = one.as_of.replace(day=1)
        if month in months:
            found[month][line_of[one.code]][one.rw] = KeptPart(one.numerator, one.denominator, one.outside)
    return [row for month, lines in found.items() for row in _rows(village, month, lines, today)]
