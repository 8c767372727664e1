"""Decide a cycle in processes that are killed on the way; started by test_verdict_killed.py in a process of its own.

Arguments: name of the database, code of the cycle. Each try is a process that kills itself, as `kill -9` would, in
front of its n-th change of the database; after each, what stands is printed as one line of JSON. The first try that
lives through the verdict is the last.
"""

import io
import json
import os
import re
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.base import CommandError  # noqa: E402
from django.db import connection  # noqa: E402

from guyub.apps.accounts.actors import SYSTEM  # noqa: E402
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Verdict  # noqa: E402
from guyub.apps.appraisal.services import verdicts  # noqa: E402

CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE)")


def decide(code: str, last: int) -> None:
    """The verdict, cut off in front of the change of this number."""
    done = 0

    def count(execute, sql, *rest):
        nonlocal done
        done += bool(CHANGES.match(sql))
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        verdicts.decide(SYSTEM, Cycle.objects.get(code=code), "1/BA", "Kota Contoh")


def tried(code: str, last: int) -> bool:
    """Whether the cycle is still open after a process of its own was killed."""
    child = os.fork()
    if not child:
        decide(code, last)
        os.kill(os.getpid(), signal.SIGKILL)  # right behind the commit, before anybody is told
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and Cycle.objects.filter(code=code, state=Cycle.State.OPEN).exists()


def standing(code: str) -> dict[str, object]:
    """What the database holds."""
    cycle = Cycle.objects.get(code=code)
    try:
        call_command("verify_audit", stdout=io.StringIO(), stderr=io.StringIO())
        audit = ""
    except CommandError as error:
        audit = str(error)
    return {
        "state": cycle.state,
        "verdicts": Verdict.objects.count(),
        "entries": sorted(set(Entry.objects.filter(cycle=cycle).values_list("state", flat=True))),
        "ranked": Entry.objects.filter(cycle=cycle, rank__isnull=False).count(),
        "announced": EntryRecord.objects.filter(kind="decided").count(),
        "audit": audit,
        "differences": len(verdicts.replay(cycle)) if cycle.state == Cycle.State.DECIDED else 0,
    }


connection.settings_dict["NAME"], code = sys.argv[1:]
connection.settings_dict["OPTIONS"].pop("pool", None)  # a killed process must not leave its connection to another
number, killed = 0, True
while killed:
    number += 1
    killed = tried(code, number)
    print(json.dumps(standing(code)), flush=True)
    connection.close()  # no connection is shared with the next child
