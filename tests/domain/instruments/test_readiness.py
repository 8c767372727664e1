"""The proposed readiness instrument: weights, shares, gates, and points that are not yet known."""

import pytest

from guyub.data import load_instrument, load_related
from guyub.domain.instruments import Grade, Status, assess

SIAP = load_instrument("kkb-siap-1.0")
RELATED = load_related(SIAP)

# Facts that make every indicator full and the web class Berkelanjutan.
FULL = {
    "pokja_exists": 1, "pokja_decree": 1, "pokja_decree_age_months": 6, "pokja_trained_flag": 1,
    "pokja_sections": 4, "pokja_sections_filled": 4, "pokja_members": 10, "pokja_trained_members": 8,
    "plkb_companion": 1, "regulation": 1, "regulation_levels": 4, "funding_sources": 5, "groups_present": 5,
    "facilities_present": 2, "secretariat_present": 1, "rumah_dataku_tier": 4, "rkm_current_year": 1,
    "data_kinds_used": 4, "operating_routines": 5, "planning_meetings_per_year": 12,
    "coordination_meetings_per_year": 12, "outreach_per_year": 12, "monitoring_per_year": 12, "reports_per_year": 12,
    "institutions_strict_web": 7, "institutions_12_months": 7, "programme_areas_12_months": 8,
    "months_reported_12": 12, "family_functions_12_months": 8, "commitments_due": 3, "commitments_done_on_time": 3,
    "population": 1000, "families": 250, "adolescents": 100, "families_with_under5": 100,
    "families_with_adolescents": 100, "families_with_elderly": 100, "bkb_members": 50, "bkr_members": 30,
    "bkl_members": 50, "uppka_members": 25, "pikr_members": 30, "pus": 100, "iud": 60, "mow": 0, "mop": 0, "condom": 0,
    "implant": 0, "injection": 0, "pill": 0, "pregnant": 40, "wants_child_soon": 0, "wants_child_later": 0,
    "wants_no_more": 0, "bpjs_members": 980, "under5_registered": 100, "under5_weighed": 85,
    "ibangga_hundredths": 7000, "krs_families": 90, "krs_families_last_year": 100,
    "stunting_percent_hundredths": 999, "stunting_percent_hundredths_last_year": 999, "children_7_18": 50,
    "children_7_18_in_school": 50, "family_card_percent_hundredths": 10000, "identity_card_percent_hundredths": 10000,
    "birth_certificate_percent_hundredths": 10000, "child_card_percent_hundredths": 10000, "innovation_tier": 4,
    "budget_thousand_rupiah": 1000, "budget_nongovernment_thousand_rupiah": 200, "activity_years_with_budget": 2,
    "documentation_parts": 3,
}  # fmt: skip


def readiness(**changes):
    return assess(SIAP, {**FULL, **changes}, related=RELATED)


def test_it_is_marked_as_proposed():
    assert SIAP.status is Status.PROPOSED
    assert {variable.grade for variable in SIAP.variables} == {Grade.PROPOSED}


def test_it_has_36_indicators_and_100_points_in_five_areas():
    areas = {}
    for variable in SIAP.variables:
        areas[variable.code[0]] = areas.get(variable.code[0], 0) + variable.weight
    assert len(SIAP.variables) == 36
    assert areas == {"A": 20, "B": 25, "C": 30, "D": 15, "E": 10}


def test_full_facts_give_all_points():
    assessment = readiness()
    assert (assessment.total, assessment.points_unknown, assessment.class_name) == (1_000_000, 0, "siap nasional")


@pytest.mark.parametrize(
    ("changes", "code", "share"),
    [
        pytest.param({"pokja_decree_age_months": 5}, "A1", 5000, id="decree younger than six months"),
        pytest.param({"pokja_decree": 0}, "A1", 0, id="no decree"),
        pytest.param({"pokja_trained_members": 7}, "A3", 8750, id="7 of 10 trained: 0.7 / 0.8"),
        pytest.param({"planning_meetings_per_year": 4}, "B3", 9600, id="one routine quarterly"),
        pytest.param({"planning_meetings_per_year": 3}, "B3", 9200, id="one routine twice or three times a year"),
        pytest.param({"bkb_members": 49}, "C1", 9800, id="49 % of a 50 % target"),
        pytest.param({"under5_weighed": 84}, "C10", 9882, id="D/S of 84 % of a target of 85 %"),
        pytest.param({"ibangga_hundredths": 5500}, "D1", 5000, id="iBangga 55 is half way from 40 to 70"),
        pytest.param({"ibangga_hundredths": 4000}, "D1", 0, id="iBangga 40"),
        pytest.param({"krs_families": 91}, "D2", 9000, id="families at risk down by 9 %"),
        pytest.param({"stunting_percent_hundredths": 1000}, "D3", 0, id="stunting exactly 10 % and not falling"),
        pytest.param(
            {"stunting_percent_hundredths": 1800, "stunting_percent_hundredths_last_year": 2000},
            "D3",
            10000,
            id="stunting falling by exactly 10 %",
        ),
        pytest.param({"budget_nongovernment_thousand_rupiah": 199}, "E2", 9950, id="non-government share of 19.9 %"),
    ],
)
def test_share_of_an_indicator(changes, code, share):
    assert readiness(**changes).scores[code] == share


def test_a_missing_fact_is_unknown_not_zero():
    assessment = readiness(ibangga_hundredths=None)
    assert assessment.scores["D1"] is None
    assert assessment.total == 950_000
    assert assessment.points_unknown == 50_000
    assert assessment.missing == ("ibangga_hundredths",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "siap nasional", id="web class Berkelanjutan"),
        pytest.param(
            {"operating_routines": 0, "data_kinds_used": None},
            "siap provinsi",
            id="web class Mandiri stops the national level",
        ),
        pytest.param(
            {"pokja_exists": 0, "regulation": 0, "operating_routines": 0, "institutions_strict_web": 0},
            "siap kota",
            id="web class below Mandiri stops the provincial level",
        ),
    ],
)
def test_web_class_is_a_gate(changes, expected):
    assert readiness(**changes).class_name == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (55_0000, "siap kota"),
        (54_9999, "perlu pembinaan"),
        (70_0000, "siap provinsi"),
        (69_9999, "siap kota"),
        (85_0000, "siap nasional"),
        (84_9999, "siap provinsi"),
    ],
)
def test_bands_of_the_total_at_their_limits(points, expected):
    """Given shares bring the total to the wanted ten-thousandths; E4 (weight 2) and A4 (weight 1) fine-tune."""
    given, rest = {}, points
    for variable in sorted(SIAP.variables, key=lambda v: -v.weight):
        share = min(10000, rest // variable.weight)
        given[variable.code] = share
        rest -= share * variable.weight
    assert rest == 0
    assert assess(SIAP, FULL, given=given, related=RELATED).class_name == expected
