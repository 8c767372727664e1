"""Whom of the registry a group is meant for where it works; filter by `permitted` before showing names."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from guyub.apps.people.models import Family, Person, ResidentQuerySet
from guyub.apps.programmes.models import Group
from guyub.apps.resilience.models import FamilyState
from guyub.domain.families.members import read_member
from guyub.domain.growth.ages import months_before
from guyub.domain.programmes.targets import Target

MONTHS = 12


def families_meant(group: Group, target: Target) -> "QuerySet[Family]":
    """Families of which the family record says so, by place and head; one query when it is read."""
    meant = FamilyState.objects.filter(area_of(group), **{f"record__{target.record}__gte": 1})
    found = Family.objects.filter(pk__in=meant.values("family"), until=None).select_related("head")
    return found.order_by("rw", "rt", "head__name_key", "code")


def people_meant(group: Group, target: Target, today: date, among: ResidentQuerySet | None = None) -> Iterator[Person]:
    """People of whom age and marriage say so, by place and name; who decides by what nobody knows is left out.

    Args:
        among: Whom to look among: those whom a reader sees; everybody where it is absent.
    """
    youngest, oldest = target.ages
    born = Q(
        birth_date__lte=months_before(today, youngest * MONTHS),
        birth_date__gt=months_before(today, (oldest + 1) * MONTHS) - timedelta(days=1),
    )
    people = Person.objects.all() if among is None else among
    found = people.filter(area_of(group), born, state=Person.State.LIVING).order_by("rw", "rt", "name_key", "code")
    for one in found:
        if target.means(read_member({"birth": one.birth_date, "k07": one.marital}, today)):
            yield one


def area_of(group: Group) -> Q:
    """Filter on rows with `village` and `rw`: where the group works."""
    return Q(village=group.village_id, rw__in=group.serves) if group.serves else Q(village=group.village_id)
