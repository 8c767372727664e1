"""Activities of a village: the list, one of them, recording on a phone, putting right, taking back, posted or not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.forms_activities import ActivityForm, NewActivityForm, PhotoForm, PostedForm
from guyub.apps.programmes.models import Meeting
from guyub.apps.programmes.presentation import activities as shown
from guyub.apps.programmes.presentation.from_meeting import told_by
from guyub.apps.programmes.presentation.words import group_name
from guyub.apps.programmes.services.activities import (
    ActivityFacts,
    ActivityRefused,
    correct_activity,
    is_pair,
    mark_posted,
    may_run,
    record_activity,
    take_in_activity,
    use_up,
    withdraw_activity,
)
from guyub.apps.programmes.services.activity_photos import moments_open
from guyub.apps.programmes.views.groups import own_rw
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.outbox import SendingsMissing, Sent, read_sent
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.programmes.posts import report_by
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

PAGE_SIZE = 50
LARGEST_SENDING = 20_000  # bytes; a long story has about 5,000
MEETING = "pertemuan"


@login_required
@require_safe
def activities(request: HttpRequest, code: str) -> HttpResponse:
    """Activities of the village, the latest first."""
    village, today = village_or_404(request, code, Right.SEE_FIGURES), timezone.localdate()
    asked = request.GET
    wanted = shown.Wanted(asked.get("bidang", ""), asked.get("seksi", ""), asked.get("web", ""))
    found = Activity.objects.visible_to(request.user).standing().filter(village=village)
    page = Paginator(shown.with_photos(shown.filtered(found, wanted, today)), PAGE_SIZE).get_page(asked.get("page"))
    rules = load_activities()
    context = {
        "village": village,
        "page": page,
        "lines": shown.lines(page.object_list, today),
        "wanted": wanted,
        "areas": [(area.code, area.name.in_language(page_language())) for area in rules.areas],
        "sections": [(one.code, shown.section_name(one.code)) for one in rules.functions.choices],
        "form": load_post_form(),
        "may_record": holds_in(request.user, Right.EDIT_GROUPS, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Kegiatan"), "")),
    }
    return render(request, "programmes/activities.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Record an activity; with a meeting, what is known of it is filled in."""
    village = village_or_404(request, code, Right.EDIT_GROUPS)
    meeting = _meeting(request, code, request.POST.get(MEETING) or request.GET.get(MEETING))
    form = NewActivityForm(request.POST or None, initial=_initial(request, code, meeting))
    made: list[Activity] = []

    def record() -> None:
        serves = form.cleaned_data["serves"]
        made.append(record_activity(request.user, village, form.facts(), serves, meeting=meeting))

    if recorded(form, record):
        return redirect("programmes:activity", code=code, pk=made[0].pk)
    context = {
        "village": village,
        "form": form,
        "meeting": meeting,
        "meeting_name": group_name(meeting.group) if meeting else "",
        "rules": load_post_form(),
        "activities": load_activities(),
        "synthetic": village.synthetic,
        "trail": activities_trail(village, (_("Catat kegiatan"), "")),
    }
    return render(request, "programmes/activity_new.html", context, status=422 if form.errors else 200)


@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """One numbered sending of the form from the page's script, and what came of it."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    village = village_or_404(request, code, Right.EDIT_GROUPS)
    try:
        sent = read_sent(request, LARGEST_SENDING)
        typed = _typed(sent.changes)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    try:
        return _taken_in(request, village, sent, typed)
    except SendingsMissing as error:
        return JsonResponse({"code": error.code}, status=428)
    except (ActivityRefused, NotAllowed) as error:
        return JsonResponse({"code": error.code, "why": sentence(error, page_language())}, status=422)


@login_required
@require_safe
def activity(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One activity with its photos."""
    found = activity_or_404(request, code, pk)
    runs = may_run(request.user, found) and found.withdrawn_at is None
    photos, today = shown.photos_for(request.user, found), timezone.localdate()
    form, most = load_post_form(), 2 if is_pair(found) else load_post_form().photos.most
    context = {
        **_told(found),
        "photos": photos,
        "most": most,
        "photo_form": PhotoForm(moments=moments_open(found), pair=is_pair(found)),
        "may_add": runs and len(photos) < most,
        "posted_form": PostedForm(),
        "due": report_by(found.day),
        "late": found.posted_on is None and today > report_by(found.day),
        "runs": runs,
        "form": form,
        "trail": activities_trail(found.village, (shown.activity_title(found), "")),
    }
    return render(request, "programmes/activity.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put what is told of an activity right."""
    found = activity_to_run(request, code, pk)
    initial = {name: getattr(found, name) for name in ActivityFacts.__dataclass_fields__}
    form = ActivityForm(request.POST or None, initial=initial)
    if recorded(form, lambda: correct_activity(request.user, found, form.facts())):
        messages.success(request, _("Kegiatan diperbaiki."))
        return redirect("programmes:activity", code=code, pk=pk)
    return form_page(request, found, form, title=_("Perbaiki kegiatan"), button=_("Simpan"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, and take an activity back."""
    found = activity_to_run(request, code, pk)
    if request.method == "POST":
        return _done(
            request, found, lambda: withdraw_activity(request.user, found), _("Kegiatan dibatalkan."), to_list=True
        )
    lead = _("Untuk yang salah catat atau tercatat dua kali. Sesudah ini tidak dihitung dan tidak tampil lagi.")
    return form_page(request, found, None, title=_("Batalkan kegiatan"), button=_("Batalkan kegiatan"), lead=lead)


@login_required
@require_POST
def posted(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say on which day it was put on the web; without a day: that it was not."""
    found = activity_to_run(request, code, pk)
    if request.POST.get("belum"):
        return _done(request, found, lambda: mark_posted(request.user, found, None), _("Dicatat: belum diposting."))
    form = PostedForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors["day"]))
        return redirect("programmes:activity", code=code, pk=pk)
    day = form.cleaned_data["day"]
    return _done(request, found, lambda: mark_posted(request.user, found, day), _("Dicatat: sudah diposting."))


def activity_or_404(request: HttpRequest, code: str, pk: int) -> Activity:
    """The activity, for who reads the figures of its village."""
    reachable = Activity.objects.visible_to(request.user).select_related("village", "group", "meeting")
    return get_object_or_404(reachable, pk=pk, village=code)


def activity_to_run(request: HttpRequest, code: str, pk: int) -> Activity:
    """The activity, for someone who writes of it; one that was taken back is not written of."""
    found = activity_or_404(request, code, pk)
    if not may_run(request.user, found) or found.withdrawn_at is not None:
        raise Http404
    return found


def activities_trail(village: Region, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its activities, what stands below."""
    return village_trail(village, (_("Kegiatan"), reverse("programmes:activities", args=[village.code])), *further)


def form_page(
    request: HttpRequest, found: Activity, form: Any, *, title: str, button: str, lead: str = ""
) -> HttpResponse:
    """The page of a form about an activity; without a form it asks whether to go on."""
    back = reverse("programmes:activity", args=[found.village_id, found.pk])
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "back": back,
        "synthetic": found.village.synthetic,
        "trail": activities_trail(found.village, (shown.activity_title(found), back), (title, "")),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "programmes/form.html", context, status=status)


def _told(found: Activity) -> dict[str, Any]:
    area = load_activities().area_of.get(found.activity)
    return {
        "activity": found,
        "village": found.village,
        "title": shown.activity_title(found),
        "of_list": shown.activity_name(found.activity) if found.activity else "",
        "area": area,
        "section": shown.section_name(found.section),
        "targets": shown.target_names(found),
        "institutions": shown.institution_names(found),
        "kind": shown.kind_name(found.kind),
        "group_name": group_name(found.group) if found.group else "",
        "synthetic": found.village.synthetic,
    }


def _done(
    request: HttpRequest, found: Activity, act: Callable[[], object], told: str, *, to_list: bool = False
) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        to_list = False
    else:
        messages.success(request, told)
    if to_list:
        return redirect("programmes:activities", code=found.village_id)
    return redirect("programmes:activity", code=found.village_id, pk=found.pk)


def _taken_in(request: HttpRequest, village: Region, sent: Sent, typed: QueryDict) -> JsonResponse:
    """Record the form once; what is not valid uses its number up and is told field by field."""
    form = NewActivityForm(typed)
    if form.is_valid():
        meeting = _meeting(request, village.code, typed.get(MEETING))
        serves = form.cleaned_data["serves"]
        made = take_in_activity(request.user, village, sent, form.facts(), serves, meeting=meeting)
    else:
        made = use_up(request.user, village, sent)
        if made is None and typed:
            fields = {name: [str(one) for one in told] for name, told in form.errors.items()}
            why = " ".join(dict.fromkeys(text for told in fields.values() for text in told))
            return JsonResponse({"saved": sent.sequence, "code": "invalid", "why": why, "fields": fields})
    url = reverse("programmes:activity", args=[village.code, made.pk]) if made else ""
    return JsonResponse({"saved": sent.sequence, "url": url, "title": shown.activity_title(made) if made else ""})


def _typed(changes: Any) -> QueryDict:
    """What the script kept of the form: name → list of texts."""
    typed = QueryDict(mutable=True)
    if not isinstance(changes, dict):
        return typed
    for name, values in changes.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError("no texts")
        typed.setlist(name, values)
    return typed


def _meeting(request: HttpRequest, code: str, asked: str | None) -> Meeting | None:
    """The meeting that the activity tells of, for someone who runs its group; None where none is asked for."""
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9):
        raise Http404
    found = Meeting.objects.permitted(request.user, Right.EDIT_GROUPS).select_related("group")
    return get_object_or_404(found, pk=int(asked), group__village=code)


def _initial(request: HttpRequest, code: str, meeting: Meeting | None) -> dict[str, Any]:
    told = told_by(meeting) if meeting is not None else {}
    return {**told, "serves": told.get("serves") or ", ".join(own_rw(request, code))}
