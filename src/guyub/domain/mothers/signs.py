"""Which figures of a mother or of a birth deserve a second look. Signs are information, not a diagnosis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from guyub.domain.families.members import completed_years
from guyub.domain.families.visits import Value, body_mass_index
from guyub.domain.mothers.dating import trimester, weeks_on
from guyub.domain.mothers.rules import BirthSign, MotherRules, MotherSign, whole_units


@dataclass(frozen=True)
class Figures:
    """What was measured of a mother on one day, in whole units; None where it was not."""

    weight_g: int | None = None
    height_mm: int | None = None
    arm_mm: int | None = None
    hb_tenths: int | None = None
    systolic: int | None = None
    diastolic: int | None = None


FIGURES = tuple(one.name for one in fields(Figures))


@dataclass(frozen=True)
class Taken:
    """Figures of one day, and where they come from."""

    day: date
    figures: Figures


@dataclass(frozen=True)
class Mother:
    """What the signs ask of a mother: the latest figure of each kind, and how far she is.

    Attributes:
        latest: Name of a figure → its value and the day it was taken.
        early_weight_g: The first weight of the first trimester; None where none was taken, and after birth.
        age: Completed years; None where unknown.
        weeks: Completed weeks of the pregnancy; None after birth.
    """

    latest: dict[str, tuple[int, date]] = field(default_factory=dict)
    early_weight_g: int | None = None
    age: int | None = None
    weeks: int | None = None

    def value(self, name: str) -> int | Fraction | None:
        """A figure as a sign asks for it; `early_imt` in hundredths of kg/m²."""
        if name in ("age", "weeks"):
            return self.age if name == "age" else self.weeks
        if name == "early_imt":
            return self._early_imt()
        return self.latest[name][0] if name in self.latest else None

    def _early_imt(self) -> Fraction | None:
        height = self.latest.get("height_mm")
        if self.early_weight_g is None or height is None:
            return None
        return body_mass_index(Decimal(self.early_weight_g) / 1000, Decimal(height[0]) / 10) * 100


@dataclass(frozen=True)
class Found:
    """A sign that shows, with the figure and, where it was measured, its day."""

    sign: MotherSign
    value: int | Fraction
    day: date | None


def mother_on(
    rules: MotherRules, taken: Iterable[Taken], today: date, *, born: date | None, due_on: date | None
) -> Mother:
    """What is known of a mother.

    Args:
        rules: The rules.
        taken: Figures of this pregnancy, or since the birth, up to today; in any order. The height of any time.
        today: As of when.
        born: Her own day of birth.
        due_on: The expected day of birth; None once it is over.
    """
    in_order = sorted(taken, key=lambda one: one.day)
    latest: dict[str, tuple[int, date]] = {}
    for one in in_order:
        given = {name: getattr(one.figures, name) for name in FIGURES}
        latest |= {name: (value, one.day) for name, value in given.items() if value is not None}
    early = None
    if due_on is not None:
        weights = [one for one in in_order if one.figures.weight_g is not None]
        early = next((one for one in weights if _in_first_trimester(rules, due_on, one.day)), None)
    return Mother(
        latest=latest,
        early_weight_g=early.figures.weight_g if early else None,
        age=None if born is None else completed_years(born, today),
        weeks=None if due_on is None else weeks_on(rules.file.dating, due_on, today),
    )


def figures_of_visit(rules: MotherRules, form: str, answers: Mapping[str, Value]) -> Figures:
    """What a visit of the companion team measured of a mother, in whole units, rounded down.

    Rounded down a figure stays on the same side of every limit, which are whole themselves.
    """
    questions = rules.forms.by_id[form].by_id if form in rules.forms.by_id else {}
    found = {}
    for name in FIGURES:
        question = rules.file.possible_as_in.get(name, ("", ""))[1]
        if question in questions and question in answers:
            found[name] = int(Decimal(str(answers[question])) * whole_units(questions[question]))
    return Figures(**found)


def signs_of(rules: MotherRules, mother: Mother) -> tuple[Found, ...]:
    """Signs that show, those to be referred first; of several about one thing (Hb, pressure) the gravest alone."""
    found: dict[str, Found] = {}
    for sign, limit in rules.signs:
        value = mother.value(sign.of)
        thing = sign.id.split("-")[0]
        if value is not None and thing not in found and limit.shows(value):
            day = mother.latest[sign.of][1] if sign.of in mother.latest else None
            found[thing] = Found(sign, value, day)
    return tuple(sorted(found.values(), key=lambda one: one.sign.level != "refer"))


def birth_signs_of(
    rules: MotherRules, *, weight_g: int | None, length_mm: int | None, weeks: int | None
) -> tuple[BirthSign, ...]:
    """Signs of a birth; none of what is not known."""
    figures = {"weight_g": weight_g, "length_mm": length_mm, "weeks": weeks}
    return tuple(
        sign for sign, limit in rules.birth_signs if (value := figures[sign.of]) is not None and limit.shows(value)
    )


def _in_first_trimester(rules: MotherRules, due_on: date, day: date) -> bool:
    weeks = weeks_on(rules.file.dating, due_on, day)
    return weeks >= 0 and trimester(rules.file, weeks) == 1
