"""Numbers, dates and sentences as people write them."""

import datetime
import importlib
import pkgutil
import re
import string
from pathlib import Path

import pytest

import guyub
from guyub.data import instrument_ids, load_instrument
from guyub.errors import DomainError, NotFound
from guyub.language import (
    LANGUAGES,
    choose_language,
    format_date,
    format_decimal,
    format_hundredths,
    format_number,
    format_rupiah,
    sentence,
)
from guyub.language.cells import guarded
from guyub.language.words import catalogue, source_text, text, unit_word


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (format_number(6771), "6.771"),
        (format_number(6771, "en"), "6,771"),
        (format_number(-1500), "-1.500"),
        (format_hundredths(325), "3,25"),
        (format_hundredths(300), "3,00"),
        (format_hundredths(5, "en"), "0.05"),
        (format_decimal(-12345, 2), "-123,45"),
        (format_rupiah(1_250_000), "Rp 1.250.000"),
        (format_date(datetime.date(2023, 5, 31)), "31 Mei 2023"),
        (format_date(datetime.date(2023, 5, 31), "en"), "31 May 2023"),
    ],
)
def test_format(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("wanted", "environment", "language"),
    [
        (None, {}, "id"),
        (None, {"LANG": "id_ID.UTF-8"}, "id"),
        (None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "LC_ALL": "id_ID.UTF-8"}, "id"),
        ("en", {"LANG": "id_ID.UTF-8"}, "en"),
    ],
)
def test_language_of_a_command(wanted, environment, language):
    assert choose_language(wanted, environment) == language


def import_all_modules():
    """Errors are known once the modules that define them are imported."""
    for module in pkgutil.walk_packages(guyub.__path__, "guyub."):
        if not re.search(r"__main__|migrations|wsgi|settings", module.name):
            importlib.import_module(module.name)


def all_errors(base=DomainError):
    yield base
    for child in base.__subclasses__():
        yield from all_errors(child)


def places(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_error_has_an_indonesian_sentence_that_asks_for_no_more_than_the_error_carries():
    import_all_modules()
    for error in all_errors():
        assert places(catalogue("id")[f"error.{error.code}"]) <= places(error.template), error.code


# Prose of the system or a library is English; these hold product names, figures, or say that what follows is English.
MAY_HOLD_PROSE = {"domain-error", "engine-missing", "unsafe-spreadsheet", "evidence-file-archive", "invalid-rule-file"}


def test_no_indonesian_sentence_holds_english_prose():
    import_all_modules()
    for error in all_errors():
        prose = places(catalogue("id")[f"error.{error.code}"]) & {"problem", "reason", "kind", "action"}
        assert error.code in MAY_HOLD_PROSE or prose <= set(error.words), error.code


def test_every_code_that_an_error_carries_has_a_word_in_both_languages():
    code = "\n".join(file.read_text() for file in Path(guyub.__file__).parent.rglob("*.py"))
    used = {f"kind.{kind}" for kind in re.findall(r'kind="([^"]+)", name=', code)}
    used |= {f"action.{action}" for action in re.findall(r'require\(actor, "([^"]+)"', code)}
    assert len(used) > 8
    for language in LANGUAGES:
        assert used <= set(catalogue(language)), language


def test_errors_of_whole_files_are_never_raised_without_a_reason():
    code = "\n".join(file.read_text() for file in Path(guyub.__file__).parent.rglob("*.py"))
    assert re.findall(r"raise (?:DomainError|UnreadableFile|InvalidValue)\(", code) == []


def test_error_codes_are_unique():
    import_all_modules()
    codes = [error.code for error in all_errors()]
    assert len(codes) == len(set(codes))


def test_an_error_is_said_in_the_language_of_its_reader():
    error = NotFound(kind="instrument", name="x", known="y")
    assert sentence(error, "en") == "There is no instrument 'x'. Known: y"
    assert sentence(error, "id") == "Tidak ada instrumen 'x'. Yang ada: y"


def test_a_code_without_a_word_is_said_as_it_is():
    assert sentence(NotFound(kind="planet", name="x", known="y")) == "Tidak ada planet 'x'. Yang ada: y"


def test_both_languages_have_the_same_keys_and_places_beside_errors():
    words = {language: catalogue(language) for language in LANGUAGES}
    # Errors and argparse say their English themselves; units are Indonesian words already.
    keys = {
        language: {key for key in words[language] if not key.startswith(("error.", "unit", "argparse.", "source."))}
        for language in LANGUAGES
    }
    assert keys["id"] == keys["en"]
    for key in keys["id"]:
        assert places(words["id"][key]) == places(words["en"][key]), key


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+cmd", "'-1+cmd"),
        ("\t=1", "'\t=1"),
        ("-2.122.958", "-2.122.958"),
        ("Mampang", "Mampang"),
        (-4, -4),
        (None, None),
    ],
)
def test_texts_that_a_spreadsheet_would_compute_are_guarded(cell, written):
    assert guarded(cell) == written


def test_english_words_follow_their_number():
    assert text("plan.units-couple", "en", count="1") == "1 couple"
    assert text("plan.units-couple", "en", count="1,187") == "1,187 couples"
    assert (unit_word("pasangan", 1, "en"), unit_word("pasangan", -2, "en")) == ("couple", "couples")
    assert unit_word("pasangan", 1, "id") == unit_word("pasangan", 2, "id") == "pasangan"


def test_every_english_unit_has_its_singular():
    words = catalogue("en")
    units = {key.removeprefix("unit.") for key in words if key.startswith("unit.")} - {"ya/tidak", "ribu rupiah"}
    assert units == {key.removeprefix("unit-one.") for key in words if key.startswith("unit-one.")}


BY_CODE = re.compile(r"[A-Z0-9. -]+,? [A-Z][0-9]+")  # names a rule and nothing more


def test_every_instrument_and_variable_names_its_source_in_indonesian_too():
    for name in instrument_ids():
        instrument = load_instrument(name)
        sources = {name: instrument.source}
        sources |= {f"{name}.{variable.code}": variable.source for variable in instrument.variables}
        for code, source in sources.items():
            assert source_text(code, source, "en") == source
            assert (source_text(code, source, "id") == source) == bool(BY_CODE.fullmatch(source)), code
