"""Findings: what the import noticed, where, with the figures involved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from guyub.analytics.siga.definitions import Rule
from guyub.analytics.siga.months import Month


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. ``line`` is 1-based in the file; ``village`` is a code with name, or the path of names."""

    rule: str
    variant: str | None = None
    file: str = ""
    line: int | None = None
    month: Month | None = None
    village: str = ""
    columns: tuple[str, ...] = ()
    figures: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The rule with its variant, such as 'attendance-exceeds-members.bkb'."""
        return self.rule if self.variant is None else f"{self.rule}.{self.variant}"

    def place(self) -> tuple[str, int, str, str]:
        """Order of findings in the report."""
        return self.file, self.line or 0, self.village, self.name


def sentence(finding: Finding, rules: dict[str, Rule], language: str) -> str:
    """The finding in words, in 'id' or 'en'."""
    data = {
        key: value.in_language(language) if hasattr(value, "in_language") else value
        for key, value in finding.data.items()
    }
    template = rules[finding.rule].message.in_language(language)
    return template.format_map({"figures": finding.figures, "hint": "", **data})


def count_by_rule(findings: Iterable[Finding], month: Month | None = None) -> dict[str, int]:
    """How many findings each rule has (with its variant), most first; of one month, or of all."""
    chosen = [finding for finding in findings if month is None or finding.month in (None, month)]
    return dict(Counter(finding.name for finding in chosen).most_common())
