"""Relations between figures that must hold (rules.yaml), asked of every village and month."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from guyub.analytics.siga.definitions import Check, Rule
from guyub.analytics.siga.findings import Finding
from guyub.analytics.siga.months import Month
from guyub.analytics.siga.reading import canonical
from guyub.analytics.siga.tables import Row, Table

_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "at_most": lambda left, right: left <= right,
    "at_least": lambda left, right: left >= right,
    "equal": lambda left, right: left == right,
    "agree": lambda left, right: (left > 0) == (right > 0),
    "needs": lambda left, right: left == 0 or right > 0,
}


def run_checks(
    rules: Iterable[Rule],
    tables: Mapping[str, Table],
    months: Sequence[Month],
    chosen: Month | None,
    label: Callable[[str], str],
) -> tuple[list[Finding], dict[str, int]]:
    """A finding for every village and month where a relation fails; and how often each check was asked.

    Where a figure is missing, a check is not asked.
    """
    findings: list[Finding] = []
    asked: dict[str, int] = {}
    for rule in rules:
        for check in rule.checks:
            needed = [term.split(".")[0] for term in (*check.left, *check.right) if isinstance(term, str)]
            if not all(table in tables for table in needed):
                continue
            monthly = any(tables[table].layout.monthly for table in needed)
            asked_months: Sequence[Month | None] = [chosen] if rule.chosen_month_only else months
            for month in asked_months if monthly else [None]:
                question = _Question(rule, check, tables, month)
                findings.extend(question.failures(label))
                name = rule.id if check.variant is None else f"{rule.id}.{check.variant}"
                asked[name] = asked.get(name, 0) + len(question.figures)
    return findings, asked


class _Question:
    """One check in one month, with the two figures of every village that has both."""

    def __init__(self, rule: Rule, check: Check, tables: Mapping[str, Table], month: Month | None) -> None:
        self._rule, self._check, self._month = rule, check, month
        self._left = [_Term(term, tables, month) for term in check.left]
        self._right = [_Term(term, tables, month) for term in check.right]
        self.figures: dict[str, tuple[int, int]] = {}
        for code in self._left[0].rows:
            left, right = _total(self._left, code), _total(self._right, code)
            if left is not None and right is not None:
                self.figures[code] = left, right

    def failures(self, label: Callable[[str], str]) -> Iterable[Finding]:
        """A finding for each village where the relation does not hold."""
        holds = _HOLDS[self._check.relation]
        named = [term for term in (*self._left, *self._right) if term.header]
        for code, (left, right) in self.figures.items():
            if holds(left, right):
                continue
            place = self._left[0].rows[code]
            yield Finding(
                self._rule.id,
                self._check.variant,
                file=place.file,
                line=place.line,
                month=self._month,
                village=label(code),
                columns=tuple(term.column_seen_from(place, code) for term in named),
                figures="; ".join(f"{term.header}={term.value(code)}" for term in named),
                data={"left": _words(self._left, code), "right": _words(self._right, code)},
            )


class _Term:
    """One column of a check in one month, or a fixed number."""

    def __init__(self, term: int | str, tables: Mapping[str, Table], month: Month | None) -> None:
        self.fixed = term if isinstance(term, int) else None
        self.header = ""
        self.rows: dict[str, Row] = {}
        self._name = ""
        if isinstance(term, str):
            table, self._name = term.split(".")
            self.header = canonical(tables[table].layout.columns[self._name].header)
            self.rows = tables[table].at(month)

    def value(self, code: str) -> int | None:
        """The figure of a village, or None."""
        row = self.rows.get(code)
        return self.fixed if row is None else row.values[self._name]

    def column_seen_from(self, place: Row, code: str) -> str:
        """The header; with file and line where it stands in another file than the finding."""
        row = self.rows[code]
        return self.header if row.file == place.file else f"{row.file}:{row.line} {self.header}"


def _total(terms: list[_Term], code: str) -> int | None:
    total = 0
    for term in terms:
        value = term.value(code)
        if value is None:
            return None
        total += value
    return total


def _words(terms: list[_Term], code: str) -> str:
    return " + ".join(f"{term.header} {term.value(code)}" if term.header else str(term.fixed) for term in terms)
