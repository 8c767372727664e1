"""One village in plain Python is the oracle: Polars and DuckDB give the same for every village and instrument."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guyub.analytics.classify import with_notes
from guyub.analytics.engines import run_on
from guyub.data import load_fact_catalogue, load_instrument, load_related
from guyub.domain.facts import find_contradictions
from guyub.domain.instruments import Instrument, assess, assess_frame
from tests.villages import SMALL_FACTS, facts_for, small_instruments

CATALOGUE = load_fact_catalogue()
WEB = load_instrument("kkb-klas-web-2021")
READINESS = load_instrument("kkb-siap-1.0")
NOTES = ("given", "missing", "findings")


def examples_of(count: int) -> settings:
    """So many examples; an engine's first table may take its time."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


def expected(
    instrument: Instrument, facts: Mapping[str, int | None], scores: Mapping[str, int], mode: str | None
) -> Any:
    """The row that `assess` and `find_contradictions` give."""
    answer = assess(instrument, facts, mode=mode, given=scores, related=load_related(instrument))
    row: dict[str, Any] = dict(answer.scores)
    if instrument.total is None:
        row |= {f"index_{index}": value for index, value in answer.indices.items()}
    else:
        row |= {"total": answer.total, "points_unknown": answer.points_unknown}
    row |= {"class_rank": answer.rank, "class": answer.class_name}
    findings = "; ".join(map(str, find_contradictions(CATALOGUE, facts)))
    return row | {"given": set(answer.given), "missing": set(answer.missing), "findings": findings}


def computed(
    instrument: Instrument,
    villages: list[dict[str, int | None]],
    scores: list[dict[str, int]],
    mode: str | None,
    engine: str,
) -> list[Any]:
    """The rows that `assess_frame` gives on an engine."""
    facts, named = tuple(villages[0]), tuple(sorted({code for row in scores for code in row}))
    schema = {"position": pl.Int64(), **dict.fromkeys((*facts, *named), pl.Int64())}
    rows = [{"position": n, **v, **s} for n, (v, s) in enumerate(zip(villages, scores, strict=True))]

    def job(frame: Any) -> Any:
        noted = with_notes(instrument, frame, facts, named, CATALOGUE, mode=mode)
        related = load_related(instrument)
        return assess_frame(instrument, noted, keep=("position", *NOTES), mode=mode, given=named, related=related)

    result = run_on(engine, pl.DataFrame(rows, schema=schema), job).sort("position").drop("position").to_dicts()
    for row in result:
        for note in ("given", "missing"):
            row[note] = set(filter(None, row[note].split(";")))
    return result


def scores_for(instrument: Instrument) -> st.SearchStrategy[dict[str, int]]:
    """Scores taken as given, for any of the variables that allow it."""
    possible = {
        code: st.sampled_from(sorted({b.score for b in instrument.by_code[code].bands})) for code in instrument.givable
    }
    return st.fixed_dictionaries({}, optional=possible)


@st.composite
def tables(draw, instrument: Instrument, codes: tuple[str, ...]):
    """A few villages with the same columns, and given scores."""
    villages = draw(st.lists(facts_for(*codes), min_size=1, max_size=12))
    return villages, [draw(scores_for(instrument)) for _ in villages]


def check(instrument, table, mode, engine):
    villages, scores = table
    wanted = [expected(instrument, v, s, mode) for v, s in zip(villages, scores, strict=True)]
    assert computed(instrument, villages, scores, mode, engine) == wanted


@pytest.mark.parametrize(("engine", "examples"), [("polars", 15), ("duckdb", 4)])
@pytest.mark.parametrize("mode", ["strict-web", "intended", "cautious"])
def test_the_web_instrument_gives_the_same_on_every_engine(engine, examples, mode):
    @examples_of(examples)
    @given(tables(WEB, WEB.facts_used))
    def agree(table):
        check(WEB, table, mode, engine)

    agree()


@pytest.mark.parametrize(("engine", "examples"), [("polars", 8), ("duckdb", 3)])
def test_the_readiness_instrument_gives_the_same_on_every_engine(engine, examples):
    codes = tuple(dict.fromkeys((*READINESS.facts_used, *WEB.facts_used)))

    @examples_of(examples)
    @given(tables(READINESS, codes))
    def agree(table):
        check(READINESS, table, None, engine)

    agree()


@pytest.mark.parametrize(("engine", "examples"), [("polars", 50), ("duckdb", 10)])
def test_any_small_instrument_gives_the_same_on_every_engine(engine, examples):
    @examples_of(examples)
    @given(st.data())
    def agree(data):
        instrument = data.draw(small_instruments())
        check(instrument, data.draw(tables(instrument, SMALL_FACTS)), None, engine)

    agree()


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_columns_that_are_not_there_are_missing_facts(engine):
    villages = [{"pus": 100, "wants_no_more": 5}, {"pus": None, "wants_no_more": 0}]
    check(WEB, (villages, [{}, {"I2": 3}]), None, engine)
