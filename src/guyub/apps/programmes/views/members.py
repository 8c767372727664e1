"""Who belongs to a group: enrolling from the registry, the end of a membership, home visits and what came of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.programmes.forms import EndMemberForm, EnrolForm, SearchForm, VisitAnswerForm, VisitForm
from guyub.apps.programmes.models import Group, GroupMember, VisitReferral
from guyub.apps.programmes.presentation import targets
from guyub.apps.programmes.presentation.words import group_name, kind_of, member_name
from guyub.apps.programmes.services import (
    answer_visit_referral,
    end_membership,
    enrol,
    may_answer,
    record_home_visit,
)
from guyub.apps.programmes.views.pages import answered, group_or_404, group_to_run, groups_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.errors import DomainError
from guyub.language import sentence

PAGE_SIZE = 50
MOST_AT_ONCE = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Tick who joins: those it is meant for and who do not belong to it, or others found by name."""
    group, today = group_to_run(request, code, pk), timezone.localdate()
    if kind_of(group).members == "none" or group.closed_on is not None:
        raise Http404
    search = SearchForm(request.POST if "search" in request.POST else None)
    form = EnrolForm(request.POST if "enrol" in request.POST else None)
    if form.is_valid() and _enrolled(request, group, form):
        return redirect("programmes:group", code=code, pk=pk)
    found = targets.called(group, request.user, search.cleaned_data["name"], today) if search.is_valid() else None
    meant = targets.not_yet(group, request.user, today)
    page = Paginator(meant, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "name": group_name(group),
        "kind": kind_of(group),
        "search": search,
        "form": form,
        "found": found,
        "most": targets.MOST_FOUND,
        "page": page,
        "synthetic": group.village.synthetic,
        "trail": groups_trail(group, (_("Tambah anggota"), "")),
    }
    return render(request, "programmes/members.html", context, status=422 if form.errors or search.errors else 200)


def _enrolled(request: HttpRequest, group: Group, form: EnrolForm) -> bool:
    codes = request.POST.getlist("who")[:MOST_AT_ONCE]
    whom = targets.chosen(group, request.user, codes)
    if not whom:
        form.add_error(None, _("Centang dulu siapa yang menjadi anggota."))
        return False
    try:
        new = enrol(request.user, group, whom, form.cleaned_data["since"])
    except DomainError as error:
        form.add_error(None, sentence(error, page_language()))
        return False
    told = ngettext("{n} anggota dicatat.", "{n} anggota dicatat.", len(new)).format(n=len(new))
    messages.success(request, told)
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, code: str, pk: int, member: int) -> HttpResponse:
    """Say that someone belongs to the group no longer."""
    group = group_to_run(request, code, pk)
    one, form = _member(request, group, member), EndMemberForm(request.POST or None)
    return answered(
        request,
        group,
        form,
        lambda: end_membership(request.user, one, form.cleaned_data["day"], form.cleaned_data["why"]),
        title=_("Akhiri keanggotaan"),
        about=member_name(one),
        button=_("Akhiri"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, code: str, pk: int, member: int) -> HttpResponse:
    """Record a home visit."""
    group = group_to_run(request, code, pk)
    one, form = _member(request, group, member), VisitForm(request.POST or None)
    return answered(
        request,
        group,
        form,
        lambda: record_home_visit(
            request.user, one, *(form.cleaned_data[name] for name in ("day", "reason", "outcome"))
        ),
        title=_("Catat kunjungan rumah"),
        about=member_name(one),
        button=_("Simpan"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str, pk: int, referral: int) -> HttpResponse:
    """Say what came of a referral from a home visit."""
    group = group_or_404(request, code, pk)
    waiting = VisitReferral.objects.named_to(request.user, Right.SEE_GROUPS).filter(visit__group=group)
    one = get_object_or_404(waiting.select_related("visit__member__family__head", "visit__member__person"), pk=referral)
    one.visit.member.group = group
    if one.answered_on is not None or not may_answer(request.user, one.visit.member):
        raise Http404
    form = VisitAnswerForm(request.POST or None)
    return answered(
        request,
        group,
        form,
        lambda: answer_visit_referral(request.user, one, form.cleaned_data["outcome"], form.cleaned_data["note"]),
        title=_("Catat jawaban rujukan"),
        about=member_name(one.visit.member),
        lead=load_group_rules().facilitators.named(one.to, page_language()),
        button=_("Simpan"),
    )


def _member(request: HttpRequest, group: Group, pk: int) -> GroupMember:
    """A member whom the person may write of."""
    reachable = group.members.filter(until=None).named_to(request.user, Right.EDIT_GROUPS)
    return get_object_or_404(reachable.select_related("group__village", "family__head", "person"), pk=pk)
