"""Recording activities on a phone of 360 px: the network cut, the server killed, one refused and put right."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
FORM = f"/kegiatan/{VILLAGE}/catat/"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('guyub:kegiatan')).length"


class ActivitySite(Site):
    """A site with a village."""

    def titles(self) -> list[str]:
        """Titles of what is on record."""
        return [row[0] for row in self.rows("SELECT title FROM programmes_activity ORDER BY title")]


@pytest.fixture(scope="module")
def world(migrated_file, tmp_path_factory) -> tuple[Path, str]:
    """A data folder with a village and its cadre, laid once and copied for each test."""
    return lay_world("meeting_world.py", migrated_file, tmp_path_factory.mktemp("kegiatan"), "2")


@pytest.fixture
def site(world, tmp_path) -> Iterator[ActivitySite]:
    with running_site(world, tmp_path, ActivitySite) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    with signed_in_phone(chromium, site, FORM) as page:
        looks_right(page)
        yield page


def fill(page: Page, title: str, serves: str = "1") -> None:
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Tempat").fill("Balai RW 001")
    page.get_by_label("Cerita kegiatan").fill("Kerja bakti bersama warga.")
    page.get_by_label("Seksi (fungsi keluarga)").select_option("lingkungan")
    page.get_by_label("Seluruh Penduduk").check()
    page.get_by_label("Dinas Kesehatan").check()
    page.get_by_label("Untuk RW").fill(serves)


def record(page: Page, title: str, serves: str = "1") -> None:
    fill(page, title, serves)
    page.get_by_role("button", name="Simpan kegiatan").click()


def test_activities_through_a_cut_network_and_a_killed_server(site, phone):
    page = phone
    page.context.set_offline(True)
    record(page, "A pertama")
    record(page, "B kedua")
    expect(page.locator(STATE)).to_have_text(re.compile("2 kegiatan"))
    expect(page.get_by_label("Judul")).to_have_value("")  # ready for the next one
    looks_right(page)
    assert site.titles() == []
    page.context.set_offline(False)
    expect(page.locator("[data-recorded]")).to_contain_text("A pertama", timeout=60_000)
    page.wait_for_url(re.compile(rf"/kegiatan/{VILLAGE}/\d+/$"))  # the last one leads to its page
    assert site.titles() == ["A pertama", "B kedua"]
    looks_right(page)

    # The server is killed, and the page is loaded anew when it is back.
    page.goto(f"{site.address}{FORM}")
    site.kill()
    record(page, "C ketiga")
    expect(page.locator(STATE)).to_have_text(WAITING)
    site.start()
    page.goto(f"{site.address}{FORM}")
    page.wait_for_url(re.compile(rf"/kegiatan/{VILLAGE}/\d+/$"), timeout=60_000)
    assert site.titles() == ["A pertama", "B kedua", "C ketiga"]
    assert site.rows("SELECT count(*) FROM programmes_activitysending") == [(3,)]
    assert page.evaluate(KEPT) == 0


def test_an_answer_that_was_lost_doubles_nothing(site, phone):
    page = phone
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())  # it arrives, and the answer does not
        return route.abort()

    page.route("**/catat/kirim/", lose)
    record(page, "Sekali saja")
    page.wait_for_url(re.compile(rf"/kegiatan/{VILLAGE}/\d+/$"), timeout=60_000)
    assert (len(lost), site.titles()) == (1, ["Sekali saja"])


def test_what_is_refused_comes_back_into_the_form_to_be_put_right(site, phone):
    page = phone
    record(page, "Seluruh kelurahan", serves="")  # not this cadre's to record
    expect(page.locator("[data-refusals]")).to_contain_text("Seluruh kelurahan")
    expect(page.get_by_label("Judul")).to_have_value("Seluruh kelurahan")
    looks_right(page)
    page.get_by_label("Untuk RW").fill("1")
    page.get_by_role("button", name="Simpan kegiatan").click()
    page.wait_for_url(re.compile(rf"/kegiatan/{VILLAGE}/\d+/$"), timeout=60_000)
    assert site.titles() == ["Seluruh kelurahan"]
    expect(page.locator(STATE)).to_have_count(0)


def test_what_is_lacking_is_told_before_anything_is_sent(site, phone):
    page = phone
    fill(page, "Tanpa instansi")
    page.get_by_label("Dinas Kesehatan").uncheck()
    page.get_by_role("button", name="Simpan kegiatan").click()
    expect(page.locator("[data-lacking]")).to_be_visible()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert (page.evaluate(KEPT), site.titles()) == (0, [])
