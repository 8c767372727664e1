"""The panel of a cycle: who has a seat, and the form that gives, changes or frees one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.appraisal.forms.seats import POSTS, TEAMS, SeatForm
from guyub.apps.appraisal.models import Cycle, Seat, own_cities
from guyub.apps.appraisal.services import seats as services
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.views.access import cycle_trail, run_cycle
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, code: str) -> HttpResponse:
    """All seats, and one to fill."""
    cycle = run_cycle(request, code)
    parts = _parts(cycle)
    form = SeatForm(request.POST if request.method == "POST" else None, cycle=cycle, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.seat(request.user, cycle, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            messages.success(request, _("{label} ditambahkan.").format(label=made.label))
            return redirect("cycles:seats", code=code)
    return _page(request, cycle, parts, form)


@login_required
@require_POST
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a seat, free it, or fill it again."""
    cycle = run_cycle(request, code)
    held = get_object_or_404(Seat.objects.select_related("cycle", "user"), pk=pk, cycle=cycle)
    parts = _parts(cycle)
    form = SeatForm(request.POST, cycle=cycle, parts=parts, held=held)
    if form.is_valid():
        try:
            services.change_seat(request.user, held, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            messages.success(request, _("{label} disimpan.").format(label=held.label))
            return redirect("cycles:seats", code=code)
    return _page(request, cycle, parts, SeatForm(cycle=cycle, parts=parts), (held, form))


def _page(
    request: HttpRequest,
    cycle: Cycle,
    parts: list[Region],
    form: SeatForm,
    returned: tuple[Seat, SeatForm] | None = None,
) -> HttpResponse:
    back = {returned[0].pk: returned[1]} if returned else {}
    names = {one.code: one.name for one in parts}
    running = cycle.state == Cycle.State.OPEN
    rows = [
        {
            "seat": held,
            "post": dict(POSTS)[Seat.Post(held.post)],
            "team": dict(TEAMS)[held.team] if held.team else "",
            "conflicts": [names.get(place, place) for place in sorted(own_cities(held.user).union(held.conflicts))],
            "form": back.get(held.pk) or SeatForm(cycle=cycle, parts=parts, held=held),
            "open": held.pk in back,
            "changeable": running and held.user_id != request.user.pk,
        }
        for held in services.seats_of(cycle)
    ]
    context = {
        "cycle": cycle,
        "rows": rows,
        "form": form,
        "running": running,
        "at_least": definition_of(cycle).jurors_at_least,
        "synthetic": cycle.region.synthetic,
        "trail": cycle_trail(cycle, _("Kursi panel")),
    }
    failed = form.errors or returned
    return render(request, "appraisal/seats.html", context, status=422 if failed else 200)


def _parts(cycle: Cycle) -> list[Region]:
    """Regions right below that of the cycle: cities of a province, kecamatan of a city."""
    return list(Region.objects.filter(parent=cycle.region_id).order_by("code"))
