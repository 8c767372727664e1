"""Small exports of e-PPGBM for tests: rows by the names of the columns."""

from __future__ import annotations

import csv
import io

from guyub.analytics.growth_tables.eppgbm import COLUMNS, HEADINGS
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Person
from guyub.domain.families.names import name_key
from tests.apps.growth.ruined_eppgbm import name_of
from tests.apps.made_families import make_families
from tests.conftest import PASSWORD, Cast


def pkb(cast: Cast, name: str = "pkb-satu") -> User:
    """Who may take measurements in and hand them out."""
    return with_role(cast, "pkb", name)


def with_role(cast: Cast, role: str, name: str) -> User:
    """Someone with one role in village A."""
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=cast.unit.region)
    return user


def children_of(cast: Cast, count: int = 3, rw: str = "001", first: int = 1) -> list[Person]:
    """Girls born on 1 January 2022, each of a name of its own."""
    families = make_families(cast.unit.region_id, count, rw=rw, first=first)
    children = [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]
    for number, child in enumerate(children, start=first):
        child.name = name_of(number)
        child.name_key = name_key(child.name)
        child.save()
    return children


def row_of(child: Person, **cells: str) -> dict[str, str]:
    """A row about a child, weighed and measured in March 2024."""
    return {
        "name": child.name,
        "sex": "P",
        "birth": "2022-01-01",
        "rw": child.rw,
        "day": "2024-03-10",
        "weight": "11,2",
        "height": "85,5",
        "posture": "Berdiri",
    } | cells


def export_of(*rows: dict[str, str]) -> bytes:
    """The file as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows([row.get(column.code, "-") for column in COLUMNS] for row in rows)
    return text.getvalue().encode("cp1252")
