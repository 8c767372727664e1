"""Files and folders for their owner alone: the database, keys, letters, files of proofs.

Whoever else has an account on the same machine must not read them, however the machine is set up.
"""

import os
from contextlib import suppress
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def make_folder(path: Path) -> Path:
    """A folder, made for its owner alone where it is missing, as are those above it; what is there stays as it is."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=FOLDER, exist_ok=True)
    return path


def own_folder(path: Path) -> Path:
    """A folder of ours by its name: made for its owner alone, or closed to others where it was left open before."""
    _close(make_folder(path), FOLDER)
    return path


def own_database(path: Path) -> Path:
    """The file of an SQLite database, made empty where it is missing, and closed to others with its journals.

    SQLite gives the journals that it makes later the mode of the file.
    """
    make_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))
    for each in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        if each.is_file():
            _close(each, FILE)
    return path


def close_file(path: Path) -> None:
    """Close a file of ours to others where it was left open."""
    _close(path, FILE)


def _close(path: Path, mode: int) -> None:
    """What belongs to somebody else stays as they made it: only they can change it."""
    found = path.stat()
    if found.st_mode & 0o077 and found.st_uid == os.geteuid():
        path.chmod(mode)
