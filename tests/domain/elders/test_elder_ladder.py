"""What is to be done next for an elder, and which figures are asked about."""

from datetime import date

import pytest

from guyub.data.elder_files import load_adl, load_elder_care, load_elder_checks, load_gds_4, load_skilas
from guyub.domain.elders.ladder import Dated, Ladder, Step

DAY, LATER = date(2026, 3, 2), date(2026, 5, 4)
CLEAR = {
    "date_known": 1, "place_known": 1, "words": 3, "chair": 1, "thinner": 2, "appetite": 2, "arm_mm": 230, "eyes": 2,
    "fingers": 1, "whisper": 1, "sad": 2, "interest": 2,
}  # fmt: skip
FULL = {item.code: item.most for item in load_adl().items}


def skilas(**changed):
    return load_skilas().judge({**CLEAR, **changed})


def adl(on=DAY, **changed):
    return Dated(on, load_adl().judge({**FULL, **changed}))


def mood(on=DAY, satisfied=1):
    return Dated(on, load_gds_4().judge({"satisfied": satisfied, "bored": 0, "helpless": 0, "worthless": 0}))


def test_who_is_due_is_screened_first():
    assert Ladder(due=True).steps == (Step.SCREEN,)


def test_after_a_clear_screening_daily_living_is_asked_and_nothing_else():
    assert Ladder(due=False, screening=skilas(), screened_on=DAY).steps == (Step.ASK_ADL,)
    assert Ladder(due=False, screening=skilas(), screened_on=DAY, adl=adl()).steps == ()


def test_a_tick_for_mood_asks_the_four_questions_and_refers():
    ladder = Ladder(due=False, screening=skilas(sad=1), screened_on=DAY, adl=adl())
    assert ladder.steps == (Step.ASK_MOOD, Step.REFER)
    assert ladder.reasons == ("skilas-mood",)


def test_answers_from_before_the_screening_do_not_count_for_it():
    ladder = Ladder(due=False, screening=skilas(sad=1), screened_on=LATER, adl=adl(DAY), mood=mood(DAY))
    assert ladder.steps[:2] == (Step.ASK_ADL, Step.ASK_MOOD)


def test_an_unfinished_screening_is_completed():
    open_one = load_skilas().judge({"chair": 1})
    assert Step.COMPLETE in Ladder(due=False, screening=open_one, screened_on=DAY).steps


@pytest.mark.parametrize(("bathing", "reasons"), [(1, ()), (0, ("adl-mild",))])
def test_any_dependence_is_a_reason_to_refer(bathing, reasons):
    assert Ladder(due=False, adl=adl(bathing=bathing)).reasons == reasons


def test_a_referral_waits_and_does_not_hide_what_shows_later():
    known = {"due": False, "screening": skilas(chair=2), "screened_on": DAY, "adl": adl()}
    waiting = Ladder(**known, referred_on=DAY, referred_for=["skilas-mobility"], waiting=True)
    assert waiting.steps == (Step.AWAIT,)
    answered = Ladder(**known, referred_on=DAY, referred_for=["skilas-mobility"])
    assert answered.steps == ()
    again = Ladder(
        **{**known, "screened_on": LATER, "adl": adl(LATER)}, referred_on=DAY, referred_for=["skilas-mobility"]
    )
    assert again.steps == (Step.REFER,)
    other = Ladder(**known, pressure=("pressure",), checked_on=DAY, referred_on=DAY, referred_for=["skilas-mobility"])
    assert (other.new_reasons, other.positive_on) == (("pressure",), DAY)


@pytest.mark.parametrize(
    ("name", "figure", "before", "asked"),
    [
        pytest.param("weight_g", 58_000, 50_000, False, id="8 kg more than before"),
        pytest.param("weight_g", 58_100, 50_000, True, id="more than 8 kg more"),
        pytest.param("weight_g", 41_900, 50_000, True, id="more than 8 kg less"),
        pytest.param("weight_g", 58_100, None, False, id="never weighed before"),
        pytest.param("weight_g", None, 50_000, False, id="not taken"),
        pytest.param("systolic", 200, 100, False, id="pressure goes up and down"),
    ],
)
def test_figures_far_from_the_ones_before(name, figure, before, asked):
    assert load_elder_checks().far(name, figure, before) is asked


@pytest.mark.parametrize(("years", "asked"), [(110, False), (111, True), (200, True)])
def test_nobody_is_two_hundred_years_old_without_a_question(years, asked):
    assert load_elder_checks().too_old(years) is asked


@pytest.mark.parametrize(
    ("upper", "lower", "high"), [(139, 89, False), (140, 80, True), (120, 90, True), (None, None, False)]
)
def test_pressure_is_high_from_either_figure_on(upper, lower, high):
    assert load_elder_checks().signs[0].shows(upper, lower) is high


@pytest.mark.parametrize(
    ("before", "now", "lost"), [(18, 17, True), (18, 18, False), (17, 18, False), (None, 17, False)]
)
def test_decline(before, now, lost):
    assert load_elder_care().declines(before, now) is lost
