"""Lay the world of a kitchen day: a village, its cadre, so many children who are given a portion, one of them in a
round of supplementary food. Runs in a process of its own.

Prints the number of the kitchen day.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from guyub.apps.accounts.actors import SYSTEM  # noqa: E402
from guyub.apps.accounts.models import Assignment, User  # noqa: E402
from guyub.apps.nutrition.services import NewGuest, begin_round, choose_guests, open_kitchen  # noqa: E402
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
    born = today.replace(year=today.year - 30, day=1)
    mother = NewMember(f"Ibunda Contoh {number:02d}", 2, 1, born, marital=4)
    child = NewMember(f"Ananda Contoh {number:02d}", 1, 3, today - timedelta(days=800), marital=1, mother=1)
    return NewFamily(Place(village.code, "001", f"{1 + number % 4:03d}"), [mother, child], since=born)


children = [one.new_members[1] for one in register_families(SYSTEM, [family(n) for n in range(int(sys.argv[1]))])]
begin_round(SYSTEM, children[0], "wasted", today - timedelta(days=3))
choose_guests(SYSTEM, village, [NewGuest(child, "krs", today) for child in children])
print(open_kitchen(SYSTEM, village, today).pk)
