"""What is asked to register a posyandu."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.models import Posyandu


class PosyanduForm(forms.Form):
    """Its name, and which RW it serves."""

    name = forms.CharField(
        label=gettext_lazy("Nama posyandu"),
        max_length=Posyandu._meta.get_field("name").max_length,
        help_text=gettext_lazy("Misalnya Melati 1"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    serves = forms.CharField(
        label=gettext_lazy("RW yang dilayani"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Misalnya 1, 2, 5. Kosongkan bila melayani seluruh kelurahan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_serves(self) -> list[str]:
        """Numbers of three digits, each once."""
        written = [part for part in re.split(r"[\s,;]+", self.cleaned_data["serves"]) if part]
        if not all(re.fullmatch("[0-9]{1,3}", part) and int(part) for part in written):
            raise forms.ValidationError(_("Tulis nomor RW saja, dipisah koma: 1, 2, 5."))
        return sorted({part.zfill(3) for part in written})
