"""Stages of life of those whom a post serves, and by which right each is seen and recorded."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.mothers.presentation.standing import standings_among
from guyub.apps.people.models import Person
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.domain.lifecycle.rules import ADULT, CHILD, ELDER, MOTHER, YOUTH, Stage
from guyub.domain.lifecycle.stages import stage_on

SEE: Mapping[str, Right] = {
    MOTHER: Right.SEE_GROWTH,
    CHILD: Right.SEE_GROWTH,
    YOUTH: Right.SEE_YOUTH,
    ADULT: Right.SEE_ADULTS,
    ELDER: Right.SEE_ELDERS,
}
EDIT: Mapping[str, Right] = {
    MOTHER: Right.EDIT_MOTHERS,
    CHILD: Right.EDIT_GROWTH,
    YOUTH: Right.EDIT_YOUTH,
    ADULT: Right.EDIT_ADULTS,
    ELDER: Right.EDIT_ELDERS,
}


def served(held: PosyanduDay) -> "QuerySet[Person]":
    """Who lives where the post serves and was born by the day; filter by right before showing names."""
    people = Person.objects.in_part(held.posyandu.village_id).filter(
        state=Person.State.LIVING, birth_date__lte=held.day
    )
    return people.filter(rw__in=held.posyandu.serves) if held.posyandu.serves else people


def mothers_among(people: Iterable[Person], day: date) -> set[int]:
    """Row numbers of those who are pregnant or nursing on a day."""
    return {one.person.pk for one in standings_among(AnonymousUser(), people, day)}


def stage_of(person: Person, day: date) -> Stage | None:
    """The stage of one person on a day."""
    mother = person.pk in mothers_among([person], day)
    return stage_on(load_lifecycle_rules(), person.birth_date, day, mother=mother)
