"""The form that takes a photo off the field checklist: why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.domain.cycles import PhotoFault

FAULTS = {
    PhotoFault.ITEM: _("Bukan untuk butir ini"),
    PhotoFault.PLACE: _("Bukan dari tempat ini"),
    PhotoFault.UNCLEAR: _("Kabur, gelap atau terpotong"),
    PhotoFault.PEOPLE: _("Memperlihatkan orang yang tidak perlu dikenali"),
}


class PhotoOffForm(forms.Form):
    """One of the known reasons; it stays in the entry's ledger."""

    fault = forms.ChoiceField(
        label=_("Mengapa foto ini dilepas?"),
        choices=[(str(fault), words) for fault, words in FAULTS.items()],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Pilih alasannya.")},
    )
