"""A meeting on a phone: all members in one page, each tick sent as it is made, or all of them at once; and its end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.programmes.forms import DayForm, MeetingForm
from guyub.apps.programmes.models import Meeting
from guyub.apps.programmes.presentation.meeting_page import present_now, rows_of
from guyub.apps.programmes.presentation.words import group_name, kind_of, topic_words
from guyub.apps.programmes.services import (
    MeetingClosed,
    MeetingFacts,
    NotAMember,
    cancel_meeting,
    close_meeting,
    describe_meeting,
    expected,
    is_empty,
    open_meeting,
    reopen_meeting,
    runs,
    save_attendance,
    take_in,
)
from guyub.apps.programmes.views.pages import group_to_run, groups_trail
from guyub.apps.ui.outbox import SendingsMissing, read_sent
from guyub.apps.ui.templatetags.ui import page_language, short_day
from guyub.data.group_files import load_group_rules
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

LARGEST_SENDING = 1_000  # bytes; one tick has about 100
STATUS_OF: dict[type[DomainError], int] = {
    NotAMember: 422,
    NotAllowed: 422,
    SendingsMissing: 428,
    MeetingClosed: 409,
}


@login_required
@require_POST
def begin(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Open a meeting of a day, or go on with it."""
    group = group_to_run(request, code, pk)
    form = DayForm(request.POST if request.POST.get("day") else {"day": timezone.localdate()})
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors["day"]))
        return redirect("programmes:group", code=code, pk=pk)
    try:
        meeting_ = open_meeting(request.user, group, form.cleaned_data["day"])
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("programmes:group", code=code, pk=pk)
    return redirect("programmes:meeting", pk=meeting_.pk)


@login_required
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may come, who came, and what it was about."""
    return _page(request, _meeting(request, pk))


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One numbered tick from the page's script, and who is present then."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    found = _meeting_to_run(request, pk)
    try:
        sent = read_sent(request, LARGEST_SENDING)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    try:
        take_in(request.user, found, sent.changes, sent.sequence, sent.device)
    except tuple(STATUS_OF) as error:
        told = {"code": error.code, "why": sentence(error, page_language())}
        return JsonResponse(told, status=STATUS_OF[type(error)])
    return JsonResponse({"saved": sent.sequence, "present": present_now(found)})


@login_required
@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, all in one request: the way without a script."""
    found = _meeting_to_run(request, pk)
    try:
        came = save_attendance(request.user, found, [int(one) for one in request.POST.getlist("present")[:2000]])
    except (ValueError, DomainError) as error:
        told = sentence(error, page_language()) if isinstance(error, DomainError) else _("Centang dari daftarnya.")
        messages.error(request, told)
    else:
        messages.success(request, _("Tersimpan: {n} anggota hadir.").format(n=came))
    return redirect("programmes:meeting", pk=pk)


@login_required
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meeting was about."""
    found = _meeting_to_run(request, pk)
    form = MeetingForm(request.POST, kind=kind_of(found.group))
    if form.is_valid():
        try:
            describe_meeting(request.user, found, form.facts())
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            messages.success(request, _("Keterangan pertemuan tersimpan."))
            return redirect("programmes:meeting", pk=pk)
    return _page(request, found, form)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the meeting."""
    close_meeting(request.user, _meeting_to_run(request, pk))
    messages.success(request, _("Pertemuan ditutup. Yang tidak dicentang dihitung tidak hadir."))
    return redirect("programmes:meeting", pk=pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the meeting again."""
    reopen_meeting(request.user, _meeting_to_run(request, pk))
    messages.success(request, _("Pertemuan dibuka lagi."))
    return redirect("programmes:meeting", pk=pk)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a meeting that was opened by mistake."""
    found = _meeting_to_run(request, pk)
    try:
        cancel_meeting(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("programmes:meeting", pk=pk)
    messages.success(request, _("Pertemuan {day} dibatalkan.").format(day=short_day(found.day)))
    return redirect("programmes:group", code=found.group.village_id, pk=found.group_id)


def _page(request: HttpRequest, found: Meeting, form: MeetingForm | None = None) -> HttpResponse:
    group, rules, language = found.group, load_group_rules(), page_language()
    rows, may_run = rows_of(found, request.user), runs(request.user, group)
    all_members = expected(found).count()
    told: dict[str, Any] = {name: getattr(found, name) for name in MeetingFacts.__dataclass_fields__}
    context = {
        "meeting": found,
        "group": group,
        "village": group.village,
        "name": group_name(group),
        "kind": kind_of(group),
        "rows": rows,
        "elsewhere": all_members - len(rows),
        "may_cancel": may_run and found.closed_at is None and is_empty(found),
        "came": sum(row.present is True for row in rows),
        "topic": topic_words(found),
        "facilitator": rules.facilitators.named(found.facilitator, language) if found.facilitator else "",
        "way": rules.ways.named(found.way, language),
        "form": form or MeetingForm(kind=kind_of(group), initial=told),
        "activity": found.activities.filter(withdrawn_at=None).first(),
        "runs": may_run,
        "may_tick": may_run and found.closed_at is None,
        "synthetic": group.village.synthetic,
        "trail": groups_trail(group, (_("Pertemuan {day}").format(day=short_day(found.day)), "")),
    }
    return render(request, "programmes/meeting.html", context, status=422 if form is not None and form.errors else 200)


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    reachable = Meeting.objects.permitted(request.user, Right.SEE_GROUPS).select_related("group__village")
    return get_object_or_404(reachable, pk=pk)


def _meeting_to_run(request: HttpRequest, pk: int) -> Meeting:
    found = get_object_or_404(Meeting.objects.select_related("group__village"), pk=pk)
    if not found.group.touches(scope_of(request.user).codes(Right.EDIT_GROUPS)):
        raise Http404
    return found
