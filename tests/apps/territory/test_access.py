"""Who may open a page about a village: a role in it, above it or in a part of it; a like code is not enough."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from guyub.apps.accounts.models import Role, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import Scope
from guyub.apps.territory.access import holds_in, village_or_404, villages_with
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region

VILLAGE = "99.01.01.1001"


def kader(place: str) -> User:
    user = User()
    user._scope = Scope(frozenset({(str(Role.KADER), place)}))
    return user


@pytest.mark.parametrize(
    ("place", "holds"),
    [
        pytest.param(VILLAGE, True, id="the village itself"),
        pytest.param(f"{VILLAGE}.005", True, id="an RW of it"),
        pytest.param(f"{VILLAGE}.005.012", True, id="an RT of it"),
        pytest.param("99.01", True, id="a region around it"),
        pytest.param("99.01.01.1002", False, id="the village beside it"),
        pytest.param("99.01.01.10", False, id="a code it begins with"),
        pytest.param(f"{VILLAGE}0.005", False, id="a code that begins with it"),
    ],
)
def test_a_right_in_a_village_is_held_in_it_around_it_or_in_a_part(place, holds):
    assert holds_in(kader(place), Right.SEE_PEOPLE, VILLAGE) is holds


def test_a_role_without_the_right_and_a_visitor_hold_nothing():
    assert not holds_in(kader(VILLAGE), Right.SEE_HEALTH, VILLAGE)
    assert not holds_in(AnonymousUser(), Right.SEE_PEOPLE, VILLAGE)


@pytest.mark.django_db
def test_a_village_that_may_not_be_seen_does_not_exist():
    for code in (VILLAGE, "99.01.01.1002"):
        Region.objects.create(code=code, name=code, level=Level.VILLAGE, kind="kelurahan", synthetic=True)
    request = RequestFactory().get("/")
    request.user = kader(f"{VILLAGE}.005")
    assert village_or_404(request, VILLAGE, Right.SEE_PEOPLE).code == VILLAGE
    for code, right in (("99.01.01.1002", Right.SEE_PEOPLE), (VILLAGE, Right.SEE_HEALTH), ("99.01", Right.SEE_PEOPLE)):
        with pytest.raises(Http404):
            village_or_404(request, code, right)
    found = Region.objects.filter(villages_with(request.user, Right.SEE_PEOPLE))
    assert [region.code for region in found] == [VILLAGE]
