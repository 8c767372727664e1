"""Writing IN.csv (facts for `guyub classify`) and REPORT.csv (findings)."""

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from guyub.analytics.siga.definitions import Rule
from guyub.analytics.siga.errors import OutputClash, UnwritableFile
from guyub.analytics.siga.findings import Finding, sentence
from guyub.analytics.siga.importing import SigaImport
from guyub.language.cells import guarded

PLACE_COLUMNS = ("row", "region_code", "province", "regency", "district", "village", "month", "year")
# As `guyub classify` reads them; those that SIGA cannot fill stay blank, ready to be filled in.
FACT_COLUMNS = (
    "funding_sources", "pokja_exists", "pokja_decree", "pokja_trained_flag", "pokja_members", "pokja_trained_members",
    "plkb_companion", "regulation", "regulation_count", "rkm", "data_use_flag", "operating_routines", "pus",
    "population", "families", "adolescents", "families_with_under5", "families_with_adolescents",
    "families_with_elderly", "bkb_members", "bkr_members", "bkl_members", "uppka_members", "pikr_members", "iud", "mow",
    "mop", "condom", "implant", "injection", "pill", "pregnant", "wants_child_soon", "wants_child_later",
    "wants_no_more", "groups_present", "facilities_present", "data_kinds_used",
    "institutions_strict_web", "institutions_intended", "bpjs_members", "krs_families", "unmet_need",
    "rumah_dataku", "kampung_kb",
)  # fmt: skip
REPORT_COLUMNS = (
    "file", "line", "month", "village", "rule", "severity", "columns", "figures", "message", "action",
)  # fmt: skip


def write_results(
    result: SigaImport, facts_file: Path, report_file: Path, rules: dict[str, Rule], language: str
) -> None:
    """Write both files; neither is touched unless both could be written in full.

    Raises:
        OutputClash: The two names are the same file, or one is a table that was read.
        UnwritableFile: A folder is absent or not writable.
    """
    targets = {facts_file.resolve(), report_file.resolve()}
    inputs = {(result.folder / summary.file).resolve() for summary in result.files if summary.table is not None}
    if len(targets) == 1 or targets & inputs:
        raise OutputClash(file=str(min(targets & inputs, default=report_file)))
    contents = ((facts_file, _fact_rows(result)), (report_file, _report_rows(result.findings, rules, language)))
    written: list[tuple[str, Path]] = []
    try:
        for file, rows in contents:
            try:
                written.append((_write_beside(file, rows), file))
            except OSError as error:
                raise UnwritableFile(file=str(file), reason=error.strerror or str(error)) from error
        for temporary, file in written:
            os.replace(temporary, file)
    except BaseException:
        for temporary, _ in written:
            Path(temporary).unlink(missing_ok=True)
        raise


def _write_beside(file: Path, rows: Iterable[Sequence[object]]) -> str:
    if file.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    with open(handle, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    os.chmod(name, 0o666 & ~_umask())
    return name


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _fact_rows(result: SigaImport) -> Iterable[Sequence[object]]:
    yield (*PLACE_COLUMNS, *FACT_COLUMNS)
    month = result.month
    when = ("", "") if month is None else (month.number, month.year or "")
    for number, village in enumerate(result.villages, start=1):
        place = (number, village.code, village.province, village.regency, village.district, village.village)
        yield (*place, *when, *(village.facts.get(column, "") for column in FACT_COLUMNS))


def _report_rows(findings: Iterable[Finding], rules: dict[str, Rule], language: str) -> Iterable[Sequence[object]]:
    yield REPORT_COLUMNS
    for finding in findings:
        rule = rules[finding.rule]
        yield (
            guarded(finding.file),
            "" if finding.line is None else finding.line,
            finding.month.in_language(language) if finding.month else "",
            guarded(finding.village),
            finding.name,
            rule.severity.value,
            guarded("; ".join(finding.columns)),
            guarded(finding.figures),
            guarded(sentence(finding, rules, language)),
            rule.action.in_language(language),
        )
