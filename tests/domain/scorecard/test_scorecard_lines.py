"""Lines of the scorecard: a target is reached exactly on it, from both sides; what has no target has no verdict."""

import pytest

from guyub.data.growth_files import load_published_rates
from guyub.data.scorecard_files import indicators_of_lines, load_scorecard
from guyub.domain.rulefiles import Grade, Text
from guyub.domain.scorecard.lines import Better, Figure, Line, Move, Target, is_reached, moved
from guyub.errors import InvalidRuleFile

WORDS = Text(id="kata", en="word")


def line(better: str = "high", at: str | None = "85", **more: object) -> Line:
    """A line with a target."""
    target = None if at is None else Target(at=at, grade=Grade.PROPOSED, source=WORDS, **more)
    told = {"name": WORDS, "of": WORDS, "per": WORDS, "source": WORDS}
    return Line(code="x", theme="t", better=better, grade=Grade.CONFIRMED, offices=("Dinkes",), target=target, **told)


@pytest.mark.parametrize(
    ("better", "at", "rounded", "of", "per", "reached"),
    [
        pytest.param("high", "85", False, 85, 100, True, id="exactly on the target"),
        pytest.param("high", "85", False, 849, 1000, False, id="a tenth below"),
        pytest.param("high", "85", False, 8499, 10000, False, id="what would round to it is not it"),
        pytest.param("low", "18.8", False, 188, 1000, True, id="exactly on a decimal target"),
        pytest.param("low", "18.8", False, 1881, 10000, False, id="a hundredth above"),
        pytest.param("high", "51", True, 505, 1000, False, id="50.5 rounds to even, 50: as the classification"),
        pytest.param("high", "51", True, 5051, 10000, True, id="50.51 rounds to 51"),
        pytest.param("low", "6", True, 65, 1000, True, id="6.5 rounds to even, 6"),
        pytest.param("low", "6", True, 651, 10000, False, id="6.51 rounds to 7"),
        pytest.param("high", "100", False, 62, 62, True, id="all of them"),
        pytest.param("high", "100", False, 61, 62, False, id="all but one"),
        pytest.param("high", "85", False, 0, 0, None, id="nothing to count is no verdict"),
    ],
)
def test_a_target_is_reached_on_it(better, at, rounded, of, per, reached):
    assert is_reached(line(better, at, rounded=rounded), Figure(of, per)) is reached


def test_no_verdict_without_a_target_or_by_one_that_is_not_to_be_compared():
    assert is_reached(line(at=None), Figure(1, 1)) is None
    assert is_reached(line(judged=False, why=WORDS), Figure(1, 1)) is None


@pytest.mark.parametrize(
    ("better", "before", "now", "move"),
    [
        ("high", (1, 3), (2, 6), Move.SAME),
        ("high", (1, 3), (3334, 10000), Move.BETTER),
        ("high", (1, 3), (3333, 10000), Move.WORSE),
        ("low", (1, 3), (3333, 10000), Move.BETTER),
        ("low", (1, 3), (3334, 10000), Move.WORSE),
        ("high", (0, 0), (1, 2), None),
        ("high", (1, 2), (0, 0), None),
    ],
)
def test_how_a_figure_moved_is_told_exactly(better, before, now, move):
    assert moved(line(better), Figure(*before), Figure(*now)) is move


def test_a_target_that_is_not_judged_says_why():
    with pytest.raises(ValueError, match="says why"):
        line(judged=False)


def test_the_file_has_a_line_for_everything_that_is_to_rise():
    rules = load_scorecard()
    assert [theme.code for theme in rules.themes] == [
        "health", "stunting", "empowerment", "income", "education", "environment", "resilience", "elders", "youth",
    ]  # fmt: skip
    assert {"tranquil", "self_reliant", "happy"} <= {one.code for one in rules.of_theme("resilience")}
    assert all(one.offices and one.source.id and one.source.en for one in rules.lines)
    assert rules.by_code["unmet_need"].better is Better.LOW  # as the register's own file says
    assert set(indicators_of_lines()) <= set(rules.by_code)


def test_the_target_of_stunting_is_the_published_one():
    published = load_published_rates().of_area("", "target")
    at = load_scorecard().by_code["stunted"].target.at
    assert at in {one.per_cent for one in published}


def test_an_unknown_office_is_refused(monkeypatch):
    from guyub.data import scorecard_files

    read = scorecard_files.read_yaml

    def with_another(file):
        content = read(file)
        content["lines"][0]["offices"] = ["Dinas Awan"]
        return content

    monkeypatch.setattr(scorecard_files, "read_yaml", with_another)
    load_scorecard.cache_clear()
    try:
        with pytest.raises(InvalidRuleFile, match="Dinas Awan"):
            load_scorecard()
    finally:
        load_scorecard.cache_clear()
