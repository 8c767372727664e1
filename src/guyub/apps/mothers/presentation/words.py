"""Words and pictures for where a mother stands."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.mothers.models import Birth, Pregnancy
from guyub.apps.mothers.presentation.standing import Standing
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.mother_files import load_mother_rules
from guyub.domain.mothers.rules import BirthSign, MotherSign
from guyub.domain.mothers.signs import Found, birth_signs_of
from guyub.language import format_decimal, format_number

ICONS = {"refer": "exclamation-triangle", "watch": "info-circle"}
TONES = {"refer": "bad", "watch": "low"}
OUTCOMES = {
    Pregnancy.Outcome.BIRTH: gettext_lazy("Lahir hidup"),
    Pregnancy.Outcome.STILLBIRTH: gettext_lazy("Lahir mati"),
    Pregnancy.Outcome.MISCARRIAGE: gettext_lazy("Keguguran"),
    Pregnancy.Outcome.MOVED: gettext_lazy("Pindah, tidak diikuti lagi"),
    Pregnancy.Outcome.MISTAKE: gettext_lazy("Salah catat"),
}
VENUES = {
    Birth.Venue.HOSPITAL: gettext_lazy("Rumah sakit"),
    Birth.Venue.PUSKESMAS: gettext_lazy("Puskesmas"),
    Birth.Venue.MIDWIFE: gettext_lazy("Klinik atau praktik bidan"),
    Birth.Venue.HOME: gettext_lazy("Rumah"),
    Birth.Venue.OTHER: gettext_lazy("Tempat lain"),
}
HELPERS = {
    Birth.Helper.DOCTOR: gettext_lazy("Dokter"),
    Birth.Helper.MIDWIFE: gettext_lazy("Bidan"),
    Birth.Helper.TRADITIONAL: gettext_lazy("Dukun (paraji)"),
    Birth.Helper.OTHER: gettext_lazy("Penolong lain"),
}
FIGURES = {  # figure → how it is told, and how many of our whole units one of its unit is
    "arm_mm": ("LiLA {figure} cm", 10),
    "hb_tenths": ("Hb {figure} g/dL", 10),
    "height_mm": ("{figure} cm", 10),
    "early_imt": ("IMT {figure}", 100),
    "systolic": ("{figure} mmHg", 1),
    "diastolic": ("{figure} mmHg", 1),
}


@dataclass(frozen=True)
class Told:
    """A sign in words.

    Attributes:
        name: What shows, with its figure where it was measured: "KEK (kurang energi kronis), LiLA 22,8 cm".
        advice: What to do.
        refer: Whether the puskesmas is to see it.
        tone, icon: How it is shown, besides the word.
        grade, source: How well the rule is known.
    """

    name: str
    advice: str
    refer: bool
    tone: str
    icon: str
    grade: str
    source: str


def told_signs(standing: Standing) -> list[Told]:
    """Signs of a mother, those to be referred first."""
    return [_told(found) for found in standing.signs]


def told_birth_signs(birth: Birth) -> list[Told]:
    """Signs of a birth: each is a reason to watch the child."""
    signs = birth_signs_of(load_mother_rules(), weight_g=birth.weight_g, length_mm=birth.length_mm, weeks=birth.weeks)
    return [_plain(sign, sign.name.in_language(page_language()), "watch") for sign in signs]


def weeks_told(standing: Standing) -> str:
    """ "24 minggu, trimester 2"; empty for who is not pregnant."""
    weeks = standing.mother.weeks
    if weeks is None:
        return ""
    return _("{weeks} minggu, trimester {trimester}").format(weeks=weeks, trimester=standing.trimester)


def visit_name(number: int, *, pregnant: bool) -> str:
    """K3 or KF2, as the mother-and-child book numbers visits."""
    return f"K{number}" if pregnant else f"KF{number}"


def sayings(standing: Standing) -> list[str]:
    """What to tell her: advice of the signs, then what goes for everyone so far on."""
    language, say = page_language(), load_mother_rules().file.say
    told = [sign.advice for sign in told_signs(standing)]
    if standing.pregnant:
        told.append(say[f"trimester-{standing.trimester}"].in_language(language))
    elif standing.born_on is not None and not standing.bereaved:
        told.append(say["nursing"].in_language(language))
    return [*dict.fromkeys(told), say["danger"].in_language(language)]


def _told(found: Found) -> Told:
    name = found.sign.name.in_language(page_language())
    if found.sign.of in FIGURES:
        form, per = FIGURES[found.sign.of]
        name = f"{name}, {form.format(figure=_written(found.value, per))}"
    return _plain(found.sign, name, found.sign.level)


def _plain(sign: MotherSign | BirthSign, name: str, level: str) -> Told:
    language, rules = page_language(), load_mother_rules().file
    return Told(
        name=name,
        advice=sign.advice.in_language(language),
        refer=level == "refer",
        tone=TONES[level],
        icon=ICONS[level],
        grade=str(sign.grade),
        source=rules.source_of(sign).in_language(language),
    )


def _written(value: int | Fraction, per: int) -> str:
    """In its unit, cut down to one decimal: a figure below a limit is never told as the limit."""
    language = page_language()
    return format_number(int(value), language) if per == 1 else format_decimal(int(value * 10 / per), 1, language)
