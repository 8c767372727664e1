"""Put right what was entered wrongly. The former value stays in the event, sealed; earlier days read as they did."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor
from guyub.apps.people.models import Couple, Dwelling, Event, Family, Marital, Membership, Person, Relation, Sex
from guyub.apps.people.services.checking import problems_in_birth, problems_in_name
from guyub.apps.people.services.founding import new_dwelling
from guyub.apps.people.services.household import Household, lock_people
from guyub.apps.people.services.living import couple_left_behind
from guyub.apps.people.services.problems import refuse, refuse_if
from guyub.apps.people.services.shapes import Place
from guyub.apps.people.services.step import Step, reason_given
from guyub.domain.families.names import name_key

PERSON_FIELDS = ("name", "sex", "birth_date", "birth_known", "marital", "mother", "mother_name", "relation")
FAMILY_FIELDS = ("decile", "address", "hamlet", "rw", "rt")


@transaction.atomic
def correct_person(actor: Actor, person: Person, changes: Mapping[str, Any], reason: str) -> tuple[str, ...]:
    """Put something right about someone.

    Args:
        changes: Field of PERSON_FIELDS → right value; ``mother`` is a Person or None, ``relation`` K.10.
        reason: Why, in words; kept sealed.

    Returns:
        The fields that did change.
    """
    reason = reason_given(reason)
    refuse_if(set(changes) - set(PERSON_FIELDS), "unknown-field")
    step = Step(actor, "correct-person", Event.Kind.CORRECTED, timezone.localdate())
    household, person = _with_home(step, person)
    values = dict(changes)
    if values.get("mother") is not None:
        step.allowed(values["mother"].place)
    relation = values.pop("relation", None)
    _refuse_wrong(person, values, step.day)
    former = {name: _value(person, name) for name in values}
    _set(person, values)
    done = {name: (old, _value(person, name)) for name, old in former.items() if old != _value(person, name)}
    if household is not None:
        _follow_marital(household, person, done, step.day)
        if relation is not None and relation != household.row_of(person).relation:
            refuse_if(Relation.HEAD in (relation, household.row_of(person).relation), "use-change-head")
            done["relation"] = (household.row_of(person).relation, relation)
            household.relate(person, relation, step.day)
    if not done:
        return ()
    person.save()
    family = household.family if household else None
    step.note(person, family=family, about=person, changes={**done, "reason": ("", reason)})
    step.also(person.village_id, f"person:{person.code}")
    step.close({"fields": sorted(done)})
    return tuple(sorted(done))


@transaction.atomic
def correct_family(actor: Actor, family: Family, changes: Mapping[str, Any], reason: str) -> tuple[str, ...]:
    """Put something right about a family; see `correct_person`. Fields: FAMILY_FIELDS.

    Another RW or RT is a matter of two places: the actor needs the right in both.
    """
    reason = reason_given(reason)
    refuse_if(set(changes) - set(FAMILY_FIELDS), "unknown-field")
    step = Step(actor, "correct-family", Event.Kind.CORRECTED, timezone.localdate())
    (household,) = step.take(family)
    family = household.family
    done: dict[str, tuple[Any, Any]] = {}
    if "decile" in changes and changes["decile"] != family.decile:
        refuse_if(changes["decile"] is not None and changes["decile"] not in range(1, 11), "decile-1-to-10")
        done["decile"] = (family.decile, changes["decile"])
        family.decile = changes["decile"]
        family.save(update_fields=["decile", "updated_at"])
    done |= _correct_home(step, household, changes)
    if not done:
        return ()
    step.note(family, family=family, changes={**done, "reason": ("", reason)})
    step.close({"fields": sorted(done)})
    return tuple(sorted(done))


def _correct_home(step: Step, household: Household, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The right address is a new row from today on: what other families and earlier days read, stays."""
    home: Dwelling = household.family.dwelling
    former = {"address": home.address, "hamlet": home.hamlet, "rw": home.rw, "rt": home.rt}
    right = {**former, **{name: str(value).strip() for name, value in changes.items() if name in former}}
    if right == former:
        return {}
    household.house(new_dwelling(step, Place(home.village_id, **right)), step.day)
    return {name: (former[name], right[name]) for name in former if former[name] != right[name]}


def _with_home(step: Step, person: Person) -> tuple[Household | None, Person]:
    """The locked family of someone, if any, and their locked row."""
    row = Membership.objects.filter(person=person, until=None).select_related("family").first()
    if row is not None:
        (household,) = step.take(row.family)
        return household, household.row_of(person).person
    (person,) = lock_people([person.pk])
    step.allowed(person.place)
    return None, person


def _refuse_wrong(person: Person, values: Mapping[str, Any], today: date) -> None:
    refuse_if(person.state in (Person.State.MERGED, Person.State.ERASED), "not-living")
    problems: list[str] = []
    if "name" in values:
        problems += problems_in_name(values["name"])
    if "birth_date" in values:
        problems += problems_in_birth(values["birth_date"], today)
        first = person.memberships.order_by("since").values_list("since", flat=True).first()
        if values["birth_date"] and first and values["birth_date"] > first:
            problems.append("birth-after-first-day")
    choices = (("sex", Sex, "unknown-sex"), ("marital", Marital, "unknown-marital"))
    problems += [
        reason for name, known, reason in choices if name in values and values[name] not in (*known.values, None)
    ]
    if "birth_known" in values and values["birth_known"] not in Person.BirthKnown.values:
        problems.append("unknown-birth-known")
    mother = values.get("mother")
    if mother is not None and (mother == person or mother.sex != Sex.FEMALE):
        problems.append("mother-is-male" if mother != person else "mother-in-a-circle")
    refuse([(0, reason) for reason in problems])


def _set(person: Person, values: Mapping[str, Any]) -> None:
    special: dict[str, Callable[[Any], None]] = {
        "name": lambda value: person.__dict__.update(name=" ".join(value.split()), name_key=name_key(value)),
        "mother_name": lambda value: person.__dict__.update(mother_name_key=name_key(value)),
        "mother": lambda value: setattr(person, "mother", value),
    }
    for name, value in values.items():
        special.get(name, lambda value, name=name: setattr(person, name, value))(value)


def _value(person: Person, name: str) -> Any:
    """A field as events keep it: mothers as row numbers, days as text."""
    column = {"mother": "mother_id", "mother_name": "mother_name_key"}.get(name, name)
    value = getattr(person, column)
    return value.isoformat() if isinstance(value, date) else value


def _follow_marital(household: Household, person: Person, done: Mapping[str, tuple[Any, Any]], day: date) -> None:
    """A corrected marital status and the couple on the form agree."""
    if "marital" not in done:
        return
    couple = household.couple
    if couple is not None and person.pk in household.spouses:
        refuse_if(len(household.spouses) == 2, "couple-on-form")
        widowed = done["marital"][1] == Marital.WIDOWED
        household.end_couple(day, Couple.Ended.DEATH if widowed else Couple.Ended.DIVORCE)
    couple_left_behind(household, day)
