"""Menus are filled by the apps that own the pages, in the order that they name."""

import pytest
from django.utils.translation import gettext_lazy, override

from guyub.apps.ordered import Ordered
from guyub.apps.ui.navigation import Way, entries, main, main_menu
from tests.conftest import Cast


def test_what_is_put_in_comes_out_by_order_and_once() -> None:
    found = Ordered[str]()
    for thing, order in (("late", 90), ("first", 0), ("also late", 90), ("first", 0)):
        found.add(thing, order)
    found.add("usual")
    assert list(found) == ["first", "late", "also late", "usual"]
    found.add("usual", 10)
    found.remove("late")
    found.remove("never in")
    assert list(found) == ["first", "usual", "also late"]


def test_words_that_are_translated_late_keep_their_place_in_every_language() -> None:
    found = Ordered[Way]()
    for label, order in (("Keluarga", 20), ("Beranda", 10)):
        found.add(Way(gettext_lazy(label), "house", "assessment:home"), order)
    for language in ("id", "en"):
        with override(language):
            assert [way.icon for way in found] == ["house", "house"]
            assert [str(way.label) for way in found] == (
                ["Beranda", "Keluarga"] if language == "id" else ["Home", "Families"]
            )


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", "Awal"),
        ("/jejak/", "Jejak"),
        ("/jejak/2025/", "Jejak"),
        ("/keluarga/", None),
    ],
)
def test_the_longest_beginning_of_the_present_address_is_marked(path: str, marked: str | None) -> None:
    ways = [Way("Awal", "house", "assessment:home"), Way("Jejak", "clock-history", "audit:entries")]
    assert [entry.label for entry in entries(ways, path) if entry.current] == ([marked] if marked else [])


def test_an_app_above_puts_a_way_into_the_main_menu(cast: Cast) -> None:
    def seen_by_readers_of_a_region(reader):
        return Way("Uji", "house", "audit:entries") if reader.region else None

    main.add(seen_by_readers_of_a_region, order=15)
    try:
        assert [entry.label for entry in main_menu(cast.officer, "/")][:3] == ["Beranda", "Wilayah", "Uji"]
        assert "Uji" not in [entry.label for entry in main_menu(cast.operator, "/")]
        assert [entry.label for entry in main_menu(None, "/")] == ["Beranda"]
    finally:
        main.remove(seen_by_readers_of_a_region)
