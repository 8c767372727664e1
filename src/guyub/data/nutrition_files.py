"""Read the foods, their measures, what people need, and local supplementary food."""

import csv
from collections.abc import Callable
from functools import cache
from io import StringIO
from typing import TypeVar

from pydantic import BaseModel

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.nutrition.columns import food_of, month_of, whole
from guyub.domain.nutrition.foods import FoodsAbout, FoodTable, Measure, Price, Unit
from guyub.domain.nutrition.kitchens import KitchenRules
from guyub.domain.nutrition.needs import Akg
from guyub.domain.nutrition.pmt import PmtRules
from guyub.domain.nutrition.recipes import Recipes
from guyub.domain.nutrition.running import RunningRules
from guyub.domain.rulefiles import Grade
from guyub.errors import InvalidRuleFile, unopened

Rules = TypeVar("Rules", bound=BaseModel)
Row = TypeVar("Row")

_NUTRITION = FOLDER / "nutrition"


def _read(name: str, shape: type[Rules]) -> Rules:
    file = _NUTRITION / name
    return validate(shape, read_yaml(file), file)


@cache
def load_foods() -> FoodTable:
    """The small table of common foods that comes with Guyub, with household measures.

    Raises:
        InvalidRuleFile: A row is not well made, a food is there twice, or a measure is of none.
    """
    foods = _rows("foods.csv", food_of)
    measures = _rows("measures.csv", _measure)
    codes = [food.code for food in foods]
    if len(set(codes)) < len(codes) or {one.food for one in measures} != set(codes):
        raise InvalidRuleFile(file="measures.csv", path="code", problem="not each food once, with a measure")
    return FoodTable(_read("foods.yaml", FoodsAbout), foods, measures)


@cache
def load_demonstration_prices() -> tuple[Price, ...]:
    """Made-up prices, of no market."""
    return _rows("prices-demo.csv", _price)


@cache
def load_akg() -> Akg:
    """What people need a day."""
    return _read("akg-2019.yaml", Akg)


@cache
def load_pmt_rules() -> PmtRules:
    """Local supplementary food."""
    return _read("pmt.yaml", PmtRules)


@cache
def load_recipes() -> Recipes:
    """Dishes of a kitchen, put together as examples."""
    return _read("recipes.yaml", Recipes)


@cache
def load_kitchen_rules() -> KitchenRules:
    """For whom a kitchen cooks, and what a meal is held to."""
    return _read("kitchen.yaml", KitchenRules)


@cache
def load_running_rules() -> RunningRules:
    """Who is given a portion of a kitchen, what is checked, who pays."""
    return _read("running.yaml", RunningRules)


def _rows(name: str, shape: Callable[[dict[str, str]], Row]) -> tuple[Row, ...]:
    """Each row of a CSV file of ours, shaped."""
    try:
        content = (_NUTRITION / name).read_text(encoding="utf-8")
    except OSError as error:
        raise unopened(name, error) from error
    shaped = []
    for line, cells in enumerate(csv.DictReader(StringIO(content)), start=2):
        try:
            shaped.append(shape(cells))
        except (ValueError, KeyError) as error:
            raise InvalidRuleFile(file=name, path=f"line {line}", problem=str(error)) from error
    return tuple(shaped)


def _measure(cells: dict[str, str]) -> Measure:
    return Measure(
        food=cells["code"],
        unit=Unit(cells["measure"]),
        tenths_g=whole(cells["edible_g"], 10, 1000) or 0,
        rank=int(cells["rank"]),
        grade=Grade(cells["grade"]),
    )


def _price(cells: dict[str, str]) -> Price:
    return Price(cells["market"], month_of(cells["month"]), cells["code"], int(cells["rupiah_per_kg"]))
