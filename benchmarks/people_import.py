"""Import of 100,000 rows of people, from the file to the registry, on SQLite or on the database of DATABASE_URL.

Measured: reading and checking the file, entering the families, and beside them the bare INSERT of as many rows of
people as the database takes by itself: the ratio says what rules, seals, history and audit cost.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.measuring import Line

ROWS = 100_000
MOST_SECONDS = 60.0
DAY = date(2025, 1, 31)
VILLAGE = "99.03.01.1001"


def main(rows: int = ROWS) -> list[Line]:
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
        total = check + enter
        return [
            Line(f"{name}: check", check),
            Line(f"{name}: enter", enter, ratio=enter / bare),
            Line(f"{name}: check and enter", total, MOST_SECONDS),
            Line(f"{name}: the same file again", again, MOST_SECONDS),
            Line(f"bare INSERT of {count:,} people, {connection.vendor}", bare),
        ]


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


def _timed(file: Path) -> tuple[float, float, float]:
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


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start
