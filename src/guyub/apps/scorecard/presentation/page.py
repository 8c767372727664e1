"""The scorecard of a village in a month: lines by theme with value, movement, target, RWs, source and offices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.accounts.models import User
from guyub.apps.scorecard.presentation.spark import Spark, spark_of
from guyub.apps.scorecard.presentation.telling import Telling, Told, parts_in_order
from guyub.apps.scorecard.services import VILLAGE, kept_figures, months_to, work_out
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.scorecard_files import load_scorecard
from guyub.domain.scorecard.lines import Better, Figure, Line, Move, Unit, is_reached, moved

NOT_KNOWN = Figure(0, 0)


@dataclass(frozen=True)
class LineView:
    """One line in a month.

    Attributes:
        figures: Month by month, the asked one last; None: withheld, and nothing to count where ``per`` is 0.
        running: Whether the month asked for is not over.
        parts: RW → its figure in the month asked for.
    """

    line: Line
    months: Sequence[date]
    figures: Sequence[Figure | None]
    running: bool
    parts: Mapping[str, Figure | None]

    @property
    def figure(self) -> Figure | None:
        """Of the month asked for; None: withheld."""
        return self.figures[-1]

    @property
    def withheld(self) -> bool:
        """Whether disclosure control keeps the figure back."""
        return self.figure is None

    @property
    def missing(self) -> bool:
        """Whether nothing is on record that could be counted."""
        return self.figure is not None and self.figure.per == 0

    @property
    def counts(self) -> bool:
        """Whether so many of so many can be said."""
        return self.line.unit is Unit.SHARE

    @property
    def points(self) -> bool:
        """Whether the figure is points, not per cent."""
        return self.line.unit is Unit.POINTS

    @property
    def hundredths(self) -> int | None:
        """Per cent or points in hundredths."""
        return None if self.figure is None else self.figure.hundredths

    @property
    def too_early(self) -> bool:
        """Whether the figure is of a month that is not over, so that nothing is to be judged by it."""
        return self.running and self.line.within_month

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is nothing to judge."""
        return None if self.figure is None or self.too_early else is_reached(self.line, self.figure)

    @property
    def before(self) -> tuple[date, Figure] | None:
        """The latest earlier month of which the figure is known."""
        earlier = list(zip(self.months, self.figures, strict=True))[-2::-1]
        return next(((month, one) for month, one in earlier if one is not None and one.per), None)

    @property
    def move(self) -> Move | None:
        """How it moved since then."""
        if self.before is None or self.figure is None or self.too_early:
            return None
        return moved(self.line, self.before[1], self.figure)

    @property
    def rises(self) -> bool:
        """Whether the figure itself went up, which is not always better."""
        return (self.move is Move.BETTER) == (self.line.better is Better.HIGH)

    @property
    def spark(self) -> Spark | None:
        """The trend as a picture; none where the figure itself is withheld."""
        if self.withheld:
            return None
        return spark_of(self.months, [None if one is None else one.hundredths for one in self.figures])

    @property
    def history(self) -> list[tuple[date, Figure]]:
        """Months with a figure that is told; none where the figure itself is withheld."""
        return (
            []
            if self.withheld
            else [
                (month, one)
                for month, one in zip(self.months, self.figures, strict=True)
                if one is not None and one.per
            ]
        )


@dataclass(frozen=True)
class Theme:
    """Lines of one theme."""

    name: str
    lines: Sequence[LineView]


@dataclass(frozen=True)
class Page:
    """The page.

    Attributes:
        month: Its first day; ``running``: whether it is not over.
        months: Those that can be chosen, the latest first.
        rws: Parts of the village of which some line has a figure.
    """

    village: Region
    month: date
    running: bool
    months: Sequence[date]
    themes: Sequence[Theme]
    rws: Sequence[str]

    @property
    def lines(self) -> list[LineView]:
        """All lines in their order."""
        return [line for theme in self.themes for line in theme.lines]

    @property
    def judged(self) -> int:
        """Lines that are held against a target."""
        return sum(line.reached is not None for line in self.lines)

    @property
    def reached(self) -> int:
        """Those of them that reach it."""
        return sum(line.reached is True for line in self.lines)

    @property
    def missing(self) -> int:
        """Lines of which nothing is on record."""
        return sum(line.missing for line in self.lines)

    @property
    def withheld(self) -> bool:
        """Whether something is kept back."""
        return any(line.withheld or None in line.parts.values() for line in self.lines)

    @property
    def of_rws(self) -> list[LineView]:
        """Lines that have figures of RWs."""
        return [line for line in self.lines if any(one is None or one.per for one in line.parts.values())]


def scorecard(user: User, village: Region, today: date, asked: date | None = None) -> Page:
    """The scorecard of a village; a fixed number of queries.

    Args:
        user: Who reads; they see the figures of the village.
        village: Whose.
        today: The running month is worked out as of this day; figures of earlier months are those kept.
        asked: First day of the month shown; the running one where none of those kept is asked for.
    """
    months = months_to(today)
    kept = {**kept_figures(village.code, months[:-1]), months[-1]: work_out(village, today)}
    month = asked if asked in kept else months[-1]
    running, shown = month == months[-1], [one for one in months if one <= month]
    telling = Telling(user, village, today)
    themes = []
    for theme in load_scorecard().themes:
        lines = [
            _view(line, shown, [telling.of(line, one, kept.get(one, {}).get(line.code, {})) for one in shown], running)
            for line in load_scorecard().of_theme(theme.code)
        ]
        themes.append(Theme(theme.name.in_language(page_language()), lines))
    parts = {part for theme in themes for line in theme.lines for part in line.parts}
    chosen = [one for one in reversed(months) if one in kept]
    return Page(village, month, running, chosen, themes, parts_in_order(list(parts)))


def _view(line: Line, months: Sequence[date], told: Sequence[Told], running: bool) -> LineView:
    now = told[-1]
    parts = {part: now[part] for part in parts_in_order(list(now))}
    return LineView(line, months, [one.get(VILLAGE, NOT_KNOWN) for one in told], running, parts)
