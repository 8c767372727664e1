"""What is asked to mark that a child was given something, or what was answered about it; one form for each kind."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from guyub.apps.growth.models import CareMark
from guyub.apps.growth.services import Mark
from guyub.apps.people.forms.fields import DayField
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import load_care_rules
from guyub.domain.rulefiles import Text

Kind = CareMark.Kind
CHOOSE = {"required": gettext_lazy("Pilih salah satu."), "invalid_choice": gettext_lazy("Pilih salah satu.")}


def _choices(words: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(code, one.in_language(page_language())) for code, one in words.items()]


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, error_messages=CHOOSE)


def _yes_or_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[("1", gettext_lazy("Ya")), ("0", gettext_lazy("Tidak"))],
        coerce=lambda answer: answer == "1",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


class MarkForm(forms.Form):
    """A day; kinds add what they ask. ``kind`` and ``title`` are set by each."""

    kind: str
    title: Any
    day = DayField(label=gettext_lazy("Tanggal"), help_text="")

    def mark(self) -> Mark:
        """What is to be put on record."""
        typed = self.cleaned_data
        return Mark(self.kind, typed["day"], typed.get("code", ""), self.detail())

    def detail(self) -> dict[str, Any]:
        """What the mark says besides day and code."""
        return {}


class DoseForm(MarkForm):
    """Which dose of the schedule was given."""

    kind, title = Kind.IMMUNISATION, gettext_lazy("Catat imunisasi")
    code = _choice(gettext_lazy("Imunisasi"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].choices = _choices({one.code: one.name for one in load_care_rules().immunisation.vaccines})

    def leave_out(self, codes: Collection[str]) -> None:
        """Do not offer doses that the child had."""
        self.fields["code"].choices = [one for one in self.fields["code"].choices if one[0] not in codes]


class VitaminForm(MarkForm):
    """When vitamin A was given."""

    kind, title = Kind.VITAMIN_A, gettext_lazy("Catat vitamin A")


class WormsForm(MarkForm):
    """When deworming medicine was given."""

    kind, title = Kind.DEWORMING, gettext_lazy("Catat obat cacing")


class BreastfeedingForm(MarkForm):
    """The monthly question; the month follows from the day."""

    kind, title = Kind.BREASTFEEDING, gettext_lazy("ASI eksklusif")
    only = _yes_or_no(
        gettext_lazy("Dalam 24 jam terakhir bayi hanya diberi ASI?"),
        gettext_lazy("Obat dan vitamin tetap dihitung hanya ASI; air putih, teh, madu, dan susu formula tidak."),
    )
    field_order = ["only", "day"]

    def detail(self) -> dict[str, Any]:
        """The answer."""
        return {"only": self.cleaned_data["only"]}


class FoodForm(MarkForm):
    """Groups of foods eaten yesterday; none ticked is an answer too."""

    kind, title = Kind.FOOD, gettext_lazy("Makanan anak kemarin (MKM)")
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Yang dimakan atau diminum anak kemarin, siang dan malam"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Sedikit pun dihitung. Tidak ada yang dicentang: belum makan satu kelompok pun."),
    )
    field_order = ["groups", "day"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["groups"].choices = _choices({one.code: one.name for one in load_care_rules().food.groups})
        self.fields["day"].label = gettext_lazy("Ditanyakan pada")

    def detail(self) -> dict[str, Any]:
        """Codes of the groups."""
        return {"groups": self.cleaned_data["groups"]}


class IllnessForm(MarkForm):
    """What a child had, since when and how long."""

    kind, title = Kind.ILLNESS, gettext_lazy("Catat sakit")
    code = _choice(gettext_lazy("Sakit apa"))
    days = forms.IntegerField(
        label=gettext_lazy("Berapa hari"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Kosongkan bila masih sakit atau tidak diketahui."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ["code", "day", "days"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rule = load_care_rules().illness
        self.fields["code"].choices = _choices(rule.kinds)
        self.fields["day"].label = gettext_lazy("Mulai")

    def detail(self) -> dict[str, Any]:
        """How long, where that is known."""
        days = self.cleaned_data["days"]
        return {} if days is None else {"days": days}


FORMS: Mapping[str, type[MarkForm]] = {
    str(form.kind): form
    for form in (
        DoseForm,
        VitaminForm,
        WormsForm,
        BreastfeedingForm,
        FoodForm,
        IllnessForm,
    )
}
