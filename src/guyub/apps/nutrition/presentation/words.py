"""Words for rounds of supplementary food."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation.standing import Standing
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import Eaten, Plan, Progress, pmt_plan

EATEN = {
    Eaten.ALL: gettext_lazy("Habis"),
    Eaten.THREE_QUARTERS: gettext_lazy("Tiga perempat"),
    Eaten.HALF: gettext_lazy("Setengah"),
    Eaten.QUARTER: gettext_lazy("Seperempat"),
    Eaten.NOTHING: gettext_lazy("Tidak dimakan"),
}
PROGRESS = {
    Progress.TO_WEIGH: gettext_lazy("Sudah seminggu: timbang untuk melihat kemajuannya"),
    Progress.GAINS: gettext_lazy("Sesudah minggu pertama beratnya bertambah"),
    Progress.NONE: gettext_lazy("Sesudah minggu pertama beratnya belum bertambah"),
}
UNASKED = gettext_lazy("Diberikan, belum ditanyakan")
SHORT_NAMES = {"wfh": "BB/TB", "wfa": "BB/U"}


@dataclass(frozen=True)
class Line:
    """A round as lists show it: where it stands, why it is given, what is amiss."""

    standing: Standing
    category: str
    refer: Sequence[str]


def line_of(standing: Standing) -> Line:
    """A round in words."""
    return Line(standing, category_name(standing.round.category), refer_words(standing))


def category_name(code: str) -> str:
    """Why it is given: "Gizi kurang"."""
    return load_pmt_rules().categories[code].name.in_language(page_language())


def outcome_name(code: str) -> str:
    """How a round ended: "Pulih"."""
    return load_pmt_rules().outcomes[code].in_language(page_language())


def reason_name(code: str) -> str:
    """Why a serving was not eaten whole; empty where nobody said."""
    return load_pmt_rules().uneaten.reasons[code].in_language(page_language()) if code else ""


def eaten_words(quarters: int | None) -> str:
    """ "Habis", "Setengah", or that nobody asked."""
    return str(UNASKED if quarters is None else EATEN[Eaten(quarters)])


def doubt_about_recovery(standing: Standing) -> str:
    """Why it is asked about when somebody is said to have recovered; empty where a measurement says it."""
    if standing.recovered:
        return ""
    if standing.of_mother:
        return _("Pulih pada ibu dinilai bidan atau puskesmas, bukan dari berat saja.")
    if standing.recovered is None:
        return _("Belum ada pengukuran sesudah hari pertama yang menunjukkan ia pulih.")
    return _("Menurut pengukuran terakhir ia belum pulih.")


def refer_words(standing: Standing) -> list[str]:
    """Why the puskesmas is asked to refer, in words."""
    reasons = load_pmt_rules().escalation.reasons
    return [reasons[reason].in_language(page_language()) for reason in standing.refer]


def progress_words(standing: Standing) -> str:
    """Where a child stands after its first week; empty before it is over."""
    return "" if standing.of_mother else str(PROGRESS.get(standing.progress, ""))


def plan_of(one: PmtRound) -> Plan:
    """What the edition of a round says, with its grade."""
    return pmt_plan(load_pmt_rules(), one.category, one.edition)


def days_told(code: str) -> str:
    """A category with the days of the edition in force: "Gizi kurang, 56 hari"."""
    return _("{category}, {days} hari").format(category=category_name(code), days=pmt_plan(load_pmt_rules(), code).days)
