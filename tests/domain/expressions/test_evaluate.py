"""What each operator means, with missing operands too."""

import pytest
from pydantic import TypeAdapter, ValidationError

from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.model import OPERATORS, Expression, fact_codes, resolve_options

PARSER = TypeAdapter(Expression)
FACTS = {"none": None, "zero": 0, "one": 1, "two": 2, "eight": 8}
BANDS = [{"to": 1, "score": 10}, {"from": 2, "score": 20}]


def value_of(raw, blank=None):
    return evaluate(PARSER.validate_python(raw), Scope(FACTS, blank=blank))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"const": 3}, 3),
        ({"fact": "two"}, 2),
        ({"fact": "absent"}, None),
        ({"known": ["none", "zero"]}, 1),
        ({"known": ["none", "absent"]}, 0),
        ({"sum": [{"fact": "two"}, {"fact": "eight"}]}, 10),
        ({"sum": [{"fact": "two"}, {"fact": "none"}]}, None),
        ({"least": [{"fact": "eight"}, {"const": 5}]}, 5),
        ({"least": [{"fact": "none"}, {"const": 5}]}, None),
        ({"excess": [{"fact": "eight"}, {"fact": "two"}]}, 6),
        ({"excess": [{"fact": "two"}, {"fact": "eight"}]}, 0),
        ({"excess": [{"fact": "two"}, {"fact": "none"}]}, None),
        ({"ratio": {"of": {"fact": "one"}, "per": {"fact": "eight"}}}, 12),
        ({"ratio": {"of": {"fact": "one"}, "per": {"fact": "zero"}}}, 0),
        ({"ratio": {"of": {"fact": "none"}, "per": {"fact": "zero"}}}, None),
        ({"at_least": [{"fact": "two"}, {"const": 2}]}, 1),
        ({"at_least": [{"fact": "two"}, {"const": 3}]}, 0),
        ({"at_least": [{"fact": "none"}, {"const": 0}]}, None),
        ({"all": [{"fact": "one"}, {"fact": "two"}]}, 1),
        ({"all": [{"fact": "one"}, {"fact": "zero"}]}, 0),
        ({"all": [{"fact": "zero"}, {"fact": "none"}]}, None),
        ({"count": [{"fact": "one"}, {"fact": "zero"}, {"fact": "eight"}]}, 2),
        ({"count": [{"fact": "one"}, {"fact": "none"}]}, None),
        ({"if": {"fact": "one"}, "then": {"const": 7}, "else": {"fact": "none"}}, 7),
        ({"if": {"fact": "zero"}, "then": {"fact": "none"}, "else": {"const": 9}}, 9),
        ({"if": {"fact": "none"}, "then": {"const": 7}, "else": {"const": 9}}, None),
        ({"among": [1, 2, 8], "of": {"fact": "two"}}, 1),
        ({"among": [1, 8], "of": {"fact": "two"}}, 0),
        ({"among": [0], "of": {"fact": "none"}}, None),
        ({"times": 36, "of": {"fact": "two"}}, 72),
        ({"times": 36, "of": {"fact": "none"}}, None),
        ({"any": [{"fact": "none"}, {"fact": "one"}]}, 1),
        ({"any": [{"fact": "none"}, {"fact": "zero"}]}, None),
        ({"any": [{"fact": "zero"}, {"fact": "zero"}]}, 0),
        ({"every": [{"fact": "none"}, {"fact": "zero"}]}, 0),
        ({"every": [{"fact": "none"}, {"fact": "one"}]}, None),
        ({"every": [{"fact": "one"}, {"fact": "two"}]}, 1),
        ({"enough": {"const": 2}, "of": [{"fact": "one"}, {"fact": "none"}, {"fact": "two"}]}, 1),
        ({"enough": {"const": 2}, "of": [{"fact": "one"}, {"fact": "none"}, {"fact": "zero"}]}, None),
        ({"enough": {"const": 2}, "of": [{"fact": "zero"}, {"fact": "none"}, {"fact": "zero"}]}, 0),
        ({"enough": {"fact": "none"}, "of": [{"fact": "one"}]}, None),
        ({"unknown": "the form does not ask it"}, None),
        ({"banded": {"of": {"fact": "one"}, "bands": BANDS}}, 10),
        ({"banded": {"of": {"fact": "two"}, "bands": BANDS}}, 20),
        ({"banded": {"of": {"fact": "none"}, "bands": BANDS}}, None),
    ],
)
def test_operator(raw, expected):
    assert value_of(raw) == expected


def test_a_missing_fact_counts_as_the_blank_where_the_instrument_says_so():
    assert value_of({"sum": [{"fact": "two"}, {"fact": "none"}]}, blank=0) == 2


def test_known_does_not_count_a_blank_as_known():
    assert value_of({"known": ["none"]}, blank=0) == 0


def test_options_are_replaced_by_the_chosen_case():
    choice = {"option": {"name": "which", "cases": {"a": {"fact": "two"}, "b": {"fact": "eight"}}}}
    node = PARSER.validate_python({"sum": [{"const": 1}, choice]})
    assert evaluate(resolve_options(node, {"which": "b"}), Scope(FACTS)) == 9


def test_facts_are_listed_once_in_order_of_first_use():
    node = PARSER.validate_python({"sum": [{"fact": "b"}, {"fact": "a"}, {"known": ["b", "c"]}]})
    assert fact_codes(node) == ("b", "a", "c")


def test_an_unknown_operator_is_refused_with_the_list_of_operators():
    with pytest.raises(ValidationError, match="use one of: " + ", ".join(OPERATORS)):
        PARSER.validate_python({"python": "1"})


def test_an_extra_key_beside_an_operator_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        PARSER.validate_python({"fact": "one", "default": 3})
