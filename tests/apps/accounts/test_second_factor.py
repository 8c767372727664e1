"""Who sees people signs in with two things, and nothing else opens before the second one is set up."""

import json
import re
import time
from importlib import import_module

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from guyub.apps.accounts.models import ApiToken, Assignment, Role, User
from guyub.apps.accounts.scope import scope_of
from guyub.apps.accounts.second_factor import SealedFactors, has_second_factor, needs_second_factor
from guyub.apps.audit.models import AuditEntry
from guyub.apps.evidence.models import Evidence
from tests.conftest import PASSWORD, Cast

VILLAGE = "99.01.01.1001"


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def someone(role: str) -> User:
    user = User.objects.create_user(f"uji-{role}", f"uji-{role}@contoh.invalid", PASSWORD)
    above = {"province": "99", "juror": "99"} | dict.fromkeys(("city", "opd", "viewer", "auditor"), "99.01")
    region = {"admin": None, **above}
    Assignment.objects.create(user=user, role=role, region_id=region.get(role, VILLAGE))
    return user


def code_of(secret: str) -> str:
    """What the app on a phone shows now; the site takes the codes before and after it too."""
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(client: Client, user: User):
    return client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})


NEEDED = {
    **dict.fromkeys(("kader", "tpk", "operator", "lurah", "pkb", "puskesmas"), True),  # families
    "counsellor": True,  # young people of a post
    **dict.fromkeys(("city", "province", "juror", "auditor"), True),  # proofs of villages
    **dict.fromkeys(("opd", "viewer", "admin"), False),  # own proofs alone; figures; accounts and codes
}


@pytest.mark.parametrize("role", Role.values)  # a new role fails here until somebody says which it is
def test_roles_that_open_families_or_proofs_need_it_and_others_may(cast: Cast, client: Client, role: str) -> None:
    needed = NEEDED[role]
    user = someone(role)
    assert needs_second_factor(user) is needed
    client.force_login(user)
    page = client.get("/")
    assert (page.status_code == 302 and page["Location"] == reverse("mfa_index")) is needed


def test_an_office_meets_its_own_proofs_alone_and_so_needs_none(cast: Cast) -> None:
    office = someone("opd")
    own, other = (
        Evidence.objects.create(unit=cast.unit, kind="register", title="Daftar hadir", added_by=person)
        for person in (office, cast.operator)
    )
    assert list(Evidence.objects.visible_to(office)) == [own]
    assert other in Evidence.objects.visible_to(cast.operator)
    Assignment.objects.create(user=office, role="city", region_id="99.01")
    asked_again = User.objects.get(pk=office.pk)
    assert other in Evidence.objects.visible_to(asked_again)
    assert needs_second_factor(asked_again)


def test_whoever_gives_roles_needs_it_although_their_own_shows_no_names(cast: Cast) -> None:
    manager = someone("admin")
    assert not needs_second_factor(manager)
    manager.is_staff = True
    assert needs_second_factor(manager)
    assert not scope_of(manager).shows_names


def test_nothing_but_the_own_account_opens_before_it_is_set_up(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    for address in (f"/desa/{VILLAGE}/", f"/desa/{VILLAGE}/fakta/", "/berkas/", f"/keluarga/{VILLAGE}/", "/kelola/"):
        assert client.get(address)["Location"] == reverse("mfa_index"), address
    assert client.post(f"/desa/{VILLAGE}/potret/")["Location"] == reverse("mfa_index")
    for name in ("mfa_index", "account_change_password", "usersessions_list", "health"):
        assert client.get(reverse(name)).status_code == 200, name


def test_the_programming_interface_says_so_in_its_own_way(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    answer = client.get("/api/v1/villages")
    assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-needed")


def test_a_token_is_a_factor_of_its_own(cast: Cast, client: Client) -> None:
    _, secret = ApiToken.issue(cast.operator, "unduhan")
    assert client.get("/api/v1/villages", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_a_part_of_a_page_leads_the_whole_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    answer = client.get(f"/desa/{VILLAGE}/andai/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("mfa_index")


def test_a_cadre_sets_up_an_app_and_signs_in_with_its_code(cast: Cast, client: Client) -> None:
    user = someone("kader")
    sign_in(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    assert has_second_factor(user)
    assert client.get(f"/desa/{VILLAGE}/").status_code == 200

    client.logout()
    answer = sign_in(client, user)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(f"/desa/{VILLAGE}/fakta/")["Location"].startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_the_second_step_and_the_backup_codes_speak_as_the_rest_of_the_account(cast: Cast, client: Client) -> None:
    user = someone("kader")
    sign_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    page = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    text = page.content.decode()
    assert ("Kode cadangan" in text, "Kode Pemulihan" in text) == (True, False)
    assert all(code in text for code in page.context["unused_codes"])
    assert "Ke beranda" in text  # what comes next

    client.logout()
    sign_in(client, user)
    text = client.get(reverse("mfa_authenticate")).content.decode()
    assert ("Kode enam angka" in text, "Autentikasi" in text) == (True, False)
    assert re.search(r'<script src="[^"]*mfa/js/webauthn\.js"', text)
    assert 'id="mfa_webauthn_authenticate"' in text


def test_setting_one_up_later_asks_for_the_password_again(cast: Cast, client: Client, monkeypatch) -> None:
    sign_in(client, cast.operator)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))


def test_a_recovery_code_opens_once(cast: Cast, client: Client) -> None:
    user = someone("kader")
    sign_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    for met in ("in", "out"):
        client.logout()
        sign_in(client, user)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is (met == "in")


def test_the_secret_of_an_app_is_not_in_the_database(cast: Cast) -> None:
    secret = generate_totp_secret()
    made = TOTP.activate(cast.operator, secret).instance
    made.refresh_from_db()
    assert secret not in json.dumps(made.data)
    assert SealedFactors().decrypt(made.data["secret"]) == secret


def seal_again(step: str = "seal") -> None:
    migration = import_module("guyub.apps.accounts.migrations.0004_seal_second_factors")
    getattr(migration, step)(apps, connection.schema_editor())


@pytest.fixture
def set_up_before(cast: Cast, monkeypatch) -> tuple[User, str, list[str]]:
    """An account with a code app and recovery codes as the version before sealing wrote them: secret and codes."""
    with monkeypatch.context() as before:
        before.setattr(SealedFactors, "encrypt", DefaultMFAAdapter.encrypt)
        before.setattr(SealedFactors, "decrypt", DefaultMFAAdapter.decrypt)
        secret = generate_totp_secret()
        TOTP.activate(cast.operator, secret)
        codes = RecoveryCodes.activate(cast.operator).get_unused_codes()
    assert secret in str(list(Authenticator.objects.values_list("data", flat=True)))
    return cast.operator, secret, codes


def signed_in_with(client: Client, user: User, code: str) -> bool:
    client.logout()
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


def test_who_set_up_an_app_before_secrets_were_sealed_still_signs_in(set_up_before, client: Client) -> None:
    user, secret, codes = set_up_before
    seal_again()
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert signed_in_with(client, user, code_of(secret))
    assert [signed_in_with(client, user, codes[0]) for _ in range(2)] == [True, False]


@pytest.mark.usefixtures("set_up_before")
def test_sealing_twice_changes_nothing_and_the_way_back_is_open() -> None:
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    seal_again()
    once = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    seal_again()
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == once != before
    seal_again("unseal")
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_what_was_sealed_without_a_mark_is_marked(cast: Cast, client: Client) -> None:
    secret = generate_totp_secret()
    made = TOTP.activate(cast.operator, secret).instance
    made.data["secret"] = made.data["secret"].removeprefix("s1:")
    made.save()
    seal_again()
    made.refresh_from_db()
    assert made.data["secret"].startswith("s1:")
    assert signed_in_with(client, cast.operator, code_of(secret))


def test_the_last_factor_stays_while_it_is_needed(cast: Cast, client: Client) -> None:
    user = someone("kader")
    sign_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert has_second_factor(user)


def test_a_factor_that_the_administrator_takes_away_has_to_be_set_up_anew(cast: Cast, client: Client) -> None:
    made = TOTP.activate(cast.operator, generate_totp_secret()).instance
    cast.admin.is_staff = cast.admin.is_superuser = True
    cast.admin.save()
    TOTP.activate(cast.admin, generate_totp_secret())
    client.force_login(cast.admin)
    shown = client.get(f"/kelola/mfa/authenticator/{made.pk}/change/").content.decode()
    assert made.data["secret"] not in shown
    client.post(f"/kelola/mfa/authenticator/{made.pk}/delete/", {"post": "yes"})
    client.force_login(cast.operator)
    assert client.get("/")["Location"] == reverse("mfa_index")


def test_factors_go_on_the_trail_and_end_sessions_that_had_none(
    cast: Cast, client: Client, django_capture_on_commit_callbacks
) -> None:
    user, earlier = someone("kader"), Client()
    sign_in(earlier, user)
    sign_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(f"/desa/{VILLAGE}/andai/").status_code == 200
    assert earlier.get(f"/desa/{VILLAGE}/andai/")["Location"].startswith(reverse("account_login"))
    added = AuditEntry.objects.filter(subject=f"account:{user.pk}", action="factor-added")
    assert {entry.details["kind"] for entry in added} == {"totp", "recovery_codes"}


def test_passkeys_are_offered_under_the_strict_policy(cast: Cast, client: Client) -> None:
    sign_in(client, cast.operator)
    page = client.get(reverse("mfa_add_webauthn"))
    text = page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]
    assert re.search(r'<script src="[^"]*mfa/js/webauthn\.js"', text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


# --- where one is signed in -----------------------------------------------------------------------------------------


def test_a_person_sees_where_they_are_signed_in_and_ends_one(cast: Cast, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    phone, desk = Client(headers={"User-Agent": "Ponsel"}), Client(headers={"User-Agent": "Komputer"})
    for device in (phone, desk):
        sign_in(device, cast.operator)
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
    UserSession.objects.filter(user_agent="Komputer").update(user_agent=agent)
    text = desk.get(reverse("usersessions_list")).content.decode()
    assert ">Chrome, Linux</span>" in text
    assert "Ponsel" in text
    assert "perangkat ini" in text
    lost = UserSession.objects.get(user=cast.operator, user_agent="Ponsel")
    desk.post(reverse("account_end_session", args=[lost.pk]))
    assert phone.get("/berkas/")["Location"].startswith(reverse("account_login"))
    assert desk.get("/berkas/").status_code == 200


def test_nobody_ends_the_session_of_another_or_the_own_present_one(cast: Cast, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    own, other = Client(), Client()
    sign_in(own, cast.operator)
    sign_in(other, cast.stranger)
    for session in UserSession.objects.all():
        assert other.post(reverse("account_end_session", args=[session.pk])).status_code == 404
    assert own.get("/berkas/").status_code == 200


def test_guessing_codes_is_stopped(cast: Cast, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.operator, secret)
    sign_in(client, cast.operator)
    for _ in range(8):
        client.post(reverse("mfa_authenticate"), {"code": "123456"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" not in client.session
