"""What the pages of e-PPGBM say: words of outcomes and reasons, lines of tables, rows of downloads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.analytics.people_tables import RowProblem
from guyub.apps.documents.tables import Cell
from guyub.apps.growth.models import Measurement
from guyub.apps.growth.services.eppgbm import Compared, Kind, Outcome, Plan, PlannedRow
from guyub.apps.growth.templatetags.growth import centimetres, kilograms
from guyub.domain.growth.agreeing import Agreement
from guyub.language.problems import people_rule_text

OUTCOMES: dict[str, tuple[str | Promise, str | Promise]] = {
    Outcome.NEW: (gettext_lazy("Baru"), gettext_lazy("Akan dicatat sebagai pengukuran dari berkas.")),
    Outcome.UNLIKELY: (
        gettext_lazy("Jarang pada umurnya"),
        gettext_lazy(
            "Beratnya atau tingginya jarang pada umur itu. Lihat dulu; dicatat hanya bila Anda mencentangnya."
        ),
    ),
    Outcome.DIFFERENT: (
        gettext_lazy("Berbeda"),
        gettext_lazy(
            "Hari yang sama sudah tercatat dengan angka lain. Tidak diubah: betulkan yang salah, "
            "di sini atau di e-PPGBM."
        ),
    ),
    Outcome.NOT_FOUND: (
        gettext_lazy("Anak tidak ditemukan"),
        gettext_lazy(
            "Tidak ada anak dengan NIK itu, atau dengan nama dan tanggal lahir itu, di kelurahan ini. "
            "Daftarkan keluarganya, atau samakan nama dan tanggal lahirnya."
        ),
    ),
    Outcome.SEVERAL: (
        gettext_lazy("Beberapa calon"),
        gettext_lazy(
            "Beberapa anak bernama dan lahir sama. Lengkapi NIK atau RW di berkas, atau gabungkan catatan gandanya."
        ),
    ),
    Outcome.FAULT: (gettext_lazy("Salah"), gettext_lazy("Ada isi yang tidak mungkin; lihat daftar masalah.")),
    Outcome.SAME: (
        gettext_lazy("Sudah ada"),
        gettext_lazy("Hari dan angkanya sudah tercatat sama; tidak ada yang berubah."),
    ),
    Outcome.REPEATED: (gettext_lazy("Kembar"), gettext_lazy("Baris yang sama dua kali di berkas; dipakai sekali.")),
    Outcome.UNMEASURED: (gettext_lazy("Tidak diukur"), gettext_lazy("Tidak ada berat, tinggi, atau LiLA di barisnya.")),
}
"""Word and what to do, in the order of the page."""

LISTED = (Outcome.NEW, Outcome.UNLIKELY, Outcome.DIFFERENT, Outcome.NOT_FOUND, Outcome.SEVERAL, Outcome.SAME)
"""Outcomes whose rows the page lists one by one."""

AGREEMENTS: dict[str, str | Promise] = {
    Agreement.SAME: gettext_lazy("sama"),
    Agreement.ROUNDING: gettext_lazy("beda pembulatan"),
    Agreement.POSTURE: gettext_lazy("cara ukur tidak diperhitungkan, atau lain"),
    Agreement.AGE: gettext_lazy("umurnya dihitung lain"),
    Agreement.TABLE: gettext_lazy("memakai tabel panjang untuk tinggi, atau sebaliknya"),
    Agreement.FORMULA: gettext_lazy("memakai rumus tanpa batasan di luar 3 SD"),
    Agreement.ONLY_OURS: gettext_lazy("hanya ada di sini"),
    Agreement.ONLY_THEIRS: gettext_lazy("hanya ada di e-PPGBM"),
    Agreement.UNKNOWN: gettext_lazy("berbeda, sebab tidak diketahui"),
}
INDEX_NAMES = {"wfa": "BB/U", "hfa": "TB/U", "wfh": "BB/TB"}
KINDS: dict[str, str | Promise] = {
    Kind.ONLY_HERE: gettext_lazy("Hanya di sini"),
    Kind.ONLY_THERE: gettext_lazy("Hanya di e-PPGBM"),
    Kind.DIFFERENT: gettext_lazy("Berbeda"),
}


@dataclass(frozen=True)
class OutcomeTab:
    """One outcome with its count; ``listed``: whether its rows can be opened."""

    code: str
    title: str | Promise
    advice: str | Promise
    count: int
    listed: bool

    @property
    def shown(self) -> bool:
        """Whether its count says something: that nothing is new does, that nothing is repeated does not."""
        return bool(self.count) or self.code == Outcome.NEW


def tabs(plan: Plan) -> list[OutcomeTab]:
    """All outcomes, those without rows too."""
    return [
        OutcomeTab(code, title, advice, plan.counts[code], code in LISTED) for code, (title, advice) in OUTCOMES.items()
    ]


@dataclass(frozen=True)
class ScoreLine:
    """One z-score on the page that is not the same."""

    index: str
    ours: int | None
    theirs: int | None
    words: str | Promise


@dataclass(frozen=True)
class RowLine:
    """One row of the file on the page; ``without_scores``: the file has no z-score of it."""

    row: PlannedRow
    theirs: str
    ours: str
    scores: tuple[ScoreLine, ...]
    without_scores: bool


def row_line(one: PlannedRow) -> RowLine:
    """Figures of the file, those on record, and the z-scores that do not agree."""
    scores = tuple(
        ScoreLine(INDEX_NAMES[score.indicator], score.ours, score.theirs, AGREEMENTS[score.agreement])
        for score in one.scores
        if score.agreement != Agreement.SAME
    )
    row = one.row
    return RowLine(
        one,
        _figures(row.weight_g, row.height_mm, row.arm_mm, row.posture),
        _of_measurement(one.here) if one.here else "",
        scores if one.row.z else (),
        not one.row.z,
    )


def agreement_counts(plan: Plan) -> list[tuple[str | Promise, int]]:
    """How the z-scores of the file relate to ours, in the order of the words."""
    found = plan.differing()
    return [(words, found[code]) for code, words in AGREEMENTS.items() if found[code]]


@dataclass(frozen=True)
class ProblemLine:
    """One problem on the page or in the download; its value is masked."""

    line: int
    column: str
    value: str
    severity: str
    sentence: str


def problem_lines(problems: Sequence[RowProblem], language: str) -> list[ProblemLine]:
    """Sentences of problems."""
    return [
        ProblemLine(one.line, one.column, one.value, one.severity, people_rule_text(one.rule, one.data, language))
        for one in problems
    ]


@dataclass(frozen=True)
class ComparedLine:
    """One line of the comparison."""

    one: Compared
    kind: str | Promise
    name: str
    rw: str
    here: str
    there: str


def compared_line(one: Compared) -> ComparedLine:
    """A child on both sides, in words."""
    row = one.there.row if one.there else None
    name = one.child.name if one.child else row.name if row else ""
    rw = one.child.rw if one.child else row.rw if row else ""
    there = _figures(row.weight_g, row.height_mm, row.arm_mm, row.posture) if row else ""
    return ComparedLine(one, KINDS[one.kind], name, rw, _of_measurement(one.here) if one.here else "", there)


def compared_rows(lines: Sequence[ComparedLine]) -> Iterator[list[Cell]]:
    """The comparison as rows of a file."""
    yield [
        _("Keadaan"),
        _("Kode"),
        _("Nama"),
        "RW",
        _("Hari di sini"),
        _("Angka di sini"),
        _("Hari di e-PPGBM"),
        _("Angka di e-PPGBM"),
        _("Baris berkas"),
    ]
    for line in lines:
        one = line.one
        yield [
            str(line.kind),
            one.child.code if one.child else "",
            line.name,
            line.rw,
            one.here.day.isoformat() if one.here else "",
            line.here,
            one.there.row.day.isoformat() if one.there else "",
            line.there,
            one.there.row.line if one.there else "",
        ]


def _of_measurement(one: Measurement) -> str:
    return _figures(one.weight_g, one.height_mm, one.arm_mm, one.posture)


def _figures(weight_g: int | None, height_mm: int | None, arm_mm: int | None, posture: str) -> str:
    """Such as "8,3 kg · 80,5 cm telentang · LiLA 13,5 cm"."""
    parts = []
    if weight_g is not None:
        parts.append(f"{kilograms(weight_g)} kg")
    if height_mm is not None:
        how = {"l": _("telentang"), "h": _("berdiri")}.get(posture, "")
        parts.append(f"{centimetres(height_mm)} cm {how}".strip())
    if arm_mm is not None:
        parts.append(f"LiLA {centimetres(arm_mm)} cm")
    return " · ".join(parts)
