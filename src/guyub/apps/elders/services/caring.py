"""Long-term care of elders: who accompanies, what is done, each visit. The only way to write care plans and visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.elders.models import CarePlan, CareVisit
from guyub.apps.elders.services.problems import problem_with, refuse
from guyub.apps.elders.services.rows import accompanied, made, noted
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_elder_care


@dataclass(frozen=True)
class NewCare:
    """What is planned.

    Attributes:
        companion: Of `CarePlan.Companion`.
        tasks: Codes of the rule file.
        every_days: How often the elder is visited; one of the rule file's.
        caregiver: Who of the family gives the care day by day; None where nobody does.
    """

    companion: str
    tasks: Sequence[str]
    every_days: int
    caregiver: Person | None = None


@transaction.atomic
def plan_care(actor: Actor, elder: Person, care: NewCare) -> CarePlan:
    """Plan long-term care from today on, instead of a plan that runs.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: Nobody of that age, or a plan that cannot be: without tasks, with others than the rule
            file's, or with a caregiver who is the elder.
    """
    elder, today = accompanied(actor, elder), timezone.localdate()
    refuse(problem_with(elder, today, today) or _problem(elder, care), elder.code)
    CarePlan.objects.filter(elder=elder, ended_on=None).update(ended_on=today, ended=CarePlan.Ended.CHANGED)
    said = {"companion": care.companion, "tasks": list(care.tasks), "every_days": care.every_days}
    plan = made(CarePlan, actor, elder, today, **said, caregiver=care.caregiver)
    plan.save()
    noted(actor, "elder-care-planned", elder)
    return plan


@transaction.atomic
def record_care_visit(actor: Actor, plan: CarePlan, day: date, done: Sequence[str]) -> CareVisit:
    """Put a visit on record; one of the same day is said anew.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: The plan is over, the day is to come or before it, or something done is not on its list.
    """
    elder = accompanied(actor, plan.elder)
    plan = CarePlan.objects.get(pk=plan.pk)
    problem = problem_with(elder, day, timezone.localdate())
    if not problem and plan.ended_on is not None:
        problem = "care-is-over"
    if not problem and day < plan.day:
        problem = "before-the-care-plan"
    if not problem and not set(done) <= set(plan.tasks):
        problem = "no-such-task"
    refuse(problem, elder.code)
    visit = CareVisit.objects.filter(plan=plan, day=day).first() or made(CareVisit, actor, elder, day, plan=plan)
    visit.done = list(done)
    visit.save()
    noted(actor, "elder-care-visited", elder, day=day.isoformat())
    return visit


@transaction.atomic
def end_care(actor: Actor, plan: CarePlan, ended: str) -> CarePlan:
    """Say that a plan is over, and why.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: It is over already, or the end is none that there is.
    """
    elder = accompanied(actor, plan.elder)
    plan = CarePlan.objects.get(pk=plan.pk)
    known = ended in CarePlan.Ended.values and ended != CarePlan.Ended.CHANGED
    refuse("care-is-over" if plan.ended_on is not None else "" if known else "unknown-end-of-care", elder.code)
    plan.ended_on, plan.ended = timezone.localdate(), ended
    plan.save(update_fields=["ended_on", "ended"])
    noted(actor, "elder-care-ended", elder)
    return plan


def _problem(elder: Person, care: NewCare) -> str:
    rule = load_elder_care().plan
    if care.companion not in CarePlan.Companion.values:
        return "unknown-companion"
    if not care.tasks or set(care.tasks) - {one.code for one in rule.tasks} or care.every_days not in rule.every_days:
        return "no-such-task"
    return "caregiver-is-the-elder" if care.caregiver is not None and care.caregiver.pk == elder.pk else ""
