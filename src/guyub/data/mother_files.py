"""The rules for pregnant and nursing mothers."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.data.visits import load_visit_forms
from guyub.domain.mothers.rules import MotherRules, PregnancyFile


@cache
def load_mother_rules() -> MotherRules:
    """The rule file, with its limits looked up in the companion team's forms."""
    file = FOLDER / "mothers" / "pregnancy.yaml"
    return MotherRules(validate(PregnancyFile, read_yaml(file), file), load_visit_forms())
