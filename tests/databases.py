"""The test database: migrated once for each state of the source, then copied for every worker and every site.

Working out the tables from the migrations takes longer than most test files. The copy that others are made of lies in
pytest's cache (SQLite) or on the server (PostgreSQL), under a name that changes with the source.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

ROOT = Path(__file__).parents[1]
SOURCES = ("src/guyub/**/*.py", "tests/databases.py", "tests/settings.py", "requirements-dev.txt")
CACHE_TABLE = "guyub_cache"  # of sites that tests start; the tests' own process keeps its cache in memory
PREFIX = "test_guyub_"


@cache
def state() -> str:
    """A fingerprint of everything that tables are made of."""
    told = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            told.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()[:16]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One worker at a time; the others wait."""
    with (folder / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        yield


def use(name: str) -> None:
    """Turn the connection to another database."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _migrated(name: str) -> None:
    """Make the tables in an empty database, and leave it."""
    before = connection.settings_dict["NAME"]
    use(name)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", CACHE_TABLE, verbosity=0)
    finally:
        use(before)


# --- Rows that every test begins with -------------------------------------------------------------------------------

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table → its columns, its rows
INSERTED = re.compile(r'^\s*INSERT(?: OR \w+)? INTO "?(\w+)', re.IGNORECASE)


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables that rows are added to meanwhile."""
    tables: set[str] = set()

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := INSERTED.match(sql):
            tables.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield tables


def rows_of(tables: Iterable[str]) -> Rows:
    """Everything in these tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = ([column[0] for column in cursor.description], list(cursor.fetchall()))
    return found


def write(rows: Rows) -> None:
    """Add rows as they were read, keys included. What refers to what is looked at when all of them are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            named = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', values)


# --- SQLite ----------------------------------------------------------------------------------------------------------


def copy_sqlite(folder: Path, target: Path) -> None:
    """Write a database of this state of the source, without rows; what it is a copy of is made where it is missing."""
    made = folder / f"{state()}.sqlite3"
    with alone(folder):
        if not made.exists():
            for former in folder.glob("*.sqlite3*"):
                former.unlink()
            begun = made.with_suffix(".sqlite3-begun")
            _migrated(str(begun))
            os.replace(begun, made)
        shutil.copyfile(made, target)


def of_sqlite(folder: Path) -> Callable[[], None]:
    """Use a copy of its own; answers how to give it up."""
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    copy_sqlite(folder, Path(name))
    use(name)
    return lambda: Path(name).unlink(missing_ok=True)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def of_postgresql(folder: Path, worker: str) -> Callable[[], None]:
    """Use a copy of its own; answers how to give it up."""
    made, own = f"{PREFIX}{state()}", f"{PREFIX}{state()}_{worker}"
    with alone(folder):
        there = [row[0] for row in _on_server("SELECT datname FROM pg_database")]
        if made not in there:
            begun = f"{made}_begun"
            for former in there:
                if former.startswith(PREFIX):
                    _on_server(f'DROP DATABASE "{former}"')
            _on_server(f'CREATE DATABASE "{begun}"')
            _migrated(begun)
            _on_server(f'ALTER DATABASE "{begun}" RENAME TO "{made}"')
        _on_server(f'DROP DATABASE IF EXISTS "{own}"')
        _on_server(f'CREATE DATABASE "{own}" TEMPLATE "{made}"')
    use(own)
    return lambda: _on_server(f'DROP DATABASE IF EXISTS "{own}"')


def _on_server(statement: str) -> list[tuple[str, ...]]:
    """Say something to the server itself, outside any transaction."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
