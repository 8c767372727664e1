"""Which village a row of a file is: by its code, or by its name where the file has no codes. Nothing is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from guyub.analytics.tables import Problem
from guyub.analytics.tables.reading import VillageTable
from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of
from guyub.apps.territory.codes import dotted_village
from guyub.apps.territory.models import Region, Unit
from guyub.data import load_fact_catalogue

CODE_COLUMNS = (
    "region_code",
    "kode",
    "kode wilayah",
    "kode_wilayah",
    "kode desa",
    "kode_desa",
    "kode kelurahan",
    "code",
)
NAME_COLUMNS = ("village", "name", "desa", "kelurahan", "nama desa", "nama_desa", "nama kelurahan", "desa/kelurahan")
NEAR = 0.6  # how alike two names are for one to be a hint at the other
BATCH = 5000  # codes asked for in one query


@dataclass(frozen=True)
class Columns:
    """Which columns say what village a row is; empty: none does."""

    code: str = ""
    name: str = ""


@dataclass
class Matched:
    """Units by position of their row, and what keeps the other rows from having one."""

    units: dict[int, Unit] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def find_columns(table: VillageTable, code: str = "", name: str = "") -> Columns:
    """The chosen columns where the table has them, else those with a usual name."""
    folded = {column.strip().casefold(): column for column in table.texts}
    usual_code = next((folded[known] for known in CODE_COLUMNS if known in folded), "")
    usual_name = next((folded[known] for known in NAME_COLUMNS if known in folded), "")
    return Columns(code if code in table.texts else usual_code, name if name in table.texts else usual_name)


def unread(table: VillageTable, columns: Columns) -> dict[str, str]:
    """Columns that nothing is read from, each with the fact code that its name is near to, or ""."""
    meanings = {code.casefold(): code for code in load_fact_catalogue().by_code}
    for fact in load_fact_catalogue().facts:
        meanings |= {_folded(name): fact.code for name in (fact.name.id, fact.name.en)}
    found = {}
    for name in table.unknown:
        if name not in (columns.code, columns.name):
            near = get_close_matches(_folded(name), meanings, 1, NEAR)
            guess = meanings[near[0]] if near else ""
            found[name] = "" if guess in table.facts else guess
    return found


def match(person: User, table: VillageTable, columns: Columns) -> Matched:
    """Find the unit of every row that the person may change figures of."""
    matched = Matched()
    found = (
        _by_code(person, table, columns.code, matched)
        if columns.code
        else _by_name(person, table, columns.name, matched)
    )
    first: dict[int, int] = {}
    for position, unit in found:
        if unit.pk in first:
            other = table.line_of(first[unit.pk])
            column = columns.code or columns.name
            _refuse(matched, table, position, column, table.text_of(position, column), "same-village", other=other)
            continue
        first[unit.pk] = position
        matched.units[position] = unit
    return matched


def _by_code(person: User, table: VillageTable, column: str, matched: Matched) -> Iterator[tuple[int, Unit]]:
    texts = [table.text_of(position, column) for position in range(table.frame.height)]
    codes = [dotted_village(text) for text in texts]
    wanted = sorted({code for code in codes if code is not None})
    units = {unit.region_id: unit for unit in _units(wanted)}
    known = {
        code for part in _parts(wanted) for code in Region.objects.filter(code__in=part).values_list("code", flat=True)
    }
    scope = scope_of(person)
    for position, (text, code) in enumerate(zip(texts, codes, strict=True)):
        if code is None:
            rule = "no-village-code" if text else "blank-village-code"
        elif code not in known:
            rule = "unknown-village-code"
        elif not scope.may_edit(code):
            rule = "outside-territory"
        elif code not in units:
            rule = "no-kampung"
        else:
            yield position, units[code]
            continue
        _refuse(matched, table, position, column, text, rule)


def _by_name(person: User, table: VillageTable, column: str, matched: Matched) -> Iterator[tuple[int, Unit]]:
    units: dict[str, list[Unit]] = {}
    for unit in Unit.objects.editable_by(person).active().with_region() if column else ():
        units.setdefault(_folded(unit.region.name), []).append(unit)
    for position in range(table.frame.height):
        text = table.text_of(position, column) if column else ""
        fitting = units.get(_folded(text), [])
        if len(fitting) == 1:
            yield position, fitting[0]
        elif not text:
            _refuse(matched, table, position, column, text, "blank-village-code")
        else:
            _refuse(matched, table, position, column, text, "several-villages" if fitting else "unknown-village-name")


def _units(codes: list[str]) -> Iterator[Unit]:
    for part in _parts(codes):
        yield from Unit.objects.active().filter(region_id__in=part).select_related("region")


def _parts(codes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(codes), BATCH):
        yield codes[start : start + BATCH]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _refuse(
    matched: Matched, table: VillageTable, position: int, column: str, value: str, rule: str, **data: object
) -> None:
    row, line = table.row_names[position], table.line_of(position)
    matched.problems.append(Problem(row, line, column, value[:200], rule, data))
