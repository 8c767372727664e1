"""The numbers of a person (NIK) and of a family card (KK): what they say, and what cannot be one.

Sixteen digits: region of first registration (6), day of birth (women: plus 40), month, year (2 each), serial number.
Source: Permendagri on population numbers, as the library lokal-id applies it; grade CONFIRMED for the shape. The
number is compared with what people say, never put above it: errors at registration are common.
"""

import re
from dataclasses import dataclass
from datetime import date

from lokal.nik import parse_nik

EXAMPLE_REGION = "99"  # no real province: demonstration and tests

_SIGNS = re.compile(r"[\s.\-]")
_KK = re.compile(r"[0-9]{16}")


@dataclass(frozen=True)
class Parts:
    """What a NIK says. ``birth``: None where the digits are no date; the century is the latest possible one."""

    district: str
    birth: date | None
    sex: int | None


def digits_of(text: str) -> str:
    """The number without spaces, dots and hyphens.

    >>> digits_of("99.0101 410190-0001")
    '9901014101900001'
    """
    return _SIGNS.sub("", text)


def parts_of(nik: str, on: date) -> Parts:
    """What the number says about its owner, read on a day.

    >>> parts_of("9901014101900001", date(2024, 1, 1))
    Parts(district='99.01.01', birth=datetime.date(1990, 1, 1), sex=2)
    """
    info = parse_nik(nik, reference_date=on)
    birth = date.fromisoformat(info.birth_date) if info.birth_date else None
    return Parts(info.district_code or "", birth, {"L": 1, "P": 2}.get(info.gender or ""))


def problem_with(nik: str, on: date) -> str | None:
    """Why this cannot be a NIK: a reason code, or None. Region 99 is accepted: it stands for examples.

    >>> problem_with("99", date(2024, 1, 1)), problem_with("9901014101900001", date(2024, 1, 1))
    ('nik-not-16-digits', None)
    """
    info = parse_nik(nik, reference_date=on)
    codes = {issue.code for issue in info.errors}
    if info.nik is not None and info.nik.startswith(EXAMPLE_REGION):
        codes.discard("province")
    named = {
        "format": "nik-not-16-digits",
        "province": "nik-region",
        "wilayah": "nik-region",
        "birth_date": "nik-birth-date",
        "serial": "nik-serial",
    }
    return next((reason for code, reason in named.items() if code in codes), None)


def problem_with_kk(number: str) -> str | None:
    """Why this cannot be the number of a family card: a reason code, or None.

    >>> problem_with_kk("9901010101230001"), problem_with_kk("0")
    (None, 'kk-not-16-digits')
    """
    return None if _KK.fullmatch(digits_of(number)) and not set(number) <= {"0"} else "kk-not-16-digits"


def differences(nik: str, sex: int | None, birth: date | None, on: date) -> tuple[str, ...]:
    """In what the number and the person differ: "nik-says-other-sex", "nik-says-other-birth-date". For a warning.

    >>> differences("9901014101900001", 1, date(1990, 1, 2), date(2024, 1, 1))
    ('nik-says-other-sex', 'nik-says-other-birth-date')
    """
    parts = parts_of(nik, on)
    found = []
    if sex and parts.sex and sex != parts.sex:
        found.append("nik-says-other-sex")
    # Two digits of a year: someone of 101 and a child of one year have the same.
    if (
        birth
        and parts.birth
        and (birth.day, birth.month, birth.year % 100)
        != (
            parts.birth.day,
            parts.birth.month,
            parts.birth.year % 100,
        )
    ):
        found.append("nik-says-other-birth-date")
    return tuple(found)
