"""``column__among=values``: what ``column__in`` asks, with all values in one parameter.

``in`` makes a placeholder of every value, compiles it and binds it. A part of a large file asks about thousands of
people, families and numbers in a dozen queries, and a tenth of its time went into their placeholders.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject
from django.db.models.lookups import Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """One of many numbers or texts. Nothing is among no values."""

    lookup_name = "among"

    def __init__(self, lhs: Any, rhs: Iterable[int | str]) -> None:
        super().__init__(lhs, list(rhs))

    def get_prep_lookup(self) -> list[int | str]:
        """The values as they are: numbers and texts need no conversion."""
        return self.rhs

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """An array."""
        return self._sql(compiler, "{} = ANY(%s)", self.rhs)

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """A list in JSON."""
        return self._sql(compiler, "{} IN (SELECT value FROM json_each(%s))", json.dumps(self.rhs))

    def _sql(self, compiler: Any, template: str, values: Any) -> tuple[str, list[Any]]:
        if not self.rhs:
            raise EmptyResultSet
        column, params = compiler.compile(self.lhs)
        return template.format(column), [*params, values]
