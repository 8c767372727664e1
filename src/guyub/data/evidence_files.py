"""Read the rule file of the evidence sense."""

from functools import cache

from guyub.data.loader import FOLDER, read_yaml, validate
from guyub.domain.evidence.sense import SenseRules


@cache
def load_sense_rules() -> SenseRules:
    """What the evidence sense notices, with its limits."""
    file = FOLDER / "evidence" / "sense.yaml"
    return validate(SenseRules, read_yaml(file), file)
