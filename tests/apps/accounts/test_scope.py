"""Territory and role decide what you see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.test import Client

from guyub.apps.accounts import permissions
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.accounts.scope import covers, either, within
from guyub.apps.assessment.models import FactRecord, Recording, Snapshot, VillageState
from guyub.apps.assessment.services import SYSTEM, take_snapshots
from guyub.apps.territory.models import Unit
from tests.conftest import PASSWORD, Cast


@pytest.mark.parametrize(
    ("own", "code", "covered"),
    [
        pytest.param("32.76", "32.76", True, id="the region itself"),
        pytest.param("32.76", "32.76.01.1009", True, id="a village below it"),
        pytest.param("32.7", "32.76.01.1009", False, id="a code cut in the middle covers nothing"),
        pytest.param("32.76.01", "32.76.011.1009", False, id="a longer number that begins alike"),
        pytest.param("32.76.01.1009", "32.76", False, id="nothing above"),
        pytest.param("", "32.76.01.1009", True, id="everywhere"),
    ],
)
def test_a_code_covers_itself_and_what_is_below(own: str, code: str, covered: bool) -> None:
    assert covers([own], code) is covered


@pytest.mark.parametrize(
    ("reach", "seen"),
    [
        pytest.param(["99.02"], {"99.01.01.1001", "99.02.01.1001"}, id="a city, and one village besides"),
        pytest.param([""], {"99.01.01.1001", "99.01.01.1002", "99.02.01.1001"}, id="everywhere stays everywhere"),
        pytest.param([], {"99.01.01.1001"}, id="nowhere but that village"),
    ],
)
def test_a_reach_joined_to_another_condition_loses_nothing(cast: Cast, reach: list[str], seen: set[str]) -> None:
    found = Unit.objects.filter(either(within(reach, "region__code"), Q(region="99.01.01.1001")))
    assert set(found.values_list("region_id", flat=True)) == seen


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("operator", {"99.01.01.1001"}),
        ("officer", {"99.01.01.1001", "99.01.01.1002"}),
        ("viewer", {"99.01.01.1001", "99.01.01.1002"}),
        ("stranger", {"99.02.01.1001"}),
        ("admin", {"99.01.01.1001", "99.01.01.1002", "99.02.01.1001"}),
    ],
)
def test_each_person_sees_the_units_of_their_territory(cast: Cast, person: str, seen: set[str]) -> None:
    units = Unit.objects.visible_to(getattr(cast, person))
    assert set(units.values_list("region_id", flat=True)) == seen


@pytest.mark.parametrize(
    ("person", "editable"),
    [
        ("operator", {"99.01.01.1001"}),
        ("officer", {"99.01.01.1001", "99.01.01.1002"}),
        ("viewer", set()),
        ("stranger", {"99.02.01.1001"}),
    ],
)
def test_each_person_edits_by_role(cast: Cast, person: str, editable: set[str]) -> None:
    units = Unit.objects.editable_by(getattr(cast, person))
    assert set(units.values_list("region_id", flat=True)) == editable


@pytest.mark.parametrize("model", [FactRecord, Recording, Snapshot, VillageState])
def test_no_record_of_a_village_reaches_a_stranger(cast: Cast, model: type) -> None:
    take_snapshots(SYSTEM, [cast.unit])
    assert model.objects.filter(unit=cast.unit).exists(), "there must be something to leak"
    for person in (cast.stranger, AnonymousUser(), None):
        assert not model.objects.visible_to(person).filter(unit=cast.unit).exists()


def test_a_closed_account_sees_nothing(cast: Cast) -> None:
    cast.operator.is_active = False
    assert not Unit.objects.visible_to(cast.operator).exists()


def test_a_city_code_in_the_database_does_not_reach_a_neighbour_with_a_similar_code(cast: Cast) -> None:
    user = User.objects.create_user("ujung", password=PASSWORD)
    Assignment.objects.create(user=user, role="city", region=cast.unit.region.parent)
    assert set(Unit.objects.visible_to(user).values_list("region_id", flat=True)) == {"99.01.01.1001", "99.01.01.1002"}


@pytest.mark.parametrize(
    ("person", "permission", "granted"),
    [
        ("viewer", permissions.VIEW_UNIT, True),
        ("viewer", permissions.EDIT_FACTS, False),
        ("viewer", permissions.TAKE_SNAPSHOT, False),
        ("operator", permissions.EDIT_FACTS, True),
        ("operator", permissions.MANAGE_UNIT, False),
        ("stranger", permissions.VIEW_UNIT, False),
        ("admin", permissions.MANAGE_UNIT, True),
    ],
)
def test_named_permissions_follow_the_same_scope(cast: Cast, person: str, permission: str, granted: bool) -> None:
    assert getattr(cast, person).has_perm(permission, cast.unit) is granted


def test_scope_costs_one_query_a_request(cast: Cast, django_assert_num_queries) -> None:
    user = User.objects.get(pk=cast.operator.pk)
    with django_assert_num_queries(1):
        for _ in range(3):
            user.has_perm(permissions.VIEW_UNIT, cast.unit)


def test_login_by_name_and_by_email(cast: Cast, client: Client) -> None:
    for login in ("operator", "operator@contoh.invalid"):
        client.logout()
        client.post("/akun/login/", {"login": login, "password": PASSWORD})
        assert client.session.get("_auth_user_id") == str(cast.operator.pk)


def test_nobody_signs_up_by_themselves(db: None, client: Client) -> None:
    client.post(
        "/akun/signup/",
        {"username": "baru", "email": "b@contoh.invalid", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.filter(username="baru").exists()


def test_guessing_a_password_is_stopped(cast: Cast, client: Client) -> None:
    for _ in range(5):
        client.post("/akun/login/", {"login": "operator", "password": "salah-tebak"})
    client.post("/akun/login/", {"login": "operator", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
