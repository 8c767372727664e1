"""A group: its page, registering it, what its card tells, and its end."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.forms import DayForm, DescribeForm, RegisterForm
from guyub.apps.programmes.links import links_of
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation import group_page
from guyub.apps.programmes.presentation.group_list import card_state
from guyub.apps.programmes.presentation.wellbeing import trend_words, wellbeing_of
from guyub.apps.programmes.presentation.words import group_name, kind_of
from guyub.apps.programmes.services import (
    GroupFacts,
    close_group,
    current_members,
    describe_group,
    open_group,
    runs,
)
from guyub.apps.programmes.views.pages import answered, group_or_404, group_to_run, groups_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_health, load_group_rules
from guyub.errors import DomainError
from guyub.language import sentence

MEMBERS = 50  # on a page


@login_required
@require_safe
def group(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The group: card, who runs it, who belongs to it, its meetings and visits."""
    found, today = group_or_404(request, code, pk), timezone.localdate()
    kind, rules, language = kind_of(found), load_group_rules(), page_language()
    meetings = group_page.meeting_lines(found)
    members = group_page.member_lines(found, request.user, meetings)
    officers = group_page.officer_lines(found, request.user)
    wellbeing = wellbeing_of(found, meetings, members, officers, today)
    card = group_page.latest_card(found)
    context = {
        "group": found,
        "village": found.village,
        "name": group_name(found),
        "kind": kind,
        "funds": [rules.funds.named(one, language) for one in found.funds],
        "integrated": [rules.integrations.named(one, language) for one in found.integrated],
        "issuer": rules.decree_issuers.named(found.decree_issuer, language) if found.decree_issuer else "",
        "meetings": meetings,
        "members": members,
        "page": Paginator(members, MEMBERS).get_page(request.GET.get("page")),
        "links": links_of(request.user, found),
        "count": current_members([found]).get(found.pk, 0),
        "asked": min(len(meetings), group_page.LOOK_BACK),
        "officers": officers,
        "wellbeing": wellbeing,
        "attendance": trend_words(wellbeing.health),
        "health": load_group_health(),
        "visits": group_page.visit_lines(found, request.user, today),
        "card": card,
        "card_state": card_state(found, today, card is not None and card.year >= today.year),
        "card_year": today.year,
        "card_due": rules.card_due(today.year),
        "rules": rules,
        "today": today,
        "runs": runs(request.user, found) and found.closed_on is None,
        "synthetic": found.village.synthetic,
        "trail": groups_trail(found),
    }
    return render(request, "programmes/group.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Register a group."""
    village = village_or_404(request, code, Right.EDIT_GROUPS)
    form = RegisterForm(request.POST or None, initial={"serves": ", ".join(own_rw(request, code))})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            found = open_group(request.user, village, typed["kind"], GroupFacts(typed["name"]), typed["serves"])
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            return redirect("programmes:group", code=code, pk=found.pk)
    here = (_("Kelompok"), reverse("programmes:groups", args=[code]))
    context = {
        "village": village,
        "form": form,
        "title": _("Daftarkan kelompok"),
        "button": _("Daftarkan"),
        "back": here[1],
        "synthetic": village.synthetic,
        "trail": village_trail(village, here, (_("Daftarkan kelompok"), "")),
    }
    return render(request, "programmes/form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What the card tells of the group."""
    found = group_to_run(request, code, pk)
    form = DescribeForm(request.POST or None, kind=kind_of(found), initial=_told(found))
    return answered(
        request,
        found,
        form,
        lambda: describe_group(request.user, found, form.facts()),
        title=_("Keterangan kelompok"),
        lead=_("Seperti pada kartu K/0."),
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that the group is no more."""
    found = group_to_run(request, code, pk)
    form = DayForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: close_group(request.user, found, form.cleaned_data["day"]),
        title=_("Tutup kelompok"),
        lead=_("Bila kelompoknya sudah tidak ada. Yang sudah tercatat tetap tersimpan."),
        button=_("Tutup kelompok"),
    )


def _told(found: Group) -> dict[str, object]:
    return {name: getattr(found, name) for name in GroupFacts.__dataclass_fields__}


def own_rw(request: HttpRequest, village: str) -> list[str]:
    """RW to which the person is bound in the village; none where they may register for all of it."""
    codes = scope_of(request.user).codes(Right.EDIT_GROUPS)
    return sorted({code[len(village) + 1 :][:3] for code in codes if code.startswith(f"{village}.")})
