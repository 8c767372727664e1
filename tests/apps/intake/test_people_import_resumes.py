"""A worker that is killed in the middle: another one goes on, and the registry is as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files import services
from guyub.apps.intake.people_files.services import applying
from guyub.apps.intake.people_files.services.applying import LeaseLost, apply_part
from guyub.apps.intake.people_files.services.checking import check, read_checked
from guyub.apps.intake.people_files.services.working import MOST_ATTEMPTS, take
from guyub.apps.people.models import Family, Person
from guyub.apps.people.services import move_out
from tests.apps.people.registry import enter, member
from tests.pii import heard
from tools.make_ruined_workbook import make

DAY = date(2025, 1, 31)


def received(cast, file):
    run = services.receive(cast.operator, cast.unit.region, file.name, file.read_bytes(), DAY)
    return services.choose_columns(cast.operator, run, run.mapping, {"date_order": "day-first"})


def approved(cast, file):
    run = received(cast, file)
    services.work_once()
    return services.approve(cast.operator, run, good_rows_only=True)


def worker(*arguments):
    """A real worker process on the test's own database."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "GUYUB_PERSON_KEYS": settings.PERSON_KEYS}
    environment |= {"DJANGO_SETTINGS_MODULE": "guyub.apps.settings"}
    command = [sys.executable, "-m", "guyub.cli", "work", "--once", "--part", "10", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_for(condition, seconds=180):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("waited in vain")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(cast, tmp_path):
    ruin = make(tmp_path / "rusak.xlsx", 900)
    run = approved(cast, tmp_path / "rusak.xlsx")
    first = worker()
    wait_for(lambda: PeopleImport.objects.get(pk=run.pk).cursor >= 30)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    run.refresh_from_db()
    assert run.state == "to-apply"
    assert 0 < run.cursor < run.units, "it was killed in the middle"
    assert Family.objects.count() <= run.cursor
    assert services.work_once() is False, "the dead worker's lease still holds"
    PeopleImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # time passes
    second = worker()
    assert second.wait(timeout=120) == 0
    for process in (first, second):
        heard(process.stdout.read())
    run.refresh_from_db()
    assert (run.state, run.cursor, run.attempts) == ("done", run.units, 2)
    assert run.counts == run.expected, "the counts that the check foretold"
    assert sum(run.counts[name] for name in ("new", "changed", "unchanged", "refused", "skipped")) == run.rows
    taken = Counter(Person.objects.values_list("name", "birth_date"))
    assert max(taken.values()) == 1
    assert set(taken) <= {(name, birth) for name, _, birth in ruin.truth}
    assert sum(taken.values()) == run.counts["new"]


@pytest.mark.django_db
def test_a_worker_whose_lease_was_taken_writes_nothing_more(cast, tmp_path):
    make(tmp_path / "rusak.xlsx", 60)
    run = approved(cast, tmp_path / "rusak.xlsx")
    slow = take("slow")
    assert slow.pk == run.pk
    assert take("other") is None, "one worker at a time"
    people = read_checked(PeopleImport.objects.get(pk=run.pk))
    assert take("other", now=timezone.now() + timedelta(minutes=5)).pk == run.pk
    with pytest.raises(LeaseLost):
        apply_part(run.pk, "slow", people, 10, timedelta(seconds=60))
    assert not Family.objects.exists()


@pytest.mark.django_db
def test_a_checker_whose_lease_was_taken_puts_no_import_back(cast, tmp_path):
    """The slow one ends its check after another worker checked the file and a person approved it."""
    make(tmp_path / "rusak.xlsx", 60)
    run = received(cast, tmp_path / "rusak.xlsx")
    take("slow")
    slow = PeopleImport.objects.get(pk=run.pk)
    PeopleImport.objects.update(lease_until=None)
    assert services.work_once("quick")
    services.approve(cast.operator, run, good_rows_only=True)
    before = PeopleImport.objects.filter(pk=run.pk).values().get()
    problems = list(run.problems.values_list("pk", flat=True))
    with pytest.raises(LeaseLost):
        check(slow)
    assert PeopleImport.objects.filter(pk=run.pk).values().get() == before
    assert list(run.problems.values_list("pk", flat=True)) == problems


@pytest.mark.django_db
def test_a_check_does_not_write_the_content_again(cast, tmp_path):
    make(tmp_path / "rusak.xlsx", 60)
    received(cast, tmp_path / "rusak.xlsx")
    with CaptureQueriesContext(connection) as queries:
        services.work_once()
    written = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert not [sql for sql in written if "content_sealed" in sql]


@pytest.mark.django_db
def test_a_listed_family_that_ended_since_the_plan_is_refused_alone(cast, monkeypatch):
    enter(member(), kk_number="9901010101230001")
    (gone,) = enter(member("Contoh Dua"), kk_number="9901010101230002")
    rows = "No KK;Nama;Desil\n9901010101230001;Contoh Satu;3\n9901010101230002;Contoh Dua;4\n"
    run = services.receive(cast.operator, cast.unit.region, "desil.csv", rows.encode(), DAY, "dtsen")
    services.choose_columns(cast.operator, run, run.mapping, {})
    services.work_once()
    services.approve(cast.operator, run, good_rows_only=True)
    plans_of = applying.plans_of

    def ended_after(*arguments):
        plans = plans_of(*arguments)
        move_out(SYSTEM, gone.entered_in, DAY)
        return plans

    monkeypatch.setattr(applying, "plans_of", ended_after)
    services.work_once()
    run.refresh_from_db()
    assert (run.state, run.counts["changed"], run.counts["refused"]) == ("done", 1, 1)
    assert sum(run.counts[name] for name in ("new", "changed", "unchanged", "refused", "skipped")) == run.rows == 2
    assert sorted(Family.objects.values_list("decile", flat=True), key=str) == [3, None]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_entered_once(cast, tmp_path):
    make(tmp_path / "rusak.xlsx", 300)
    runs = [received(cast, tmp_path / "rusak.xlsx") for _ in range(2)]
    services.work_all()
    runs = [services.approve(cast.operator, run, good_rows_only=True) for run in runs]
    start = Barrier(len(runs))

    def work(run):
        try:
            found = PeopleImport.objects.select_related("village", "round", "key", "uploaded_by").get(pk=run.pk)
            PeopleImport.objects.filter(pk=run.pk).update(worker=str(run.pk))
            start.wait()
            applying.apply(found, str(run.pk), 10)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        list(pool.map(work, runs))
    taken = Counter(Person.objects.values_list("name", "birth_date"))
    assert max(taken.values()) == 1
    for run in runs:
        run.refresh_from_db()
    assert {run.state for run in runs} == {"done"}
    assert sum(run.counts["new"] for run in runs) == runs[0].expected["new"] == Person.objects.count()


@pytest.mark.django_db
def test_a_file_that_brings_workers_down_is_given_up(cast, tmp_path):
    make(tmp_path / "rusak.xlsx", 60)
    run = approved(cast, tmp_path / "rusak.xlsx")
    for _ in range(MOST_ATTEMPTS):
        assert take("w") is not None
        PeopleImport.objects.update(lease_until=None)
    assert take("w") is None
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "worker-died")


@pytest.mark.django_db
def test_who_lost_the_right_meanwhile_enters_nothing(cast, tmp_path):
    make(tmp_path / "rusak.xlsx", 60)
    run = approved(cast, tmp_path / "rusak.xlsx")
    cast.operator.assignments.all().delete()
    services.work_once()
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "not-allowed")
    assert not Family.objects.exists()
