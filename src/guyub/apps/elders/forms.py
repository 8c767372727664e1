"""What is asked and measured of elders. Forms of screenings are made from their rule files."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.elders.kinds import rule_of
from guyub.apps.elders.models import CarePlan, ElderCheck, ElderScreening, ElderSituation
from guyub.apps.elders.presentation.words import COMPANIONS, ENDS_OF_CARE, OUTCOMES, said, tasks_told
from guyub.apps.elders.services import ElderFigures, NewCare
from guyub.apps.growth.forms import (
    CENTIMETRE,
    KILOGRAM,
    SAID,
    YES_NO,
    AnswerForm,
    FigureField,
    WholeField,
    rare,
    refuse_impossible,
)
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.forms.fields import DayField
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_elder_care, load_elder_checks
from guyub.domain.elders.scored import ScoredForm
from guyub.domain.elders.skilas import Question
from guyub.domain.families.members import completed_years


class _Asked(ReasonForm):
    """Something of one day, or a correction of it. What is unlikely is asked about once: `doubts` says what."""

    day = DayField(label=gettext_lazy("Hari diperiksa"), help_text="")
    sure = forms.BooleanField(label=gettext_lazy("Ya, sudah benar"), required=False)

    def __init__(self, *args: Any, elder: Person, former: ElderScreening | ElderCheck | None, **options: Any) -> None:
        self.elder, self.former = elder, former
        self.doubts: list[str] = []
        super().__init__(*args, **options)
        del self.fields["day" if former else "reason"]
        self._sure = self.fields.pop("sure")

    @property
    def of_day(self) -> date | None:
        """The day that is told of."""
        return self.former.day if self.former else self.cleaned_data.get("day")

    def clean(self) -> dict[str, Any]:
        """What is unlikely is asked about once more."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        self.doubts = [*self._doubts_about_age(), *self.doubts_about(typed)]
        if self.doubts:
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                raise forms.ValidationError(
                    _("Ini jarang terjadi: {names}. Periksa lagi; bila benar, centang di bawah.").format(
                        names=", ".join(self.doubts)
                    )
                )
        return typed

    def doubts_about(self, typed: Mapping[str, Any]) -> Iterable[str]:
        """What is unlikely in what was typed."""
        return ()

    def _doubts_about_age(self) -> list[str]:
        day, born = self.of_day, self.elder.birth_date
        if day is None or born is None or not load_elder_checks().too_old(completed_years(born, day)):
            return []
        return [_("umur {n} tahun menurut data keluarga").format(n=completed_years(born, day))]


class _AnswerField(FigureField):
    """A number that an item of a rule file asks for."""

    def __init__(self, item: Question) -> None:
        self.item = item
        per = CENTIMETRE if item.unit == "mm" else 1
        label = f"{said(item.name)} (cm)" if item.unit == "mm" else said(item.name)
        super().__init__(per, label)

    def not_possible(self, value: Decimal) -> str:
        """Why an answer cannot be, and what can."""
        return _("{value} tidak mungkin; isi {least} sampai {most}.").format(
            value=self.written(self.whole(value)),
            least=self.written(self.item.least),
            most=self.written(self.item.most),
        )


class ScreeningForm(_Asked):
    """One form of its rule file; every item may stay unanswered."""

    def __init__(self, *args: Any, form: str, **options: Any) -> None:
        super().__init__(*args, **options)
        rule = rule_of(form)
        known = self.former.answers if isinstance(self.former, ElderScreening) else {}
        scored = isinstance(rule, ScoredForm)
        items = rule.items if scored else [item for domain in rule.domains for item in domain.items]
        self.items = [item.code for item in items]
        self._groups = (
            [] if scored else [(said(one.name), one.lead, [item.code for item in one.items]) for one in rule.domains]
        )
        asked: dict[str, forms.Field] = {}
        for item in items:
            choices = [(one.points if scored else one.value, said(one.name)) for one in getattr(item, "options", ())]
            number = not scored and item.kind == "number"
            field = _AnswerField(item) if number else _choice(said(item.name), choices)
            asked[item.code] = field
            if item.code in known:
                value = known[item.code]
                self.initial[item.code] = field.written(value) if isinstance(field, FigureField) else value
        self.fields = {name: field for name, field in self.fields.items() if name == "day"} | asked | self.fields

    def clean(self) -> dict[str, Any]:
        """Numbers can be, as the rule file has it."""
        for code in self.items:
            field = self.fields[code]
            value = self.cleaned_data.get(code)
            if isinstance(field, _AnswerField) and value is not None and not field.item.allows(field.whole(value) or 0):
                self.add_error(code, field.not_possible(value))
        return super().clean()

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Fields below their headings, with what is said before them; those that belong to none stand at the ends."""
        grouped = {code for _name, _lead, codes in self._groups for code in codes}
        if not grouped:
            return [("", "", list(self))]
        before = [self["day"]] if "day" in self.fields else []
        after = [self[name] for name in self.fields if name not in {*grouped, "day"}]
        middle = [
            (name, said(lead) if lead else "", [self[code] for code in codes]) for name, lead, codes in self._groups
        ]
        return [("", "", before), *middle, ("", "", after)]

    def answers(self) -> dict[str, int]:
        """Value or points by item; without those that were not answered."""
        found = {}
        for code in self.items:
            value, field = self.cleaned_data.get(code), self.fields[code]
            whole = field.whole(value) if isinstance(field, FigureField) else value
            if whole not in (None, ""):
                found[code] = int(whole)
        return found


class CheckForm(_Asked):
    """Pressure, weight, and what else was measured of an elder on one day."""

    systolic = WholeField(gettext_lazy("Tekanan darah atas (mmHg)"))
    diastolic = WholeField(gettext_lazy("Tekanan darah bawah (mmHg)"))
    weight_g = FigureField(KILOGRAM, gettext_lazy("Berat badan (kg)"))
    height_mm = FigureField(CENTIMETRE, gettext_lazy("Tinggi badan (cm)"))
    waist_mm = FigureField(CENTIMETRE, gettext_lazy("Lingkar perut (cm)"))
    glucose_mg = WholeField(gettext_lazy("Gula darah (mg/dL)"))
    cholesterol_mg = WholeField(gettext_lazy("Kolesterol (mg/dL)"))
    field_order = [
        "day", "systolic", "diastolic", "weight_g", "height_mm", "waist_mm", "glucose_mg", "cholesterol_mg", "sure",
        "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, before: ElderCheck | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.before = before
        for name, field in self.fields.items():
            if isinstance(field, FigureField) and self.former is not None:
                self.initial[name] = field.written(getattr(self.former, name))

    def doubts_about(self, typed: Mapping[str, Any]) -> Iterable[str]:
        """Figures beyond what is likely, and those far from the ones before; what cannot be is refused."""
        rules, figures = load_elder_checks(), self._wholes(typed)
        refuse_impossible(self, figures, rules.possible, "elder-{}-impossible")
        yield from rare(self, figures, rules.likely)
        for name in rules.change:
            figure, field = figures.get(name), self.fields[name]
            before = getattr(self.before, name) if self.before else None
            if name not in self.errors and before is not None and rules.far(name, figure, before):
                yield _("{name} {value}, sebelumnya {before}").format(
                    name=field.label, value=field.written(figure), before=field.written(before)
                )

    def _wholes(self, typed: Mapping[str, Any]) -> dict[str, int | None]:
        return {
            name: field.whole(typed.get(name)) for name, field in self.fields.items() if isinstance(field, FigureField)
        }

    def figures(self) -> ElderFigures:
        """What is to be recorded."""
        return ElderFigures(**self._wholes(self.cleaned_data))


class SituationForm(forms.Form):
    """What is told of an elder's illnesses and days, filled with what was told last."""

    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Penyakit atau kejadian"), required=False, widget=forms.CheckboxSelectMultiple
    )
    uncontrolled = forms.ChoiceField(
        label=gettext_lazy("Ada penyakit yang belum terkendali"),
        help_text=gettext_lazy("Misalnya tekanan atau gula darah yang tetap tinggi, atau obat yang tidak diminum."),
        required=False,
        choices=YES_NO,
    )
    limited = forms.ChoiceField(
        label=gettext_lazy("Belanja, masak, mengurus uang, atau minum obat tidak lagi dilakukan sendiri"),
        required=False,
        choices=YES_NO,
    )

    def __init__(self, *args: Any, known: ElderSituation | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["conditions"].choices = [
            (one.code, said(one.name)) for one in load_elder_care().companion.conditions
        ]
        if known is not None:
            self.initial["conditions"] = known.conditions
            for name in ("uncontrolled", "limited"):
                told = getattr(known, name)
                self.initial[name] = "" if told is None else str(int(told))

    def told(self) -> tuple[list[str], bool | None, bool | None]:
        """Codes of illnesses, whether one is not under control, whether daily affairs are no longer done alone."""
        typed = self.cleaned_data
        return typed["conditions"], SAID.get(typed["uncontrolled"]), SAID.get(typed["limited"])


class PlanForm(forms.Form):
    """Long-term care: who accompanies, who of the family gives the care, what is done, how often."""

    companion = forms.ChoiceField(
        label=gettext_lazy("Siapa pendampingnya"),
        choices=[(str(code), words) for code, words in COMPANIONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih pendampingnya.")},
    )
    caregiver = forms.ChoiceField(label=gettext_lazy("Anggota keluarga yang merawat sehari-hari"), required=False)
    tasks = forms.MultipleChoiceField(
        label=gettext_lazy("Yang dilakukan"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu.")},
    )
    every_days = forms.TypedChoiceField(label=gettext_lazy("Dikunjungi tiap"), coerce=int)

    def __init__(self, *args: Any, family: Iterable[Person], known: CarePlan | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.family = {one.code: one for one in family}
        rule = load_elder_care().plan
        self.fields["caregiver"].choices = [
            ("", _("Tidak ada")),
            *((one.code, one.name) for one in self.family.values()),
        ]
        self.fields["tasks"].choices = [(one.code, said(one.name)) for one in rule.tasks]
        self.fields["every_days"].choices = [(days, _("{n} hari").format(n=days)) for days in rule.every_days]
        if known is not None:
            self.initial |= {"companion": known.companion, "tasks": known.tasks, "every_days": known.every_days}
            self.initial["caregiver"] = known.caregiver.code if known.caregiver else ""

    def care(self) -> NewCare:
        """What is planned."""
        typed = self.cleaned_data
        return NewCare(typed["companion"], typed["tasks"], typed["every_days"], self.family.get(typed["caregiver"]))


class CareVisitForm(forms.Form):
    """What was done at a visit."""

    day = DayField(label=gettext_lazy("Hari kunjungan"), help_text="")
    done = forms.MultipleChoiceField(
        label=gettext_lazy("Yang dilakukan atau dilihat berjalan baik"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, plan: CarePlan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["done"].choices = list(zip(plan.tasks, tasks_told(plan.tasks), strict=False))


class EndCareForm(forms.Form):
    """Why long-term care is over."""

    ended = forms.ChoiceField(
        label=gettext_lazy("Mengapa berakhir"),
        choices=[(str(code), words) for code, words in ENDS_OF_CARE.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )


class ElderAnswerForm(AnswerForm):
    """What came of the referral of an elder."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasilnya"),
        choices=[(str(code), words) for code, words in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )
    field_order = ["outcome", "note"]


def today_first() -> dict[str, date]:
    """Initial values of a form of today."""
    return {"day": timezone.localdate()}


def _choice(label: str, choices: list[tuple[int, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)
