"""The month that an address asks for."""

import re
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

WRITTEN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def month_asked(request: HttpRequest) -> date | None:
    """First day of the month asked for, the present one for a later; None where none is."""
    asked = WRITTEN.fullmatch(request.GET.get("bulan", ""))
    this = timezone.localdate().replace(day=1)
    return min(date(int(asked[1]), int(asked[2]), 1), this) if asked else None
