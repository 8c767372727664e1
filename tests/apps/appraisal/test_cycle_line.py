"""The village page leads those who claim or verify to the cycles, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

if TYPE_CHECKING:
    from tests.conftest import Cast


@pytest.mark.parametrize(("who", "shown"), [("operator", True), ("officer", True), ("viewer", False)])
def test_the_village_page_leads_to_the_cycles(cast: Cast, who: str, shown: bool) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    page = client.get(f"/desa/{cast.unit.region_id}/", follow=True)
    (assertContains if shown else assertNotContains)(page, 'href="/siklus/"')
