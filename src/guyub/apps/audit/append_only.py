"""Rows that are written once: the model refuses changes, and so does the database itself, by triggers."""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guyub.errors import DomainError


class AppendOnly(DomainError):
    """Recordings, snapshots, events and audit entries are never changed or removed."""

    code = "append-only"
    template = "A {kind} is never changed or deleted. Record a correction instead."
    exit_code = 4


class AppendOnlyQuerySet(models.QuerySet):
    """Reading and adding only."""

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly(kind=self.model._meta.verbose_name)

    def delete(self) -> NoReturn:
        raise AppendOnly(kind=self.model._meta.verbose_name)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(kind=self._meta.verbose_name)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(kind=self._meta.verbose_name)


SchemaStep = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def triggers_for(tables: Iterable[str]) -> tuple[SchemaStep, SchemaStep]:
    """`install` and `uninstall` for a migration: triggers that refuse every update and delete of these tables.

    On SQLite a later migration that rebuilds one of these tables drops its triggers: run `install` again after it.
    """
    pairs = [(table, event) for table in tables for event in ("UPDATE", "DELETE")]

    def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        uninstall(apps, schema_editor)
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION guyub_append_only() RETURNS trigger AS $$ BEGIN "
                "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END; $$ LANGUAGE plpgsql"
            )
        for table, event in pairs:
            name = f"{table}_no_{event.lower()}"
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
        vendor = schema_editor.connection.vendor
        for table, event in pairs:
            if vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}")
            elif vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()} ON {table}")

    return install, uninstall
