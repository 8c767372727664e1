"""What people read when something cannot be served."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_unknown_address_says_where_to_start(client):
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "Mulai dari beranda" in response.content.decode()


def test_a_body_that_is_too_large_says_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post("/akun/login/", {"login": "x" * 2000})
    assert response.status_code == 413
    assert "Berkas terlalu besar" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.operator)
    response = client.post(f"/desa/{cast.unit.region_id}/potret/")
    assert response.status_code == 403
    assert "terlalu lama terbuka" in response.content.decode()


def test_an_error_that_a_person_can_put_right_is_told_in_a_sentence(client, cast):
    client.force_login(cast.viewer)
    response = client.post(f"/desa/{cast.unit.region_id}/potret/")
    assert response.status_code == 403
    assert "Belum dapat dilakukan" in response.content.decode()


@pytest.mark.parametrize("page", ["400", "403", "404", "500"])
def test_error_pages_need_nothing_but_themselves(page):
    # When the database or a session is what is broken, the page still has to appear.
    assert "Ke beranda" in render_to_string(f"{page}.html")


def test_a_broken_view_shows_our_page(client, cast, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("guyub.apps.assessment.views.village.load_known", lambda unit: 1 / 0)
    client.force_login(cast.operator)
    response = client.get(f"/desa/{cast.unit.region_id}/")
    assert response.status_code == 500
    assert "Catatan Anda yang sudah tersimpan aman" in response.content.decode()
