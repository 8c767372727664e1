"""A posyandu day on a phone of 360 px: forty children, the network cut twice, the server killed once.

The site runs in a process of its own, so that it can be killed in the middle like a real one.
"""

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

VILLAGE = "99.01.01.1001"
CHILDREN = 40


class PosyanduSite(Site):
    """A site with one posyandu."""

    def measured(self) -> list[tuple]:
        """Children and their figures of the day, replaced ones too."""
        return self.rows(
            "SELECT person.name, one.weight_g, one.height_mm FROM growth_measurement one"
            " JOIN people_person person ON person.id = one.child_id WHERE one.held_id IS NOT NULL"
        )


@pytest.fixture(scope="module")
def world(migrated_file, tmp_path_factory) -> tuple[Path, str]:
    """A data folder with a village, a posyandu and its children, laid once and copied for each test."""
    return lay_world("posyandu_world.py", migrated_file, tmp_path_factory.mktemp("posyandu"), str(CHILDREN))


@pytest.fixture
def site(world, tmp_path) -> Iterator[PosyanduSite]:
    with running_site(world, tmp_path, PosyanduSite) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    """The cadre's phone at the day that was just opened."""
    with signed_in_phone(chromium, site, f"/posyandu/{VILLAGE}/") as page:
        looks_right(page)
        page.get_by_role("button", name=re.compile("^Buka hari posyandu")).click()
        page.wait_for_url("**/posyandu/hari/*/")
        yield page


def row(page: Page, number: int) -> Locator:
    return page.locator(f"[data-name='Ananda Contoh {number:02d}']")


def opened(page: Page, number: int) -> Locator:
    """A child's panel."""
    found = row(page, number)
    if not found.locator("details").evaluate("details => details.open"):
        found.locator("summary").click()
    return found


def middle(found: Locator, measure: str) -> float:
    """A likely figure of this child, in kg or cm."""
    low, high = (int(found.get_attribute(f"data-{measure}-{end}")) for end in ("least", "most"))
    return round((low + high) / 2 / (1000 if measure == "weight" else 10), 1)


def type_in(found: Locator, figure: str, value: float | str) -> None:
    text = value if isinstance(value, str) else f"{value:.1f}".replace(".", ",")
    found.locator(f"[data-figure={figure}] input").first.fill(text)


def measure(page: Page, number: int) -> tuple[str, int, int]:
    """Weigh and measure a child; what must be on record then."""
    found = opened(page, number)
    weight, height = middle(found, "weight"), middle(found, "height")
    type_in(found, "weight_g", weight)
    type_in(found, "height_mm", height)
    found.get_by_role("button", name="Simpan").click()
    return f"Ananda Contoh {number:02d}", round(weight * 1000), round(height * 10)


def test_forty_children_through_a_cut_network_and_a_killed_server(site, phone):
    page, sent = phone, []
    looks_right(page)
    sent += [measure(page, number) for number in range(8)]
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(row(page, 7).locator("[data-told]")).to_contain_text("Baru pertama ditimbang")
    expect(row(page, 7).locator("[data-told]")).to_contain_text("BB/U")
    expect(page.locator("[data-summary]")).to_contain_text("8 dari 40")

    # The network is cut: the page goes on from child to child.
    page.context.set_offline(True)
    sent += [measure(page, number) for number in range(8, 18)]
    expect(page.locator(STATE)).to_have_text(re.compile("10 pengukuran"))
    expect(row(page, 17).locator("[data-mark]")).to_have_text("menunggu sinyal")
    looks_right(page)
    assert len(site.measured()) == 8
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    expect(row(page, 8).locator("[data-mark]")).not_to_have_text("menunggu sinyal")
    assert sorted(site.measured()) == sorted(sent)

    # The server is killed while it takes them in; the page is loaded anew when it is back.
    sent += [measure(page, number) for number in range(18, 22)]
    site.kill()
    sent += [measure(page, number) for number in range(22, 30)]
    expect(page.locator(STATE)).to_have_text(WAITING)
    site.start()
    page.reload()
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    assert sorted(site.measured()) == sorted(sent)

    # Cut again, and there again before the last is typed.
    page.context.set_offline(True)
    sent += [measure(page, number) for number in range(30, 38)]
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.context.set_offline(False)
    sent += [measure(page, number) for number in range(38, CHILDREN)]
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)

    assert len(sent) == CHILDREN
    assert sorted(site.measured()) == sorted(sent)  # none lost, none doubled
    assert site.rows("SELECT count(*) FROM growth_daysending") == [(CHILDREN,)]
    expect(page.locator("[data-summary]")).to_contain_text("40 dari 40")
    expect(page.locator("[data-todo]")).to_have_text("0")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('guyub:posyandu')).length") == 0
    looks_right(page)
    page.get_by_role("button", name="Tutup hari posyandu").click()
    expect(page.locator("main")).to_contain_text("sudah ditutup")
    looks_right(page)
