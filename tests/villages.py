"""Strategies for villages: gaps, zeros, ties and values around each limit; and small instruments of any operator."""

from typing import Any

from hypothesis import strategies as st

from guyub.data import load_fact_catalogue
from guyub.domain.facts import FactKind
from guyub.domain.instruments import Instrument

# Denominators for which percentages tie (x.5 %) and for which they do not, and counts around every band's limit.
_COUNTS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 19, 20, 21, 25, 30, 40, 41, 49, 50, 51, 80, 100, 200, 400, 1000)
counts = st.none() | st.sampled_from(_COUNTS) | st.integers(0, 450)


def fact_values(code: str) -> st.SearchStrategy[int | None]:
    """Values that a fact of the catalogue can take, and None."""
    fact = load_fact_catalogue().by_code[code]
    if fact.kind is FactKind.FLAG:
        return st.none() | st.integers(0, 1)
    if fact.at_most is not None:
        return st.none() | st.integers(0, fact.at_most)
    return counts


def facts_for(*codes: str) -> st.SearchStrategy[dict[str, int | None]]:
    """One village's facts; now and then nothing is recorded, or everything is zero."""
    any_values = st.fixed_dictionaries({code: fact_values(code) for code in codes})
    return any_values | st.just(dict.fromkeys(codes)) | st.just(dict.fromkeys(codes, 0))


# -- small instruments -------------------------------------------------------------------------------------------

SMALL_FACTS = ("families", "pus", "iud", "pill")


def _expressions(values: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    leaves = (
        st.builds(lambda n: {"const": n}, st.integers(0, 120))
        | st.builds(lambda code: {"fact": code}, st.sampled_from(SMALL_FACTS))
        | st.builds(lambda codes: {"known": codes}, st.lists(st.sampled_from(SMALL_FACTS), min_size=1, max_size=3))
    )
    if values:
        leaves |= st.builds(lambda name: {"value": name}, st.sampled_from(values))
    return st.recursive(leaves, _operators, max_leaves=6)


def _operators(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several, pair = st.lists(inner, min_size=1, max_size=3), st.lists(inner, min_size=2, max_size=2)
    return st.one_of(
        st.builds(lambda x: {"sum": x}, several),
        st.builds(lambda x: {"least": x}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda x: {"excess": x}, pair),
        st.builds(lambda of, per, scale: {"ratio": {"of": of, "per": per, "scale": scale}}, inner, inner, _scales),
        st.builds(lambda x: {"at_least": x}, pair),
        st.builds(lambda x: {"all": x}, several),
        st.builds(lambda x: {"count": x}, several),
        st.builds(lambda c, a, b: {"if": c, "then": a, "else": b}, inner, inner, inner),
        st.builds(lambda of, bands: {"banded": {"of": of, "bands": bands}}, inner, _bands()),
    )


_scales = st.sampled_from((1, 5, 100, 1000))


@st.composite
def _bands(draw: st.DrawFn) -> list[dict[str, int]]:
    starts = sorted(draw(st.sets(st.integers(1, 120), min_size=0, max_size=3)))
    scores = draw(st.lists(st.integers(0, 4), min_size=len(starts) + 1, max_size=len(starts) + 1))
    bands = []
    for place, score in enumerate(scores):
        band = {"score": score}
        if place > 0:
            band["from"] = starts[place - 1]
        if place < len(starts):
            band["to"] = starts[place] - 1
        bands.append(band)
    return bands


@st.composite
def small_instruments(draw: st.DrawFn) -> Instrument:
    """An instrument of two named values and three variables, with indices or with a weighted total."""
    values = {"first": _named(draw(_expressions(()))), "second": _named(draw(_expressions(("first",))))}
    variables = [draw(_variables(code, ("first", "second"))) for code in ("A", "B", "C")]
    content = {
        "id": "small",
        "version": "1",
        "name": _TEXT,
        "status": "local",
        "grade": "PROPOSED",
        "source": "made up",
        "valid_from": "2024-01-01",
        "blank_facts": draw(st.sampled_from(("count-as-zero", "stay-missing"))),
        "modes": {"standard": {}},
        "default_mode": "standard",
        "values": values,
        "variables": variables,
        "classes": [{"name": name, "rank": rank, "meaning": _TEXT} for rank, name in enumerate(("low", "high"), 1)],
        "checksum": "-",
    }
    through_indices = draw(st.booleans())
    return Instrument.model_validate(
        content | (_through_indices(draw) if through_indices else _through_total(draw, variables))
    )


_TEXT = {"id": "x", "en": "x"}


def _named(expression: dict[str, Any]) -> dict[str, Any]:
    return {"name": _TEXT, "unit": "x", "of": expression}


@st.composite
def _variables(draw: st.DrawFn, code: str, values: tuple[str, ...]) -> dict[str, Any]:
    variable = {"code": code, "name": _TEXT, "unit": "x", "grade": "PROPOSED", "source": "made up", "may_be_given": "x"}
    variable |= {"value": draw(_expressions(values)), "bands": draw(_bands())}
    if draw(st.booleans()):
        variable |= {"requires": draw(_expressions(values)), "otherwise_score": draw(st.integers(0, 4))}
    return variable


def _through_indices(draw: st.DrawFn) -> dict[str, Any]:
    members = draw(st.sampled_from((["A"], ["A", "B"], ["A", "B", "C"])))
    index = {"id": "one", "name": _TEXT, "members": members, "passes_at": draw(st.integers(0, 400))}
    decisions = [{"passes": {"one": True}, "gives": "high"}, {"passes": {"one": False}, "gives": "low"}]
    return {"indices": [index], "decision_table": decisions}


def _through_total(draw: st.DrawFn, variables: list[dict[str, Any]]) -> dict[str, Any]:
    for variable in variables:
        variable["weight"] = draw(st.integers(1, 5))
    bands: list[dict[str, Any]] = [{"from": draw(st.integers(1, 40)), "gives": "high"}, {"from": 0, "gives": "low"}]
    if draw(st.booleans()):
        bands[0]["gate"] = draw(_expressions(("first", "second")))
    return {"total": {"full_score": 4, "points": sum(v["weight"] for v in variables), "bands": bands}}
