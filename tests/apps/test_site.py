"""What holds on every page: headers, language, health, errors."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from guyub.apps.middleware import DomainErrorMiddleware
from guyub.apps.settings import _email, _private_key
from guyub.errors import DomainError, NotAllowed, NotFound
from tests.conftest import Cast


def test_health_says_ok_and_nothing_else(db: None, client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_carries_the_protecting_headers(db: None, client: Client, header: str, value: str) -> None:
    assert client.get("/akun/login/")[header] == value


def test_no_page_allows_inline_scripts_styles_or_eval(db: None, client: Client) -> None:
    assert "unsafe" not in client.get("/akun/login/")["Content-Security-Policy"]


@pytest.mark.parametrize("accept", ["", "en-US,en;q=0.9"])
def test_pages_are_indonesian_whatever_the_browser_was_set_to(db: None, client: Client, accept: str) -> None:
    assert client.get("/akun/login/", headers={"Accept-Language": accept})["Content-Language"] == "id"


def test_the_switch_turns_pages_to_english_and_back(db: None, client: Client) -> None:
    for language in ("en", "id"):
        client.post("/bahasa/setlang/", {"language": language, "next": "/"})
        assert client.get("/akun/login/")["Content-Language"] == language


def test_pages_of_people_who_are_signed_in_are_not_kept_by_browsers(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    assert "no-store" in client.get("/")["Cache-Control"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed(action="record-facts"), 403),
        (NotFound(kind="region", name="1", known="2"), 404),
        (DomainError(problem="x"), 400),
    ],
)
def test_errors_of_people_become_a_page_with_their_sentence(
    db: None, rf: RequestFactory, error: DomainError, status: int
) -> None:
    request = rf.get("/")
    request.LANGUAGE_CODE = "id"
    response = DomainErrorMiddleware(lambda _: None).process_exception(request, error)
    assert response is not None
    assert response.status_code == status


def test_other_errors_stay_bugs(rf: RequestFactory) -> None:
    assert DomainErrorMiddleware(lambda _: None).process_exception(rf.get("/"), ValueError()) is None


def test_the_admin_sends_people_to_the_site_s_own_login(db: None, client: Client) -> None:
    assert client.get("/kelola/login/")["Location"].startswith("/akun/login/")


@pytest.mark.parametrize(("person", "status"), [("admin", 403), ("operator", 403)])
def test_the_admin_is_for_staff_only(cast: Cast, client: Client, person: str, status: int) -> None:
    client.force_login(getattr(cast, person))
    assert client.get("/kelola/login/").status_code == status


def test_a_superuser_manages_accounts_under_the_strict_policy(cast: Cast, client: Client) -> None:
    cast.admin.is_staff = cast.admin.is_superuser = True
    cast.admin.save()
    client.force_login(cast.admin)
    response = client.get(f"/kelola/accounts/user/{cast.operator.pk}/change/")
    assert response.status_code == 200
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_private_key_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUYUB_SECRET_KEY", raising=False)
    first, second = (_private_key("GUYUB_SECRET_KEY", tmp_path / "secret-key") for _ in range(2))
    assert (first, len(first) >= 50) == (second, True)


def test_the_snapshot_key_is_not_the_secret_key() -> None:
    assert settings.SNAPSHOT_KEY != settings.SECRET_KEY


def test_debug_is_off_by_default() -> None:
    assert settings.DEBUG is False


def test_a_person_can_set_up_a_second_factor(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    assert client.get("/akun/2fa/").status_code == 200


def test_letters_do_not_go_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUYUB_EMAIL_URL", raising=False)
    assert "console" not in str(_email()["EMAIL_BACKEND"])


def test_a_mail_server_is_named_by_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUYUB_EMAIL_URL", "smtps://surat:s%40ndi@mail.contoh.invalid:465")
    server = _email()
    assert (server["EMAIL_HOST"], server["EMAIL_PORT"]) == ("mail.contoh.invalid", 465)
    assert (server["EMAIL_HOST_PASSWORD"], server["EMAIL_USE_SSL"]) == ("s@ndi", True)
