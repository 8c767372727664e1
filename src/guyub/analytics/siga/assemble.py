"""Village facts from tables: by order of precedence, the other figures reported beside the one that is used."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guyub.analytics.siga.definitions import FactSources, Source
from guyub.analytics.siga.findings import Finding
from guyub.analytics.siga.months import Month
from guyub.analytics.siga.reading import canonical
from guyub.analytics.siga.tables import Row, Table
from guyub.data import load_fact_catalogue
from guyub.domain.rulefiles import Text


@dataclass(frozen=True, slots=True)
class _Figure:
    value: int
    words: str
    headers: tuple[str, ...]
    row: Row


def assemble(
    codes: Iterable[str],
    facts: Iterable[FactSources],
    tables: Mapping[str, Table],
    month: Month | None,
    label: Callable[[str], str],
) -> tuple[dict[str, dict[str, int]], list[Finding]]:
    """Facts of each village (a missing fact is absent), and where sources differ or the first is missing."""
    facts = tuple(facts)
    values: dict[str, dict[str, int]] = {}
    findings: list[Finding] = []
    for code in codes:
        values[code] = {}
        for fact in facts:
            figures = [_figure(source, tables, month, code) for source in fact.sources]
            given = [figure for figure in figures if figure is not None]
            if not given:
                continue
            values[code][fact.fact] = given[0].value
            if figures[0] is None:
                findings.append(_finding("second-source", fact.fact, given[:1], month, label(code)))
            elif fact.compare and any(figure.value != given[0].value for figure in given[1:]):
                findings.append(_finding("two-numbers", fact.fact, given, month, label(code)))
    return values, findings


def _figure(source: Source, tables: Mapping[str, Table], month: Month | None, code: str) -> _Figure | None:
    total, parts, headers, first = 0, [], [], None
    for column in source.sum or source.count_positive:
        table, name = column.split(".")
        row = tables[table].at(month).get(code) if table in tables else None
        value = row.values[name] if row is not None else None
        if row is None or value is None:
            return None
        first = first or row
        header = canonical(tables[table].layout.columns[name].header)
        headers.append(header)
        parts.append(f"{row.file}:{row.line} {header}={value}")
        total += (value > 0) if source.count_positive else value
    return None if first is None else _Figure(total, " + ".join(parts), tuple(headers), first)


def _finding(rule: str, fact: str, figures: list[_Figure], month: Month | None, village: str) -> Finding:
    place = figures[0].row
    columns = tuple(header for figure in figures for header in figure.headers)
    words = "; ".join(figure.words for figure in figures)
    return Finding(rule, fact, place.file, place.line, month, village, columns, words, {"fact": fact_words([fact])})


def fact_words(codes: Iterable[str]) -> Text:
    """Facts as people call them, each with its column: 'Anggota BKB (bkb_members)'."""
    known = load_fact_catalogue().by_code
    names = [(known[code].name if code in known else None, code) for code in codes]
    return Text(
        id=", ".join(f"{name.id} ({code})" if name else code for name, code in names),
        en=", ".join(f"{name.en} ({code})" if name else code for name, code in names),
    )
