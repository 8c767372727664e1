"""Database, keys, letters and files of proofs are for their owner alone, whatever the machine's own habit is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from guyub.apps import private_files
from guyub.apps.evidence.services import files
from guyub.apps.private_files import make_folder, own_database, own_folder
from tests.apps.evidence import samples

SITE = """
import django
django.setup()
from django.db import connection
connection.cursor().execute("CREATE TABLE uji (n integer)")
from django.conf import settings
for path in sorted(settings.DATA_DIR.rglob("*")):
    print(path.relative_to(settings.DATA_DIR), oct(path.stat().st_mode & 0o777))
"""


@pytest.fixture(autouse=True)
def open_handed() -> Iterator[None]:
    """A machine on which everybody may read what is made without a word."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_folders_are_made_for_their_owner_and_those_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    made = make_folder(tmp_path / "there" / "a" / "b")
    assert [mode(path) for path in (made, made.parent, tmp_path / "there")] == ["0o700", "0o700", "0o777"]


def test_a_folder_of_ours_that_was_left_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    assert mode(own_folder(tmp_path / "evidence")) == "0o700"


def test_a_database_that_was_left_open_is_closed_with_its_journals(tmp_path: Path) -> None:
    names = ("guyub.sqlite3", "guyub.sqlite3-wal", "guyub.sqlite3-shm")
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    own_database(tmp_path / names[0])
    assert [(mode(tmp_path / name), (tmp_path / name).read_text()) for name in names] == [
        ("0o600", name) for name in names
    ]


def test_what_belongs_to_somebody_else_stays_as_they_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").touch()
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "key").stat().st_uid + 1)
    private_files.close_file(tmp_path / "key")
    assert mode(tmp_path / "key") == "0o666"


@pytest.mark.parametrize("url", ["", "sqlite:///{folder}/lain.sqlite3"], ids=["usual", "by address"])
def test_a_site_begins_with_nothing_that_others_may_read(tmp_path: Path, url: str) -> None:
    folder = tmp_path / "new" / "site"
    given = {key: value for key, value in os.environ.items() if not key.startswith(("GUYUB_", "DATABASE_"))}
    given |= {"GUYUB_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "guyub.apps.settings"}
    given |= {"DATABASE_URL": url.format(folder=folder)} if url else {}
    said = subprocess.run([sys.executable, "-c", SITE], env=given, capture_output=True, text=True, check=True).stdout
    found = dict(line.rsplit(" ", 1) for line in said.splitlines())
    name = "lain.sqlite3" if url else "guyub.sqlite3"
    assert found.keys() >= {name, f"{name}-wal", f"{name}-shm", "secret-key", "snapshot-key", "person-keys", "letters"}
    assert {path: held for path, held in found.items() if held not in ("0o600", "0o700")} == {}
    assert (mode(folder), mode(folder.parent)) == ("0o700", "0o700")


@pytest.mark.django_db
def test_files_of_proofs_are_kept_for_their_owner(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path / "site"
    files.folder().mkdir(parents=True)  # as an earlier version left it
    sent = tmp_path / "foto.jpg"
    sent.write_bytes(samples.jpeg())
    kept = files.path_of(files.take_in(sent, "foto.jpg"))
    assert [mode(path) for path in (kept, kept.parent, files.folder())] == ["0o600", "0o700", "0o700"]
