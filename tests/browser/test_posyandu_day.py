"""A posyandu day on a phone of 360 px: forty children, the network cut twice, the server killed once.

The site runs in a process of its own, so that it can be killed in the middle like a real one.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.services import open_day, open_posyandu
from guyub.apps.people.models import Person
from tests.apps.made_families import make_families, today
from tests.browser.conftest import DESK, PHONE
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
    expect(row(page, 17).locator("[data-told]")).to_contain_text("Hasilnya menyusul begitu terkirim")
    looks_right(page)
    page.get_by_role("button", name="Tutup hari posyandu").click()
    expect(page.locator("[data-not-yet]")).to_be_visible()  # not while something waits
    assert len(site.measured()) == 8
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    expect(row(page, 8).locator("[data-mark]")).not_to_have_text("menunggu sinyal")
    expect(page.locator("[data-not-yet]")).to_be_hidden()
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


def test_an_unlikely_figure_is_asked_about_and_may_be_kept(site, phone):
    page, found = phone, opened(phone, 0)  # one month old, 50 cm long a month ago
    expect(found.locator("[data-figure=weight_g] [data-last]")).to_contain_text("Terakhir 3,3 kg")
    expect(found.locator("[data-figure=arm_mm]")).to_be_hidden()
    type_in(found, "weight_g", "18,4")
    type_in(found, "height_mm", "49")
    found.get_by_role("button", name="Simpan").click()
    doubts = found.locator("[data-doubts] li")
    expect(doubts.nth(0)).to_have_text(re.compile(r"^Benar 18,4 kg\? Biasanya [0-9],[0-9]–[0-9],[0-9] kg\.$"))
    expect(doubts.nth(1)).to_have_text("Benar 49,0 cm? Sebelumnya 50,0 cm; tinggi tidak berkurang.")
    looks_right(page)
    found.get_by_role("button", name="Perbaiki").click()
    expect(found.locator("[data-figure=weight_g] input")).to_be_focused()
    type_in(found, "weight_g", "4.1")  # a point is read as well
    found.get_by_role("button", name="Simpan").click()
    expect(doubts).to_have_count(1)
    found.get_by_role("button", name="Ya, benar").click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert site.measured() == [("Ananda Contoh 00", 4100, 490)]


def test_what_cannot_be_read_is_not_sent(site, phone):
    found = opened(phone, 5)
    found.get_by_role("button", name="Simpan").click()
    expect(found.locator("[data-empty]")).to_have_text("Isi paling sedikit satu ukuran.")
    for typed in ("8400", "8,4 kg", "delapan", "8,4567", "-8", "0", "0,0"):
        type_in(found, "weight_g", typed)
        found.get_by_role("button", name="Simpan").click()
        expect(found.locator("[data-figure=weight_g] [data-wrong]")).to_have_text("Tulis dalam kg, misalnya 8,4.")
    assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('guyub:posyandu')).length") == 0
    looks_right(phone)


def test_the_posture_that_is_not_the_usual_one_is_said_and_sent(site, phone):
    young = opened(phone, 3)
    expect(young.locator("label", has_text="Panjang badan")).to_be_visible()
    young.get_by_label("Diukur berdiri (biasanya telentang)").check()
    measure(phone, 3)
    old = opened(phone, 20)
    expect(old.locator("label", has_text="Tinggi badan")).to_be_visible()
    expect(old.locator("[data-figure=head_mm]")).to_be_hidden()
    measure(phone, 20)
    expect(phone.locator(STATE)).to_have_text(SAVED)
    assert sorted(site.rows("SELECT posture FROM growth_measurement WHERE held_id IS NOT NULL")) == [("h",), ("h",)]


def test_a_refused_entry_says_which_child_and_why_until_it_is_typed_again(site, phone):
    page, found = phone, opened(phone, 5)
    type_in(found, "weight_g", "0,2")
    found.get_by_role("button", name="Simpan").click()
    found.get_by_role("button", name="Ya, benar").click()
    measure(page, 6)
    expect(page.locator(STATE)).to_have_text(SAVED)
    why = "Berat itu tidak mungkin"
    for _ in range(2):
        expect(page.locator("[data-refusals]")).to_contain_text("Ananda Contoh 05")
        expect(page.locator("[data-refusals]")).to_contain_text(why)
        expect(row(page, 5).locator("[data-mark]")).to_have_text("ditolak")
        expect(page.locator("[data-todo]")).to_have_text(str(CHILDREN - 1))
        looks_right(page)
        page.reload()
    found = opened(page, 5)
    expect(found.locator("[data-told]")).to_contain_text(why)
    expect(found.locator("[data-figure=weight_g] input")).to_have_value("0,2")  # nothing that was typed is lost
    measure(page, 5)
    expect(page.locator("[data-refusals]")).to_be_hidden()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert [name for name, *_figures in site.measured()] == ["Ananda Contoh 06", "Ananda Contoh 05"]
    assert not page.evaluate("Object.keys(localStorage).some(key => key.startsWith('guyub:ditolak'))")


def test_a_child_is_found_by_name_and_by_what_is_done(site, phone):
    page = phone
    shown = page.locator(".child:visible")
    page.get_by_label("Cari nama anak").fill("contoh 1")
    expect(shown).to_have_count(10)
    page.get_by_label("Cari nama anak").fill("tidak ada")
    expect(shown).to_have_count(0)
    expect(page.get_by_text("Tidak ada nama yang cocok.")).to_be_visible()
    page.get_by_label("Cari nama anak").fill("")
    page.get_by_role("button", name=re.compile("^Belum")).click()
    measure(page, 4)
    expect(row(page, 4).locator("[data-told]")).to_contain_text("Baru pertama ditimbang")  # it stays while it is read
    opened(page, 5)
    expect(shown).to_have_count(CHILDREN - 1)
    page.get_by_role("button", name=re.compile("^Sudah")).click()
    expect(shown).to_have_count(1)


def test_typing_a_child_again_replaces_what_was_measured(site, phone):
    page = phone
    measure(page, 4)
    expect(row(page, 4).locator("[data-mark]")).to_contain_text("B")
    found = row(page, 4)
    found.get_by_role("button", name="Ukur ulang atau perbaiki").click()
    weight = found.locator("[data-figure=weight_g] input")
    expect(weight).to_have_value(f"{middle(found, 'weight'):.1f}".replace(".", ","))
    weight.fill("9,9")
    found.get_by_role("button", name="Simpan").click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator("[data-summary]")).to_contain_text("1 dari 40")
    counted = site.rows(
        "SELECT weight_g FROM growth_measurement one WHERE held_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM growth_measurement other WHERE other.replaces_id = one.id)"
    )
    assert counted == [(9900,)]


def test_two_phones_at_one_posyandu_know_of_each_other(site, phone):
    other = phone.context.new_page()
    other.goto(phone.url)
    measure(phone, 1)
    expect(phone.locator(STATE)).to_have_text(SAVED)
    expect(row(other, 1).locator("[data-mark]")).to_have_text("")
    measure(other, 2)
    expect(other.locator(STATE)).to_have_text(SAVED)
    expect(row(other, 1).locator("[data-mark]")).to_have_text("diukur")
    expect(other.locator("[data-done]")).to_have_text("2")
    expect(other.locator("[data-summary]")).to_contain_text("2 dari 40")
    looks_right(other)


def test_the_pages_read_well_on_a_desk(site, phone):
    page = phone
    measure(page, 2)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.set_viewport_size({"width": DESK, "height": 900})
    opened(page, 2)
    day = page.url
    for address in (day, f"{site.address}/posyandu/{VILLAGE}/", f"{site.address}/posyandu/{VILLAGE}/daftar/"):
        if page.url != address:
            page.goto(address)
        found = Axe().run(page).response["violations"]
        assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert page.evaluate("document.documentElement.scrollWidth") <= DESK
    page.set_viewport_size({"width": PHONE, "height": 740})
    looks_right(page)


def test_a_day_closed_elsewhere_keeps_what_waits_until_it_is_opened_again(site, phone):
    page = phone
    page.context.set_offline(True)
    measure(page, 4)
    expect(page.locator(STATE)).to_have_text(WAITING)
    with closing(sqlite3.connect(next(site.folder.glob("*.sqlite3")))) as database:
        database.execute("UPDATE growth_posyanduday SET closed_at = '2026-01-01 00:00:00'")
        database.commit()
    page.context.set_offline(False)
    expect(page.locator("[data-ended]")).to_be_visible(timeout=20_000)
    assert site.measured() == []
    page.reload()
    expect(page.locator("[data-ended]")).to_be_visible()
    page.get_by_role("button", name="Buka lagi").click()
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=20_000)
    assert [name for name, *_figures in site.measured()] == ["Ananda Contoh 04"]


def test_who_only_looks_finds_children_and_no_form(visit, cast):
    make_families(VILLAGE, 3)
    held = open_day(SYSTEM, open_posyandu(SYSTEM, cast.unit.region, "Melati"), today())
    Person.objects.filter(memberships__relation=3).update(birth_date=today() - timedelta(days=426))
    page = visit(f"posyandu/hari/{held.pk}/", user=cast.operator)
    page.get_by_label("Cari nama anak").fill("contoh 2")
    expect(page.locator(".child:visible")).to_have_count(1)
    page.locator(".child:visible summary").click()
    expect(page.get_by_role("link", name="Kurva dan riwayat")).to_be_visible()
    assert page.locator("form.measure").count() == 0
    looks_right(page)
