"""The first page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import FACTS, Cast


def test_visitors_see_cities_and_the_way_in_and_no_figures(cast: Cast, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Kota Contoh" in page
    assert "/akun/login/" in page
    assert str(FACTS["population"]) not in page


def test_an_operator_finds_their_own_village_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    response = client.get("/")
    assert [state.unit for state in response.context["villages"]] == [cast.unit]
    assert "/desa/99.01.01.1001/" in response.content.decode()


def test_a_city_officer_finds_their_city_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    assert [part.code for part in client.get("/").context["parts"]] == ["99.01", "99.02"]


@pytest.mark.parametrize("person", ["operator", "officer", "admin"])
def test_the_first_page_takes_few_queries(cast: Cast, client: Client, person: str) -> None:
    client.force_login(getattr(cast, person))
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 7
