"""Whole rupiah as people write it: 1500000, 1.500.000, or Rp 1.500.000."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

WRITTEN = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)")
MOST_DIGITS = 15


class RupiahField(forms.CharField):
    """Whole rupiah; empty where nothing was typed. Points stand between thousands alone: "1.5" is no amount."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> int | None:
        """The amount.

        Raises:
            ValidationError: It is no whole amount, or nothing was typed and something has to be.
        """
        typed = re.sub(r"\s|^[Rr][Pp]\.?", "", super().clean(value).strip())
        if not typed:
            return None
        if not WRITTEN.fullmatch(typed) or not typed.isascii() or len(typed.replace(".", "")) > MOST_DIGITS:
            raise forms.ValidationError(_("Tulis rupiah penuh, misalnya 150000 atau 150.000."))
        return int(typed.replace(".", ""))
