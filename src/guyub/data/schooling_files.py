"""Read the rules of schooling."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.schooling.rules import SchoolingRules


@cache
def load_schooling_rules() -> SchoolingRules:
    """Ages, causes, steps, outcomes and aid of children who are not in school."""
    file = FOLDER / "schooling" / "schooling.yaml"
    return validate(SchoolingRules, read_yaml(file), file)
