"""Which children of a village lack an immunisation or vitamin A: the rules of `guyub.domain.growth.care` as queries."""

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from guyub.apps.growth.models import CareMark
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_care_rules
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.care import Vaccine, vitamin_a_births, vitamin_a_round

Kind = CareMark.Kind


def late_immunisation(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Those for whom a dose is late."""
    late = reduce(or_, (_late(one, today) for one in load_care_rules().immunisation.vaccines))
    return children.filter(late, birth_known=Person.BirthKnown.DAY)


def _late(one: Vaccine, today: date) -> Q:
    born = Q(
        birth_date__lte=months_before(today, one.latest + 1), birth_date__gt=months_before(today, one.given_until + 1)
    )
    lacking = born & ~_marked(Kind.IMMUNISATION, code=one.code)
    if one.after:
        before = today - timedelta(days=load_care_rules().immunisation.gap_days)
        lacking &= Q(_marked(Kind.IMMUNISATION, code=one.after, day__lte=before))
    return lacking


def lacking_vitamin_a(children: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Those who were not given vitamin A in the round of the day."""
    rule = load_care_rules().vitamin_a
    of_day, (first, last) = vitamin_a_round(rule, today), vitamin_a_births(rule, today)
    given = _marked(Kind.VITAMIN_A, day__range=(of_day.first, of_day.until))
    return children.filter(~given, birth_known=Person.BirthKnown.DAY, birth_date__range=(first, last))


def _marked(kind: str, **more: object) -> Exists:
    return Exists(CareMark.objects.counting().filter(child=OuterRef("pk"), kind=kind, **more))
