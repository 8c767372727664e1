"""What the pages of one group have in common."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation.words import group_name
from guyub.apps.programmes.services import runs
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


def group_or_404(request: HttpRequest, code: str, pk: int, right: Right = Right.SEE_GROUPS) -> Group:
    """The group, for someone who holds the right in a place that it serves."""
    reachable = Group.objects.permitted(request.user, right).select_related("village")
    return get_object_or_404(reachable, pk=pk, village=code)


def group_to_run(request: HttpRequest, code: str, pk: int) -> Group:
    """The group, for someone who writes of it."""
    found = group_or_404(request, code, pk, Right.EDIT_GROUPS)
    if not runs(request.user, found):
        raise Http404
    return found


def groups_trail(group: Group, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its groups, this group."""
    own = reverse("programmes:group", args=[group.village_id, group.pk]) if further else ""
    everything = (_("Kelompok"), reverse("programmes:groups", args=[group.village_id]))
    return village_trail(group.village, everything, (group_name(group), own), *further)


def done(request: HttpRequest, group: Group, act: Callable[[], object], told: str) -> HttpResponse:
    """Do what a button asks for, say so or why not, and lead back to the group."""
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, told)
    return redirect("programmes:group", code=group.village_id, pk=group.pk)


def answered(
    request: HttpRequest, group: Group, form: forms.Form, record: Callable[[], object], **texts: Any
) -> HttpResponse:
    """The page of a form about a group; recorded, it leads back to the group.

    Args:
        record: Records what was typed, once it is valid.
        texts: Title, lead and button of the page; what else it shows.
    """
    if recorded(form, record, request):
        return redirect("programmes:group", code=group.village_id, pk=group.pk)
    context = {
        **texts,
        "group": group,
        "name": group_name(group),
        "form": form,
        "synthetic": group.village.synthetic,
        "trail": groups_trail(group, (str(texts["title"]), "")),
    }
    return render(request, "programmes/form.html", context, status=422 if form.errors else 200)
