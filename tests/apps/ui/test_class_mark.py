"""The sign of a class shows its place among the classes of the rules."""

import pytest

from guyub.apps.ui.templatetags.ui import class_mark


@pytest.mark.parametrize(
    ("name", "thirds"), [("Dasar", 0), ("Berkembang", 1), ("Mandiri", 2), ("Berkelanjutan", 3), ("", 0)]
)
def test_the_sign_fills_with_the_rank(name, thirds):
    assert class_mark(name) == thirds
