"""Who may open a page about meetings or offices of a place. What someone may not see does not exist for them."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.coordination.models import Meeting
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region

HAS_MEETINGS = (Level.REGENCY, Level.VILLAGE)


def place_or_404(request: HttpRequest, code: str) -> Region:
    """A city or village whose figures the person may read, or the city above a place of theirs."""
    scope = scope_of(request.user)
    above = any(own.startswith(f"{code}.") for own in scope.codes(Right.SEE_FIGURES))
    if not (scope.may(Right.SEE_FIGURES, code) or above):
        raise Http404
    return get_object_or_404(Region, code=code, level__in=HAS_MEETINGS)


def coordinated_or_404(request: HttpRequest, code: str, *levels: Level) -> Region:
    """A place of these levels in which the person holds meetings."""
    if not scope_of(request.user).may(Right.COORDINATE, code):
        raise Http404
    return get_object_or_404(Region, code=code, level__in=levels or HAS_MEETINGS)


def meeting_or_404(request: HttpRequest, code: str, meeting_id: int, *, edit: bool = False) -> Meeting:
    """A meeting of the place that the person may read, or write with ``edit``."""
    known = Meeting.objects.editable_by(request.user) if edit else Meeting.objects.visible_to(request.user)
    return get_object_or_404(known.select_related("region"), pk=meeting_id, region_id=code)


def place_trail(region: Region, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: the place, and what stands below."""
    name = "assessment:village" if region.level == Level.VILLAGE else "assessment:region"
    return [(region.name, reverse(name, args=[region.code])), *further]
