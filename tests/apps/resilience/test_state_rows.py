"""One family after the other or all at once: the stored rows are the same."""

import random

from guyub.apps.resilience.services.states import row_of, rows_by_columns
from guyub.domain.families.record import CODES

COUNTS = {"members": 6, "children": 4, "insured": 6, "uninsured": 3, "p25": 90, "p26": 6, "wife_age": 55, "decile": 10}


def made_up(chance):
    """A record with anything in it, and gaps."""
    record = {}
    for code in CODES:
        if chance.random() < 0.15:
            continue
        record[code] = chance.randint(0, COUNTS.get(code, 3 if code.startswith(("p", "kb")) else 2))
    return record


def test_columns_say_of_many_families_what_the_rules_say_of_each():
    chance = random.Random(20261126)  # noqa: S311 - test data
    records = [made_up(chance) for _ in range(400)]
    by_columns = rows_by_columns(records)
    assert len(by_columns) == 400
    for record, row in zip(records, by_columns, strict=True):
        expected = row_of(record)
        assert {name: row[name] for name in expected} == expected
