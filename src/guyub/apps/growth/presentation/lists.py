"""Lists that drive action: which children of a village need what, with the reason and what is to be done next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import Role, User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import CareMark, GrowthState, Referral
from guyub.apps.growth.presentation.care import graded
from guyub.apps.growth.presentation.care_lists import lacking_vitamin_a, late_immunisation
from guyub.apps.growth.presentation.charge import charge
from guyub.apps.growth.templatetags.growth import month_number
from guyub.apps.people.models import Person
from guyub.data.growth_files import (
    load_care_rules,
    load_follow_ups,
    load_growth_forecast,
    load_indonesian_growth,
    load_weight_increments,
)
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.forecast import GrowthForecastRule
from guyub.domain.growth.increments import FALTERS, IncrementRules
from guyub.domain.growth.indonesia import AcuteRule, Index, LeastGain, ReferralRule
from guyub.domain.rulefiles import Known

Reader = User | AnonymousUser
Rule = AcuteRule | GrowthForecastRule | IncrementRules | Index | Known | LeastGain | ReferralRule


@dataclass(frozen=True)
class Kind:
    """One list: its name in addresses, in words, what to do with the children on it, and who is on it.

    ``lacking``: the kind of marks that children on it lack; empty for lists that follow from measurements.
    ``role``: who has the children on it in charge. ``rule``: by what a child is on it; None where no rule is asked.
    """

    name: str
    title: str | Promise
    advice: str | Promise
    children: Callable[[QuerySet[Person], date], QuerySet[Person]]
    lacking: str = ""
    role: Role = Role.KADER
    rule: Callable[[], Rule] | None = None

    @property
    def known(self) -> Known | None:
        """How well its rule is known."""
        if self.lacking:
            return graded(self.lacking)
        rule = self.rule() if self.rule else None
        return Known(grade=rule.grade, source=rule.source) if rule else None


@dataclass(frozen=True)
class Line:
    """A child on a list.

    Attributes:
        lacking: What it lacks, in words; empty on lists that follow from measurements.
        referral: The one that waits for its answer.
        charge: Names of who has the child in charge.
        due: Until when something is to be done (of a referral: answered).
    late: Whether that day is past.
    """

    child: Person
    lacking: str
    referral: Referral | None
    charge: list[str]
    due: date | None
    late: bool


def under_fives(user: Reader, village: str, today: date) -> QuerySet[Person]:
    """Living children under five of a village that the person may see, with their latest measurement."""
    return with_latest(user, today).filter(village_id=village)


def with_latest(user: Reader, today: date) -> QuerySet[Person]:
    """Living children under five that the person may see, with what their latest measurement says (``last_...``)."""
    born_after = months_before(today, load_indonesian_growth().skdn.months)
    children = Person.objects.permitted(user, Right.SEE_GROWTH).filter(
        state=Person.State.LIVING, birth_date__gt=born_after, birth_date__lte=today
    )
    latest = GrowthState.objects.filter(child=OuterRef("pk"), latest=True)
    names = ("day", "gain", "t_in_a_row", "below_red", "acute", "wfa", "hfa", "wfh", "stunting_chance")
    told = Subquery(latest.annotate(told=Cast("refer", TextField())).values("told")[:1])
    return children.annotate(**{f"last_{name}": Subquery(latest.values(name)[:1]) for name in names}, last_refer=told)


# -- who is on which list --------------------------------------------------------------------------------------------


def _to_measure(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Neither measured this month nor last month."""
    return children.filter(Q(last_day=None) | Q(last_day__lt=months_before(today.replace(day=1), 1)))


def _not_this_month(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(Q(last_day=None) | Q(last_day__lt=today.replace(day=1)))


def _not_gaining(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(last_t_in_a_row__gte=1)


def _least_gain() -> LeastGain:
    return load_indonesian_growth().kms.gain[0]


def _not_gaining_twice(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(last_t_in_a_row__gte=load_indonesian_growth().kms.refer_after_t)


def _faltering(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(last_refer__contains=f'"{FALTERS}"')


def _increments() -> IncrementRules:
    return load_weight_increments().rules


def _below_red(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(last_below_red=True)


def _red_line() -> Known:
    kms = load_indonesian_growth().kms
    return Known(grade=kms.lines_grade, source=kms.source)


def _wasted(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(last_acute__in=("moderate", "severe"))


def _acute_signs() -> AcuteRule:
    return load_indonesian_growth().acute


def _height_index() -> Index:
    index = load_indonesian_growth().index("hfa", 0)
    assert index is not None  # it has categories from birth on
    return index


def _newly_stunted(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Stunted at the latest measurement of length, and not at the one before."""
    measured = GrowthState.objects.filter(child=OuterRef("pk"), hfa__isnull=False).order_by("-day", "-pk")
    index = _height_index()
    return children.annotate(hfa_before=Subquery(measured.values("hfa")[1:2])).filter(
        last_hfa__lt=index.normal_from, hfa_before__gte=index.normal_from
    )


def _at_risk(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(last_stunting_chance__gte=load_growth_forecast().show_from)


def _waiting(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    return children.filter(Exists(Referral.objects.filter(child=OuterRef("pk"), answered_on=None)))


def _answer_awaited() -> ReferralRule:
    return load_indonesian_growth().referral


def _vitamin_a_advice() -> str:
    rounds = [month_number(number) for number in load_care_rules().vitamin_a.rounds]
    told = _("Diberikan {months}. Cocokkan dengan buku KIA; bila terlewat, tanyakan puskesmas.")
    return told.format(months=_(" dan ").join(rounds))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "belum-bulan-ini",
            gettext_lazy("Belum diukur bulan ini"),
            gettext_lazy("Ajak ke posyandu, atau ukur di rumah sebelum bulan ini habis."),
            _not_this_month,
        ),
        Kind(
            "lama-tidak-diukur",
            gettext_lazy("Dua bulan tidak diukur"),
            gettext_lazy("Kunjungi rumahnya: tanyakan sebabnya, ukur di tempat."),
            _to_measure,
        ),
        Kind(
            "tidak-naik",
            gettext_lazy("Berat tidak naik (T)"),
            gettext_lazy("Konseling makan; dua kali berturut-turut (2T) dirujuk ke puskesmas."),
            _not_gaining,
            rule=_least_gain,
        ),
        Kind(
            "dua-kali-tidak-naik",
            gettext_lazy("Dua kali tidak naik (2T)"),
            gettext_lazy("Rujuk ke puskesmas: catat rujukannya di halaman anak, dan antar bila perlu."),
            _not_gaining_twice,
            rule=_least_gain,
        ),
        Kind(
            "gagal-tumbuh",
            gettext_lazy("Berat bertambah jauh kurang (weight faltering)"),
            gettext_lazy("Rujuk ke puskesmas: sebabnya dicari sebelum anak menjadi kurang gizi atau pendek."),
            _faltering,
            rule=_increments,
        ),
        Kind(
            "bgm",
            gettext_lazy("Di bawah garis merah (BGM)"),
            gettext_lazy("Pastikan dengan berat menurut tinggi, lalu rujuk."),
            _below_red,
            rule=_red_line,
        ),
        Kind(
            "gizi",
            gettext_lazy("Tanda gizi kurang atau buruk"),
            gettext_lazy("Rujuk ke puskesmas hari itu juga; gizi buruk didahulukan."),
            _wasted,
            rule=_acute_signs,
        ),
        Kind(
            "baru-pendek",
            gettext_lazy("Baru menjadi pendek"),
            gettext_lazy("Ukur ulang dengan teliti, lalu bicarakan dengan puskesmas."),
            _newly_stunted,
            rule=_height_index,
        ),
        Kind(
            "bakal-pendek",
            gettext_lazy("Mungkin segera menjadi pendek"),
            gettext_lazy("Kunjungi lebih dulu: makan, sakit, air dan jamban. Ini perkiraan, bukan diagnosis."),
            _at_risk,
            rule=load_growth_forecast,
        ),
        Kind(
            "menunggu-puskesmas",
            gettext_lazy("Dirujuk, belum dijawab"),
            gettext_lazy("Ingatkan puskesmas bila batas waktunya lewat."),
            _waiting,
            role=Role.PUSKESMAS,
            rule=_answer_awaited,
        ),
        Kind(
            "imunisasi-terlambat",
            gettext_lazy("Imunisasi terlambat"),
            gettext_lazy(
                "Cocokkan dengan buku KIA dan catat yang sudah; yang memang belum, ajak ke posyandu atau puskesmas."
            ),
            late_immunisation,
            CareMark.Kind.IMMUNISATION,
        ),
        Kind(
            "belum-vitamin-a",
            gettext_lazy("Belum vitamin A"),
            lazy(_vitamin_a_advice, str)(),
            lacking_vitamin_a,
            CareMark.Kind.VITAMIN_A,
        ),
    )
}


def counts(user: Reader, village: str, today: date) -> list[tuple[Kind, int]]:
    """How many children stand on each list."""
    children = under_fives(user, village, today)
    return [(kind, kind.children(children, today).count()) for kind in KINDS.values()]


def ordered(children: QuerySet[Person]) -> QuerySet[Person]:
    """Those measured longest ago first, in the order of the places."""
    return children.order_by("rw", "rt", F("last_day").asc(nulls_first=True), "code")


def lines(kind: Kind, children: list[Person], village: str, today: date, lacking: Mapping[int, str]) -> list[Line]:
    """A page of a list; two queries. ``lacking``: what each child lacks, in words, by its number."""
    waiting = {one.child_id: one for one in Referral.objects.filter(child__in=children, answered_on=None)}
    holders, rule = charge(kind.role, village), load_follow_ups()

    def line(child: Person) -> Line:
        referral = waiting.get(child.pk)
        due = referral.due_on if referral else rule.due(kind.name, child.last_day, today)
        late = due is not None and due < today
        return Line(child, lacking.get(child.pk, ""), referral, holders.of(child), due, late)

    return [line(child) for child in children]
