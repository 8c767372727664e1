"""Made-up expressions as rule files write them, and records to compute them for."""

from hypothesis import strategies as st
from pydantic import TypeAdapter

from guyub.domain.expressions.model import Expression

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
