"""Read a table of foods: our own columns, or those of TKPI as public copies have them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from guyub.analytics.food_tables.rows import LONGEST_CELL, Fault, ReadFile, Rows, problems_of, read_rows, uneven_fault
from guyub.domain.nutrition.columns import MOST, NotAFigure, food_of, whole
from guyub.domain.nutrition.foods import Allergen, Food, Kind, Nutrient

RETINOL, CAROTENE, WATER, ASH = "retinol_mcg", "beta_carotene_mcg", "water_g", "ash_g"
# Our column → what else it may be called. Units are those of the column's own name.
NAMES: dict[str, tuple[str, ...]] = {
    "code": ("kode",),
    "name": ("nama", "nama bahan", "nama bahan makanan", "nama pangan"),
    "name_en": (),
    "kind": ("jenis",),
    "mkm_group": ("kelompok mkm",),
    Nutrient.ENERGY: ("energy", "energi", "energi (kal)", "energi (kkal)", "kalori"),
    Nutrient.PROTEIN: ("protein", "protein (g)"),
    Nutrient.FAT: ("fat", "lemak", "lemak (g)"),
    Nutrient.CARBOHYDRATE: ("carbohydrate_g", "karbohidrat", "karbohidrat (g)", "kh", "kh (g)"),
    Nutrient.FIBRE: ("fiber_g", "serat", "serat (g)"),
    Nutrient.CALCIUM: ("calcium", "kalsium", "kalsium (mg)"),
    Nutrient.IRON: ("iron", "besi", "besi (mg)"),
    Nutrient.ZINC: ("zinc", "seng", "seng (mg)"),
    Nutrient.VITAMIN_A: ("vitamin a (re)", "vit a (re)"),
    Nutrient.VITAMIN_C: ("vitamin c", "vit c", "vit. c", "vitamin c (mg)", "vit c (mg)"),
    "edible_percent": ("bdd_percent", "bdd", "bdd (%)"),
    "allergens": ("alergen",),
    RETINOL: ("retinol", "retinol (mcg)"),
    CAROTENE: ("b-kar", "b-kar (mcg)", "beta karoten", "beta-karoten"),
    WATER: ("air_g", "air", "air (g)"),
    ASH: ("abu", "abu (g)"),
}
_WANTED = ("code", "name", *(one.value for one in (Nutrient.ENERGY, Nutrient.PROTEIN)))
# TKPI's codes: a letter for the chapter, R for raw or P for processed, three digits. Seasonings and drinks are no part
# of a meal of their own.
_TKPI = re.compile(r"[A-NQ][RP][0-9]{3}")
_CHAPTERS = {
    "A": (Kind.STAPLE, "staples"),
    "B": (Kind.STAPLE, "staples"),
    "C": (Kind.PLANT_PROTEIN, "legumes"),
    "D": (Kind.VEGETABLE, ""),
    "E": (Kind.FRUIT, ""),
    "F": (Kind.ANIMAL, "flesh"),
    "G": (Kind.ANIMAL, "flesh"),
    "H": (Kind.ANIMAL, "eggs"),
    "J": (Kind.ANIMAL, "dairy"),
    "K": (Kind.FAT, ""),
    "M": (Kind.SUGAR, ""),
}
RICH_IN_VITAMIN_A = 120  # µg RE in 100 g; see the groups of `foods.yaml`
_PER_UNIT = {**{one.value: one.per_unit for one in Nutrient}, WATER: 1000, ASH: 1000, "edible_percent": 10}
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_TWOFOLD = re.compile(r"[1-9][0-9]{0,2}([.,][0-9]{3})+")  # 1.250 is thousands to some, a fraction to others


@dataclass(frozen=True)
class FoodFile(ReadFile):
    """Foods of a file.

    Attributes:
        foods: Those of rows without a problem, with their positions.
        derived: Whether kinds and groups were taken from TKPI's codes, for want of a column.
        knows_allergens: Whether the file has a column of them; without one nobody's allergy can be kept.
    """

    foods: tuple[tuple[int, Food], ...]
    derived: bool
    knows_allergens: bool

    @property
    def taken(self) -> int:
        """How many foods there are."""
        return len(self.foods)


def read_foods(path: Path, *, groups: frozenset[str], sheet: str | None = None) -> FoodFile:
    """Read foods from a file whose first line names the columns (`NAMES`); amounts are of 100 g edible part.

    Args:
        path: CSV, or one sheet of XLSX, ODS, XLS.
        groups: Codes of the groups of food diversity.
        sheet: Name of the sheet; the first when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used. Faults of single cells are the file's ``problems``.
    """
    rows = read_rows(path, NAMES, _WANTED, sheet)
    first_of: dict[str, int] = {}
    foods, faults = list[tuple[int, Food]](), dict[int, list[Fault]]()
    for position, raw in enumerate(rows.cells):
        cells = {column: with_point(cell) if column in _FIGURES else cell for column, cell in raw.items()}
        _derive(cells, rows)
        wrong = list(uneven_fault(rows, position) or _faults(cells, groups))
        first = first_of.setdefault(cells["code"], position)
        if cells["code"] and first != position:
            wrong.append(Fault("code", "food-twice", {"other": rows.lines[first]}))
        if wrong:
            faults[position] = wrong
        else:
            foods.append((position, food_of(cells)))
    known = {"derived": "kind" not in rows.named, "knows_allergens": "allergens" in rows.named}
    return FoodFile(rows, problems_of(rows, faults), foods=tuple(foods), **known)


_FIGURES = frozenset({*_PER_UNIT, RETINOL, CAROTENE})


def with_point(cell: str) -> str:
    """A decimal comma becomes a point, unless it may as well part thousands."""
    return cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell


def _derive(cells: dict[str, str], rows: Rows) -> None:
    """What TKPI says with its codes and in two columns of carotene: kind, group, retinol equivalents."""
    is_tkpi = _TKPI.fullmatch(cells["code"]) is not None
    chapter, group = _CHAPTERS.get(cells["code"][:1], (Kind.OTHER, ""))
    if is_tkpi and not cells.get("kind"):
        cells["kind"] = chapter
    if Nutrient.VITAMIN_A not in rows.named:
        cells[Nutrient.VITAMIN_A] = _equivalents(cells, cells.get("kind") == Kind.ANIMAL)
    if is_tkpi and "mkm_group" not in rows.named:
        cells["mkm_group"] = group or _group_of_plants(cells)


def _group_of_plants(cells: Mapping[str, str]) -> str:
    if cells.get("kind") not in (Kind.VEGETABLE, Kind.FRUIT):
        return ""
    amount = cells[Nutrient.VITAMIN_A]
    rich = amount.isdecimal() and int(amount) >= RICH_IN_VITAMIN_A
    return "vitamin-a-plants" if rich else "other-plants"


def _equivalents(cells: Mapping[str, str], animal: bool) -> str:
    """Retinol + beta carotene / 6 in whole micrograms; "" where what carries it is not known, or is no amount."""
    retinol, carotene = cells.get(RETINOL, ""), cells.get(CAROTENE, "")
    try:
        amounts = [Decimal(whole(cell, 1000) or 0) / 1000 for cell in (retinol, carotene)]
    except NotAFigure:
        return ""
    if not (retinol if animal else carotene):
        return ""
    return str((amounts[0] + amounts[1] / 6).quantize(Decimal(1), ROUND_HALF_UP))


def _faults(cells: Mapping[str, str], groups: frozenset[str]) -> Iterator[Fault]:
    yield from _text_faults(cells)
    if cells.get("kind", "") not in list(Kind):
        yield Fault("kind", "not-a-kind", {"kinds": ", ".join(Kind)})
    if cells.get("mkm_group") and cells["mkm_group"] not in groups:
        yield Fault("mkm_group", "not-a-food-group", {"groups": ", ".join(sorted(groups))})
    if set(cells.get("allergens", "").split()) - set(Allergen):
        yield Fault("allergens", "not-an-allergen", {"allergens": ", ".join(Allergen)})
    for column in (*_PER_UNIT, RETINOL, CAROTENE):
        yield from _figure_faults(column, cells.get(column, ""))


def _text_faults(cells: Mapping[str, str]) -> Iterator[Fault]:
    for column in ("code", "name"):
        if not cells[column]:
            yield Fault(column, "food-without-name")
    for column in ("code", "name", "name_en"):
        cell = cells.get(column, "")
        if len(cell) > LONGEST_CELL:
            yield Fault(column, "too-long")
        elif cell.startswith(("=", "+", "@")):
            yield Fault(column, "formula")


def _figure_faults(column: str, cell: str) -> Iterator[Fault]:
    if _TWOFOLD.fullmatch(cell):
        yield Fault(column, "twofold-amount")
        return
    per_unit = _PER_UNIT.get(column, 1000)
    most = 100 if column == "edible_percent" else MOST
    try:
        amount = whole(cell, per_unit, most)
    except NotAFigure as error:
        yield Fault(column, str(error), {"largest": most, "finest": f"{Decimal(1) / per_unit:f}"})
        return
    if column == "edible_percent" and amount == 0:
        yield Fault(column, "nothing-edible")
