"""Before and after, side by side: what changed facts would do to scores and class."""

from collections.abc import Iterable
from dataclasses import dataclass

from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.presentation.village import gauges
from guyub.apps.ui.pictures import Gauge
from guyub.data import load_fact_catalogue
from guyub.domain.facts import Finding
from guyub.domain.instruments import Assessment, Instrument
from guyub.domain.instruments.margins import Margins
from guyub.language.explanation import explain


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
    instrument: Instrument, before: Margins, after: Margins, findings: Iterable[Finding], language: str
) -> Comparison:
    """Compare two assessments."""
    rules = instrument.in_mode(before.assessment.mode)
    old, new = (wording.Wording(rules, margins, language) for margins in (before, after))
    changes = []
    for variable in rules.variables:
        was, becomes = (margins.assessment.variables[variable.code].score for margins in (before, after))
        words = (old.fact(variable), new.fact(variable))
        if was != becomes or words[0] != words[1]:
            name = variable.name.in_language(language)
            changes.append(Change(variable.code, name, was, becomes, *words))
    explained = explain(rules, after, load_fact_catalogue(), findings, language)
    now, then = (_side(rules, margins.assessment, language) for margins in (before, after))
    return Comparison(now, then, tuple(changes), explained.findings)


def _side(rules: Instrument, assessment: Assessment, language: str) -> Side:
    return Side(assessment.class_name, assessment.rank, gauges(rules, assessment.indices, language))
