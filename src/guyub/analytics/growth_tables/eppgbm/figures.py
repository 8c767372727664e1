"""Measures in cells of an e-PPGBM export, with what hands and spreadsheet programs made of them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from guyub.analytics.growth_tables.cells import POSTURES, SEXES
from guyub.analytics.growth_tables.eppgbm.columns import is_missing
from guyub.analytics.people_tables import figures
from guyub.analytics.people_tables.problems import Fault, warning

GRAMS_FROM = 100
"""No child weighs so many kg: from here on it is grams."""

_CLOCK = re.compile(r"(-?[0-9]{1,3}):([0-9]{1,2})(?::00(?:\.0+)?)?")
_DURATION = re.compile(r"([0-9]{1,2}) days?, ([0-9]{1,2}):([0-9]{2}):00")
_ISO_DURATION = re.compile(r"PT0*([0-9]{1,3})H([0-9]{1,2})M00(?:\.0+)?S")
_MOMENT = re.compile(r"1(?:899-12-31|900-01-0([0-9])) ([0-9]{2}):([0-9]{2}):00")
_UNIT = re.compile(r"(?<=[0-9]) ?(?:kg|cm|gr|g)\.?$", re.IGNORECASE)
_POSTURES = {word: "lh"[int(code) - 1] for code, words in POSTURES.items() for word in words}
_SEXES = {word: int(code) for code, words in SEXES.items() for word in words}


def read_measure(text: str) -> tuple[Decimal | None, Fault | None]:
    """A measure, None where nothing was measured or it cannot be read; and what to say about it.

    The export itself has the colon as a decimal mark at times, and a spreadsheet program makes a time of day of it:
    either way the digits behind it are decimals.

    >>> read_measure("8,30")[0], read_measure("08:30:00")[0], read_measure("8:3")[0], read_measure("Outlier")
    (Decimal('8.30'), Decimal('8.30'), Decimal('8.3'), (None, None))
    """
    if is_missing(text):
        return None, None
    plain = _UNIT.sub("", text).rstrip(".,")
    number = figures.read_decimal(plain)
    if isinstance(number, Decimal):
        return number, None
    clocked = _of_clock(plain)
    if clocked is None:
        return None, Fault("not-a-measure")
    return clocked, warning("read-from-time", read=str(clocked).replace(".", ","))


def _of_clock(text: str) -> Decimal | None:
    if found := _CLOCK.fullmatch(text):
        return Decimal(f"{found[1]}.{found[2]}")
    days, hours, minutes = 0, "", ""
    if found := _DURATION.fullmatch(text):
        days, hours, minutes = int(found[1]), found[2], found[3]
    elif found := _ISO_DURATION.fullmatch(text):
        hours, minutes = found[1], found[2].zfill(2)
    elif found := _MOMENT.fullmatch(text):
        # Day 1 of a spreadsheet is 1 January 1900; 31 December 1899 is a time of day without a day.
        days, hours, minutes = int(found[1] or 0), found[2], found[3]
    return Decimal(f"{days * 24 + int(hours)}.{minutes}") if hours else None


def grams(weight: Decimal) -> int:
    """A weight in kg, or in grams where it can be nothing else.

    >>> grams(Decimal("8.3")), grams(Decimal("8300"))
    (8300, 8300)
    """
    return _whole(weight if weight > GRAMS_FROM else weight * 1000)


def millimetres(length: Decimal) -> int:
    """A length in cm."""
    return _whole(length * 10)


def hundredths(z: Decimal) -> int:
    """A z-score as a whole number."""
    return _whole(z * 100)


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))


def read_posture(text: str) -> tuple[str, Fault | None]:
    """Posture as ``l`` or ``h``; "" where unknown."""
    if is_missing(text):
        return "", None
    found = _POSTURES.get(text.casefold(), "")
    return found, None if found else warning("posture-unknown")


def read_sex(text: str) -> tuple[int | None, Fault | None]:
    """1 boy, 2 girl; None where unknown."""
    if is_missing(text):
        return None, None
    found = _SEXES.get(text.casefold())
    return found, None if found else warning("child-sex-unknown")
