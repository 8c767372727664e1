"""Read the rules of the posyandu of the life cycle."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.lifecycle.rules import LifecycleRules


@cache
def load_lifecycle_rules() -> LifecycleRules:
    """Steps, stages, recap forms, and the check of whom no other form serves."""
    file = FOLDER / "lifecycle" / "posyandu-ilp.yaml"
    return validate(LifecycleRules, read_yaml(file), file)
