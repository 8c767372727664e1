"""Turn text cells into integers, and name every cell that cannot be one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from guyub.analytics.tables.header import Header
from guyub.analytics.tables.problems import Problem, rule_broken_by
from guyub.domain.facts import LARGEST_FIGURE, FactCatalogue, FactKind

MOST_PROBLEMS = 10_000  # listed; the rest is counted
LONGEST_TEXT = 1_000
_WHOLE = f"^[0-9]{{1,{len(str(LARGEST_FIGURE))}}}$"
_IDENTIFIERS = ("row", "region_code")


@dataclass(frozen=True)
class Checked:
    """A frame of integers and texts, and what is wrong with its rows."""

    frame: pl.DataFrame
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    more_problems: int
    bad_rows: frozenset[int]
    blank_rows: int


@dataclass
class _Fault:
    position: int
    column: str
    rule: str
    value: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def check_cells(
    texts: pl.DataFrame,
    lines: Sequence[int],
    header: Header,
    catalogue: FactCatalogue,
    scores: Mapping[str, Collection[int]],
    uneven: Mapping[int, int],
) -> Checked:
    """Check all cells of a table of texts.

    Args:
        texts: Text columns in the order of ``header.names``.
        lines: Line of each row.
        header: What the columns are.
        catalogue: What values each fact takes.
        scores: What values each given score takes.
        uneven: Cell counts of rows that do not have as many cells as the header.
    """
    trimmed = _trimmed(texts, header.names)
    filled = ~trimmed.select(pl.all_horizontal(pl.all().is_null())).to_series()
    uneven = dict(_renumbered(uneven, filled))
    trimmed = trimmed.filter(filled)
    lines = [line for line, kept in zip(lines, filled, strict=True) if kept]
    numbers = trimmed.select(
        pl.when(pl.col(code).str.contains(_WHOLE)).then(pl.col(code)).cast(pl.Int64, strict=False)
        for code in (*header.facts, *header.scores)
    )
    faults = [
        *_uneven_rows(uneven, len(header.names)),
        *_identifier_faults(trimmed, lines),
        *_text_faults(trimmed, header),
    ]
    usable = []
    for code in numbers.columns:
        allowed = _allowed(code, numbers[code], catalogue, scores)
        bad = (trimmed[code].is_not_null() & ~allowed.fill_null(False)).arg_true()
        faults.extend(_number_faults(code, trimmed[code], numbers[code], bad, catalogue, scores))
        usable.append(pl.when(allowed).then(pl.col(code)).alias(code))
    frame = trimmed.with_columns(numbers.select(usable)) if usable else trimmed
    return _checked(frame, lines, faults, header, int((~filled).sum()))


def _trimmed(texts: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Cells without space around them; blank ones null."""
    trimmed = texts.rename(dict(zip(texts.columns, names, strict=True))).select(pl.all().str.strip_chars())
    return trimmed.select(pl.when(pl.all() != "").then(pl.all()))


def _renumbered(uneven: Mapping[int, int], filled: pl.Series) -> Iterator[tuple[int, int]]:
    """Positions once the blank rows are gone."""
    places = (filled.cast(pl.Int64).cum_sum() - 1).to_list() if uneven else []
    return ((places[position], count) for position, count in uneven.items() if filled[position])


def _allowed(
    code: str, numbers: pl.Series, catalogue: FactCatalogue, scores: Mapping[str, Collection[int]]
) -> pl.Series:
    """Where a value can be; null where there is none."""
    if code in scores:
        return numbers.is_in(sorted(scores[code]))
    return numbers <= catalogue.by_code[code].largest


def _number_faults(
    code: str,
    texts: pl.Series,
    numbers: pl.Series,
    positions: pl.Series,
    catalogue: FactCatalogue,
    scores: Mapping[str, Collection[int]],
) -> Iterator[_Fault]:
    for position in positions.to_list():
        text = texts[position]
        if numbers[position] is None:
            yield _Fault(position, code, rule_broken_by(text), text)
        elif code in scores:
            yield _Fault(position, code, "not-a-score", text, {"scores": ", ".join(map(str, sorted(scores[code])))})
        elif catalogue.by_code[code].kind is FactKind.FLAG:
            yield _Fault(position, code, "not-a-flag", text)
        else:
            yield _Fault(position, code, "above-largest", text, {"largest": catalogue.by_code[code].largest})


def _uneven_rows(uneven: Mapping[int, int], width: int) -> Iterator[_Fault]:
    for position, count in uneven.items():
        yield _Fault(position, "", "cell-count", "", {"found": count, "expected": width})


def _identifier_faults(trimmed: pl.DataFrame, lines: list[int]) -> Iterator[_Fault]:
    """Names of rows that are blank, look like formulas, or stand more than once."""
    for column in _IDENTIFIERS:
        if column not in trimmed.columns:
            continue
        names = trimmed[column]
        for position in names.is_null().arg_true().to_list() if column == "row" else ():
            yield _Fault(position, column, "no-name")
        for position in names.str.contains(r"^[=+\-@]").fill_null(False).arg_true().to_list():
            yield _Fault(position, column, "formula", names[position])
        repeated = names.is_duplicated() & names.is_not_null()
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        places = repeated.arg_true().to_list()
        for position in places:
            first.setdefault(names[position], position)
            last[names[position]] = position
        for position in places:
            other = first[names[position]] if first[names[position]] != position else last[names[position]]
            yield _Fault(position, column, "duplicate", names[position], {"other": lines[other]})


def _text_faults(trimmed: pl.DataFrame, header: Header) -> Iterator[_Fault]:
    for column in header.texts:
        for position in (trimmed[column].str.len_bytes() > LONGEST_TEXT).fill_null(False).arg_true().to_list():
            yield _Fault(position, column, "too-long", trimmed[column][position])


def _checked(frame: pl.DataFrame, lines: list[int], faults: list[_Fault], header: Header, blank_rows: int) -> Checked:
    order = {name: place for place, name in enumerate(header.names)}
    faults.sort(key=lambda fault: (fault.position, order.get(fault.column, -1)))
    names = frame["row"] if "row" in frame.columns else None
    problems = tuple(
        Problem(
            row=(names[fault.position] if names is not None else None) or str(fault.position + 1),
            line=lines[fault.position],
            column=fault.column,
            value=fault.value[:60],
            rule=fault.rule,
            data=fault.data,
        )
        for fault in faults[:MOST_PROBLEMS]
    )
    return Checked(
        frame=frame,
        lines=tuple(lines),
        problems=problems,
        more_problems=max(len(faults) - MOST_PROBLEMS, 0),
        bad_rows=frozenset(fault.position for fault in faults),
        blank_rows=blank_rows,
    )
