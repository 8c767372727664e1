"""The list of a cycle's entries: how many there are is said by the counts of its stages, or asked for a search."""

import pytest

from guyub.apps.appraisal.views import cycles
from tests.apps.appraisal.panel import at_stage, make_panel, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "pages", "queries"),
    [
        pytest.param("", 2, 8, id="all"),
        pytest.param("?tahap=berkas", 1, 8, id="a stage"),
        pytest.param("?tahap=tidak-ada", 1, 7, id="no such stage"),
        pytest.param("?cari=", 2, 8, id="an empty search"),
        pytest.param("?cari=k", 1, 9, id="a search"),
        pytest.param("?cari=tidak+ada", 1, 8, id="a search in vain"),
    ],
)
def test_entries_are_counted_once(cast, monkeypatch, django_assert_num_queries, asked, pages, queries):
    panel = make_panel(cast)
    at_stage(panel.entries[1], "wawancara")
    monkeypatch.setattr(cycles, "PAGE_SIZE", 1)
    client = signed_in(panel.secretary)
    address = f"/siklus/{panel.cycle.code}/{asked}"
    client.get(address)
    with django_assert_num_queries(queries):
        page = client.get(address)
    assert page.context["page"].paginator.num_pages == pages
