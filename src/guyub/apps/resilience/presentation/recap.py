"""The KRS recap: official columns, one row an RW and one for the village, with its invariants."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.apps.documents.tables import Notes
from guyub.apps.resilience.presentation import words
from guyub.apps.resilience.presentation.areas import Areas
from guyub.apps.resilience.presentation.krs_list import rule_note
from guyub.apps.resilience.presentation.overview import recap_row
from guyub.apps.resilience.services.gate import Gate
from guyub.domain.families.krs_recap import RECAP_COLUMNS, check_recap, recap
from guyub.language import format_date

WITHHELD = "–"


@dataclass(frozen=True)
class RecapRow:
    """One place; cells in the order of the columns, None where withheld."""

    label: str
    cells: tuple[int | None, ...]


@dataclass(frozen=True)
class RecapTable:
    """The recap. ``findings``: invariants that do not hold, which would be a fault of ours.

    ``undecided``, ``without_rank``: families the official table has no column for.
    """

    columns: tuple[str, ...]
    rows: tuple[RecapRow, ...]
    total: RecapRow | None
    period: str
    findings: tuple[str, ...]
    undecided: int | None = None
    without_rank: int | None = None

    def pairs(self) -> list[tuple[str, int | None]]:
        """Column and value of the village."""
        return list(zip(self.columns, self.total.cells, strict=True)) if self.total else []

    def rows_for_file(self) -> Iterator[list[str | int | None]]:
        """A header, the RWs, the village."""
        yield [_("Wilayah"), *self.columns, _("Periode")]
        for row in (*self.rows, *((self.total,) if self.total else ())):
            yield [row.label, *(WITHHELD if cell is None else cell for cell in row.cells), self.period]


def recap_table(areas: Areas, gate: Gate, language: str) -> RecapTable:
    """The recap of a village. RWs of a village one does not see inside of are left out: their cells are small."""
    names = column_names(language)
    period = areas.as_of.isoformat() if areas.as_of else ""
    if not areas.whole:
        return RecapTable(tuple(names.values()), (), None, period, ())
    whole = recap_row(gate, areas)
    total = RecapRow(areas.village.name, tuple(whole[name] for name in names))
    rows = ()
    if gate.inside:
        rows = tuple(
            RecapRow(words.rw_name(rw), tuple(recap(sums)[name] for name in names))
            for rw, sums in sorted(areas.rws.items())
        )
    findings = check_recap(recap(areas.whole))
    said = tuple(f"{finding.code}: {finding.left} / {finding.right}" for finding in findings)
    return RecapTable(tuple(names.values()), rows, total, period, said, whole["krs_unknown"], whole["rank_unknown"])


def recap_notes(areas: Areas, gate: Gate, language: str) -> Notes:
    """What stands beside the recap in a workbook: source, day, rule, and what is withheld."""
    withheld = _("Angka kelompok kecil tidak ditampilkan: {sign}.").format(sign=WITHHELD)
    return [
        (_("Sumber"), _("Registrasi keluarga Guyub dan wawancara terakhir tiap keluarga.")),
        (_("Wilayah"), f"{areas.village.name} ({areas.code})"),
        (_("Keadaan per"), format_date(areas.as_of, language) if areas.as_of else WITHHELD),
        rule_note(language),
        (_("Disamarkan"), _("Hanya jumlah; tidak ada yang disembunyikan.") if gate.inside else withheld),
    ]


def column_names(language: str) -> dict[str, str]:
    """Official columns in their order, by their code."""
    own = {
        "families": _("Jumlah keluarga"),
        "target": _("Keluarga sasaran"),
        "rank_1": _("Kesejahteraan 1"),
        "rank_2": _("Kesejahteraan 2"),
        "rank_3": _("Kesejahteraan 3"),
        "rank_4": _("Kesejahteraan 4"),
        "rank_above_4": _("Kesejahteraan > 4"),
        "krs": _("Jumlah KRS"),
        "not_at_risk": _("Tidak berisiko"),
        "baduta": _("Punya baduta"),
        "balita": _("Punya balita"),
        "pus": _("PUS"),
        "pus_hamil": _("PUS hamil"),
        "air": _("Air minum tidak layak"),
        "jamban": _("Jamban tidak layak"),
        "t_muda": _("Terlalu muda"),
        "t_tua": _("Terlalu tua"),
        "t_dekat": _("Terlalu dekat"),
        "t_banyak": _("Terlalu banyak"),
        "pus_4t": _("PUS 4T"),
        "non_kbm": _("Bukan peserta KB modern"),
    }
    return {name: own[name] for name in RECAP_COLUMNS if name in own}
