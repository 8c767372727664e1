"""The growth engine is a library: it loads neither the site nor the rules of villages, and no pandas."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.many import scores_of_columns
from guyub.domain.growth.one import Child, scores_of
assert scores_of(load_growth_standard("who-2006"), Child(True, 400.0, weight=9.0)).scores["wfa"].z is not None
print(*{name.split(".")[0] for name in sys.modules}, *(name for name in sys.modules if name.startswith("guyub")))
"""


@pytest.fixture(scope="module")
def loaded():
    told = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    return set(told.split())


@pytest.mark.parametrize("heavy", ["pandas", "django", "polars", "duckdb", "scipy", "narwhals"])
def test_it_loads_nothing_heavy(loaded, heavy):
    assert heavy not in loaded


def test_it_loads_no_rules_of_villages(loaded):
    assert {name for name in loaded if name.startswith(("guyub.domain.instruments", "guyub.domain.facts"))} == set()
    assert "guyub.domain.growth.many" in loaded
