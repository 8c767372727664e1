"""Record what was measured of an elder, and what is told of their days. The only way to write checks and situations."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.again import told_already
from guyub.apps.elders.models import ElderCheck, ElderSituation
from guyub.apps.elders.services.problems import problem_with, refuse
from guyub.apps.elders.services.rows import accompanied, made, noted, put_right
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_elder_care, load_elder_checks


@dataclass(frozen=True)
class ElderFigures:
    """What was measured, in whole grams, millimetres, mmHg and mg/dL; None where it was not."""

    weight_g: int | None = None
    height_mm: int | None = None
    waist_mm: int | None = None
    systolic: int | None = None
    diastolic: int | None = None
    glucose_mg: int | None = None
    cholesterol_mg: int | None = None


NAMES = tuple(one.name for one in fields(ElderFigures))


@transaction.atomic
def record_elder_check(actor: Actor, elder: Person, day: date, figures: ElderFigures) -> ElderCheck:
    """Put a check on record; the same one told again is on record already.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: Nobody of that age on that day, nothing was measured, or a figure is beyond all bounds.
    """
    elder = accompanied(actor, elder)
    refuse(problem_with(elder, day, timezone.localdate()) or _problem(figures), elder.code)
    counting = ElderCheck.objects.filter(elder=elder, day=day, replaced_by=None)
    if (before := told_already(counting, asdict(figures))) is not None:
        return before
    check = made(ElderCheck, actor, elder, day, **asdict(figures))
    check.save()
    noted(actor, "elder-checked", elder, day=day.isoformat())
    return check


@transaction.atomic
def correct_elder_check(actor: Actor, check: ElderCheck, figures: ElderFigures, reason: str) -> ElderCheck:
    """Replace a check; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: As for `record_elder_check`, corrected by somebody else meanwhile, or without a reason.
    """
    elder = accompanied(actor, check.elder)
    refuse(_problem(figures), elder.code)
    corrected = put_right(actor, check, reason, **asdict(figures))
    noted(actor, "elder-check-corrected", elder, day=check.day.isoformat())
    return corrected


@transaction.atomic
def note_situation(
    actor: Actor, elder: Person, conditions: Sequence[str], uncontrolled: bool | None, limited: bool | None
) -> ElderSituation:
    """Put on record what is told today of an elder's illnesses and days; it counts instead of what was told before.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: Nobody of that age, or an illness that is not on the list.
    """
    elder, today = accompanied(actor, elder), timezone.localdate()
    problem = problem_with(elder, today, today)
    if not problem and set(conditions) - {one.code for one in load_elder_care().companion.conditions}:
        problem = "no-such-condition"
    refuse(problem, elder.code)
    said = {"conditions": sorted(set(conditions)), "uncontrolled": uncontrolled, "limited": limited}
    situation = made(ElderSituation, actor, elder, today, **said)
    situation.save()
    noted(actor, "elder-situation-noted", elder)
    return situation


def _problem(figures: ElderFigures) -> str:
    """Why a check cannot be: a reason code, or nothing. What is merely unlikely the page asks about."""
    typed = asdict(figures)
    if all(value is None for value in typed.values()):
        return "nothing-checked"
    rules = load_elder_checks()
    if wrong := next((name for name, value in typed.items() if not rules.allows(name, value)), ""):
        return f"elder-{wrong}-impossible".replace("_", "-")
    if (figures.systolic is None) != (figures.diastolic is None) or (figures.systolic or 1) <= (figures.diastolic or 0):
        return "pressure-of-two-figures"
    return ""
