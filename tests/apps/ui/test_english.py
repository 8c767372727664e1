"""The English catalogue is complete, compiled, and keeps the places that are filled in."""

import gettext
import re
from ast import literal_eval
from pathlib import Path

import pytest

LOCALE = Path(__file__).parents[3] / "src/guyub/apps/locale"
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\]) ((?:".*"\n?)+)', re.M)
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")


def entries():
    """Pairs of Indonesian and English texts, plural forms apart."""
    text = (LOCALE / "en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        fields = {
            key: "".join(map(literal_eval, value.split("\n")[:-1] or [value]))
            for key, value in ENTRY.findall(block + "\n")
        }
        if "msgid_plural" in fields:
            yield fields["msgid"], fields["msgstr[0]"]
            yield fields["msgid_plural"], fields["msgstr[1]"]
        elif fields:
            yield fields["msgid"], fields["msgstr"]


ENTRIES = list(entries())


def test_every_text_has_its_english():
    assert len(ENTRIES) > 300
    assert [source for source, english in ENTRIES if not english] == []


def test_places_to_fill_in_are_the_same_in_both_languages():
    # A singular may say "one" where the plural says a number.
    different = [s for s, english in ENTRIES if not set(PLACE.findall(english)) <= set(PLACE.findall(s))]
    assert different == []


def test_the_compiled_catalogue_is_the_one_of_the_source():
    with (LOCALE / "en/LC_MESSAGES/django.mo").open("rb") as file:
        compiled = set(gettext.GNUTranslations(file)._catalog.values())
    assert [source for source, english in ENTRIES if english not in compiled] == []


@pytest.mark.django_db
def test_a_page_changes_its_language_with_the_cookie(client, cast, settings):
    client.force_login(cast.operator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get(f"/desa/{cast.unit.region_id}/").content.decode()
    assert '<html lang="en">' in text
    assert "What matters most now" in text
    assert "31 May 2023" in text
    assert "Yang paling menentukan" not in text
