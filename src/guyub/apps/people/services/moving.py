"""Families move house, split, join; another head; entries that should not be there."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.people.models import Couple, Dwelling, Event, Family, Person, Relation, Sex
from guyub.apps.people.services.founding import found_family, new_dwelling, usual_relation
from guyub.apps.people.services.household import Household, Relations
from guyub.apps.people.services.living import couple_left_behind, mark_gone
from guyub.apps.people.services.problems import refuse_if
from guyub.apps.people.services.shapes import Place
from guyub.apps.people.services.step import Step, is_married, reason_given


@transaction.atomic
def move_home(actor: Actor, family: Family, place: Place, day: date) -> None:
    """A family lives in another house from a day on. The actor needs the right in both places."""
    step = Step(actor, "move-home", Event.Kind.MOVED_HOME, day)
    (household,) = step.take(family)
    former = household.family.village_id
    household.house(new_dwelling(step, place), day)
    if former != household.family.village_id:
        step.also(former, f"family:{family.code}")
    step.note(household.family, family=household.family)
    step.close()


@transaction.atomic
def split_family(
    actor: Actor,
    family: Family,
    people: Sequence[Person],
    head: Person,
    day: date,
    place: Place | None = None,
    *,
    new_head: Person | None = None,
    relations: Mapping[int, int] | None = None,
) -> Family:
    """Some members form a family of their own.

    Args:
        people: Who leaves, the head of the new family among them.
        place: Where they live from then on; None: in the same house.
        new_head: Who heads the rest, where its head leaves.
        relations: Relation in the new family, where it is not wife of the head, child of the head or wife, or other.
    """
    step = Step(actor, "split-family", Event.Kind.SPLIT, day)
    (home,) = step.take(family)
    rows = [home.row_of(person) for person in people]
    refuse_if(head.pk not in {row.person_id for row in rows}, "head-stays-behind")
    refuse_if(len(rows) == len(home.members), "nobody-stays-behind")
    group = [row.person for row in rows]
    former = {row.person_id: row.relation for row in rows}
    members = _relations_in_part(home, group, head, former, relations)
    couple = home.couple
    _part_leaves(step, home, group, new_head)
    dwelling = home.family.dwelling if place is None else new_dwelling(step, place)
    assert isinstance(dwelling, Dwelling)
    part = found_family(step, dwelling, members, home.family.decile)
    _couple_in_part(part, couple, day)
    step.note(part.family, family=home.family, other_family=part.family, about=part.head)
    step.close()
    return part.family


@transaction.atomic
def join_families(
    actor: Actor, kept: Family, absorbed: Family, day: date, *, relations: Mapping[int, int] | None = None
) -> None:
    """All members of one family join another, where the form allows it; the emptied family ends."""
    refuse_if(kept == absorbed, "same-family")
    step = Step(actor, "join-families", Event.Kind.JOINED, day)
    home, other = step.take(kept, absorbed)
    people = other.people
    if other.couple is not None:
        other.end_couple(day, Couple.Ended.LEFT)
    for person in people:
        other.leave(person, day)
    other.end(day, Family.Ended.JOINED)
    heads = [person for person in home.people if home.members[person.pk].relation in (Relation.HEAD, Relation.WIFE)]
    for person in people:
        relation = usual_relation(person, heads, relations)
        home.enter(person, relation, day)
        if relation == Relation.WIFE and home.couple is None and home.head:
            home.begin_couple(person, home.head, day)
    step.note(home.family, family=home.family, other_family=other.family)
    step.close()


@transaction.atomic
def change_head(actor: Actor, family: Family, person: Person, day: date, *, relations: Relations | None = None) -> None:
    """Another member is head. The former head becomes other where nothing else is said."""
    step = Step(actor, "change-head", Event.Kind.HEAD, day)
    (household,) = step.take(family)
    person = household.row_of(person).person
    refuse_if(household.head == person, "is-head-already")
    if household.couple is not None and household.head is not None and household.couple.husband_id is None:
        household.end_couple(day, Couple.Ended.LEFT)
    household.put_at_head(person, day, relations)
    couple_left_behind(household, day)
    step.note(household.family, family=household.family, about=person)
    step.close()


@transaction.atomic
def withdraw_family(actor: Actor, family: Family, reason: str) -> None:
    """A family was entered by mistake. It ends today and stays readable; its people belong to no family."""
    reason, day = reason_given(reason), timezone.localdate()
    step = Step(actor, "withdraw-family", Event.Kind.CORRECTED, day)
    (household,) = step.take(family)
    for person in household.people:
        household.leave(person, day)
        mark_gone(person, Person.State.LEFT, day)
    household.end(day, Family.Ended.MISTAKE)
    step.note(household.family, family=household.family, changes={"reason": ("", reason)})
    step.close()


def _relations_in_part(
    home: Household, group: Sequence[Person], head: Person, former: Mapping[int, int], relations: Relations | None
) -> list[tuple[Person, int]]:
    """Relations in a part that splits off: wife with husband, their children, brothers and sisters as other."""
    chosen = next(person for person in group if person.pk == head.pk)
    together = home.spouses <= former.keys() and chosen.pk in home.spouses and chosen.sex == Sex.MALE
    heads = [person for person in group if person == chosen or (together and person.pk in home.spouses)]
    members = []
    for person in group:
        if person == chosen:
            relation = int(Relation.HEAD)
        elif relations and person.pk in relations:
            relation = relations[person.pk]
        elif person in heads:
            relation = int(Relation.WIFE)
        elif former[chosen.pk] in (Relation.HEAD, Relation.WIFE) and former[person.pk] == Relation.CHILD:
            relation = int(Relation.CHILD)
        else:
            relation = usual_relation(person, heads, None)
        members.append((person, relation))
    return members


def _part_leaves(step: Step, home: Household, group: Sequence[Person], new_head: Person | None) -> None:
    """Some members leave; a couple that they tear apart stands on this form no longer, a head is replaced."""
    if home.spouses & {person.pk for person in group}:
        home.end_couple(step.day, Couple.Ended.LEFT)
    headless = home.head in group
    for person in group:
        home.leave(person, step.day)
    if headless and (heir := home.succeed(new_head, step.day)):
        step.note(home.family, kind=Event.Kind.HEAD, family=home.family, about=heir)
    couple_left_behind(home, step.day)


def _couple_in_part(part: Household, couple: Couple | None, day: date) -> None:
    """The couple goes along where both do; a married woman who heads the part is one by herself."""
    if couple is not None and {couple.wife_id, couple.husband_id} - {None} <= part.members.keys():
        husband = part.members[couple.husband_id].person if couple.husband_id else None
        part.begin_couple(part.members[couple.wife_id].person, husband, day)
        return
    head = part.head
    if head is not None and head.sex == Sex.FEMALE and is_married(head):
        part.begin_couple(head, None, day)
