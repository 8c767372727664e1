"""The interview: the page, its saves, the end, and what follows at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.people.access import village_trail
from guyub.apps.surveys import services
from guyub.apps.surveys.access import interview_or_404
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.presentation import finishing
from guyub.apps.surveys.presentation.interview import (
    answers_data,
    described,
    form_data,
    screens,
    typed_changes,
)
from guyub.apps.surveys.presentation.result import result_of
from guyub.apps.surveys.presentation.wording import REASONS
from guyub.apps.ui.outbox import read_sent
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

LARGEST_SAVE = 64_000  # bytes; the whole form has about 20,000
STATUS_OF = {
    services.UnusableAnswers: 422,
    services.SavesMissing: 428,
    services.InterviewDone: 409,
    services.RoundClosed: 409,
}


@login_required
@require_safe
def interview(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """All topics of the form in one page; the script shows one at a time."""
    found = interview_or_404(request, code, family_code)
    if found.state == Interview.State.DONE or found.round.closed_on is not None:
        return redirect("surveys:result", code=code, family_code=family_code)
    members, sheet = _filled(found)
    language, today = page_language(), timezone.localdate()
    context = {
        "members": [described(member, today) for member in members],
        "screens": screens(sheet, members, language),
        "form_data": form_data(sheet.form, language),
        "answers_data": answers_data(sheet, members, found.kept),
        "reasons": REASONS.items(),
    }
    return _page(request, "surveys/interview.html", found, context)


@require_POST
def save(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """One numbered save of the page's script. The answer says which number has arrived."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    found = interview_or_404(request, code, family_code)
    try:
        sent = read_sent(request, LARGEST_SAVE)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    try:
        saved = services.save_answers(request.user, found, sent.changes, sent.sequence, sent.device)
    except tuple(STATUS_OF) as error:
        return JsonResponse({"code": error.code}, status=STATUS_OF[type(error)])
    return JsonResponse({"saved": sent.sequence, "sequence": saved.sequence, "repeated": saved.repeated})


@login_required
@require_POST
def save_topic(request: HttpRequest, code: str, family_code: str, screen: str) -> HttpResponse:
    """One topic sent as a form, where there is no script."""
    found = interview_or_404(request, code, family_code)
    members, sheet = _filled(found)
    every = screens(sheet, members, page_language())
    place = next((n for n, one in enumerate(every) if one.id == screen), None)
    if place is None:
        raise Http404
    try:
        services.save_answers(request.user, found, typed_changes(every[place].fields, request.POST))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    members, sheet = _filled(interview_or_404(request, code, family_code))
    following = [one for one in screens(sheet, members, page_language())[place + 1 :] if one.asked]
    anchor = following[0].id if following else "s-selesai"
    return redirect(f"{reverse('surveys:interview', args=[code, family_code])}#{anchor}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """What is still open or does not fit, with a reason where it stays; then the end."""
    found = interview_or_404(request, code, family_code)
    if found.state == Interview.State.DONE:
        return redirect("surveys:result", code=code, family_code=family_code)
    problem = ""
    if request.method == "POST":
        members, sheet = _filled(found)
        try:
            reasons = finishing.typed_reasons(sheet, found.kept, request.POST)
            if reasons:
                services.save_answers(request.user, found, {"kept": reasons})
            services.finish_interview(request.user, found)
            return redirect("surveys:result", code=code, family_code=family_code)
        except DomainError as error:
            problem = sentence(error, page_language())
            found = interview_or_404(request, code, family_code)
    members, sheet = _filled(found)
    language = page_language()
    context = {
        "problem": problem,
        "open": finishing.look_over(sheet, found.kept, screens(sheet, members, language), members, language),
    }
    return _page(request, "surveys/finish.html", found, context, _("Periksa dan selesaikan"))


@login_required
@require_safe
def result(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """iBangga, stunting risk and family planning of the family, from this interview."""
    found = interview_or_404(request, code, family_code)
    if found.state != Interview.State.DONE:
        if found.round.closed_on is None:
            return redirect("surveys:interview", code=code, family_code=family_code)
        return redirect("surveys:worklist", code=code)
    record = services.record_of(found, decile=found.family.decile)
    context = {"result": result_of(record, page_language()), "may_reopen": found.round.closed_on is None}
    return _page(request, "surveys/result.html", found, context, _("Hasil"))


@login_required
@require_POST
def no_answer(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """The family could not be interviewed."""
    found = interview_or_404(request, code, family_code)
    reason = request.POST.get("reason", "")
    if reason not in Interview.Reason.values:
        messages.error(request, _("Pilih alasannya."))
        return redirect("surveys:interview", code=code, family_code=family_code)
    try:
        services.record_no_answer(request.user, found, reason)
        messages.success(
            request, _("Dicatat: keluarga ini belum dapat didata. Jawaban yang sudah ada tetap tersimpan.")
        )
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("surveys:worklist", code=code)


@login_required
@require_POST
def reopen(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """Open a finished interview again."""
    found = interview_or_404(request, code, family_code)
    try:
        services.reopen_interview(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("surveys:interview", code=code, family_code=family_code)


def _filled(found: Interview) -> tuple[list[dict[str, Any]], Any]:
    """Members of the family today, and the sheet; ages are counted today until the interview is finished."""
    today = timezone.localdate()
    members = services.members_on([found.family_id], today).get(found.family_id, [])
    return members, services.sheet_of(found, members, today)


def _page(
    request: HttpRequest, template: str, found: Interview, context: dict[str, Any], title: str = ""
) -> HttpResponse:
    village, family = found.family.village, found.family
    called = (family.head.name if family.head else "") or family.code  # a page of the family: its name is on it
    here = [(called, reverse("surveys:interview", args=[village.code, family.code]) if title else "")]
    trail = village_trail(
        village,
        (_("Pendataan"), reverse("surveys:round", args=[village.code])),
        (_("Daftar kunjungan"), reverse("surveys:worklist", args=[village.code])),
        *here,
        *([(title, "")] if title else []),
    )
    more = {"interview": found, "family": family, "village": village, "synthetic": village.synthetic, "trail": trail}
    return render(request, template, {**context, **more})
