"""Months as SIGA and people write them."""

import re
from dataclasses import dataclass

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_VARIANTS = {"pebruari": 2, "nopember": 11, "agu": 8, "agt": 8, "ags": 8, "agust": 8, "sept": 9, "nop": 11, "peb": 2}
_NUMBERS = {
    name.lower()[:length]: number
    for names in (ENGLISH_MONTHS, MONTHS)
    for number, name in enumerate(names, start=1)
    for length in (3, len(name))
} | _VARIANTS
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year; the year is None where the source does not say it."""

    number: int
    year: int | None = None

    def in_language(self, language: str) -> str:
        """Such as 'September 2025', or 'September'."""
        name = (ENGLISH_MONTHS if language == "en" else MONTHS)[self.number - 1]
        return name if self.year is None else f"{name} {self.year}"

    def age(self) -> tuple[int, int]:
        """Sorts months oldest first, those of an unknown year before all others."""
        return self.year or 0, self.number

    def may_be(self, other: "Month") -> bool:
        """Whether both can be the same month: equal numbers, and no two different years."""
        return self.number == other.number and (None in (self.year, other.year) or self.year == other.year)


def find_year(text: str) -> int | None:
    """The only year of this century that the text names, such as a file name; None if it names none or several."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def parse_month(text: str) -> Month | None:
    """A month from 'SEPTEMBER', 'Sep 2025', '9', '09', '2025-09'; None if it is none."""
    words = re.findall(r"[a-z]+|\d+", text.lower())
    years = [int(word) for word in words if len(word) == 4 and word.startswith("20")]
    rest = [word for word in words if not (len(word) == 4 and word.startswith("20"))]
    if len(rest) != 1 or len(years) > 1:
        return None
    number = int(rest[0]) if rest[0].isdigit() and len(rest[0]) <= 2 else _NUMBERS.get(rest[0], 0)
    return Month(number, years[0] if years else None) if 1 <= number <= 12 else None
