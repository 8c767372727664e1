"""Scores of an entry: what counts, how it is rounded, and what parts equals."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from guyub.data import load_instrument
from guyub.data.cycle_files import cycle_definitions, load_cycle_definition
from guyub.domain.cycles import CycleDefinition, Record, points, rank_entries, rounded, score_entry
from guyub.domain.cycles.definition import content_checksum

PROVINCE = load_cycle_definition("provinsi-tiga-tahap")


# Of version 1.0, as cycles keep them that were opened before a stage could have sub-teams.
FROZEN = {
    "kota-seleksi": "190ccf372245f6b761696cdb9869bbff4d9ba3614bd547867405e79c790d210b",
    "provinsi-tiga-tahap": "d86a51516f89684b3a717fa9349d698df0b88d0a0103b9d223a1246579b1b5e8",
}


@pytest.mark.parametrize("name", cycle_definitions())
def test_a_definition_kept_before_there_were_sub_teams_still_fits_its_checksum(name: str) -> None:
    content = {**load_cycle_definition(name).model_dump(mode="json"), "version": "1.0"}
    for stage in content["stages"]:
        del stage["teams"]
    assert content_checksum(content) == FROZEN[name]
    assert all(stage.teams is None for stage in CycleDefinition.model_validate(content).stages)


@pytest.mark.parametrize("name", cycle_definitions())
def test_the_two_sub_teams_share_all_items_of_the_instrument(name: str) -> None:
    rules = load_cycle_definition(name)
    (stage,) = [stage for stage in rules.stages if stage.teams is not None]
    for variable in load_instrument(rules.instrument).variables:
        asked = [stage.asks(team, variable.code) for team in ("administration", "field")]
        assert sorted(asked) == [False, True]
        assert stage.asks("", variable.code)
    assert stage.asks("field", "Z9")  # an item of neither is for both
    assert stage.asks("administration", "Z9")


@pytest.mark.parametrize(
    ("stage", "change", "reason"),
    [(0, {}, "only a field stage"), (-2, {"field": ["A1"]}, "stands twice")],
)
def test_a_split_that_does_not_fit_is_refused(stage: int, change: dict[str, Any], reason: str) -> None:
    content = load_cycle_definition("kota-seleksi").model_dump(mode="json")
    content["stages"][stage]["teams"] = {**content["stages"][-2]["teams"], **change}
    with pytest.raises(ValidationError, match=reason):
        CycleDefinition.model_validate(content)


def claim(item: str, weight: int, share: int | None, verified: int | None = None) -> list[Record]:
    rows = [Record("claim", "mandiri", item, body={"share": share, "weight": weight})]
    if verified is not None:
        rows.append(Record("verified", "verifikasi-kota", item, body={"share": verified, "reason": ""}))
    return rows


def score(stage: str, criterion: str, seat: str, value: str) -> Record:
    return Record("score", stage, criterion, seat, {"score": value, "note": ""})


def full(observed: str = "90.00", commitment: str = "90.00") -> list[Record]:
    """An entry scored in every stage."""
    return [
        *claim("A1", 6000, 10_000, 10_000),
        *claim("A2", 4000, 10_000, 5_000),
        score("berkas", "mutu-berkas", "Juri 1", "80.00"),
        score("wawancara", "komitmen", "Juri 1", commitment),
        score("wawancara", "pengelolaan", "Juri 1", "85.00"),
        score("wawancara", "dampak", "Juri 1", "88.00"),
        Record("check", "lapangan", "A1", "Juri 1", {"result": "match"}),
        Record("check", "lapangan", "A2", "Juri 2", {"result": "partly"}),
        score("lapangan", "pengamatan", "Juri 2", observed),
    ]


@pytest.mark.parametrize(
    ("weight", "share", "worth"),
    [
        pytest.param(200, 10_000, 200, id="all of two points"),
        pytest.param(300, 6_700, 201, id="two thirds of three points"),
        pytest.param(100, 50, 1, id="half a hundredth goes up"),
        pytest.param(100, 49, 0, id="just below half a hundredth goes down"),
        pytest.param(100, None, None, id="unknown stays unknown"),
    ],
)
def test_points_of_a_share(weight: int, share: int | None, worth: int | None) -> None:
    assert points(weight, share) == worth


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        pytest.param(Fraction(89_795, 1000), "89.80", id="exactly half a hundredth goes up"),
        pytest.param(Fraction(897_949_999, 10_000_000), "89.79", id="just below goes down"),
        pytest.param(Fraction(100), "100.00", id="the top"),
        pytest.param(Fraction(200, 3), "66.67", id="two thirds"),
    ],
)
def test_the_final_score_is_rounded_once(exact: Fraction, shown: str) -> None:
    assert rounded(exact) == Decimal(shown)


def test_the_final_score_by_hand() -> None:
    """Review .7 x 80 + .3 x 80 = 80; interview .4 x 90 + .3 x 85 + .3 x 88 = 87.9; field .6 x 75 + .4 x 90 = 81."""
    answer = score_entry(PROVINCE, full())
    assert [stage.score for stage in answer.stages] == [80, Fraction(879, 10), 81]
    assert answer.exact == Fraction(35, 100) * 80 + Fraction(30, 100) * Fraction(879, 10) + Fraction(35, 100) * 81
    assert answer.final == Decimal("82.72")


def test_an_open_stage_leaves_no_final_score() -> None:
    records = [record for record in full() if record.item != "dampak"]
    answer = score_entry(PROVINCE, records)
    assert answer.stage("wawancara").score is None
    assert answer.final is None


def test_a_score_sent_again_replaces_the_one_before_and_the_mean_is_exact() -> None:
    records = [
        *full(),
        score("wawancara", "komitmen", "Juri 2", "80.00"),
        score("wawancara", "komitmen", "Juri 2", "91.00"),
    ]
    commitment = score_entry(PROVINCE, records).stage("wawancara").criteria[0]
    assert dict(commitment.by_seat) == {"Juri 1": Decimal("90.00"), "Juri 2": Decimal("91.00")}
    assert commitment.mean == Fraction(181, 2)
    assert commitment.spread == Decimal("1.00")


def test_what_the_city_cut_and_what_it_never_verified_count_nothing() -> None:
    answer = score_entry(PROVINCE, [*claim("A1", 6000, 10_000, 0), *claim("A2", 4000, 10_000)])
    assert (answer.claimed_points, answer.verified_points) == (10_000, 0)


def test_ties_are_parted_by_the_written_rules_in_order() -> None:
    """Same final score: more in the field stage wins, whatever the interview said."""
    field = score_entry(PROVINCE, full(observed="96.00", commitment="83.00"))
    talk = score_entry(PROVINCE, full(observed="90.00", commitment="90.00"))
    assert field.final == talk.final
    placings = rank_entries(PROVINCE, {"talk": talk, "field": field})
    assert [(one.entry, one.rank, one.tie) for one in placings] == [("field", 1, "stage"), ("talk", 2, "stage")]


def test_equals_in_everything_share_a_rank_and_the_next_is_third() -> None:
    same, lower = score_entry(PROVINCE, full()), score_entry(PROVINCE, full(observed="50.00"))
    placings = rank_entries(PROVINCE, {"a": same, "b": same, "c": lower})
    assert [(one.entry, one.rank, one.tie) for one in placings] == [
        ("a", 1, "shared"),
        ("b", 1, "shared"),
        ("c", 3, ""),
    ]


@pytest.mark.parametrize("name", cycle_definitions())
def test_definitions_are_never_called_official(name: str) -> None:
    definition = load_cycle_definition(name)
    assert definition.status in ("proposed", "local")
    assert definition.grade == "PROPOSED"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"stages.3.weight": 34}, "add up to 100", id="weights of stages"),
        pytest.param({"stages.4.criteria.0.weight": 41}, "add up to 100", id="weights of criteria"),
        pytest.param({"stages.1.code": "mandiri"}, "stands twice", id="a stage twice"),
        pytest.param({"ties.0.code": "nowhere"}, "no stage and no criterion", id="a tie rule that names nothing"),
        pytest.param({"stages.1.weight": 10}, "only scored stages", id="a weight where nobody scores"),
    ],
)
def test_a_definition_that_does_not_fit_is_refused(change: dict[str, object], problem: str) -> None:
    content = PROVINCE.model_dump(mode="json")
    for path, value in change.items():
        *way, last = path.split(".")
        place = content
        for part in way:
            place = place[int(part)] if part.isdigit() else place[part]
        place[last] = value
    with pytest.raises(ValueError, match=problem):
        CycleDefinition.model_validate(content)
