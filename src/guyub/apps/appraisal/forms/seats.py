"""The form of a seat: who, which post, which sub-team, and where the person may not judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.appraisal.models import Cycle, Seat
from guyub.apps.appraisal.services.seats import candidates
from guyub.apps.territory.models import Region

POSTS = [
    (Seat.Post.JUROR, gettext_lazy("Juri")),
    (Seat.Post.CHAIR, gettext_lazy("Ketua")),
    (Seat.Post.SECRETARY, gettext_lazy("Sekretaris")),
]
TEAMS = [
    ("", gettext_lazy("Tanpa sub-tim: memeriksa semuanya")),
    (Seat.Team.FIELD, gettext_lazy("Sub-tim lapangan")),
    (Seat.Team.ADMINISTRATION, gettext_lazy("Sub-tim administrasi")),
]
STANDING = ("post", "team", "conflicts", "active")


class _Account(forms.ModelChoiceField):
    """An account by its name, and what it is for."""

    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        told = obj.get_full_name()
        return f"{obj.username} ({told})" if told else obj.username


class SeatForm(forms.Form):
    """A seat to fill, or one that stands: its account and label stay."""

    user = _Account(label=gettext_lazy("Akun"), queryset=User.objects.none())
    post = forms.ChoiceField(label=gettext_lazy("Kedudukan"), choices=POSTS)
    team = forms.ChoiceField(label=gettext_lazy("Sub-tim di lapangan"), choices=TEAMS, required=False)
    conflicts = forms.MultipleChoiceField(
        label=gettext_lazy("Tidak boleh menilai"),
        help_text=gettext_lazy("Kota tempat orang ini bertugas tercatat sendiri. Centang yang lain, misalnya asalnya."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    active = forms.BooleanField(label=gettext_lazy("Kursi terisi"), required=False)

    def __init__(self, data: Any = None, *, cycle: Cycle, parts: list[Region], held: Seat | None = None) -> None:
        name = f"kursi{held.pk}" if held else None
        stands = {field: getattr(held, field) for field in STANDING} if held else {}
        super().__init__(data, prefix=name, initial=stands, auto_id=f"id_{name or 'kursi'}_%s")
        self.fields["conflicts"].choices = [(one.code, one.name) for one in parts]  # type: ignore[attr-defined]
        if held is None:
            del self.fields["active"]
            self.fields["user"].queryset = candidates(cycle)  # type: ignore[attr-defined]
        else:
            del self.fields["user"]
