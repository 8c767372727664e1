"""Lists that drive action: which elders of a village need what, who has them in charge, and until when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import Role
from guyub.apps.elders.kinds import Form
from guyub.apps.elders.presentation.page import adl_change
from guyub.apps.elders.presentation.words import companion_reasons_told, reasons_told, scored_line, tasks_told
from guyub.apps.elders.standing import MONTHS, Standing
from guyub.apps.growth.presentation.charge import charge
from guyub.data.elder_files import load_caregiver_load, load_elder_care, load_elder_follow_ups, load_skilas
from guyub.domain.elders.scored import ScoredForm
from guyub.domain.elders.skilas import Skilas
from guyub.domain.families.members import completed_years
from guyub.domain.growth.ages import months_before
from guyub.domain.rulefiles import Known

Rule = Known | ScoredForm | Skilas


@dataclass(frozen=True)
class Kind:
    """One list: its name in addresses, in words, what to do with the elders on it, who is on it and why.

    ``since``: the day that put an elder on it, from which follow-up days count; ``due``: its own last day, where it has
    one. ``role``: who has the elders on it in charge. ``rule``: by what they are on it.
    """

    name: str
    title: str | Promise
    advice: str | Promise
    belongs: Callable[[Standing], bool]
    reason: Callable[[Standing], str]
    rule: Callable[[], Rule]
    since: Callable[[Standing], date | None] = lambda one: None
    due: Callable[[Standing], date | None] = lambda one: None
    role: Role = Role.KADER

    @property
    def known(self) -> Rule:
        """Its rule, which says how well it is known."""
        return self.rule()


@dataclass(frozen=True)
class Line:
    """An elder on a list: why, who has them in charge, until when something is to be done, whether that is past."""

    standing: Standing
    reason: str
    charge: list[str]
    due: date | None
    late: bool


def _screening_due(one: Standing) -> date | None:
    """A year after the last one; of who was never screened no day is set."""
    return None if one.screened_on is None else months_before(one.screened_on, -MONTHS)


def _screening_reason(one: Standing) -> str:
    return _("Belum pernah diskrining") if one.screened_on is None else _("Skrining terakhir sudah setahun")


def _companion_rule() -> Known:
    rule = load_elder_care().companion
    return Known(grade=rule.grade, source=rule.source)


def _companion_since(one: Standing) -> date | None:
    """The first day on which something known today spoke for a companion."""
    days = [one.adl.on] if "adl" in one.companion_reasons and one.adl else []
    return min([*days, *([one.situation.day] if one.situation else [])], default=None)


def _load_told(one: Standing) -> str:
    line = scored_line(Form.LOAD, one.load)
    return line.told if line else ""


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "perlu-dirujuk",
            gettext_lazy("Ada tanda, belum dirujuk"),
            gettext_lazy("Buka halamannya, catat rujukan, dan antar ke pustu atau puskesmas bila perlu."),
            lambda one: bool(one.ladder.new_reasons) and not one.ladder.waiting,
            lambda one: "; ".join(reasons_told(one.ladder.new_reasons)),
            load_skilas,
            since=lambda one: one.ladder.positive_on,
        ),
        Kind(
            "menunggu-jawaban",
            gettext_lazy("Dirujuk, belum dijawab"),
            gettext_lazy("Tanyakan ke puskesmas bila batas waktunya lewat; pastikan lansia sudah datang."),
            lambda one: one.waiting is not None,
            lambda one: "; ".join(reasons_told(one.waiting.reasons)) if one.waiting else "",
            lambda: load_elder_care().referral,
            due=lambda one: one.waiting.due_on if one.waiting else None,
            role=Role.PUSKESMAS,
        ),
        Kind(
            "menurun",
            gettext_lazy("Kemandirian menurun"),
            gettext_lazy("Kunjungi: tanyakan sebabnya (jatuh, sakit, obat), dan bicarakan dengan puskesmas."),
            lambda one: one.declines,
            lambda one: _("AKS {change}").format(change=adl_change(one)),
            lambda: load_elder_care().decline,
            since=lambda one: one.adl.on if one.adl else None,
        ),
        Kind(
            "calon-pendamping",
            gettext_lazy("Perlu pendamping (PJP)"),
            gettext_lazy("Bicarakan dengan keluarganya, lalu atur pendampingan jangka panjang di halamannya."),
            lambda one: bool(one.companion_reasons) and one.plan is None,
            lambda one: "; ".join(companion_reasons_told(one.companion_reasons)),
            _companion_rule,
            since=_companion_since,
        ),
        Kind(
            "didampingi",
            gettext_lazy("Didampingi (PJP)"),
            gettext_lazy("Kunjungi sesuai rencananya, dan tanyakan keadaan yang merawat."),
            lambda one: one.plan is not None,
            lambda one: "; ".join(tasks_told(one.plan.tasks)) if one.plan else "",
            lambda: load_elder_care().plan,
            due=lambda one: one.visit_due,
        ),
        Kind(
            "pengasuh-lelah",
            gettext_lazy("Beban keluarga berat"),
            gettext_lazy("Carikan pengganti beberapa jam seminggu, dan bicarakan dengan puskesmas."),
            lambda one: (
                one.load is not None and one.load.judged.band is not None and one.load.judged.band.tone == "bad"
            ),
            _load_told,
            load_caregiver_load,
            since=lambda one: one.load.on if one.load else None,
        ),
        Kind(
            "skrining",
            gettext_lazy("Waktunya skrining tahunan"),
            gettext_lazy("Ajak ke posyandu lansia, atau skrining SKILAS di rumahnya."),
            lambda one: one.due,
            _screening_reason,
            load_skilas,
            due=_screening_due,
        ),
        Kind(
            "tinggal-sendiri",
            gettext_lazy("Tinggal sendiri"),
            gettext_lazy("Singgahi berkala: makan, obat, dan siapa yang dihubungi bila sakit."),
            lambda one: bool(one.alone),
            lambda one: _("Satu-satunya anggota keluarga"),
            lambda: load_elder_care().alone,
        ),
        Kind(
            "semua",
            gettext_lazy("Semua lansia"),
            gettext_lazy("Semua yang berumur 60 tahun ke atas menurut data keluarga."),
            lambda one: True,
            lambda one: "; ".join(reasons_told(one.ladder.reasons)) or "–",
            load_skilas,
        ),
    )
}


def file_rows(found: Sequence[Line], today: date) -> list[list[str | int]]:
    """A list as rows of a file, with its header."""
    head = [
        _("Nama"),
        _("Kode"),
        _("Umur"),
        "RW",
        "RT",
        _("Sebab"),
        _("Terakhir dicatat"),
        _("Penanggung jawab"),
        _("Sampai"),
    ]
    return [head, *(_file_row(line, today) for line in found)]


def _file_row(line: Line, today: date) -> list[str | int]:
    one = line.standing
    born = one.person.birth_date
    return [
        one.person.name,
        one.person.code,
        completed_years(born, today) if born else "",
        one.person.rw,
        one.person.rt,
        line.reason,
        one.last_day.isoformat() if one.last_day else "",
        ", ".join(line.charge),
        line.due.isoformat() if line.due else "",
    ]


def counts(standings: Sequence[Standing]) -> list[tuple[Kind, int]]:
    """How many elders stand on each list."""
    return [(kind, sum(kind.belongs(one) for one in standings)) for kind in KINDS.values()]


def lines(kind: Kind, standings: Sequence[Standing], village: str, today: date) -> list[Line]:
    """A list, those without a day first and then the earliest; one query for who has the elders in charge."""
    holders, rule = charge(kind.role, village), load_elder_follow_ups()

    def line(one: Standing) -> Line:
        due = kind.due(one) or rule.due(kind.name, kind.since(one), today)
        return Line(one, kind.reason(one), holders.of(one.person), due, due is not None and due < today)

    found = [line(one) for one in standings if kind.belongs(one)]
    return sorted(found, key=lambda one: one.due or date.min)
