"""Lists that drive action: which children of a village are to be brought back to school."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person
from guyub.apps.schooling.presentation.words import SITUATIONS, education_told, said, schooling_told
from guyub.apps.schooling.standing import Reader, Standing, of_school_age
from guyub.data.schooling_files import load_schooling_rules
from guyub.domain.families.names import name_key
from guyub.domain.rulefiles import Known
from guyub.domain.schooling.cases import Situation

MOST_FOUND = 30
ORDER = tuple(Situation)


@dataclass(frozen=True)
class Kind:
    """One list: its name in addresses, in words, what to do with those on it, who is on it, and by which rule."""

    name: str
    title: str | Promise
    advice: str | Promise
    belongs: Callable[[Standing], bool]
    rule: Callable[[], Known] | None = None

    @property
    def known(self) -> Known | None:
        """Its rule, which says how well it is known."""
        return self.rule() if self.rule else None


def _in(*situations: Situation) -> Callable[[Standing], bool]:
    return lambda one: one.situation in situations


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "belum-ditangani",
            gettext_lazy("Belum ditangani"),
            gettext_lazy("Kunjungi, tanyakan sebabnya, lalu catat langkah pertama dari halaman anak."),
            _in(Situation.TO_BEGIN),
            lambda: load_schooling_rules().ages,
        ),
        Kind(
            "ditangani",
            gettext_lazy("Sedang ditangani"),
            gettext_lazy("Yang lewat harinya di atas: tanyakan kepada penanggung jawabnya."),
            _in(Situation.LATE, Situation.GOING_ON),
        ),
        Kind(
            "menolak",
            gettext_lazy("Menolak"),
            gettext_lazy("Setelah setengah tahun anak kembali ke daftar yang belum ditangani."),
            _in(Situation.REFUSED),
            lambda: load_schooling_rules().follow_up,
        ),
        Kind(
            "kembali",
            gettext_lazy("Kembali belajar"),
            gettext_lazy("Pastikan bertahan; angkanya ikut berubah bila pendidikannya diperbarui pada pendataan."),
            _in(Situation.BACK),
        ),
        Kind(
            "belum-diketahui",
            gettext_lazy("Belum diketahui"),
            gettext_lazy("Pendidikannya belum dijawab: belum tentu tidak bersekolah. Tanyakan kepada keluarganya."),
            _in(Situation.UNKNOWN),
        ),
        Kind(
            "tamat",
            gettext_lazy("Sudah tamat"),
            gettext_lazy("Tamat SMA/sederajat sebelum 19 tahun dan tidak kuliah: bukan putus sekolah."),
            _in(Situation.FINISHED),
        ),
        Kind(
            "selesai",
            gettext_lazy("Selesai"),
            gettext_lazy("Pelatihan kerja, pindah, atau sudah tamat menurut langkah terakhir."),
            _in(Situation.SETTLED),
        ),
        Kind(
            "bantuan",
            gettext_lazy("Beasiswa dan bantuan"),
            gettext_lazy("Diusulkan atau diterima, juga bagi anak yang bersekolah."),
            lambda one: bool(one.aids),
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """A child as lists show them."""

    standing: Standing
    situation: str
    late: bool
    education: str
    schooling: str
    cause: str
    in_charge: str
    outcome: str
    aid: Sequence[str]


def counts(standings: Sequence[Standing]) -> list[tuple[Kind, int]]:
    """How many children stand on each list."""
    return [(kind, sum(kind.belongs(one) for one in standings)) for kind in KINDS.values()]


def listed(kind: Kind, standings: Sequence[Standing]) -> list[Standing]:
    """Children on a list: the late first, by the day that is due, then by name."""
    return sorted((one for one in standings if kind.belongs(one)), key=_urgency)


def line_of(one: Standing) -> Line:
    """A child in words."""
    rules, last = load_schooling_rules(), one.last
    return Line(
        one,
        str(SITUATIONS[one.situation]),
        one.situation is Situation.LATE,
        education_told(one),
        schooling_told(one),
        said(rules.causes, one.cause) if one.cause else "",
        said(rules.in_charge, last.in_charge) if last and last.in_charge else "",
        said(rules.outcomes, last.outcome) if last and last.outcome else "",
        [f"{said(rules.aids, aid.kind)} ({said(rules.aid_states, aid.state)})" for aid in one.aids],
    )


def children_called(user: Reader, village: str, typed: str) -> "QuerySet[Person]":
    """Children of a village whose name has what was typed; only the first of them, for who may keep records."""
    key = name_key(typed)
    found = Person.objects.permitted(user, Right.EDIT_SCHOOLING).filter(village_id=village)
    wanted = of_school_age(found, timezone.localdate()).filter(name_key__contains=key) if key else found.none()
    return wanted.order_by("name_key", "code")[:MOST_FOUND]


def _urgency(one: Standing) -> tuple[int, str, str, str]:
    due = one.last.due_on if one.open and one.last else None
    return ORDER.index(one.situation), due.isoformat() if due else "", one.person.name_key, one.person.code
