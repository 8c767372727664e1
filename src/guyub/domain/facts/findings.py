"""Find figures that contradict each other. Nothing is mended: a person decides which figure is right."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import Columns, column
from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.facts.catalogue import FactCatalogue


@dataclass(frozen=True)
class Finding:
    """A check that does not hold, with the two figures and the facts behind them."""

    check: str
    left: int
    right: int
    facts: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"check": self.check, "left": self.left, "right": self.right, "facts": dict(self.facts)}

    def __str__(self) -> str:
        return f"{self.check} ({self.left}, {self.right})"


def find_contradictions(catalogue: FactCatalogue, facts: Mapping[str, int | None]) -> tuple[Finding, ...]:
    """Checks of the catalogue that the facts break, in catalogue order.

    A check is made only where all of its facts are recorded: a missing figure contradicts nothing.
    """
    scope = Scope(facts)
    findings = []
    for check in catalogue.checks:
        left, right = evaluate(check.left, scope), evaluate(check.right, scope)
        if left is None or right is None or check.holds(left, right):
            continue
        involved = {code: facts[code] or 0 for code in check.facts}
        findings.append(Finding(check.id, left, right, involved))
    return tuple(findings)


def findings_columns(catalogue: FactCatalogue, present: Collection[str]) -> dict[str, nw.Expr]:
    """Column form of `find_contradictions`: for each check id the text of its finding, null where it holds.

    ``present`` are the fact codes that the frame has as integer columns. Checks whose facts are not all there
    are left out: they can never be made.
    """
    columns = Columns(facts=present)
    texts: dict[str, nw.Expr] = {}
    for check in catalogue.checks:
        if not all(code in present for code in check.facts):
            continue
        left, right = column(check.left, columns), column(check.right, columns)
        broken = left != right if check.relation == "equal" else left > right
        figures = nw.concat_str(
            [nw.lit(f"{check.id} ("), left.cast(nw.String), nw.lit(", "), right.cast(nw.String), nw.lit(")")]
        )
        texts[check.id] = nw.when(broken).then(figures)
    return texts


def joined(texts: Collection[nw.Expr]) -> nw.Expr:
    """Texts joined by "; ", leaving out nulls; an empty text where all are null."""
    if not texts:
        return nw.lit("")
    return nw.concat_str(list(texts), separator="; ", ignore_nulls=True)
