"""Forms of meetings and offices."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.coordination.models import Meeting, Office
from guyub.apps.coordination.services.meetings import LONGEST_MINUTES, MeetingWords


class MeetingForm(forms.ModelForm):
    """Head of a meeting: what, when, where, who leads it (a post, not a name)."""

    starts_at = forms.DateTimeField(
        label=_("Hari dan jam"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    class Meta:
        model = Meeting
        fields = ("title", "starts_at", "place", "chair")
        labels: ClassVar = {"title": _("Judul rakor"), "place": _("Tempat"), "chair": _("Pemimpin rapat (jabatan)")}
        help_texts: ClassVar = {"chair": _("Tulis jabatan, bukan nama orang: Sekretaris Daerah, Lurah.")}

    def words(self) -> MeetingWords:
        """What was typed, for the services."""
        kept = self.cleaned_data
        return MeetingWords(kept["title"], kept["starts_at"], kept["place"], kept["chair"], kept.get("minutes") or "")


class MinutesForm(MeetingForm):
    """Head and minutes, with the version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    minutes = forms.CharField(
        label=_("Notula"),
        required=False,
        strip=False,
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Ketik, atau tekan tombol mikrofon pada papan ketik ponsel lalu bicaralah. "
            "Nama orang tidak perlu: tulis jabatan dan kantornya."
        ),
    )


class OfficeForm(forms.ModelForm):
    """An office of a city."""

    class Meta:
        model = Office
        fields = ("short", "name", "email", "active")
        labels: ClassVar = {
            "short": _("Nama pendek"),
            "name": _("Nama lengkap"),
            "email": _("Surel kantor"),
            "active": _("Masih ada dan diundang"),
        }
        help_texts: ClassVar = {
            "short": _("Seperti dalam instrumen: Dinkes, DP3AP2KB."),
            "email": _("Alamat kantor, bukan alamat pribadi. Dipakai untuk pengingat."),
            "active": "",
        }
