"""Figures of a measurement as people write them: kilograms and centimetres, with a comma or a point."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import DecimalValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.models import Measurement, Referral
from guyub.apps.growth.presentation.likely import likely_figures
from guyub.apps.growth.services import Figures
from guyub.apps.people.forms.corrections import ReasonForm, no_number_in
from guyub.apps.people.models import Person, Sex
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import load_measuring_limits
from guyub.language import text

KILOGRAM, CENTIMETRE, WHOLE = 1000, 10, 1
UNKNOWN = ("", gettext_lazy("Tidak diketahui"))
YES_NO = [UNKNOWN, ("1", gettext_lazy("Ya")), ("0", gettext_lazy("Tidak"))]
SAID = {"1": True, "0": False}
OUTCOMES = [
    (Referral.Outcome.CONFIRMED, gettext_lazy("Dipastikan, ditangani puskesmas")),
    (Referral.Outcome.TREATED, gettext_lazy("Ditangani di posyandu (PMT, konseling)")),
    (Referral.Outcome.HOSPITAL, gettext_lazy("Dirujuk ke rumah sakit")),
    (Referral.Outcome.WELL, gettext_lazy("Diperiksa, tidak ada masalah")),
    (Referral.Outcome.MEASURED_WRONG, gettext_lazy("Diukur ulang, pengukurannya keliru")),
    (Referral.Outcome.NOT_COME, gettext_lazy("Tidak datang")),
]


class FigureField(forms.DecimalField):
    """A figure with at most so many decimals; a comma is read as a point, whatever the page's language."""

    def __init__(self, per: int, label: Any, **options: Any) -> None:
        self.per = per
        decimals = len(str(per)) - 1
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            label=label, required=False, min_value=0, max_digits=8, decimal_places=decimals, widget=widget, **options
        )
        too_large = gettext_lazy("Angka ini terlalu besar; periksa satuannya.")
        for one in self.validators:
            if isinstance(one, DecimalValidator):
                one.messages = {
                    "max_digits": too_large,
                    "max_whole_digits": too_large,
                    "max_decimal_places": gettext_lazy(
                        "Tulis paling banyak %(max)s angka di belakang koma, dan periksa satuannya."
                    ),
                    "invalid": self.error_messages["invalid"],
                }

    def to_python(self, value: Any) -> Decimal | None:
        """As a point, before Django reads it."""
        written = value.strip().replace(",", ".") if isinstance(value, str) else value
        found: Decimal | None = super().to_python(written)
        return found

    def whole(self, figure: Decimal | None) -> int | None:
        """In whole grams or millimetres."""
        return None if figure is None else int(figure * self.per)

    def written(self, whole: int | None) -> str:
        """As people write it."""
        return "" if whole is None else f"{Decimal(whole) / self.per:f}".replace(".", ",")


class WholeField(FigureField):
    """A whole number that may be left empty."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(WHOLE, label, **options)
        self.widget.attrs["inputmode"] = "numeric"
        for one in self.validators:
            if isinstance(one, DecimalValidator):
                one.messages = {**one.messages, "max_decimal_places": gettext_lazy("Tulis bilangan bulat, tanpa koma.")}


Spans = Mapping[str, tuple[int, int]]


def refuse_impossible(form: forms.Form, figures: Mapping[str, int | None], possible: Spans, reason: str) -> None:
    """Say at its field of each figure that cannot be, which one it is and how to write it.

    Args:
        form: Has been read; its fields of these names are `FigureField`.
        figures: In whole units.
        possible: Least and greatest that can be; both can.
        reason: Code of the reason with ``{}`` for the name of the figure: "youth-{}-impossible".
    """
    for name, figure in figures.items():
        least, most = possible.get(name, (figure, figure))
        if figure is not None and not least <= figure <= most:
            words = text(f"reason.{reason.format(name)}".replace("_", "-"), page_language())
            form.add_error(name, f"{form.fields[name].written(figure)}: {words}.")


def rare(form: forms.Form, figures: Mapping[str, int | None], likely: Spans) -> list[str]:
    """Figures to be asked about once more, each with its value and what is usual; without those that were refused."""
    found = []
    for name, (least, most) in likely.items():
        figure, field = figures.get(name), form.fields.get(name)
        if figure is None or field is None or name in form.errors or least <= figure <= most:
            continue
        told = _("{name} {value} (biasanya {least} sampai {most})")
        found.append(
            told.format(
                name=field.label, value=field.written(figure), least=field.written(least), most=field.written(most)
            )
        )
    return found


def yes_no(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Yes, no, or not asked."""
    return forms.ChoiceField(label=label, help_text=help_text, required=False, choices=YES_NO)


class MeasurementForm(ReasonForm):
    """A measurement to put right, filled with what is on record.

    The first time a figure is unlikely at the child's age, the form asks once more, as the posyandu day does.
    """

    weight_g = FigureField(KILOGRAM, gettext_lazy("Berat badan (kg)"))
    height_mm = FigureField(CENTIMETRE, gettext_lazy("Panjang atau tinggi badan (cm)"))
    posture = forms.ChoiceField(
        label=gettext_lazy("Cara ukur"),
        required=False,
        choices=[
            ("", gettext_lazy("Tidak diketahui")),
            ("l", gettext_lazy("Telentang")),
            ("h", gettext_lazy("Berdiri")),
        ],
    )
    head_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar kepala (cm)"))
    arm_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar lengan atas (cm)"))
    oedema = forms.BooleanField(label=gettext_lazy("Bengkak di kedua kaki (edema)"), required=False)
    sure = forms.BooleanField(label=gettext_lazy("Ya, angkanya sudah benar"), required=False)
    field_order = ["weight_g", "height_mm", "posture", "head_mm", "arm_mm", "oedema", "sure", "reason"]

    def __init__(self, *args: Any, measurement: Measurement, **options: Any) -> None:
        initial = {"posture": measurement.posture, "oedema": measurement.oedema}
        super().__init__(*args, initial=initial, **options)
        self._measurement, self._sure = measurement, self.fields.pop("sure")
        for name, field in self.fields.items():
            if isinstance(field, FigureField):
                self.initial[name] = field.written(getattr(measurement, name))

    def clean(self) -> dict[str, Any]:
        """Unlikely figures are asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        doubts = rare(self, self._wholes(typed), self._likely(typed))
        if doubts:
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                raise forms.ValidationError(
                    _("Angka ini jarang terjadi: {names}. Periksa lagi; bila benar, centang di bawah.").format(
                        names=", ".join(doubts)
                    )
                )
        return typed

    def _wholes(self, typed: Mapping[str, Any]) -> dict[str, int | None]:
        return {
            name: field.whole(typed.get(name)) for name, field in self.fields.items() if isinstance(field, FigureField)
        }

    def _likely(self, typed: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
        """What is usual at the age, of figures that can be; what cannot be is refused when it is recorded."""
        child, day = self._measurement.child, self._measurement.day
        if child.birth_date is None or child.birth_known != Person.BirthKnown.DAY:
            return {}
        spans = likely_figures(child.sex == Sex.MALE, (day - child.birth_date).days)
        figures, limits = self._wholes(typed), load_measuring_limits()
        return {name: span for name, span in spans.items() if limits.allows(name, figures.get(name))}

    def figures(self) -> Figures:
        """What is to be recorded."""
        typed = self.cleaned_data
        return Figures(**self._wholes(typed), posture=typed["posture"], oedema=typed["oedema"])


class AnswerForm(forms.Form):
    """What came of a referral."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasilnya"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk kader"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Jangan menulis NIK, nomor KK, atau nomor telepon."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_note(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["note"].strip())
