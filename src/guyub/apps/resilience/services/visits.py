"""Record visits of the companion team. The only way to write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.people.models import Family, Membership, Person, on_day
from guyub.apps.resilience.models import FamilyState, Visit
from guyub.apps.resilience.services.states import rules
from guyub.data.visits import load_visit_forms
from guyub.domain.families.visits import State, Value, VisitForm, findings
from guyub.errors import DomainError, NotFound


class VisitNotPossible(DomainError):
    """A visit on a day that cannot be, with help or factors that do not exist, or to someone of another family."""

    code = "visit-not-possible"
    template = "The visit to {family} was not recorded: {reason}."
    exit_code = 4
    words = ("reason",)


@dataclass(frozen=True)
class NewVisit:
    """A visit to record. ``resolved``: whether the factor that was worked on is gone."""

    form: str
    day: date
    answers: Mapping[str, Value]
    person: Person | None = None
    assistance: Sequence[int] = field(default_factory=tuple)
    factor: str = ""
    resolved: bool = False
    next_on: date | None = None


@transaction.atomic
def record_visit(actor: Actor, family: Family, new: NewVisit) -> Visit:
    """Put a visit on record, with the signs its answers show.

    Raises:
        NotAllowed: The person may not record visits where the family lives.
        NotFound: There is no such form.
        VisitNotPossible: A day to come or before the family was registered, unknown help or factor, a resolved factor
            that is not named, a person of another family, or nothing asked, done or agreed at all.
    """
    require(actor, "record-visit", Right.EDIT_HEALTH, family.place)
    form = load_visit_forms().by_id.get(new.form)
    if form is None:
        raise NotFound(kind="form", name=new.form, known=", ".join(load_visit_forms().by_id))
    if problem := _problem(family, form, new):
        raise VisitNotPossible(family=family.code, reason=problem)
    visit = Visit.objects.create(
        village_id=family.village_id,
        rw=family.rw,
        rt=family.rt,
        family=family,
        person=new.person,
        form=form.id,
        forms_version=load_visit_forms().id,
        day=new.day,
        answers=dict(new.answers),
        findings=[found.sign.id for found in findings(form, new.answers) if found.state is State.LOOK],
        assistance=sorted(set(new.assistance)),
        factor=new.factor,
        resolved_on=new.day if new.resolved else None,
        next_on=new.next_on,
        visited_by=person(actor),
        recorded_at=timezone.now(),
    )
    _renew_last_visit(family)
    trail.note(actor, "visit-recorded", chain=family.village_id, subject=f"family:{family.code}", form=form.id)
    return visit


@transaction.atomic
def resolve_factor(actor: Actor, visit: Visit, day: date | None) -> Visit:
    """State that the factor a visit worked on is gone since a day; None takes that back.

    Raises:
        NotAllowed: The person may not record visits where the family lives.
        VisitNotPossible: The visit names no factor, or the day is before the visit or to come.
    """
    require(actor, "resolve-factor", Right.EDIT_HEALTH, visit.family.place)
    problem = ""
    if not visit.factor:
        problem = "no-factor"
    elif day is not None and not visit.day <= day <= timezone.localdate():
        problem = "day-does-not-fit"
    if problem:
        raise VisitNotPossible(family=visit.family.code, reason=problem)
    visit.resolved_on = day
    visit.save(update_fields=["resolved_on"])
    subject = f"family:{visit.family.code}"
    trail.note(actor, "factor-resolved" if day else "factor-open", chain=visit.village_id, subject=subject)
    return visit


def _problem(family: Family, form: VisitForm, new: NewVisit) -> str:
    """Why a visit cannot be: a reason code, or nothing."""
    help_known = {kind.code for kind in rules().krs.assistance}
    if new.day > timezone.localdate():
        return "day-to-come"
    if new.day < family.since or (family.until is not None and new.day > family.until):
        return "day-does-not-fit"
    if new.next_on is not None and new.next_on < new.day:
        return "next-before-visit"
    if not set(new.assistance) <= help_known:
        return "unknown-assistance"
    if new.factor and new.factor not in {factor.code for factor in rules().krs.factors}:
        return "unknown-factor"
    if new.resolved and not new.factor:
        return "no-factor"
    if not set(new.answers) <= set(form.by_id):
        return "unknown-question"
    if new.person is not None and not _belongs(new.person, family, new.day):
        return "not-of-the-family"
    return "" if _tells_something(new) else "nothing-recorded"


def _tells_something(new: NewVisit) -> bool:
    """An empty form is no visit: it would push the family down the work list with nobody having looked."""
    return bool(new.answers or new.assistance or new.factor or new.next_on)


def _belongs(someone: Person, family: Family, day: date) -> bool:
    """A member on the day, or since: a mother may be entered after the visit."""
    mine = Membership.objects.filter(person=someone, family=family)
    return mine.filter(on_day(day) | on_day(None)).exists()


def _renew_last_visit(family: Family) -> None:
    last = Visit.objects.filter(family=family).order_by("-day").values_list("day", flat=True).first()
    FamilyState.objects.filter(family=family).update(last_visit_on=last)
