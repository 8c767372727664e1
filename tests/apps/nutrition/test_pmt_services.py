"""Rounds of supplementary food: who may be given it and when, a day's serving counts once, corrections stay."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.models import PmtRound, PmtServing
from guyub.apps.nutrition.presentation.candidates import candidates
from guyub.apps.nutrition.presentation.standing import standing_of
from guyub.apps.nutrition.services import PmtRefused, begin_round, end_round, record_serving
from guyub.apps.nutrition.services.personal import forget, hand_out
from guyub.domain.nutrition.pmt import Progress, Reason
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import checked, companion, make_mothers, pregnant
from tests.apps.nutrition.pmt_world import THIN_G, WELL_G, ago, begun, make_children, weighed

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast):
    return make_children(cast.unit.region_id)[0]


def refusal(call, *args):
    with pytest.raises(PmtRefused) as refused:
        call(SYSTEM, *args)
    return refused.value.data["reason"]


def test_a_round_lasts_as_long_as_the_edition_in_force_says(child):
    one = begun(child)
    assert (one.edition, one.days, one.person, one.rw) == ("field-2025", 56, child, "001")


def test_a_mother_must_be_pregnant_on_the_first_day(cast):
    mother = make_mothers(cast.unit.region_id)[0]
    assert refusal(begin_round, mother, "kek", today()) == "pmt-not-pregnant-then"
    pregnant(mother, 20)
    assert begin_round(SYSTEM, mother, "kek", today()).days == 120


@pytest.mark.parametrize(("months", "fits"), [(5, False), (7, True), (59, True), (61, False)])
def test_children_of_6_to_59_months(cast, months, fits):
    child = make_children(cast.unit.region_id, months=months)[0]
    if fits:
        assert begun(child, 0).pk
    else:
        assert refusal(begin_round, child, "wasted", today()) == "pmt-not-of-that-age"


def test_what_cannot_be_is_refused(child):
    assert refusal(begin_round, child, "poor", today()) == "pmt-category-unknown"
    assert refusal(begin_round, child, "wasted", ago(-1)) == "day-to-come"
    one = begun(child)
    assert refusal(begin_round, child, "wasted", today()) == "pmt-runs-already"
    assert refusal(record_serving, one, ago(11), 4) == "pmt-day-outside-the-round"
    assert refusal(record_serving, one, ago(-1), 4) == "day-to-come"
    assert refusal(record_serving, one, today(), 5) == "pmt-eaten-unknown"
    assert refusal(record_serving, one, today(), 2, "bored") == "pmt-reason-unknown"
    assert refusal(record_serving, one, today(), 4, "sick") == "pmt-reason-without-rest"
    record_serving(SYSTEM, one, today(), 4)
    assert refusal(end_round, one, "recovered", ago(1)) == "pmt-served-later"
    assert refusal(end_round, one, "gone", today()) == "pmt-outcome-unknown"
    assert refusal(end_round, one, "moved", ago(11)) == "pmt-before-it-began"
    end_round(SYSTEM, one, "recovered", today())
    assert refusal(end_round, one, "moved", today()) == "pmt-is-over"
    assert refusal(begin_round, child, "wasted", today()) == "pmt-before-the-last-ended"


def test_a_serving_counts_once_a_day_and_its_correction_keeps_the_former(child):
    one = begun(child)
    first = record_serving(SYSTEM, one, today(), 2, "refused")
    assert record_serving(SYSTEM, one, today(), 2, "refused") == first
    second = record_serving(SYSTEM, one, today(), 4)
    assert [s.pk for s in one.servings.filter(counts=True)] == [second.pk]
    assert second.replaces_id == first.pk
    assert standing_of(one, today()).eaten_percent == 100


def test_a_serving_that_nobody_asked_about_is_not_counted_as_uneaten(child):
    one = begun(child)
    record_serving(SYSTEM, one, ago(1), 3, "refused")
    record_serving(SYSTEM, one, today(), None)
    standing = standing_of(one, today())
    assert (standing.consumption.served, standing.consumption.asked, standing.eaten_percent) == (2, 1, 75)


def test_recovered_is_judged_by_a_measurement_after_the_first_day(child):
    weighed(child, 10, THIN_G)
    one = begun(child)
    assert standing_of(one, today()).recovered is None
    weighed(child, 0, WELL_G)
    standing = standing_of(one, today())
    assert (standing.recovered, standing.gain_g) == (True, WELL_G - THIN_G)
    assert standing.z_before < -200 <= standing.z_now


def test_a_child_no_heavier_after_a_week_is_to_be_referred(child):
    weighed(child, 10, THIN_G)
    one = begun(child)
    assert standing_of(one, today()).progress is Progress.TO_WEIGH
    assert standing_of(one, today()).weigh_on == ago(3)
    weighed(child, 1, THIN_G, None)
    assert Reason.NO_PROGRESS in standing_of(one, today()).refer
    weighed(child, 0, THIN_G + 1, None)
    assert Reason.NO_PROGRESS not in standing_of(one, today()).refer


def test_candidates_are_the_thin_and_those_with_kek_without_a_round(cast):
    village = cast.unit.region_id
    thin, served, well, unmeasured = make_children(village, 4)
    for one, grams in ((thin, THIN_G), (served, THIN_G), (well, WELL_G)):
        weighed(one, 3, grams)
    begun(served)
    mother, strong = make_mothers(village, 2, first=50)
    for one, arm in ((mother, 234), (strong, 235)):
        pregnant(one, 20)
        checked(one, arm_mm=arm)
    found = [(one.person, one.category) for one in candidates(kader(cast), village, today())]
    assert found == [(thin, "wasted"), (mother, "kek")]
    assert unmeasured not in [one for one, _ in found]


def test_only_cadres_and_the_puskesmas_write(cast, child):
    for role in ("lurah", "operator", "tpk"):
        with pytest.raises(NotAllowed):
            begin_round(companion(cast, role), child, "wasted", today())
    assert begin_round(companion(cast, "puskesmas"), child, "wasted", today()).pk


def test_what_is_held_is_handed_out_and_forgotten(child):
    one = begun(child)
    record_serving(SYSTEM, one, today(), 2, "sick")
    record_serving(SYSTEM, one, today(), 3, "sick")
    assert len(hand_out(None, people=[child.pk])["Porsi PMT"]) == 2
    forget(None, people=[child.pk])
    assert not PmtRound.objects.exists()
    assert not PmtServing.objects.exists()
