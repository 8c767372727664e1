"""Begin and end rounds of local supplementary food. The only way to write rounds."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.mothers.services import pregnancy_on
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.services.problems import refuse
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.families.members import completed_months
from guyub.domain.nutrition.pmt import Who, pmt_plan

ACTION = "give-supplementary-food"


@transaction.atomic
def begin_round(actor: Actor, someone: Person, category: str, begun: date) -> PmtRound:
    """Begin to give somebody local supplementary food, for as many days as the edition in force says.

    Args:
        category: Why, a code of the rule file.
        begun: The first day.

    Raises:
        NotAllowed: The actor may not give it where they live.
        PmtRefused: It is not for them, a round of theirs runs, or the day cannot be.
    """
    someone = held(actor, ACTION, Right.EDIT_NUTRITION, someone)
    refuse(_problem_with(someone, category, begun), someone.code)
    plan = pmt_plan(load_pmt_rules(), category)
    one = PmtRound.objects.create(
        person=someone,
        village_id=someone.village_id,
        rw=someone.rw,
        rt=someone.rt,
        category=category,
        edition=plan.edition,
        begun=begun,
        days=plan.days,
        begun_by=person(actor),
        noted_at=timezone.now(),
    )
    note(actor, "pmt-begun", one)
    return one


@transaction.atomic
def end_round(actor: Actor, one: PmtRound, outcome: str, day: date) -> PmtRound:
    """Say how a round ended. ``outcome``: a code of the rule file; ``day``: its last.

    Raises:
        NotAllowed: The actor may not give supplementary food where the person lives.
        PmtRefused: It ended before, in something else, or on a day that cannot be.
    """
    one = locked(actor, one)
    refuse(_problem_with_end(one, outcome, day), one.person.code)
    one.ended_on, one.outcome, one.ended_by = day, outcome, person(actor)
    one.save(update_fields=["ended_on", "outcome", "ended_by"])
    note(actor, "pmt-ended", one)
    return one


def locked(actor: Actor, one: PmtRound) -> PmtRound:
    """A round that nobody else changes meanwhile, of somebody to whom the actor may give it.

    Raises:
        NotAllowed: They may not.
    """
    row = PmtRound.objects.select_for_update(of=("self",)).select_related("person").get(pk=one.pk)
    require(actor, ACTION, Right.EDIT_NUTRITION, row.person.place)
    return row


def note(actor: Actor, action: str, one: PmtRound) -> None:
    """Put an act on the trail of the village."""
    trail.note(actor, action, chain=one.person.village_id, subject=f"person:{one.person.code}")


def _problem_with(someone: Person, category: str, begun: date) -> str:
    known = load_pmt_rules().categories.get(category)
    if known is None:
        return "pmt-category-unknown"
    if someone.state != Person.State.LIVING:
        return "pmt-not-living-here"
    if begun > timezone.localdate():
        return "day-to-come"
    return _problem_with_category(someone, known.who, begun) or _problem_with_others(someone, begun)


def _problem_with_category(someone: Person, who: Who, begun: date) -> str:
    if who is Who.MOTHER:
        return "" if pregnancy_on(someone, begun) else "pmt-not-pregnant-then"
    if someone.birth_date is None or someone.birth_known == Person.BirthKnown.YEAR:
        return "pmt-age-unknown"
    fits = someone.birth_date <= begun and load_pmt_rules().holds(completed_months(someone.birth_date, begun))
    return "" if fits else "pmt-not-of-that-age"


def _problem_with_others(someone: Person, begun: date) -> str:
    last = PmtRound.objects.filter(person=someone).order_by("ended_on", "begun")
    if any(one.ended_on is None for one in last):
        return "pmt-runs-already"
    return "pmt-before-the-last-ended" if any(one.ended_on >= begun for one in last if one.ended_on) else ""


def _problem_with_end(one: PmtRound, outcome: str, day: date) -> str:
    if one.ended_on is not None:
        return "pmt-is-over"
    if outcome not in load_pmt_rules().outcomes:
        return "pmt-outcome-unknown"
    if day > timezone.localdate():
        return "day-to-come"
    if day < one.begun:
        return "pmt-before-it-began"
    return "pmt-served-later" if one.servings.filter(counts=True, day__gt=day).exists() else ""
