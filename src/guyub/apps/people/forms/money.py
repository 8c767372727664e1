"""Whole rupiah as people write it: 1500000, 1.500.000, or Rp 1.500.000."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.ui.templatetags.ui import rupiah
from guyub.domain.rulefiles import Rupiahs

WRITTEN = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)")
MOST_DIGITS = 15


class RupiahField(forms.CharField):
    """Whole rupiah; empty where nothing was typed. Points stand between thousands alone: "1.5" is no amount.

    Args:
        least, most: What can be; both can. Without them a form or service says what cannot.
    """

    def __init__(self, *, least: int = 0, most: int | None = None, **options: Any) -> None:
        self.least, self.most = least, most
        options.setdefault("required", False)
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> int | None:
        """The amount.

        Raises:
            ValidationError: It is no whole amount, cannot be, or nothing was typed and something has to be.
        """
        typed = re.sub(r"\s|^[Rr][Pp]\.?", "", super().clean(value).strip())
        if not typed:
            return None
        if not WRITTEN.fullmatch(typed) or not typed.isascii() or len(typed.replace(".", "")) > MOST_DIGITS:
            raise forms.ValidationError(_("Tulis rupiah penuh, misalnya 150000 atau 150.000."))
        amount = int(typed.replace(".", ""))
        if self.most is not None and not self.least <= amount <= self.most:
            told = _("{value} tidak mungkin; tulis {least} sampai {most}, atau kosongkan bila tidak tahu.")
            raise forms.ValidationError(
                told.format(value=rupiah(amount), least=rupiah(self.least), most=rupiah(self.most))
            )
        return amount


class SureOfAmount(forms.Form):
    """Asks once more where an amount is unlikely: nothing is put right silently.

    Whoever derives from it says which field has the amount, and by which rule.
    """

    sure = forms.BooleanField(label=gettext_lazy("Ya, jumlahnya sudah benar"), required=False)
    amount_name = "rupiah"

    def __init__(self, *args: Any, amounts: Rupiahs, **options: Any) -> None:
        super().__init__(*args, **options)
        self._amounts, self._sure = amounts, self.fields.pop("sure")

    def clean(self) -> dict[str, Any]:
        """An unlikely amount is asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        given = typed.get(self.amount_name)
        if not self._amounts.likely(given):
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                told = _("{amount} jarang terjadi. Periksa lagi; bila benar, centang di bawah.")
                raise forms.ValidationError(told.format(amount=rupiah(given)))
        return typed
