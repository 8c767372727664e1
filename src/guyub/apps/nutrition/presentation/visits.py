"""Weekly visits of a round as its page shows them: red flags in words, the last visit first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation.standing import Standing
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import RedFlags


@dataclass(frozen=True)
class Visit:
    """A visit in words. ``corrected``: a later one of the same day counts instead."""

    day: date
    signs: Sequence[str]
    corrected: bool


def sign_names(one: PmtRound) -> dict[str, str]:
    """Red flags that are looked for in somebody's round: code → words."""
    rules, language = load_pmt_rules(), page_language()
    known = rules.red_flags.of(rules.categories[one.category].who)
    return {code: words.in_language(language) for code, words in known.items()}


def visits_of(standing: Standing) -> list[Visit]:
    """Each visit, the last first."""
    names = sign_names(standing.round)
    later: set[date] = set()
    found = []
    for one in reversed(standing.visits):
        found.append(Visit(one.day, [names.get(code, code) for code in one.signs], one.day in later))
        later.add(one.day)
    return found


def red_flag_rules() -> RedFlags:
    """What is looked for, how often, and what one sign means."""
    return load_pmt_rules().red_flags
