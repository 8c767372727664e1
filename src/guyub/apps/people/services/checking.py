"""What is checked before a family is entered. Everything at once, so that it can be put right at once."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guyub.apps.people.models import Marital, Person, Relation, Sex
from guyub.apps.people.services.shapes import NewFamily, NewMember, Place
from guyub.domain.families.form import FormLine, Problem, problems_on
from guyub.domain.families.nik import digits_of, problem_with, problem_with_kk

EARLIEST_BIRTH = date(1895, 1, 1)
EARLIEST_DAY = date(1945, 8, 17)  # of anything that is recorded
LONGEST_NAME = 120
KNOWN: dict[str, frozenset[Any]] = {
    "sex": frozenset(Sex.values),
    "relation": frozenset(Relation.values),
    "marital": frozenset(Marital.values),
    "birth_known": frozenset(Person.BirthKnown.values),
}
_THREE_DIGITS = re.compile(r"([0-9]{3})?")
LONGEST = {"address": 200, "hamlet": 80}


def problems_in_family(new: NewFamily, today: date) -> list[Problem]:
    """Why a family cannot be entered: (line number, reason code); line 0 is the family as a whole."""
    problems: list[Problem] = [(0, reason) for reason in _of_the_whole(new, today)]
    problems += [(line, reason) for line, one in enumerate(new.members, 1) for reason in problems_in_member(one, today)]
    problems += problems_on(form_lines(new.members), today)
    problems += _of_days(new)
    twice = {
        number for number, times in Counter(digits_of(one.nik) for one in new.members if one.nik).items() if times > 1
    }
    problems += [(line, "nik-twice") for line, one in enumerate(new.members, 1) if digits_of(one.nik) in twice]
    return problems


def problems_in_member(new: NewMember, today: date) -> Iterator[str]:
    """Why one member cannot be entered: reason codes."""
    yield from problems_in_name(new.name)
    if new.sex not in KNOWN["sex"]:
        yield "unknown-sex"
    if new.relation not in KNOWN["relation"]:
        yield "unknown-relation"
    if new.marital is not None and new.marital not in KNOWN["marital"]:
        yield "unknown-marital"
    if new.birth_known not in KNOWN["birth_known"]:
        yield "unknown-birth-known"
    yield from problems_in_birth(new.birth_date, today)
    if new.nik and (reason := problem_with(new.nik, today)):
        yield reason
    if len(new.mother_name) > LONGEST_NAME:
        yield "name-too-long"


def problems_in_name(name: str) -> Iterator[str]:
    """Why a name cannot be entered."""
    if not name.strip():
        yield "no-name"
    if len(name.strip()) > LONGEST_NAME:
        yield "name-too-long"


def problems_in_birth(birth: date | None, today: date) -> Iterator[str]:
    """Why a day of birth cannot be right."""
    if birth and birth > today:
        yield "birth-to-come"
    if birth and birth < EARLIEST_BIRTH:
        yield "birth-too-early"


def problems_in_day(day: date, today: date) -> Iterator[str]:
    """Why nothing can be recorded for a day."""
    if day > today:
        yield "day-to-come"
    if day < EARLIEST_DAY:
        yield "day-too-early"


def problems_in_place(place: Place) -> Iterator[str]:
    """Why an address cannot be one. Whether the village exists, is seen in the database."""
    if not (_THREE_DIGITS.fullmatch(place.rw) and _THREE_DIGITS.fullmatch(place.rt)):
        yield "rw-rt-three-digits"
    if place.rt and not place.rw:
        yield "rt-without-rw"
    if any(len(getattr(place, name)) > longest for name, longest in LONGEST.items()):
        yield "address-too-long"


def form_lines(members: Sequence[NewMember]) -> list[FormLine]:
    """New members as the rules of the form see them."""
    return [
        FormLine(line, one.relation, one.sex, one.marital, one.birth_date, one.mother)
        for line, one in enumerate(members, 1)
    ]


def _of_the_whole(new: NewFamily, today: date) -> Iterator[str]:
    yield from problems_in_day(new.since, today)
    yield from problems_in_place(new.place)
    if new.kk_number and (reason := problem_with_kk(new.kk_number)):
        yield reason
    if new.decile is not None and new.decile not in range(1, 11):
        yield "decile-1-to-10"


def _of_days(new: NewFamily) -> Iterator[Problem]:
    """The head and the wife are there from the family's first day on; others may be born later."""
    for line, one in enumerate(new.members, 1):
        if one.relation in (Relation.HEAD, Relation.WIFE) and one.birth_date and one.birth_date > new.since:
            yield line, "day-before-birth"
