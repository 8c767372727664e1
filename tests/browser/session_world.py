"""Lay the world of a session for all ages: a village, its cadre, a posyandu, so many families. In a process of its own.

Prints the number of the posyandu.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from guyub.apps.accounts.actors import SYSTEM  # noqa: E402
from guyub.apps.accounts.models import Assignment, User  # noqa: E402
from guyub.apps.growth.services import open_posyandu  # noqa: E402
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families  # noqa: E402
from tests.conftest import _region  # noqa: E402

today = timezone.localdate()
province = _region("99", "Provinsi Contoh", "provinsi")
city = _region("99.01", "Kota Contoh", "kota", province)
district = _region("99.01.01", "Kecamatan Satu", "kecamatan", city)
village = _region("99.01.01.1001", "Mawar", "kelurahan", district)
user = User.objects.create_user("kader-satu", "kader@contoh.invalid", "kampung-berkualitas-1")
Assignment.objects.create(user=user, role="kader", region=village, part="001")


def family(number: int) -> NewFamily:
    born = today.replace(year=today.year - 40, day=1)
    mother = NewMember(f"Ibunda Contoh {number:02d}", 2, 1, born, marital=4)
    child = NewMember(f"Ananda Contoh {number:02d}", 1, 3, today - timedelta(days=1100), marital=1, mother=1)
    return NewFamily(Place(village.code, "001", f"{1 + number % 4:03d}"), [mother, child], since=born)


register_families(SYSTEM, [family(number) for number in range(int(sys.argv[1]))])
print(open_posyandu(SYSTEM, village, "Melati", ["001"]).pk)
