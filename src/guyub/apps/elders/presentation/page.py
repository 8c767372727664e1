"""What stands on an elder's page: results, pressure and weight over time, the three words, everything recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.elders.kinds import Form
from guyub.apps.elders.models import ElderCheck, ElderScreening
from guyub.apps.elders.presentation.words import answers_told, figures_told, form_name, result_told, said
from guyub.apps.elders.standing import Standing
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_elder_care, load_elder_checks

LEAST_POINTS = 2  # of a picture
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 170, 40, 350, 12, 140
STEPS = 4


@dataclass(frozen=True)
class Word:
    """One of the three words: its rule, whether it is so (None: not known), and what is missing to know it."""

    name: str
    rule: str
    holds: bool | None
    missing: str


@dataclass(frozen=True)
class Entry:
    """One line of the history: a screening with its answers, or a check."""

    day: date
    what: str
    told: str
    screening: ElderScreening | None = None
    check: ElderCheck | None = None
    answers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Former:
    """What was put right: what it said, and why and when it was replaced."""

    what: str
    told: str
    row: ElderScreening | ElderCheck


@dataclass(frozen=True)
class Dot:
    """One figure on a picture."""

    day: date
    x: int
    y: int
    told: str


@dataclass(frozen=True)
class Picture:
    """One or two lines of figures over time, in whole-number coordinates; ``limit_y``: a line across, if any."""

    title: str
    unit: str
    series: Sequence[tuple[str, str, Sequence[Dot]]]
    levels: Sequence[tuple[int, str]]
    ticks: Sequence[tuple[int, date, str]]
    limits: Sequence[tuple[int, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT


def three_words(one: Standing) -> list[Word]:
    """Healthy, independent, tough, with what is missing."""
    rule, status = load_elder_care().status, one.status
    return [
        Word(_("Sehat"), said(rule.healthy), status.healthy, _missing_health(one)),
        Word(_("Mandiri"), said(rule.independent), status.independent, _("AKS lengkap dalam setahun terakhir")),
        Word(_("Tangguh"), said(rule.active), status.active, _("kehadiran di kelompok lansia (BKL, posyandu lansia)")),
    ]


def history(one: Standing) -> list[Entry]:
    """Screenings and checks that count, the latest first."""
    entries = [
        Entry(row.day, form_name(row.form), result_told(row), screening=row, answers=answers_told(row))
        for row in one.screenings
    ]
    entries += [Entry(row.day, _("Diperiksa"), " · ".join(figures_told(row)), check=row) for row in one.checks]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def replaced(elder: Person) -> list[Former]:
    """Screenings and checks that were put right, with what they said."""
    screenings = ElderScreening.objects.filter(elder=elder, replaced_by__isnull=False).select_related("replaced_by")
    checks = ElderCheck.objects.filter(elder=elder, replaced_by__isnull=False).select_related("replaced_by")
    found = [Former(form_name(row.form), result_told(row), row) for row in screenings]
    found += [Former(_("Diperiksa"), " · ".join(figures_told(row)), row) for row in checks]
    return sorted(found, key=lambda one: one.row.day, reverse=True)


def pictures(one: Standing) -> list[Picture]:
    """Pressure with its limits, and weight, as far as there is more than one figure."""
    sign = load_elder_checks().signs[0]
    upper = [(row.day, row.systolic, str(row.systolic)) for row in one.checks if row.systolic is not None]
    lower = [(row.day, row.diastolic, str(row.diastolic)) for row in one.checks if row.diastolic is not None]
    weight = [
        (row.day, row.weight_g, f"{row.weight_g / 1000:.1f}".replace(".", ","))
        for row in one.checks
        if row.weight_g is not None
    ]
    found = []
    if len(upper) >= LEAST_POINTS:
        lines = [(_("atas"), "upper", upper), (_("bawah"), "lower", lower)]
        found.append(picture(_("Tekanan darah"), "mmHg", lines, 20, (sign.systolic, sign.diastolic)))
    if len(weight) >= LEAST_POINTS:
        found.append(picture(_("Berat badan"), "kg", [(_("berat"), "upper", weight)], 5000, ()))
    return found


Series = tuple[str, str, list[tuple[date, int, str]]]


def picture(
    title: str, unit: str, lines: Sequence[Series], step: int, limits: Sequence[int], whole: Sequence[int] = ()
) -> Picture:
    """Lines of figures over time on a scale in steps of ``step`` (grams where the unit is kg), reaching ``whole``."""
    rows = [row for _name, _code, line in lines for row in line]
    values = [*(value for _day, value, _told in rows), *limits, *whole]
    least, most = min(values) // step * step, -(-max(values) // step) * step
    most = max(most, least + step)
    days = [day for day, _value, _told in rows]
    first, span = min(days), max((max(days) - min(days)).days, 1)

    def x(day: date) -> int:
        return LEFT + (RIGHT - LEFT) * (day - first).days // span

    def y(value: int) -> int:
        return BOTTOM - (BOTTOM - TOP) * (value - least) // (most - least)

    per = 1000 if unit == "kg" else 1
    every = step * max(1, -(-(most - least) // (step * STEPS)))
    levels = [(y(value), str(value // per)) for value in range(least, most + 1, every)]
    series = [
        (name, code, [Dot(day, x(day), y(value), told) for day, value, told in line]) for name, code, line in lines
    ]
    ticks = [(LEFT, first, "start"), (RIGHT, max(days), "end")]
    return Picture(title, unit, series, levels, ticks, [(y(limit), limit) for limit in limits])


def _missing_health(one: Standing) -> str:
    missing = []
    if one.due or one.screening is None:
        missing.append(_("SKILAS setahun terakhir"))
    elif not one.screening.complete:
        missing.append(_("bagian SKILAS yang belum ditanyakan"))
    if one.situation is None or one.situation.uncontrolled is None:
        missing.append(_("apakah ada penyakit yang belum terkendali"))
    return ", ".join(missing)


def adl_change(one: Standing) -> str:
    """ "18 → 15" where points of daily living were lost; else empty."""
    if not one.declines or one.adl_before is None:
        return ""
    return f"{one.adl_before.judged.points} → {one.adl_points}"


def latest(one: Standing, form: str) -> ElderScreening | None:
    """The latest screening of a form."""
    rows = one.of(form)
    return rows[-1] if rows else None


FORMS_TO_ASK = (Form.SKILAS, Form.ADL, Form.MOOD)
