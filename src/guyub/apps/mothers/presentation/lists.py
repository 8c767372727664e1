"""Lists that drive action: which mothers of a village need what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.mothers.presentation.standing import Reader, Standing
from guyub.apps.people.models import Couple, Person, Sex
from guyub.apps.resilience.models import FamilyState
from guyub.data.mother_files import load_mother_rules
from guyub.domain.families.names import name_key
from guyub.domain.mothers.rules import Antenatal, NearBirth, Nursing

Rule = Antenatal | NearBirth | Nursing
YES = 1
MOST_FOUND = 30


@dataclass(frozen=True)
class Kind:
    """One list: its name in addresses, in words, what to do with the mothers on it, and who is on it.

    ``rule``: by what a mother is on it, where it is none of the signs, which say it themselves.
    """

    name: str
    title: str | Promise
    advice: str | Promise
    belongs: Callable[[Standing], bool]
    rule: Callable[[], Rule] | None = None

    @property
    def known(self) -> Rule | None:
        """Its rule, which says how well it is known."""
        return self.rule() if self.rule else None


def _nursing_advice() -> str:
    last_day = load_mother_rules().file.after_birth.last_day
    return _("Kunjungan nifas sampai hari ke-{day}; ASI saja sampai bayi setengah tahun.").format(day=last_day)


def _not_this_month(one: Standing) -> bool:
    return one.last_day is None or one.last_day < one.today.replace(day=1)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "hamil",
            gettext_lazy("Ibu hamil"),
            gettext_lazy("Ajak ke posyandu dan bidan sesuai jadwalnya; yang perlu dirujuk di atas."),
            lambda one: one.pregnant,
        ),
        Kind(
            "dirujuk",
            gettext_lazy("Perlu dirujuk"),
            gettext_lazy("Antar ke bidan atau puskesmas; tekanan tinggi dan anemia berat hari itu juga."),
            lambda one: one.refer,
        ),
        Kind(
            "kek",
            gettext_lazy("KEK"),
            gettext_lazy("Periksakan ke puskesmas dan mintakan makanan tambahan (PMT)."),
            lambda one: one.kek,
        ),
        Kind(
            "anemia",
            gettext_lazy("Anemia"),
            gettext_lazy("Pastikan tablet tambah darah diminum tiap hari; sedang dan berat dirujuk."),
            lambda one: one.has("anaemia"),
        ),
        Kind(
            "belum-anc",
            gettext_lazy("Tertinggal kunjungan"),
            gettext_lazy("Kunjungi rumahnya dan buatkan janji dengan bidan."),
            lambda one: one.late,
            lambda: load_mother_rules().file.antenatal,
        ),
        Kind(
            "mendekati-lahir",
            gettext_lazy("Mendekati lahir"),
            gettext_lazy("Pastikan penolong, tempat, kendaraan, dan biaya bersalin sudah siap."),
            lambda one: one.near,
            lambda: load_mother_rules().file.near_birth,
        ),
        Kind(
            "belum-bulan-ini",
            gettext_lazy("Belum diperiksa bulan ini"),
            gettext_lazy("Ajak ke posyandu, atau ukur di rumahnya."),
            _not_this_month,
        ),
        Kind(
            "menyusui",
            gettext_lazy("Nifas dan menyusui"),
            lazy(_nursing_advice, str)(),
            lambda one: one.nursing,
            lambda: load_mother_rules().file.nursing,
        ),
    )
}


def counts(standings: Sequence[Standing]) -> list[tuple[Kind, int]]:
    """How many mothers stand on each list."""
    return [(kind, sum(kind.belongs(one) for one in standings)) for kind in KINDS.values()]


def listed(kind: Kind, standings: Sequence[Standing]) -> list[Standing]:
    """Mothers on a list: those to be referred first, then those who missed a visit, then by the day of birth."""
    return sorted((one for one in standings if kind.belongs(one)), key=_urgency)


def _urgency(one: Standing) -> tuple[bool, bool, date, str]:
    day = one.pregnancy.due_on if one.pregnancy else one.born_on
    assert day is not None  # on a list are only those who are pregnant or gave birth
    return not one.refer, not one.late, day, one.person.code


def said_pregnant(user: Reader, village: str) -> list[Person]:
    """Wives whose family said in the survey that she is pregnant, and whose pregnancy nobody noted: one query.

    Only for those who may read what families said of that.
    """
    families = FamilyState.objects.permitted(user, Right.SEE_HEALTH).filter(village_id=village, pregnant=YES)
    couples = Couple.objects.filter(until=None, family__in=families.values("family"))
    noted = Pregnancy.objects.filter(ended_on=None).values("mother")
    wives = couples.exclude(wife__in=noted).select_related("wife").order_by("wife__rw", "wife__rt", "wife__code")
    return [couple.wife for couple in wives if couple.wife.state == Person.State.LIVING]


def women_called(user: Reader, village: str, typed: str) -> QuerySet[Person]:
    """Women of a village whose name has what was typed; only the first of them, for who may record mothers."""
    key = name_key(typed)
    found = Person.objects.permitted(user, Right.EDIT_MOTHERS).filter(
        village_id=village, state=Person.State.LIVING, sex=Sex.FEMALE
    )
    wanted = found.filter(name_key__contains=key) if key else found.none()
    return wanted.order_by("name_key", "code")[:MOST_FOUND]
