"""Shares of healthy, independent and tough elders of a village, on a page and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import TABLES, table_answer
from guyub.apps.elders.presentation import shares as shown
from guyub.apps.elders.presentation.words import said
from guyub.apps.elders.standing import standings_of_village
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import grade_word
from guyub.data.elder_files import load_elder_care


@login_required
@require_safe
def shares(request: HttpRequest, code: str) -> HttpResponse:
    """The three words of the village and its RW, and how they went."""
    village, today = village_or_404(request, code, Right.SEE_ELDERS), timezone.localdate()
    standings = standings_of_village(request.user, code, today, brief=False)
    days = shown.trend(standings, today)
    context = {
        "village": village,
        "everyone": len(standings),
        "told": shown.told(standings),
        "rows": shown.by_rw(standings),
        "days": days,
        "picture": shown.trend_picture(days),
        "words": shown.WORDS,
        "rule": load_elder_care().status,
        "today": today,
        "synthetic": village.synthetic,
        "trail": village_trail(
            village, (_("Lansia"), reverse("elders:elders", args=[code])), (_("Keadaan lansia"), "")
        ),
    }
    return render(request, "elders/shares.html", context)


@login_required
@require_safe
def shares_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The same as a file; no names."""
    village, today = village_or_404(request, code, Right.SEE_ELDERS), timezone.localdate()
    if fmt not in TABLES:
        raise Http404
    rule, rows = load_elder_care().status, shown.file_rows(standings_of_village(request.user, code, today))
    notes = [
        (_("Wilayah"), village.name),
        (_("Per"), today.isoformat()),
        (_("Aturan"), f"{said(rule.source)} ({grade_word(rule.grade)})"),
        *((str(word.name), said(word.rule(rule))) for word in shown.WORDS),
    ]
    return table_answer(fmt, f"lansia-{code}", _("Keadaan lansia"), rows, notes)
