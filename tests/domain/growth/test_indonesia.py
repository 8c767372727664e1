"""Categories at each limit, on both sides; acute malnutrition; what is graded as what."""

import pytest

from guyub.data.growth_files import load_indonesian_growth
from guyub.domain.growth.indonesia import Acute, Index, acute_state, hundredths, standings
from guyub.domain.rulefiles import Grade

RULES = load_indonesian_growth()
LIMITS = {
    "wfa": [(-3.01, "Berat badan sangat kurang"), (-3.0, "Berat badan kurang"), (-2.01, "Berat badan kurang"),
            (-2.0, "Berat badan normal"), (1.0, "Berat badan normal"), (1.01, "Risiko berat badan lebih")],
    "hfa": [(-3.01, "Sangat pendek"), (-3.0, "Pendek"), (-2.01, "Pendek"), (-2.0, "Normal"), (3.0, "Normal"),
            (3.01, "Tinggi")],
    "wfh": [(-3.01, "Gizi buruk"), (-3.0, "Gizi kurang"), (-2.01, "Gizi kurang"), (-2.0, "Gizi baik (normal)"),
            (1.0, "Gizi baik (normal)"), (1.01, "Berisiko gizi lebih"), (2.0, "Berisiko gizi lebih"),
            (2.01, "Gizi lebih"), (3.0, "Gizi lebih"), (3.01, "Obesitas")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "z", "name"), [(indicator, *pair) for indicator, pairs in LIMITS.items() for pair in pairs]
)
def test_categories_at_each_limit(indicator, z, name):
    assert standings(RULES, {indicator: z}, 20, lying=True)[indicator].category.name.id == name


@pytest.mark.parametrize(
    ("months", "z", "name"),
    [
        (59, 1.5, "Berisiko gizi lebih"),
        (60, 1.5, "Gizi lebih"),
        (60, 1.0, "Gizi baik (normal)"),
        (60, 2.0, "Gizi lebih"),
        (60, 2.01, "Obesitas"),
        (215, -3.01, "Gizi buruk"),
    ],
)
def test_body_mass_has_other_limits_from_five_years(months, z, name):
    assert standings(RULES, {"bfa": z}, months, lying=False)["bfa"].category.name.id == name


def test_beyond_its_ages_an_index_has_no_category():
    assert standings(RULES, {"wfa": 0.0, "hfa": 0.0, "wfh": 0.0, "bfa": 0.0}, 216, lying=False) == {}
    assert set(standings(RULES, {"wfa": 0.0, "hfa": None}, 10, lying=True)) == {"wfa"}


def test_arm_and_head_have_no_legal_category():
    assert standings(RULES, {"acfa": -4.0, "hcfa": -4.0}, 10, lying=True) == {}


@pytest.mark.parametrize(("lying", "names"), [(True, {"PB/U", "BB/PB"}), (False, {"TB/U", "BB/TB"})])
def test_an_index_is_called_by_how_the_child_is_measured(lying, names):
    found = standings(RULES, {"hfa": 0.0, "wfh": 0.0}, 10, lying=lying)
    assert {one.index for one in found.values()} == names


def test_grades_are_those_of_the_sources():
    grades = {(one.index, one.from_month): one.grade for one in RULES.indices}
    assert grades["BB/U", 0] is Grade.CONFIRMED
    assert grades["IMT/U", 60] is Grade.PARTIAL
    assert RULES.kms.lines_grade is Grade.INFERRED
    assert RULES.kms.gain[0].grade is Grade.PARTIAL


def test_every_index_says_from_where_on_a_child_is_normal():
    assert {(one.of, one.normal_from) for one in RULES.indices} == {(of, -200) for of in ("wfa", "hfa", "wfh", "bfa")}
    without = RULES.indices[0].model_dump()
    without["categories"] = [one for one in without["categories"] if one["code"] != "normal"]
    with pytest.raises(ValueError, match="normal"):
        type(RULES.indices[0])(**without)


@pytest.mark.parametrize(("months", "category"), [(59, "overweight-risk"), (60, "overweight")])
def test_the_index_follows_the_age(months, category):
    assert RULES.index("bfa", months).category(150).code == category
    assert RULES.index("hfa", 60) is None


def test_categories_that_do_not_rise_are_refused():
    index = RULES.indices[0].model_dump()
    index["categories"] = [index["categories"][0], index["categories"][2], index["categories"][1]]
    with pytest.raises(ValueError, match="rise"):
        Index.model_validate(index)


@pytest.mark.parametrize("z", [-2.0, -2.01, 0.29, 1.15, 4.35])
def test_a_z_score_is_the_whole_number_of_its_two_decimals(z):
    assert hundredths(z) == int(f"{z:.2f}".replace(".", ""))


@pytest.mark.parametrize(
    ("signs", "state", "found"),
    [
        ({"wfh": -3.01}, Acute.SEVERE, ("wfh",)),
        ({"wfh": -3.0}, Acute.MODERATE, ("wfh",)),
        ({"wfh": -2.0}, Acute.NONE, ()),
        ({"arm_cm": 11.4}, Acute.SEVERE, ("arm",)),
        ({"arm_cm": 11.5}, Acute.MODERATE, ("arm",)),
        ({"arm_cm": 12.4}, Acute.MODERATE, ("arm",)),
        ({"arm_cm": 12.5}, Acute.NONE, ()),
        ({"wfh": 0.0, "oedema": True}, Acute.SEVERE, ("oedema",)),
        ({"wfh": -2.5, "arm_cm": 11.0}, Acute.SEVERE, ("arm",)),
    ],
)
def test_one_sign_is_enough(signs, state, found):
    given = {"wfh": None, "arm_cm": None, "oedema": False, "weight_kg": 8.0} | signs
    result = acute_state(RULES.acute, 12, **given)
    assert (result.state, result.signs) == (state, found)


@pytest.mark.parametrize(("months", "known"), [(5, False), (6, True), (59, True), (60, False)])
def test_the_rule_is_for_6_to_59_months(months, known):
    found = acute_state(RULES.acute, months, wfh=-4.0, arm_cm=None, oedema=False, weight_kg=6.0)
    assert (found is not None) == known


@pytest.mark.parametrize(("weight", "complications"), [(3.9, ("light",)), (4.0, ())])
def test_very_light_children_are_a_complication(weight, complications):
    found = acute_state(RULES.acute, 6, wfh=-4.0, arm_cm=None, oedema=False, weight_kg=weight)
    assert found.complications == complications


def test_without_any_sign_measured_nothing_is_said():
    assert acute_state(RULES.acute, 12, wfh=None, arm_cm=None, oedema=False, weight_kg=8.0) is None
