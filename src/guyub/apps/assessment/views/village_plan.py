"""The road: the proven cheapest plan to a class, or to a safety margin, under a budget and a date."""

import datetime
import re
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guyub.apps.assessment import services
from guyub.apps.assessment.presentation.road import PlanView, RoadWords
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.assessment.services import Known
from guyub.apps.assessment.views.access import for_signed_in
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.lever_files import load_levers
from guyub.domain.instruments import Assessment, Instrument
from guyub.domain.instruments.class_turns import lacking

HOLD = "bertahan"
ALTERNATIVES = 3
LARGEST_BUDGET = 10**13


class WholeRupiah(forms.IntegerField):
    """An amount as people type it: 50.000.000, Rp 50.000.000, 50,000,000, 50 juta."""

    default_error_messages: ClassVar = {"invalid": gettext_lazy("Tulis angka rupiah, misalnya 50.000.000.")}

    def to_python(self, value: Any) -> int | None:
        """Drop what groups the digits before reading the number; 12,5 is not 125 and stays unreadable."""
        if isinstance(value, str):
            value = value.strip().removeprefix("Rp").strip()
            amount = re.fullmatch(r"(\d{1,3}(?:[.,\s]\d{3})+|\d+)(\s*juta)?", value)
            if amount:
                value = re.sub(r"\D", "", amount[1]) + ("000000" if amount[2] else "")
        return super().to_python(value)


class RoadForm(forms.Form):
    """What to reach, by when, for how much."""

    tujuan = forms.ChoiceField(label=gettext_lazy("Tujuan"))
    sampai = forms.DateField(
        label=gettext_lazy("Selesai paling lambat"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Boleh kosong."),
    )
    anggaran = WholeRupiah(
        label=gettext_lazy("Anggaran paling banyak (rupiah)"),
        required=False,
        min_value=0,
        max_value=LARGEST_BUDGET,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Boleh kosong. Contoh: 50.000.000"),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tujuan"].choices = choices
        self.today = today

    def clean_sampai(self) -> datetime.date | None:
        """The day may not have passed."""
        day: datetime.date | None = self.cleaned_data["sampai"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("Tanggal ini sudah lewat."))
        return day


@require_safe
@for_signed_in
def road(request: HttpRequest, code: str) -> HttpResponse:
    """Form and plan on one page; the address holds the question, so that it can be shared."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).with_region().active(), region_id=code)
    instrument = services.default_instrument()
    known = services.known_about(unit, instrument)
    context: dict[str, Any] = {
        "unit": unit,
        "known": known,
        "synthetic": unit.region.synthetic,
        "trail": village_trail(unit.region, _("Jalan naik")),
    }
    if known.anything:
        before = services.assess_known(known, instrument)
        form = _form(request, instrument, before)
        context |= {"form": form, "before": before}
        if form.is_valid():
            # The plan takes a moment, what would change it takes longer: it follows by itself, or by a link.
            context["more"] = request.GET.get("bagian") == "lain"
            alternatives = ALTERNATIVES if context["more"] else 0
            context["plan"] = _answer(known, instrument, form.cleaned_data, alternatives)
            context["more_query"] = _more_query(request)
    template = "assessment/_plan_more.html" if context.get("more") and request.htmx else "assessment/plan.html"
    return render(request, template, context)


def quick_plan(known: Known, instrument: Instrument, before: Assessment) -> PlanView:
    """The cheapest plan to the next class, or to a safety margin at the top; without alternatives."""
    way = lacking(instrument, before.indices)
    to_class = way.gives if way else HOLD
    question = {"tujuan": to_class, "sampai": None, "anggaran": None}
    return _answer(known, instrument, question, alternatives=0)


def _form(request: HttpRequest, instrument: Instrument, before: Assessment) -> RoadForm:
    above = [c.name for c in instrument.classes if c.rank > before.rank]
    choices = [(name, _("Naik ke {name}").format(name=name)) for name in above]
    if before.rank > min(c.rank for c in instrument.classes):  # nothing is below the lowest class
        choices.append((HOLD, _("Bertahan di {name}").format(name=before.class_name)))
    data = request.GET.copy()
    data.setdefault("tujuan", choices[0][0])
    return RoadForm(data, choices=choices, today=timezone.localdate())


def _more_query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["bagian"] = "lain"
    return query.urlencode()


def _answer(known: Known, instrument: Instrument, question: dict[str, Any], alternatives: int) -> PlanView:
    asked = services.RoadQuestion(
        to_class=None if question["tujuan"] == HOLD else question["tujuan"],
        by=question["sampai"],
        budget=question["anggaran"],
        alternatives=alternatives,
        sensitivity=alternatives > 0,
    )
    levers = load_levers(region=known.unit.region_id)
    words = RoadWords(instrument.in_mode(), levers, timezone.localdate(), page_language())
    return words.view(services.road_for(known, asked, instrument))
