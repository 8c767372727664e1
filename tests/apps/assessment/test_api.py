"""The programming interface keeps to the same permissions as the pages."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.models import ApiToken, User
from tests.conftest import FACTS, Cast

MAWAR, MELATI, KENANGA = "99.01.01.1001", "99.01.01.1002", "99.02.01.1001"


def get(user: User | None, path: str, **headers: str) -> tuple[int, dict]:
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(f"/api/v1/{path}", headers=headers)
    return response.status_code, response.json()


def post(user: User | None, path: str, body: object, **headers: str) -> tuple[int, dict]:
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers)
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("person", "codes"), [("operator", [MAWAR]), ("officer", [MAWAR, MELATI]), ("stranger", [KENANGA])]
)
def test_the_list_holds_the_villages_of_the_caller(cast: Cast, person: str, codes: list[str]) -> None:
    _, body = get(getattr(cast, person), "villages")
    assert [village["code"] for village in body["items"]] == codes


@pytest.mark.parametrize("path", ["villages", f"villages/{MAWAR}", f"villages/{MAWAR}/explain"])
def test_a_visitor_gets_nothing_but_the_request_to_sign_in(cast: Cast, path: str) -> None:
    status, body = get(None, path)
    assert (status, body["code"]) == (401, "not-signed-in")


@pytest.mark.parametrize("path", [f"villages/{MAWAR}", f"villages/{MAWAR}/explain"])
def test_a_stranger_gets_no_figure_of_the_village(cast: Cast, path: str) -> None:
    assert get(cast.operator, path)[0] == 200
    status, body = get(cast.stranger, path)
    assert (status, body["code"]) == (404, "village-not-visible")
    assert str(FACTS["population"]) not in json.dumps(body)


def test_a_filter_does_not_widen_the_territory(cast: Cast) -> None:
    _, body = get(cast.stranger, "villages?region=99.01")
    assert body == {"count": 0, "items": []}


def test_detail_has_class_facts_and_margin(cast: Cast) -> None:
    _, body = get(cast.viewer, f"villages/{MAWAR}")
    assert (body["class_name"], body["indices"]["output"], body["points_spare"]) == ("Berkelanjutan", "3.00", 0)
    assert body["facts"] == FACTS


def test_explain_names_value_next_limit_and_origin(cast: Cast) -> None:
    _, body = get(cast.viewer, f"villages/{MAWAR}/explain")
    unmet = body["assessment"]["variables"]["O4"]
    assert (unmet["score"], unmet["value"], unmet["next_better"]) == (1, 30, {"score": 2, "value": 12})
    assert body["origins"]["pus"]["source"] == "synthetic"


def test_explain_under_another_instrument(cast: Cast) -> None:
    _, body = get(cast.viewer, f"villages/{MAWAR}/explain?instrument=kkb-siap-1.0")
    assert body["assessment"]["instrument"]["id"] == "kkb-siap-1.0"


@pytest.mark.parametrize(("query", "status"), [("instrument=x", 404), ("mode=x", 404), ("mode=intended", 200)])
def test_unknown_rules_are_named_as_such(cast: Cast, query: str, status: int) -> None:
    assert get(cast.viewer, f"villages/{MAWAR}/explain?{query}")[0] == status


def test_the_public_list_shows_classes_and_no_figures(cast: Cast) -> None:
    status, body = get(None, "public/villages")
    assert (status, body["count"]) == (200, 3)
    assert set(body["items"][0]) == {
        "code", "name", "path", "synthetic", "as_of", "class_name", "class_rank", "indices", "instrument"
    }  # fmt: skip
    assert str(FACTS["population"]) not in json.dumps(body)


@pytest.mark.parametrize("path", ["villages", "public/villages"])
def test_the_lists_take_as_many_queries_for_one_village_as_for_three(cast: Cast, path: str) -> None:
    client = Client()
    client.force_login(cast.admin)
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(f"/api/v1/{path}?limit={limit}").json()["items"]) == limit
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_classify_gives_the_class_of_the_facts(cast: Cast) -> None:
    status, body = post(cast.viewer, "classify", {"facts": FACTS})
    assert (status, body["assessment"]["class"]) == (200, "Berkelanjutan")


def test_a_village_on_its_limit_gets_the_road_to_a_margin(cast: Cast) -> None:
    status, body = post(cast.viewer, f"villages/{MAWAR}/plan", {})
    road = body["plan"]
    assert (status, road["status"], road["from_class"], road["gap"]) == (200, "optimal", "Berkelanjutan", 0)
    assert road["actions"]


def test_the_road_from_brought_facts_is_the_road_of_the_village(cast: Cast) -> None:
    _, from_village = post(cast.viewer, f"villages/{MAWAR}/plan", {"margin": 25})
    _, from_facts = post(cast.stranger, "plan", {"facts": FACTS, "margin": 25, "region": MAWAR})
    assert from_facts == from_village


@pytest.mark.parametrize(
    ("code", "body", "status", "problem"),
    [
        pytest.param(KENANGA, {}, 404, "village-not-visible", id="outside the territory"),
        pytest.param(MELATI, {}, 400, "nothing-known", id="no figures"),
        pytest.param(MAWAR, {"to": "Hebat"}, 404, "not-found", id="no such class"),
        pytest.param(MAWAR, {"by": "2020-01-01"}, 400, "date-before-start", id="a day that has passed"),
        pytest.param(MAWAR, {"budget": -1}, 422, "request-not-readable", id="negative budget"),
        pytest.param(MAWAR, {"tujuan": "Mandiri"}, 422, "request-not-readable", id="unknown key"),
    ],
)
def test_a_road_that_cannot_be_asked(cast: Cast, code: str, body: dict, status: int, problem: str) -> None:
    answer = post(cast.viewer, f"villages/{code}/plan", body)
    assert (answer[0], answer[1]["code"]) == (status, problem)


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        pytest.param({"penduduk": 1}, 400, "unusable-facts", id="unknown fact"),
        pytest.param({"pokja_exists": 2}, 400, "unusable-facts", id="impossible flag"),
        pytest.param({"pus": -1}, 422, "request-not-readable", id="negative"),
        pytest.param({"pus": "5"}, 422, "request-not-readable", id="text"),
        pytest.param({"pus": 2.0}, 422, "request-not-readable", id="fraction"),
        pytest.param({"pus": 10**10}, 422, "request-not-readable", id="beyond any village"),
        pytest.param({f"a{n}": 1 for n in range(201)}, 422, "request-not-readable", id="too many"),
    ],
)
def test_classify_refuses_what_cannot_be(cast: Cast, facts: dict, status: int, code: str) -> None:
    answer = post(cast.viewer, "classify", {"facts": facts})
    assert (answer[0], answer[1]["code"]) == (status, code)


@pytest.mark.parametrize(("score", "status"), [(4, 200), (5, 400)])
def test_which_scores_can_be_given_the_rules_say(cast: Cast, score: int, status: int) -> None:
    assert post(cast.viewer, "classify", {"facts": FACTS, "given": {"I2": score}})[0] == status


@pytest.mark.parametrize("name", ["Dasar", "Berkembang Sekali", "Siap-2"])
def test_classes_may_be_called_anything(cast: Cast, name: str) -> None:
    assert get(cast.viewer, f"villages?class_name={name.replace(' ', '%20')}")[0] == 200
    assert post(cast.viewer, f"villages/{MAWAR}/plan", {"to": name})[0] in {200, 404}


def test_errors_come_in_the_language_of_the_caller(cast: Cast) -> None:
    _, indonesian = get(cast.viewer, f"villages/{KENANGA}")
    _, english = get(cast.viewer, f"villages/{KENANGA}", **{"Accept-Language": "en"})
    assert (indonesian["message"], english["message"]) == (
        f"Tidak ada desa {KENANGA} di wilayah Anda.",
        f"There is no village {KENANGA} in your territory.",
    )


def test_a_browser_session_needs_its_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.viewer)
    response = client.post("/api/v1/classify", json.dumps({"facts": FACTS}), content_type="application/json")
    assert response.status_code == 403


def test_a_token_acts_as_its_account(cast: Cast) -> None:
    _, secret = ApiToken.issue(cast.stranger, "uji")
    _, body = get(None, "villages", Authorization=f"Bearer {secret}")
    assert [village["code"] for village in body["items"]] == [KENANGA]


def test_only_the_digest_of_a_token_is_kept(cast: Cast) -> None:
    token, secret = ApiToken.issue(cast.stranger, "uji")
    assert secret not in json.dumps(token.__dict__, default=str)


@pytest.mark.parametrize("reason", ["revoked", "wrong", "closed account"])
def test_a_token_that_no_longer_counts(cast: Cast, reason: str) -> None:
    token, secret = ApiToken.issue(cast.operator, "uji")
    if reason == "revoked":
        token.revoked_at = timezone.now()
        token.save()
    elif reason == "closed account":
        User.objects.filter(pk=cast.operator.pk).update(is_active=False)
    else:
        secret += "x"
    assert get(None, "villages", Authorization=f"Bearer {secret}")[0] == 401
