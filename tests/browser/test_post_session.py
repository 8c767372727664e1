"""A session for all ages on a phone of 360 px: one queue, the network cut, the server killed; read on a desk too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK
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
FAMILIES = 15


class SessionSite(Site):
    """A site with one posyandu."""

    def queue(self) -> list[tuple[int, str]]:
        """Number and name of those who came, in the order of their numbers."""
        return self.rows(
            "SELECT one.number, who.name FROM lifecycle_arrival one JOIN people_person who ON who.id = one.person_id"
            " WHERE one.came ORDER BY one.number"
        )


@pytest.fixture(scope="module")
def world(migrated_file, tmp_path_factory) -> tuple[Path, str]:
    """A data folder with a village, a posyandu and families, laid once and copied for each test."""
    return lay_world("session_world.py", migrated_file, tmp_path_factory.mktemp("sesi"), str(FAMILIES))


@pytest.fixture
def site(world, tmp_path) -> Iterator[SessionSite]:
    with running_site(world, tmp_path, SessionSite) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    """The cadre's phone at the session that was just opened."""
    with signed_in_phone(chromium, site, f"/ilp/{VILLAGE}/") as page:
        looks_right(page)
        page.get_by_role("button", name="Buka hari posyandu").click()
        page.wait_for_url("**/ilp/hari/*/")
        yield page


def row(page: Page, name: str) -> Locator:
    return page.locator(f"[data-name='{name}']")


def tick(page: Page, kind: str, numbers: range) -> list[str]:
    """Tick people as here; who must be on record then."""
    names = [f"{kind} Contoh {number:02d}" for number in numbers]
    for name in names:
        row(page, name).locator("[data-mark=came]").check()
    return names


def test_one_queue_through_a_cut_network_and_a_killed_server(site, phone):
    page = phone
    looks_right(page)
    came = tick(page, "Ibunda", range(4))
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(row(page, "Ibunda Contoh 00").locator("[data-number]")).to_have_text("1")

    page.context.set_offline(True)
    came += tick(page, "Ananda", range(4))
    row(page, "Ananda Contoh 00").locator("[data-mark=tuberculosis]").select_option("no")
    expect(page.locator(STATE)).to_have_text(re.compile("5 centang"))
    expect(row(page, "Ananda Contoh 00").locator("[data-words]")).to_have_text("nomor menyusul")
    page.get_by_role("button", name="Tutup hari posyandu").click()
    expect(page.locator("[data-not-yet]")).to_be_visible()  # not while something waits
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    expect(row(page, "Ananda Contoh 00").locator("[data-number]")).to_have_text("5")

    site.kill()
    came += tick(page, "Ibunda", range(4, 10))
    expect(page.locator(STATE)).to_have_text(WAITING)
    site.start()
    page.reload()
    expect(row(page, "Ibunda Contoh 09").locator("[data-mark=came]")).to_be_checked()  # what waits is shown
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    assert site.queue() == list(enumerate(came, start=1))  # none lost, none doubled, in the order of arrival
    assert site.rows("SELECT count(*) FROM lifecycle_arrival WHERE tuberculosis = 'no'") == [(1,)]

    page.get_by_role("button", name=re.compile("^Antre")).click()
    expect(page.locator("[data-person]:visible")).to_have_count(len(came))
    looks_right(page)
    page.get_by_role("button", name="Tutup hari posyandu").click()
    expect(page.locator("main")).to_contain_text("sudah ditutup")
    expect(page.locator("#kunjungan li")).to_have_count(FAMILIES - 4)  # children who did not come
    looks_right(page)


def test_two_phones_at_one_post_give_no_number_twice(site, phone):
    other = phone.context.new_page()
    other.goto(phone.url)
    tick(phone, "Ibunda", range(1))
    expect(phone.locator(STATE)).to_have_text(SAVED)
    tick(other, "Ibunda", range(1, 2))
    expect(row(other, "Ibunda Contoh 01").locator("[data-number]")).to_have_text("2")
    expect(row(other, "Ibunda Contoh 00").locator("[data-number]")).to_have_text("1")


def test_an_adult_is_measured_from_the_queue_and_refused_nowhere_twice(site, phone):
    tick(phone, "Ibunda", range(1))
    expect(phone.locator(STATE)).to_have_text(SAVED)
    session = phone.url
    row(phone, "Ibunda Contoh 00").get_by_role("link", name="Ukur dan catat").click()
    phone.get_by_label("Tekanan darah atas").fill("150")
    phone.get_by_label("Tekanan darah bawah").fill("95")
    looks_right(phone)
    phone.get_by_role("button", name="Simpan").click()
    expect(phone.locator("main")).to_contain_text("Rujuk ke puskesmas")
    looks_right(phone)
    phone.goto(session)
    expect(row(phone, "Ibunda Contoh 00").locator("[data-words]")).to_have_text("sudah diukur")


def test_pages_read_well_on_a_desk(site, phone):
    phone.set_viewport_size({"width": DESK, "height": 900})
    for address in (phone.url, *(f"{site.address}{path}" for path in (
        f"/ilp/{VILLAGE}/", f"/ilp/{VILLAGE}/rekap/", f"/dewasa/{VILLAGE}/", f"/dewasa/{VILLAGE}/daftar/semua/",
    ))):  # fmt: skip
        if phone.url != address:
            phone.goto(address)
        found = Axe().run(phone).response["violations"]
        assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert phone.evaluate("document.documentElement.scrollWidth") <= DESK
