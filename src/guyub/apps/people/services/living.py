"""Members come and go: birth, death, moving in and out."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.people.models import Couple, Event, Family, Marital, Person, Relation, Sex
from guyub.apps.people.services.checking import problems_in_member
from guyub.apps.people.services.household import Household, Relations, lock_people
from guyub.apps.people.services.problems import refuse, refuse_if
from guyub.apps.people.services.registering import new_key, new_person
from guyub.apps.people.services.shapes import NewMember, Place
from guyub.apps.people.services.step import Step, is_married, may_change


@transaction.atomic
def add_member(actor: Actor, family: Family, new: NewMember, day: date) -> Person:
    """Someone who is not on record joins a family. ``new.mother`` is a line number of this family's form.

    A wife who joins a married head makes a couple with him.
    """
    step = Step(actor, "add-member", Event.Kind.MOVED_IN, day)
    (household,) = step.take(family)
    person = enter_new(step, household, new)
    step.note(household.family, family=household.family, about=person)
    step.close()
    return person


@transaction.atomic
def record_birth(actor: Actor, family: Family, new: NewMember, day: date) -> Person:
    """A child is born into a family. Without a mother's line it is the wife of the couple on the form."""
    refuse_if(new.birth_date not in (None, day), "birth-on-another-day")
    step = Step(actor, "record-birth", Event.Kind.BIRTH, day)
    (household,) = step.take(family)
    couple, mother = household.couple, new.mother
    if mother is None and new.relation == Relation.CHILD and couple and couple.wife_id in household.members:
        mother = household.members[couple.wife_id].line
    child = replace(new, birth_date=day, birth_known="day", marital=Marital.NEVER, mother=mother)
    person = enter_new(step, household, child)
    step.note(household.family, family=household.family, about=person)
    step.close()
    return person


@transaction.atomic
def record_death(
    actor: Actor, person: Person, day: date, new_head: Person | None = None, relations: Relations | None = None
) -> None:
    """Someone has died. A head is replaced: by `new_head`, else the wife, else the only one left."""
    step = Step(actor, "record-death", Event.Kind.DEATH, day)
    household, *elsewhere = step.take_home_and(person, _homes_of_other_wives(step, person))
    person = household.row_of(person).person
    widowed = spouse_in(household, person)
    _end_couple_of(household, person, day, Couple.Ended.DEATH)
    step.note(household.family, family=household.family, about=person)
    take_out(step, household, person, Person.State.DEAD, new_head, relations)
    if widowed is not None:
        step.change_marital(widowed, Marital.WIDOWED, household.family)
    _widow_elsewhere(step, person, elsewhere)
    step.close()


@transaction.atomic
def move_out(actor: Actor, family: Family, day: date) -> None:
    """A whole family moves away."""
    step = Step(actor, "move-out", Event.Kind.MOVED_OUT, day)
    (household,) = step.take(family)
    for person in household.people:
        household.leave(person, day)
        mark_gone(person, Person.State.LEFT, day)
    household.end(day, Family.Ended.LEFT)
    step.note(household.family, family=household.family)
    step.close()


@transaction.atomic
def move_person_out(
    actor: Actor, person: Person, day: date, new_head: Person | None = None, relations: Relations | None = None
) -> None:
    """One member moves away; marriages stay marriages. A head is replaced as after a death."""
    step = Step(actor, "move-person-out", Event.Kind.MOVED_OUT, day)
    household = step.take_home_of(person)
    person = household.row_of(person).person
    step.note(household.family, family=household.family, about=person)
    _end_couple_of(household, person, day, Couple.Ended.LEFT)
    take_out(step, household, person, Person.State.LEFT, new_head, relations)
    couple_left_behind(household, day)
    step.close()


@transaction.atomic
def move_person_in(actor: Actor, person: Person, family: Family, relation: int, day: date) -> None:
    """Someone who had moved away, and is on record, joins a family."""
    step = Step(actor, "move-person-in", Event.Kind.MOVED_IN, day)
    (household,) = step.take(family)
    (person,) = lock_people([person.pk])
    step.allowed(person.place)
    refuse_if(person.state not in (Person.State.LIVING, Person.State.LEFT), "not-living")
    household.enter(person, relation, day)
    _couple_with_head(household, person, relation, day)
    step.note(household.family, family=household.family, about=person)
    step.close()


def enter_new(step: Step, household: Household, new: NewMember) -> Person:
    """Enter someone who is not on record into a locked family; the caller notes the event."""
    line = len(household.members) + 1
    if new.relation == Relation.WIFE:
        new = replace(new, marital=Marital.MARRIED)
    mothers = {row.line: row.person for row in household.members.values()}
    refuse([(line, "mother-not-on-form")] if new.mother is not None and new.mother not in mothers else [])
    person = new_unhoused(step, new, household.place, mothers.get(new.mother or 0), line)
    household.enter(person, new.relation, step.day)
    _couple_with_head(household, person, new.relation, step.day)
    return person


def new_unhoused(step: Step, new: NewMember, place: Place, mother: Person | None = None, line: int = 0) -> Person:
    """The saved row of someone new who belongs to no family yet."""
    refuse([(line, reason) for reason in problems_in_member(new, timezone.localdate())])
    key, opened = new_key()
    key.save()
    person = new_person(step.actor, new, place, key, opened)
    person.mother = mother
    person.save()
    step.ask_about(person)
    return person


def take_out(
    step: Step,
    household: Household,
    person: Person,
    state: str,
    heir: Person | None,
    relations: Relations | None,
) -> None:
    """Take someone out of a family for good; a head is replaced, a family without members ends."""
    refuse_if(heir == person, "heir-is-the-one-who-left")
    was_head = household.head == person
    household.leave(person, step.day)
    mark_gone(person, state, step.day)
    if was_head and (successor := household.succeed(heir, step.day, relations)):
        step.note(household.family, kind=Event.Kind.HEAD, family=household.family, about=successor)
    if not household.members:
        dead = state == Person.State.DEAD
        household.end(step.day, Family.Ended.DIED if dead else Family.Ended.LEFT)


def mark_gone(person: Person, state: str, day: date) -> None:
    """Someone is dead or has left. Who was erased on request stays erased."""
    person.state = person.state if person.state == Person.State.ERASED else state
    person.ended_on = day
    person.save(update_fields=["state", "ended_on", "updated_at"])


def couple_left_behind(household: Household, day: date) -> None:
    """A married woman who is head after her husband left the form is a couple of her own on it."""
    head = household.head
    if head and household.couple is None and head.sex == Sex.FEMALE and is_married(head):
        household.begin_couple(head, None, day)


def spouse_in(household: Household, person: Person) -> Person | None:
    """Husband or wife of someone, if both stand on the form."""
    if person.pk not in household.spouses:
        return None
    other = household.spouses - {person.pk}
    return next((household.members[pk].person for pk in other if pk in household.members), None)


def _end_couple_of(household: Household, person: Person, day: date, how: str) -> None:
    if person.pk in household.spouses:
        household.end_couple(day, how)


def _homes_of_other_wives(step: Step, husband: Person) -> list[Family]:
    """Families headed by wives of someone; in a place that is not the actor's, its own people say that he died."""
    couples = Couple.objects.filter(husband=husband, until=None).select_related("family")
    return [couple.family for couple in couples if may_change(step.actor, couple.family)]


def _widow_elsewhere(step: Step, husband: Person, households: list[Household]) -> None:
    """Another wife, on a form of her own, is widowed too."""
    for household in households:
        couple = household.couple
        if couple is not None and couple.husband_id == husband.pk:
            wife = household.row_of(couple.wife).person
            household.end_couple(step.day, Couple.Ended.DEATH)
            step.change_marital(wife, Marital.WIDOWED, household.family)


def _couple_with_head(household: Household, person: Person, relation: int, day: date) -> None:
    head = household.head
    if relation == Relation.WIFE and head is not None and household.couple is None:
        household.begin_couple(person, head, day)
