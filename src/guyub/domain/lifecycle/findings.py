"""What follows from the figures of an adult, or of a child of 5 to 9 years. Not a diagnosis: the puskesmas confirms."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from guyub.domain.lifecycle.rules import CheckRules
from guyub.domain.youth.findings import ORDER, Finding
from guyub.domain.youth.rules import Classes, Limits, YouthRules

PER_SQUARE_METRE = 100_000  # grams by square millimetres → hundredths of kg per square metre


@dataclass(frozen=True)
class Figures:
    """What was measured, in whole units; None where it was not."""

    weight_g: int | None = None
    height_mm: int | None = None
    waist_mm: int | None = None
    systolic: int | None = None
    diastolic: int | None = None
    glucose_mg: int | None = None


NAMES = tuple(one.name for one in fields(Figures))


@dataclass(frozen=True)
class Checked:
    """Somebody on the day of measuring. ``bmi_z``: of a child, hundredths, by the growth engine; None where blank."""

    years: int
    sex: str
    figures: Figures
    bmi_z: int | None = None


def body_mass_index(weight_g: int, height_mm: int) -> int:
    """BMI in hundredths, cut off and not rounded: it reaches a limit only where the exact figure does.

    >>> body_mass_index(57_500, 1_581), body_mass_index(57_500, 1_582)
    (2300, 2297)
    """
    return weight_g * PER_SQUARE_METRE // height_mm**2


def findings_of(rules: CheckRules, youth: YouthRules, checked: Checked) -> tuple[Finding, ...]:
    """The class of each figure that has classes at that age and sex, those to be referred first.

    Args:
        rules: Of the check.
        youth: Rules of the youth post, which hold pressure from 15 years on and BMI for age.
        checked: Who, with their figures.
    """
    return tuple(sorted(_findings(rules, youth, checked), key=lambda one: ORDER.index(one.level)))


def _findings(rules: CheckRules, youth: YouthRules, checked: Checked) -> Iterator[Finding]:
    figures, adult = checked.figures, checked.years >= rules.adult_from_year
    bmi = None
    if figures.weight_g is not None and figures.height_mm is not None:
        bmi = body_mass_index(figures.weight_g, figures.height_mm)
    values = (
        ("bmi", rules.bmi, bmi if adult else None),
        ("bmi", youth.bmi, None if adult else checked.bmi_z),
        ("waist", rules.waist_men, figures.waist_mm),
        ("waist", rules.waist_women, figures.waist_mm),
        ("glucose", rules.glucose, figures.glucose_mg),
    )
    for about, classes, value in values:
        if value is not None and classes.holds(checked.years, checked.sex):
            yield _found(about, classes, value)
    if figures.systolic is not None and figures.diastolic is not None and checked.years >= youth.pressure.from_year:
        known, pressure = youth.pressure, youth.pressure.of(figures.systolic, figures.diastolic)
        yield Finding("pressure", pressure.code, pressure.level, pressure.name, known.grade, known.source)


def _found(about: str, classes: Classes, value: int) -> Finding:
    found = classes.of(value)
    return Finding(about, found.code, found.level, found.name, classes.grade, classes.source)


def outside(spans: dict[str, tuple[int, int]], figures: Figures) -> tuple[str, ...]:
    """Names of figures that lie outside their span."""
    values = {name: getattr(figures, name) for name in NAMES}
    return tuple(name for name, (least, most) in spans.items() if not _within(values[name], least, most))


def impossible(limits: Limits, figures: Figures) -> tuple[str, ...]:
    """Names of figures that cannot have been measured."""
    return outside(limits.possible, figures)


def _within(value: int | None, least: int, most: int) -> bool:
    return value is None or least <= value <= most
