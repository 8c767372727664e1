"""Dishes of a kitchen as data: of which foods a household measure is made, from what age on, how often a week."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated

from pydantic import Field

from guyub.domain.nutrition.foods import Allergen, Food, Kind, Nutrient, total
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

Grams = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=1)]


class Recipe(Model):
    """A dish.

    Attributes:
        measure: The household measure that all amounts are of, as "½ butir".
        from_month: Youngest age it is given at, in completed months.
        most_days: On how many days of a week it is cooked at most; ``running``: also two days running.
        foods: Food → raw edible grams in one measure.
    """

    code: str
    slot: Kind
    name: Text
    measure: Text
    from_month: Annotated[int, Field(ge=0, le=60)]
    most_days: Annotated[int, Field(ge=1, le=7)]
    running: bool = False
    foods: Annotated[dict[str, Grams], Field(min_length=1)]

    def tenths_g(self) -> dict[str, int]:
        """Food → tenths of an edible gram in one measure."""
        return {food: int(grams * 10) for food, grams in self.foods.items()}


class Texture(Model):
    """How a dish is served from an age on."""

    from_month: Annotated[int, Field(ge=0)]
    code: str
    name: Text


class Textures(Known):
    """Rows in order of age."""

    rows: tuple[Texture, ...]

    def at(self, months: int) -> Texture | None:
        """The texture at an age; None below the first."""
        return next((row for row in reversed(self.rows) if row.from_month <= months), None)


class Seasoning(Known):
    """Less of a food than this in one measure is seasoning: it counts for no food group."""

    below_g: Grams


class Recipes(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    textures: Textures
    seasoning: Seasoning
    dishes: tuple[Recipe, ...]

    @cached_property
    def by_code(self) -> dict[str, Recipe]:
        """Dishes by their code."""
        return {dish.code: dish for dish in self.dishes}


@dataclass(frozen=True)
class MeasureContent:
    """What one household measure of a dish gives.

    Attributes:
        nutrients: Whole numbers of each unit, rounded half upwards; at least so much where foods are unknown.
        unknown: Nutrient → foods of which a table does not say how much they have.
        groups: Groups of food diversity that it counts for.
        allergens: What some may not eat.
    """

    nutrients: Mapping[Nutrient, int]
    unknown: Mapping[Nutrient, tuple[str, ...]]
    groups: frozenset[str]
    allergens: frozenset[Allergen]


def content_of(recipe: Recipe, foods: Mapping[str, Food], seasoning: Seasoning) -> MeasureContent:
    """What a measure of a dish gives. Every food of the recipe must be in ``foods``."""
    least = seasoning.below_g * 10
    eaten = [(foods[code], tenths) for code, tenths in recipe.tenths_g().items()]
    totals = {nutrient: total(nutrient, eaten) for nutrient in Nutrient}
    return MeasureContent(
        {nutrient: half_up(found.known) for nutrient, found in totals.items()},
        {nutrient: found.unknown for nutrient, found in totals.items() if found.unknown},
        frozenset(food.group for food, tenths in eaten if food.group and tenths >= least),
        frozenset[Allergen]().union(*(food.allergens for food, _ in eaten)),
    )


def unknown_foods(recipes: Iterable[Recipe], foods: Mapping[str, Food]) -> dict[str, list[str]]:
    """Dish → foods of it that the table of foods does not have."""
    lacking = {recipe.code: [code for code in recipe.foods if code not in foods] for recipe in recipes}
    return {dish: codes for dish, codes in lacking.items() if codes}


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
