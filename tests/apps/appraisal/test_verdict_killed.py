"""The process that decides is killed, once in front of each of its changes: the whole verdict stands, or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.apps.appraisal.panel import make_panel, score_all
from tests.conftest import Cast

ROOT = Path(__file__).parents[3]


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_change_the_verdict_is_whole_or_not_there(cast: Cast, tmp_path: Path) -> None:
    panel = make_panel(cast)
    for entry, base in zip(panel.entries, (90, 70), strict=True):
        score_all(panel, entry, base)
    connection.close()
    tries = _tries(panel.cycle.code, tmp_path)
    nothing = {"state": "open", "verdicts": 0, "entries": ["active"], "ranked": 0, "announced": 0}
    whole = {"state": "decided", "verdicts": 1, "entries": ["decided"], "ranked": 2, "announced": 2}
    sound = {"audit": "", "differences": 0}
    assert len(tries) > 10  # the verdict, two records and entries with their ledgers, the cycle, the trail
    assert tries == [{**nothing, **sound}] * (len(tries) - 1) + [{**whole, **sound}]


def _tries(code: str, folder: Path) -> list[dict[str, Any]]:
    """What stood after each try, the last of which got through."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guyub.apps.settings",
        "GUYUB_DATA_DIR": str(folder),
        "GUYUB_SNAPSHOT_KEY": settings.SNAPSHOT_KEY,
        "GUYUB_PERSON_KEYS": settings.PERSON_KEYS,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.apps.appraisal.dying_verdict", str(connection.settings_dict["NAME"]), code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
