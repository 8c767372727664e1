"""The village page leads those who claim or verify to the cycles, and nobody else."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.apps.appraisal.panel import signed_in
from tests.conftest import Cast


@pytest.mark.parametrize(("who", "shown"), [("operator", True), ("officer", True), ("viewer", False)])
def test_the_village_page_leads_to_the_cycles(cast: Cast, who: str, shown: bool) -> None:
    client = signed_in(getattr(cast, who))
    page = client.get(f"/desa/{cast.unit.region_id}/", follow=True)
    (assertContains if shown else assertNotContains)(page, 'href="/siklus/"')
