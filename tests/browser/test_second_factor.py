"""Passkeys and the code app in a real browser, under the strict policy."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from guyub.apps.accounts.models import Assignment, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cadre(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = User.objects.create_user("uji-kader", "uji-kader@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role="kader", region_id="99.01.01.1001", part="001")
    return user


def sign_in(page, live_server, path=""):
    page.goto(f"{live_server.url}{reverse('account_login')}{path}")
    page.get_by_label("Nama pengguna atau email").fill("uji-kader")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.locator("main form button").click()


def test_a_cadre_sets_up_a_passkey_on_the_phone_and_signs_in_with_it(visit, live_server, cadre):
    page = visit("akun/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_in(page, live_server)
    page.wait_for_url(f"**{reverse('mfa_index')}")
    assert "Pasang dahulu satu pengaman" in page.inner_text("main")
    page.locator(f"a[href='{reverse('mfa_add_webauthn')}']").click()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}**")
    assert Authenticator.objects.filter(user=cadre, type="webauthn").exists()
    page.goto(f"{live_server.url}/")
    assert page.url == f"{live_server.url}/"

    page.context.clear_cookies()
    sign_in(page, live_server)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}**")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(f"{live_server.url}/")
    assert page.locator("main").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_second_factor_fit(visit, live_server, cadre, width):
    for name in ("mfa_index", "usersessions_list", "mfa_list_webauthn"):
        page = visit(reverse(name).lstrip("/"), user=cadre, width=width)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
