"""A mother's page, and the beginning and end of a pregnancy."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.mothers import panels
from guyub.apps.mothers.forms import EndForm, PregnancyForm
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.mothers.presentation import page, words
from guyub.apps.mothers.presentation.standing import standing_of
from guyub.apps.mothers.services import end_pregnancy, note_pregnancy
from guyub.apps.mothers.views.pages import answered, mother_trail
from guyub.apps.people.access import person_or_404
from guyub.apps.people.presentation.wording import shown_name
from guyub.data.mother_files import load_mother_rules
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import KEK, pmt_plan


@login_required
@require_safe
def mother(request: HttpRequest, person_code: str) -> HttpResponse:
    """Where a mother stands, what to tell her, and everything that was recorded."""
    found = person_or_404(request, person_code, Right.SEE_GROWTH)
    today = timezone.localdate()
    standing = standing_of(request.user, found, today)
    context = {
        "mother": found,
        "name": shown_name(found.name, found.code),
        "today": today,
        "panels": panels.rendered(request, found, today),
        "standing": standing,
        "weeks": words.weeks_told(standing),
        "signs": words.told_signs(standing),
        "sayings": words.sayings(standing),
        "line": [(one, words.visit_name(one.number, pregnant=standing.pregnant)) for one in standing.line],
        "next": words.visit_name(standing.next.number, pregnant=standing.pregnant) if standing.next else "",
        "history": page.history(standing),
        "replaced": page.replaced(found),
        "births": page.births_of(request.user, found),
        "former": page.ended_pregnancies(found),
        "rules": load_mother_rules().file,
        "pmt": pmt_plan(load_pmt_rules(), KEK),
        "may_edit": scope_of(request.user).may(Right.EDIT_MOTHERS, found.place),
        "may_open_person": scope_of(request.user).may(Right.SEE_PEOPLE, found.place),
        "synthetic": found.village.synthetic,
        "trail": mother_trail(found),
    }
    return render(request, "mothers/mother.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, person_code: str) -> HttpResponse:
    """Note that someone is pregnant."""
    found = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    form = PregnancyForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: note_pregnancy(request.user, found, *form.dated()),
        title=_("Catat kehamilan"),
        button=_("Catat kehamilan"),
        rule=load_mother_rules().file.dating,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Say how a pregnancy ended that brought no living child."""
    found = person_or_404(request, person_code, Right.EDIT_MOTHERS)
    running = Pregnancy.objects.permitted(request.user, Right.EDIT_MOTHERS).filter(mother=found, ended_on=None)
    pregnancy = get_object_or_404(running, pk=pk)
    form = EndForm(request.POST or None)
    return answered(
        request,
        found,
        form,
        lambda: end_pregnancy(request.user, pregnancy, form.cleaned_data["outcome"], form.cleaned_data["day"]),
        title=_("Akhiri kehamilan"),
        lead=_("Bayi lahir hidup dicatat lewat Catat kelahiran. Yang sudah tercatat tetap tersimpan."),
        button=_("Akhiri kehamilan"),
    )
