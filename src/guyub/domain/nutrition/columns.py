"""Cells of a table of foods as whole numbers: one reading for the table that comes with Guyub and for one of a user."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from re import ASCII, compile

from guyub.domain.nutrition.foods import Allergen, Food, Kind, Nutrient
from guyub.domain.rulefiles import Text

TEXTS = ("code", "name", "name_en", "kind", "mkm_group")
COLUMNS = (*TEXTS, *Nutrient, "edible_percent", "allergens")
MOST = 100_000  # of a unit in 100 g; red palm oil has 3,030 µg RE, fish liver oil 24,000
_FIGURE = compile(r"\d{1,6}(\.\d{1,3})?", ASCII)


class NotAFigure(ValueError):
    """A cell that no amount can be; its text is the rule it breaks."""


def whole(cell: str, per_unit: int, most: int = MOST) -> int | None:
    """A cell as a whole number of parts of its unit; None where it is empty.

    Args:
        cell: Digits with a point: "12", "0.4".
        per_unit: Parts that make one of the unit.
        most: The largest amount in the unit.

    Raises:
        NotAFigure: It is no such number, is finer than its parts, or larger than can be.

    >>> whole("0.4", 1000), whole("357", 10), whole("", 10)
    (400, 3570, None)
    """
    if cell == "":
        return None
    if not _FIGURE.fullmatch(cell):
        raise NotAFigure("not-an-amount")
    parts = Decimal(cell) * per_unit
    if parts != int(parts):
        raise NotAFigure("too-fine")
    if parts > most * per_unit:
        raise NotAFigure("too-much")
    return int(parts)


def food_of(cells: Mapping[str, str]) -> Food:
    """The food of a row whose cells have been found good; English takes the Indonesian name where it has none."""
    amounts = {one: whole(cells.get(one, ""), one.per_unit) for one in Nutrient}
    return Food(
        code=cells["code"],
        name=Text(id=cells["name"], en=cells.get("name_en") or cells["name"]),
        kind=Kind(cells["kind"]),
        group=cells.get("mkm_group", ""),
        nutrients={one: amount for one, amount in amounts.items() if amount is not None},
        edible_permille=whole(cells.get("edible_percent", ""), 10, 100),
        allergens=frozenset(Allergen(one) for one in cells.get("allergens", "").split()),
    )


def cells_of(food: Food) -> dict[str, str]:
    """A food as the cells of a row: what `food_of` reads back."""
    amounts = {one.value: _written(food.nutrients.get(one), one.per_unit) for one in Nutrient}
    texts = {"code": food.code, "name": food.name.id, "name_en": food.name.en, "kind": food.kind.value}
    rest = {"edible_percent": _written(food.edible_permille, 10), "allergens": " ".join(sorted(food.allergens))}
    return {**texts, "mkm_group": food.group, **amounts, **rest}


def _written(parts: int | None, per_unit: int) -> str:
    """A whole number of parts as `whole` reads it: no zeros behind the last digit."""
    return "" if parts is None else f"{(Decimal(parts) / per_unit).normalize():f}"


def month_of(cell: str) -> datetime.date:
    """The first day of a month written as 2026-11.

    Raises:
        ValueError: It is no month.
    """
    return datetime.datetime.strptime(cell, "%Y-%m").date()
