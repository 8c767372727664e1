"""Lay the world of the interview walk: a village, its cadre, a round, one family. Runs in a process of its own."""

from datetime import date, timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from guyub.apps.accounts.actors import SYSTEM  # noqa: E402
from guyub.apps.accounts.models import Assignment, User  # noqa: E402
from guyub.apps.people.services import register_family  # noqa: E402
from guyub.apps.surveys.services import open_round  # noqa: E402
from tests.apps.made_families import new_family  # noqa: E402
from tests.conftest import _region  # noqa: E402

province = _region("99", "Provinsi Contoh", "provinsi")
city = _region("99.01", "Kota Contoh", "kota", province)
district = _region("99.01.01", "Kecamatan Satu", "kecamatan", city)
village = _region("99.01.01.1001", "Mawar", "kelurahan", district)
user = User.objects.create_user("kader-satu", "kader@contoh.invalid", "kampung-berkualitas-1")
Assignment.objects.create(user=user, role="kader", region=village, part="001")
today = timezone.localdate()
open_round(SYSTEM, village.code, today.year, day=today - timedelta(days=1))
print(register_family(SYSTEM, new_family(village.code)).code, date.today().isoformat())
