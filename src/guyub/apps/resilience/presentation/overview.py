"""The page of a village's families: index and distribution, what costs most points, stunting risk, and indicators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils.translation import gettext as _

from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.presentation import words
from guyub.apps.resilience.presentation.areas import Areas
from guyub.apps.resilience.presentation.trend import Change
from guyub.apps.resilience.presentation.words import Share
from guyub.apps.resilience.services.gate import CATEGORY_UNKNOWN, VERDICTS, Gate, Pair
from guyub.apps.resilience.services.points import COUNTED
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import Sums
from guyub.data.coverage import load_coverage_rule
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.families import family_planning, ibangga, indicators
from guyub.domain.families.krs_recap import recap as recap_of

BAR_WIDTH = 1000
YES = 1


@dataclass(frozen=True)
class Segment:
    """A part of a bar of 1000: families of one category."""

    code: str
    name: str
    count: int
    percent: int
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """One place: its families by category, and the mean index in hundredths. None: withheld or nothing known."""

    label: str
    url: str
    families: int | None
    mean: int | None
    segments: tuple[Segment, ...] | None
    parts: tuple["Bar", ...] = ()

    @property
    def known(self) -> int | None:
        """Families that have an index, of whom the mean speaks; None where the distribution is withheld."""
        if self.segments is None:
            return None
        return sum(segment.count for segment in self.segments if segment.code != CATEGORY_UNKNOWN)


@dataclass(frozen=True)
class Line:
    """One figure with its share, what it is, who can act, and how it moved."""

    code: str
    name: str
    unit: str
    share: Share
    unknown: int | None
    opd: str
    grade: str
    source: str
    mean: bool = False  # a mean, not a share of people
    advice: str = ""
    points: int | None = None  # hundredths of an index point
    change: Change | None = None

    @property
    def movement(self) -> Change | None:
        """How it moved; nothing is said of a figure that is withheld."""
        return None if self.share.withheld else self.change


def category_names(language: str) -> dict[str, str]:
    """Names of the categories by code, and of families without an index."""
    names = {category.code: category.name.in_language(language) for category in rules().ibangga.categories}
    return names | {CATEGORY_UNKNOWN: _("belum lengkap")}


def bar(gate: Gate, place: str, label: str, sums: Sums, language: str, url: str = "") -> Bar:
    """The distribution of a place, and its mean where it may be shown."""
    counts = gate.distribution(place)
    mean = ibangga.area(rules().ibangga, sums).index if sums and gate.shows(place) else None
    segments = None
    if None not in counts.values():
        segments = segments_of({name: count or 0 for name, count in counts.items()}, category_names(language))
    hundredths = None if mean is None else ibangga.hundredths(mean, 100)
    return Bar(label, url, gate.families(place), hundredths, segments)


def segments_of(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Segment, ...]:
    """Parts of a bar side by side; the last one ends where the bar ends."""
    total, passed, found = sum(counts.values()), 0, []
    for code, count in counts.items():
        x = BAR_WIDTH * passed // total if total else 0
        passed += count
        end = BAR_WIDTH * passed // total if total else 0
        percent = rounded_ratio(count, total, 100)
        found.append(Segment(code, names[code], count, percent, x, end - x))
    return tuple(found)


def variable_lines(areas: Areas, gate: Gate, language: str, most: int | None = None) -> list[Line]:
    """Variables by the points they cost in the village, most first."""
    by_code = rules().ibangga.by_code
    lines = []
    for found in ibangga.area(rules().ibangga, areas.whole).variables[:most]:
        variable = by_code[found.code]
        values = _of_rws(areas, lambda sums, code=found.code: (sums[f"{code}_failing"], sums[f"{code}_applicable"]))
        share = words.share(gate.pairs(values, [areas.code], top=areas.code)[areas.code])
        line = Line(
            code=found.code,
            name=variable.name.in_language(language),
            unit="keluarga",
            share=share,
            unknown=found.unanswered if gate.inside else None,
            opd=words.joined(variable.opd),
            grade=variable.grade,
            source=variable.source.in_language(language),
            advice=variable.advice.in_language(language),
            points=None if share.withheld else ibangga.hundredths(found.points, 100),
        )
        lines.append(line)
    return lines


def indicator_lines(areas: Areas, gate: Gate, language: str, changes: Mapping[str, Change]) -> dict[str, list[Line]]:
    """Indicators of the village by topic."""
    by_rw = {rw: indicators.values(rules().indicators, sums) for rw, sums in areas.rws.items()}
    whole = indicators.values(rules().indicators, areas.whole)
    topics: dict[str, list[Line]] = {}
    for indicator in rules().indicators.indicators:
        code = indicator.code
        values = {areas.place(rw): (rates[code].of, rates[code].per) for rw, rates in by_rw.items()}
        counted = indicator.unit.id in COUNTED
        pair = gate.pairs(values, [areas.code], top=areas.code) if counted else gate.means(values, [areas.code])
        line = Line(
            code=code,
            name=indicator.name.in_language(language),
            unit=indicator.unit.in_language(language),
            share=words.share(pair[areas.code]),
            unknown=whole[code].unknown if gate.inside else None,
            opd=words.joined(indicator.opd),
            grade=indicator.grade,
            source=indicator.source.in_language(language),
            mean=not counted,
            change=changes.get(code),
        )
        topics.setdefault(str(words.TOPICS.get(indicator.topic, indicator.topic)), []).append(line)
    return topics


def couples_known(sums: Sums) -> bool:
    """Whether enough couples are known for the rates of the web system."""
    return load_coverage_rule().covers(sums["fp_web_classified"], sums["fp_pus"])


def planning_lines(
    areas: Areas, gate: Gate, language: str, changes: Mapping[str, Change]
) -> tuple[list[Line], list[Line]]:
    """Family planning: rates as BKKBN defines them, and as the web classification asks for them.

    Those of the web system divide by all couples, so they are given only where enough couples are known.
    """
    pus, classified = areas.whole["fp_pus"], areas.whole["fp_web_classified"]
    enough = couples_known(areas.whole)
    own: list[Line] = []
    web: list[Line] = []
    by_rw = {rw: family_planning.rates(rules().family_planning, sums) for rw, sums in areas.rws.items()}
    for rate in rules().family_planning.rates:
        values = {areas.place(rw): (rates[rate.code].of, rates[rate.code].per) for rw, rates in by_rw.items()}
        share = words.share(gate.pairs(values, [areas.code], top=areas.code)[areas.code])
        is_known = enough or not rate.web
        line = Line(
            code=f"kb:{rate.code}",
            name=rate.name.in_language(language),
            unit=words.of_whom(rate, language),
            share=share if is_known else Share(0, 0),
            unknown=pus - classified if rate.web and gate.inside else None,
            opd="",
            grade=rate.grade,
            source=rate.source.in_language(language),
            change=changes.get(f"kb:{rate.code}") if is_known else None,
        )
        (web if rate.web else own).append(line)
    return own, web


def krs_rules(areas: Areas, gate: Gate) -> tuple[Share, Share]:
    """Families at risk among target families with a verdict, by the default rule and the literal one (one query)."""
    found = FamilyState.objects.filter(village=areas.village, target=YES, krs_any__isnull=False).order_by()
    literal: dict[str, Pair] = {areas.place(rw): (0, 0) for rw in areas.rws}
    for rw, verdict, count in found.values_list("rw", "krs_any").annotate(n=Count("pk")):
        of, per = literal.get(areas.place(rw), (0, 0))
        literal[areas.place(rw)] = (of + count * (verdict == YES), per + count)
    verdicts = gate.partition([*VERDICTS], areas.code)
    return verdict_share(verdicts), words.share(gate.pairs(literal, [areas.code], top=areas.code)[areas.code])


def verdict_share(verdicts: Mapping[str, int | None]) -> Share:
    """Families at risk among target families with a verdict; withheld as soon as one of the two is."""
    at_risk, others = verdicts["krs"], verdicts["not_at_risk"]
    return Share(None, None) if at_risk is None or others is None else Share(at_risk, at_risk + others)


RANKS = ("rank_1", "rank_2", "rank_3", "rank_4", "rank_above_4", "rank_unknown")


def recap_row(gate: Gate, areas: Areas) -> dict[str, int | None]:
    """The recap of a village by column; withheld cells are None."""
    recap: dict[str, int | None] = dict(recap_of(areas.whole))
    if gate.inside:
        return recap
    verdicts = gate.partition([*VERDICTS], areas.code)
    ranks = [areas.whole[name] for name in RANKS]
    ranks_shown = verdicts["krs"] is not None and gate.all_large(ranks)
    for name in recap:
        if name in VERDICTS:
            recap[name] = verdicts[name]
        elif name in RANKS:
            recap[name] = areas.whole[name] if ranks_shown else None
        elif name == "families":
            recap[name] = gate.families(areas.code)
        elif name == "krs_unknown":
            recap[name] = areas.whole[name] if gate.all_large([areas.whole[name]]) else None
        elif name == "target":
            is_known = None not in verdicts.values() and gate.all_large([areas.whole["krs_unknown"]])
            recap[name] = areas.whole[name] if is_known else None
        else:
            values = _of_rws(areas, lambda sums, name=name: (sums[name], sums["families"]))
            pair = gate.pairs(values, [areas.code], top=areas.code)[areas.code]
            recap[name] = None if pair is None else pair[0]
    return recap


def _of_rws(areas: Areas, read: Callable[[Sums], Pair]) -> dict[str, Pair]:
    return {areas.place(rw): read(sums) for rw, sums in areas.rws.items()}


def bars_of(areas: Areas, gate: Gate, language: str) -> Sequence[Bar]:
    """The village's RWs, each with its distribution; with their RTs for those who see the families."""
    found = []
    for rw, sums in sorted(areas.rws.items()):
        of_rw = bar(gate, areas.place(rw), words.rw_name(rw), sums, language)
        found.append(replace(of_rw, parts=_rt_bars(areas, rw, language)) if gate.inside else of_rw)
    return found


def _rt_bars(areas: Areas, rw: str, language: str) -> tuple[Bar, ...]:
    names, bars = category_names(language), []
    for (own, rt), sums in sorted(areas.rts.items()):
        if own == rw:
            found = ibangga.area(rules().ibangga, sums)
            counts = {**found.distribution, CATEGORY_UNKNOWN: found.families - found.with_index}
            mean = None if found.index is None else ibangga.hundredths(found.index, 100)
            bars.append(Bar(words.rt_name(rt), "", found.families, mean, segments_of(counts, names)))
    return tuple(bars)


@dataclass(frozen=True)
class DimensionLine:
    """One of the three dimensions; its value in hundredths, None where withheld or unknown."""

    name: str
    value: int | None


def dimension_lines(areas: Areas, gate: Gate, language: str) -> list[DimensionLine]:
    """The three dimensions of the village's index."""
    found = ibangga.area(rules().ibangga, areas.whole)
    lines = []
    for dimension in rules().ibangga.dimensions:
        value = found.dimensions[dimension.code] if gate.shows(areas.code) else None
        name = dimension.name.in_language(language)
        lines.append(DimensionLine(name, None if value is None else ibangga.hundredths(value, 100)))
    return lines
