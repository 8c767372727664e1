"""Replay of a province's cycle: verdict and replay over the ledgers of all entries, on a database of its own.

Run: .venv/bin/python -m benchmarks.replay_cycle [entries]
"""

import os
import sys
import tempfile
import time

from benchmarks.measuring import Line

ENTRIES, JURORS, ITEMS = 27, 5, 36
MOST_SECONDS = 10.0


def main(entries: int = ENTRIES) -> list[Line]:
    """Measure the verdict and its replay."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GUYUB_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.apps.settings")
        return _measured(entries)


def _measured(entries: int) -> list[Line]:
    import django

    django.setup()
    from django.core.management import call_command

    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.services import verdicts

    call_command("migrate", verbosity=0)
    cycle = _filled_cycle(entries)
    start = time.perf_counter()
    verdict = verdicts.decide(SYSTEM, cycle, "1/BA", "Kota Contoh")
    decided = time.perf_counter() - start
    cycle.refresh_from_db()
    start = time.perf_counter()
    problems = verdicts.replay(cycle)
    replayed = time.perf_counter() - start
    rows = sum(int(end[0]) for end in verdict.ends.values())
    print(f"  {rows:,} records, {len(problems)} differences", file=sys.stderr)
    return [
        Line(f"verdict of {entries:,} entries", decided, MOST_SECONDS),
        Line(f"replay of {entries:,} entries, {rows:,} records", replayed, MOST_SECONDS),
    ]


def _filled_cycle(entries: int):
    """A cycle whose entries have claims, verified values, field checks and the scores of all jurors."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.accounts.models import Assignment, User
    from guyub.apps.appraisal.models import Entry, EntryRecord
    from guyub.apps.appraisal.services import cycles
    from guyub.apps.appraisal.services.seats import seat
    from guyub.apps.audit.chained import append
    from guyub.apps.territory.models import Region, Unit

    province = Region.objects.create(code="99", name="Contoh", level="province", kind="provinsi", synthetic=True)
    cycle = cycles.open_cycle(SYSTEM, province, 2025, "provinsi-tiga-tahap", "Penilaian")
    seats = []
    for n in range(JURORS):
        user = User.objects.create_user(f"juri-{n}", password=None)
        Assignment.objects.create(user=user, role="juror", region=province)
        seats.append(seat(SYSTEM, cycle, user))
    for number in range(entries):
        code = f"99.{number // 100 + 1:02}.01.{number % 100 + 1001}"
        region = Region.objects.create(code=code, name=f"Desa {number}", level="village", kind="desa", synthetic=True)
        unit = Unit.objects.create(region=region, name=region.name)
        entry = Entry.objects.create(cycle=cycle, unit=unit, stage="pleno")
        append(SYSTEM, str(entry.pk), *(EntryRecord(entry=entry, **row) for row in _records(number, seats)))
    return cycle


def _records(number: int, seats: list) -> list[dict]:
    rows = []
    for place in range(ITEMS):
        item = f"B{place}"
        claimed = {"share": 10_000, "weight": 200 + place, "facts": {}, "note": ""}
        verified = {"share": (number * 37 + place * 411) % 10_001, "reason": ""}
        rows.append({"kind": "claim", "stage": "mandiri", "item": item, "body": claimed})
        rows.append({"kind": "verified", "stage": "verifikasi-kota", "item": item, "body": verified})
        rows.append({"kind": "check", "stage": "lapangan", "item": item, "seat": seats[0], "body": {"result": "match"}})
    scored = [("berkas", "mutu-berkas"), ("lapangan", "pengamatan")]
    scored += [("wawancara", criterion) for criterion in ("komitmen", "pengelolaan", "dampak")]
    for place, (stage, criterion) in enumerate(scored):
        for more, seat in enumerate(seats):
            score = f"{50 + (number * 7 + place * 3 + more) % 50}.{number % 100:02}"
            body = {"score": score, "note": ""}
            rows.append({"kind": "score", "stage": stage, "item": criterion, "seat": seat, "body": body})
    return rows


if __name__ == "__main__":
    for line in main(*(int(word) for word in sys.argv[1:])):
        print(line)
