"""A village surveyed on a phone of 360 px: skip logic, no signal, a killed server, resumed, finished, result seen.

The site runs in a process of its own, so that it can be killed in the middle like a real one.
"""

import json
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


class InterviewSite(Site):
    """A site with one interview; laid: the code of its family."""

    def answers(self) -> dict:
        """What the database holds of the interview."""
        ((given, sequence, state),) = self.rows("SELECT answers, sequence, state FROM surveys_interview")
        ((saves,),) = self.rows("SELECT count(*) FROM surveys_answersave")
        return {**json.loads(given), "sequence": sequence, "state": state, "saves": saves}


@pytest.fixture(scope="module")
def world(migrated_file, tmp_path_factory) -> tuple[Path, str]:
    """A data folder with a village and one family, laid once and copied for each test; the code of the family."""
    return lay_world("walk_world.py", migrated_file, tmp_path_factory.mktemp("walk"))


@pytest.fixture
def site(world, tmp_path) -> Iterator[InterviewSite]:
    with running_site(world, tmp_path, InterviewSite) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    """The cadre's phone, signed in."""
    with signed_in_phone(chromium, site, f"/pendataan/{VILLAGE}/daftar/") as page:
        yield page


def choose(page: Page, code: str, option: str, owner: str = "") -> None:
    """Touch an answer of a question on the screen that shows."""
    screen = page.locator("[data-screen]:visible")
    card = screen.locator(f".answer:visible:has(.answer__code:text-is('{code}'))")
    card.locator(".answer__option", has_text=re.compile(rf"^\s*{re.escape(option)}\s*$")).click()


def fill(page: Page, code: str, text: str) -> None:
    card = page.locator(f"[data-screen]:visible .answer:visible:has(.answer__code:text-is('{code}'))")
    card.locator("input").first.fill(text)
    card.locator("input").first.blur()


def go_on(page: Page) -> None:
    page.locator("[data-next]").click()


def title(page: Page) -> str:
    return page.locator("[data-screen]:visible h2").inner_text().split("\n")[0]


def shown(page: Page) -> set[str]:
    return set(page.locator("[data-screen]:visible .answer:visible .answer__code").all_inner_texts())


MEMBER_SCREENS = [
    # K.07 and K.08 of head and wife: the registry knows the first, the form asks the second
    [("fill", "K.08", "24"), ("K.09", "Ya"), ("K.12", "Islam")],
    [("K.14", "Tamat SLTA/MA"), ("K.13", "Pegawai swasta"), ("K.15", "BPJS non-PBI"), ("K.16", "Di dalam rumah")],
    [("fill", "K.08", "20"), ("K.09", "Ya"), ("K.12", "Islam")],
    [
        ("K.14", "Tamat SLTA/MA"),
        ("K.13", "Tidak atau belum bekerja"),
        ("K.15", "BPJS non-PBI"),
        ("K.16", "Di dalam rumah"),
    ],
    [("K.09", "Ya"), ("K.12", "Islam")],
    [("K.15", "BPJS non-PBI"), ("K.16", "Di dalam rumah")],
]
FAMILY_SCREENS = {
    "Penghasilan, makanan, dan tabungan": [("P.04", "Ya"), ("P.05", "Ya"), ("P.06", "Tidak")],
    "Kesehatan dan informasi": [("P.07", "Tidak"), ("P.08", "Ya")],
    "Kebersamaan": [("P.09", "Ya"), ("P.10", "Ya"), ("P.11", "Ya"), ("P.12", "Ya")],
    "Posyandu dan kelompok kegiatan": [("P.13", "Ya"), ("P.14", "Tidak")],
    "Program yang diikuti": [("P.18a", "Tidak"), ("P.18b", "Tidak"), ("P.18c", "Ya"), ("P.18d", "Tidak")],
    "Rumah": [
        ("P.19", "Genteng"),
        ("P.20", "Tembok"),
        ("P.21", "Semen"),
        ("P.22", "Listrik sendiri sampai 900 W"),
        ("fill", "P.25", "5"),
        ("fill", "P.26", "3"),
        ("P.28", "Kontrak/sewa"),
    ],
    "Air minum, jamban, dan bahan bakar": [
        ("P.23", "Sumur tidak terlindung"),
        ("P.24", "Ya, dengan tangki septik"),
        ("P.27", "Listrik/gas"),
    ],
    "Informasi program": [("P.29", "Tidak")],
}


def answer(page: Page, steps) -> None:
    for step in steps:
        if step[0] == "fill":
            fill(page, step[1], step[2])
        else:
            choose(page, *step)


def test_a_family_is_interviewed_through_no_signal_and_a_killed_server(site, phone):
    page = phone
    looks_right(page)
    page.get_by_role("button", name=re.compile("^Mulai")).click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    looks_right(page)

    # Each member; a child of four is not asked for marriage, work and school.
    assert title(page) in ("Anggota keluarga", "Status dan dokumen")
    if title(page) == "Anggota keluarga":
        go_on(page)
    for steps in MEMBER_SCREENS:
        answer(page, steps)
        go_on(page)
    expect(page.locator(STATE)).to_have_text(SAVED)

    # Block II, with skip logic applied at once.
    assert title(page) == "Kelahiran"
    assert shown(page) == {"KB.01"}
    fill(page, "KB.01", "1")
    assert shown(page) == {"KB.01", "KB.02-a1", "KB.02-a2", "KB.02-b1", "KB.02-b2"}
    answer(page, [("fill", "KB.02-a1", "0"), ("fill", "KB.02-a2", "1"), ("fill", "KB.02-b1", "0")])
    fill(page, "KB.02-b2", "2")
    expect(page.locator(".answer__problem--error:visible")).to_contain_text("lebih banyak daripada yang lahir hidup")
    looks_right(page)
    fill(page, "KB.02-b2", "1")
    expect(page.locator(".answer__problem--error:visible")).to_have_count(0)
    go_on(page)
    choose(page, "KB.03", "Ya")
    assert shown(page) == {"KB.03", "KB.03-w", "KB.03-1.1"}
    choose(page, "KB.03", "Tidak")
    assert shown(page) == {"KB.03", "KB.03-2.1"}
    expect(page.locator(STATE)).to_have_text(SAVED)

    # The connection is cut. The page stays whole: screens, skip logic, checks.
    page.context.set_offline(True)
    choose(page, "KB.03-2.1", "Tidak ingin anak lagi")
    expect(page.locator(STATE)).to_have_text(WAITING)
    go_on(page)
    assert shown(page) == {"KB.04"}
    choose(page, "KB.04", "Tidak")
    assert shown(page) == {"KB.04", "KB.05"}
    choose(page, "KB.05", "Tidak")
    go_on(page)
    assert shown(page) == {"KB.10"}
    choose(page, "KB.10", "Alasan kesehatan")
    go_on(page)
    assert title(page) == "Ibadah, buku nikah, dan kerukunan"
    looks_right(page)
    assert "KB.04" not in site.answers()["couple"]
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=20_000)
    there = site.answers()
    assert (there["couple"]["KB.04"], there["couple"]["KB.10"], there["saves"]) == (2, 3, there["sequence"])

    # The server is killed. Answers wait; the page is even loaded anew once the server is back.
    answer(page, [("P.01", "Ya"), ("P.02", "Ya")])
    expect(page.locator(STATE)).to_have_text(SAVED)
    site.kill()
    answer(page, [("P.03a", "Tidak"), ("P.03b", "Tidak"), ("P.03c", "Tidak")])
    choose(page, "P.03d", "Ya")
    choose(page, "P.03d", "Tidak")
    expect(page.locator(STATE)).to_have_text(WAITING)
    go_on(page)
    answer(page, FAMILY_SCREENS["Penghasilan, makanan, dan tabungan"])
    before = site.answers()
    assert "P.06" not in before["family"]
    site.start()
    page.reload()
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=40_000)
    after = site.answers()
    assert after["family"] == before["family"] | {"P.03a": 2, "P.03b": 2, "P.03c": 2, "P.03d": 2} | {
        "P.04": 1,
        "P.05": 1,
        "P.06": 2,
    }
    assert after["sequence"] == after["saves"] == before["sequence"] + 8  # each once, none lost
    expect(page.locator("input[name='family:P.06'][value='2']")).to_be_checked()

    # To the end; what does not fit stays with a reason.
    while (name := title(page)) != "Selesai":
        if name in FAMILY_SCREENS:
            answer(page, FAMILY_SCREENS[name])
        if name == "Rumah":
            doubt = page.locator(".answer__problem--keep:visible")
            expect(doubt).to_contain_text("kurang dari 2 m²")
            doubt.locator("input").fill("kamar kos sempit")
            doubt.locator("input").blur()
        go_on(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    looks_right(page)
    page.get_by_role("link", name="Periksa dan selesaikan").click()
    expect(page.locator("input[value='kamar kos sempit']")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Selesaikan wawancara").click()
    expect(page.get_by_role("heading", name=re.compile("^Hasil keluarga"))).to_be_visible()
    expect(page.locator(".result-risk")).to_contain_text("Keluarga berisiko stunting")
    expect(page.locator("main")).to_contain_text("Kebutuhan KB belum terpenuhi: tidak ingin anak lagi")
    expect(page.locator(".result-index")).to_contain_text("dari 100")
    looks_right(page)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('guyub:wawancara')).length") == 0
    assert site.answers()["state"] == "done"


def test_two_pages_of_one_interview_lose_nothing(site, phone):
    """The cadre opens the interview twice; both write, one of them while there is no signal."""
    page = phone
    page.get_by_role("button", name=re.compile("^Mulai")).click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    address = page.url
    page.goto(f"{address.split('#')[0]}#s-family-kesehatan")
    page.reload()
    other = page.context.new_page()
    other.goto(f"{address.split('#')[0]}#s-family-ekonomi")
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.context.set_offline(True)
    choose(page, "P.07", "Tidak")
    choose(other, "P.04", "Ya")
    choose(page, "P.08", "Ya")
    page.close()  # closed before it could send
    other.context.set_offline(False)
    expect(other.locator(STATE)).to_have_text(SAVED, timeout=20_000)
    assert site.answers()["family"] == {"P.04": 1, "P.07": 2, "P.08": 1}
    assert site.answers()["saves"] == 3


def test_signing_out_leaves_nothing_on_the_phone_and_asks_when_answers_wait(site, phone):
    page = phone
    page.get_by_role("button", name=re.compile("^Mulai")).click()
    page.goto(f"{page.url.split('#')[0]}#s-family-kesehatan")
    page.reload()
    expect(page.locator(STATE)).to_have_text(SAVED)
    site.kill()
    choose(page, "P.07", "Tidak")
    expect(page.locator(STATE)).to_have_text(WAITING)
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.locator("header .menu > summary").last.click()
    page.locator("header form[action*='logout'] button").click()
    assert len(asked) == 1
    assert page.evaluate("Object.keys(localStorage).some(key => key.startsWith('guyub:wawancara'))")
    site.start()
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=40_000)
    page.locator("header form[action*='logout'] button").click()
    page.wait_for_url(lambda url: "/pendataan/" not in url)
    assert not page.evaluate("Object.keys(localStorage).some(key => key.startsWith('guyub:wawancara'))")


def test_a_session_that_ended_keeps_the_answers_until_one_signs_in_again(site, phone):
    page = phone
    page.get_by_role("button", name=re.compile("^Mulai")).click()
    page.goto(f"{page.url.split('#')[0]}#s-family-kesehatan")
    page.reload()
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.context.clear_cookies()
    choose(page, "P.07", "Tidak")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    expect(page.locator(STATE)).to_have_text(WAITING)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk di tab baru").click()
    login = opened.value
    login.fill("input[name=login]", "kader-satu")
    login.fill("input[name=password]", "kampung-berkualitas-1")
    login.click("main button.btn-primary")
    login.wait_for_url(lambda url: "/akun/login/" not in url)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=60_000)
    expect(page.locator("[data-sign-in]")).to_be_hidden()
    assert site.answers()["family"] == {"P.07": 2}


def test_a_family_met_at_the_door_is_entered_and_interviewed_at_once(site, phone):
    page = phone
    page.get_by_role("link", name="Keluarga baru").click()
    page.fill("input[name=rw]", "001")
    page.fill("input[name=rt]", "002")
    page.fill("input[name='anggota-0-name']", "Warga Baru Contoh")
    page.locator("input[name='anggota-0-sex'][value='2']").check()
    page.fill("input[name='anggota-0-birth_date']", "1980-05-01")
    page.select_option("select[name='anggota-0-marital']", "4")
    page.fill("input[name=since]", "2023-01-01")
    page.get_by_role("button", name="Simpan keluarga").click()
    expect(page.locator("main")).to_contain_text("Keluarga terdaftar")
    page.get_by_role("button", name="Mulai wawancara").click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert page.locator("[data-goto^='s-couple']:visible").count() == 0  # a widow has no block on family planning
    looks_right(page)
    page.goto(f"{site.address}/pendataan/{VILLAGE}/")
    expect(page.locator("main")).to_contain_text("0 dari 2 keluarga selesai didata")
