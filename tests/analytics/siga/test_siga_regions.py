"""Names find their code inside one district, or say why not."""

import pytest

from guyub.analytics.siga import load_definitions
from guyub.analytics.siga.definitions import Alias, Names
from guyub.analytics.siga.regions import Matcher, Written


@pytest.fixture
def matcher(regions):
    return Matcher(regions, load_definitions().names)


def written(village, code="", district="KEP. PELANGI", regency="AWAN"):
    return Written("PROVINSI CONTOH", regency, district, village, code)


@pytest.mark.parametrize(
    ("village", "code"),
    [
        pytest.param("EMBUN PAGI", "2001", id="capitals"),
        pytest.param("Embun  Pagi", "2001", id="spaces"),
        pytest.param("EMBUN-PAGI", "2001", id="a dash for a space"),
        pytest.param("KUNANG- KUNANG", "2002", id="a space after the dash"),
        pytest.param("KUNANGKUNAN G", "2002", id="a space inside a word"),
        pytest.param("DESA EMBUN PAGI", "2001", id="the kind of village before the name"),
        pytest.param("SALU", "2003", id="the shorter of two names"),
        pytest.param("SALU IV", "2004", id="with its number"),
        pytest.param("SALU 4", "2004", id="the number in digits"),
    ],
)
def test_a_name_that_fits_one_village(matcher, village, code):
    assert matcher.match(written(village)).code == f"99.01.01.{code}"


@pytest.mark.parametrize("village", ["SALU III", "EMBUN", "EMBUN PAGY", "JUMLAH", ""])
def test_a_name_that_only_resembles_is_not_taken(matcher, village):
    match = matcher.match(written(village))
    assert (match.code, match.rule) == (None, "region-not-found")


def test_the_finding_names_the_similar_village(matcher):
    assert "Embun Pagi (99.01.01.2001)" in matcher.match(written("EMBUN PAGY")).data["similar"]


def test_a_village_of_another_district_is_not_found(matcher):
    assert matcher.match(written("PATI'NI")).rule == "region-not-found"
    assert matcher.match(written("PATINI", district="BUKIT")).code == "99.01.02.1001"


@pytest.mark.parametrize("code", ["2001", "2001.0", "9901012001", "99.01.01.2001"])
def test_a_code_confirms_the_name(matcher, code):
    assert matcher.match(written("EMBUN PAGI", code)).code == "99.01.01.2001"


@pytest.mark.parametrize("code", ["2002", "9901022001"])
def test_a_code_that_disagrees_refuses_the_row(matcher, code):
    match = matcher.match(written("EMBUN PAGI", code))
    assert (match.code, match.rule) == (None, "code-disagrees")


def test_a_code_alone_does_not_name_a_village(matcher):
    assert matcher.match(written("LAIN", "2001")).code is None


def test_two_villages_of_one_name_are_ambiguous_without_a_code(matcher):
    match = matcher.match(written("KEMBAR", district="GERIMIS", regency="HUJAN"))
    assert (match.code, match.rule) == (None, "region-ambiguous")


def test_a_code_decides_between_two_villages_of_one_name(matcher):
    match = matcher.match(written("KEMBAR", "2002", district="GERIMIS", regency="HUJAN"))
    assert match.code == "99.03.01.2002"


def test_a_city_and_a_regency_of_one_name_are_told_apart_by_the_district(matcher):
    assert matcher.match(written("EMBUN", district="KOTA LAMA")).code == "99.02.01.1001"


@pytest.mark.parametrize(("regency", "found"), [("KAB. AWAN", True), ("KABUPATEN AWAN", True), ("KOTA AWAN", False)])
def test_the_kind_of_regency_counts_where_it_is_written(matcher, regency, found):
    assert (matcher.match(written("SALU", regency=regency)).code is not None) is found


def test_a_table_without_provinces_is_matched_by_the_names_below(matcher):
    assert matcher.match(written("SALU")._replace(province="")).code == "99.01.01.2003"


@pytest.mark.parametrize(
    ("place", "spellings"),
    [
        pytest.param(written("Embun pagi", district="Kepulauan Pelangi"), (), id="equal but for capitals"),
        pytest.param(
            written("SALU"), (("name-normalised", "KEP. PELANGI", "Kepulauan Pelangi"),), id="an abbreviation is told"
        ),
    ],
)
def test_accepted_spellings_are_told(matcher, place, spellings):
    assert matcher.match(place).spellings == spellings


def test_a_former_name_is_read_by_its_alias_and_told(regions):
    alias = Alias(
        level="district", parent="99.01", name="Pulau Warna", code="99.01.01", grade="PROPOSED", source="test"
    )
    matcher = Matcher(regions, Names(abbreviations={}, dropped_first_words=(), aliases=(alias,)))
    match = matcher.match(written("SALU", district="PULAU WARNA"))
    assert match.code == "99.01.01.2003"
    assert match.spellings == (("name-by-alias", "PULAU WARNA", "Kepulauan Pelangi"),)
