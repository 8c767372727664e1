"""Words for where a child stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.schooling.standing import Standing
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.schooling_files import load_schooling_rules
from guyub.domain.rulefiles import Choices
from guyub.domain.schooling.cases import Schooling, Situation
from guyub.domain.schooling.rules import Outcomes

SITUATIONS = {
    Situation.LATE: gettext_lazy("terlambat ditangani"),
    Situation.TO_BEGIN: gettext_lazy("belum ditangani"),
    Situation.GOING_ON: gettext_lazy("sedang ditangani"),
    Situation.REFUSED: gettext_lazy("menolak"),
    Situation.BACK: gettext_lazy("kembali belajar"),
    Situation.SETTLED: gettext_lazy("selesai"),
    Situation.UNKNOWN: gettext_lazy("belum diketahui"),
    Situation.FINISHED: gettext_lazy("sudah tamat"),
    Situation.LEARNING: gettext_lazy("bersekolah"),
}
LEFT = gettext_lazy("putus sekolah")


def said(choices: Choices | Outcomes, code: str) -> str:
    """A choice in words; codes that the rule file knows no more stay as they are."""
    one = choices.by_code.get(code)
    return code if one is None else one.name.in_language(page_language())


def education_told(one: Standing) -> str:
    """The family's answer in words."""
    told = one.education_name[page_language() == "en"]
    return told or _("belum dijawab")


def schooling_told(one: Standing) -> str:
    """Says so where they left school; else empty."""
    return str(LEFT) if one.schooling == Schooling.LEFT else ""


def advice(one: Standing) -> str:
    """What to do now, in one sentence."""
    return {
        Situation.LATE: _("Langkah berikutnya sudah lewat harinya: tanyakan kepada penanggung jawabnya."),
        Situation.TO_BEGIN: _("Kunjungi, tanyakan sebabnya, lalu catat langkah pertama."),
        Situation.GOING_ON: _("Lanjutkan sampai ia belajar lagi."),
        Situation.REFUSED: _("Jaga hubungan; tanyakan lagi nanti."),
        Situation.BACK: _("Pastikan ia bertahan, dan perbarui pendidikannya pada pendataan berikutnya."),
        Situation.SETTLED: _("Tidak ada lagi yang perlu dilakukan di sini."),
        Situation.UNKNOWN: _("Tanyakan pendidikannya kepada keluarga, lalu isi pada pendataan."),
        Situation.FINISHED: _("Sudah tamat; bila ingin, hubungkan ke pelatihan kerja atau kuliah."),
        Situation.LEARNING: _("Bersekolah menurut keluarga."),
    }[one.situation]


def road_told(one: Standing) -> str:
    """Which equivalency fits, where the child is to be brought back; else empty."""
    wanted = (Situation.LATE, Situation.TO_BEGIN, Situation.GOING_ON, Situation.REFUSED)
    rules = load_schooling_rules()
    outcome = rules.roads.outcome_for(one.answer.education) if one.situation in wanted else ""
    return said(rules.outcomes, outcome) if outcome else ""
