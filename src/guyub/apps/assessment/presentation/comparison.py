"""Before and after, side by side: what changed facts would do to scores and class."""

from collections.abc import Iterable
from dataclasses import dataclass

from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.presentation.village import gauges
from guyub.apps.ui.pictures import Gauge
from guyub.domain.facts import Finding
from guyub.domain.instruments import Assessment, Instrument


@dataclass(frozen=True)
class Change:
    """One variable whose score or value differs."""

    code: str
    name: str
    before: int | None
    after: int | None
    before_words: str
    after_words: str

    @property
    def direction(self) -> str:
        """Whether the score goes "up", "down", or stays the "same"."""
        difference = (self.after or 0) - (self.before or 0)
        return "up" if difference > 0 else "down" if difference < 0 else "same"


@dataclass(frozen=True)
class Side:
    """One side of the comparison."""

    class_name: str
    rank: int
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True)
class Comparison:
    """Now, and as it would be."""

    before: Side
    after: Side
    changes: tuple[Change, ...]
    findings: tuple[str, ...]

    @property
    def direction(self) -> str:
        """Whether the class goes "up", "down", or stays the "same"."""
        difference = self.after.rank - self.before.rank
        return "up" if difference > 0 else "down" if difference < 0 else "same"

    @property
    def indices(self) -> tuple[tuple[Gauge, Gauge], ...]:
        """Gauges in pairs, before and after."""
        return tuple(zip(self.before.gauges, self.after.gauges, strict=True))


def compare(
    instrument: Instrument,
    before: tuple[Assessment, dict[str, int | None]],
    after: tuple[Assessment, dict[str, int | None]],
    findings: Iterable[Finding],
    language: str,
) -> Comparison:
    """Compare two assessments with the facts behind them."""
    rules = instrument.in_mode(before[0].mode)
    old, new = (wording.Wording(rules, answer, facts, language) for answer, facts in (before, after))
    changes = []
    for variable in rules.variables:
        was, becomes = before[0].variables[variable.code], after[0].variables[variable.code]
        words = (old.fact(variable, was), new.fact(variable, becomes))
        if was.score != becomes.score or words[0] != words[1]:
            name = variable.name.in_language(language)
            changes.append(Change(variable.code, name, was.score, becomes.score, *words))
    sides = [
        Side(answer.class_name, answer.rank, gauges(rules, answer.indices, language)) for answer, _ in (before, after)
    ]
    return Comparison(sides[0], sides[1], tuple(changes), tuple(wording.finding(f, language) for f in findings))
