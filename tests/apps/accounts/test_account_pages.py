"""Pages about one's own account: plain words, no leftovers of the library."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD, Cast

PUBLIC = ["account_reset_password", "account_reset_password_done", "account_inactive"]
OWN = ["account_change_password", "account_email", "mfa_index"]
LEFTOVERS = ("Reset Kata Sandi", "hubungi kami", "Faktor", "sepenuhnya numerik")


@pytest.mark.parametrize("name", PUBLIC + OWN)
def test_account_pages_speak_plainly(cast: Cast, client: Client, name: str) -> None:
    if name in OWN:
        client.post(reverse("account_login"), {"login": cast.operator.username, "password": PASSWORD})
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert not [words for words in LEFTOVERS if words in page.content.decode()]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek1", "terlalu pendek. Pakai paling sedikit 10"),
        ("8237461928", "hanya angka"),
        ("password123", "sering dipakai orang"),
        ("{username}123", "terlalu mirip dengan nama"),
    ],
)
def test_a_weak_password_is_refused_in_plain_words(cast: Cast, client: Client, password: str, sentence: str) -> None:
    cast.operator.username = "operatormawar"
    cast.operator.save()
    client.post(reverse("account_login"), {"login": "operatormawar", "password": PASSWORD})
    new = password.format(username="operatormawar")
    posted = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    page = client.post(reverse("account_change_password"), posted)
    assert sentence in page.content.decode()
    cast.operator.refresh_from_db()
    assert cast.operator.check_password(PASSWORD)


def test_a_good_password_is_taken(cast: Cast, client: Client) -> None:
    client.post(reverse("account_login"), {"login": cast.operator.username, "password": PASSWORD})
    new = "kuda lampu sungai pintu"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    cast.operator.refresh_from_db()
    assert cast.operator.check_password(new)


@pytest.mark.parametrize(
    ("language", "sentence"), [("id", "Tunggu 5 menit, lalu coba lagi"), ("en", "Wait 5 minutes, then try again")]
)
def test_who_guesses_too_often_is_told_how_long_to_wait(
    cast: Cast, client: Client, settings, language: str, sentence: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    posted = {"login": cast.operator.username, "password": "bukan kata sandinya"}
    pages = [client.post(reverse("account_login"), posted).content.decode() for _ in range(6)]
    assert [sentence in page for page in pages] == [False] * 5 + [True]
