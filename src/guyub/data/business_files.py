"""Read the rules of businesses of families."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.livelihoods.rules import BusinessRules


@cache
def load_business_rules() -> BusinessRules:
    """Categories of the cash book, permits, markets, mentoring, loans and income."""
    file = FOLDER / "livelihoods" / "businesses.yaml"
    return validate(BusinessRules, read_yaml(file), file)
