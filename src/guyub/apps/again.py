"""What is sent once more after a lost answer: the same words of the same day are on record once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


def told_already(rows: "QuerySet[Row]", said: Mapping[str, Any]) -> Row | None:
    """The row that says exactly this; None where there is none. The caller holds a lock on whom or what it is about.

    Args:
        rows: Those that count: without what was corrected.
        said: Column → value; None is told apart from zero.
    """
    return rows.filter(**said).order_by("-pk").first()
