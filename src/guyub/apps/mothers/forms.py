"""What is typed about mothers, as people write it: kilograms and centimetres, with a comma or a point."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms import (
    CENTIMETRE,
    KILOGRAM,
    SAID,
    UNKNOWN,
    FigureField,
    WholeField,
    rare,
    refuse_impossible,
    yes_no,
)
from guyub.apps.mothers.models import MotherCheck, Pregnancy
from guyub.apps.mothers.presentation.words import HELPERS, OUTCOMES, VENUES
from guyub.apps.mothers.services import WITHOUT_CHILD, BirthFacts, CheckFigures, Newborn, pregnancy_on
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.forms.fields import DayField, NameField, sex_field
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import birth_words
from guyub.data.mother_files import load_mother_rules

TENTH = 10
BEFORE, AFTER = "k", "kf"  # visits before and after birth, as "k3" and "kf2"
NEW, LATER = "new", "later"


class PregnancyForm(forms.Form):
    """That someone is pregnant: dated by one of two days."""

    last_period = DayField(
        label=gettext_lazy("Hari pertama haid terakhir (HPHT)"),
        help_text=gettext_lazy("Lihat buku KIA atau tanyakan. Dari sini dihitung minggu kehamilan."),
        required=False,
    )
    due = forms.DateField(
        label=gettext_lazy("Atau: hari perkiraan lahir (HPL)"),
        help_text=gettext_lazy("Bila HPHT tidak diketahui, atau bidan menghitungnya dengan USG."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Isi tanggal yang ada.")},
    )
    gravida = WholeField(
        gettext_lazy("Kehamilan yang keberapa"), help_text=gettext_lazy("Keguguran ikut dihitung. Boleh dikosongkan.")
    )

    def clean(self) -> dict[str, Any]:
        """One of the two days."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("last_period", "due") if typed.get(name)]
        if not self.errors and len(given) != 1:
            raise forms.ValidationError(_("Isi salah satu: HPHT atau HPL."))
        return typed

    def dated(self) -> tuple[str, date, int | None]:
        """By which day the pregnancy is dated, the day, and its number."""
        typed = self.cleaned_data
        how = Pregnancy.Dated.LAST_PERIOD if typed["last_period"] else Pregnancy.Dated.DUE
        gravida = typed["gravida"]
        return how, typed["last_period"] or typed["due"], None if gravida is None else int(gravida)


class EndForm(forms.Form):
    """How a pregnancy ended that brought no living child."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Bagaimana kehamilan berakhir"),
        choices=[(str(code), OUTCOMES[code]) for code in WITHOUT_CHILD],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    day = DayField()


class CheckForm(ReasonForm):
    """What was measured, given and asked of a mother on one day.

    The first time a figure is unlikely, the form asks once more: `doubts` says which, and `sure` says yes.
    """

    day = DayField(label=gettext_lazy("Hari diperiksa"), help_text="")
    weight_g = FigureField(KILOGRAM, gettext_lazy("Berat badan (kg)"))
    height_mm = FigureField(CENTIMETRE, gettext_lazy("Tinggi badan (cm)"))
    arm_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar lengan atas, LiLA (cm)"))
    hb_tenths = FigureField(TENTH, gettext_lazy("Hb (g/dL)"))
    systolic = WholeField(gettext_lazy("Tekanan darah atas (mmHg)"))
    diastolic = WholeField(gettext_lazy("Tekanan darah bawah (mmHg)"))
    tablets_received = WholeField(gettext_lazy("Tablet tambah darah diterima hari itu"))
    tablets_taken = WholeField(gettext_lazy("Tablet diminum sejak pemeriksaan sebelumnya"))
    visit = forms.ChoiceField(
        label=gettext_lazy("Kunjungan ke bidan atau puskesmas"),
        help_text=gettext_lazy("Nomornya menurut buku KIA; kosongkan bila bukan kunjungan itu."),
        required=False,
    )
    breastfeeding = yes_no(gettext_lazy("Bayi hanya diberi ASI"))
    vitamin_a = yes_no(gettext_lazy("Vitamin A ibu nifas diminum"))
    sure = forms.BooleanField(label=gettext_lazy("Ya, angkanya sudah benar"), required=False)
    field_order = [
        "day", "weight_g", "height_mm", "arm_mm", "hb_tenths", "systolic", "diastolic", "tablets_received",
        "tablets_taken", "visit", "breastfeeding", "vitamin_a", "sure", "reason",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, mother: Person, nursing: bool, check: MotherCheck | None = None, **options: Any
    ) -> None:
        self.mother, self.check = mother, check
        self.doubts: list[str] = []
        super().__init__(*args, **options)
        rules = load_mother_rules().file
        kinds = [(BEFORE, rules.antenatal.visits), *([(AFTER, rules.after_birth.visits)] if nursing else [])]
        numbered = [(f"{kind}{one.number}", f"{kind.upper()}{one.number}") for kind, visits in kinds for one in visits]
        self.fields["visit"].choices = [("", "—"), *numbered]
        after_birth = [] if nursing else ["breastfeeding", "vitamin_a"]
        for name in (*after_birth, "reason" if check is None else "day"):
            del self.fields[name]
        self._sure = self.fields.pop("sure")
        if check is not None:
            self._fill(check)

    @property
    def measured_on(self) -> date | None:
        """The day the figures are of."""
        return self.check.day if self.check else self.cleaned_data.get("day")

    def clean(self) -> dict[str, Any]:
        """The visit belongs to the time of the day; unlikely figures are asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen, day = typed.get("visit", ""), self.measured_on
        if chosen and day and (pregnancy_on(self.mother, day) is not None) != (not chosen.startswith(AFTER)):
            self.add_error("visit", _("Kunjungan itu bukan dari masa tersebut: K saat hamil, KF sesudah bersalin."))
        rules, figures = load_mother_rules(), self._wholes(typed)
        refuse_impossible(self, figures, rules.possible, "mother-{}-impossible")
        self.doubts = rare(self, figures, rules.file.likely)
        if self.doubts:
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                raise forms.ValidationError(
                    _("Angka ini jarang terjadi: {names}. Periksa lagi; bila benar, centang di bawah.").format(
                        names=", ".join(self.doubts)
                    )
                )
        return typed

    def figures(self) -> CheckFigures:
        """What is to be recorded."""
        typed = self.cleaned_data
        wholes = self._wholes(typed)
        visit = typed["visit"].removeprefix(AFTER).removeprefix(BEFORE)
        said = {name: SAID.get(typed.get(name, "")) for name in ("breastfeeding", "vitamin_a")}
        return CheckFigures(**wholes, **said, visit=int(visit) if visit else None)

    def _wholes(self, typed: Mapping[str, Any]) -> dict[str, int | None]:
        return {
            name: field.whole(typed.get(name)) for name, field in self.fields.items() if isinstance(field, FigureField)
        }

    def _fill(self, check: MotherCheck) -> None:
        for name, field in self.fields.items():
            if isinstance(field, FigureField):
                self.initial[name] = field.written(getattr(check, name))
        if check.visit is not None:
            self.initial["visit"] = f"{BEFORE if check.pregnancy_id else AFTER}{check.visit}"
        for name in ("breastfeeding", "vitamin_a"):
            said = getattr(check, name)
            self.initial[name] = "" if said is None else str(int(said))


class _FactsForm(forms.Form):
    """Figures and circumstances of a birth, from the mother-and-child book."""

    weight_g = WholeField(gettext_lazy("Berat lahir (gram)"), help_text=gettext_lazy("Misalnya 3000."))
    length_mm = FigureField(CENTIMETRE, gettext_lazy("Panjang lahir (cm)"))
    weeks = WholeField(
        gettext_lazy("Lahir pada minggu ke"), help_text=gettext_lazy("Kosongkan: dihitung dari HPHT atau HPL.")
    )
    venue = forms.ChoiceField(
        label=gettext_lazy("Tempat bersalin"),
        required=False,
        choices=[UNKNOWN, *((str(code), words) for code, words in VENUES.items())],
    )
    helper = forms.ChoiceField(
        label=gettext_lazy("Penolong"),
        required=False,
        choices=[UNKNOWN, *((str(code), words) for code, words in HELPERS.items())],
    )
    early_breastfeeding = yes_no(gettext_lazy("Inisiasi menyusu dini (IMD)"))

    def facts(self, day: date) -> BirthFacts:
        """What is to be recorded of a birth on a day."""
        typed = self.cleaned_data
        wholes = {
            name: field.whole(typed[name]) for name, field in self.fields.items() if isinstance(field, FigureField)
        }
        return BirthFacts(
            day,
            **wholes,
            venue=typed["venue"],
            helper=typed["helper"],
            early_breastfeeding=SAID.get(typed["early_breastfeeding"]),
        )


class _ChildForm(forms.Form):
    """Which child was born: one on the registry, or one to be entered there."""

    child = forms.ChoiceField(
        label=gettext_lazy("Anaknya"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih anaknya.")},
    )
    name = NameField(
        label=gettext_lazy("Nama bayi"),
        help_text=gettext_lazy("Bila didaftarkan sekarang. Belum bernama? Tulis: Bayi, lalu nama ibu."),
        required=False,
    )
    sex = sex_field()

    def __init__(self, *args: Any, children: Sequence[Person], may_enter: bool, later: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.children = {one.code: one for one in children}
        known = [(one.code, _named(one)) for one in children]
        enter = [(NEW, _("Daftarkan sekarang di keluarganya"))] if may_enter else []
        self.fields["child"].choices = [*known, *enter, *([(LATER, _("Didaftarkan nanti"))] if later else [])]
        self.fields["sex"].required = False
        if not may_enter:
            del self.fields["name"], self.fields["sex"]

    def clean(self) -> dict[str, Any]:
        """A new child has a name and a sex."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("child") == NEW:
            if not typed.get("name"):
                self.add_error("name", _("Isi namanya."))
            if not typed.get("sex"):
                self.add_error("sex", _("Pilih jenis kelaminnya."))
        return typed

    def born(self) -> Person | Newborn | None:
        """The child that was chosen or is to be entered; None where it is entered later."""
        typed = self.cleaned_data
        if typed["child"] == NEW:
            return Newborn(typed["name"], typed["sex"])
        return self.children.get(typed["child"])


class BirthForm(_ChildForm, _FactsForm):
    """A birth of a pregnancy."""

    day = DayField(label=gettext_lazy("Tanggal lahir"), help_text="")
    field_order = ["day", "child", "name", "sex", "weight_g", "length_mm", "weeks", "venue", "helper"]


class BirthFactsForm(_FactsForm):
    """Figures of a birth to put right, filled with what is on record."""


class NameChildForm(_ChildForm):
    """Which child a birth on record was."""


class FindForm(forms.Form):
    """A woman to be found by her name."""

    name = NameField(label=gettext_lazy("Nama ibu"), help_text=gettext_lazy("Sebagian nama cukup."))


def facts_on_record(form: type[BirthFactsForm], birth: Any) -> dict[str, Any]:
    """Initial values of a form for a birth on record."""
    written = {
        name: field.written(getattr(birth, name))
        for name, field in form.base_fields.items()
        if isinstance(field, FigureField)
    }
    said = birth.early_breastfeeding
    early = "" if said is None else str(int(said))
    return written | {"venue": birth.venue, "helper": birth.helper, "early_breastfeeding": early}


def _named(child: Person) -> str:
    born = birth_words(child.birth_date)
    return _("{name}, lahir {born}").format(name=child.name, born=born) if born else child.name
