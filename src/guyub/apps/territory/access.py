"""Who may open a page about a village. What someone may not see does not exist for them: 404, nothing is learnt."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region


def holds_in(user: User | AnonymousUser, right: Right, village: str) -> bool:
    """Whether the person holds a right in a village, or in an RW or RT of it."""
    codes = scope_of(user).codes(right)
    return scope_of(user).may(right, village) or any(code.startswith(f"{village}.") for code in codes)


def village_or_404(request: HttpRequest, code: str, right: Right) -> Region:
    """The village, for someone who holds the right in it or in a part of it."""
    if not holds_in(request.user, right, code):
        raise Http404
    return get_object_or_404(Region, code=code, level=Level.VILLAGE)


def villages_with(user: User | AnonymousUser, right: Right) -> Q:
    """Filter on regions: villages in which, or in a part of which, the person holds a right."""
    return within({code[:VILLAGE_CODE_LENGTH] for code in scope_of(user).codes(right)}, "code")
