"""Lists of businesses: all with totals per group, permits to see to, silent books, suppliers of the kitchen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.livelihoods.presentation.words import (
    PermitTold,
    group_told,
    kitchen_told,
    note_told,
    owners_told,
    permit_told,
)
from guyub.apps.livelihoods.standing import About, Reader, Standing, sums_of
from guyub.apps.people.models import Person
from guyub.domain.families.names import name_key
from guyub.domain.livelihoods.cash import Month

MOST_FOUND = 30
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Kind:
    """One list: its name in addresses, in words, what to do with those on it, and who is on it."""

    name: str
    title: str | Promise
    advice: str | Promise
    belongs: Callable[[Standing], bool]


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("semua", gettext_lazy("Semua usaha"), gettext_lazy("Bulan lalu, menurut buku kas."), lambda one: True),
        Kind(
            "izin",
            gettext_lazy("Izin perlu diurus"),
            gettext_lazy("Sudah habis, saatnya diperpanjang, atau bahannya berubah."),
            lambda one: bool(one.to_see_to),
        ),
        Kind(
            "tanpa-catatan",
            gettext_lazy("Kas belum dicatat"),
            gettext_lazy("Tidak ada catatan bulan ini dan bulan lalu: bantu mencatat, atau tutup bila berhenti."),
            lambda one: one.silent,
        ),
        Kind(
            "pendampingan",
            gettext_lazy("Pendampingan minggu ini"),
            gettext_lazy("Janji kunjungan yang sudah tiba atau dalam tujuh hari."),
            lambda one: one.visit_due is not None and one.visit_due <= one.today + SOON,
        ),
        Kind(
            "menunggak",
            gettext_lazy("Pinjaman menunggak"),
            gettext_lazy("Bicarakan jadwal angsuran dengan keluarga dan pemberi pinjaman."),
            lambda one: one.behind,
        ),
        Kind(
            "dashat",
            gettext_lazy("Pemasok dapur Dashat"),
            gettext_lazy("Usaha yang memasok dapur kelurahan ini."),
            lambda one: one.business.supplies_kitchen is True,
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """A business as lists show it."""

    standing: Standing
    owners: str
    group: str
    permits: Sequence[PermitTold]
    kitchen: str
    loan: str
    income: str


@dataclass(frozen=True)
class GroupTotal:
    """Businesses of a group: how many, how many of them wrote last month down, and their sums of it."""

    name: str
    businesses: int
    written: int
    month: Month


def counts(standings: Sequence[Standing]) -> list[tuple[Kind, int]]:
    """How many businesses stand on each list."""
    return [(kind, sum(kind.belongs(one) for one in standings)) for kind in KINDS.values()]


def line_of(one: Standing) -> Line:
    """A business in words."""
    loan, income = one.latest(About.LOAN), one.latest(About.INCOME)
    return Line(
        one,
        owners_told(one),
        group_told(one),
        [permit_told(permit) for permit in one.permits],
        kitchen_told(one),
        note_told(loan) if loan else "",
        note_told(income) if income else "",
    )


def totals(standings: Sequence[Standing]) -> list[GroupTotal]:
    """Sums of last month by group, groups by name; businesses without a group last."""
    grouped: dict[tuple[bool, str], list[Standing]] = {}
    for one in standings:
        grouped.setdefault((one.business.group_id is None, group_told(one)), []).append(one)
    return [
        GroupTotal(
            name,
            len(own),
            sum(one.last_month.known for one in own),
            sums_of((entry for one in own for entry in one.cash), own[0].today)[-2],
        )
        for (_without, name), own in sorted(grouped.items())
    ]


def people_called(user: Reader, village: str, typed: str) -> "QuerySet[Person]":
    """People of a village whose name has what was typed; only the first of them, for who may register a business."""
    key = name_key(typed)
    found = Person.objects.permitted(user, Right.EDIT_BUSINESSES).filter(village_id=village)
    wanted = found.filter(name_key__contains=key, state=Person.State.LIVING) if key else found.none()
    return wanted.order_by("name_key", "code")[:MOST_FOUND]
