"""What is typed about young people, as people write it: kilograms and centimetres, with a comma or a point."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms import CENTIMETRE, KILOGRAM, OUTCOMES, FigureField, WholeField, rare, refuse_impossible
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.forms.fields import DayField, NameField
from guyub.apps.people.models import Person
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.confidential import Opened
from guyub.apps.youth.models import YouthCheck
from guyub.apps.youth.services import CheckFacts
from guyub.apps.youth.standing import SEX, years_on
from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.findings import NAMES, Figures

TENTH = 10


class CheckForm(ReasonForm):
    """What was measured, given and talked about with a young person on one day.

    Hb and iron tablets are asked of those whom the rule file has them for. The first time a figure is unlikely, the
    form asks once more: `doubts` says which, and `sure` says yes.
    """

    day = DayField(label=gettext_lazy("Hari diperiksa"), help_text="")
    weight_g = FigureField(KILOGRAM, gettext_lazy("Berat badan (kg)"))
    height_mm = FigureField(CENTIMETRE, gettext_lazy("Tinggi badan (cm)"))
    arm_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar lengan atas, LiLA (cm)"))
    waist_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar perut (cm)"))
    hb_tenths = FigureField(TENTH, gettext_lazy("Hb (g/dL)"))
    systolic = WholeField(gettext_lazy("Tekanan darah atas (mmHg)"))
    diastolic = WholeField(gettext_lazy("Tekanan darah bawah (mmHg)"))
    tablets = WholeField(gettext_lazy("Tablet tambah darah yang diberikan hari itu"))
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topik yang dibicarakan (KIE)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label=gettext_lazy("Ya, angkanya sudah benar"), required=False)
    field_order = ["day", *NAMES, "tablets", "topics", "sure", "reason"]

    def __init__(self, *args: Any, young: Person, today: date, check: YouthCheck | None = None, **options: Any) -> None:
        self.doubts: list[str] = []
        super().__init__(*args, **options)
        rules, language = load_youth_rules(), page_language()
        self.fields["topics"].choices = [(one.code, one.name.in_language(language)) for one in rules.topics.choices]
        years, sex = years_on(young, check.day if check else today) or 0, SEX[young.sex]
        if not rules.haemoglobin.holds(years, sex):
            del self.fields["hb_tenths"]
        if not rules.tablets.holds(years, sex):
            del self.fields["tablets"]
        del self.fields["reason" if check is None else "day"]
        self._sure = self.fields.pop("sure")
        if check is not None:
            self._fill(check)

    def clean(self) -> dict[str, Any]:
        """Unlikely figures are asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        limits, figures = load_youth_rules().limits, vars(self._figures(typed))
        refuse_impossible(self, figures, limits.possible, "youth-{}-impossible")
        self.doubts = rare(self, figures, limits.likely)
        if self.doubts:
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                raise forms.ValidationError(
                    _("Angka ini jarang terjadi: {names}. Periksa lagi; bila benar, centang di bawah.").format(
                        names=", ".join(self.doubts)
                    )
                )
        return typed

    def facts(self) -> CheckFacts:
        """What is to be recorded."""
        typed = self.cleaned_data
        tablets = typed.get("tablets")
        return CheckFacts(
            self._figures(typed), None if tablets is None else int(tablets), tuple(sorted(typed["topics"]))
        )

    def _figures(self, typed: dict[str, Any]) -> Figures:
        return Figures(**{name: self.fields[name].whole(typed.get(name)) for name in NAMES if name in self.fields})

    def _fill(self, check: YouthCheck) -> None:
        for name, field in self.fields.items():
            if isinstance(field, FigureField):
                self.initial[name] = field.written(getattr(check, name))
        self.initial["topics"] = check.topics


class InterviewForm(ReasonForm):
    """What came of each area of a confidential interview; what was not talked about stays open.

    Args:
        former: The interview to put right.
    """

    day = DayField(label=gettext_lazy("Hari wawancara"), help_text="")

    def __init__(self, *args: Any, former: Opened | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        interview, language = load_youth_rules().interview, page_language()
        outcomes = [(one.code, one.name.in_language(language)) for one in interview.outcomes]
        for area in interview.areas:
            self.fields[area.code] = forms.ChoiceField(
                label=area.name.in_language(language),
                required=False,
                choices=[("", _("Tidak dibicarakan")), *outcomes],
                widget=forms.RadioSelect,
                initial=former.areas.get(area.code, "") if former else "",
            )
        self.fields["reason"].help_text = _("Tersimpan terkunci bersama catatannya.")
        del self.fields["reason" if former is None else "day"]
        if former is not None:
            self.order_fields([*(area.code for area in interview.areas), "reason"])

    def areas(self) -> dict[str, str]:
        """Outcome of each area that was talked about."""
        codes = [area.code for area in load_youth_rules().interview.areas]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data[code]}


class AnswerForm(forms.Form):
    """What came of a referral."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasilnya"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )


class FindForm(forms.Form):
    """A young person to be found by their name."""

    name = NameField(label=gettext_lazy("Nama remaja"), help_text=gettext_lazy("Sebagian nama cukup."))
