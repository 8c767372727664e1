"""Words for where an adult stands."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from guyub.apps.lifecycle.models import StageCheck
from guyub.apps.lifecycle.standing import Found, Standing, figures_of
from guyub.apps.ui.templatetags.ui import page_language
from guyub.apps.youth.presentation.words import ICONS, TONES, Told, z_told
from guyub.apps.youth.standing import bmi_z, years_on
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.data.youth_files import load_youth_rules
from guyub.domain.lifecycle.findings import Figures, body_mass_index
from guyub.language import format_decimal


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


def advice(standing: Standing) -> str:
    """What to do now, in one sentence."""
    if standing.waiting is not None:
        return _("Tunggu jawaban puskesmas; pastikan ia datang ke sana.")
    if standing.to_refer:
        return _("Rujuk ke puskesmas.")
    if standing.signs:
        return _("Beri penyuluhan, lalu ukur lagi pada hari posyandu berikutnya.")
    if not standing.checks:
        return _("Ajak ke posyandu: belum pernah diperiksa.")
    return _("Periksa lagi setahun sesudahnya.")


def check_told(check: StageCheck) -> list[str]:
    """What was measured, in words."""
    return figures_told(figures_of(check))


def figures_told(figures: Figures) -> list[str]:
    """Figures in words."""
    language = page_language()
    found = []
    if figures.weight_g is not None:
        found.append(f"{format_decimal(figures.weight_g // 100, 1, language)} kg")
    if figures.height_mm is not None:
        found.append(_("tinggi {height} cm").format(height=format_decimal(figures.height_mm, 1, language)))
    if figures.waist_mm is not None:
        found.append(_("perut {waist} cm").format(waist=format_decimal(figures.waist_mm, 1, language)))
    if figures.systolic is not None:
        found.append(_("tekanan {systolic}/{diastolic}").format(systolic=figures.systolic, diastolic=figures.diastolic))
    if figures.glucose_mg is not None:
        found.append(_("gula darah {glucose} mg/dL").format(glucose=figures.glucose_mg))
    return found


def reasons_told(reasons: Sequence[str]) -> list[str]:
    """Reasons of a referral in words; codes that the rule file knows no more stay as they are."""
    return [_class_name(*reason.split(":", 1)) for reason in reasons]


def _figure(one: Found) -> str:
    figures, language = figures_of(one.check), page_language()
    if one.finding.about == "bmi" and figures.weight_g is not None and figures.height_mm is not None:
        if (years_on(one.check.person, one.check.day) or 0) < load_lifecycle_rules().check.adult_from_year:
            z = bmi_z(one.check.person, one.check)
            return "" if z is None else _("IMT/U {z}").format(z=z_told(z))
        bmi = body_mass_index(figures.weight_g, figures.height_mm)
        return _("IMT {bmi}").format(bmi=format_decimal(bmi, 2, language))
    own = {
        "waist": Figures(waist_mm=figures.waist_mm),
        "glucose": Figures(glucose_mg=figures.glucose_mg),
        "pressure": Figures(systolic=figures.systolic, diastolic=figures.diastolic),
    }
    return " ".join(figures_told(own[one.finding.about]))


def _class_name(about: str, code: str) -> str:
    rules, youth = load_lifecycle_rules().check, load_youth_rules()
    classes = {
        "bmi": [*rules.bmi.classes, *youth.bmi.classes],
        "waist": rules.waist_men.classes,
        "glucose": rules.glucose.classes,
        "pressure": youth.pressure.classes,
    }
    name = next((one.name for one in classes.get(about, ()) if one.code == code), None)
    return code if name is None else name.in_language(page_language())
