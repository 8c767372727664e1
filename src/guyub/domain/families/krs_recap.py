"""The recap table of families at risk of stunting, in the official column order, and how its figures must agree."""

from collections.abc import Mapping
from dataclasses import dataclass

RECAP_COLUMNS: dict[str, str] = {
    "families": "JUMLAH KELUARGA",
    "target": "JUMLAH KELUARGA SASARAN",
    "rank_1": "KESEJAHTERAAN 1",
    "rank_2": "KESEJAHTERAAN 2",
    "rank_3": "KESEJAHTERAAN 3",
    "rank_4": "KESEJAHTERAAN 4",
    "rank_above_4": "KESEJAHTERAAN > 4",
    "krs": "JUMLAH KRS",
    "not_at_risk": "JUMLAH TIDAK BERESIKO",
    "baduta": "PUNYA BADUTA",
    "balita": "PUNYA BALITA",
    "pus": "PUS",
    "pus_hamil": "PUS HAMIL",
    "air": "SUMBER AIR MINUM TIDAK LAYAK",
    "jamban": "JAMBAN TIDAK LAYAK",
    "t_muda": "TERLALU MUDA",
    "t_tua": "TERLALU TUA",
    "t_dekat": "TERLALU DEKAT",
    "t_banyak": "TERLALU BANYAK",
    "pus_4t": "PUS 4T",
    "non_kbm": "BUKAN PESERTA KB MODERN",
}
"""Our sum column by the official heading, in the official order; the period stands last in the official table."""
BESIDE = ("krs_unknown", "rank_unknown")
"""Families that the official table has no column for: verdict unknown, and at risk with an unknown decile."""

_RANKS = ("rank_1", "rank_2", "rank_3", "rank_4", "rank_above_4")
_FOUR_T = ("t_muda", "t_tua", "t_dekat", "t_banyak")
_AT_MOST = (
    ("target", "families"),
    ("pus_hamil", "pus"),
    ("pus", "target"),
    ("baduta", "target"),
    ("balita", "target"),
    ("air", "krs"),
    ("jamban", "krs"),
    ("pus_4t", "target"),
    ("non_kbm", "target"),
)


@dataclass(frozen=True)
class RecapFinding:
    """Two figures of a recap that do not agree: the rule's code and both sides."""

    code: str
    left: int
    right: int


def recap(sums: Mapping[str, int]) -> dict[str, int]:
    """One row of the recap from one row of sums: official columns in order, then those of `BESIDE`."""
    return {code: sums[code] for code in (*RECAP_COLUMNS, *BESIDE)}


def check_recap(row: Mapping[str, int | None]) -> tuple[RecapFinding, ...]:
    """What does not agree in a row of the recap; columns that are missing are passed over.

    Families of `BESIDE` are added where the row has them. Kinds of target and the four T overlap, so they are never
    added; PUS 4T lies between the largest T and their sum.

    Source: full tables of 30 districts (2025) and 648 villages (2024), CONFIRMED.
    """
    findings = [
        _equal(
            "krs-and-rest-are-target", _plus(row, "krs", "not_at_risk") + (row.get("krs_unknown") or 0), row, "target"
        )
        if _has(row, "krs", "not_at_risk")
        else None,
        _equal("ranks-are-krs", _plus(row, *_RANKS) + (row.get("rank_unknown") or 0), row, "krs")
        if _has(row, *_RANKS)
        else None,
        *(_at_most(f"{small}-at-most-{large}", row.get(small), row.get(large)) for small, large in _AT_MOST),
    ]
    if _has(row, *_FOUR_T):
        flags = [row[code] or 0 for code in _FOUR_T]
        findings.append(_at_most("largest-t-at-most-pus-4t", max(flags), row.get("pus_4t")))
        findings.append(_at_most("pus-4t-at-most-sum-of-t", row.get("pus_4t"), sum(flags)))
    return tuple(finding for finding in findings if finding is not None)


def _has(row: Mapping[str, int | None], *codes: str) -> bool:
    return all(row.get(code) is not None for code in codes)


def _plus(row: Mapping[str, int | None], *codes: str) -> int:
    return sum(row[code] or 0 for code in codes)


def _equal(code: str, left: int, row: Mapping[str, int | None], other: str) -> RecapFinding | None:
    right = row.get(other)
    return None if right is None or left == right else RecapFinding(code, left, right)


def _at_most(code: str, left: int | None, right: int | None) -> RecapFinding | None:
    return None if left is None or right is None or left <= right else RecapFinding(code, left, right)
