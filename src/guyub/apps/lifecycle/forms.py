"""What is typed at a post of the life cycle, as people write it: kilograms and centimetres, with a comma or a point."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms import (
    CENTIMETRE,
    KILOGRAM,
    FigureField,
    WholeField,
    rare,
    refuse_impossible,
)
from guyub.apps.lifecycle.models import StageCheck
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.forms.fields import DayField, NameField
from guyub.apps.people.models import Person
from guyub.apps.youth.standing import years_on
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.domain.lifecycle.findings import NAMES, Figures


class CheckForm(ReasonForm):
    """What was measured of an adult, or of a child of 5 to 9 years, on one day.

    A child's pressure and glucose are not asked. The first time a figure is unlikely, the form asks once more: `doubts`
    says which, and `sure` says yes.
    """

    day = DayField(label=gettext_lazy("Hari diperiksa"), help_text="")
    weight_g = FigureField(KILOGRAM, gettext_lazy("Berat badan (kg)"))
    height_mm = FigureField(CENTIMETRE, gettext_lazy("Tinggi badan (cm)"))
    waist_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar perut (cm)"))
    systolic = WholeField(gettext_lazy("Tekanan darah atas (mmHg)"))
    diastolic = WholeField(gettext_lazy("Tekanan darah bawah (mmHg)"))
    glucose_mg = WholeField(gettext_lazy("Gula darah sewaktu (mg/dL)"))
    sure = forms.BooleanField(label=gettext_lazy("Ya, angkanya sudah benar"), required=False)
    field_order = ["day", *NAMES, "sure", "reason"]

    def __init__(self, *args: Any, who: Person, today: date, check: StageCheck | None = None, **options: Any) -> None:
        self.doubts: list[str] = []
        super().__init__(*args, **options)
        self._years = years_on(who, check.day if check else today) or 0
        if self._years < load_lifecycle_rules().check.adult_from_year:
            for name in ("systolic", "diastolic", "glucose_mg"):
                del self.fields[name]
        del self.fields["reason" if check is None else "day"]
        self._sure = self.fields.pop("sure")
        if check is not None:
            for name, field in self.fields.items():
                if isinstance(field, FigureField):
                    self.initial[name] = field.written(getattr(check, name))

    def clean(self) -> dict[str, Any]:
        """Unlikely figures are asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        limits = load_lifecycle_rules().check.limits(self._years)
        figures = vars(self._figures(typed))
        refuse_impossible(self, figures, limits.possible, "adult-{}-impossible")
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

    def figures(self) -> Figures:
        """What is to be recorded."""
        return self._figures(self.cleaned_data)

    def _figures(self, typed: dict[str, Any]) -> Figures:
        return Figures(**{name: self.fields[name].whole(typed.get(name)) for name in NAMES if name in self.fields})


class FindForm(forms.Form):
    """Somebody of the post to be found by their name."""

    name = NameField(label=gettext_lazy("Nama"), help_text=gettext_lazy("Sebagian nama cukup."))
