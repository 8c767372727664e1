"""Rows before and after a change, so that exactly this change can be taken back later, and nothing else."""

import base64
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

Key = tuple[str, int]
Image = dict[Key, dict[str, Any]]
"""(model label, row number) → column → value as JSON holds it."""

SILENT = frozenset({"updated_at"})  # says when a row was written, and nothing about anybody


def image(querysets: Iterable[QuerySet]) -> Image:
    """The rows of these querysets as they are now."""
    found: Image = {}
    for queryset in querysets:
        for row in queryset:
            found[(row._meta.label_lower, row.pk)] = {
                one.attname: _written(getattr(row, one.attname))
                for one in row._meta.concrete_fields
                if one.attname not in SILENT
            }
    return found


def difference(before: Image, after: Image) -> list[dict[str, Any]]:
    """What changed: a dict a row with ``label``, ``pk``, ``before`` and ``after`` (None: there was no such row)."""
    changes = []
    for key, values in after.items():
        former = before.get(key)
        names = [name for name, value in values.items() if former is None or former[name] != value]
        if names:
            was = None if former is None else {name: former[name] for name in names}
            now = {name: values[name] for name in names}
            changes.append({"label": key[0], "pk": key[1], "before": was, "after": now})
    return changes


def unchanged(changes: Iterable[Mapping[str, Any]], whole: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> bool:
    """Whether every row still is as the change left it.

    Args:
        whole: Rows that must be the same in every column, as they were after the change: label → number → columns.
    """
    for change in changes:
        row = _model(change["label"])._base_manager.filter(pk=change["pk"]).first()
        if row is None:
            return False
        wanted = whole.get(change["label"], {}).get(change["pk"], change["after"])
        if any(_written(getattr(row, name)) != value for name, value in wanted.items()):
            return False
    return True


def restore(changes: Iterable[Mapping[str, Any]]) -> None:
    """Put rows back as they were: new ones go, ended ones first, so that no two are ever open where one may be."""
    changes = list(changes)
    for change in changes:
        if change["before"] is None:
            _model(change["label"])._base_manager.filter(pk=change["pk"]).delete()
    rest = [change for change in changes if change["before"] is not None]
    for change in sorted(rest, key=lambda one: one["before"].get("until", "-") is None):
        model = _model(change["label"])
        values = {name: _read(model, name, value) for name, value in change["before"].items()}
        model._base_manager.filter(pk=change["pk"]).update(**values)


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _written(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date too


def _read(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
    target = getattr(field, "target_field", field)
    return target.to_python(value)
