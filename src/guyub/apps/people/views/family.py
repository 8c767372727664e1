"""The page of one family, now or as of an earlier day."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people import services
from guyub.apps.people.access import family_or_404, village_trail
from guyub.apps.people.forms.events import GROUPS
from guyub.apps.people.models import Family
from guyub.apps.people.panels import Panel, panels_for
from guyub.apps.people.presentation import timeline
from guyub.apps.people.presentation.family import couple_line, masked_kk, member_lines, with_names
from guyub.apps.people.presentation.wording import ENDS


@login_required
@require_safe
def family(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """Members, couple, home, what happened, and what other parts of the site know."""
    found = family_or_404(request, code, family_code, along=("village", "key"))
    today = timezone.localdate()
    day, problem = _asked_day(request.GET.get("per", ""), found, today)
    last = found.until or today
    view = with_names(services.family_on(found, None if day == today and found.until is None else day))
    scope = scope_of(request.user)
    past = day < today and request.GET.get("per") and not problem
    may_edit = not past and found.until is None and scope.may(Right.EDIT_PEOPLE, found.place)
    context: dict[str, Any] = {
        "family": found,
        "view": view,
        "day": day,
        "today": today,
        "last": min(last, today),
        "past": past,
        "problem": problem,
        "ended": ENDS.get(found.ended, "") if found.until else "",
        "members": member_lines(view),
        "couple": couple_line(view, day),
        "kk": masked_kk(found),
        "may_edit": may_edit,
        "may_reveal": not past and scope.may(Right.REVEAL_IDENTITY, found.place),
        "events": _event_choices() if may_edit else [],
        "happenings": timeline.of_family(request.user, found, day if past else None),
        "panels": [
            (panel.title, _rendered(request, panel, found, day)) for panel in panels_for(request.user, found, day)
        ],
        "village": found.village,
        "synthetic": found.village.synthetic,
        "trail": family_trail(found),
    }
    return render(request, "people/family.html", context)


def _event_choices() -> list[tuple[str | Promise, list[tuple[str, Promise]]]]:
    """Heading, and slug and title of each event below it."""
    return [(heading, [(form.slug, form.title) for form in forms]) for heading, forms in GROUPS]


def _rendered(request: HttpRequest, panel: Panel, found: Family, day: date) -> str:
    return render_to_string(panel.template, {**panel.context, "family": found, "day": day}, request)


def family_trail(found: Family, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, families, this family by its code."""
    own = reverse("people:family", args=[found.village_id, found.code]) if further else ""
    families = (_("Keluarga"), reverse("people:families", args=[found.village_id]))
    return village_trail(found.village, families, (found.code, own), *further)


def _asked_day(text: str, found: Family, today: date) -> tuple[date, str]:
    """The day to show, and a sentence where the day asked for cannot be shown."""
    newest = today
    if found.until is not None:  # an ended family is shown as it was on its last day
        newest = max(found.since, date.fromordinal(found.until.toordinal() - 1))
    if not text:
        return newest, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return newest, _("Isi tanggal yang ada.")
    if day > today:
        return newest, _("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.")
    if day < found.since:
        return newest, _("Pada tanggal itu keluarga ini belum terdaftar.")
    return min(day, newest), ""
