"""Record steps and aid, and put them right. The only way to write them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.accounts.rights import Right
from guyub.apps.again import told_already
from guyub.apps.audit import trail
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.schooling.services.problems import refuse
from guyub.apps.schooling.standing import standing_of, years_on
from guyub.data.schooling_files import load_schooling_rules

ACTION = "keep-schooling"
Row = TypeVar("Row", SchoolStep, SchoolAid)


@dataclass(frozen=True)
class StepFacts:
    """What was done; codes of the rule file. Without an outcome it goes on: who is in charge, until when."""

    day: date
    action: str
    cause: str = ""
    in_charge: str = ""
    due_on: date | None = None
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True)
class AidFacts:
    """What aid, and how it stands since which day; codes of the rule file."""

    day: date
    kind: str
    state: str
    rupiah: int | None = None
    note: str = ""


@transaction.atomic
def record_step(actor: Actor, child: Person, facts: StepFacts) -> SchoolStep:
    """Put a step on record; the same one told again is on record already.

    Raises:
        NotAllowed: The actor may not keep records of schooling where the child lives.
        SchoolingRefused: Not of school age that day and nothing begun, the day is to come, something is missing.
    """
    child = held(actor, ACTION, Right.EDIT_SCHOOLING, child)
    standing = standing_of(child, timezone.localdate())
    refuse(_gone_or_too_old(child, facts.day, standing.open) or _wrong_step(facts, standing.begins), child.code)
    before = told_already(SchoolStep.objects.filter(person=child, replaced_by=None), asdict(facts))
    return before or _kept(actor, "schooling-step-recorded", SchoolStep(person=child, **asdict(facts)))


@transaction.atomic
def correct_step(actor: Actor, step: SchoolStep, facts: StepFacts, reason: str) -> SchoolStep:
    """Replace a step; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not keep records of schooling where the child lives.
        SchoolingRefused: As for `record_step`, corrected by somebody else in the meantime, or without a reason.
    """
    _ready(actor, step, reason)
    refuse(_wrong_day(facts.day) or _wrong_step(facts, begins=bool(step.cause)), step.person.code)
    corrected = SchoolStep(person=step.person, replaces=step, reason=reason.strip(), **asdict(facts))
    return _kept(actor, "schooling-step-corrected", corrected)


@transaction.atomic
def record_aid(actor: Actor, child: Person, facts: AidFacts) -> SchoolAid:
    """Put an aid on record; the same one told again is on record already.

    Raises:
        NotAllowed: The actor may not keep records of schooling where the child lives.
        SchoolingRefused: Not of school age that day, the day is to come, a code or an amount cannot be.
    """
    child = held(actor, ACTION, Right.EDIT_SCHOOLING, child)
    refuse(_gone_or_too_old(child, facts.day, begun=False) or _wrong_aid(facts), child.code)
    before = told_already(SchoolAid.objects.filter(person=child, replaced_by=None), asdict(facts))
    return before or _kept(actor, "schooling-aid-recorded", SchoolAid(person=child, **asdict(facts)))


@transaction.atomic
def correct_aid(actor: Actor, aid: SchoolAid, facts: AidFacts, reason: str) -> SchoolAid:
    """Replace an aid by how it stands now, or by what is right; the former stays.

    Raises:
        NotAllowed: The actor may not keep records of schooling where the child lives.
        SchoolingRefused: As for `record_aid`, corrected by somebody else in the meantime, or without a reason.
    """
    _ready(actor, aid, reason)
    refuse(_wrong_day(facts.day) or _wrong_aid(facts), aid.person.code)
    corrected = SchoolAid(person=aid.person, replaces=aid, reason=reason.strip(), **asdict(facts))
    return _kept(actor, "schooling-aid-corrected", corrected)


def _ready(actor: Actor, row: Row, reason: str) -> None:
    """Refuse a correction that may not be, or that somebody else made in the meantime."""
    held(actor, ACTION, Right.EDIT_SCHOOLING, row.person)
    model = type(row)
    model.objects.select_for_update(of=("self",)).get(pk=row.pk)
    problem = "schooling-corrected-meanwhile" if model.objects.filter(replaces=row).exists() else ""
    refuse(problem or ("" if reason.strip() else "no-reason"), row.person.code)


def _gone_or_too_old(child: Person, day: date, begun: bool) -> str:
    if child.state != Person.State.LIVING:
        return "schooling-not-living-here"
    years = years_on(child, day)
    of_age = years is not None and load_schooling_rules().ages.hold(years)
    return _wrong_day(day) or ("" if of_age or begun else "not-of-school-age")


def _wrong_day(day: date) -> str:
    return "day-to-come" if day > timezone.localdate() else ""


def _wrong_step(facts: StepFacts, begins: bool) -> str:
    """Why a step cannot be: a reason code, or nothing."""
    rules = load_schooling_rules()
    lists = (
        (facts.cause, rules.causes.by_code),
        (facts.in_charge, rules.in_charge.by_code),
        (facts.outcome, rules.outcomes.by_code),
    )
    if facts.action not in rules.actions.by_code or any(code and code not in known for code, known in lists):
        return "not-in-the-list"
    if facts.outcome:
        return ""
    if begins and not facts.cause:
        return "schooling-cause-missing"
    if not facts.in_charge:
        return "schooling-charge-missing"
    if facts.due_on is None:
        return "schooling-due-missing"
    return "schooling-due-before" if facts.due_on < facts.day else ""


def _wrong_aid(facts: AidFacts) -> str:
    rules = load_schooling_rules()
    if facts.kind not in rules.aids.by_code or facts.state not in rules.aid_states.by_code:
        return "not-in-the-list"
    return "" if rules.amounts.allows(facts.rupiah) else "schooling-amount-impossible"


def _kept(actor: Actor, act: str, row: Row) -> Row:
    child = row.person
    row.village_id, row.rw, row.rt = child.village_id, child.rw, child.rt
    row.recorded_by, row.recorded_at = person(actor), timezone.now()
    row.save()
    trail.note(actor, act, chain=row.village_id, subject=f"person:{child.code}", day=row.day.isoformat())
    return row
