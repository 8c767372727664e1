"""What posts add up to: both ways of cross-sector involvement, twelve months on both sides, seven institutions."""

from datetime import date

import pytest
from pydantic import ValidationError

from guyub.data import load_instrument, load_related
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.instruments import assess
from guyub.domain.programmes.posts import Post, PostForm, figures, in_window, report_by

TODAY = date(2026, 11, 27)


def post(key=1, day=TODAY, activity="dashat", section="ekonomi", institutions=("health",), reported=TODAY):
    return Post(key, day, activity, section, tuple(institutions), reported)


def values(*posts, today=TODAY):
    return {code: tally.value for code, tally in figures(load_post_form(), load_activities(), posts, today).items()}


def test_the_lists_are_as_long_as_those_of_the_web():
    form = load_post_form()
    assert (len(form.targets.choices), len(form.institutions.choices), len(form.sections.choices)) == (9, 37, 9)
    assert (form.institution_order["kb_agency"], form.institution_order["bkkbn"]) == (26, 34)
    assert [one.code for one in form.institutions.choices][-1] == "other"


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        pytest.param(date(2025, 11, 26), False, id="a day more than a year ago"),
        pytest.param(date(2025, 11, 27), False, id="a year ago to the day"),
        pytest.param(date(2025, 11, 28), True, id="a day less than a year ago"),
        pytest.param(TODAY, True, id="today"),
        pytest.param(date(2026, 11, 28), False, id="tomorrow"),
    ],
)
def test_twelve_months_end_on_the_same_day_a_year_ago(day, inside):
    assert in_window(day, TODAY, 12) is inside
    found = values(post(day=day))
    names = ("institutions_12_months", "programme_areas_12_months", "family_functions_12_months")
    assert {found[name] for name in names} == {int(inside)}
    assert found["institutions_strict_web"] == 1  # the web knows no window


def test_as_coded_counts_the_kb_agency_and_bkkbn_and_as_intended_does_not():
    found = values(post(institutions=["kb_agency", "bkkbn", "health"]), post(2, institutions=["health", "other"]))
    assert (found["institutions_strict_web"], found["institutions_intended"]) == (4, 2)
    assert found["institutions_12_months"] == 2


SEVEN = ("health", "social", "education", "food", "police_army", "company", "health_centre")


@pytest.mark.parametrize(("count", "share", "score"), [(6, 8571, 3), (7, 10000, 4)])
def test_seven_institutions_are_enough_and_six_are_not(count, share, score):
    found = values(post(institutions=(*SEVEN[:count], "bkkbn")))
    assert found["institutions_12_months"] == count
    siap, web = load_instrument("kkb-siap-1.0"), load_instrument("kkb-klas-web-2021")
    assert assess(siap, found, related=load_related(siap)).variables["B4"].score == share
    assert assess(web, found, mode="intended").scores["P3"] == score


def test_what_is_not_posted_counts_nowhere():
    assert set(values(post(reported=None)).values()) == {0}


def test_an_own_title_reaches_no_area_and_the_section_other_no_function():
    found = values(post(activity="", section="lainnya"))
    assert (found["programme_areas_12_months"], found["family_functions_12_months"]) == (0, 0)


@pytest.mark.parametrize(
    ("reported", "counts"),
    [
        pytest.param(date(2025, 10, 31), 0, id="thirteen months ago"),
        pytest.param(date(2025, 11, 1), 1, id="twelve months ago"),
        pytest.param(date(2026, 10, 31), 1, id="last month"),
        pytest.param(date(2026, 11, 1), 0, id="this month, which is not over"),
    ],
)
def test_months_with_a_report_are_the_last_twelve_that_are_over(reported, counts):
    assert values(post(reported=reported), post(2, reported=reported))["months_reported_12"] == counts


def test_a_figure_names_the_posts_behind_it():
    tallies = figures(load_post_form(), load_activities(), [post(7), post(9, institutions=["social", "health"])], TODAY)
    assert tallies["institutions_strict_web"].behind == {"health": (7, 9), "social": (9,)}


def test_an_activity_is_posted_in_time_until_its_month_ends():
    assert report_by(date(2026, 2, 3)) == date(2026, 2, 28)
    assert report_by(date(2026, 12, 31)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"not_counted": {"codes": ["nobody"]}}, "left out"),
        ({"groups": {"kinds": {"bkb": {"activity": "bkb", "section": "ekonomi", "targets": ["nobody"]}}}}, "bkb has"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(part, told):
    file = load_post_form().model_dump(mode="json")
    for name, change in part.items():
        file[name] |= change
    with pytest.raises(ValidationError, match=told):
        PostForm.model_validate(file)
