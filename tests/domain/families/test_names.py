"""One key for the many ways in which one name is written; different names keep different keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.domain.families.names import LONGEST, name_key

SAME = [
    ("Muhamad Ali", "Mohammad Ali", "Muhammad Ali", "Moh. Ali", "Moh.Ali", "M. Ali", "Mochamad Ali", "Muchammad Ali"),
    ("Ahmad Subarjo", "Drs. H. Achmad Soebardjo", "Akhmad Subardjo, S.H.", "AHMAD SUBARJO"),
    ("Siti Aisyah", "Sitti Aisya", "St. Aisyah", "Dra. Hj. Siti Aisyah, M.Pd."),
    ("Nur'aini", "Nuraini", "Noeraini"),
    ("Joko Cahyono", "Djoko Tjahjono"),
    ("Khairul Utsman", "Chairul Usman"),
    ("Syarifah", "Saripah", "Sarifah"),
    ("Zaenal Arif", "Zainal Arip"),
    ("Budi Santoso", "Budi Santoso S.Pd", "Budi Santoso, S.Pd., M.M.", "  budi   santosso "),
    ("Abdul Phatah", "Abd. Fatah"),
]
DIFFERENT = [
    ("Muhamad Ali", "Mahmud Ali"),
    ("Siti Aminah", "Siti Maemunah"),
    ("Agus H. Salim", "Agus Salim"),
    ("Budi", "Budiman"),
    ("Rina", "Rini"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_ways_of_writing_one_name_share_a_key(names):
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize("names", DIFFERENT, ids=lambda names: names[0])
def test_different_names_keep_different_keys(names):
    assert name_key(names[0]) != name_key(names[1])


def test_a_name_that_is_nothing_but_a_title_stays_findable():
    assert name_key("Hj.") == name_key("HJ") != ""
    assert name_key("M") == "m"


@given(st.text(max_size=300))
def test_any_text_gives_a_key_of_small_letters_that_fits_the_column(name):
    key = name_key(name)
    assert len(key) <= LONGEST
    assert key == key.strip()
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz ")
