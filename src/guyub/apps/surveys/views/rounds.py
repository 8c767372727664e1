"""The round of a village, and the list of families to visit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import family_or_404, village_trail
from guyub.apps.surveys import services
from guyub.apps.surveys.access import newest_round
from guyub.apps.surveys.models import Interview, Round
from guyub.apps.surveys.presentation.progress import TO_DO, progress_of, work_list
from guyub.apps.surveys.presentation.wording import STATES
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.questionnaires import load_questionnaire, questionnaire_ids
from guyub.errors import DomainError
from guyub.language import sentence

PER_PAGE = 50


@login_required
@require_safe
def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """Progress of the newest round, and the earlier ones."""
    village = village_or_404(request, code, Right.SEE_PEOPLE)
    current = newest_round(code)
    rounds = Round.objects.filter(village=village)
    context = {
        "round": current,
        "earlier": [one for one in rounds if current is None or one.pk != current.pk],
        "progress": progress_of(current, request.user) if current else None,
        "may_run": holds_in(request.user, Right.RUN_ROUNDS, code),
        "may_edit": holds_in(request.user, Right.EDIT_PEOPLE, code),
        "editions": [
            (name, load_questionnaire(name).name.in_language(page_language())) for name in questionnaire_ids()
        ],
        "edition_name": load_questionnaire(current.edition).name.in_language(page_language()) if current else "",
        "today": timezone.localdate(),
    }
    return _page(request, "surveys/round.html", village, context)


@login_required
@require_POST
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    """Begin this year's round."""
    village = village_or_404(request, code, Right.RUN_ROUNDS)
    year, edition = request.POST.get("year", ""), request.POST.get("edition", "")
    today = timezone.localdate()
    if not (year.isascii() and year.isdigit() and len(year) == 4 and 2015 <= int(year) <= today.year):
        messages.error(request, _("Pilih tahun dari 2015 sampai tahun ini."))
        return redirect("surveys:round", code=code)
    try:
        day = today if int(year) == today.year else None
        services.open_round(request.user, village.code, int(year), edition, day=day)
        messages.success(request, _("Pendataan {year} dibuka.").format(year=year))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("surveys:round", code=code)


@login_required
@require_POST
def close_round(request: HttpRequest, code: str) -> HttpResponse:
    """End the round that is open."""
    village_or_404(request, code, Right.RUN_ROUNDS)
    current = newest_round(code)
    if current is None:
        raise Http404
    try:
        services.close_round(request.user, current, timezone.localdate())
        messages.success(request, _("Pendataan {year} ditutup.").format(year=current.year))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("surveys:round", code=code)


@login_required
@require_safe
def worklist(request: HttpRequest, code: str) -> HttpResponse:
    """Families to visit: those that are not done come first of all."""
    village = village_or_404(request, code, Right.SEE_PEOPLE)
    current = newest_round(code)
    if current is None:
        return redirect("surveys:round", code=code)
    wanted, rw = request.GET.get("status", TO_DO), request.GET.get("rw", "")[:3]
    page = Paginator(work_list(current, request.user, wanted, rw), PER_PAGE).get_page(request.GET.get("page"))
    for family in page:
        family.state_name = STATES[family.survey_state]
    context = {
        "round": current,
        "page": page,
        "wanted": wanted,
        "rw": rw,
        "rws": [part.rw for part in progress_of(current, request.user).parts],
        "states": [
            (TO_DO, _("Belum selesai")),
            *((state, STATES[state]) for state in Interview.State.values),
            ("all", _("Semua")),
        ],
        "may_edit": holds_in(request.user, Right.EDIT_PEOPLE, code) and current.closed_on is None,
        "new_family": _address_of_new_family(code),
    }
    return _page(request, "surveys/worklist.html", village, context, _("Daftar kunjungan"))


@login_required
@require_POST
def start(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """Begin or go on with a family's interview."""
    family = family_or_404(request, code, family_code, Right.EDIT_PEOPLE)
    current = newest_round(code)
    if current is None:
        messages.error(request, _("Belum ada pendataan yang dibuka di kelurahan ini."))
        return redirect("surveys:round", code=code)
    try:
        services.start_interview(request.user, current, family)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("surveys:round", code=code)
    return redirect("surveys:interview", code=code, family_code=family_code)


def _address_of_new_family(code: str) -> str:
    try:
        return reverse("people:new_family", args=[code])
    except NoReverseMatch:
        return ""


def _page(
    request: HttpRequest, template: str, village: Region, context: dict[str, Any], title: str = ""
) -> HttpResponse:
    name = _("Pendataan keluarga")
    here = [(name, reverse("surveys:round", args=[village.code])), (title, "")] if title else [(name, "")]
    more = {"village": village, "synthetic": village.synthetic, "trail": village_trail(village, *here)}
    return render(request, template, {**context, **more})
