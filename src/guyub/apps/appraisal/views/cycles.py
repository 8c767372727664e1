"""Cycles, opening one, and the list of entries of one."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.appraisal.models import Cycle, Entry, VisitPlan
from guyub.apps.appraisal.services import cycles as cycle_service
from guyub.apps.appraisal.services import entries as entry_service
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.problems import WrongFeed
from guyub.apps.appraisal.views.access import above_label, seen_cycle
from guyub.apps.territory.codes import CITY_LENGTH, PROVINCE_LENGTH
from guyub.apps.territory.models import Region, Unit
from guyub.apps.ui.paging import KeysFirst
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.cycle_files import cycle_definitions, load_cycle_definition, read_cycle_definition
from guyub.domain.cycles import Stage, StageKind
from guyub.errors import DomainError
from guyub.language import sentence

PAGE_SIZE = 50
FIRST_YEAR = 2016
# What a row shows of its entry, and of what it comes from: definitions of cycles are long.
SHOWN_ABOVE = ("unit__region__parent", "carried_from__cycle")
SHOWN = (
    "stage",
    "state",
    "claimed_points",
    "verified_points",
    "unit__region__parent__name",
    "unit__name",
    "carried_from__cycle__code",
    "carried_from__cycle__title",
)
ORDERS = {"wilayah": "unit__region_id", "diklaim": "-claimed_points", "terbukti": "-verified_points"}


class OpenCycle(forms.Form):
    """A template that comes with Guyub, or rules of one's own."""

    title = forms.CharField(label=gettext_lazy("Judul"), max_length=120)
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=FIRST_YEAR, max_value=2100)
    definition = forms.ChoiceField(label=gettext_lazy("Aturan"), required=False)
    feeds = forms.ModelChoiceField(
        label=gettext_lazy("Mengirim wakil ke siklus"),
        help_text=gettext_lazy("Siklus provinsi yang sedang berjalan. Bila belum dibuka, dapat dipilih kemudian."),
        queryset=Cycle.objects.none(),
        required=False,
    )
    own = forms.CharField(
        label=gettext_lazy("Aturan sendiri (YAML)"),
        help_text=gettext_lazy("Bila diisi, menggantikan pilihan di atas. Statusnya harus local."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        required=False,
    )

    def __init__(self, *args: object, region: Region, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        length, language = len(region.code), page_language()
        fitting = [(name, load_cycle_definition(name)) for name in cycle_definitions()]
        choices = [
            (name, one.name.in_language(language))
            for name, one in fitting
            if cycle_service.LEVEL_LENGTHS.get(one.level) == length
        ]
        self.fields["definition"].choices = choices  # type: ignore[attr-defined]
        above = cycle_service.cycles_above(region.code, FIRST_YEAR)  # the year is only known once it is typed
        self.fields["feeds"].queryset = above  # type: ignore[attr-defined]
        self.fields["feeds"].label_from_instance = above_label  # type: ignore[attr-defined]
        if length == PROVINCE_LENGTH:
            del self.fields["feeds"]  # nothing lies above a province here


@login_required
@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """Cycles that the person may see, newest first."""
    found = (
        Cycle.objects.visible_to(request.user)
        .select_related("region")
        .annotate(number=Count("entries"))
        .order_by("-year", "region_id", "code")
    )
    runs = sorted(
        code for code in scope_of(request.user).codes(Right.RUN_CYCLES) if len(code) in (PROVINCE_LENGTH, CITY_LENGTH)
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "regions": Region.objects.filter(code__in=runs), "trail": [(_("Siklus penilaian"), "")]}
    return render(request, "appraisal/cycles.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest, region: str) -> HttpResponse:
    """Open a cycle by a template or by rules of one's own."""
    if not scope_of(request.user).may(Right.RUN_CYCLES, region):
        raise Http404
    place = get_object_or_404(Region, code=region)
    form = OpenCycle(request.POST or None, region=place, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            own, name = form.cleaned_data["own"].strip(), form.cleaned_data["definition"]
            rules = read_cycle_definition(own) if own else load_cycle_definition(name)
            year, title, feeds = (form.cleaned_data.get(name) for name in ("year", "title", "feeds"))
            made = cycle_service.open_cycle(request.user, place, year, rules, title, feeds)
            return redirect("cycles:entries", code=made.code)
        except DomainError as error:
            own_rules = "own" if form.cleaned_data["own"] else None
            form.add_error("feeds" if isinstance(error, WrongFeed) else own_rules, sentence(error, page_language()))
    status = 422 if form.errors else 200
    trail = [(_("Siklus penilaian"), reverse("cycles:all")), (_("Buka siklus"), "")]
    return render(request, "appraisal/open.html", {"form": form, "place": place, "trail": trail}, status=status)


@login_required
@require_safe
def entries(request: HttpRequest, code: str) -> HttpResponse:
    """Entries of a cycle in the places the person may see: by stage, by name, in order of points."""
    cycle = seen_cycle(request, code)
    rules, language = definition_of(cycle), page_language()
    every = Entry.objects.visible_to(request.user).filter(cycle=cycle)
    counts = dict(every.order_by().values_list("stage").annotate(number=Count("pk")))
    wanted = {name: request.GET.get(name, "").strip()[:80] for name in ("tahap", "cari", "urut")}
    found = _filtered(every, wanted).select_related(*SHOWN_ABOVE).only(*SHOWN)
    page = KeysFirst(found, PAGE_SIZE, _counted(counts, wanted)).get_page(request.GET.get("page"))
    names = {stage.code: stage.name.in_language(language) for stage in rules.stages}
    scope = scope_of(request.user)
    runs = scope.may(Right.RUN_CYCLES, cycle.region_id)
    below = list(Cycle.objects.visible_to(request.user).filter(feeds=cycle).select_related("region"))
    planned = VisitPlan.objects.filter(cycle=cycle, published=True).exists()
    fields = {stage.code for stage in rules.stages if stage.kind is StageKind.FIELD}
    rows = [
        {
            "entry": entry,
            "stage": names.get(entry.stage, entry.stage),
            "claims": scope.may(Right.CLAIM, entry.unit.region_id),
            "verifies": scope.may(Right.VERIFY, entry.unit.region_id),
            "visit": planned and entry.stage in fields,
        }
        for entry in page
    ]
    context = {
        "cycle": cycle,
        "rules": rules,
        "rule_name": rules.name.in_language(language),
        "rule_source": rules.source.in_language(language),
        "notes": [note.in_language(language) for note in rules.notes],
        "page": page,
        "rows": rows,
        "stages": [(stage.code, names[stage.code], counts.get(stage.code, 0)) for stage in rules.stages],
        "wanted": wanted,
        "total": sum(counts.values()),
        "runs": runs,
        "panel": runs or cycle.seats.filter(user=request.user, active=True).exists(),
        "planned": planned,
        "below": below,
        "sends_up": len(cycle.region_id) > PROVINCE_LENGTH,
        "below_keys": {one.pk for one in below},
        "own": _own_villages(request, cycle),
        "cities": _nominating_cities(request, cycle, rules.stages),
        "trail": [(_("Siklus penilaian"), reverse("cycles:all")), (cycle.title, "")],
        "synthetic": cycle.region.synthetic,
    }
    return render(request, "appraisal/entries.html", context)


@login_required
@require_POST
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a village."""
    cycle = seen_cycle(request, code)
    unit = get_object_or_404(
        Unit.objects.active().visible_to(request.user).with_region(), region_id=request.POST.get("desa", "")[:13]
    )
    scope = scope_of(request.user)
    if not any(scope.may(right, unit.region_id) for right in (Right.CLAIM, Right.VERIFY, Right.RUN_CYCLES)):
        raise Http404
    try:
        entry = entry_service.enter(request.user, cycle, unit, request.POST.get("alasan", ""))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("cycles:entries", code=code)
    messages.success(request, _("{name} terdaftar.").format(name=unit.name))
    return redirect("cycles:claim", pk=entry.pk)


def _filtered(every: "QuerySet[Entry]", wanted: dict[str, str]) -> "QuerySet[Entry]":
    if wanted["tahap"]:
        every = every.filter(stage=wanted["tahap"])
    if wanted["cari"]:
        every = every.filter(unit__region__name__icontains=wanted["cari"])
    order = ORDERS.get(wanted["urut"], ORDERS["wilayah"])
    return every.order_by(order, "pk")


def _counted(counts: dict[str, int], wanted: dict[str, str]) -> int | None:
    """How many entries were chosen, where the counts by stage say it."""
    if wanted["cari"]:
        return None
    return counts.get(wanted["tahap"], 0) if wanted["tahap"] else sum(counts.values())


def _own_villages(request: HttpRequest, cycle: Cycle) -> list[Unit]:
    """Villages the person claims for that do not take part yet."""
    codes = scope_of(request.user).codes(Right.CLAIM)
    if not codes or cycle.state != Cycle.State.OPEN:
        return []
    units = Unit.objects.active().filter(within(codes, "region__code")).exclude(entries__cycle=cycle)
    return list(units.filter(within([cycle.region_id], "region__code"))[:20])


def _nominating_cities(request: HttpRequest, cycle: Cycle, stages: Iterable[Stage]) -> list[Region]:
    """Cities of the person that send entries on in this cycle."""
    if not any(stage.kind is StageKind.NOMINATION for stage in stages):
        return []
    codes = [code for code in scope_of(request.user).codes(Right.VERIFY) if len(code) == CITY_LENGTH]
    return list(Region.objects.filter(code__in=codes).filter(within([cycle.region_id], "code")))
