"""One line of the scorecard over the villages of a region, from the figures kept: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import within
from guyub.apps.growth.presentation.area_counts import Wanted, counts_by_place
from guyub.apps.growth.presentation.area_gate import AreaGate
from guyub.apps.scorecard.models import KeptFigure
from guyub.apps.scorecard.presentation.telling import children_figure, sees_all, told_outside
from guyub.apps.scorecard.services import VILLAGE, KeptPart, Kind, Parts, access_of, months_to
from guyub.apps.territory.codes import CITY_LENGTH, LENGTHS, Level
from guyub.apps.territory.models import Region
from guyub.domain.scorecard.lines import Figure, Line, is_reached


@dataclass(frozen=True)
class VillageRow:
    """One village: its figure (None: withheld), and whether it reaches the target."""

    village: Region
    figure: Figure | None
    reached: bool | None


@dataclass(frozen=True)
class RegionPage:
    """The table. ``months``: that can be chosen, the latest first."""

    line: Line
    month: date
    months: Sequence[date]
    rows: Sequence[VillageRow]

    @property
    def known(self) -> int:
        """Villages whose figure is told and counts something."""
        return sum(row.figure is not None and row.figure.per > 0 for row in self.rows)

    @property
    def reached(self) -> int:
        """Those that reach the target."""
        return sum(row.reached is True for row in self.rows)

    @property
    def judged(self) -> int:
        """Those that are held against it."""
        return sum(row.reached is not None for row in self.rows)


def region_page(user: User, region: Region, line: Line, today: date, asked: date | None = None) -> RegionPage:
    """A line of every village of a region in a month, as kept.

    Args:
        user: Who reads; they see the figures of the whole region.
        region: Kecamatan, city or province.
        line: Which.
        today: The last of the twelve months is that of this day.
        asked: First day of the month; the running one where none of the twelve is asked for.
    """
    months = months_to(today)
    month = asked if asked in months else months[-1]
    villages = Region.objects.filter(within([region.code], "code"), level=Level.VILLAGE).order_by("code")
    kept, children = _kept(region, line, month), _children(region, line, month)
    too_early = line.within_month and month == months[-1]
    rows = []
    for village in villages:
        if sees_all(user, village.code, line.code):
            figure = kept[village.code].get(VILLAGE, Figure(0, 0))
        elif access_of(line.code).kind is Kind.CHILDREN:
            figure = children.get(village.code, Figure(0, 0))
        else:
            figure = told_outside(line, village.code, kept[village.code])
        rows.append(VillageRow(village, figure, None if figure is None or too_early else is_reached(line, figure)))
    return RegionPage(line, month, months[::-1], rows)


def _kept(region: Region, line: Line, month: date) -> Mapping[str, Parts]:
    found: dict[str, dict[str, Figure]] = defaultdict(dict)
    for row in KeptFigure.objects.filter(within([region.code], "village__code"), line=line.code, month=month):
        found[row.village_id][row.part] = KeptPart(row.numerator, row.denominator, row.outside)
    return found


def _children(region: Region, line: Line, month: date) -> Mapping[str, Figure | None]:
    """Figures of children as the city's page of growth tells them to outsiders; four queries."""
    if access_of(line.code).kind is not Kind.CHILDREN:
        return {}
    top = region.code[:CITY_LENGTH]
    counted = counts_by_place(Wanted(top, [month], None, LENGTHS[Level.VILLAGE]))
    gate = AreaGate(counted, 1, top, inside=False)
    return {place: children_figure(line.code, gate.shown(place)[0]) for place in counted}
