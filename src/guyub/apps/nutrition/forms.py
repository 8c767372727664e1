"""What is typed about supplementary food."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.nutrition.presentation.outcomes import RECOVERED
from guyub.apps.nutrition.presentation.words import EATEN, UNASKED, days_told, outcome_name, reason_name
from guyub.apps.people.forms.fields import DayField
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import Who

CHOOSE = {"required": gettext_lazy("Pilih salah satu.")}
NOT_ASKED = "x"


class BeginForm(forms.Form):
    """Why somebody is given it, and from when on."""

    category = forms.ChoiceField(label=gettext_lazy("Sebabnya"), widget=forms.RadioSelect, error_messages=CHOOSE)
    begun = DayField(label=gettext_lazy("Hari pertama diberikan"), help_text="")

    def __init__(self, *args: Any, who: Who, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].choices = [(code, days_told(code)) for code in load_pmt_rules().names_for(who)]


class ServingForm(forms.Form):
    """What was eaten of one day's serving."""

    day = DayField(label=gettext_lazy("Hari"), help_text="")
    eaten = forms.ChoiceField(
        label=gettext_lazy("Berapa yang dimakan"),
        choices=[*((str(int(code)), words) for code, words in EATEN.items()), (NOT_ASKED, UNASKED)],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    reason = forms.ChoiceField(label=gettext_lazy("Bila tidak habis: mengapa"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = [(code, reason_name(code)) for code in load_pmt_rules().uneaten.reasons]
        self.fields["reason"].choices = [("", "—"), *reasons]

    def answer(self) -> tuple[date, int | None, str]:
        """Day, quarters eaten (None: nobody asked), and why not all."""
        typed = self.cleaned_data
        return typed["day"], None if typed["eaten"] == NOT_ASKED else int(typed["eaten"]), typed["reason"]


class EndForm(forms.Form):
    """How a round ended. Whether somebody recovered is asked about once where no measurement says so.

    Args:
        suggested: The end that the rule suggests; "" for none.
        doubt: Why "recovered" is asked about; "" where a measurement says it.
    """

    outcome = forms.ChoiceField(
        label=gettext_lazy("Bagaimana berakhir"), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    day = DayField(label=gettext_lazy("Hari terakhir"), help_text="")
    sure = forms.BooleanField(label=gettext_lazy("Ya, puskesmas atau bidan menyatakannya pulih"), required=False)

    def __init__(self, *args: Any, suggested: str, doubt: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._doubt, self._sure = doubt, self.fields.pop("sure")
        mark = _("{outcome} (disarankan menurut aturan)")
        self.fields["outcome"].choices = [
            (code, mark.format(outcome=outcome_name(code)) if code == suggested else outcome_name(code))
            for code in load_pmt_rules().outcomes
        ]

    def clean(self) -> dict[str, Any]:
        """A recovery that no measurement shows is asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("outcome") == RECOVERED and self._doubt:
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                told = _("{why} Pilih hasil lain, atau centang di bawah.")
                self.add_error("outcome", told.format(why=self._doubt))
        return typed
