"""How well children were measured: signs that figures were guessed, rounded, copied or misread, and a score of them."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from guyub.domain.growth.kms import months_between
from guyub.domain.rulefiles import Grade, Model, Origin

FULL = 100


class Sign(Model):
    """Where a sign begins to speak: above or below a figure; and how many points it takes."""

    above: int
    below: int | None = None
    points: int


class QualityRules(Model):
    """The rule file; see there for what each sign is."""

    id: str
    grade: Grade
    source: Origin
    least: int
    signs: dict[str, Sign]
    shorter_mm: int
    taller_mm_a_month: int


@dataclass(frozen=True)
class Measured:
    """One measurement: whole grams and millimetres, height-for-age in hundredths, whether a z-score is implausible."""

    child: object
    day: date
    weight_g: int | None
    height_mm: int | None
    posture_known: bool
    hfa: int | None
    implausible: bool


@dataclass(frozen=True)
class Finding:
    """One sign: its figure (per cent, or hundredths of SD), of how many, and whether it is beyond its limit."""

    sign: str
    figure: int
    of: int
    beyond: bool
    points: int


@dataclass(frozen=True)
class Quality:
    """The score, 0 to 100, with every sign that had enough figures; None where none had."""

    score: int | None
    findings: tuple[Finding, ...]


def quality(rules: QualityRules, rows: Iterable[Measured]) -> Quality:
    """Quality of a group of measurements: of one posyandu, cadre or file."""
    measured = sorted(rows, key=lambda row: row.day)
    figures = {
        "height-digits": _uneven([row.height_mm % 10 for row in measured if row.height_mm is not None]),
        "weight-digits": _uneven([row.weight_g // 100 % 10 for row in measured if row.weight_g is not None]),
        "implausible": _share([row.implausible for row in measured]),
        "height-spread": _spread([row.hfa for row in measured if row.hfa is not None and not row.implausible]),
        "posture-missing": _share([not row.posture_known for row in measured if row.height_mm is not None]),
        **_of_pairs(rules, _pairs(measured)),
    }
    findings = tuple(
        _finding(sign, rules.signs[sign], figure, count)
        for sign, (figure, count) in figures.items()
        if count >= rules.least
    )
    score = FULL - sum(finding.points for finding in findings if finding.beyond) if findings else None
    return Quality(score, findings)


def _finding(name: str, sign: Sign, figure: int, count: int) -> Finding:
    beyond = figure > sign.above or (sign.below is not None and figure < sign.below)
    return Finding(name, figure, count, beyond, sign.points)


def _share(flags: Sequence[bool]) -> tuple[int, int]:
    """Per cent, rounded up: a single slip of many still shows."""
    return (-(-100 * sum(flags) // len(flags)) if flags else 0), len(flags)


def _uneven(digits: Sequence[int]) -> tuple[int, int]:
    """Half the sum of the distances of each digit's share from a tenth, in per cent."""
    if not digits:
        return 0, 0
    counts, total = Counter(digits), len(digits)
    return sum(abs(10 * counts[digit] - total) for digit in range(10)) * 100 // (20 * total), total


def _spread(scores: Sequence[int]) -> tuple[int, int]:
    """Standard deviation in hundredths of SD."""
    return (round(statistics.stdev(scores)) if len(scores) > 1 else 0), len(scores)


def _pairs(measured: Sequence[Measured]) -> list[tuple[Measured, Measured]]:
    """Each measurement of a child with the one before."""
    by_child: dict[object, list[Measured]] = defaultdict(list)
    for row in measured:
        by_child[row.child].append(row)
    return [pair for rows in by_child.values() for pair in pairwise(rows)]


def _of_pairs(rules: QualityRules, pairs: Sequence[tuple[Measured, Measured]]) -> dict[str, tuple[int, int]]:
    tall = [(one, other) for one, other in pairs if one.height_mm is not None and other.height_mm is not None]
    impossible = [_impossible(rules, one, other) for one, other in tall]
    copied = [
        (one.weight_g, one.height_mm) == (other.weight_g, other.height_mm)
        for one, other in tall
        if one.weight_g is not None and months_between(one.day, other.day) == 1
    ]
    return {"impossible-growth": _share(impossible), "copied": _share(copied)}


def _impossible(rules: QualityRules, one: Measured, other: Measured) -> bool:
    assert one.height_mm is not None
    assert other.height_mm is not None
    grown, months = other.height_mm - one.height_mm, max(1, months_between(one.day, other.day))
    return grown < -rules.shorter_mm or grown > rules.taller_mm_a_month * months
