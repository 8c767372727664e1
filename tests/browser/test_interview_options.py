"""The answers of an interview stay inside their card on a phone, however long their words are."""

from pathlib import Path

import pytest

import guyub.apps.surveys
import guyub.apps.ui
from tests.browser.conftest import PHONE

FILES = [
    Path(guyub.apps.ui.__file__).parent / "static" / "vendor" / "bootstrap.min.css",
    Path(guyub.apps.ui.__file__).parent / "static" / "ui" / "tokens.css",
    Path(guyub.apps.ui.__file__).parent / "static" / "ui" / "ui.css",
    Path(guyub.apps.surveys.__file__).parent / "static" / "surveys" / "surveys.css",
]
CARD = """<div class="page interview"><div class="answer"><fieldset><legend>Lantai</legend>
<div class="answer__options {kind}">
<label class="answer__option form-check"><input class="form-check-input" type="radio">
<span>Keramik/granit/marmer/ubin/tegel/teraso</span></label></div></fieldset></div></div>"""


@pytest.mark.parametrize("kind", ["", "answer__options--list"])
def test_a_long_word_breaks_inside_the_card(chromium, kind):
    page = chromium.new_page(viewport={"width": PHONE, "height": 640})
    page.set_content(
        f"<style>{''.join(file.read_text(encoding='utf-8') for file in FILES)}</style>{CARD.format(kind=kind)}"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.close()
