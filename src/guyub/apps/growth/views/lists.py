"""Which children need what, and referrals to the puskesmas."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.forms import AnswerForm
from guyub.apps.growth.models import Referral
from guyub.apps.growth.presentation import lists
from guyub.apps.growth.presentation.care import due_words
from guyub.apps.growth.presentation.rows import referral_words
from guyub.apps.growth.services import answer_referral, refer_child
from guyub.apps.growth.views.pages import answered
from guyub.apps.people.access import person_or_404, village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import load_follow_ups, load_indonesian_growth
from guyub.errors import DomainError
from guyub.language import sentence

PAGE_SIZE = 50


@login_required
@require_safe
def children(request: HttpRequest, code: str, name: str = "") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    if name and name not in lists.KINDS:
        raise Http404
    today = timezone.localdate()
    kind = lists.KINDS[name] if name else next(iter(lists.KINDS.values()))
    found = lists.ordered(kind.children(lists.under_fives(request.user, code, today), today))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rule = load_follow_ups()
    lacking = due_words(list(page.object_list), today, page_language(), kind.lacking) if kind.lacking else {}
    context = {
        "village": village,
        "kind": kind,
        "graded": kind.known,
        "counts": lists.counts(request.user, code, today),
        "page": page,
        "lines": lists.lines(kind, list(page.object_list), code, today, lacking),
        "follow_ups": rule if kind.name in (*rule.month, *rule.days) else None,
        "today": today,
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Anak yang perlu perhatian"), "")),
    }
    return render(request, "growth/children.html", context)


@login_required
@require_POST
def refer(request: HttpRequest, person_code: str) -> HttpResponse:
    """Send a child to the puskesmas for what its latest measurement says."""
    found = person_or_404(request, person_code, Right.EDIT_GROWTH)
    try:
        refer_child(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("growth:child", person_code=found.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """The puskesmas says what came of a referral."""
    found = person_or_404(request, person_code, Right.ANSWER_REFERRALS)
    referrals = Referral.objects.permitted(request.user, Right.ANSWER_REFERRALS).filter(child=found)
    referral = get_object_or_404(referrals, pk=pk, answered_on=None)
    form = AnswerForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: answer_referral(request.user, referral, form.cleaned_data["outcome"], form.cleaned_data["note"]),
        template="growth/answer.html",
        title=_("Jawab rujukan"),
        button=_("Kirim jawaban"),
        referral=referral,
        reasons=referral_words(referral.reasons),
        rule=load_indonesian_growth().referral,
        may_measure=scope_of(request.user).may(Right.EDIT_GROWTH, found.place),
    )
