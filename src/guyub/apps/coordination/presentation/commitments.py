"""Commitments in words: a line of a list, what a promise is worth, what happened to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guyub.apps.coordination.models import Commitment, CommitmentEvent
from guyub.apps.coordination.services import worth as worths
from guyub.apps.coordination.services.commitments import promised_instruments
from guyub.apps.coordination.services.worth import Worth
from guyub.apps.evidence.items import READINESS
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue, load_instrument
from guyub.domain.coordination.commitments import OPEN, State, is_late
from guyub.language import format_date, format_decimal

STATES = {
    State.PROPOSED: gettext_lazy("Diusulkan, menunggu jawaban OPD"),
    State.ACCEPTED: gettext_lazy("Diterima"),
    State.IN_PROGRESS: gettext_lazy("Dikerjakan"),
    State.DELIVERED: gettext_lazy("Diserahkan, menunggu pemeriksaan"),
    State.VERIFIED: gettext_lazy("Selesai, terbukti"),
    State.REFUSED: gettext_lazy("Ditolak OPD"),
    State.EXPIRED: gettext_lazy("Lewat waktu, ditutup"),
}
ACTS = {
    "propose": gettext_lazy("Diusulkan"),
    "accept": gettext_lazy("Diterima OPD"),
    "refuse": gettext_lazy("Ditolak OPD"),
    "start": gettext_lazy("Mulai dikerjakan"),
    "report": gettext_lazy("Laporan kemajuan"),
    "deliver": gettext_lazy("Diserahkan dengan bukti"),
    "verify": gettext_lazy("Diperiksa dan disahkan"),
    "send-back": gettext_lazy("Dikembalikan: belum cukup"),
    "change-due": gettext_lazy("Tanggal diubah"),
    "expire": gettext_lazy("Ditutup karena lewat waktu"),
}
UNKNOWN = {
    worths.NO_FACT: gettext_lazy("nilainya belum diketahui: angka yang bergerak belum disebut"),
    worths.NO_FIGURE: gettext_lazy("nilainya belum diketahui: angka kampung ini belum tercatat"),
    worths.NOT_READ: gettext_lazy("instrumen ini tidak menghitung angka itu"),
    worths.OTHER_GAPS: gettext_lazy("nilainya belum diketahui: angka lain yang dibutuhkan belum tercatat"),
}
SOURCES = {
    "apbd-kota": gettext_lazy("APBD kota/kabupaten"),
    "apbd-provinsi": gettext_lazy("APBD provinsi"),
    "apbn": gettext_lazy("APBN"),
    "kelurahan": gettext_lazy("Dana kelurahan/desa"),
    "csr": gettext_lazy("CSR"),
    "swadaya": gettext_lazy("Swadaya"),
    "none": gettext_lazy("Tanpa anggaran"),
}


@dataclass(frozen=True)
class WorthLine:
    """What one instrument says of one village. ``grade``: how sure its rules are."""

    village: str
    instrument: str
    grade: str
    told: str
    moves_class: bool = False


@dataclass(frozen=True)
class Line:
    """A commitment in a list."""

    commitment: Commitment
    state: str
    days: str
    late: bool
    villages: str
    worth: list[WorthLine] = field(default_factory=list)


def lines(commitments: Sequence[Commitment], today: date, worth: dict[int, list[Worth]] | None = None) -> list[Line]:
    """Lines of a page; villages must be at hand (prefetched)."""
    return [_line(one, today, (worth or {}).get(one.pk, [])) for one in commitments]


def _line(one: Commitment, today: date, worth: list[Worth]) -> Line:
    state = State(one.state)
    units = list(one.villages.all())
    return Line(
        one,
        str(STATES[state]),
        days_words(one, today),
        is_late(state, one.due, today, one.delivered_on),
        ", ".join(unit.name for unit in units),
        worth_lines(worth, {unit.region_id: unit.name for unit in units}, state in OPEN and one.due < today),
    )


def days_words(one: Commitment, today: date) -> str:
    """How far its day is, as somebody would say it."""
    state, day = State(one.state), format_date(one.due, page_language())
    if state not in OPEN:
        return _("jatuh tempo {day}").format(day=day)
    away = (one.due - today).days
    if away < 0:
        return ngettext("terlambat {n} hari ({day})", "terlambat {n} hari ({day})", -away).format(n=-away, day=day)
    if away == 0:
        return _("jatuh tempo hari ini")
    return ngettext("{n} hari lagi ({day})", "{n} hari lagi ({day})", away).format(n=away, day=day)


def worth_lines(found: Iterable[Worth], names: dict[str, str], late: bool) -> list[WorthLine]:
    """Sentences on what a promise is worth; of a late one, what is at risk today."""
    return [
        WorthLine(
            names.get(one.village, one.village),
            short_name(one.instrument),
            one.grade,
            _worth_words(one, late),
            one.moves_class,
        )
        for one in found
    ]


def short_name(instrument: str) -> str:
    """What an instrument measures, in a word or two."""
    return _("Kesiapan") if instrument == READINESS else _("Kelas Kampung KB")


def _worth_words(one: Worth, late: bool) -> str:
    if one.points is None:
        return str(UNKNOWN[one.unknown])
    told = {"n": points_words(one.points), "now": one.now, "then": one.then}
    if one.moves_class and late:
        return _("{n} poin terancam hari ini; kelas tertahan di {now}, seharusnya {then}").format(**told)
    if one.moves_class:
        return _("bernilai {n} poin, kelas {now} → {then}").format(**told)
    if late and one.points > 0:
        return _("{n} poin terancam hari ini; kelas tetap {now}").format(**told)
    return _("bernilai {n} poin, kelas tetap {now}").format(**told)


def points_words(points: Fraction) -> str:
    """Points as people write them: whole, or rounded once to hundredths."""
    if points.denominator == 1:
        return str(points.numerator).replace("-", "−")
    return format_decimal(round(points * 100), 2, page_language()).replace("-", "−")


@dataclass(frozen=True)
class Happening:
    """One event of the ledger."""

    event: CommitmentEvent
    act: str
    who: str
    detail: str


def happenings(events: Iterable[CommitmentEvent]) -> list[Happening]:
    """The history in words, oldest first. Accounts by their role in it, not by name: who acted is in the trail."""
    return [Happening(one, str(ACTS.get(one.action, one.action)), _who(one), _detail(one)) for one in events]


_WHO = {
    "propose": gettext_lazy("koordinator"),
    "change-due": gettext_lazy("koordinator"),
    "verify": gettext_lazy("pemeriksa"),
    "send-back": gettext_lazy("pemeriksa"),
    "expire": gettext_lazy("sistem"),
}


def _who(event: CommitmentEvent) -> str:
    if event.by_link_id is not None:
        return _("OPD, lewat tautan")
    return str(_WHO.get(event.action, _("OPD")))


def _detail(event: CommitmentEvent) -> str:
    if event.action == "change-due":
        before, after = (date.fromisoformat(event.details[key]) for key in ("from", "due"))
        return f"{format_date(before, page_language())} → {format_date(after, page_language())}"
    if event.action == "deliver":
        return format_date(date.fromisoformat(event.details["on"]), page_language())
    return ""


def fact_words(one: Commitment) -> str:
    """The fact that moves and by how much, with its sign."""
    found = load_fact_catalogue().by_code.get(one.fact)
    if found is None:
        return ""
    name = found.name.in_language(page_language())
    if one.fact_change is None:
        return name
    return f"{name}: {'+' if one.fact_change > 0 else '−'}{abs(one.fact_change)}"


def item_words(one: Commitment) -> str:
    """The item of an instrument that moves."""
    if not one.instrument or not one.item:
        return ""
    item = load_instrument(one.instrument).by_code.get(one.item)
    return f"{one.item} {item.name.in_language(page_language())}" if item else one.item


def fact_choices() -> list[tuple[str, str]]:
    """Facts that either instrument reads, by name."""
    read = {
        code
        for instrument in promised_instruments()
        for variable in instrument.variables
        for code in instrument.facts_of(variable)
    }
    facts = load_fact_catalogue().by_code
    named = [(code, facts[code].name.in_language(page_language())) for code in sorted(read)]
    return sorted(named, key=lambda pair: pair[1])


def item_choices() -> list[tuple[str, Any]]:
    """Items of both instruments, in groups."""
    return [
        (
            short_name(instrument.id),
            [
                (f"{instrument.id}|{one.code}", f"{one.code} {one.name.in_language(page_language())}")
                for one in instrument.variables
            ],
        )
        for instrument in promised_instruments()
    ]
