"""What of a figure this reader is told: all of it where they see the people behind it, else what its gate lets through.

Figures of the family register pass the register's own gate, figures of the posyandu that of its own page (whose RWs
nobody outside sees), other counts of people that of disclosure control over the village's RWs.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.presentation.area_gate import Shown as Children
from guyub.apps.growth.presentation.dashboard import dashboard
from guyub.apps.resilience.presentation.areas import areas_of, gate_of
from guyub.apps.resilience.services.gate import Gate, Pair
from guyub.apps.resilience.services.points import IBANGGA
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import NO_RW
from guyub.apps.scorecard.services import VILLAGE, KeptPart, Kind, Parts, access_of
from guyub.apps.territory.models import Region
from guyub.data.scorecard_files import indicators_of_lines
from guyub.domain.scorecard.lines import Figure, Line, Unit

Told = Mapping[str, Figure | None]
"""Figure of each part; None: withheld."""

NOTHING: Told = {VILLAGE: Figure(0, 0)}


class Telling:
    """What one reader is told of one village."""

    def __init__(self, user: User, village: Region, today: date) -> None:
        self._user, self._village, self._today = user, village, today

    def of(self, line: Line, month: date, parts: Parts) -> Told:
        """Parts of a line in a month, from those worked out or kept."""
        if sees_all(self._user, self._village.code, line.code):
            return parts or NOTHING
        kind = access_of(line.code).kind
        if kind is Kind.CHILDREN:
            return {VILLAGE: self._of_children(line.code, month)}
        if not parts:
            return NOTHING
        return self._through_gate(line, parts)

    def _through_gate(self, line: Line, parts: Parts) -> Told:
        code = self._village.code
        values = _by_place(code, parts)
        if line.unit is Unit.SHARE:
            found = self._gate.pairs(values, [code, *values], top=code)
        elif indicators_of_lines().get(line.code) == IBANGGA:  # a mean of means: that of the village is its own
            found = self._gate.values({code: _pair(parts[VILLAGE]), **values})
        else:
            found = self._gate.means(values, [code, *values])
        place_of = {part: f"{code}.{part}" if part != VILLAGE else code for part in parts}
        return {part: _figure(found[place_of[part]]) if _is_open(line, one) else None for part, one in parts.items()}

    def _of_children(self, line: str, month: date) -> Figure | None:
        shown = self._children.get(month)
        return Figure(0, 0) if shown is None else children_figure(line, shown)

    @cached_property
    def _gate(self) -> Gate:
        return gate_of(self._user, areas_of(self._village))

    @cached_property
    def _children(self) -> Mapping[date, Children]:
        page = dashboard(AnonymousUser(), self._village, self._today)  # as to anybody: no RW of the reader's own
        return dict(zip(page.months, page.trend, strict=True))


def sees_all(user: User, village: str, line: str) -> bool:
    """Whether nothing of a line of a village is withheld from somebody."""
    right = access_of(line).right
    return right is None or scope_of(user).may(right, village)


def children_figure(line: str, shown: Children) -> Figure | None:
    """What the page of growth tells of a line."""
    part = shown.participation if line == "weighed" else shown.found["hfa"]
    return None if part.of is None or part.per is None else Figure(part.of, part.per)


def told_outside(line: Line, village: str, parts: Parts) -> Figure | None:
    """A village's figure as kept, for who does not see the people behind it."""
    if not parts:
        return Figure(0, 0)
    if line.unit is not Unit.SHARE:
        return parts[VILLAGE] if _is_open(line, parts[VILLAGE]) else None
    values = _by_place(village, parts)
    return _figure(Gate({}, village, False, rules().ibangga).pairs(values, [village], top=village)[village])


def parts_in_order(parts: Sequence[str]) -> list[str]:
    """RWs in their order, those of whom it is not known last; without the village itself."""
    return sorted((part for part in parts if part != VILLAGE), key=lambda part: (part == NO_RW, part))


def _is_open(line: Line, figure: Figure) -> bool:
    """Whether a mean of a past month might be shown that day; counts say so themselves."""
    return line.unit is Unit.SHARE or not isinstance(figure, KeptPart) or figure.outside


def _pair(figure: Figure) -> Pair:
    return figure.of, figure.per


def _figure(pair: Pair | None) -> Figure | None:
    return None if pair is None else Figure(*pair)


def _by_place(village: str, parts: Parts) -> dict[str, Pair]:
    """Counts by place as disclosure control wants them; those of no RW stand for a place of their own."""
    rws = [part for part in parts if part != VILLAGE] or [NO_RW]
    return {f"{village}.{part}": _pair(parts.get(part, parts[VILLAGE])) for part in rws}
