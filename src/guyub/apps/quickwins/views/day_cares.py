"""Day cares (TAMASYA) of a village, their carers and children."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import Measurement
from guyub.apps.people.access import person_or_404
from guyub.apps.people.models import Person
from guyub.apps.quickwins.forms import DayCareForm, FindForm
from guyub.apps.quickwins.models import DayCare, DayCareChild
from guyub.apps.quickwins.services import enrol, leave, note_day_care
from guyub.apps.quickwins.views.pages import form_page, programme_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.families.names import name_key
from guyub.domain.growth.ages import months_before
from guyub.errors import DomainError
from guyub.language import sentence

MOST_FOUND = 30


@login_required
@require_safe
def day_cares(request: HttpRequest, code: str) -> HttpResponse:
    """Day cares with their children; a fixed number of queries."""
    village, rules = village_or_404(request, code, Right.SEE_HEALTH), load_quick_wins().tamasya
    seen = Person.objects.permitted(request.user, Right.SEE_HEALTH).values("pk")
    there = DayCareChild.objects.filter(day_care__village=village, until=None, child__in=seen).select_related("child")
    first = timezone.localdate().replace(day=1)
    measured = set(
        Measurement.objects.filter(child__in=there.values("child"), replaced_by=None, day__gte=first).values_list(
            "child", flat=True
        )
    )
    children = defaultdict(list)
    for one in there:
        children[one.day_care_id].append((one, one.child_id in measured))
    cares = DayCare.objects.filter(village=village)
    bases = {one.code: one.name.in_language(page_language()) for one in rules.bases.choices}
    context = {
        "village": village,
        "cares": [(one, bases.get(one.base, one.base), children[one.pk]) for one in cares],
        "today": timezone.localdate(),
        "rules": rules,
        "may_run": scope_of(request.user).may(Right.RUN_QUICK_WINS, code),
        "synthetic": village.synthetic,
        "trail": programme_trail(village, ("TAMASYA", "")),
    }
    return render(request, "quickwins/day_cares.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Put a day care on record, or how many carers it has now."""
    village, form = _village_to_run(request, code), DayCareForm(request.POST or None)
    back = reverse("quickwins:day_cares", args=[code])
    if recorded(form, lambda: _noted(request, village, form)):
        return redirect(back)
    lead = _("Taman asuh dengan nama yang sama diperbarui.")
    return form_page(
        request, village, form, back, _("Catat taman asuh"), lead=lead, rule=load_quick_wins().tamasya.bases
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Find a child by its name; what was typed is sent, not put into an address."""
    village = _village_to_run(request, code)
    care = get_object_or_404(DayCare, pk=pk, village=village)
    form = FindForm(request.POST or None)
    context = {
        "village": village,
        "care": care,
        "form": form,
        "found": _called(request, code, form.cleaned_data["name"]) if form.is_valid() else None,
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": programme_trail(village, ("TAMASYA", reverse("quickwins:day_cares", args=[code])), (care.name, "")),
    }
    return render(request, "quickwins/find.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def begin(request: HttpRequest, code: str, pk: int, person_code: str) -> HttpResponse:
    """A child begins at a day care today."""
    village = _village_to_run(request, code)
    care = get_object_or_404(DayCare, pk=pk, village=village)
    child = person_or_404(request, person_code, Right.RUN_QUICK_WINS)
    form = FindForm({"name": child.name})
    try:
        enrol(request.user, care, child, timezone.localdate())
    except DomainError as error:
        form.add_error(None, sentence(error, page_language()))
        back = reverse("quickwins:find_child", args=[code, pk])
        return form_page(request, village, form, back, _("Tambah anak"))
    return redirect("quickwins:day_cares", code=code)


@login_required
@require_POST
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A child goes to its day care no more."""
    village = _village_to_run(request, code)
    rows = DayCareChild.objects.filter(day_care__village=village, until=None).select_related("child")
    leave(request.user, get_object_or_404(rows, pk=pk), timezone.localdate())
    return redirect("quickwins:day_cares", code=code)


def _noted(request: HttpRequest, village: Region, form: DayCareForm) -> object:
    carers, trained = form.carers_told()
    typed = form.cleaned_data
    return note_day_care(request.user, village, typed["name"], typed["base"], carers, trained)


def _called(request: HttpRequest, code: str, typed: str) -> list[Person]:
    key, limit = name_key(typed), load_quick_wins().tamasya.to_months
    if not key:
        return []
    seen = Person.objects.permitted(request.user, Right.RUN_QUICK_WINS).filter(village=code, name_key__contains=key)
    small = seen.filter(state=Person.State.LIVING, birth_date__gt=months_before(timezone.localdate(), limit))
    return list(small.order_by("name_key", "code")[:MOST_FOUND])


def _village_to_run(request: HttpRequest, code: str) -> Region:
    if not scope_of(request.user).may(Right.RUN_QUICK_WINS, code):
        raise Http404
    return village_or_404(request, code, Right.RUN_QUICK_WINS)
