"""What is typed about a child's schooling."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms_eppgbm import PurposeForm
from guyub.apps.people.forms.corrections import ReasonForm, no_number_in
from guyub.apps.people.forms.fields import DayField, NameField
from guyub.apps.people.forms.money import RupiahField, SureOfAmount
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.schooling.services import AidFacts, StepFacts
from guyub.apps.schooling.standing import Standing
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.schooling_files import load_schooling_rules
from guyub.domain.rulefiles import Choices
from guyub.domain.schooling.rules import Outcomes

NOTE = gettext_lazy("Jangan menulis NIK, nomor KK, atau nomor telepon.")


def _options(choices: Choices | Outcomes, first: Any = "") -> list[tuple[str, Any]]:
    found = [(one.code, one.name.in_language(page_language())) for one in choices.choices]
    return [("", first), *found] if first else found


def _note() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=200,
        required=False,
        help_text=NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class _Kept(ReasonForm):
    """A record and, where one is put right, why."""

    day = DayField(label=gettext_lazy("Hari"), help_text="")
    note = _note()

    def __init__(self, *args: Any, correcting: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not correcting:
            del self.fields["reason"]

    def clean_note(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["note"].strip())


class StepForm(_Kept):
    """What was done for a child, why they are not in school, who goes on until when, or what came of it."""

    action = forms.ChoiceField(label=gettext_lazy("Yang dilakukan"))
    cause = forms.ChoiceField(label=gettext_lazy("Sebab tidak bersekolah"), required=False)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasil"), required=False, help_text=gettext_lazy("Isi bila sudah selesai.")
    )
    in_charge = forms.ChoiceField(label=gettext_lazy("Yang menangani berikutnya"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Langkah berikutnya sampai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    field_order = ["day", "action", "cause", "in_charge", "due_on", "outcome", "note", "reason"]

    def __init__(self, *args: Any, standing: Standing, step: SchoolStep | None = None, **options: Any) -> None:
        super().__init__(*args, correcting=step is not None, **options)
        rules = load_schooling_rules()
        same = "" if standing.begins and step is None else _("Seperti sebelumnya")
        self.fields["action"].choices = _options(rules.actions)
        self.fields["cause"].choices = _options(rules.causes, same or _("Pilih sebabnya"))
        self.fields["in_charge"].choices = _options(rules.in_charge, _("Pilih"))
        self.fields["outcome"].choices = _options(rules.outcomes, _("Belum selesai"))
        if step is None:
            self.initial = {"day": standing.today, "due_on": self._first_due(standing.today), "in_charge": "kader"}
        else:
            self.initial = {name: getattr(step, name) for name in self.fields if name != "reason"}

    @staticmethod
    def _first_due(today: date) -> date:
        return today + timedelta(days=load_schooling_rules().follow_up.first_within_days)

    def facts(self) -> StepFacts:
        """What is to be recorded; with an outcome nobody is in charge any more."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name != "reason"}
        if typed["outcome"]:
            typed |= {"in_charge": "", "due_on": None}
        return StepFacts(**typed)


class AidForm(SureOfAmount, _Kept):
    """Scholarship or aid. The first time an amount is unlikely, the form asks once more."""

    kind = forms.ChoiceField(label=gettext_lazy("Bantuan"))
    state = forms.ChoiceField(label=gettext_lazy("Keadaan bantuan"), widget=forms.RadioSelect)
    rupiah = RupiahField(
        label=gettext_lazy("Jumlah (Rp)"), help_text=gettext_lazy("Kosongkan bila barang atau belum tahu.")
    )
    field_order = ["kind", "state", "day", "rupiah", "sure", "note", "reason"]

    def __init__(self, *args: Any, today: date, aid: SchoolAid | None = None, **options: Any) -> None:
        rules = load_schooling_rules()
        super().__init__(*args, correcting=aid is not None, amounts=rules.amounts, **options)
        self.fields["kind"].choices = _options(rules.aids)
        self.fields["state"].choices = _options(rules.aid_states)
        if aid is None:
            self.initial = {"day": today, "state": "asked"}
        else:
            self.initial = {name: getattr(aid, name) for name in self.fields if name != "reason"}

    def facts(self) -> AidFacts:
        """What is to be recorded."""
        typed = self.cleaned_data
        return AidFacts(typed["day"], typed["kind"], typed["state"], typed["rupiah"], typed["note"])


class FindForm(forms.Form):
    """A child to be found by their name."""

    name = NameField(label=gettext_lazy("Nama anak"), help_text=gettext_lazy("Sebagian nama cukup."))


class FileForm(PurposeForm):
    """What the workbook is for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["format"]
