"""Lay the world of the posyandu day: a village, its cadre, a posyandu, so many children. Runs in a process of its own.

Prints the number of the posyandu. The children are of every age under five; the first was measured a month ago.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from guyub.apps.accounts.actors import SYSTEM  # noqa: E402
from guyub.apps.accounts.models import Assignment, User  # noqa: E402
from guyub.apps.growth.services import Figures, open_posyandu, record_measurement  # noqa: E402
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families  # noqa: E402
from guyub.domain.growth.ages import months_before  # noqa: E402
from tests.conftest import _region  # noqa: E402

today = timezone.localdate()
province = _region("99", "Provinsi Contoh", "provinsi")
city = _region("99.01", "Kota Contoh", "kota", province)
district = _region("99.01.01", "Kecamatan Satu", "kecamatan", city)
village = _region("99.01.01.1001", "Mawar", "kelurahan", district)
user = User.objects.create_user("kader-satu", "kader@contoh.invalid", "kampung-berkualitas-1")
Assignment.objects.create(user=user, role="kader", region=village, part="001")


def child(number: int) -> NewFamily:
    """Ages go from one month up, two months a child, and begin again before five years."""
    born = months_before(today, 1 + number * 2 % 58) - timedelta(days=3)
    mother = NewMember(f"Ibunda Contoh {number:02d}", 2, 1, today.replace(year=today.year - 28, day=1), marital=4)
    anak = NewMember(f"Ananda Contoh {number:02d}", 1 + number % 2, 3, born, marital=1, mother=1)
    return NewFamily(Place(village.code, "001", f"{1 + number % 4:03d}"), [mother, anak], since=born)


families = register_families(SYSTEM, [child(number) for number in range(int(sys.argv[1]))])
posyandu = open_posyandu(SYSTEM, village, "Melati", ["001"])
first = families[0].new_members[1]
month_ago = max(months_before(today, 1), first.birth_date)
record_measurement(SYSTEM, first, month_ago, Figures(weight_g=3300, height_mm=500, posture="l"))
print(posyandu.pk)
