"""Enter a family on one page: home, head, members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people import services
from guyub.apps.people.access import village_trail
from guyub.apps.people.forms import new_family as forms
from guyub.apps.people.models import Family
from guyub.apps.people.services import UnusableFamily
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_family(request: HttpRequest, code: str) -> HttpResponse:
    """A button adds or takes away a row; what was typed stays. Saving checks everything at once."""
    village = village_or_404(request, code, Right.EDIT_PEOPLE)
    if request.method != "POST":
        return _page(request, village, *forms.first_rows(_own_part(request, code)))
    typed, rows = forms.typed_rows(request.POST)
    if "add" in request.POST:
        return _page(request, village, *forms.first_rows(typed, [*rows, {}][: forms.MOST_MEMBERS]))
    if "remove" in request.POST:
        return _page(request, village, *forms.first_rows(typed, rows[:-1] or rows))
    home, members = forms.sent_rows(request.POST)
    if home.is_valid() & members.is_valid():
        saved = _saved(request, village, home, members)
        if saved is not None:
            messages.success(request, _("Keluarga terdaftar."))
            _hint(request, saved)
            return redirect("people:family", code=saved.village_id, family_code=saved.code)
    return _page(request, village, home, members)


def _own_part(request: HttpRequest, code: str) -> dict[str, str]:
    """RW and RT of a cadre who works in one of them."""
    scope = scope_of(request.user)
    parts = {own[len(code) + 1 :] for own in scope.codes(Right.EDIT_PEOPLE) if own.startswith(f"{code}.")}
    if scope.may(Right.EDIT_PEOPLE, code) or len(parts) != 1:
        return {}
    rw, _dot, rt = parts.pop().partition(".")
    return {"rw": rw, "rt": rt}


def _saved(request: HttpRequest, village: Region, home: forms.HomeForm, members: forms.BaseMembers) -> Family | None:
    new = forms.new_family(village.code, home, members)
    if not scope_of(request.user).may(Right.EDIT_PEOPLE, new.place.code):
        home.add_error("rw", _("RW atau RT ini di luar tugas Anda."))
        return None
    try:
        return services.register_family(request.user, new)
    except UnusableFamily as error:
        members.add_problems(error.problems, home)
    except DomainError as error:
        home.add_error(None, sentence(error, page_language()))
    return None


def _hint(request: HttpRequest, family: Family) -> None:
    """Say at once that someone may be on record already. Who it is, only those read who may decide."""
    if not services.ask_about_family(request.user, family):
        return
    text = _("Mungkin ada anggota yang sudah terdaftar di desa ini. Periksa di Catatan ganda.")
    if not scope_of(request.user).may(Right.DECIDE_DUPLICATES, family.village_id):
        text = _("Mungkin ada anggota yang sudah terdaftar di desa ini. Operator atau lurah akan memeriksanya.")
    messages.warning(request, text)


def _page(request: HttpRequest, village: Region, home: forms.HomeForm, members: forms.BaseMembers) -> HttpResponse:
    title = _("Daftarkan keluarga")
    context = {
        "village": village,
        "synthetic": village.synthetic,
        "home": home,
        "members": members,
        "next_row": len(members.forms) + 1,
        "may_add": len(members.forms) < forms.MOST_MEMBERS,
        "trail": village_trail(village, (_("Keluarga"), reverse("people:families", args=[village.code])), (title, "")),
    }
    return render(request, "people/new_family.html", context)
