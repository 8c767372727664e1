"""Rows that are written once: the model refuses changes, and so does the database itself, by triggers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
Statements = tuple[str, str]  # that puts a trigger on; that takes it off


def triggers_for(tables: Iterable[str]) -> tuple[SchemaStep, SchemaStep]:
    """`install` and `uninstall` for a migration: triggers that refuse every update and delete of these tables.

    On SQLite a later migration that rebuilds one of these tables drops its triggers: run `install` again after it.
    """
    pairs = [(table, event) for table in tables for event in ("UPDATE", "DELETE")]
    return _steps(
        sqlite=[
            _trigger(f"{table}_no_{event.lower()}", f"BEFORE {event} ON {table}", _sqlite_refusal(table))
            for table, event in pairs
        ],
        postgresql=[
            _trigger(f"{table}_no_{event.lower()}", f"BEFORE {event} ON {table}", f"FOR EACH ROW {REFUSAL}", on=table)
            for table, event in pairs
        ],
    )


def roundabout_triggers_for(keys: Mapping[str, Iterable[Sequence[str]]]) -> tuple[SchemaStep, SchemaStep]:
    """`install` and `uninstall` for a migration that closes two ways around the triggers of `triggers_for`.

    SQLite's INSERT OR REPLACE replaces a row without firing its delete trigger, so a row whose key is taken is refused
    before it gets in. PostgreSQL's TRUNCATE fires no row triggers, so the statement itself is refused.

    Args:
        keys: Table → the column sets that are unique in it, the primary key among them.
    """
    return _steps(
        sqlite=[
            _trigger(
                f"{table}_no_replace",
                f"BEFORE INSERT ON {table} WHEN {' OR '.join(_taken(table, key) for key in unique)}",
                _sqlite_refusal(table),
            )
            for table, unique in keys.items()
        ],
        postgresql=[
            _trigger(f"{table}_no_truncate", f"BEFORE TRUNCATE ON {table}", f"FOR EACH STATEMENT {REFUSAL}", on=table)
            for table in keys
        ],
    )


REFUSAL = "EXECUTE FUNCTION guyub_append_only()"
FUNCTION = (
    "CREATE OR REPLACE FUNCTION guyub_append_only() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END; $$ LANGUAGE plpgsql"
)


def _sqlite_refusal(table: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def _taken(table: str, key: Sequence[str]) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  our own names


def _trigger(name: str, when: str, action: str, on: str = "") -> Statements:
    return f"CREATE TRIGGER {name} {when} {action}", f"DROP TRIGGER IF EXISTS {name}" + (f" ON {on}" if on else "")


def _steps(**triggers: list[Statements]) -> tuple[SchemaStep, SchemaStep]:
    def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        uninstall(apps, schema_editor)
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(FUNCTION)
        for put_on, _ in triggers.get(vendor, []):
            schema_editor.execute(put_on)

    def uninstall(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for _, take_off in triggers.get(schema_editor.connection.vendor, []):
            schema_editor.execute(take_off)

    return install, uninstall
