"""How rounds of a village ended. Counts alone: without a group that was given nothing, they prove no effect."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation.words import category_name, outcome_name
from guyub.data.nutrition_files import load_pmt_rules

RECOVERED, REFERRED = "recovered", "referred"


@dataclass(frozen=True)
class Ended:
    """Rounds of one category that are over: how many, how many recovered, and each end in words with its count."""

    category: str
    count: int
    recovered: int
    ends: list[tuple[str, int]]


def ended_by_category(rounds: Iterable[PmtRound]) -> list[Ended]:
    """Categories of which rounds ended, in the order of the rule file."""
    rules, counted = load_pmt_rules(), Counter((one.category, one.outcome) for one in rounds)
    found = []
    for category in rules.categories:
        ends = [(outcome_name(code), counted[category, code]) for code in rules.outcomes if counted[category, code]]
        if ends:
            count = sum(n for _, n in ends)
            found.append(Ended(category_name(category), count, counted[category, RECOVERED], ends))
    return found
