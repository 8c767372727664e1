"""The background worker: takes up one import after another, under a lease that it renews as long as it lives."""

import gc
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from guyub.apps.assessment.services import record_waiting
from guyub.apps.audit import trail
from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files.services.applying import LEASE, apply
from guyub.apps.intake.people_files.services.checking import CHUNK, check
from guyub.apps.intake.people_files.services.problems import LeaseLost
from guyub.errors import DomainError

MOST_ATTEMPTS = 5  # a file that brings five workers down will bring down the sixth
IDLE_SECONDS = 1.0
COLLECT_AFTER = (200_000, 20, 20)  # new objects, and rounds, before the collector looks for rings
State = PeopleImport.State
log = logging.getLogger("guyub.work")


@transaction.atomic
def take(worker: str, now: datetime | None = None, lease: timedelta = LEASE) -> PeopleImport | None:
    """The import that waits longest and that nobody works on, now in this worker's hands; None where there is none."""
    now = now or timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waiting = PeopleImport.objects.filter(free, state__in=[State.TO_CHECK, State.TO_APPLY]).defer("content_sealed")
    skip = connection.features.has_select_for_update_skip_locked
    run = waiting.select_for_update(skip_locked=skip).order_by("queued_at").first()
    if run is None:
        return None
    run.worker, run.lease_until, run.attempts = worker, now + lease, run.attempts + 1
    if run.attempts > MOST_ATTEMPTS:
        _fail(run, "worker-died")
        return None
    run.save(update_fields=["worker", "lease_until", "attempts"])
    return run


def work_once(worker: str | None = None, lease: timedelta = LEASE, part: int = CHUNK) -> bool:
    """Do one step of one import; False where nothing waits. ``part``: families of one transaction."""
    mark = worker or str(uuid.uuid4())
    taken = take(mark, lease=lease)
    if taken is None:
        return False
    run = PeopleImport.objects.select_related("village", "round", "key", "uploaded_by").get(pk=taken.pk)
    try:
        with _seldom_collecting():
            if run.state == State.TO_CHECK:
                check(run, lambda: renew(run, mark, lease))
            else:
                apply(run, mark, part, lease)
    except LeaseLost:
        log.warning("import %s was taken up by another worker", run.pk)
    except DomainError as error:
        _fail(PeopleImport.objects.defer("content_sealed").get(pk=run.pk), error.code)
    return True


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A file becomes millions of objects of which none is in a ring: looking for rings took a quarter of the time.

    What is no longer used is freed at once all the same; only rings wait longer.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def renew(run: PeopleImport, worker: str, lease: timedelta) -> None:
    """Say that the work goes on.

    Raises:
        LeaseLost: Another worker has it.
    """
    mine = PeopleImport.objects.filter(pk=run.pk, worker=worker)
    if not mine.update(lease_until=timezone.now() + lease):
        raise LeaseLost


def work_all(lease: timedelta = LEASE, part: int = CHUNK, stop: Callable[[], bool] = lambda: False) -> int:
    """Do everything that waits; returns how many steps of imports there were. Villages' figures follow at the end."""
    worker, done = str(uuid.uuid4()), 0
    while not stop() and work_once(worker, lease, part):
        done += 1
    record_waiting()
    return done


def work(stop: Callable[[], bool], lease: timedelta = LEASE, part: int = CHUNK) -> None:
    """Work until told to stop; rests while nothing waits."""
    worker = str(uuid.uuid4())
    while not stop():
        close_old_connections()
        if not work_once(worker, lease, part):
            record_waiting()
            time.sleep(IDLE_SECONDS)


def _fail(run: PeopleImport, code: str) -> None:
    run.state, run.failure, run.worker, run.lease_until = State.FAILED, code[:40], "", None
    run.save(update_fields=["state", "failure", "worker", "lease_until", "attempts"])
    trail.note(run.uploaded_by, "people-import-failed", chain=run.village_id, subject=run.subject, reason=code)
