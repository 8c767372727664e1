"""Words and pictures for where a young person stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.confidential import Opened
from guyub.apps.youth.models import YouthCheck, YouthInterview
from guyub.apps.youth.standing import Found, Standing, bmi_z, figures_of
from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.findings import Figures
from guyub.language import format_decimal

ICONS = {"refer": "exclamation-triangle", "watch": "info-circle", "good": "check-circle"}
TONES = {"refer": "bad", "watch": "low", "good": "good"}


@dataclass(frozen=True)
class Told:
    """A finding in words: its name with the figure, how it is shown, and how well the rule is known."""

    name: str
    tone: str
    icon: str
    grade: str
    source: str


def told(found: Iterable[Found]) -> list[Told]:
    """Findings in words."""
    language = page_language()
    return [
        Told(
            name=", ".join(part for part in (one.finding.name.in_language(language), _figure(one)) if part),
            tone=TONES[one.finding.level],
            icon=ICONS[one.finding.level],
            grade=str(one.finding.grade),
            source=one.finding.source.in_language(language),
        )
        for one in found
    ]


def reasons_told(reasons: Sequence[str]) -> list[str]:
    """Reasons of a referral in words; codes that the rule file knows no more stay as they are."""
    return [_class_name(*reason.split(":", 1)) for reason in reasons]


def topics_told(codes: Iterable[str]) -> list[str]:
    """Topics in words."""
    names = {one.code: one.name for one in load_youth_rules().topics.choices}
    return [names[code].in_language(page_language()) if code in names else code for code in codes]


def advice(standing: Standing) -> str:
    """What to do now, in one sentence."""
    if standing.waiting is not None:
        return _("Tunggu jawaban puskesmas; pastikan ia datang ke sana.")
    if standing.to_refer:
        return _("Rujuk ke puskesmas.")
    if standing.signs:
        return _("Beri konseling, lalu ukur lagi pada sesi berikutnya.")
    if not standing.checks:
        return _("Ajak ke Posmaja: belum pernah diukur.")
    return _("Ajak datang lagi pada sesi berikutnya.")


def figures_told(figures: Figures) -> list[str]:
    """What was measured, in words."""
    language = page_language()

    def written(whole: int, places: int = 1) -> str:
        return format_decimal(whole, places, language)

    told = []
    if figures.weight_g is not None:
        told.append(f"{written(figures.weight_g // 100)} kg")
    if figures.height_mm is not None:
        told.append(_("tinggi {height} cm").format(height=written(figures.height_mm)))
    if figures.arm_mm is not None:
        told.append(f"LiLA {written(figures.arm_mm)} cm")
    if figures.waist_mm is not None:
        told.append(_("perut {waist} cm").format(waist=written(figures.waist_mm)))
    if figures.hb_tenths is not None:
        told.append(f"Hb {written(figures.hb_tenths)} g/dL")
    if figures.systolic is not None:
        told.append(_("tekanan {systolic}/{diastolic}").format(systolic=figures.systolic, diastolic=figures.diastolic))
    return told


def check_told(check: YouthCheck) -> list[str]:
    """Figures, tablets and topics of a check."""
    told = figures_told(figures_of(check))
    if check.tablets is not None:
        told.append(_("{n} tablet tambah darah").format(n=check.tablets))
    return told + topics_told(check.topics)


def z_told(z: int) -> str:
    """A z-score: +1,25 SD."""
    sign = "+" if z > 0 else ""
    return f"{sign}{format_decimal(z, 2, page_language())} SD"


def _figure(one: Found) -> str:
    check, figures = one.check, figures_of(one.check)
    if one.finding.about == "bmi":
        z = bmi_z(check.person, check)
        return "" if z is None else _("IMT/U {z}").format(z=z_told(z))
    own = {
        "haemoglobin": Figures(hb_tenths=figures.hb_tenths),
        "arm": Figures(arm_mm=figures.arm_mm),
        "pressure": Figures(systolic=figures.systolic, diastolic=figures.diastolic),
    }
    return " ".join(figures_told(own[one.finding.about]))


def _class_name(about: str, code: str) -> str:
    rules = load_youth_rules()
    classes = {
        "bmi": rules.bmi.classes,
        "haemoglobin": rules.haemoglobin.classes,
        "arm": rules.arm.classes,
        "pressure": rules.pressure.classes,
    }
    name = next((one.name for one in classes.get(about, ()) if one.code == code), None)
    return code if name is None else name.in_language(page_language())


@dataclass(frozen=True)
class InterviewTold:
    """A confidential interview in words: for who counsels alone.

    ``tone``: bad, low or good, by the place of the outcome. ``areas``: name of each area, of its outcome, and the tone.
    """

    interview: YouthInterview
    outcome: str
    follows: str
    tone: str
    icon: str
    areas: Sequence[tuple[str, str, str]]
    reason: str
    replaced: bool


def interview_told(one: Opened) -> InterviewTold:
    """What came of an interview."""
    rules, language = load_youth_rules().interview, page_language()
    levels = {outcome.code: level for outcome, level in zip(rules.outcomes, ("good", "watch", "refer"), strict=True)}
    names = {outcome.code: outcome.name.in_language(language) for outcome in rules.outcomes}
    level = levels[one.outcome.code]
    return InterviewTold(
        interview=one.interview,
        outcome=names[one.outcome.code],
        follows=one.outcome.follows.in_language(language),
        tone=TONES[level],
        icon=ICONS[level],
        areas=[
            (area.name.in_language(language), names[one.areas[area.code]], TONES[levels[one.areas[area.code]]])
            for area in rules.areas
            if area.code in one.areas
        ],
        reason=one.reason,
        replaced=hasattr(one.interview, "replaced_by"),
    )
