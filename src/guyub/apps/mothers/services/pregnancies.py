"""Note that someone is pregnant, and how it ended. The only way to write pregnancies."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.mothers.services.problems import refuse
from guyub.apps.people.models import Person, Sex
from guyub.apps.people.services import held
from guyub.data.mother_files import load_mother_rules
from guyub.domain.families.members import completed_years
from guyub.domain.mothers.dating import began_on, due_from_last_period, possible_due

ACTION = "accompany-mother"
WITHOUT_CHILD = (
    Pregnancy.Outcome.MISCARRIAGE,
    Pregnancy.Outcome.STILLBIRTH,
    Pregnancy.Outcome.MOVED,
    Pregnancy.Outcome.MISTAKE,
)


@transaction.atomic
def note_pregnancy(actor: Actor, mother: Person, dated: str, day: date, gravida: int | None = None) -> Pregnancy:
    """Put on record that someone is pregnant.

    Args:
        dated: By which day it is dated, of `Pregnancy.Dated`.
        day: That day.
        gravida: Which pregnancy of hers it is; None where unknown.

    Raises:
        NotAllowed: The actor may not accompany mothers where she lives.
        MotherRecordRefused: No woman of an age to be pregnant, one who is pregnant already, a day that cannot be.
    """
    mother = held(actor, ACTION, Right.EDIT_MOTHERS, mother)
    rules, today = load_mother_rules(), timezone.localdate()
    dating = rules.file.dating
    due_on = day if dated == Pregnancy.Dated.DUE else due_from_last_period(dating, day)
    problem = _problem_with(mother, today)
    if not problem and Pregnancy.objects.filter(mother=mother, ended_on=None).exists():
        problem = "already-pregnant"
    if not problem and (dated not in Pregnancy.Dated.values or not possible_due(dating, due_on, today)):
        problem = "pregnancy-day-does-not-fit"
    if not problem and not rules.allows("gravida", gravida):
        problem = "gravida-impossible"
    refuse(problem, mother.code)
    pregnancy = Pregnancy.objects.create(
        mother=mother,
        village_id=mother.village_id,
        rw=mother.rw,
        rt=mother.rt,
        dated=dated,
        dated_on=day,
        due_on=due_on,
        gravida=gravida,
        noted_by=person(actor),
        noted_at=timezone.now(),
    )
    trail.note(actor, "pregnancy-noted", chain=mother.village_id, subject=f"person:{mother.code}")
    return pregnancy


@transaction.atomic
def end_pregnancy(actor: Actor, pregnancy: Pregnancy, outcome: str, day: date) -> Pregnancy:
    """Say how a pregnancy ended that brought no living child; of one that did, `record_birth` says it.

    Raises:
        NotAllowed: The actor may not accompany mothers where she lives.
        MotherRecordRefused: It ended before, in something else, or on a day that cannot be.
    """
    pregnancy = locked(actor, pregnancy)
    problem = ""
    if pregnancy.ended_on is not None:
        problem = "pregnancy-is-over"
    elif outcome not in WITHOUT_CHILD:
        problem = "unknown-end"
    refuse(problem or problem_with_end(pregnancy, day), pregnancy.mother.code)
    return ended(actor, pregnancy, outcome, day)


def locked(actor: Actor, pregnancy: Pregnancy) -> Pregnancy:
    """A pregnancy that nobody else changes meanwhile, of a mother whom the actor may accompany.

    Raises:
        NotAllowed: They may not.
    """
    row = Pregnancy.objects.select_for_update(of=("self",)).select_related("mother").get(pk=pregnancy.pk)
    require(actor, ACTION, Right.EDIT_MOTHERS, row.mother.place)
    return row


def problem_with_end(pregnancy: Pregnancy, day: date) -> str:
    """Why a pregnancy cannot have ended on a day: a reason code, or nothing."""
    if day > timezone.localdate():
        return "day-to-come"
    if day < began_on(load_mother_rules().file.dating, pregnancy.due_on):
        return "before-the-pregnancy"
    last = pregnancy.checks.filter(replaced_by=None).order_by("-day").values_list("day", flat=True).first()
    return "checked-later" if last is not None and last > day else ""


def ended(actor: Actor, pregnancy: Pregnancy, outcome: str, day: date) -> Pregnancy:
    """Write the end of a locked pregnancy."""
    pregnancy.outcome, pregnancy.ended_on, pregnancy.ended_by = outcome, day, person(actor)
    pregnancy.save(update_fields=["outcome", "ended_on", "ended_by"])
    mother = pregnancy.mother
    trail.note(actor, "pregnancy-ended", chain=mother.village_id, subject=f"person:{mother.code}")
    return pregnancy


def _problem_with(mother: Person, today: date) -> str:
    if mother.state != Person.State.LIVING:
        return "mother-not-living-here"
    if mother.sex != Sex.FEMALE:
        return "not-a-woman"
    if mother.birth_date is None:
        return ""
    youngest, oldest = load_mother_rules().file.ages
    return "" if youngest <= completed_years(mother.birth_date, today) <= oldest else "age-of-mother-impossible"
