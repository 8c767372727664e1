"""The month's registers of a city as one workbook: 63 kelurahan, 2,000 groups, each with two meetings, on SQLite.

The page and the workbook are asked for as a person of the city does; the sums are held against what was laid.
"""

import io
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.measuring import Line

CITY = "32.76"
GROUPS, MEMBERS, CAME, MEETINGS = 2000, 20, 14, 2
MOST_SECONDS = 20.0
TIMES = 3
BATCH = 5000


def main() -> list[Line]:
    """Lay a city, ask for its registers, compare the sums."""
    with tempfile.TemporaryDirectory(prefix="guyub-registers-") as folder:
        os.environ |= {"GUYUB_DATA_DIR": folder, "GUYUB_REQUIRE_MFA": "0", "GUYUB_DEBUG": "0"}
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "guyub.apps.settings"
        import django

        django.setup()
        client, month = _laid()
        address = f"/kelompok/{CITY}/rekap"
        page = _seconds(client, f"{address}/?bulan={month:%Y-%m}")[0]
        book, content = _seconds(client, f"{address}.xlsx?bulan={month:%Y-%m}")
        _compare(content)
    name = f"registers of {GROUPS} groups, {GROUPS * MEETINGS} meetings"
    return [Line(f"{name}, page", page, MOST_SECONDS), Line(f"{name}, workbook", book, MOST_SECONDS)]


def _laid() -> tuple[Any, date]:
    """Somebody of the city, signed in, and the month that has the meetings."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from guyub.apps.accounts.models import Assignment, User
    from guyub.apps.territory.models import Region
    from guyub.apps.territory.regions import load_regions
    from guyub.cli._site import migrate
    from guyub.domain.programmes.deadlines import months_on

    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)
    load_regions(CITY)
    month = months_on(timezone.localdate(), -1)
    _fill(list(Region.objects.filter(code__startswith=f"{CITY}.", level="village").order_by("code")), month)
    user = User.objects.create_user("kota", "kota@beban.invalid")
    Assignment.objects.create(user=user, role="city", region_id=CITY)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, month


def _fill(villages: list[Any], month: date) -> None:
    """Groups spread over villages and kinds, their members, meetings, and who came."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
    from guyub.apps.programmes.models import Attendance, Group, GroupMember, Meeting
    from guyub.data.group_files import load_group_rules

    now = datetime.combine(month - timedelta(days=300), datetime.min.time(), tzinfo=UTC)
    since = now.date()
    kinds = [kind.code for kind in load_group_rules().kinds if kind.register_form is not None]
    families = {}
    for village in villages:
        new = [
            NewFamily(
                Place(village.code, "001", "001"), [NewMember(f"Beban {n}", 2, 1, date(1990, 1, 1), marital=4)], since
            )
            for n in range(MEMBERS)
        ]
        families[village.pk] = register_families(SYSTEM, new)
    groups = Group.objects.bulk_create(
        [
            Group(village=villages[n % len(villages)], kind=kinds[n % len(kinds)], name=f"Beban {n}", opened_at=now)
            for n in range(GROUPS)
        ]
    )
    members = GroupMember.objects.bulk_create(
        [GroupMember(group=group, family=one, since=since) for group in groups for one in families[group.village_id]],
        batch_size=BATCH,
    )
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(group=group, day=month + timedelta(days=7 * n), way="tatap-muka", opened_at=now)
            for group in groups
            for n in range(MEETINGS)
        ],
        batch_size=BATCH,
    )
    Attendance.objects.bulk_create(
        [
            Attendance(meeting=meeting, member=members[at // MEETINGS * MEMBERS + n], present=n < CAME, ticked_at=now)
            for at, meeting in enumerate(meetings)
            for n in range(MEMBERS)
        ],
        batch_size=BATCH,
    )


def _seconds(client: Any, address: str) -> tuple[float, bytes]:
    """The median time of an answer, and its content."""
    seconds, content = [], b""
    for _number in range(TIMES):
        begun = time.perf_counter()
        answer = client.get(address)
        content = answer.content
        seconds.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise AssertionError(f"answered {answer.status_code}")
    return statistics.median(seconds), content


def _compare(content: bytes) -> None:
    from openpyxl import load_workbook

    groups, meetings, _notes = load_workbook(io.BytesIO(content), read_only=True).worksheets
    present = [row[7] for row in groups.iter_rows(min_row=2, values_only=True)]
    told = (len(present), sum(present), sum(1 for _row in meetings.iter_rows(min_row=2)))
    if told != (GROUPS, GROUPS * MEETINGS * CAME, GROUPS * MEETINGS):
        raise AssertionError(f"the workbook tells {told}")
