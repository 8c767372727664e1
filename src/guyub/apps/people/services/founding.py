"""A new family made of people who are on record already, as marriage, divorce and splitting need it."""

from collections.abc import Mapping, Sequence

from guyub.apps.accounts.actors import person as account
from guyub.apps.people.models import Dwelling, Family, Person, Relation, Residence
from guyub.apps.people.services.checking import problems_in_place
from guyub.apps.people.services.household import Household
from guyub.apps.people.services.problems import refuse
from guyub.apps.people.services.registering import new_key, refuse_unknown_village
from guyub.apps.people.services.shapes import Place
from guyub.apps.people.services.step import Step


def new_dwelling(step: Step, place: Place) -> Dwelling:
    """A house in a place where the actor may change families."""
    refuse([(0, reason) for reason in problems_in_place(place)])
    refuse_unknown_village(place)
    step.allowed(place.code)
    return Dwelling.objects.create(
        village_id=place.village, rw=place.rw, rt=place.rt, address=place.address.strip(), hamlet=place.hamlet.strip()
    )


def found_family(
    step: Step, dwelling: Dwelling, members: Sequence[tuple[Person, int]], decile: int | None = None
) -> Household:
    """A new family in a house from the step's day on. Members have left where they were; one relation is the head's."""
    key, _ = new_key()
    key.save()
    family = Family.objects.create(
        village_id=dwelling.village_id,
        rw=dwelling.rw,
        rt=dwelling.rt,
        dwelling=dwelling,
        head=next(person for person, relation in members if relation == Relation.HEAD),
        since=step.day,
        decile=decile,
        key=key,
        created_by=account(step.actor),
    )
    Residence.objects.create(family=family, dwelling=dwelling, since=step.day)
    household = Household(family, [], None)
    for person, relation in members:
        household.enter(person, relation, step.day)
    step.households.append(household)
    return household


def usual_relation(person: Person, heads: Sequence[Person], relations: Mapping[int, int] | None) -> int:
    """How someone stands in a new family: as said, else a child where the mother is head or wife, else other."""
    if relations and person.pk in relations:
        return relations[person.pk]
    return Relation.CHILD if person.mother_id in {head.pk for head in heads} else Relation.OTHER
