"""Meetings (rakor): the list of a place, and one meeting with agenda, participants, minutes and decisions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.coordination.documents.minutes import minutes_document
from guyub.apps.coordination.meeting_access import coordinated_or_404, meeting_or_404, place_or_404, place_trail
from guyub.apps.coordination.meeting_errors import MeetingChanged
from guyub.apps.coordination.meeting_forms import MeetingForm, MinutesForm
from guyub.apps.coordination.models import Commitment, Meeting, Office
from guyub.apps.coordination.presentation.meetings import invitation_ics, invitation_text, state_words
from guyub.apps.coordination.services import agenda as agenda_service
from guyub.apps.coordination.services import meetings as services
from guyub.apps.documents.tables import file_answer
from guyub.apps.territory.codes import Level, city_of
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

PER_PAGE = 50
PRESENT = {"yes": True, "no": False}


@login_required
@require_safe
def meeting_list(request: HttpRequest, code: str) -> HttpResponse:
    """Meetings of a village and of its city; of a city and of its villages."""
    place = place_or_404(request, code)
    here = within([code], "region__code") | Q(region_id=city_of(code))
    rows = Meeting.objects.visible_to(request.user).filter(here).select_related("region")
    rows = rows.annotate(decided=Count("decisions", distinct=True)).order_by("-starts_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, state_words(row)) for row in page],
        "may_hold": scope_of(request.user).may(Right.COORDINATE, code),
        "is_city": place.level == Level.REGENCY,
    }
    return _page(request, "coordination/meetings.html", place, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Call a meeting."""
    place = coordinated_or_404(request, code)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        planned = services.plan_meeting(request.user, place, form.words())
        return redirect("coordination:meeting", code=code, meeting_id=planned.pk)
    return _page(request, "coordination/meeting_new.html", place, {"form": form}, (_("Rakor baru"), ""))


@login_required
@require_safe
def meeting(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """One meeting, to read, and to write for those who hold it."""
    return _meeting_page(request, meeting_or_404(request, code, meeting_id))


@login_required
@require_POST
def save(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """Write head and minutes. By itself while one types (htmx), or with the button."""
    held = meeting_or_404(request, code, meeting_id, edit=True)
    form = MinutesForm(request.POST, instance=Meeting(pk=held.pk, region=held.region))
    problem = ""
    if form.is_valid():
        try:
            saved = services.save_meeting(request.user, held, form.cleaned_data["version"], form.words())
            if request.htmx:
                return render(request, "coordination/_saved.html", {"version": saved.version})
            messages.success(request, _("Notula tersimpan."))
            return redirect("coordination:meeting", code=code, meeting_id=meeting_id)
        except DomainError as error:
            problem = sentence(error, page_language())
            if isinstance(error, MeetingChanged) and not request.htmx:
                return _changed(request, held, problem)
    if request.htmx:
        return render(request, "coordination/_saved.html", {"problem": problem or _("Belum tersimpan: periksa isian.")})
    if problem:
        messages.error(request, problem)
        return redirect("coordination:meeting", code=code, meeting_id=meeting_id)
    return _meeting_page(request, held, form, status=400)


def _changed(request: HttpRequest, held: Meeting, problem: str) -> HttpResponse:
    """Both texts on one page; what was typed is saved over the other only by pressing again."""
    typed = request.POST.copy()
    typed["version"] = str(held.version)
    form = MinutesForm(typed, instance=Meeting(pk=held.pk, region=held.region))
    return _meeting_page(request, held, form, status=409, problem=problem)


@login_required
@require_POST
def agenda(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """Make the agenda anew, write a point, or take one off."""
    held = meeting_or_404(request, code, meeting_id, edit=True)

    def act() -> None:
        if "generate" in request.POST:
            agenda_service.generate_agenda(request.user, held)
        elif key := _number(request, "remove"):
            services.remove_point(request.user, get_object_or_404(held.agenda.all(), pk=key))
        else:
            services.add_point(request.user, held, request.POST.get("title", ""), request.POST.get("body", ""))

    return _done(request, held, act, "agenda")


@login_required
@require_POST
def participants(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """Invite all offices or one post, and write who came."""
    held = meeting_or_404(request, code, meeting_id, edit=True)

    def act() -> None:
        if "all" in request.POST:
            services.invite_offices(request.user, held)
        elif "present" in request.POST:
            keys = list(held.participants.values_list("pk", flat=True))
            present = {key: PRESENT.get(request.POST.get(f"present-{key}", "")) for key in keys}
            services.record_presence(request.user, held, present, {k for k in keys if f"remove-{k}" in request.POST})
        else:
            key = _number(request, "office")
            office = get_object_or_404(Office, pk=key, region_id=city_of(held.region_id)) if key else None
            services.invite(request.user, held, request.POST.get("post", ""), office)

    return _done(request, held, act, "peserta")


@login_required
@require_POST
def decisions(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """Write a decision, or word one anew."""
    held = meeting_or_404(request, code, meeting_id, edit=True)

    def act() -> None:
        text = request.POST.get("text", "")
        if key := _number(request, "decision"):
            services.change_decision(request.user, get_object_or_404(held.decisions.all(), pk=key), text)
        else:
            services.decide(request.user, held, text)

    return _done(request, held, act, "keputusan")


@login_required
@require_POST
def close(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """Fix the minutes."""
    held = meeting_or_404(request, code, meeting_id, edit=True)

    def act() -> None:
        services.close_meeting(request.user, held)
        messages.success(request, _("Notula disahkan. Isinya tidak dapat diubah lagi."))

    return _done(request, held, act, "sahkan")


@login_required
@require_safe
def minutes_pdf(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """The minutes to sign; marked as a draft until they are fixed."""
    held = meeting_or_404(request, code, meeting_id)
    return file_answer(minutes_document(request.user, held), f"notula-rakor-{code}-{held.pk}.pdf")


@login_required
@require_safe
def invitation(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    """The meeting for a calendar."""
    held = meeting_or_404(request, code, meeting_id)
    text = invitation_text(held, list(held.agenda.all()))
    answer = HttpResponse(invitation_ics(held, text, request.get_host()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rakor-{code}-{held.pk}.ics"'
    return answer


def _meeting_page(
    request: HttpRequest, held: Meeting, form: MinutesForm | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    may_hold = scope_of(request.user).may(Right.COORDINATE, held.region_id)
    points = list(held.agenda.select_related("office", "village"))
    rows = Commitment.objects.visible_to(request.user).filter(meeting=held).select_related("office", "decision")
    context = {
        "meeting": held,
        "state": state_words(held),
        "closed": held.state == Meeting.State.CLOSED,
        "may_write": may_hold and held.state != Meeting.State.CLOSED,
        "may_hold": may_hold,
        "agenda": points,
        "participants": held.participants.select_related("office"),
        "decisions": held.decisions.annotate(promised=Count("commitments")),
        "commitments": rows,
        "offices": Office.objects.filter(region_id=city_of(held.region_id), active=True) if may_hold else [],
        "invitation": invitation_text(held, points),
        "form": form or MinutesForm(instance=held, initial={"version": held.version, "minutes": held.minutes}),
        "problem": problem,
        "new_commitment": reverse("commitments:propose", args=[held.region_id]),
        "genuine": held.state != Meeting.State.CLOSED or services.fingerprint(held) == held.minutes_hash,
    }
    return _page(request, "coordination/meeting.html", held.region, context, (held.title, ""), status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Http404
    return int(value)


def _done(request: HttpRequest, held: Meeting, act: Callable[[], None], part: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect(f"{reverse('coordination:meeting', args=[held.region_id, held.pk])}#{part}")


def _page(
    request: HttpRequest,
    template: str,
    place: Region,
    context: dict[str, Any],
    *here: tuple[str, str],
    status: int = 200,
) -> HttpResponse:
    trail = place_trail(place, (_("Rakor"), reverse("coordination:meetings", args=[place.code])), *here)
    more = {"place": place, "synthetic": place.synthetic, "trail": trail}
    return render(request, template, {**context, **more}, status=status)
