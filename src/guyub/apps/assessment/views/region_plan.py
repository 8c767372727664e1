"""The joint plan of a region: one budget, shared capacities, most villages lifted, then least cost."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guyub.apps.assessment.presentation.joint_plan import JointPlan, joint_plan, plan_rows
from guyub.apps.assessment.views.region import Place, load_place, region_trail
from guyub.apps.assessment.views.village_plan import LARGEST_BUDGET, WholeRupiah
from guyub.apps.documents.tables import TABLES, table_answer
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue
from guyub.data.lever_files import load_levers
from guyub.domain.planning import LeverSet, Village, portfolio
from guyub.language.plans import PlanWords

MOST_VILLAGES = 500  # on one page, so that nobody waits for minutes; a province plans city by city
SECONDS = 20.0
LARGEST_CAPACITY = 10**7


class JointPlanForm(forms.Form):
    """What to reach, for how much, by when, and what each OPD can do."""

    tujuan = forms.ChoiceField(label=gettext_lazy("Kelas yang dituju"))
    anggaran = WholeRupiah(
        label=gettext_lazy("Anggaran bersama (rupiah)"),
        required=False,
        min_value=0,
        max_value=LARGEST_BUDGET,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Boleh kosong. Contoh: 500.000.000"),
    )
    sampai = forms.DateField(
        label=gettext_lazy("Selesai paling lambat"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Boleh kosong."),
    )

    def __init__(self, *args: Any, classes: list[str], opds: list[str], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tujuan"].choices = [(name, name) for name in classes]
        self.today, self.opds = today, opds
        for opd in opds:
            self.fields[self.field_of(opd)] = forms.IntegerField(
                label=opd,
                required=False,
                min_value=0,
                max_value=LARGEST_CAPACITY,
                error_messages={"invalid": gettext_lazy("Tulis bilangan bulat, misalnya 250.")},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @staticmethod
    def field_of(opd: str) -> str:
        """Name of the field with the capacity of an OPD."""
        return f"kap-{opd.lower().replace(' ', '-')}"

    def clean_sampai(self) -> datetime.date | None:
        """The day may not have passed."""
        day: datetime.date | None = self.cleaned_data["sampai"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("Tanggal ini sudah lewat."))
        return day

    @property
    def main_fields(self) -> list[Any]:
        """Goal, budget and date."""
        return [self[name] for name in ("tujuan", "anggaran", "sampai")]

    @property
    def capacity_fields(self) -> list[Any]:
        """What each OPD can do."""
        return [self[self.field_of(opd)] for opd in self.opds]

    @property
    def capacity(self) -> dict[str, int]:
        """Units by OPD, where a number was given."""
        given = {opd: self.cleaned_data.get(self.field_of(opd)) for opd in self.opds}
        return {opd: units for opd, units in given.items() if units is not None}


@dataclass(frozen=True)
class Asked:
    """The villages with figures, the levers, and the form."""

    villages: list[Village]
    names: dict[str, str]
    without_data: int
    levers: LeverSet
    form: JointPlanForm


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Form and plan on one page; the address holds the question, so that it can be shared."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    place = _place(request, code)
    asked = _ask(request, place)
    context: dict[str, Any] = {
        "region": place.region,
        "form": asked.form,
        "with_data": len(asked.villages),
        "without_data": asked.without_data,
        "most": MOST_VILLAGES,
        "too_many": len(asked.villages) > MOST_VILLAGES,
        "synthetic": place.region.synthetic,
        "trail": region_trail(place.region, _("Rencana bersama")),
        "query": request.GET.urlencode(),
    }
    if "tujuan" in request.GET and asked.villages and not context["too_many"] and asked.form.is_valid():
        context["plan"] = _answer(place, asked)
    return render(request, "assessment/region_plan.html", context)


@require_safe
def download(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The plan as a file, one row an action."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    place = _place(request, code)
    asked = _ask(request, place)
    if fmt not in TABLES or not asked.form.is_valid() or not 0 < len(asked.villages) <= MOST_VILLAGES:
        raise Http404
    rows = plan_rows(_answer(place, asked))
    return table_answer(fmt, f"guyub-rencana-{code}", place.region.name, rows)


def _place(request: HttpRequest, code: str) -> Place:
    place = load_place(request, code)
    if place is None or not place.details:
        raise Http404
    return place


def _ask(request: HttpRequest, place: Place) -> Asked:
    levers = load_levers(region=place.region.code)
    states = place.states.order_by("unit__region_id").exclude(class_rank=None)
    rows = states.values_list("unit__region_id", "unit__region__name", "facts", "given")
    found = list(rows[: MOST_VILLAGES + 1])
    ranked = sorted(place.instrument.classes, key=lambda village_class: village_class.rank)
    above = [village_class.name for village_class in ranked[1:]]
    data = request.GET if "tujuan" in request.GET else None
    form = JointPlanForm(
        data,
        classes=above,
        opds=sorted({lever.opd for lever in levers.levers}),
        today=timezone.localdate(),
        initial={"tujuan": above[-1]},
    )
    villages = [Village(code, facts, given) for code, _name, facts, given in found]
    names = {code: name for code, name, _facts, _given in found}
    return Asked(villages, names, place.states.filter(class_rank=None).count(), levers, form)


def _answer(place: Place, asked: Asked) -> JointPlan:
    wish = asked.form.cleaned_data
    answer = portfolio(
        place.instrument,
        asked.villages,
        asked.levers,
        wish["tujuan"],
        budget=wish["anggaran"],
        capacity=asked.form.capacity,
        today=timezone.localdate(),
        by=wish["sampai"],
        time_limit=SECONDS,
    )
    words = PlanWords(place.instrument, asked.levers, load_fact_catalogue(), page_language())
    return joint_plan(answer, asked.names, asked.levers, words)
