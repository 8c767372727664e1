"""Whom of the registry a group is meant for and who does not belong to it yet; finding others by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Family, Person
from guyub.apps.people.presentation.wording import age_words, place_words, shown_name
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation.words import kind_of
from guyub.apps.programmes.services.targets import families_meant, people_meant
from guyub.domain.families.names import name_key
from guyub.domain.programmes.targets import Target

MOST_FOUND = 20


@dataclass(frozen=True)
class Candidate:
    """Someone who may be enrolled: code in the registry, name (of a family its head's), where and how old."""

    code: str
    name: str
    about: str


def not_yet(group: Group, user: User, today: date) -> list[Candidate]:
    """Families or people it is meant for where it works, who do not belong to it; by place and name, two queries.

    Empty for kinds whom the registry cannot name. Who decides by an answer that nobody gave is left out.
    """
    target = kind_of(group).target
    if target is None:
        return []
    return list(_families(group, user, target) if target.record else _people(group, user, target, today))


def called(group: Group, user: User, typed: str, today: date) -> list[Candidate]:
    """Families (by any of their members) or people whose name has what was typed; only the first of them."""
    key = name_key(typed)
    if not key:
        return []
    people = Person.objects.permitted(user, Right.EDIT_GROUPS).filter(
        village_id=group.village_id, state=Person.State.LIVING, name_key__contains=key
    )
    if kind_of(group).members == "people":
        free = people.exclude(groups__in=group.members.filter(until=None)).order_by("name_key", "code")
        return [_person(one, today) for one in free[:MOST_FOUND]]
    homes = _free(group, user).filter(memberships__person__in=people, memberships__until=None).distinct()
    return [_family(one) for one in homes.order_by("code")[:MOST_FOUND]]


def chosen(group: Group, user: User, codes: list[str]) -> list[Family | Person]:
    """Those of the codes that the person may enrol in this group."""
    model = Person if kind_of(group).members == "people" else Family
    return list(model.objects.permitted(user, Right.EDIT_GROUPS).filter(village_id=group.village_id, code__in=codes))


def _free(group: Group, user: User) -> "QuerySet[Family]":
    """Families of the village that do not belong to it."""
    own = group.members.filter(until=None).values("family")
    found = Family.objects.permitted(user, Right.EDIT_GROUPS).filter(village_id=group.village_id, until=None)
    return found.exclude(pk__in=own).select_related("head")


def _families(group: Group, user: User, target: Target) -> Iterator[Candidate]:
    own = group.members.filter(until=None).values("family")
    found = families_meant(group, target).permitted(user, Right.EDIT_GROUPS).exclude(pk__in=own)
    yield from (_family(one) for one in found)


def _people(group: Group, user: User, target: Target, today: date) -> Iterator[Candidate]:
    own = group.members.filter(until=None).values("person")
    seen = Person.objects.permitted(user, Right.EDIT_GROUPS).exclude(pk__in=own)
    yield from (_person(one, today) for one in people_meant(group, target, today, seen))


def _family(one: Family) -> Candidate:
    name = shown_name(one.head.name, one.code) if one.head else one.code
    return Candidate(one.code, name, place_words(one.rw, one.rt))


def _person(one: Person, today: date) -> Candidate:
    about = f"{age_words(one.birth_date, today, one.birth_known)} · {place_words(one.rw, one.rt)}"
    return Candidate(one.code, shown_name(one.name, one.code), about)
