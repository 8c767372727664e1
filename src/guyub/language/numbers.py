"""Numbers, money and dates as people write them: ``6.771``, ``3,25``, ``Rp 1.250.000``, ``31 Mei 2023``."""

import datetime

_MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def format_number(number: int, language: str = "id") -> str:
    """An integer with grouped thousands.

    >>> format_number(6771), format_number(6771, "en")
    ('6.771', '6,771')
    """
    grouped = f"{number:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def format_decimal(number: int, places: int, language: str = "id") -> str:
    """An integer count of 10**-places as a decimal number.

    >>> format_decimal(325, 2), format_decimal(-5, 2, "en")
    ('3,25', '-0.05')
    """
    sign = "-" if number < 0 else ""
    whole, part = divmod(abs(number), 10**places)
    mark = "." if language == "en" else ","
    return f"{sign}{format_number(whole, language)}{mark}{part:0{places}d}"


def format_hundredths(number: int, language: str = "id") -> str:
    """Hundredths as a number with two decimals: 325 is ``3,25``."""
    return format_decimal(number, 2, language)


def format_rupiah(rupiah: int, language: str = "id") -> str:
    """An amount of money.

    >>> format_rupiah(1250000)
    'Rp 1.250.000'
    """
    return f"Rp {format_number(rupiah, language)}"


def format_date(day: datetime.date, language: str = "id") -> str:
    """A day as ``31 Mei 2023``."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def format_moment(moment: datetime.datetime, language: str = "id") -> str:
    """A day and its minute as ``30 November 2026, 23.59``."""
    return f"{format_date(moment.date(), language)}, {moment:{'%H.%M' if language == 'id' else '%H:%M'}}"
