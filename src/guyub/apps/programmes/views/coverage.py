"""What the activities of a village cover and what not; and all of them as a file, in the words of the web's form."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import TABLES, table_answer
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.presentation import activities as shown
from guyub.apps.programmes.presentation.coverage import coverage_of
from guyub.apps.programmes.views.activities import activities_trail, activity_or_404
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.group_files import load_activities, load_post_form


@login_required
@require_safe
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Figures of the activities with those behind each; areas and functions, and what would reach those that lack."""
    village = village_or_404(request, code, Right.SEE_FIGURES)
    unit = Unit.objects.active().filter(region=village).first()
    context = {
        "village": village,
        "found": coverage_of(unit, timezone.localdate()) if unit else None,
        "form": load_post_form(),
        "rules": load_activities(),
        "synthetic": village.synthetic,
        "trail": activities_trail(village, (_("Cakupan kegiatan"), "")),
    }
    return render(request, "programmes/coverage.html", context)


@login_required
@require_safe
def file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """One row an activity, in the words and the order of the web's form."""
    village = village_or_404(request, code, Right.SEE_FIGURES)
    if fmt not in TABLES:
        raise Http404
    found = shown.with_photos(Activity.objects.visible_to(request.user).standing().filter(village=village))
    headings = [*shown.form_headings(), "Gambar", _("Di web Kampung KB"), _("Nomor di Guyub")]
    rows = [[*shown.form_values(one), one.photo_count, shown.posted_words(one), one.pk] for one in found]
    name = f"intervensi-{code}-{timezone.localdate():%Y%m%d}"
    return table_answer(fmt, name, _("Intervensi"), [headings, *rows], _notes(village.name, code))


@login_required
@require_safe
def copy(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What the web's form is given for one activity, field by field to copy, and the photos that may go there."""
    found = activity_or_404(request, code, pk)
    photos = shown.photos_for(request.user, found)
    context = {
        "activity": found,
        "village": found.village,
        "title": shown.activity_title(found),
        "fields": list(zip(shown.form_headings(), shown.form_values(found), strict=True)),
        "photos": [one for one in photos if one.agreed],
        "held_back": sum(not one.agreed for one in photos),
        "form": load_post_form(),
        "synthetic": found.village.synthetic,
        "trail": activities_trail(found.village, _at(found), (_("Salin ke web"), "")),
    }
    return render(request, "programmes/activity_copy.html", context)


def _at(found: Activity) -> tuple[str, str]:
    url = reverse("programmes:activity", args=[found.village_id, found.pk])
    return shown.activity_title(found), url


def _notes(name: str, code: str) -> list[tuple[str, str]]:
    form, language = load_post_form(), page_language()
    known = ((_("Isian"), form), (_("Bentuk"), form.layout), (_("Instansi"), form.institutions))
    notes = [(label, f"{part.source.in_language(language)} ({grade_word(part.grade)})") for label, part in known]
    return [*notes, (_("Wilayah"), f"{name} ({code})")]
