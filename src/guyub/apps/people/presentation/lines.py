"""Lines of a list of families: read with the columns that are shown and no others, since a list has fifty of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from guyub.apps.people import services
from guyub.apps.people.models import Family, Membership, Person, ResidentQuerySet
from guyub.apps.people.presentation.family import with_names
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.people.services import Place

SHOWN = ("pk", "code", "village_id", "rw", "rt", "head_id", "head__name", "head__code", "dwelling__address")


@dataclass(frozen=True)
class FamilyLine:
    """A family in a list. `found`: the member whose name was searched for, where that is not the head."""

    code: str
    village: str  # code of the village where the family lives now
    head: str  # empty where there is none
    place: Place
    members: int
    found: Person | None = None


def shown(families: ResidentQuerySet) -> list[Any]:
    """Rows with the columns of `SHOWN`, by name; a tenth of the work that whole objects are."""
    return list(families.values_list(*SHOWN, named=True))


def lines_of(rows: Iterable[Any]) -> list[FamilyLine]:
    """Lines of families as they are now. One query, for the members of all."""
    rows = list(rows)
    counts = members_of(row.pk for row in rows)
    return [line_of(row, counts.get(row.pk, 0)) for row in rows]


def members_of(families: Iterable[int]) -> dict[int, int]:
    """How many belong to each family now, by row number."""
    members = Membership.objects.filter(family__in=list(families), until=None).order_by().values_list("family_id")
    return dict(members.annotate(n=Count("pk")))


def line_of(row: Any, members: int, found: Person | None = None) -> FamilyLine:
    """The line of one row of `shown`."""
    head = "" if row.head_id is None else shown_name(row.head__name, row.head__code)
    place = Place(row.village_id, row.rw, row.rt, row.dwelling__address or "")
    return FamilyLine(row.code, row.village_id, head, place, members, found)


def lines_as_of(families: Iterable[Family], day: date) -> list[FamilyLine]:
    """Families with head, home and members of an earlier day. Five queries."""
    families = list(families)
    views = {pk: with_names(view) for pk, view in services.families_as_of(families, day).items()}
    return [
        FamilyLine(
            family.code,
            family.village_id,
            view.head.name if view.head else "",
            view.place or Place(family.village_id),
            len(view.members),
        )
        for family, view in ((family, views[family.pk]) for family in families)
    ]
