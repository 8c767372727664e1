"""A walk with the keyboard alone: nothing needs a mouse, and one always sees where one is."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK

VILLAGE = "desa/99.01.01.1001/"
FOCUS_IS_SEEN = """
() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}
"""


def tab_to(page, selector, most=80):
    """Press Tab until an element has the focus; says whether the focus was visible at every stop."""
    seen = True
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = seen and page.evaluate(FOCUS_IS_SEEN)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return seen
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_the_first_stop_leads_straight_to_the_content(visit, cast):
    page = visit(VILLAGE, user=cast.operator, width=DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"


def test_a_variable_opens_and_closes_with_enter(visit, cast):
    page = visit(VILLAGE, user=cast.operator, width=DESK)
    assert tab_to(page, "#O4 summary")
    page.keyboard.press("Enter")
    expect(page.locator("#O4 .bands")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#O4 .bands")).to_be_hidden()


def test_a_reason_opens_the_variable_behind_it(visit, cast):
    page = visit(VILLAGE, user=cast.operator, width=DESK)
    assert tab_to(page, '.steps a[href="#O4"]')
    page.keyboard.press("Enter")
    expect(page.locator("#O4 .bands")).to_be_visible()


def test_escape_closes_the_download_menu_and_keeps_the_place(visit, cast):
    page = visit(VILLAGE, user=cast.operator, width=DESK)
    assert tab_to(page, "main .menu summary")
    page.keyboard.press("Enter")
    expect(page.locator("text=Laporan PDF")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("text=Laporan PDF")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('main .menu summary')")


def test_what_if_answers_while_one_types_and_the_address_keeps_it(visit, cast):
    page = visit(f"{VILLAGE}andai/", user=cast.operator, width=DESK)
    assert tab_to(page, "#id_iud")
    page.keyboard.press("Control+A")
    page.keyboard.type("20")
    expect(page.locator("#hasil h2")).to_have_text("Kelas turun")
    expect(page.locator("#hasil .compare")).to_contain_text("Berkembang")
    expect(page.get_by_role("status")).to_have_text("Sekarang Berkelanjutan, andai Berkembang.")
    assert "iud=20" in page.url
    assert page.evaluate("document.activeElement.id") == "id_iud"


def test_an_error_of_the_trial_stands_at_its_field_and_goes_again(visit, cast):
    page = visit(f"{VILLAGE}andai/", user=cast.operator, width=DESK)
    field = page.locator("#id_implant")
    field.fill("-5")
    expect(page.locator("#id_implant_error")).to_have_text("Jumlah tidak bisa kurang dari 0.")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("5")
    expect(page.locator("#id_implant_error")).to_have_text("")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_the_road_is_asked_for_with_the_keyboard(visit, cast):
    page = visit(f"{VILLAGE}rencana/", user=cast.operator, width=DESK)
    assert tab_to(page, "#id_anggaran")
    page.keyboard.type("1.000")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Yang menghalangi")


def test_language_changes_with_the_keyboard_and_stays(visit, cast):
    page = visit(VILLAGE, user=cast.operator, width=DESK)
    assert tab_to(page, 'button[name="language"]')
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
