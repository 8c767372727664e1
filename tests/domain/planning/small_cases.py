"""Small made-up instruments, levers and villages for hypothesis."""

from hypothesis import strategies as st

from guyub.domain.instruments import Instrument
from guyub.domain.planning import LeverSet

FACTS = ("a", "b", "c", "d", "whole")
TEXT = {"id": "-", "en": "-"}


def fact(code):
    return {"fact": code}


RATIO = {"ratio": {"of": fact("a"), "per": fact("whole")}}
VALUES = {
    "ratio over a fixed whole": RATIO,
    "ratio of a part": {"ratio": {"of": fact("a"), "per": {"sum": [fact("a"), fact("b")]}}},
    "ratio of two parts": {
        "ratio": {"of": {"sum": [fact("a"), fact("c")]}, "per": {"sum": [fact("a"), fact("b"), fact("c")]}}
    },
    "mean of rounded ratios": {
        "ratio": {
            "of": {"sum": [RATIO, {"ratio": {"of": fact("b"), "per": fact("whole")}}]},
            "per": {"const": 2},
            "scale": 1,
        }
    },
    "sum of moving ratios": {
        "sum": [RATIO, {"ratio": {"of": fact("b"), "per": {"sum": [fact("a"), fact("b")]}, "scale": 10}}]
    },
    "count": {"count": [fact("a"), fact("b"), {"at_least": [fact("c"), fact("d")]}]},
    "all": {"all": [fact("a"), {"at_least": [fact("b"), {"const": 2}]}]},
    "steps": {
        "if": fact("a"),
        "then": {"sum": [{"const": 1}, {"at_least": [fact("b"), {"const": 2}]}, fact("c")]},
        "else": fact("d"),
    },
    "excess": {"excess": [fact("a"), fact("b")]},
    "least": {"least": [fact("a"), fact("c"), {"const": 3}]},
    "banded": {
        "banded": {
            "of": fact("a"),
            "bands": [{"to": 1, "score": 2}, {"from": 2, "to": 3, "score": 0}, {"from": 4, "score": 5}],
        }
    },
    "named": {"value": "together"},
}
PASSES = st.sampled_from((200, 233, 267, 300))
CLASSES = ("low", "middle", "high")


@st.composite
def bands(draw, most):
    starts = sorted(draw(st.sets(st.integers(1, most), min_size=1, max_size=3)))
    scores = draw(st.lists(st.integers(1, 4), min_size=len(starts) + 1, max_size=len(starts) + 1))
    if draw(st.booleans()):
        scores = sorted(scores, reverse=draw(st.booleans()))
    ends = [start - 1 for start in starts]
    made = []
    for start, end, score in zip([None, *starts], [*ends, None], scores, strict=True):
        band = {"score": score}
        if start is not None:
            band["from"] = start
        if end is not None:
            band["to"] = end
        made.append(band)
    return made


@st.composite
def instruments(draw):
    """Four variables in two indices; the decision table may give less for more."""
    kinds = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=4, max_size=4))
    variables = []
    for number, kind in enumerate(kinds):
        most = 100 if "ratio" in kind else 6
        variable = {
            "code": f"V{number}",
            "name": TEXT,
            "unit": "-",
            "value": VALUES[kind],
            "bands": draw(bands(most)),
            "grade": "PROPOSED",
            "source": kind,
        }
        if draw(st.booleans()):
            variable |= {"requires": draw(st.sampled_from([fact("d"), {"known": ["a"]}])), "otherwise_score": 1}
        variables.append(variable)
    patterns = [(x, y) for x in (False, True) for y in (False, True)]
    given = draw(st.permutations(("low", "middle", "high", draw(st.sampled_from(CLASSES)))))
    table = [{"passes": {"X": x, "Y": y}, "gives": name} for (x, y), name in zip(patterns, given, strict=True)]
    return Instrument.model_validate(
        {
            "id": "small",
            "version": "1",
            "name": TEXT,
            "status": "local",
            "grade": "PROPOSED",
            "source": "-",
            "valid_from": "2025-01-01",
            "blank_facts": "count-as-zero",
            "modes": {"only": {}},
            "default_mode": "only",
            "values": {"together": {"name": TEXT, "unit": "-", "of": {"sum": [fact("a"), fact("b")]}}},
            "variables": variables,
            "indices": [
                {"id": "X", "name": TEXT, "members": ["V0", "V1", "V2"], "passes_at": draw(PASSES)},
                {"id": "Y", "name": TEXT, "members": ["V3"], "passes_at": draw(PASSES)},
            ],
            "classes": [{"name": name, "rank": rank, "meaning": TEXT} for rank, name in enumerate(CLASSES, 1)],
            "decision_table": table,
            "checksum": "0",
        }
    )


@st.composite
def lever_sets(draw):
    """Three levers with small limits."""
    levers = []
    for number in range(3):
        codes = draw(st.lists(st.sampled_from(("a", "b", "c", "d")), min_size=1, max_size=2, unique=True))
        steps = [draw(st.sampled_from((1, 1, 2))) if place == 0 else -1 for place in range(len(codes))]
        levers.append(
            {
                "id": f"lever-{number}",
                "name": TEXT,
                "unit": "couple",
                "moves": dict(zip(codes, steps, strict=True)),
                "needs": draw(st.sampled_from([{}, {}, {"d": 1}, {"c": 2}])),
                "limit": draw(st.integers(1, 4)),
                "cost_rupiah": draw(st.integers(0, 9)) * 1000,
                "fixed_cost_rupiah": draw(st.sampled_from((0, 0, 5000))),
                "lead_days": draw(st.integers(0, 20)),
                "units_per_30_days": draw(st.integers(1, 5)),
                "opd": draw(st.sampled_from(("Dinkes", "Kelurahan"))),
                "evidence": "-",
                "grade": "PROPOSED",
                "source": "-",
            }
        )
    ceilings = draw(st.sampled_from([{}, {"a": 4}, {"b": "whole"}]))
    return LeverSet.model_validate(
        {
            "id": "small-levers",
            "version": "1",
            "name": TEXT,
            "status": "proposed",
            "source": "-",
            "levers": levers,
            "ceilings": ceilings,
        }
    )


# `b` starts above 0, so that no ratio is over nothing from start to end: there the planner is wary on purpose.
villages = st.fixed_dictionaries(
    {
        **{code: st.integers(0, 3) for code in ("a", "c", "d")},
        "b": st.integers(1, 4),
        "whole": st.sampled_from((1, 3, 8, 16, 40)),
    }
)
