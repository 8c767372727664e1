"""The column form of any expression gives what the one-record oracle gives, on Polars and on DuckDB."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from guyub.analytics.engines import run_on
from guyub.domain.expressions.columns import Columns, column, truth
from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.model import OPERATORS, Expression
from guyub.domain.planning.compiler import _COMPILE

PARSER = TypeAdapter(Expression)
FACTS = ("a", "b", "c", "absent")
PRESENT = FACTS[:3]

codes = st.lists(st.integers(0, 5), min_size=1, max_size=4)
leaves = (
    st.builds(lambda n: {"const": n}, st.integers(0, 5))
    | st.builds(lambda code: {"fact": code}, st.sampled_from(FACTS))
    | st.builds(lambda names: {"known": names}, st.lists(st.sampled_from(FACTS), min_size=1, max_size=3))
    | st.just({"unknown": "not asked"})
)


def operators(inner):
    several, pair = st.lists(inner, min_size=1, max_size=3), st.lists(inner, min_size=2, max_size=2)
    return st.one_of(
        st.builds(lambda x: {"sum": x}, several),
        st.builds(lambda x: {"excess": x}, pair),
        st.builds(lambda x: {"at_least": x}, pair),
        st.builds(lambda x: {"all": x}, several),
        st.builds(lambda x: {"count": x}, several),
        st.builds(lambda c, a, b: {"if": c, "then": a, "else": b}, inner, inner, inner),
        st.builds(lambda x, of: {"among": x, "of": of}, codes, inner),
        st.builds(lambda n, of: {"times": n, "of": of}, st.integers(1, 40), inner),
        st.builds(lambda x: {"any": x}, several),
        st.builds(lambda x: {"every": x}, several),
        st.builds(lambda n, of: {"enough": n, "of": of}, inner, several),
    )


expressions = st.recursive(leaves, operators, max_leaves=8)
values = st.none() | st.integers(0, 5)
records = st.fixed_dictionaries(dict.fromkeys(PRESENT, values))


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
