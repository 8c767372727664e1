"""What Indonesia makes of a child's growth: categories of the regulation, acute malnutrition, the growth card's rules.

Z-scores are compared in hundredths, whole numbers: as they are after rounding to two decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Origin, Text

NORMAL = "normal"
"""Code of the category in which nothing is amiss; every index has it."""

Tone = Literal["bad", "low", "good", "high", "plain"]


class Category(Model):
    """A category of an index: from ``least`` hundredths of z on, the lowest from minus infinity."""

    code: str
    least: int | None = None
    name: Text
    tone: Tone


class Index(Model):
    """An index with legal categories.

    Attributes:
        index: As it is written, BB/U; ``lying``: as it is written for children measured lying.
        of: Indicator of the growth standard.
        from_month, to_month: Completed months of age it is for; the last not included.
    """

    index: str
    lying: str = ""
    of: str
    from_month: int
    to_month: int
    grade: Grade
    source: Origin
    categories: tuple[Category, ...]

    @model_validator(mode="after")
    def _in_order(self) -> "Index":
        first, *others = [category.least for category in self.categories]
        limits = [least for least in others if least is not None]
        if first is not None or len(limits) != len(others) or limits != sorted(set(limits)):
            raise ValueError("categories begin without a limit and rise")
        if not any(category.code == NORMAL and category.least is not None for category in self.categories):
            raise ValueError(f"a category '{NORMAL}' with a lower limit is missing")
        return self

    def holds(self, months: int) -> bool:
        """Whether it is for a child of so many completed months."""
        return self.from_month <= months < self.to_month

    def category(self, hundredths: int) -> Category:
        """The category of a z-score in hundredths."""
        return next(one for one in reversed(self.categories) if one.least is None or hundredths >= one.least)

    @property
    def normal_from(self) -> int:
        """Hundredths of z below which a child is below normal."""
        return next(one.least for one in self.categories if one.code == NORMAL and one.least is not None)


class AcuteSigns(Model):
    """Signs of which one is enough: weight by length in hundredths of z, arm in tenths of a cm, oedema."""

    wfh_below: int
    arm_below: int
    oedema: bool = False


class AcuteRule(Model):
    """When a child is acutely malnourished.

    Attributes:
        light_at_month_6: Lighter than this, in tenths of a kg, from ``from_month`` on is a complication.
    """

    from_month: int
    to_month: int
    severe: AcuteSigns
    moderate: AcuteSigns
    light_at_month_6: int
    grade: Grade
    source: Origin


class LeastGain(Model):
    """Least gain of weight (KBM) in grams from one month to the next: first month it is for → grams."""

    in_force_from: date
    grade: Grade
    source: Origin
    boys: dict[int, int]
    girls: dict[int, int]
    to_month: int

    def grams(self, boy: bool, months: int) -> int | None:
        """For completed months of age at the later weighing; None where the table says nothing."""
        table = self.boys if boy else self.girls
        starts = [start for start in table if start <= months]
        return table[max(starts)] if starts and months < self.to_month else None


class KmsRules(Model):
    """How a weighing is judged on the growth card.

    Attributes:
        follows_line: Hundredths of weight-for-age that may be lost while the growth line counts as followed.
        red_line, orange_line: Hundredths of weight-for-age: below the one, above the other.
        refer_after_t: So many T in a row are referred.
        gain: Tables of least gain, each from its day on.
    """

    follows_line: int
    follows_line_grade: Grade
    grade: Grade
    source: Origin
    red_line: int
    orange_line: int
    lines_grade: Grade
    refer_after_t: Annotated[int, Field(ge=1)]
    refer_after_t_grade: Grade
    gain: tuple[LeastGain, ...]

    def gain_on(self, day: date) -> LeastGain | None:
        """The table in force on a day."""
        in_force = [table for table in self.gain if table.in_force_from <= day]
        return max(in_force, key=lambda table: table.in_force_from) if in_force else None


class ReferralRule(Model):
    """How long the puskesmas has to answer for a child sent to it."""

    answer_within_days: Annotated[int, Field(ge=1)]
    grade: Grade
    source: Origin


class SkdnRules(Model):
    """What the monthly report of a posyandu counts."""

    grade: Grade
    source: Origin
    weighing_months: tuple[int, ...]
    weighing_months_grade: Grade
    corrected: Text
    corrected_grade: Grade
    months: int


class IndonesianGrowth(Model):
    """The rule file."""

    id: str
    version: str
    grade: Grade
    source: Origin
    indices: tuple[Index, ...]
    acute: AcuteRule
    kms: KmsRules
    referral: ReferralRule
    skdn: SkdnRules

    def index(self, of: str, months: int) -> Index | None:
        """The index of an indicator at so many completed months; None where it has no categories then."""
        return next((one for one in self.indices if one.of == of and one.holds(months)), None)


# -- categories ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where a child stands in one index."""

    index: str
    category: Category
    grade: Grade
    source: Origin


def standings(
    rules: IndonesianGrowth, z: Mapping[str, float | None], months: int, *, lying: bool
) -> dict[str, Standing]:
    """Category of every index that is for the age, by its indicator.

    Args:
        rules: The rule file.
        z: Z-scores of two decimals by indicator; None where blank.
        months: Completed months of age.
        lying: Whether the standard takes the child's length lying at this age.
    """
    found = {}
    for index in rules.indices:
        score = z.get(index.of)
        if score is not None and index.holds(months):
            name = index.lying if lying and index.lying else index.index
            found[index.of] = Standing(name, index.category(hundredths(score)), index.grade, index.source)
    return found


def hundredths(z: float) -> int:
    """A z-score of two decimals as a whole number."""
    return round(z * 100)


# -- acute malnutrition ----------------------------------------------------------------------------------------------


class Acute(StrEnum):
    """States of acute malnutrition; the values are codes of words."""

    NONE = "none"
    MODERATE = "moderate"
    SEVERE = "severe"


@dataclass(frozen=True)
class AcuteState:
    """A state with the signs that gave it (``wfh``, ``arm``, ``oedema``), and complications (``light``)."""

    state: Acute
    signs: tuple[str, ...]
    complications: tuple[str, ...] = ()


def acute_state(
    rule: AcuteRule, months: int, *, wfh: float | None, arm_cm: float | None, oedema: bool, weight_kg: float | None
) -> AcuteState | None:
    """Acute malnutrition of a child; None where the rule is not for the age, or nothing is known."""
    if not rule.from_month <= months < rule.to_month or (wfh is None and arm_cm is None and not oedema):
        return None
    z = None if wfh is None else hundredths(wfh)
    arm = None if arm_cm is None else round(arm_cm * 10)
    for state, signs in ((Acute.SEVERE, rule.severe), (Acute.MODERATE, rule.moderate)):
        found = [
            sign
            for sign, holds in (
                ("wfh", z is not None and z < signs.wfh_below),
                ("arm", arm is not None and arm < signs.arm_below),
                ("oedema", signs.oedema and oedema),
            )
            if holds
        ]
        if found:
            light = weight_kg is not None and round(weight_kg * 10) < rule.light_at_month_6
            return AcuteState(state, tuple(found), ("light",) if light else ())
    return AcuteState(Acute.NONE, ())
