"""Who may open a page of surveys. What someone may not see does not exist for them: 404."""

from django.http import Http404, HttpRequest

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import family_or_404
from guyub.apps.surveys.models import Interview, Round


def newest_round(village: str) -> Round | None:
    """The round that is open, else the latest."""
    rounds = Round.objects.filter(village_id=village).select_related("village").order_by("-year")
    return next((one for one in rounds if one.closed_on is None), rounds[0] if rounds else None)


def interview_or_404(request: HttpRequest, village: str, family_code: str) -> Interview:
    """The family's interview in the newest round, for someone who may enter families where it lives."""
    family = family_or_404(request, village, family_code, Right.EDIT_PEOPLE)
    found = newest_round(village)
    interview = Interview.objects.filter(round=found, family=family).select_related("round", "interviewer").first()
    if found is None or interview is None:
        raise Http404
    interview.family = family
    return interview
