"""Indonesian pages hold no English left over: neither of a rule file, nor of a catalogue, nor of a library.

No list of words. Every English text that we have written ourselves, for which there is an Indonesian one, is looked for
on every page; and every text that a page asked to have translated must be ours or known to an Indonesian catalogue.
"""

from __future__ import annotations

import gettext
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

from guyub.data import FOLDER, read_yaml
from guyub.language.words import catalogue
from tests.apps.access_rules import Operation, operations
from tests.apps.access_walk import ask, text_of, world_of
from tests.apps.access_world import World

pytestmark = pytest.mark.django_db

ASKED_FIRST = ("pkb", "operator", "lurah", "puskesmas", "city", "province", "admin")  # who sees most, at home
SHORTEST = 24  # letters: shorter texts may be the same in both languages by chance
IN_ENGLISH = ("instruments", "levers", "facts", "siga")  # rule files that name their sources in English alone
PLACE = re.compile(r"%\(\w+\)s|%[sd]|\{[^}]*\}")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    yield from world_of(django_db_blocker)


def parts(text: str) -> Iterator[str]:
    """What of a text stands on a page as it is written: between the places that are filled."""
    yield from (part.strip() for part in PLACE.split(" ".join(text.split())) if len(part.strip()) >= SHORTEST)


def pairs(data: Any) -> Iterator[tuple[str, str]]:
    """Indonesian and English of every text of a file that has both."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and isinstance(data.get("en"), str):
            yield data["id"], data["en"]
        for value in data.values():
            yield from pairs(value)
    elif isinstance(data, list):
        for value in data:
            yield from pairs(value)


def sources(data: Any) -> Iterator[str]:
    """Sources of a file that stand there in one language."""
    if isinstance(data, dict):
        if isinstance(data.get("source"), str):
            yield data["source"]
        for value in data.values():
            yield from sources(value)
    elif isinstance(data, list):
        for value in data:
            yield from sources(value)


def own_catalogue() -> dict[Any, str]:
    """Our texts in Indonesian, as pages have them, and their English."""
    file = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.mo"
    with file.open("rb") as content:
        return dict(gettext.GNUTranslations(content)._catalog)


@cache
def ours() -> frozenset[str]:
    """Every text of our pages as it stands in code and templates."""
    return frozenset(key[0] if isinstance(key, tuple) else key for key in own_catalogue())


@cache
def english() -> frozenset[str]:
    """Parts of our English texts that occur in no Indonesian one."""
    files = [(file, read_yaml(file)) for file in FOLDER.rglob("*.yaml")]
    both = [pair for file, data in files if file.parent.parent.name != "messages" for pair in pairs(data)]
    both += [(text, catalogue("en").get(key, "")) for key, text in catalogue("id").items()]
    both += [(key[0] if isinstance(key, tuple) else key, text) for key, text in own_catalogue().items()]
    texts = {text for _, text in both}
    texts |= {source for file, data in files if file.parent.name in IN_ENGLISH for source in sources(data)}
    indonesian = "\n".join(" ".join(text.split()) for text, _ in both)
    return frozenset(part for text in texts for part in parts(text) if part not in indonesian)


def pages() -> list[tuple[Operation, str]]:
    """Every address that is read, and who asks it."""
    found = []
    for operation in operations():
        if operation.method == "GET" and operation.answer == "ok" and not operation.route.startswith("admin/"):
            persona = next((one for one in ASKED_FIRST if operation.expected(one) == "ok"), "")
            found += [(operation, persona)] if persona else []
    return found


@pytest.mark.parametrize(("operation", "persona"), pages(), ids=str)
def test_a_page_is_indonesian_throughout(
    world: World, operation: Operation, persona: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    untranslated: set[str] = set()
    translate = DjangoTranslation.gettext

    def noting(self: DjangoTranslation, message: str) -> str:
        known = message in ours() or message in self._catalog or (message, self.plural(1)) in self._catalog
        if self.language() == "id" and not known:
            untranslated.add(message)
        return str(translate(self, message))

    monkeypatch.setattr(DjangoTranslation, "gettext", noting)
    response, _ = ask(world, persona, operation, **{"accept-language": "id"})
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    page = " ".join(html.unescape(text_of(response)).split())
    assert sorted(part for part in english() if part in page) == []
    assert sorted(text for text in untranslated if text in page) == []


def test_there_are_english_texts_to_find() -> None:
    assert "Families at risk of stunting (KRS)" in english()
    assert len(english()) > 1000
    assert len(pages()) > 100


def test_a_text_of_a_library_without_indonesian_would_be_noticed() -> None:
    indonesian = DjangoTranslation("id")
    assert "This text no library knows." not in indonesian._catalog
    assert "This field is required." in indonesian._catalog
    assert "This field is required." not in ours()
