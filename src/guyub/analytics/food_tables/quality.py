"""Look over a table of foods for misprints: what may be right and deserves a second look. Nothing is mended."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from guyub.analytics.food_tables.foods import ASH, WATER, FoodFile, with_point
from guyub.analytics.food_tables.rows import Fault, problem_of
from guyub.analytics.tables import Problem
from guyub.domain.nutrition.columns import whole
from guyub.domain.nutrition.foods import Food, Nutrient

GAP = Fraction(1, 4)  # of the stated energy
SMALL_ENERGY = 200  # tenths of a kilocalorie; below it, rounding alone makes a gap
MOST_ENERGY = 9_050  # tenths of a kilocalorie in 100 g: pure fat has 884 to 902, and nothing that is eaten has more
PROXIMATES = (97_000, 103_000)  # milligrams of water, protein, fat, carbohydrate and ash in 100 g


def doubts(file: FoodFile) -> tuple[Problem, ...]:
    """What deserves a second look in foods without a problem, in the order of the file."""
    return tuple(
        problem_of(file.rows, position, fault)
        for position, food in file.foods
        for fault in (*_energy(food), *_proximates(file, position, food), *_blanks(food))
    )


def _energy(food: Food) -> Iterator[Fault]:
    gap, stated = food.energy_gap, food.nutrients.get(Nutrient.ENERGY, 0)
    if stated > MOST_ENERGY:
        yield Fault(Nutrient.ENERGY, "energy-beyond-fat")
        return
    if gap is not None and gap > GAP and stated >= SMALL_ENERGY:
        protein, fat, carbohydrate = (
            food.nutrients[one] for one in (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE)
        )
        summed = (4 * protein + 9 * fat + 4 * carbohydrate) / 1000
        yield Fault(Nutrient.ENERGY, "energy-gap", {"summed": f"{summed:.0f}", "percent": round(100 * gap)})


def _proximates(file: FoodFile, position: int, food: Food) -> Iterator[Fault]:
    cells = file.rows.cells[position]
    parts = [whole(with_point(cells.get(column, "")), 1000) for column in (WATER, ASH)]
    parts += [food.nutrients.get(one) for one in (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE)]
    known = [part for part in parts if part is not None]
    least, most = PROXIMATES
    if len(known) == len(parts) and not least <= sum(known) <= most:
        yield Fault("", "proximates", {"grams": f"{Decimal(sum(known)) / 1000:.1f}"})


def _blanks(food: Food) -> Iterator[Fault]:
    absent = [one.value for one in Nutrient if one not in food.nutrients]
    if absent:
        yield Fault("", "blank-nutrients", {"columns": ", ".join(absent)})
    if food.edible_permille is None:
        yield Fault("edible_percent", "no-edible-part")
