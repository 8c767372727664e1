"""What the made-up children were given and asked: some of everything, some late, some never recorded."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import CareMark
from guyub.apps.growth.services import Mark, mark_many
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_care_rules
from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import DAYS_PER_MONTH, months_before
from guyub.domain.growth.care import vitamin_a_round

Kind = CareMark.Kind
HABITS = (("careful", 0.03), ("busy", 0.25), ("unrecorded", 0.95))
"""How likely a family is to miss a thing, or to have nobody write it down."""
SHARES = (6, 3, 1)
ROUNDS_BACK = 2


def load_care(village: str, chance: random.Random) -> None:
    """Marks of the village's children under five."""
    rules, today = load_care_rules(), timezone.localdate()
    children = Person.objects.filter(
        village_id=village,
        state=Person.State.LIVING,
        birth_known=Person.BirthKnown.DAY,
        birth_date__range=(months_before(today, rules.to_month), today),
    )
    entries = []
    for child in children.order_by("code"):
        _habit, misses = chance.choices(HABITS, SHARES)[0]
        entries += [(child, mark) for mark in _marks(child, today, misses, chance)]
    mark_many(SYSTEM, entries)


def _marks(child: Person, today: date, misses: float, chance: random.Random) -> Iterator[Mark]:
    assert child.birth_date is not None
    birth, months = child.birth_date, completed_months(child.birth_date, today)
    yield from _doses(birth, today, misses, chance)
    yield from _rounds(birth, today, misses, chance)
    yield from _fed(birth, months, today, misses, chance)
    rules = load_care_rules()
    if chance.random() < 0.15 and months >= 1:
        illness = chance.choice(list(rules.illness.kinds)[:3])
        yield Mark(Kind.ILLNESS, today - timedelta(days=chance.randint(5, 25)), illness, {"days": chance.randint(1, 5)})


def _doses(birth: date, today: date, misses: float, chance: random.Random) -> Iterator[Mark]:
    rule = load_care_rules().immunisation
    given: dict[str, date] = {}
    for one in rule.vaccines:
        day = birth + timedelta(days=round(one.due * DAYS_PER_MONTH) + chance.randint(1, 12))
        if one.after in given:
            day = max(day, given[one.after] + timedelta(days=rule.gap_days))
        if day > today or (one.after and one.after not in given) or chance.random() < misses:
            continue
        given[one.code] = day
        yield Mark(Kind.IMMUNISATION, day, one.code)


def _rounds(birth: date, today: date, misses: float, chance: random.Random) -> Iterator[Mark]:
    """Vitamin A of the last rounds, and deworming medicine on the same day."""
    rules, day = load_care_rules(), today
    for _ in range(ROUNDS_BACK):
        of_day = vitamin_a_round(rules.vitamin_a, day)
        given = min(today, of_day.first + timedelta(days=9))
        day = of_day.first - timedelta(days=1)
        if given < birth or chance.random() < misses:
            continue
        months = completed_months(birth, given)
        if rules.vitamin_a.from_month <= months:
            yield Mark(Kind.VITAMIN_A, given)
        if rules.deworming.from_month <= months and chance.random() > 0.2:
            yield Mark(Kind.DEWORMING, given)


def _fed(birth: date, months: int, today: date, misses: float, chance: random.Random) -> Iterator[Mark]:
    """Answers about breastfeeding of those born in the last year, and about food of those between."""
    rules = load_care_rules()
    only = chance.random() < 0.7
    if months < 12:
        for month in range(rules.breastfeeding.from_month, min(rules.breastfeeding.to_month, months - 1) + 1):
            day = birth + timedelta(days=round(month * DAYS_PER_MONTH) + 8)
            if chance.random() >= misses:
                yield Mark(Kind.BREASTFEEDING, day, detail={"only": only or month < 3})
    asked = today - timedelta(days=chance.randint(1, 9))
    if rules.food.holds(completed_months(birth, asked)) and chance.random() >= misses:
        groups = [one.code for one in rules.food.groups if chance.random() < 0.62]
        yield Mark(Kind.FOOD, asked, detail={"groups": groups})
