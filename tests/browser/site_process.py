"""A site in a process of its own, which a test kills in the middle like a power cut, and a phone that is signed in."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.test_look import SMALL_TARGETS, SMALLEST_TARGET
from tests.pii import heard

ROOT = Path(__file__).parents[2]
STATE = "[data-save-state]"
SAVED, WAITING = re.compile("^Tersimpan"), re.compile("Menunggu sinyal")
OFFLINE_NOISE = re.compile("ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|Failed to load resource")


@dataclass
class Site:
    """It can be killed and begun again with the same data. ``laid``: what the script that laid its world printed."""

    folder: Path
    port: int
    laid: str
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "django", "runserver", "--noreload", "--insecure", f"127.0.0.1:{self.port}"]
        with self.log.open("a") as log:  # the process has its own handle of it
            self.process = subprocess.Popen(
                command, env=environment(self.folder), cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
            )
        for _ in range(1200):  # two minutes: it is there in a few seconds, and on a busy machine it is not
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2)  # noqa: S310 - our own address
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the site did not begin to answer")

    @property
    def log(self) -> Path:
        """What the site prints, over all its lives."""
        return self.folder / "site.log"

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the site's own database answers."""
        with closing(sqlite3.connect(next(self.folder.glob("*.sqlite3")))) as database:
            return database.execute(question).fetchall()

    def names(self) -> list[str]:
        """Of the people in the site's own database."""
        return [row[0] for row in self.rows("SELECT name FROM people_person")]

    def kill(self) -> None:
        """As a power cut does."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)


Sort = TypeVar("Sort", bound=Site)


def environment(folder: Path) -> dict[str, str]:
    """Of the site's process: its own data folder."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return kept | {
        "GUYUB_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.browser.walk_settings",
        "PYTHONPATH": path,
    }


def lay_world(script: str, migrated_file: Path, folder: Path, *arguments: str) -> tuple[Path, str]:
    """A data folder as a script beside this file lays it; the first word that the script prints."""
    shutil.copyfile(migrated_file, folder / "guyub.sqlite3")
    command = [sys.executable, str(ROOT / "tests" / "browser" / script), *arguments]
    done = subprocess.run(command, env=environment(folder), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder, done.stdout.split()[0]


@contextmanager
def running_site(world: tuple[Path, str], folder: Path, kind: type[Sort] = Site) -> Iterator[Sort]:
    """A site on a copy of a world; nothing that it printed may tell who somebody is."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(world[0], folder, dirs_exist_ok=True)
    found = kind(folder, port, world[1])
    found.start()
    yield found
    found.kill()
    heard(found.log.read_text(), found.names())


@contextmanager
def signed_in_phone(chromium: Browser, site: Site, path: str) -> Iterator[Page]:
    """The cadre's phone at a page; fails on errors of scripts, not on a connection that was cut."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 740}, locale="id-ID", has_touch=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text) if said.type == "error" and not OFFLINE_NOISE.search(said.text) else None
        ),
    )
    page.goto(f"{site.address}/akun/login/?next={path}")
    page.fill("input[name=login]", "kader-satu")
    page.fill("input[name=password]", "kampung-berkualitas-1")
    page.click("main button.btn-primary")
    page.wait_for_url(f"**{path}")
    yield page
    context.close()
    assert not complaints


def looks_right(page: Page) -> None:
    """Axe finds nothing serious, a phone does not scroll sideways, and fingers find every control."""
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []
