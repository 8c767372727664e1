"""Words and pictures for where an elder stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guyub.apps.elders.kinds import Form, rule_of
from guyub.apps.elders.models import CarePlan, ElderReferral, ElderScreening
from guyub.apps.elders.standing import Standing
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.elder_files import load_adl, load_elder_care, load_elder_checks, load_gds_4, load_skilas
from guyub.domain.elders.ladder import Dated, Step
from guyub.domain.elders.scored import ScoredForm
from guyub.domain.elders.skilas import Skilas, State
from guyub.domain.rulefiles import Text
from guyub.language import format_decimal

OUTCOMES = {
    ElderReferral.Outcome.TREATED: gettext_lazy("Diperiksa, ditangani puskesmas"),
    ElderReferral.Outcome.CONTROL: gettext_lazy("Kontrol rutin di puskesmas"),
    ElderReferral.Outcome.HOSPITAL: gettext_lazy("Dirujuk ke rumah sakit"),
    ElderReferral.Outcome.HOME: gettext_lazy("Perawatan di rumah"),
    ElderReferral.Outcome.WELL: gettext_lazy("Diperiksa, tidak ada masalah"),
    ElderReferral.Outcome.NOT_COME: gettext_lazy("Tidak datang"),
}
FORMS = {
    Form.SKILAS: gettext_lazy("Skrining SKILAS"),
    Form.ADL: gettext_lazy("Kemandirian (AKS/ADL)"),
    Form.MOOD: gettext_lazy("Suasana hati (GDS-4)"),
    Form.LOAD: gettext_lazy("Beban keluarga yang merawat"),
}
COMPANIONS = {
    CarePlan.Companion.CADRE: gettext_lazy("Kader"),
    CarePlan.Companion.STAFF: gettext_lazy("Petugas kesehatan"),
    CarePlan.Companion.FAMILY: gettext_lazy("Keluarga sendiri"),
}
ENDS_OF_CARE = {
    CarePlan.Ended.BETTER: gettext_lazy("Membaik, tidak perlu lagi"),
    CarePlan.Ended.INSTITUTION: gettext_lazy("Dirawat di rumah sakit atau panti"),
    CarePlan.Ended.MOVED: gettext_lazy("Pindah atau meninggal"),
}
FORM_OF_STEP = {Step.SCREEN: Form.SKILAS, Step.ASK_ADL: Form.ADL, Step.ASK_MOOD: Form.MOOD}
STATES = {
    State.TICKED: ("bad", "exclamation-triangle", gettext_lazy("perlu diperiksa")),
    State.CLEAR: ("good", "check-circle", gettext_lazy("tidak ada tanda")),
    State.OPEN: ("open", "clock-history", gettext_lazy("belum lengkap ditanyakan")),
}
BAND_ICONS = {"good": "check-circle", "low": "info-circle", "bad": "exclamation-triangle"}


@dataclass(frozen=True)
class StepTold:
    """One thing to do: what, why, and the form or the screening that does it (empty: none on this site)."""

    step: Step
    what: str
    why: str
    form: str = ""


@dataclass(frozen=True)
class Line:
    """One result in words.

    Attributes:
        name: Of what: "Gerak".
        told: What was found.
        advice: What to do; empty where nothing.
        tone, icon: How it is shown, besides the word.
    """

    name: str
    told: str
    advice: str
    tone: str
    icon: str


def said(text: Text) -> str:
    """In the language of the page."""
    return text.in_language(page_language())


def form_name(form: str) -> str:
    """Of a form."""
    return str(FORMS[Form(form)])


def steps_told(one: Standing) -> list[StepTold]:
    """What is to be done next, the first first."""
    return [_step(step, one) for step in one.ladder.steps]


def reasons_told(codes: Iterable[str]) -> list[str]:
    """Reasons for the puskesmas in words."""
    names = _reason_names()
    return [names[code] for code in codes if code in names]


def skilas_lines(one: Standing) -> list[Line]:
    """The latest SKILAS by capacity; those for the puskesmas say what it does next."""
    if one.screening is None:
        return []
    lines = []
    for domain in load_skilas().domains:
        state = one.screening.domains[domain.code]
        tone, icon, told = STATES[state]
        advice = said(domain.next) if state is State.TICKED else ""
        lines.append(Line(said(domain.name), str(told), advice, tone, icon))
    return lines


def scored_line(form: str, one: Dated | None) -> Line | None:
    """The latest answers of a scored form: "17 dari 20 · Ketergantungan ringan (B)"."""
    if one is None:
        return None
    rule = rule_of(form)
    assert isinstance(rule, ScoredForm)
    band, points = one.judged.band, one.judged.points
    if band is None:
        n = len(one.judged.unanswered)
        told = ngettext(
            "Belum lengkap: {n} pertanyaan belum dijawab", "Belum lengkap: {n} pertanyaan belum dijawab", n
        ).format(n=n)
        return Line(said(rule.name), told, "", "open", "clock-history")
    letter = f" ({band.letter})" if band.letter else ""
    told = _("{points} dari {most} · {band}").format(points=points, most=rule.most, band=said(band.name)) + letter
    return Line(said(rule.name), told, said(band.advice), band.tone, BAND_ICONS[band.tone])


def answers_told(one: ElderScreening) -> list[tuple[str, str]]:
    """Items of a screening with their answers, as far as the rule file of today knows them."""
    rule = rule_of(one.form)
    return [(name, told) for name, told in _answers(rule, one.answers) if told]


def result_told(one: ElderScreening) -> str:
    """What a screening found, on one line."""
    if one.form == Form.SKILAS:
        found = load_skilas().judge(one.answers)
        names = [said(domain.name) for domain in load_skilas().domains if domain.code in found.ticked]
        if names:
            return _("perlu diperiksa: {names}").format(names=", ".join(names))
        return _("tidak ada tanda") if found.clear else _("belum lengkap ditanyakan")
    scored = rule_of(one.form)
    assert isinstance(scored, ScoredForm)
    line = scored_line(one.form, Dated(one.day, scored.judge(one.answers)))
    assert line is not None
    return line.told


def figures_told(check: object) -> list[str]:
    """What was measured, in words."""
    language, told = page_language(), []
    weight, height, waist = (getattr(check, name) for name in ("weight_g", "height_mm", "waist_mm"))
    if getattr(check, "systolic", None) is not None:
        told.append(_("tekanan {systolic}/{diastolic}").format(systolic=check.systolic, diastolic=check.diastolic))  # type: ignore[attr-defined]
    if weight is not None:
        told.append(f"{format_decimal(weight // 100, 1, language)} kg")
    if height is not None:
        told.append(_("tinggi {height} cm").format(height=format_decimal(height, 1, language)))
    if waist is not None:
        told.append(_("lingkar perut {waist} cm").format(waist=format_decimal(waist, 1, language)))
    for name, form in (("glucose_mg", _("gula darah {n} mg/dL")), ("cholesterol_mg", _("kolesterol {n} mg/dL"))):
        if (value := getattr(check, name)) is not None:
            told.append(form.format(n=value))
    return told


def conditions_told(codes: Iterable[str]) -> list[str]:
    """Illnesses in words."""
    names = {one.code: said(one.name) for one in load_elder_care().companion.conditions}
    return [names[code] for code in codes if code in names]


def tasks_told(codes: Iterable[str]) -> list[str]:
    """What a companion does, in words."""
    names = {one.code: said(one.name) for one in load_elder_care().plan.tasks}
    return [names[code] for code in codes if code in names]


def companion_reasons_told(codes: Iterable[str]) -> list[str]:
    """What speaks for a companion, in words."""
    rule = load_elder_care().companion
    names = {one.code: said(one.name) for one in rule.conditions}
    names["adl"] = _("AKS {n} atau kurang").format(n=rule.adl_at_most)
    names["limited"] = _("belanja, masak, uang, atau obat tidak lagi diurus sendiri")
    return [names[code] for code in codes if code in names]


def _step(step: Step, one: Standing) -> StepTold:
    form = str(FORM_OF_STEP.get(step, ""))
    waiting = one.waiting
    told = {
        Step.SCREEN: (_("Skrining SKILAS"), _("Belum pernah") if one.skilas is None else _("Sudah setahun")),
        Step.COMPLETE: (_("Lengkapi skrining SKILAS"), _("Ada yang belum ditanyakan")),
        Step.ASK_ADL: (_("Tanyakan kemandirian (AKS/ADL)"), _("Dilakukan bersama skrining tahunan")),
        Step.ASK_MOOD: (_("Tanyakan suasana hati (GDS-4)"), _("SKILAS menandai suasana hati")),
        Step.REFER: (_("Rujuk ke puskesmas"), "; ".join(reasons_told(one.ladder.new_reasons))),
        Step.AWAIT: (
            _("Tunggu jawaban puskesmas"),
            "; ".join(reasons_told(waiting.reasons)) if waiting else "",
        ),
    }
    what, why = told[step]
    return StepTold(step, what, why, form)


def _reason_names() -> dict[str, str]:
    names = {f"skilas-{one.code}": said(one.name) for one in load_skilas().domains}
    for form, rule in ((Form.ADL, load_adl()), (Form.MOOD, load_gds_4())):
        names |= {f"{form}-{band.code}": said(band.name) for band in rule.bands}
    return names | {sign.id: said(sign.name) for sign in load_elder_checks().signs}


def _answers(rule: Skilas | ScoredForm, answers: dict[str, int]) -> list[tuple[str, str]]:
    if isinstance(rule, ScoredForm):
        return [
            (
                said(item.name),
                next((said(option.name) for option in item.options if option.points == answers.get(item.code)), ""),
            )
            for item in rule.items
        ]
    found = []
    for item in (item for domain in rule.domains for item in domain.items):
        value = answers.get(item.code)
        chosen = next((said(option.name) for option in item.options if option.value == value), "")
        if item.kind == "number" and value is not None:
            unit_cm = item.unit == "mm"
            chosen = f"{format_decimal(value, 1, page_language())} cm" if unit_cm else f"{value} {item.unit}".strip()
        found.append((said(item.name), chosen))
    return found
