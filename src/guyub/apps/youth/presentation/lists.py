"""Lists that drive action: which young people of a village need what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person
from guyub.apps.youth.presentation.words import Told, told
from guyub.apps.youth.standing import Reader, Standing, young_people
from guyub.data.growth_files import load_indonesian_growth
from guyub.data.youth_files import load_youth_rules
from guyub.domain.families.names import name_key
from guyub.domain.rulefiles import Known

MOST_FOUND = 30


@dataclass(frozen=True)
class Kind:
    """One list: its name in addresses, in words, what to do with those on it, and who is on it.

    ``rule``: by what somebody is on it, where the signs do not say it themselves.
    """

    name: str
    title: str | Promise
    advice: str | Promise
    belongs: Callable[[Standing], bool]
    rule: Callable[[], Known] | None = None

    @property
    def known(self) -> Known | None:
        """Its rule, which says how well it is known."""
        return self.rule() if self.rule else None


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "dirujuk",
            gettext_lazy("Perlu dirujuk"),
            gettext_lazy("Bicarakan dengan remajanya, lalu rujuk ke puskesmas dari halamannya."),
            lambda one: one.to_refer,
        ),
        Kind(
            "menunggu",
            gettext_lazy("Menunggu jawaban"),
            gettext_lazy("Tanyakan apakah ia sudah ke puskesmas; yang lewat waktunya di atas."),
            lambda one: one.waiting is not None,
            lambda: load_indonesian_growth().referral,
        ),
        Kind(
            "periksa-hb",
            gettext_lazy("Hb perlu diperiksa"),
            gettext_lazy("Remaja putri pada umur pemeriksaan Hb: atur dengan puskesmas atau sekolah."),
            lambda one: one.hb_due,
            lambda: load_youth_rules().haemoglobin,
        ),
        Kind(
            "hb-rendah",
            gettext_lazy("Hb rendah"),
            gettext_lazy("Pastikan dirujuk dan tablet tambah darahnya diminum."),
            lambda one: one.not_good("haemoglobin"),
        ),
        Kind(
            "imt",
            gettext_lazy("IMT di luar normal"),
            gettext_lazy("Konseling makan dan gerak; ukur lagi tiap sesi. Kurus dirujuk, obesitas tiga bulan dirujuk."),
            lambda one: one.not_good("bmi"),
        ),
        Kind(
            "belum-diukur",
            gettext_lazy("Belum pernah diukur"),
            gettext_lazy("Ajak ke sesi Posmaja berikutnya."),
            lambda one: not one.checks,
        ),
        Kind(
            "semua",
            gettext_lazy("Semua remaja"),
            gettext_lazy("Remaja yang dilayani Posmaja, menurut data keluarga."),
            lambda one: True,
            lambda: load_youth_rules().ages,
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """A young person as lists show them."""

    standing: Standing
    signs: Sequence[Told]
    late: bool


def counts(standings: Sequence[Standing]) -> list[tuple[Kind, int]]:
    """How many young people stand on each list."""
    return [(kind, sum(kind.belongs(one) for one in standings)) for kind in KINDS.values()]


def listed(kind: Kind, standings: Sequence[Standing]) -> list[Standing]:
    """Young people on a list: whose answer is late first, then those to be referred, then by name."""
    return sorted((one for one in standings if kind.belongs(one)), key=_urgency)


def line_of(one: Standing) -> Line:
    """Signs in words, and whether an answer is late."""
    return Line(one, told(one.signs), _late(one))


def young_called(user: Reader, village: str, typed: str) -> "QuerySet[Person]":
    """Young people of a village whose name has what was typed; only the first of them, for who may check them."""
    key = name_key(typed)
    found = Person.objects.permitted(user, Right.EDIT_YOUTH).filter(village_id=village)
    wanted = young_people(found, timezone.localdate()).filter(name_key__contains=key) if key else found.none()
    return wanted.order_by("name_key", "code")[:MOST_FOUND]


def _late(one: Standing) -> bool:
    return one.waiting is not None and one.waiting.due_on < one.today


def _urgency(one: Standing) -> tuple[bool, bool, str, str]:
    return not _late(one), not one.to_refer, one.person.name_key, one.person.code
