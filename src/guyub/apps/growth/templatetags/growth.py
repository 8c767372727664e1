"""Figures of measurements as people write them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from guyub.apps.growth.services import eppgbm
from guyub.apps.ui.templatetags.ui import page_language
from guyub.language import format_date

register = template.Library()
MINUS = "\u2212"


def _written(figure: Decimal, least_decimals: int) -> str:
    text = f"{figure:f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(least_decimals, "0")
    mark = "." if (get_language() or "").startswith("en") else ","
    return f"{whole}{mark}{decimals}" if decimals else whole


@register.simple_tag(takes_context=True)
def eppgbm_address(context: dict[str, Any], village: str) -> str:
    """Where the person who reads the page sends or fetches files of e-PPGBM; "" for who may do neither."""
    user = context["request"].user
    if eppgbm.may_take_in(user, village):
        return reverse("growth:eppgbm", args=[village])
    return reverse("growth:eppgbm_export", args=[village]) if eppgbm.may_export(user, village) else ""


@register.filter
def kilograms(grams: int | None) -> str:
    """Grams as kilograms: 12,4; 8,45. Empty for None."""
    return "" if grams is None else _written(Decimal(grams) / 1000, 1)


@register.filter
def centimetres(millimetres: int | None) -> str:
    """Millimetres as centimetres: 85,0. Empty for None."""
    return "" if millimetres is None else _written(Decimal(millimetres) / 10, 1)


@register.filter
def z_score(hundredths: int | None) -> str:
    """A z-score in hundredths with its sign: −2,59; +0,40; 0,00. Empty for None."""
    if hundredths is None:
        return ""
    sign = MINUS if hundredths < 0 else "+" if hundredths > 0 else ""
    return sign + _written(abs(Decimal(hundredths)) / 100, 2)


@register.filter
def month_words(day: date | None) -> str:
    """The month of a day: "November 2026". Empty for None."""
    return "" if day is None else format_date(day.replace(day=1), page_language()).split(" ", 1)[1]


@register.filter
def month_short(day: date | None) -> str:
    """The month of a day where there is little room: "Nov 26". Empty for None."""
    if day is None:
        return ""
    month, year = month_words(day).split(" ")
    return f"{month[:3]} {year[-2:]}"


@register.filter
def month_number(number: int) -> str:
    """The name of a month by its number: "Agustus"."""
    return month_words(date(2000, number, 1)).split(" ")[0]


@register.filter
def decimal(figure: Decimal) -> str:
    """A figure with the decimals it was published with: 12,5; 3,46."""
    mark = "." if (get_language() or "").startswith("en") else ","
    return f"{figure:f}".replace(".", mark)
