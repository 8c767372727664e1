"""What a food holds, how much of it can be eaten, by what it is measured in a kitchen, and what it costs. All exact.

Grams are tenths of a gram, nutrients whole numbers of the unit of `Nutrient`. What no table knows is absent, not zero.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text
from guyub.errors import DomainError


class Nutrient(StrEnum):
    """What is counted, by the name of its column, in the unit of its whole numbers."""

    ENERGY = "energy_kcal"  # tenths of a kilocalorie
    PROTEIN = "protein_g"  # milligrams, and so the next three
    FAT = "fat_g"
    CARBOHYDRATE = "carb_g"
    FIBRE = "fibre_g"
    CALCIUM = "calcium_mg"  # micrograms, and so the rest
    IRON = "iron_mg"
    ZINC = "zinc_mg"
    VITAMIN_A = "vitamin_a_re_mcg"  # of retinol equivalents: retinol + beta carotene / 6
    VITAMIN_C = "vitamin_c_mg"

    @property
    def per_unit(self) -> int:
        """How many of the whole numbers make one of the unit that the column is named for."""
        return 10 if self is Nutrient.ENERGY else 1 if self is Nutrient.VITAMIN_A else 1000


class Kind(StrEnum):
    """What a food is in a meal."""

    STAPLE = "staple"
    ANIMAL = "animal"
    PLANT_PROTEIN = "plant-protein"
    VEGETABLE = "vegetable"
    FRUIT = "fruit"
    FAT = "fat"
    SUGAR = "sugar"
    OTHER = "other"  # seasonings and drinks


class Allergen(StrEnum):
    """What some may not eat."""

    EGG = "egg"
    FISH = "fish"
    SHELLFISH = "shellfish"
    MILK = "milk"
    SOY = "soy"
    PEANUT = "peanut"
    GLUTEN = "gluten"


class Unit(StrEnum):
    """What is in every kitchen."""

    TEASPOON = "sdt"
    TABLESPOON = "sdm"
    RICE_SPOON = "centong"
    GLASS = "gelas"
    PIECE = "potong"
    EGG = "butir"
    FRUIT = "buah"
    TAIL = "ekor"


class EdiblePartUnknown(DomainError):
    """Bought grams cannot be turned into edible ones."""

    code = "edible-part-unknown"
    template = (
        "No edible part of {food} is known. Weigh it before and after cleaning, and put the percentage in the table."
    )
    exit_code = 4


@dataclass(frozen=True)
class Food:
    """A food of a table.

    Attributes:
        code: Of the table it comes from.
        name: In both languages.
        kind: What it is in a meal.
        group: Code of its group of food diversity (`care.yaml`); "" where it counts for none.
        nutrients: Per 100 g edible part; absent where unknown.
        edible_permille: Of 1000 g bought, so many are eaten; None where unknown.
        allergens: What some may not eat.
    """

    code: str
    name: Text
    kind: Kind
    group: str
    nutrients: Mapping[Nutrient, int]
    edible_permille: int | None
    allergens: frozenset[Allergen]

    def amount(self, nutrient: Nutrient, tenths_g: int) -> Fraction | None:
        """What so many tenths of an edible gram hold, in whole numbers of the nutrient's unit; None where unknown."""
        per_100_g = self.nutrients.get(nutrient)
        return None if per_100_g is None else Fraction(per_100_g * tenths_g, 1000)

    @property
    def energy_gap(self) -> Fraction | None:
        """How far its energy is from that of its protein, fat and carbohydrate (4, 9 and 4 kcal a gram), as a share of
        the stated energy; None where one of the four is unknown or the energy is zero.
        """
        parts = [self.nutrients.get(one) for one in (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE)]
        stated = self.nutrients.get(Nutrient.ENERGY)
        if not stated or None in parts:
            return None
        protein, fat, carbohydrate = (part or 0 for part in parts)
        return Fraction(abs(4 * protein + 9 * fat + 4 * carbohydrate - 100 * stated), 100 * stated)


def edible_of(food: Food, bought_tenths_g: int) -> Fraction:
    """Edible tenths of a gram of what was bought.

    Raises:
        EdiblePartUnknown: The table does not say which part of it can be eaten.
    """
    return Fraction(bought_tenths_g * _permille(food), 1000)


def bought_for(food: Food, edible_tenths_g: int) -> Fraction:
    """Tenths of a gram to buy, so that as many edible ones are left.

    Raises:
        EdiblePartUnknown: The table does not say which part of it can be eaten.
    """
    return Fraction(edible_tenths_g * 1000, _permille(food))


def cost_of(food: Food, edible_tenths_g: int, rupiah_per_kg: int) -> Fraction:
    """Rupiah of so much edible food at a price per kilogram as bought.

    Raises:
        EdiblePartUnknown: The table does not say which part of it can be eaten.
    """
    return bought_for(food, edible_tenths_g) * rupiah_per_kg / 10_000


def _permille(food: Food) -> int:
    if food.edible_permille is None:
        raise EdiblePartUnknown(food=food.code)
    return food.edible_permille


@dataclass(frozen=True)
class Total:
    """Of several foods together: what is known of a nutrient, and which foods nothing is known of."""

    known: Fraction
    unknown: tuple[str, ...]


def total(nutrient: Nutrient, eaten: Iterable[tuple[Food, int]]) -> Total:
    """What foods hold together, in whole numbers of the nutrient's unit: at least ``known``.

    Args:
        nutrient: Of what.
        eaten: Each food with its edible tenths of a gram.
    """
    known, unknown = Fraction(0), []
    for food, tenths_g in eaten:
        amount = food.amount(nutrient, tenths_g)
        if amount is None:
            unknown.append(food.code)
        else:
            known += amount
    return Total(known, tuple(unknown))


@dataclass(frozen=True)
class Measure:
    """A household measure of a food: so many tenths of a raw edible gram. The one of rank 1 is named first."""

    food: str
    unit: Unit
    tenths_g: int
    rank: int
    grade: Grade


class Withheld(Model):
    """A figure that stands in the source and is not taken over."""

    code: str
    column: Nutrient
    stated: str
    why: Text


class FoodsAbout(Model):
    """Where a table of foods comes from."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    licence: Text
    vitamin_a: Text
    withheld: tuple[Withheld, ...]
    left_out: Text
    groups: Known
    measures: Known
    prices: Known


@dataclass(frozen=True)
class FoodTable:
    """Foods with their household measures, and where both come from."""

    about: FoodsAbout
    foods: tuple[Food, ...]
    measures: tuple[Measure, ...]

    @cached_property
    def by_code(self) -> dict[str, Food]:
        """Each food by its code."""
        return {food.code: food for food in self.foods}

    def measures_of(self, code: str) -> tuple[Measure, ...]:
        """The measures of a food, the one of rank 1 first."""
        return tuple(sorted((one for one in self.measures if one.food == code), key=lambda one: one.rank))


@dataclass(frozen=True)
class Price:
    """What a kilogram of a food as bought costs in a month on a market, in rupiah. ``month``: its first day."""

    market: str
    month: datetime.date
    food: str
    rupiah_per_kg: int
