"""What a person needs a day of energy and nutrients (AKG), and which part of it one serving is to give.

Ages are completed months. Amounts are whole numbers of the units of `Nutrient`, as in `foods`, so that both compare.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.nutrition.foods import Nutrient
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

WATER = "water_ml"
Month = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=1, le=100)]


class Sex(StrEnum):
    """As the tables have it."""

    MALE = "m"
    FEMALE = "f"


class State(StrEnum):
    """What adds to a woman's needs."""

    PREGNANT_1 = "pregnant-1"
    PREGNANT_2 = "pregnant-2"
    PREGNANT_3 = "pregnant-3"
    NURSING_1 = "nursing-1"
    NURSING_2 = "nursing-2"


class Serving(StrEnum):
    """What is put on a table at one time."""

    MEAL = "meal"
    SNACK = "snack"


class Addition(Model):
    """A row of figures, in the order of the file's columns."""

    code: str
    grade: Grade
    name: Text
    needs: tuple[Decimal, ...]


class Row(Addition):
    """The needs of an age. ``sex``: empty where they are of both; ``to_month``: None where there is no end."""

    sex: Sex | None = None
    from_month: Month
    to_month: Month | None = None

    def holds(self, months: int, sex: Sex) -> bool:
        """Whether it is of somebody of that age."""
        last = months if self.to_month is None else self.to_month
        return self.sex in (None, sex) and self.from_month <= months <= last


class ComplementaryRow(Model):
    """Energy of complementary food at an age, and on how many meals."""

    from_month: Month
    to_month: Month
    energy_kcal: Annotated[int, Field(ge=1)]
    meals: tuple[int, int]


class Complementary(Known):
    """What a breastfed child is given besides; ``snacks``: least and most a day."""

    rows: tuple[ComplementaryRow, ...]
    snacks: tuple[int, int]


class Share(Model):
    """From what part of a day's needs to what part, in per cent."""

    least: Percent
    most: Percent

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError("least is more than most")
        return self


class Shares(Known):
    """Which part of the day's needs a serving is to give."""

    meal: Share
    snack: Share

    def of(self, serving: Serving) -> Share:
        """The share of a serving."""
        return self.meal if serving is Serving.MEAL else self.snack


class Akg(Model):
    """The file: needs by age and sex, what pregnancy and nursing add, complementary food, shares."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    micronutrients: Known
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    additions: tuple[Addition, ...]
    complementary: Complementary
    shares: Shares

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if set(self.columns) != {*Nutrient, WATER} or len(self.columns) != len(Nutrient) + 1:
            raise ValueError("columns are not each nutrient and water")
        for row in (*self.rows, *self.additions):
            if len(row.needs) != len(self.columns) or min(row.needs) < 0:
                raise ValueError(f"{row.code} has not a figure for each column")
        if [row.code for row in self.additions] != list(State):
            raise ValueError("additions are not those of pregnancy and nursing")
        for sex in Sex:
            _without_gaps([row for row in self.rows if row.sex in (None, sex)], sex)
        return self


def _without_gaps(rows: list[Row], sex: Sex) -> None:
    following = 0
    for row in rows:
        if row.from_month != following:
            raise ValueError(f"{row.code} does not begin where the row before it ends ({sex})")
        following = -1 if row.to_month is None else row.to_month + 1
    if following != -1:
        raise ValueError(f"the last row of {sex} has an end")


class NotOfAnAge(ValueError):
    """Pregnancy or nursing of somebody who cannot be, or an age below zero."""


class Needs(Model):
    """Of one person a day.

    Attributes:
        rows: Codes of the rows that were added up.
        grade: Of the least known of them.
        amounts: In whole numbers of each nutrient's unit.
        water_ml: Of drink and food.
    """

    rows: tuple[str, ...]
    grade: Grade
    amounts: Mapping[Nutrient, int]
    water_ml: int

    def part(self, nutrient: Nutrient, percent: int) -> Fraction:
        """So many per cent of the day's need of a nutrient."""
        return Fraction(self.amounts[nutrient] * percent, 100)


def needs_of(akg: Akg, months: int, sex: Sex, state: State | None = None) -> Needs:
    """What somebody needs a day.

    Args:
        akg: The file.
        months: Completed months of age.
        sex: Of whom.
        state: What adds to it; None where nothing does.

    Raises:
        NotOfAnAge: A man or a girl under ten is said to be pregnant or nursing, or the age is below zero.
    """
    base = next((row for row in akg.rows if row.holds(months, sex)), None)
    if base is None or (state is not None and base.sex is not Sex.FEMALE):
        raise NotOfAnAge(f"{months} months, {sex}, {state or 'no addition'}")
    rows = [base, *(row for row in akg.additions if row.code == state)]
    sums = {column: sum(row.needs[place] for row in rows) for place, column in enumerate(akg.columns)}
    amounts = {one: int(sums[one] * one.per_unit) for one in Nutrient}
    order = list(Grade)
    grade = max((row.grade for row in rows), key=order.index)
    return Needs(rows=tuple(row.code for row in rows), grade=grade, amounts=amounts, water_ml=int(sums[WATER]))


def complementary_at(akg: Akg, months: int) -> ComplementaryRow | None:
    """What a breastfed child of that age is given besides; None where it is too young or no longer of it."""
    return next((row for row in akg.complementary.rows if row.from_month <= months <= row.to_month), None)
