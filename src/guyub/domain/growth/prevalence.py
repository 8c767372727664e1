"""Prevalence of stunting, wasting and the like in a survey: every group, every cut-off, with errors and intervals.

Implausible z-scores are left out. A child with oedema counts at every cut-off of the indicators that oedema leaves
blank, as if its z-score were -3.1, and has no value in their means.

Source: WHO and UNICEF, Recommendations for data collection, analysis and reporting on anthropometric indicators (2019);
as WHO's packages anthro 1.1.0.9000 and anthroplus 1.0.0.9000 compute it. Where a prevalence is exactly 1 per cent those
print a wrong interval, [1, 1]; here it is the right one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.column_tables import Flags, Floats, Whole
from guyub.domain.growth.many import BOY, GIRL, Columns, Scores
from guyub.domain.growth.standard import AgeGroups, GrowthStandard, PrevalenceRules
from guyub.domain.growth.survey import (
    Design,
    Estimates,
    Grouping,
    domain_means,
    interval_of_mean,
    interval_of_share,
)

ALL, SEX = "All", "Sex"


@dataclass(frozen=True)
class Group:
    """One row of the result; ``years`` and ``months`` name its age besides, where the standard does."""

    name: str
    years: str
    months: str


def takes_part(standard: GrowthStandard, columns: Columns) -> Flags:
    """Rows whose age belongs to the survey of the standard."""
    rules, age = standard.rules.prevalence, columns.age
    counted = age if standard.rules.age.unit == "month" else np.floor(age + 0.5)
    within = (counted >= rules.youngest) & (counted <= rules.oldest)
    return within | np.isnan(age) if rules.without_age else within


def prevalence(
    standard: GrowthStandard,
    columns: Columns,
    scores: Scores,
    design: Design,
    more: Sequence[Grouping] = (),
) -> tuple[list[Group], dict[str, Floats]]:
    """Estimates of all groups.

    Args:
        standard: Its groups, cut-offs and indicators.
        columns: Children who take part (see `takes_part`).
        scores: Of the same rows.
        design: Of the same rows.
        more: Groupings besides those of age and sex, as area or wealth.

    Returns:
        The groups, and columns of one value a group, named as WHO's packages name them: for an indicator such as HA
        ``HAZ_pop`` and ``HAZ_unwpop`` (weighted and plain sample size), ``HA_2_r``, ``_se``, ``_ll``, ``_ul`` (per cent
        below -2 SD, its standard error and limits), ``HA2_r`` (above +2 SD), ``HA_r`` ... (mean z-score), ``HA_stdev``.
    """
    rules = standard.rules.prevalence
    groupings = [*_groupings(standard, columns), *more]
    results: dict[str, list[Floats]] = {}
    for grouping in groupings:
        for name, values in _estimates(standard, columns, scores, design, grouping):
            results.setdefault(name, []).append(values)
    groups = [group for grouping in groupings for group in _groups(rules, grouping)]
    estimated = {name: np.concatenate(parts) for name, parts in results.items()}
    for indicator, blanks in rules.blank.items():
        rows = [place for place, group in enumerate(groups) if group.name.split(":")[0] in blanks]
        for name in estimated:
            if name.startswith(indicator):
                estimated[name][rows] = np.nan
    return groups, estimated


# -- groups ----------------------------------------------------------------------------------------------------------


def _groupings(standard: GrowthStandard, columns: Columns) -> Iterator[Grouping]:
    rules = standard.rules.prevalence
    months = columns.age if standard.rules.age.unit == "month" else columns.age / DAYS_PER_MONTH
    sex = np.select([columns.sex == GIRL, columns.sex == BOY], [0, 1], -1)
    sexes = Grouping(SEX, ("Female", "Male"), sex)
    known = {ALL: Grouping(ALL, (ALL,), np.zeros(len(columns), dtype=np.intp)), SEX: sexes}
    for ages in rules.ages:
        by_age = _by_age(ages, months)
        known[ages.name] = by_age
        if ages.with_sex:
            first, second = (sexes, by_age) if ages.sex_first else (by_age, sexes)
            known[ages.with_sex] = _crossed(ages.with_sex, first, second)
    return (known[name] for name in rules.order)


def _by_age(ages: AgeGroups, months: Floats) -> Grouping:
    of = np.full(len(months), -1, dtype=np.intp)
    for place, group in enumerate(ages.groups):
        of[(months >= group.least) & (months < group.below)] = place
    return Grouping(ages.name, [group.name for group in ages.groups], of)


def _crossed(name: str, first: Grouping, second: Grouping) -> Grouping:
    """Pairs of two groupings, the first changing fastest."""
    levels = [f"{one}.{two}" for two in second.levels for one in first.levels]
    of: Whole = np.where((first.of >= 0) & (second.of >= 0), second.of * len(first.levels) + first.of, -1)
    return Grouping(name, levels, of)


def _groups(rules: PrevalenceRules, grouping: Grouping) -> Iterator[Group]:
    named = {group.name: group for ages in rules.ages for group in ages.groups}
    whole = (rules.whole.years, rules.whole.months) if rules.whole else ("", "")
    for level in grouping.levels:
        group = next((named[part] for part in level.split(".") if part in named), None)
        years, months = (group.years, group.months) if group else whole
        yield Group(level if grouping.name == ALL else f"{grouping.name}: {level}", years, months)


# -- estimates -------------------------------------------------------------------------------------------------------


def _estimates(
    standard: GrowthStandard, columns: Columns, scores: Scores, design: Design, grouping: Grouping
) -> Iterator[tuple[str, Floats]]:
    rules = standard.rules.prevalence
    plain = {code: np.where(scores.flagged[code], np.nan, scores.z[code]) for code in rules.indicators.values()}
    counted = {code: _with_oedema(standard, columns, code, z) for code, z in plain.items()}
    for name, code in rules.indicators.items():
        z = counted[code]
        sizes = domain_means(design, grouping, z)
        yield f"{name}Z_pop", sizes.size
        yield f"{name}Z_unwpop", sizes.rows
        for cutoff in rules.cutoffs:
            share = domain_means(design, grouping, _beyond([z], [cutoff]))
            yield from _share_columns(f"{name}{_suffix(cutoff)}", design, share)
        yield from _mean_columns(name, design, domain_means(design, grouping, plain[code]))
    for pair in rules.together:
        both = _beyond([counted[code] for code in pair.of], pair.of.values())
        share = domain_means(design, grouping, both)
        if pair.sizes:
            yield f"{pair.name}_pop", share.size
            yield f"{pair.name}_unwpop", share.rows
        yield from _share_columns(pair.name, design, share)


def _with_oedema(standard: GrowthStandard, columns: Columns, code: str, z: Floats) -> Floats:
    """Z-scores as they count at cut-offs."""
    if columns.oedema is None or not standard.indicators[code].oedema:
        return z
    rules = standard.rules.prevalence
    counts = columns.oedema & ~(columns.age > rules.oedema_until.get(code, np.inf))
    return np.where(counts, rules.oedema_z, z)


def _beyond(columns: Iterable[Floats], cutoffs: Iterable[int]) -> Floats:
    """1 where every z-score is beyond its cut-off, 0 where one is not, NaN where one is unknown."""
    holds: Floats = np.ones(1)
    for z, cutoff in zip(columns, cutoffs, strict=True):
        beyond = z < cutoff if cutoff < 0 else z > cutoff
        holds = holds * np.where(np.isnan(z), np.nan, beyond)
    return holds


def _suffix(cutoff: int) -> str:
    return f"_{-cutoff}" if cutoff < 0 else str(cutoff)


def _share_columns(name: str, design: Design, share: Estimates) -> Iterator[tuple[str, Floats]]:
    """In per cent."""
    low, high = interval_of_share(design, share)
    yield from zip(
        (f"{name}_{part}" for part in ("r", "se", "ll", "ul")),
        (100 * part for part in (share.mean, share.error, low, high)),
        strict=True,
    )


def _mean_columns(name: str, design: Design, mean: Estimates) -> Iterator[tuple[str, Floats]]:
    low, high = interval_of_mean(design, mean)
    yield from zip(
        (f"{name}_{part}" for part in ("r", "se", "ll", "ul", "stdev")),
        (mean.mean, mean.error, low, high, mean.deviation),
        strict=True,
    )
