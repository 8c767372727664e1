"""Who may open what of cycles: everybody else meets a page that does not exist."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Cycle, Entry


def working_entry(request: HttpRequest, pk: int, *rights: Right) -> Entry:
    """An entry, for those who hold one of the rights over its village, or run its cycle."""
    entries = Entry.objects.select_related("cycle", "unit__region__parent__parent__parent")
    entry = get_object_or_404(entries, pk=pk)
    scope = scope_of(request.user)
    runs = Right.RUN_CYCLES in rights and scope.may(Right.RUN_CYCLES, entry.cycle.region_id)
    others = [right for right in rights if right is not Right.RUN_CYCLES]
    if not runs and not any(scope.may(right, entry.unit.region_id) for right in others):
        raise Http404
    return entry


def seen_cycle(request: HttpRequest, code: str) -> Cycle:
    """A cycle that the person may see."""
    cycles = Cycle.objects.visible_to(request.user).select_related("region", "feeds__region")
    return get_object_or_404(cycles, code=code)


def run_cycle(request: HttpRequest, code: str) -> Cycle:
    """A cycle that the person runs."""
    return get_object_or_404(Cycle.objects.run_by(request.user).select_related("region", "feeds__region"), code=code)


def above_label(cycle: Cycle) -> str:
    """A cycle above, as it stands in a list to choose from."""
    return f"{cycle.title} ({cycle.year})"


def cycle_trail(cycle: Cycle, *further: str | tuple[str, str]) -> list[tuple[str, str]]:
    """The way from all cycles over this one to a page below it."""
    above = [
        (_("Siklus penilaian"), reverse("cycles:all")),
        (cycle.title, reverse("cycles:entries", args=[cycle.code])),
    ]
    return [*above, *(one if isinstance(one, tuple) else (one, "") for one in further)]
