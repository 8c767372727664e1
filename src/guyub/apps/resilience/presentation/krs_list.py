"""Families at risk of stunting by name: filters, pages, and rows as they go into files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import Notes
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.services.states import rules
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word
from guyub.data.visits import load_visit_forms
from guyub.language import format_date

YES = 1
FACTOR_COLUMNS = ("air", "jamban", "t_muda", "t_tua", "t_dekat", "t_banyak", "non_kbm")
RULES = {"": "krs", "harfiah": "krs_any"}
HIGHEST_RANK = 5
NO_RW = "-"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty texts are no filter."""

    factor: str = ""
    rw: str = ""
    rule: str = ""
    rank: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        """From the address; what is not on the lists is no filter."""
        factor, rank = query.get("faktor", ""), query.get("peringkat", "")
        rule = query.get("aturan", "")
        return cls(
            factor=factor if factor in FACTOR_COLUMNS else "",
            rw=query.get("rw", "")[:3],
            rule=rule if rule in RULES else "",
            rank=rank if rank in {str(one) for one in range(1, HIGHEST_RANK + 1)} else "",
        )

    @property
    def query(self) -> str:
        """The same as part of an address."""
        pairs = (("faktor", self.factor), ("rw", self.rw), ("aturan", self.rule), ("peringkat", self.rank))
        return urlencode([(name, value) for name, value in pairs if value])


@dataclass(frozen=True)
class RiskLine:
    """One family of the list, with the names of its factors."""

    state: FamilyState
    reasons: tuple[str, ...]
    targets: tuple[str, ...]
    rank: str
    due: bool


def at_risk(user: User | AnonymousUser, village: str, wanted: Wanted) -> QuerySet[FamilyState]:
    """Families at risk that the person may see, by RW, RT and code."""
    found = FamilyState.objects.permitted(user, Right.SEE_HEALTH).filter(village=village)
    found = found.filter(**{RULES[wanted.rule]: YES})
    if wanted.factor:
        found = found.filter(**{wanted.factor: YES})
    if wanted.rw:
        found = found.filter(rw="" if wanted.rw == NO_RW else wanted.rw)
    if wanted.rank:
        found = found.filter(rank=int(wanted.rank))
    return found.select_related("family__head").order_by("rw", "rt", "family__code")


def asks_for_visits() -> Q:
    """Families that the companion team visits: at risk of stunting, or pregnant."""
    return Q(krs=YES) | Q(pregnant=YES)


def waits_for_visit(on: date) -> Q:
    """Families that nobody visited for a while, or ever."""
    oldest = on - timedelta(days=load_visit_forms().pause_days)
    return Q(last_visit_on__isnull=True) | Q(last_visit_on__lte=oldest)


def to_visit(user: User | AnonymousUser, village: str, on: date) -> QuerySet[FamilyState]:
    """Whom to visit: families at risk without a visit for a while first, then the other ones and the pregnant."""
    waiting = waits_for_visit(on)
    turn = Case(
        When(waiting & Q(krs=YES), then=Value(0)),
        When(waiting, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = FamilyState.objects.permitted(user, Right.SEE_HEALTH).filter(village=village)
    found = found.filter(asks_for_visits()).annotate(turn=turn)
    order = ("turn", F("last_visit_on").asc(nulls_first=True), "rw", "rt", "family__code")
    return found.select_related("family__head", "family__dwelling").order_by(*order)


def rws_of(user: User | AnonymousUser, village: str) -> list[str]:
    """RWs in which the person sees families at risk."""
    found = FamilyState.objects.permitted(user, Right.SEE_HEALTH).filter(village=village)
    return list(found.order_by("rw").values_list("rw", flat=True).distinct())


def risk_line(state: FamilyState, language: str, on: date) -> RiskLine:
    """A family with its factors in words."""
    oldest = on - timedelta(days=load_visit_forms().pause_days)
    return RiskLine(
        state=state,
        reasons=tuple(factor_names(language)[name] for name in FACTOR_COLUMNS if getattr(state, name) == YES),
        targets=tuple(name for code, name in target_names(language).items() if state.targets.get(code) == YES),
        rank=rank_name(state.rank, language),
        due=state.last_visit_on is None or state.last_visit_on <= oldest,
    )


def factor_names(language: str) -> dict[str, str]:
    """Names of the screening factors by column."""
    return {factor.code.lower(): factor.name.in_language(language) for factor in rules().krs.factors}


def target_names(language: str) -> dict[str, str]:
    """Names of the kinds of target family by code."""
    return {target.code: target.name.in_language(language) for target in rules().krs.targets}


def rank_name(rank: int | None, language: str) -> str:
    """Name of a welfare rank."""
    return "" if rank is None else rules().krs.ranks[rank - 1].name.in_language(language)


FILE_COLUMNS = (
    *("KODE KELUARGA", "NAMA KEPALA KELUARGA", "RW", "RT", "ALAMAT", "PUS", "PUS HAMIL", "BADUTA", "BALITA"),
    *("SUMBER AIR MINUM TIDAK LAYAK", "JAMBAN TIDAK LAYAK", "TERLALU MUDA", "TERLALU TUA", "TERLALU DEKAT"),
    *("TERLALU BANYAK", "PUS 4T", "BUKAN PESERTA KB MODERN", "PERINGKAT KESEJAHTERAAN", "BERESIKO STUNTING"),
    *("BANTUAN", "KUNJUNGAN TERAKHIR"),
)
"""Headings as the by-name register words them. Codes: target and verdict 1 ya, 2 tidak; factors 1 ya, 2 tidak, 3 tidak
berlaku. Assistance: codes of the register, joined by ";"."""


def file_rows(states: QuerySet[FamilyState], assistance: Mapping[int, list[int]]) -> Iterator[list[str | int | None]]:
    """The list as rows of a file."""
    yield list(FILE_COLUMNS)
    for state in states:
        family = state.family
        targets = [state.targets.get(code) for code in ("PUS", "PUS_HAMIL", "BADUTA", "BALITA")]
        factors = [state.air, state.jamban, state.t_muda, state.t_tua, state.t_dekat, state.t_banyak]
        address = family.dwelling.address if family.dwelling else ""
        yield [
            *(family.code, family.head.name if family.head else "", state.rw, state.rt, address, *targets, *factors),
            *(state.pus_4t, state.non_kbm, state.rank, state.krs),
            ";".join(map(str, assistance.get(family.pk, ()))),
            state.last_visit_on.isoformat() if state.last_visit_on else "",
        ]


def code_book(language: str) -> list[str]:
    """What the codes of the file mean."""
    kinds = "; ".join(f"{kind.code} {kind.name.in_language(language)}" for kind in rules().krs.assistance)
    return [
        _("Sasaran dan hasil: 1 ya, 2 tidak. Kosong: belum diketahui."),
        _("Penapisan: 1 ya (berisiko), 2 tidak, 3 tidak berlaku."),
        _("Peringkat kesejahteraan 1–4; 5 berarti di atas 4."),
        _("Bantuan: {kinds}").format(kinds=kinds),
    ]


def rule_note(language: str) -> tuple[str, str]:
    """The rule behind the verdicts, how sure it is, and where it comes from."""
    krs = rules().krs
    name, source = krs.name.in_language(language), krs.source.in_language(language)
    return _("Aturan"), f"{name} {krs.version}, {grade_word(krs.grade)}: {source}"


def file_notes(village: Region, wanted: Wanted, on: date, language: str) -> Notes:
    """What stands beside the list in a workbook: source, day, rule, code book, and what is left out."""
    literal = _("aturan harfiah: sasaran dengan salah satu faktor")
    usual = _("aturan yang dipakai: sasaran, dengan air atau jamban tidak layak, atau 4T tanpa KB modern")
    return [
        (_("Sumber"), _("Registrasi keluarga Guyub, wawancara terakhir, dan kunjungan pendamping.")),
        (_("Wilayah"), f"{village.name} ({village.code})"),
        (_("Keadaan per"), format_date(on, language)),
        rule_note(language),
        (_("Daftar menurut"), literal if wanted.rule else usual),
        *((_("Kode"), line) for line in code_book(language)),
        (_("Disamarkan"), _("Tidak ada NIK, nomor KK, atau tanggal lahir; nama kepala keluarga dan alamat lengkap.")),
    ]
