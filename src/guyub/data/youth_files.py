"""Read the rules of the youth post."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.youth.rules import YouthRules


@cache
def load_youth_rules() -> YouthRules:
    """Measures, interview, topics and continuity of the youth post."""
    file = FOLDER / "youth" / "posmaja.yaml"
    return validate(YouthRules, read_yaml(file), file)
