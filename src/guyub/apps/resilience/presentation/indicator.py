"""One figure of a village: its RWs side by side, its trend, its source and who can act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guyub.apps.resilience.models import IndicatorPoint
from guyub.apps.resilience.presentation import words
from guyub.apps.resilience.presentation.areas import Areas
from guyub.apps.resilience.presentation.trend import Dot, dots_of
from guyub.apps.resilience.presentation.words import Share
from guyub.apps.resilience.services.gate import Gate, Pair
from guyub.apps.resilience.services.points import COUNTED, IBANGGA, PLANNING, index_pair
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import Sums
from guyub.domain.families import family_planning, indicators


@dataclass(frozen=True)
class PlaceLine:
    """One RW, or the village."""

    label: str
    share: Share


@dataclass(frozen=True)
class IndicatorView:
    """What the page of an indicator shows."""

    code: str
    name: str
    unit: str
    mean: bool
    opd: str
    grade: str
    source: str
    total: Share
    rws: tuple[PlaceLine, ...]
    dots: tuple[Dot, ...]

    @property
    def polyline(self) -> str:
        """The trend as points of an SVG line."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


@dataclass(frozen=True)
class _Definition:
    name: str
    unit: str
    opd: str
    grade: str
    source: str
    counted: bool
    read: Callable[[Sums], Pair]


def indicator_view(
    areas: Areas, gate: Gate, code: str, points: list[IndicatorPoint], language: str
) -> IndicatorView | None:
    """The view of an indicator, a family-planning rate (``kb:…``) or the index; None for an unknown code."""
    found = _definition(code, language)
    if found is None:
        return None
    values = {areas.place(rw): found.read(sums) for rw, sums in areas.rws.items()}
    places = [areas.code, *(areas.place(rw) for rw in sorted(areas.rws))]
    if code == IBANGGA and values:
        shown = gate.values({areas.code: found.read(areas.whole), **values})
    else:
        shown = _shown(gate, found, values, places, areas.code) if values else {}
    total = words.share(shown.get(areas.code, (0, 0)))
    return IndicatorView(
        code=code,
        name=found.name,
        unit=found.unit,
        mean=not found.counted,
        opd=found.opd,
        grade=found.grade,
        source=found.source,
        total=total,
        rws=tuple(
            PlaceLine(words.rw_name(rw), words.share(shown.get(areas.place(rw), (0, 0)))) for rw in sorted(areas.rws)
        ),
        dots=() if total.withheld else tuple(dots_of(points, gate.inside)),
    )


def _shown(
    gate: Gate, found: _Definition, values: Mapping[str, Pair], places: list[str], top: str
) -> dict[str, Pair | None]:
    return gate.pairs(values, places, top=top) if found.counted else gate.means(values, places)


def _definition(code: str, language: str) -> _Definition | None:
    if code == IBANGGA:
        rule = rules().ibangga
        name = rule.name.in_language(language)
        return _Definition(name, "", "", rule.grade, rule.source.in_language(language), False, index_pair)
    if code.startswith(PLANNING):
        return _planning(code.removeprefix(PLANNING), language)
    for one in rules().indicators.indicators:
        if one.code == code:
            return _Definition(
                one.name.in_language(language),
                one.unit.in_language(language),
                words.joined(one.opd),
                one.grade,
                one.source.in_language(language),
                one.unit.id in COUNTED,
                lambda sums: _pair(indicators.values(rules().indicators, sums)[code]),
            )
    return None


def _planning(code: str, language: str) -> _Definition | None:
    for one in rules().family_planning.rates:
        if one.code == code:
            return _Definition(
                one.name.in_language(language),
                words.of_whom(one, language),
                "",
                one.grade,
                one.source.in_language(language),
                True,
                lambda sums: _pair(family_planning.rates(rules().family_planning, sums)[code]),
            )
    return None


def _pair(rate: object) -> Pair:
    return rate.of, rate.per  # type: ignore[attr-defined]
