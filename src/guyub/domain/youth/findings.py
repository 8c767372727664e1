"""What follows from the figures of a young person. Not a diagnosis: the puskesmas confirms."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from guyub.domain.growth.ages import months_before
from guyub.domain.rulefiles import Grade, Text
from guyub.domain.youth.rules import Interview, Level, Outcome, YouthRules

ORDER: tuple[Level, ...] = ("refer", "watch", "good")


@dataclass(frozen=True)
class Figures:
    """What was measured, in whole units; None where it was not."""

    weight_g: int | None = None
    height_mm: int | None = None
    arm_mm: int | None = None
    waist_mm: int | None = None
    hb_tenths: int | None = None
    systolic: int | None = None
    diastolic: int | None = None


NAMES = tuple(one.name for one in fields(Figures))


@dataclass(frozen=True)
class Young:
    """A young person on the day of measuring. ``bmi_z``: hundredths, by the growth engine; None where blank."""

    years: int
    sex: str
    figures: Figures
    bmi_z: int | None = None


@dataclass(frozen=True)
class Finding:
    """A class that a figure falls into. ``about``: bmi, haemoglobin, arm or pressure."""

    about: str
    code: str
    level: Level
    name: Text
    grade: Grade
    source: Text
    refer_after_months: int | None = None


def findings_of(rules: YouthRules, young: Young) -> tuple[Finding, ...]:
    """The class of each figure that has classes at that age and sex, those to be referred first."""
    return tuple(sorted(_findings(rules, young), key=lambda one: ORDER.index(one.level)))


def _findings(rules: YouthRules, young: Young) -> Iterator[Finding]:
    figures = young.figures
    values = (
        ("bmi", rules.bmi, young.bmi_z),
        ("haemoglobin", rules.haemoglobin, figures.hb_tenths),
        ("arm", rules.arm, figures.arm_mm),
    )
    for about, classes, value in values:
        if value is not None and classes.holds(young.years, young.sex):
            found = classes.of(value)
            yield Finding(
                about, found.code, found.level, found.name, classes.grade, classes.source, found.refer_after_months
            )
    if figures.systolic is not None and figures.diastolic is not None and young.years >= rules.pressure.from_year:
        pressure = rules.pressure.of(figures.systolic, figures.diastolic)
        known = rules.pressure
        yield Finding("pressure", pressure.code, pressure.level, pressure.name, known.grade, known.source)


def lasting(found: Sequence[tuple[datetime.date, Finding]]) -> Finding:
    """The last finding of one figure; to be referred where it has lasted as long as its class allows.

    Args:
        found: Day and finding of the same figure, in the order of their days; not empty.
    """
    last_day, last = found[-1]
    if last.refer_after_months is None:
        return last
    since = last_day
    for day, one in reversed(found):
        if one.code != last.code:
            break
        since = day
    too_long = since <= months_before(last_day, last.refer_after_months)
    return replace(last, level="refer") if too_long else last


def to_refer(findings: Iterable[Finding]) -> bool:
    """Whether any of them asks for the puskesmas."""
    return any(one.level == "refer" for one in findings)


def haemoglobin_due(rules: YouthRules, years: int, sex: str, checked_at: Iterable[int]) -> bool:
    """Whether a girl's haemoglobin is to be checked: at an age of the list, unless it was at that age or later.

    Args:
        rules: The file.
        years: Completed years of age.
        sex: ``m`` or ``f``.
        checked_at: Ages in completed years at which it was checked before.
    """
    rule = rules.haemoglobin
    reached = [age for age in rule.checked_at if age <= years]
    if not rule.holds(years, sex) or not reached:
        return False
    return all(age < max(reached) for age in checked_at)


def impossible(rules: YouthRules, figures: Figures) -> tuple[str, ...]:
    """Names of figures that cannot have been measured."""
    values = {name: getattr(figures, name) for name in NAMES}
    return tuple(
        name
        for name, (least, most) in rules.limits.possible.items()
        if values[name] is not None and not least <= values[name] <= most
    )


def outcome_of(interview: Interview, areas: Mapping[str, str]) -> Outcome | None:
    """The most serious outcome of the areas that were talked about; None where none was.

    Args:
        interview: Areas and outcomes.
        areas: Code of an area → code of its outcome.

    Raises:
        ValueError: There is no such area or outcome.
    """
    known, codes = {area.code for area in interview.areas}, [one.code for one in interview.outcomes]
    if not set(areas) <= known or not set(areas.values()) <= set(codes):
        raise ValueError("no such area or outcome")
    worst = max((codes.index(code) for code in areas.values()), default=None)
    return None if worst is None else interview.outcomes[worst]
