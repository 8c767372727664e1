"""Send a young person to the puskesmas, and answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import person_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.forms import AnswerForm
from guyub.apps.youth.models import YouthReferral
from guyub.apps.youth.presentation.words import reasons_told
from guyub.apps.youth.services import answer_referral, refer
from guyub.apps.youth.views.pages import answered
from guyub.data.growth_files import load_indonesian_growth
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_POST
def send(request: HttpRequest, person_code: str) -> HttpResponse:
    """Send a young person to the puskesmas for what was found."""
    found = person_or_404(request, person_code, Right.EDIT_YOUTH)
    try:
        refer(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("youth:person", person_code=found.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """The puskesmas says what came of a referral."""
    found = person_or_404(request, person_code, Right.ANSWER_REFERRALS)
    referrals = YouthReferral.objects.permitted(request.user, Right.ANSWER_REFERRALS).filter(person=found)
    referral = get_object_or_404(referrals, pk=pk, answered_on=None)
    form = AnswerForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: answer_referral(request.user, referral, form.cleaned_data["outcome"]),
        title=_("Jawab rujukan remaja"),
        lead="; ".join(reasons_told(referral.reasons)),
        button=_("Kirim jawaban"),
        day=referral.referred_on,
        due_on=referral.due_on,
        rule=load_indonesian_growth().referral,
    )
