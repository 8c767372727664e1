"""What the scorecard says of activities: kinds of the environment area, and programme areas, within twelve months."""

from collections.abc import Iterable, Sequence
from datetime import date

from guyub.apps.programmes.models import Activity
from guyub.apps.territory.models import Region
from guyub.data.group_files import load_activities
from guyub.domain.growth.ages import months_before
from guyub.domain.programmes.activities import areas_reached
from guyub.domain.scorecard.lines import Figure

ENVIRONMENT = "AR8"
MONTHS = 12


def activity_figures(village: Region, days: Sequence[date]) -> list[tuple[Figure, Figure]]:
    """Kinds of environment activities and programme areas reached in the year up to each day; one query.

    A village that recorded no activity up to a day has no figure: that nobody writes them down is not that none was.
    """
    rows = Activity.objects.filter(village=village).standing().order_by().values_list("day", "activity")
    told = [(on, code) for on, code in rows if on <= max(days)]
    found = []
    for day in days:
        known = [(on, code) for on, code in told if on <= day]
        since = months_before(day, MONTHS)
        found.append(_figures(code for on, code in known if on > since) if known else (Figure(0, 0), Figure(0, 0)))
    return found


def _figures(codes: Iterable[str]) -> tuple[Figure, Figure]:
    rules, done = load_activities(), set(codes)
    listed = [one.code for area in rules.areas if area.code == ENVIRONMENT for one in area.activities]
    return (
        Figure(sum(code in done for code in listed), len(listed)),
        Figure(len(areas_reached(rules, done).reached), len(rules.areas)),
    )
