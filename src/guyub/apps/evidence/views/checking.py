"""The city's check: proofs that wait, and the decision about one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.evidence.errors import OwnProof, ReasonMissing
from guyub.apps.evidence.models import Attachment, Evidence, State
from guyub.apps.evidence.services import proofs
from guyub.apps.evidence.views.pages import proof_or_404
from guyub.apps.ui.paging import KeysFirst
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.evidence.states import StepOutOfTurn
from guyub.language import sentence

PAGE_SIZE = 20
_OWN = Attachment.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence")
_FILES = Coalesce(Subquery(_OWN.annotate(number=Count("pk")).values("number")), 0)  # only for proofs on the page


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Proofs that the person may check, the longest waiting first."""
    if not scope_of(request.user).has(Right.CHECK_EVIDENCE):
        raise Http404
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    waiting = (
        Evidence.objects.checkable_by(request.user)
        .filter(valid, state=State.UPLOADED)
        .select_related("unit__region")
        .prefetch_related("supports")
        .annotate(files=_FILES)
        .order_by("updated_at", "pk")
    )
    page = KeysFirst(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    synthetic = any(one.unit.region.synthetic for one in page.object_list)
    context = {"page": page, "trail": [(_("Pemeriksaan bukti"), "")], "synthetic": synthetic}
    return render(request, "evidence/queue.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Good, rejected with a reason, or seen in the field."""
    found = proof_or_404(request, code, pk)
    if not scope_of(request.user).may(Right.CHECK_EVIDENCE, code):
        raise Http404
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "")
    try:
        if choice == "check":
            proofs.check(request.user, found)
        elif choice == "reject":
            proofs.reject(request.user, found, reason)
        elif choice == "verify":
            proofs.verify(request.user, found, reason)
        else:
            raise Http404
        messages.success(request, _("Keputusan tersimpan."))
    except (OwnProof, ReasonMissing, StepOutOfTurn) as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("evidence:proof", code, pk)
