"""The column form of any expression gives what the one-record oracle gives, on Polars and on DuckDB."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guyub.analytics.engines import run_on
from guyub.domain.expressions.columns import Columns, column, truth
from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.model import OPERATORS
from guyub.domain.planning.compiler import _COMPILE
from tests.domain.expressions.strategies import PARSER, PRESENT, expressions, records


@pytest.mark.parametrize(("engine", "examples"), [("polars", 150), ("duckdb", 30)])
def test_columns_say_what_the_oracle_says(engine, examples):
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]

    @settings(max_examples=examples, deadline=None, suppress_health_check=slow)
    @given(st.lists(expressions, min_size=1, max_size=4), st.lists(records, min_size=1, max_size=8))
    def agree(raw, rows):
        nodes = [PARSER.validate_python(one) for one in raw]
        wanted = [[evaluate(node, Scope(row)) for node in nodes] for row in rows]
        results = [column(node, Columns(PRESENT)).alias(f"e{n}") for n, node in enumerate(nodes)]
        flags = [truth(node, Columns(PRESENT)).alias(f"f{n}") for n, node in enumerate(nodes)]

        def job(frame):
            named = nw.from_native(frame)
            return named.select(nw.col("position"), *results, *flags).to_native()

        numbered = [{"position": n, **row} for n, row in enumerate(rows)]
        frame = pl.DataFrame(numbered, schema=dict.fromkeys(("position", *PRESENT), pl.Int64()))
        found = run_on(engine, frame, job).sort("position").drop("position").rows()
        known = [[None if value is None else value > 0 for value in row] for row in wanted]
        assert [list(row) for row in found] == [[*row, *flags] for row, flags in zip(wanted, known, strict=True)]

    agree()


def test_the_planner_knows_every_operator_or_refuses_it_in_words():
    assert set(OPERATORS.values()) == set(_COMPILE)
