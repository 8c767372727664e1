"""A meeting of a group on a phone of 360 px: sixty families, the network cut twice, the server killed once."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
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
MEMBERS = 60


class MeetingSite(Site):
    """A site with one group."""

    def came(self) -> list[str]:
        """Heads of the families that are ticked as present."""
        return sorted(
            row[0]
            for row in self.rows(
                "SELECT head.name FROM programmes_attendance one"
                " JOIN programmes_groupmember member ON member.id = one.member_id"
                " JOIN people_family family ON family.id = member.family_id"
                " JOIN people_person head ON head.id = family.head_id WHERE one.present"
            )
        )


@pytest.fixture(scope="module")
def world(migrated_file, tmp_path_factory) -> tuple[Path, str]:
    """A data folder with a village, a group and its members, laid once and copied for each test."""
    return lay_world("meeting_world.py", migrated_file, tmp_path_factory.mktemp("pertemuan"), str(MEMBERS + 1))


@pytest.fixture
def site(world, tmp_path) -> Iterator[MeetingSite]:
    with running_site(world, tmp_path, MeetingSite) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    """The cadre's phone at the meeting that was just opened."""
    with signed_in_phone(chromium, site, f"/kelompok/{VILLAGE}/{site.laid}/") as page:
        looks_right(page)
        page.get_by_role("button", name="Buka pertemuan").click()
        page.wait_for_url("**/kelompok/pertemuan/*/")
        yield page


def name_of(number: int) -> str:
    return f"Ibunda Contoh {number:02d}"


def box(page: Page, number: int) -> Locator:
    return page.locator(f"[data-name='{name_of(number)}'] input")


def tick(page: Page, numbers: range) -> list[str]:
    """Tick families; who must be on record then."""
    for number in numbers:
        box(page, number).check()
    return [name_of(number) for number in numbers]


def test_sixty_families_through_a_cut_network_and_a_killed_server(site, phone):
    page = phone
    looks_right(page)
    came = tick(page, range(10))
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator("[data-came]")).to_have_text("10")

    # The network is cut: the page goes on from name to name.
    page.context.set_offline(True)
    came += tick(page, range(10, 25))
    box(page, 3).uncheck()  # ticked by mistake
    came.remove(name_of(3))
    expect(page.locator(STATE)).to_have_text(re.compile("16 centang"))
    looks_right(page)
    page.get_by_role("button", name="Tutup pertemuan").click()
    expect(page.locator("[data-not-yet]")).to_be_visible()  # not while something waits
    assert len(site.came()) == 10
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    assert site.came() == sorted(came)

    # The server is killed while it takes them in; the page is loaded anew when it is back.
    came += tick(page, range(25, 30))
    site.kill()
    came += tick(page, range(30, 40))
    expect(page.locator(STATE)).to_have_text(WAITING)
    site.start()
    page.reload()
    expect(box(page, 35)).to_be_checked()  # what waits is shown as it was ticked
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    assert site.came() == sorted(came)

    # Cut again, and there again before the last is ticked.
    page.context.set_offline(True)
    came += tick(page, range(40, 50))
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.context.set_offline(False)
    came += tick(page, range(50, MEMBERS))
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)

    assert site.came() == sorted(came)  # none lost
    assert site.rows("SELECT count(*) FROM programmes_attendance") == [(MEMBERS,)]  # none doubled
    assert site.rows("SELECT count(*) FROM programmes_meetingsending") == [(MEMBERS + 1,)]
    expect(page.locator("[data-came]")).to_have_text(str(MEMBERS - 1))
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('guyub:pertemuan')).length") == 0
    page.get_by_role("button", name="Tutup pertemuan").click()
    expect(page.locator("main")).to_contain_text("sudah ditutup")
    looks_right(page)


def test_two_phones_at_one_meeting_know_of_each_other(site, phone):
    other = phone.context.new_page()
    other.goto(phone.url)
    tick(phone, range(1))
    expect(phone.locator(STATE)).to_have_text(SAVED)
    expect(box(other, 0)).not_to_be_checked()
    tick(other, range(1, 2))
    expect(other.locator(STATE)).to_have_text(SAVED)
    expect(box(other, 0)).to_be_checked()
    expect(other.locator("[data-came]")).to_have_text("2")
    assert site.came() == [name_of(0), name_of(1)]


def test_a_tick_that_is_refused_is_taken_back_and_told(site, phone):
    with closing(sqlite3.connect(next(site.folder.glob("*.sqlite3")))) as database:
        database.execute("UPDATE programmes_groupmember SET until = '2020-01-01', since = '2019-01-01' WHERE id = 1")
        database.commit()
    refused = phone.locator("[data-member='1']")
    refused.locator("input").check()
    expect(phone.locator("[data-refusals]")).to_contain_text(refused.get_attribute("data-name"))
    expect(refused.locator("input")).not_to_be_checked()
    looks_right(phone)
    tick(phone, range(5, 6))
    expect(phone.locator(STATE)).to_have_text(SAVED)
    assert site.came() == [name_of(5)]


def test_a_meeting_closed_elsewhere_keeps_what_waits_until_it_is_opened_again(site, phone):
    phone.context.set_offline(True)
    tick(phone, range(4, 5))
    expect(phone.locator(STATE)).to_have_text(WAITING)
    with closing(sqlite3.connect(next(site.folder.glob("*.sqlite3")))) as database:
        database.execute("UPDATE programmes_meeting SET closed_at = '2026-01-01 00:00:00'")
        database.commit()
    phone.context.set_offline(False)
    expect(phone.locator("[data-ended]")).to_be_visible(timeout=20_000)
    assert site.came() == []
    phone.reload()
    expect(phone.locator("[data-ended]")).to_be_visible()
    phone.get_by_role("button", name="Buka lagi").click()
    expect(phone.locator(STATE)).to_have_text(SAVED, timeout=20_000)
    assert site.came() == [name_of(4)]


def test_a_member_joins_on_the_phone_and_a_name_is_found(site, phone):
    phone.get_by_label("Cari nama").fill("contoh 1")
    expect(phone.locator("[data-member]:visible")).to_have_count(10)
    phone.goto(f"{site.address}/kelompok/{VILLAGE}/{site.laid}/anggota/")
    looks_right(phone)
    phone.get_by_label(name_of(MEMBERS)).check()
    phone.get_by_role("button", name="Jadikan anggota").click()
    expect(phone.locator("main")).to_contain_text("1 anggota dicatat.")
    phone.goto(f"{phone.url}?page=2")  # members are paged
    expect(phone.locator("main")).to_contain_text(name_of(MEMBERS))


def test_pages_read_well_on_a_desk(site, phone):
    phone.set_viewport_size({"width": DESK, "height": 900})
    group = f"{site.address}/kelompok/{VILLAGE}/"
    for address in (phone.url, group, f"{group}{site.laid}/", f"{group}{site.laid}/ubah/", f"{group}daftar/"):
        if phone.url != address:
            phone.goto(address)
        found = Axe().run(phone).response["violations"]
        assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert phone.evaluate("document.documentElement.scrollWidth") <= DESK
