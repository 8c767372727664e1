"""What is typed at a weekly visit of a round of supplementary food."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation.visits import sign_names
from guyub.apps.people.forms.fields import DayField


class VisitForm(forms.Form):
    """Which red flags were seen; that none was is ticked too, so that nobody passes over them."""

    visited = DayField(label=gettext_lazy("Hari kunjungan"), help_text="")
    signs = forms.MultipleChoiceField(
        label=gettext_lazy("Tanda bahaya yang terlihat"), required=False, widget=forms.CheckboxSelectMultiple
    )
    none = forms.BooleanField(label=gettext_lazy("Sudah ditanyakan: tidak ada satu pun"), required=False)

    def __init__(self, *args: Any, one: PmtRound, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["signs"].choices = list(sign_names(one).items())

    def clean(self) -> dict[str, Any]:
        """Either signs, or that there are none."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(typed.get("signs")) == bool(typed.get("none")) and "signs" not in self.errors:
            self.add_error("signs", _("Centang tanda yang terlihat, atau bahwa tidak ada satu pun."))
        return typed
