"""A kitchen day on a phone of 360 px: portions ticked while the network is cut and the server is killed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site_process import (
    SAVED,
    STATE,
    WAITING,
    Site,
    lay_world,
    looks_right,
    running_site,
    signed_in_phone,
)

CHILDREN = 12


class KitchenSite(Site):
    """A site with one kitchen day."""

    def portions(self) -> list[tuple[str, int, int | None, str]]:
        """Name, given, quarters eaten and reason of those who were ticked."""
        return sorted(
            tuple(row)
            for row in self.rows(
                "SELECT person.name, one.given, one.eaten, one.reason FROM nutrition_kitchenportion one"
                " JOIN nutrition_kitchenguest guest ON guest.id = one.guest_id"
                " JOIN people_person person ON person.id = guest.person_id"
            )
        )

    def servings(self) -> list[tuple[int | None]]:
        """Quarters eaten of the servings of the round that count."""
        return [tuple(row) for row in self.rows("SELECT eaten FROM nutrition_pmtserving WHERE counts")]


@pytest.fixture(scope="module")
def world(migrated_file, tmp_path_factory) -> tuple[Path, str]:
    """A data folder with a village and a kitchen day, laid once and copied for each test."""
    return lay_world("kitchen_world.py", migrated_file, tmp_path_factory.mktemp("dapur"), str(CHILDREN))


@pytest.fixture
def site(world, tmp_path) -> Iterator[KitchenSite]:
    with running_site(world, tmp_path, KitchenSite) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    """The cadre's phone at the kitchen."""
    with signed_in_phone(chromium, site, f"/dapur/hari/{site.laid}/") as page:
        yield page


def name_of(number: int) -> str:
    return f"Ananda Contoh {number:02d}"


def row(page: Page, number: int) -> Locator:
    return page.locator(f"[data-name='{name_of(number)}']")


def give(page: Page, number: int, eaten: str = "4", reason: str = "") -> tuple[str, int, int, str]:
    """Tick a portion, how much was eaten and why not all; what must be on record then."""
    row(page, number).locator("[data-given]").check()
    row(page, number).locator("[data-eaten]").select_option(eaten)
    if reason:
        row(page, number).locator("[data-reason]").select_option(reason)
    return name_of(number), 1, int(eaten), reason


def test_portions_through_a_cut_network_and_a_killed_server(site, phone):
    page = phone
    looks_right(page)
    given = [give(page, 0), give(page, 1, "2", "sick")]
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator("[data-came]")).to_have_text("2")
    assert site.portions() == sorted(given)
    assert site.servings() == [(4,)]

    # The network is cut: the page goes on from name to name.
    page.context.set_offline(True)
    given += [give(page, number) for number in range(2, 5)]
    expect(page.locator(STATE)).to_have_text(re.compile("6 centang"))
    assert len(site.portions()) == 2
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    assert site.portions() == sorted(given)

    # The server is killed; the page is loaded anew when it is back.
    site.kill()
    given += [give(page, 5, "0", "refused"), give(page, 6)]
    expect(page.locator(STATE)).to_have_text(WAITING)
    site.start()
    page.reload()
    expect(row(page, 5).locator("[data-given]")).to_be_checked()  # what waits is shown as it was ticked
    expect(row(page, 5).locator("[data-reason]")).to_have_value("refused")
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    assert site.portions() == sorted(given)

    # Whoever is in a round has the portion as its serving; put right, it counts once.
    row(page, 0).locator("[data-eaten]").select_option("1")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert site.servings() == [(1,)]
