"""A posyandu is seen, and run, where any place it serves is: asked of the database and of one posyandu alike."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import Posyandu, PosyanduDay
from guyub.apps.growth.services import open_day, open_posyandu
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today

pytestmark = pytest.mark.django_db


def puskesmas(region: str) -> User:
    user = User.objects.create_user(f"pkm-{region}", f"pkm-{region}@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role="puskesmas", region_id=region)
    return user


@pytest.fixture
def three(cast):
    """One of RW 001, one of RW 001 and 002, one of the whole village."""
    village = cast.unit.region
    return [open_posyandu(SYSTEM, village, *how) for how in (("A", ["001"]), ("B", ["001", "002"]), ("C", []))]


def reached(user):
    found = Posyandu.objects.permitted(user, Right.EDIT_GROWTH)
    codes = scope_of(user).codes(Right.EDIT_GROWTH)
    assert {one for one in Posyandu.objects.all() if one.touches(codes)} == set(found)
    return [one.name for one in found]


def test_who_reaches_which(cast, three):
    assert reached(kader(cast, "k1", rw="001")) == ["A", "B", "C"]
    assert reached(kader(cast, "k2", rw="002")) == ["B", "C"]
    assert reached(kader(cast, "k3", rw="003")) == ["C"]
    assert reached(kader(cast, "k4", rw="002", rt="007")) == ["B", "C"]
    assert reached(kader(cast, "k5", rw="")) == ["A", "B", "C"]
    assert reached(puskesmas("99.01.01")) == ["A", "B", "C"]
    assert reached(puskesmas("99.01.01.1002")) == []
    assert reached(puskesmas("99.02")) == []


@pytest.mark.parametrize("name", ["operator", "viewer", "stranger", "admin"])
def test_without_the_right_nothing_is_reached(cast, three, name):
    assert reached(getattr(cast, name)) == []


def test_a_day_is_reached_as_its_posyandu(cast, three):
    days = [open_day(SYSTEM, one, today()) for one in three]
    found = PosyanduDay.objects.permitted(kader(cast, rw="002"), Right.SEE_GROWTH)
    assert set(found) == set(days[1:])


def test_a_cadre_of_one_neighbourhood_opens_the_day_of_the_village(cast, three):
    mine = kader(cast, rw="003", rt="001")
    assert open_day(mine, three[2], today())
    with pytest.raises(NotAllowed):
        open_day(mine, three[1], today())
