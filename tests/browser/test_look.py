"""Every page reads well on a phone and on a desk, for eyes, fingers, keyboards, and screen readers."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from guyub.apps.assessment.services import SYSTEM, record_facts
from tests.browser.conftest import DESK, PHONE

VILLAGE = "desa/99.01.01.1001/"
REGION = "wilayah/99.01/"
EMPTY = "desa/99.01.01.1002/"
SMALLEST_TARGET = 44

# who, where
PAGES = [
    pytest.param(None, "akun/login/", id="login"),
    pytest.param(None, "akun/password/reset/", id="lost password"),
    pytest.param("operator", "akun/password/change/", id="new password"),
    pytest.param("operator", "akun/2fa/", id="two steps"),
    pytest.param("operator", "akun/sessions/", id="where signed in"),
    pytest.param("operator", "akun/2fa/webauthn/", id="passkeys"),
    pytest.param("operator", "akun/2fa/webauthn/add/", id="new passkey"),
    pytest.param("admin", "jejak/?oleh=operator", id="trail"),
    pytest.param("admin", "jejak/", id="trail, unfiltered"),
    pytest.param(None, "", id="home, public"),
    pytest.param("officer", "", id="home"),
    pytest.param("operator", "", id="home, own village"),
    pytest.param("admin", "", id="home, administrator"),
    pytest.param("officer", REGION, id="region"),
    pytest.param("officer", f"{REGION}rencana/?tujuan=Berkelanjutan", id="joint plan"),
    pytest.param(None, REGION, id="region, public"),
    pytest.param("operator", f"{VILLAGE}fakta/", id="profile form"),
    pytest.param(None, VILLAGE, id="village, public"),
    pytest.param("operator", VILLAGE, id="village"),
    pytest.param("officer", EMPTY, id="village without data"),
    pytest.param("operator", f"{VILLAGE}andai/?iud=20", id="what if"),
    pytest.param("operator", f"{VILLAGE}andai/?iud=abc", id="what if, with an error"),
    pytest.param("operator", f"{VILLAGE}rencana/", id="road"),
    pytest.param("operator", f"{VILLAGE}rencana/?tujuan=bertahan&anggaran=1", id="road, blocked"),
]
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])

# Links inside a sentence may be smaller (WCAG 2.5.8); the chip of a grade carries a larger invisible area.
SMALL_TARGETS = """
limit => [...document.querySelectorAll('button, .btn, .bottom-bar a, .site-nav a, input, select, summary')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden' && !e.closest('.grade'))
  .map(e => [e.outerHTML.slice(0, 80), e.closest('.form-check') || e])
  .map(([html, e]) => [html, Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height && height < limit)
"""

STICKS_OUT_OF_ITS_CARD = """
() => [...document.querySelectorAll('.panel table, .panel svg, .panel p, .panel dl')]
  .filter(e => e.checkVisibility() && !e.closest('.table-scroll'))
  .filter(e => e.getBoundingClientRect().right > e.closest('.panel').getBoundingClientRect().right)
  .map(e => e.outerHTML.slice(0, 80))
"""


def opened(page):
    """The page with every row open, so that what is inside is looked at too."""
    page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach(row => row.open = true)")
    return page


@WIDTHS
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_axe_finds_no_serious_violation(visit, cast, who, path, width):
    page = opened(visit(path, user=who and getattr(cast, who), width=width))
    found = Axe().run(page).response["violations"]
    serious = [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert not serious


@WIDTHS
@pytest.mark.parametrize("who", ["operator", None])
def test_a_village_with_missing_figures_reads_well(visit, cast, who, width):
    unknown = dict.fromkeys(("pus", "iud", "mow", "mop", "pill", "data_kinds_used"))
    record_facts(SYSTEM, cast.unit, as_of=date(2024, 1, 2), values=unknown, source="synthetic", provenance="Rekaan")
    page = opened(visit(VILLAGE, user=who and getattr(cast, who), width=width))
    assert page.locator(".provisional").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert not [violation["id"] for violation in found if violation["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_phone_never_scrolls_sideways_and_fingers_find_every_control(visit, cast, who, path):
    page = opened(visit(path, user=who and getattr(cast, who), width=PHONE))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(STICKS_OUT_OF_ITS_CARD) == []
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


@pytest.mark.parametrize("menu", ["main .menu", "header .menu"])
def test_a_menu_opens_inside_the_screen_of_a_phone(visit, cast, menu):
    page = visit(VILLAGE, user=cast.operator, width=PHONE)
    page.locator(f"{menu} > summary").first.click()
    box = page.locator(f"{menu} > ul").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE


def test_paper_carries_the_reasons_and_no_controls(visit, cast):
    page = visit(VILLAGE, user=cast.operator, width=DESK)
    page.emulate_media(media="print")
    assert page.locator("#O4 .variable__fact").is_visible()
    assert not page.locator(".site-header").is_visible()
    assert not page.locator("text=Ambil potret sekarang").is_visible()
    assert not page.locator("text=Buka rencana").is_visible()
