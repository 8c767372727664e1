"""Which columns a table has: facts by code or name, scores that may be given, and texts."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guyub.analytics.tables.errors import (
    HeaderNearlyKnown,
    MistypedColumns,
    RepeatedColumn,
    TooManyColumns,
    UnknownHeader,
)
from guyub.domain.facts import FactCatalogue

MOST_COLUMNS = 300
# Columns that say which village a row is; all are kept as text.
NAMES = ("row", "region_code", "name", "village", "district", "regency", "province", "month", "year", "as_of")
# What `guyub classify` writes, and tables that were classified before carry.
RESULTS = ("index_input", "index_process", "index_output", "total", "points_unknown", "class", "class_rank")
NOTES = ("given", "missing", "findings")
# What `guyub import-siga` writes beside the facts: as reported, read by no rule.
REPORTED = ("unmet_need", "rumah_dataku", "kampung_kb")
_SIMILAR = 0.85


@dataclass(frozen=True)
class Header:
    """Columns in file order. ``names`` are unique; ``facts`` and ``scores`` hold integers, the others texts."""

    names: tuple[str, ...]
    facts: tuple[str, ...]
    scores: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold text."""
        numbers = {*self.facts, *self.scores}
        return tuple(name for name in self.names if name not in numbers)


class Vocabulary:
    """What a header cell may mean: fact codes, their names in both languages, scores, and village names."""

    def __init__(self, catalogue: FactCatalogue, scores: Collection[str], variables: Collection[str]) -> None:
        self.facts = tuple(catalogue.by_code)
        self.scores = tuple(scores)
        self._meanings: dict[str, str] = {}
        for fact in catalogue.facts:
            for name in (fact.name.id, fact.name.en):
                self._meanings.setdefault(_folded(name), fact.code)
        for code in (*NAMES, *RESULTS, *NOTES, *REPORTED, *variables, *self.facts):
            self._meanings[_folded(code)] = code

    def meaning(self, cell: str) -> str | None:
        """The column's name in our words, or None where it is unknown."""
        return self._meanings.get(_folded(cell))

    def count_known(self, cells: Iterable[str]) -> int:
        """How many cells of a would-be header are known."""
        return sum(self.meaning(cell) is not None for cell in cells)


def read_header(cells: list[str], vocabulary: Vocabulary, file: Path) -> Header:
    """The columns of a header line.

    Raises:
        TooManyColumns, UnknownHeader, MistypedColumns, RepeatedColumn: See there.
    """
    if len(cells) > MOST_COLUMNS:
        raise TooManyColumns(file=file.name, columns=len(cells), largest=MOST_COLUMNS)
    meanings = [vocabulary.meaning(cell) for cell in cells]
    present = {meaning for meaning in meanings if meaning is not None}
    if not present & {*vocabulary.facts, *vocabulary.scores}:
        raise _unknown_header(cells, vocabulary, file)
    _refuse_mistyped(cells, meanings, vocabulary, file)
    names: dict[str, int] = {}
    for number, (cell, meaning) in enumerate(zip(cells, meanings, strict=True), start=1):
        name = meaning or cell.strip() or f"({number})"
        if name in names:
            raise RepeatedColumn(file=file.name, column=name, first=names[name], second=number)
        names[name] = number
    unknown = [name for name, meaning in zip(names, meanings, strict=True) if meaning is None]
    return Header(
        names=tuple(names),
        facts=tuple(name for name in names if name in vocabulary.facts),
        scores=tuple(name for name in names if name in vocabulary.scores),
        unknown=tuple(unknown),
    )


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _guesses(cells: Iterable[str], known: Collection[str], cutoff: float) -> dict[str, str]:
    found: Mapping[str, list[str]] = {
        cell: difflib.get_close_matches(_folded(cell), known, 1, cutoff) for cell in cells
    }
    return {cell.strip(): match[0] for cell, match in found.items() if match}


def _unknown_header(cells: list[str], vocabulary: Vocabulary, file: Path) -> UnknownHeader:
    unknown = [cell for cell in cells if vocabulary.meaning(cell) is None]
    guesses = _guesses(unknown, vocabulary.facts, 0.6)
    found = ", ".join(cell.strip()[:40] for cell in cells[:12])
    if guesses:
        return HeaderNearlyKnown(file=file.name, found=found, guesses=_as_words(guesses))
    return UnknownHeader(file=file.name, found=found, expected=", ".join(vocabulary.facts[:12]))


def _refuse_mistyped(cells: list[str], meanings: list[str | None], vocabulary: Vocabulary, file: Path) -> None:
    absent = [code for code in vocabulary.facts if code not in meanings]
    unknown = [cell for cell, meaning in zip(cells, meanings, strict=True) if meaning is None]
    guesses = _guesses(unknown, absent, _SIMILAR)
    if guesses:
        raise MistypedColumns(file=file.name, guesses=_as_words(guesses))


def _as_words(guesses: Mapping[str, str]) -> str:
    return ", ".join(f"'{cell}' -> '{guess}'" for cell, guess in guesses.items())
