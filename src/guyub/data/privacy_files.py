"""Read the rule files about personal data: what may be shown outside a village, and how long data are kept."""

from datetime import timedelta
from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.privacy import DisclosureRule, RetentionRule


@cache
def load_disclosure_rule() -> DisclosureRule:
    """The rule for aggregates shown outside the village."""
    file = FOLDER / "privacy" / "disclosure.yaml"
    return validate(DisclosureRule, read_yaml(file), file)


@cache
def load_retention_rule() -> RetentionRule:
    """How long each kind of personal data is kept."""
    file = FOLDER / "privacy" / "retention.yaml"
    return validate(RetentionRule, read_yaml(file), file)


def kept_for(kind: str) -> timedelta:
    """How long one kind of personal data is kept."""
    return timedelta(load_retention_rule().days(kind))
