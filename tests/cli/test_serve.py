"""`guyub serve`: one command from nothing to a site that answers."""

import argparse
import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from guyub.cli import serve
from guyub.cli.serve import DemoForOthers, NoFreePort, free_port
from tests.pii import heard

NOT_OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GUYUB_DEBUG"}
STARTED = re.compile(r"^http://127\.0\.0\.1:(\d+)$")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[str, str]]:
    """The address of a running site and what it printed while starting; stopped as Ctrl-C stops it."""
    environment = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    environment |= {"GUYUB_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "guyub.cli", "serve", "--workers", "1", "--lang", "id", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("  contoh") or ("--demo" not in options and STARTED.match(line.strip())):
                break
        address = next((line.strip() for line in lines if STARTED.match(line.strip())), None)
        assert address is not None, "".join(lines)
        yield address, "".join(lines)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=90) == 0, "".join(lines)
        heard("".join(lines) + process.stdout.read(), _names_in(folder))


def _names_in(folder: Path) -> list[str]:
    """Of the people in the site's own database."""
    with closing(sqlite3.connect(next(folder.glob("*.sqlite3")))) as database:
        return [row[0] for row in database.execute("SELECT name FROM people_person")]


def get(address: str, path: str) -> http.client.HTTPResponse:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    folder = tmp_path_factory.mktemp("data")
    with serving(folder, "--demo", "--port", str(free_port("127.0.0.1", 18000))) as (address, printed):
        yield address, printed, folder


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are listed in /proc on Linux only")
def test_workers_are_forked_from_a_process_without_threads_for_tables(site: tuple[str, str, Path]) -> None:
    # A fork takes no threads along: a worker that adds families up would wait for the pool of its parent for ever.
    ours = [
        process
        for process in Path("/proc").glob("[0-9]*")
        if str(site[2]) in _read(process / "environ") and "\0serve\0" in _read(process / "cmdline")
    ]
    parents = {process.name: _read(process / "stat").rpartition(")")[2].split()[1] for process in ours}
    first = [process for process in ours if parents[process.name] not in parents]
    names = {_read(task).strip() for process in first for task in process.glob("task/*/comm")}
    assert len(first) == 1
    assert not {name for name in names if re.fullmatch(r"polars-[0-9]+", name)}  # its pool, begun by the first use


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:  # a process that ended meanwhile
        return ""


def test_the_address_answers_as_soon_as_it_is_printed(site: tuple[str, str, Path]) -> None:
    assert get(site[0], "/healthz").status == 200


def test_the_demonstration_accounts_are_printed_with_a_warning(site: tuple[str, str, Path]) -> None:
    assert "Akun peragaan" in site[1]
    assert re.search(r"^  mampang +[a-z]{4}(-[a-z]{4}){4} ", site[1], re.MULTILINE)


def test_pages_forbid_foreign_and_inline_scripts(site: tuple[str, str, Path]) -> None:
    policy = get(site[0], "/akun/login/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_static_files_are_served_and_kept_by_browsers(site: tuple[str, str, Path]) -> None:
    page = get(site[0], "/akun/login/").read().decode()
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style is not None
    answer = get(site[0], style.group(1))
    assert (answer.status, "immutable" in answer.headers["Cache-Control"]) == (200, True)


def test_the_interface_describes_itself(site: tuple[str, str, Path]) -> None:
    assert (get(site[0], "/api/v1/openapi.json").status, get(site[0], "/api/v1/docs").status) == (200, 200)


def test_the_secret_key_is_for_its_owner_only(site: tuple[str, str, Path]) -> None:
    assert (site[2] / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_second_start_keeps_data_and_takes_the_next_free_port(site: tuple[str, str, Path]) -> None:
    address, printed, folder = site
    port = urlsplit(address).port
    with serving(folder, "--demo", "--port", str(port)) as (second, printed_again):
        assert urlsplit(second).port != port
        assert printed_again.replace(second, address) == printed
        assert get(second, "/healthz").status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104  refused
def test_the_demonstration_is_not_for_other_machines(host: str) -> None:
    with pytest.raises(DemoForOthers):
        serve.run(argparse.Namespace(lang="id", demo=True, demo_anyway=False, host=host, port=8000, workers=1))


def test_a_busy_port_is_passed_over() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert free_port("127.0.0.1", taken) > taken


def test_when_every_port_is_busy_the_answer_says_so() -> None:
    with pytest.raises(NoFreePort):
        free_port("192.0.2.1", 8000)  # an address that no machine has


@pytest.mark.parametrize(
    ("host", "asked", "left"), [("127.0.0.1", None, "0"), ("127.0.0.1", "1", "1"), ("192.0.2.7", None, None)]
)
def test_only_a_demonstration_on_this_machine_goes_without_a_second_factor(
    host: str, asked: str | None, left: str | None
) -> None:
    environment = {} if asked is None else {"GUYUB_REQUIRE_MFA": asked}
    serve._ease_trying(host, environment)
    assert environment.get("GUYUB_REQUIRE_MFA") == left
