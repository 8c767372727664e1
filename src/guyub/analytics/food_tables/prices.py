"""Read a table of prices: what a kilogram of a food as bought costs on a market in a month."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guyub.analytics.food_tables.rows import Fault, ReadFile, problems_of, read_rows, uneven_fault
from guyub.domain.nutrition.columns import month_of
from guyub.domain.nutrition.foods import Price

NAMES: dict[str, tuple[str, ...]] = {
    "market": ("pasar",),
    "month": ("bulan",),
    "code": ("kode",),
    "rupiah_per_kg": ("harga", "harga per kg", "rupiah per kg"),
}
LEAST, MOST = 500, 2_000_000  # rupiah a kilogram; beyond either a slip of the pen is likelier than the price


@dataclass(frozen=True)
class PriceFile(ReadFile):
    """Prices of a file: those of rows without a problem."""

    prices: tuple[Price, ...]

    @property
    def taken(self) -> int:
        """How many prices there are."""
        return len(self.prices)


def read_prices(path: Path, *, foods: Collection[str], sheet: str | None = None) -> PriceFile:
    """Read prices from a file whose first line names the columns (`NAMES`).

    Args:
        path: CSV, or one sheet of XLSX, ODS, XLS.
        foods: Codes of the foods that prices may be of.
        sheet: Name of the sheet; the first when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used. Faults of single cells are the file's ``problems``.
    """
    rows = read_rows(path, NAMES, tuple(NAMES), sheet)
    first_of: dict[tuple[str, str, str], int] = {}
    prices, faults = list[Price](), dict[int, list[Fault]]()
    for position, cells in enumerate(rows.cells):
        wrong = list(uneven_fault(rows, position) or _faults(cells, foods))
        first = first_of.setdefault((cells["market"].casefold(), cells["month"], cells["code"]), position)
        if first != position:
            wrong.append(Fault("rupiah_per_kg", "price-twice", {"other": rows.lines[first]}))
        if wrong:
            faults[position] = wrong
        else:
            rupiah = int(_digits(cells["rupiah_per_kg"]))
            prices.append(Price(cells["market"], month_of(cells["month"]), cells["code"], rupiah))
    return PriceFile(rows, problems_of(rows, faults), prices=tuple(prices))


def _faults(cells: Mapping[str, str], foods: Collection[str]) -> Iterator[Fault]:
    if not cells["market"]:
        yield Fault("market", "no-market")
    elif cells["market"].startswith(("=", "+", "-", "@")):
        yield Fault("market", "formula")
    try:
        month_of(cells["month"])
    except ValueError:
        yield Fault("month", "not-a-month")
    if cells["code"] not in foods:
        yield Fault("code", "unknown-food")
    digits = _digits(cells["rupiah_per_kg"])
    if not digits:
        yield Fault("rupiah_per_kg", "not-a-price")
    elif not LEAST <= int(digits) <= MOST:
        yield Fault("rupiah_per_kg", "unlikely-price", {"least": LEAST, "largest": MOST})


def _digits(cell: str) -> str:
    """Digits of a whole number of rupiah, with or without points between thousands; "" where it is none."""
    parts = cell.split(".")
    grouped = len(parts) == 1 or (len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))
    digits = "".join(parts)
    return digits if grouped and digits.isascii() and digits.isdigit() and len(digits) <= 12 else ""
