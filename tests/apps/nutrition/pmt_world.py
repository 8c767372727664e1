"""Children who need supplementary food, for tests: a posyandu measured them, and they are thin."""

from __future__ import annotations

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.services import Figures, record_measurement
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.services import begin_round
from guyub.apps.people.models import Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from tests.apps.made_families import today

HEIGHT_MM = 800
THIN_G, WELL_G = 8400, 10500
"""A girl of 80 cm: below and above -2 SD of weight for height."""


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def make_children(village: str, count: int = 1, rw: str = "001", months: int = 20) -> list[Person]:
    """So many girls of about that age."""
    born = ago(round(months * 30.5))
    families = [
        NewFamily(
            place=Place(village, rw, "001"),
            members=[
                NewMember(f"Ibu Contoh {n}", 2, 1, date(1990, 1, 1), marital=2),
                NewMember(f"Anak Contoh {n}", 2, 3, born, marital=1, mother=1),
            ],
            since=born,
        )
        for n in range(count)
    ]
    return [family.new_members[1] for family in register_families(SYSTEM, families)]


def weighed(child: Person, days_ago: int, weight_g: int, height_mm: int | None = HEIGHT_MM):
    figures = Figures(weight_g=weight_g, height_mm=height_mm, posture="l" if height_mm else "")
    return record_measurement(SYSTEM, child, ago(days_ago), figures)


def begun(child: Person, days_ago: int = 10, category: str = "wasted") -> PmtRound:
    return begin_round(SYSTEM, child, category, ago(days_ago))
