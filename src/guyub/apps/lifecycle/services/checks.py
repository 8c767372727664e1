"""Record what was measured of an adult, or of a child of 5 to 9 years. The only way to write checks."""

from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.accounts.rights import Right
from guyub.apps.again import told_already
from guyub.apps.audit import trail
from guyub.apps.lifecycle.models import StageCheck
from guyub.apps.lifecycle.services.problems import refuse
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.apps.youth.standing import years_on
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.domain.lifecycle.findings import Figures, impossible

ACTION = "check-adult"


@transaction.atomic
def record_check(actor: Actor, who: Person, day: date, figures: Figures) -> StageCheck:
    """Put a check on record; the same one told again is on record already.

    Raises:
        NotAllowed: The actor may not check adults where this one lives.
        StageRecordRefused: Another form is theirs at that age, nothing was measured, a figure is beyond all bounds, or
            the day is to come.
    """
    who = held(actor, ACTION, Right.EDIT_ADULTS, who)
    refuse(problem_with(who, day) or _problem(who, day, figures), who.code)
    counting = StageCheck.objects.filter(person=who, day=day, replaced_by=None)
    if (before := told_already(counting, asdict(figures))) is not None:
        return before
    check = _made(actor, who, day, figures)
    check.save()
    _note(actor, "adult-checked", check)
    return check


@transaction.atomic
def correct_check(actor: Actor, check: StageCheck, figures: Figures, reason: str) -> StageCheck:
    """Replace a check; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not check adults where this one lives.
        StageRecordRefused: As for `record_check`, corrected by somebody else in the meantime, or without a reason.
    """
    who = held(actor, ACTION, Right.EDIT_ADULTS, check.person)
    former = StageCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    problem = ""
    if StageCheck.objects.filter(replaces=former).exists():
        problem = "adult-corrected-meanwhile"
    elif not reason.strip():
        problem = "no-reason"
    refuse(problem or _problem(who, former.day, figures), who.code)
    corrected = _made(actor, who, former.day, figures)
    corrected.replaces, corrected.reason = former, reason.strip()
    corrected.save()
    _note(actor, "adult-check-corrected", corrected)
    return corrected


def of_age(who: Person, day: date) -> bool:
    """Whether this form is somebody's at their age, as far as it is known."""
    years = years_on(who, day)
    return years is not None and load_lifecycle_rules().check.hold(years)


def problem_with(who: Person, day: date) -> str:
    """Why somebody cannot have been checked that day: a reason code, or nothing."""
    if who.state != Person.State.LIVING:
        return "adult-not-living-here"
    if day > timezone.localdate():
        return "day-to-come"
    return "" if of_age(who, day) else "another-form-at-that-age"


def _problem(who: Person, day: date, figures: Figures) -> str:
    """Why figures cannot be: a reason code, or nothing. What is merely unlikely the page asks about."""
    if figures == Figures():
        return "nothing-checked"
    limits = load_lifecycle_rules().check.limits(years_on(who, day) or 0)
    if wrong := next(iter(impossible(limits, figures)), ""):
        return f"adult-{wrong}-impossible".replace("_", "-")
    one_alone = (figures.systolic is None) != (figures.diastolic is None)
    return "pressure-of-two-figures" if one_alone or (figures.systolic or 1) <= (figures.diastolic or 0) else ""


def _made(actor: Actor, who: Person, day: date, figures: Figures) -> StageCheck:
    return StageCheck(
        person=who,
        day=day,
        village_id=who.village_id,
        rw=who.rw,
        rt=who.rt,
        **asdict(figures),
        checked_by=person(actor),
        recorded_at=timezone.now(),
    )


def _note(actor: Actor, act: str, check: StageCheck) -> None:
    trail.note(actor, act, chain=check.village_id, subject=f"person:{check.person.code}", day=check.day.isoformat())
