"""A child's page: where it stands, its curves, every measurement with how each figure came about; corrections."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth import panels
from guyub.apps.growth.births import UNKNOWN, at_birth
from guyub.apps.growth.forms import OUTCOMES, MeasurementForm
from guyub.apps.growth.models import Measurement, Referral
from guyub.apps.growth.presentation.care import care_panel
from guyub.apps.growth.presentation.charts import charts
from guyub.apps.growth.presentation.rows import Row, referral_words, replaced, rows_of
from guyub.apps.growth.services import correct_measurement, latest_gain
from guyub.apps.growth.views.pages import answered, child_trail
from guyub.apps.people.access import person_or_404
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.growth_files import load_growth_forecast, load_indonesian_growth, load_weight_increments

OUTCOME_WORDS = {str(code): words for code, words in OUTCOMES}


@login_required
@require_safe
def child(request: HttpRequest, person_code: str) -> HttpResponse:
    """What was measured of a child, and what follows from it."""
    found = person_or_404(request, person_code, Right.SEE_GROWTH)
    measurements = Measurement.objects.permitted(request.user, Right.SEE_GROWTH)
    rows, language = rows_of(found, measurements), page_language()
    newest = rows[-1] if rows else None
    referrals = Referral.objects.permitted(request.user, Right.SEE_GROWTH).filter(child=found)
    today = timezone.localdate()
    context = {
        "child": found,
        "name": shown_name(found.name, found.code),
        "today": today,
        "panels": panels.rendered(request, found, today),
        "care": care_panel(found, today, language),
        "newest": newest,
        "parts": newest.parts(language) if newest else [],
        "rows": [(row, row.parts(language)) for row in reversed(rows)],
        "replaced": replaced(found, measurements),
        "charts": charts(found, rows, language, at_birth([found.pk]).get(found.pk, UNKNOWN)),
        "kms": load_indonesian_growth().kms,
        "forecast": load_growth_forecast(),
        "referrals": [(one, referral_words(one.reasons), OUTCOME_WORDS.get(one.outcome, "")) for one in referrals],
        "answered": _answered(referrals, newest),
        "waiting": any(one.answered_on is None for one in referrals),
        "may_answer": scope_of(request.user).may(Right.ANSWER_REFERRALS, found.place),
        "gained": latest_gain(found, [row.measurement for row in rows]),
        "increments": load_weight_increments().rules,
        "may_edit": scope_of(request.user).may(Right.EDIT_GROWTH, found.place),
        "may_open_person": scope_of(request.user).may(Right.SEE_PEOPLE, found.place),
        "synthetic": found.village.synthetic,
        "trail": child_trail(found),
    }
    return render(request, "growth/child.html", context)


def _answered(referrals: Iterable[Referral], newest: Row | None) -> Referral | None:
    """The latest referral of the newest measurement, where the puskesmas answered it."""
    of_newest = [one for one in referrals if newest and one.measurement_id == newest.measurement.pk]
    return next((one for one in of_newest if one.answered_on), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_code: str, pk: int) -> HttpResponse:
    """Put a measurement right; the former stays on the page with the reason."""
    found = person_or_404(request, person_code, Right.EDIT_GROWTH)
    measurements = Measurement.objects.permitted(request.user, Right.EDIT_GROWTH).filter(child=found)
    one = get_object_or_404(measurements, pk=pk, replaced_by=None)
    form = MeasurementForm(request.POST or None, measurement=one)
    return answered(
        request,
        found,
        form,
        lambda: correct_measurement(request.user, one, form.figures(), form.cleaned_data["reason"]),
        template="growth/correct.html",
        title=_("Perbaiki pengukuran"),
        button=_("Simpan perbaikan"),
        measurement=one,
    )
