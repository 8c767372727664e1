"""Visits as pages show them: the form as inputs, findings and help in words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people.models import Family, Membership, Person
from guyub.apps.people.services import standing_for
from guyub.apps.resilience.models import FamilyState, Visit
from guyub.apps.resilience.presentation.krs_list import FACTOR_COLUMNS, YES, factor_names
from guyub.apps.resilience.services.states import rules
from guyub.data.visits import load_visit_forms
from guyub.domain.families.visits import Kind, Sign, VisitField, VisitForm, read_value

YES_NO = [("1", gettext_lazy("Ya")), ("2", gettext_lazy("Tidak"))]
PROBLEMS = {
    "not-a-number": gettext_lazy("Isi dengan angka, misalnya 23,5."),
    "not-on-the-list": gettext_lazy("Pilih salah satu jawaban."),
    "out-of-range": gettext_lazy("Angka ini tidak mungkin; periksa lagi alat ukur dan satuannya."),
}
PREFIX = "q_"


class QuestionField(forms.CharField):
    """One question of a visit form."""

    def __init__(self, question: VisitField, language: str) -> None:
        self.question = question
        name = question.name.in_language(language)
        label = f"{name} ({question.unit})" if question.unit else name
        super().__init__(label=label, required=False, widget=self._widget(language))

    def _widget(self, language: str) -> forms.Widget:
        if self.question.kind is Kind.YES_NO:
            return forms.RadioSelect(choices=YES_NO)
        if self.question.kind is Kind.CHOICE:
            choices = [(str(one.value), one.name.in_language(language)) for one in self.question.options]
            return forms.RadioSelect(choices=choices)
        mode = "decimal" if self.question.kind is Kind.DECIMAL else "numeric"
        return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", "maxlength": 8})

    def clean(self, value: Any) -> Any:
        try:
            return read_value(self.question, value or "")
        except ValueError as error:
            raise forms.ValidationError(PROBLEMS[str(error)]) from error


class VisitEntry(forms.Form):
    """A visit: when, to whom, the questions of the form, and what was done."""

    day = forms.DateField(label=gettext_lazy("Hari kunjungan"), widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.ChoiceField(label=gettext_lazy("Siapa yang dikunjungi"), required=False)

    def __init__(self, form: VisitForm, members: list[Person], state: FamilyState | None, language: str, *args: Any):
        super().__init__(*args, initial={"day": timezone.localdate().isoformat()})
        self._members = {member.code: member for member in members}
        self.fields["person"].choices = [("", _("Seluruh keluarga")), *((one.code, one.name) for one in members)]
        for question in form.fields:
            self.fields[PREFIX + question.id] = QuestionField(question, language)
        self.fields["assistance"] = forms.MultipleChoiceField(
            label=_("Bantuan yang diberikan"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(kind.code), kind.name.in_language(language)) for kind in rules().krs.assistance],
        )
        names = factor_names(language)
        mine = [name for name in FACTOR_COLUMNS if state is not None and getattr(state, name) == YES]
        self.fields["factor"] = forms.ChoiceField(
            label=_("Faktor risiko yang ditangani"),
            required=False,
            choices=[("", _("Tidak ada")), *((name.upper(), names[name]) for name in mine or FACTOR_COLUMNS)],
        )
        self.fields["resolved"] = forms.BooleanField(label=_("Faktor itu sudah teratasi"), required=False)
        self.fields["next_on"] = forms.DateField(
            label=_("Kunjungan berikutnya"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )

    @property
    def questions(self) -> list[Any]:
        """The bound questions of the visit form."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def answers(self) -> dict[str, Any]:
        """Answers by question; unanswered ones are absent."""
        found = {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }
        return {name: value for name, value in found.items() if value is not None}

    @property
    def who(self) -> Person | None:
        """The member that was visited."""
        return self._members.get(self.cleaned_data["person"])


@dataclass(frozen=True)
class VisitLine:
    """A visit with its findings in words."""

    visit: Visit
    form: str
    as_coded: bool
    signs: tuple[Sign, ...]
    assistance: tuple[str, ...]
    factor: str
    person: str


def visit_line(visit: Visit, language: str) -> VisitLine:
    """A visit in words; its person must be loaded, with whoever absorbed their entry."""
    form = load_visit_forms().by_id.get(visit.form)
    signs = tuple(sign for sign in form.checks if sign.id in visit.findings) if form else ()
    kinds = {kind.code: kind.name.in_language(language) for kind in rules().krs.assistance}
    return VisitLine(
        visit=visit,
        form=form.name.in_language(language) if form else visit.form,
        as_coded=bool(form and form.as_coded),
        signs=signs,
        assistance=tuple(kinds[code] for code in visit.assistance if code in kinds),
        factor=factor_names(language).get(visit.factor.lower(), ""),
        person=standing_for(visit.person).name if visit.person else "",
    )


def members_of(family: Family) -> list[Person]:
    """Members of today in the order of the form (one query)."""
    rows = Membership.objects.filter(family=family, until__isnull=True).select_related("person").order_by("line")
    return [row.person for row in rows]


def fitting_forms(state: FamilyState | None) -> list[tuple[VisitForm, bool]]:
    """All forms, those that fit the family first; with whether they fit. What an occasion asks for (a wedding, a birth
    that is not on record yet) the companion alone knows, so such forms stay at hand."""
    record = state.record if state else {}
    pregnant, baby = state is not None and state.pregnant == YES, bool(record.get("under_2"))
    fits = {"any": True, "pregnant": pregnant, "under-two": baby, "after-birth": pregnant or baby, "occasion": False}
    marked = [(form, fits[form.applies_to]) for form in load_visit_forms().forms]
    return sorted(marked, key=lambda pair: not pair[1])
