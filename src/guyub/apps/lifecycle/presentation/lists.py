"""Lists that drive action: which adults (and children of 5 to 9 years) of a village need what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.lifecycle.presentation.words import told
from guyub.apps.lifecycle.standing import Standing
from guyub.apps.youth.presentation.words import Told


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
        Kind(
            "dirujuk",
            gettext_lazy("Perlu dirujuk"),
            gettext_lazy("Bicarakan dengan orangnya, lalu rujuk ke puskesmas dari halamannya."),
            lambda one: one.to_refer,
        ),
        Kind(
            "menunggu",
            gettext_lazy("Menunggu jawaban"),
            gettext_lazy("Tanyakan apakah ia sudah ke puskesmas; yang lewat waktunya di atas."),
            lambda one: one.waiting is not None,
        ),
        Kind(
            "tanda",
            gettext_lazy("Ada tanda"),
            gettext_lazy("Beri penyuluhan makan, gerak, dan rokok; ukur lagi pada hari posyandu berikutnya."),
            lambda one: bool(one.signs),
        ),
        Kind(
            "semua",
            gettext_lazy("Semua yang pernah diperiksa"),
            gettext_lazy("Yang belum pernah diperiksa ada di halaman hari posyandunya."),
            lambda one: True,
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """Somebody as lists show them."""

    standing: Standing
    signs: Sequence[Told]
    late: bool


def counts(standings: Sequence[Standing]) -> list[tuple[Kind, int]]:
    """How many stand on each list."""
    return [(kind, sum(kind.belongs(one) for one in standings)) for kind in KINDS.values()]


def listed(kind: Kind, standings: Sequence[Standing]) -> list[Standing]:
    """Those on a list: whose answer is late first, then those to be referred, then by name."""
    return sorted((one for one in standings if kind.belongs(one)), key=_urgency)


def line_of(one: Standing) -> Line:
    """Signs in words, and whether an answer is late."""
    return Line(one, told(one.signs), _late(one))


def _late(one: Standing) -> bool:
    return one.waiting is not None and one.waiting.due_on < one.today


def _urgency(one: Standing) -> tuple[bool, bool, str, str]:
    return not _late(one), not one.to_refer, one.person.name_key, one.person.code
