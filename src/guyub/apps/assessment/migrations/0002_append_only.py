"""The database itself refuses changes to recordings, fact records and snapshots.

On SQLite a later migration that rebuilds one of these tables drops its triggers: run `install` again after it.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("assessment_recording", "assessment_factrecord", "assessment_snapshot")
EVENTS = ("UPDATE", "DELETE")


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on, replacing those that are there."""
    uninstall(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION guyub_append_only() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END; $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for event in EVENTS:
            name = _name(table, event)
            if vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            elif vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION guyub_append_only()"
                )


def uninstall(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for event in EVENTS:
            if vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}")
            elif vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)} ON {table}")


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall)]
