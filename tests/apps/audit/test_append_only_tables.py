"""Audit entries and events stay as they were written, whichever way one comes at the table."""

import pytest
from django.db import Error, connection, transaction

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Event
from guyub.apps.people.services import NewFamily, register_families
from tests.apps.people.registry import HERE, SINCE, member
from tests.conftest import Cast

TABLES = (AuditEntry._meta.db_table, Event._meta.db_table)
sqlite_alone = pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's own")
postgresql_alone = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")


@pytest.fixture
def written(cast: Cast) -> None:
    """Rows in both tables, and no check pending that would refuse a change as well."""
    register_families(SYSTEM, [NewFamily(HERE, [member("Contoh Satu")], SINCE)])
    trail.note(SYSTEM, "open-round", chain=HERE.village)
    connection.check_constraints()


def refused(*statements: str) -> bool:
    """Whether the last of these statements is refused because of what the table is."""
    with connection.cursor() as cursor:
        for statement in statements[:-1]:
            cursor.execute(statement)
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            cursor.execute(statements[-1])
    return True


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_nothing_is_changed_or_deleted(written: None, table: str, statement: str) -> None:
    assert refused(statement.format(table))


@sqlite_alone
@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_replaced_by_inserting_over_it(written: None, table: str) -> None:
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


@sqlite_alone
def test_no_entry_is_replaced_by_its_number_in_the_chain(written: None) -> None:
    table = AuditEntry._meta.db_table
    assert refused(
        f"CREATE TEMP TABLE forged AS SELECT * FROM {table}",
        "UPDATE forged SET id = id + 1000, action = 'lain'",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM forged",
    )
    assert not AuditEntry.objects.filter(action="lain").exists()


@postgresql_alone
@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied(written: None, table: str) -> None:
    assert refused(f"TRUNCATE {table} CASCADE")
