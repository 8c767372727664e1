"""Close two ways around the triggers of 0002: SQLite's INSERT OR REPLACE and PostgreSQL's TRUNCATE.

SQLite replaces a row without firing its delete trigger, so a row whose key or place is taken is refused before it
gets in. PostgreSQL empties a table without firing row triggers, so the statement itself is refused.

On SQLite a later migration that rebuilds one of these tables drops its triggers: run `install` again after it.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Table → the column sets that are unique in it.
UNIQUE = {
    "assessment_recording": [("id",)],
    "assessment_factrecord": [("id",), ("recording_id", "kind", "code")],
    "assessment_snapshot": [("id",), ("unit_id", "sequence")],
}


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on, replacing those that are there."""
    uninstall(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    for table, keys in UNIQUE.items():
        if vendor == "sqlite":
            taken = " OR ".join(
                f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{column} = NEW.{column}' for column in key)})"  # noqa: S608  our own names
                for key in keys
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        elif vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION guyub_append_only()"
            )


def uninstall(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off."""
    vendor = schema_editor.connection.vendor
    for table in UNIQUE:
        if vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_replace")
        elif vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_append_only")]

    operations = [migrations.RunPython(install, uninstall)]
