"""Figures that contradict each other, in words."""

from guyub.domain.facts import FactCatalogue
from guyub.language.numbers import format_number


def finding_text(catalogue: FactCatalogue, check: str, left: int, right: int, language: str = "id") -> str:
    """What a broken check says about its two figures."""
    message = next(known.message for known in catalogue.checks if known.id == check)
    return message.in_language(language).format(
        left=format_number(left, language), right=format_number(right, language)
    )
