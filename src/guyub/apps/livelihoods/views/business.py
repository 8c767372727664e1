"""One business: its book, permits and notes; register it, say what it is, close it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.livelihoods.forms import BusinessForm, CloseForm, OwnerForm
from guyub.apps.livelihoods.models import Business
from guyub.apps.livelihoods.presentation.lists import line_of
from guyub.apps.livelihoods.presentation.picture import picture_of
from guyub.apps.livelihoods.presentation.words import cash_told, markets_told, note_told
from guyub.apps.livelihoods.services import add_owner, close_business, describe_business, open_business
from guyub.apps.livelihoods.standing import may_join, standing_of
from guyub.apps.livelihoods.views.pages import answered, business_or_404, businesses_trail, form_page, running_or_404
from guyub.apps.people.access import person_or_404
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.forms import recorded
from guyub.data.business_files import load_business_rules

LINES = 6  # of the book at once; the others open in place


@login_required
@require_safe
def business(request: HttpRequest, pk: int) -> HttpResponse:
    """The book with its months, permits, notes."""
    found, today = business_or_404(request, pk), timezone.localdate()
    standing = standing_of(found, today)
    former = found.cash.filter(replaced_by__isnull=False).select_related("replaced_by").order_by("-pk")
    former_notes = found.notes.filter(replaced_by__isnull=False).select_related("replaced_by").order_by("-pk")
    context = {
        "business": found,
        "today": today,
        "standing": standing,
        "line": line_of(standing),
        "markets": markets_told(found.markets),
        "picture": picture_of(standing.months),
        "months": [one for one in reversed(standing.months) if one.known],
        "cash": [(one, *cash_told(one)) for one in standing.cash[:LINES]],
        "earlier": [(one, *cash_told(one)) for one in standing.cash[LINES:]],
        "former": [(one, *cash_told(one)) for one in former],
        "notes": [(one, note_told(one)) for one in standing.notes],
        "former_notes": [(one, note_told(one)) for one in former_notes],
        "rules": load_business_rules(),
        "may_edit": found.closed_on is None and scope_of(request.user).may(Right.EDIT_BUSINESSES, found.place),
        "synthetic": found.village.synthetic,
        "trail": businesses_trail(found.village, (found.name, "")),
    }
    return render(request, "livelihoods/business.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, person_code: str) -> HttpResponse:
    """Register a business of somebody."""
    owner = person_or_404(request, person_code, Right.EDIT_BUSINESSES)
    form, made = BusinessForm(request.POST or None, village=owner.village_id), list[Business]()
    if recorded(form, lambda: made.append(open_business(request.user, owner, form.facts()))):
        return redirect("livelihoods:business", pk=made[0].pk)
    title, back = _("Daftarkan usaha"), reverse("livelihoods:businesses", args=[owner.village_id])
    trail = businesses_trail(owner.village, (title, ""))
    lead = shown_name(owner.name, owner.code)
    return form_page(request, owner.village, form, back, trail, title=title, lead=lead, button=_("Daftarkan"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a business is now."""
    found = running_or_404(request, pk)
    form = BusinessForm(request.POST or None, village=found.village_id, business=found)
    return answered(
        request,
        found,
        form,
        lambda: describe_business(request.user, found, form.facts()),
        title=_("Ubah keterangan usaha"),
        lead=found.name,
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody of the family or the group run a business too."""
    found = running_or_404(request, pk)
    form = OwnerForm(request.POST or None, people=may_join(request.user, found))
    return answered(
        request,
        found,
        form,
        lambda: add_owner(request.user, found, form.chosen()),
        title=_("Tambah pemilik"),
        lead=found.name,
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a business runs no more."""
    found = running_or_404(request, pk)
    form = CloseForm(request.POST or None, initial={"day": timezone.localdate()})
    return answered(
        request,
        found,
        form,
        lambda: close_business(request.user, found, form.cleaned_data["day"]),
        title=_("Tutup usaha"),
        lead=_("Bukunya tetap tersimpan."),
        button=_("Tutup usaha"),
    )
