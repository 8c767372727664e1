"""The import itself: a folder of SIGA village tables becomes village facts of one month, and findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guyub.analytics.siga import errors
from guyub.analytics.siga.assemble import assemble, fact_words
from guyub.analytics.siga.checks import run_checks
from guyub.analytics.siga.definitions import Definitions, load_definitions
from guyub.analytics.siga.findings import Finding
from guyub.analytics.siga.months import Month
from guyub.analytics.siga.reading import Limits, list_files, read_sheet
from guyub.analytics.siga.recognise import recognise
from guyub.analytics.siga.regions import Matcher, Regions
from guyub.analytics.siga.tables import FileSummary, Table, TableReader

AS_REPORTED, LEAVE_BLANK = "as-reported", "leave-blank"


@dataclass(frozen=True, slots=True)
class Village:
    """A village with its official names and its facts; a missing fact is absent."""

    code: str
    province: str
    regency: str
    district: str
    village: str
    facts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SigaImport:
    """What an import found.

    ``month`` is the month used, None if there is no monthly table; ``checks_asked`` says how often each check of
    figures was asked, so that a check without findings is known to hold.
    """

    folder: Path
    month: Month | None
    months_found: tuple[Month, ...]
    villages: tuple[Village, ...]
    findings: tuple[Finding, ...]
    files: tuple[FileSummary, ...]
    checks_asked: dict[str, int]


def import_folder(
    folder: Path,
    regions: Regions,
    month: Month | None = None,
    year: int | None = None,
    unmet_need: str = AS_REPORTED,
    limits: Limits | None = None,
) -> SigaImport:
    """Village facts of one month from a folder of SIGA village tables.

    Args:
        folder: Holds the CSV files; subfolders are not read.
        regions: Official region codes and names.
        month: The month to use; the newest found if None.
        year: The year of monthly files that do not say it; the year of ``month`` if None. Without either, such files
            are of an unknown year and never mixed with those of a known one.
        unmet_need: `AS_REPORTED` puts SIGA's total where data/siga/facts.yaml says; `LEAVE_BLANK` does not.
        limits: How large the folder may be.

    Raises:
        UnreadableFile: The folder or a file in it cannot be read as a whole; nothing was imported.
        MonthNotFound: No monthly table has the chosen month.
    """
    definitions = load_definitions()
    matcher = Matcher(regions, definitions.names)
    reader = TableReader(definitions.tables, matcher, year or (month.year if month else None))
    files = _read_files(folder, definitions, reader, limits or Limits())
    tables = reader.tables
    months = _months_of(tables)
    chosen = _choose(month, months)
    codes = sorted({code for table in tables.values() for rows in table.rows.values() for code in rows})
    values, findings = assemble(codes, definitions.facts.facts, tables, chosen, reader.label)
    findings += reader.findings
    failures, asked = run_checks(definitions.rules.values(), tables, months, chosen, reader.label)
    findings += failures
    findings += _absent_rows(tables, codes, reader)
    findings += _unused_months(files, tables, chosen)
    findings += _absent_tables(definitions, tables)
    refused = {code for table in tables.values() for _, code in table.refused}
    findings += _villages_without_file({*codes, *refused}, regions)
    findings += _facts_left_blank(definitions, values, unmet_need)
    villages = tuple(Village(code, *matcher.official_names[code], values[code]) for code in codes)
    return SigaImport(
        folder, chosen, tuple(months), villages, tuple(sorted(findings, key=Finding.place)), tuple(files), asked
    )


def _read_files(folder: Path, definitions: Definitions, reader: TableReader, limits: Limits) -> list[FileSummary]:
    tables, others = list_files(folder, limits)
    for file in tables:
        sheet = read_sheet(file, definitions.tables.identity)
        layout = recognise(file.name, sheet.header if sheet else (), definitions.tables)
        if sheet is None or layout is None:
            others.append(file)
        else:
            reader.add(sheet, layout)
    summaries = reader.summaries()
    if not summaries:
        raise errors.FolderWithoutTables(file=str(folder), files=len(tables) + len(others))
    for file in others:
        reader.findings.append(Finding("unknown-file", file=file.name))
        summaries.append(FileSummary(file.name, None))
    return summaries


def _months_of(tables: dict[str, Table]) -> list[Month]:
    found = {month for table in tables.values() for month in table.rows if month is not None}
    return sorted(found, key=Month.age)


def _choose(wanted: Month | None, months: Sequence[Month]) -> Month | None:
    fits = [month for month in months if wanted is None or month.may_be(wanted)]
    if fits:
        return max(fits, key=Month.age)
    if wanted is None:
        return None
    raise errors.MonthNotFound(
        kind="month", name=wanted.in_language("id"), known=", ".join(m.in_language("id") for m in months) or "-"
    )


def _absent_rows(tables: dict[str, Table], codes: Sequence[str], reader: TableReader) -> Iterable[Finding]:
    """Villages that a table lacks, though other tables have them."""
    for table in tables.values():
        if table.layout.list_key is not None:
            continue
        for month, rows in table.rows.items():
            data = {"title": table.layout.title, "month": month or ""}
            for code in codes:
                if code not in rows and (month, code) not in table.refused:
                    files = ", ".join(table.files)
                    yield Finding("village-missing", file=files, month=month, village=reader.label(code), data=data)


def _unused_months(files: list[FileSummary], tables: dict[str, Table], chosen: Month | None) -> Iterable[Finding]:
    """Rows of other months than the chosen one, and files that lack it."""
    for summary in files:
        if summary.table is None or not summary.table.monthly or chosen is None:
            continue
        table = tables[summary.table.id]
        if chosen not in summary.months:
            yield Finding("month-missing", file=summary.file, month=chosen, data={"chosen": chosen})
        for month in summary.months:
            if month != chosen:
                rows = sum(row.file == summary.file for row in table.rows[month].values())
                data = {"rows": rows, "month": month, "chosen": chosen}
                yield Finding("other-month", file=summary.file, month=month, data=data)


def _absent_tables(definitions: Definitions, tables: dict[str, Table]) -> Iterable[Finding]:
    for layout in definitions.tables.layouts:
        if layout.id not in tables:
            yield Finding("table-missing", layout.id, data={"title": layout.title})


def _villages_without_file(known: set[str], regions: Regions) -> Iterable[Finding]:
    """Official villages of the districts seen that no file names."""
    for district in sorted({code.rpartition(".")[0] for code in known}):
        for code, name in regions.children(district):
            if code not in known:
                yield Finding("village-in-no-file", village=f"{code} {name}")


def _facts_left_blank(
    definitions: Definitions, values: dict[str, dict[str, int]], unmet_need: str
) -> Iterable[Finding]:
    """Facts that SIGA does not have; and unmet need, whose total is put into its column here."""
    target = definitions.facts.unmet_need
    if any(target.fact in facts for facts in values.values()):
        rule = "unmet-need-unsplit" if unmet_need == AS_REPORTED else "unmet-need-blank"
        yield Finding(rule, columns=(target.column,), data={"column": target.column})
    if unmet_need == AS_REPORTED:
        for facts in values.values():
            if target.fact in facts:
                facts[target.column] = facts[target.fact]
    for blank in definitions.facts.not_derived:
        columns = blank.columns or (blank.fact,)
        data = {"fact": fact_words(columns), "reason": blank.reason}
        yield Finding("fact-not-in-siga", blank.fact, columns=columns, data=data)
