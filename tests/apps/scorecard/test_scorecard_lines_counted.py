"""Every line of the scorecard against a village counted by hand, on both sides of what divides it; and by RW."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.services import record_facts
from guyub.apps.elders.services import note_situation
from guyub.apps.growth.services import Figures, record_measurements
from guyub.apps.people.models import Family, Person
from guyub.apps.programmes.services import GroupFacts, enrol, open_group
from guyub.apps.programmes.services.activities import withdraw_activity
from guyub.domain.growth.ages import months_before
from guyub.domain.scorecard.lines import Figure
from tests.apps.elders.elders_world import adl, make_elders, skilas, years_ago
from tests.apps.livelihoods.business_world import make_business, wrote
from tests.apps.made_families import (
    NO_METHOD,
    PILL,
    PREGNANT,
    answer,
    answers_of,
    four_families,
    make_families,
    round_in,
    today,
)
from tests.apps.mothers.mothers_world import make_mothers, pregnant
from tests.apps.programmes.activities_world import activity_of
from tests.apps.programmes.groups_world import make_group, met, with_members
from tests.apps.scorecard.scorecard_world import VILLAGE, by_rw, line_of, page_of, told
from tests.apps.youth.youth_world import make_young

pytestmark = pytest.mark.django_db


@pytest.fixture
def lurah(cast):
    """Who sees everything of village A."""
    return cast.operator


def test_an_empty_village_has_no_figure_and_no_verdict(cast):
    page = page_of(cast.operator)
    assert {view.line.code for view in page.lines if not view.missing} == {"participation"}  # facts of the cast
    assert (page.judged, page.reached, page.missing) == (1, 1, len(page.lines) - 1)
    assert all(view.spark is None and view.move is None for view in page.lines)


def test_lines_of_the_family_register(lurah):
    dahlia, anggrek, tulip, teratai = families = four_families(VILLAGE)
    changed = {  # no savings and no latrine in one family of RW 001, no latrine in one of RW 002
        dahlia.pk: answers_of(dahlia, {"P.06": 2, "P.24": 4}, PILL),
        anggrek.pk: answers_of(anggrek, block=NO_METHOD),
        tulip.pk: answers_of(tulip, {"P.24": 4}, PREGNANT),
        teratai.pk: answers_of(teratai, block=PILL),
    }
    answer(round_in(VILLAGE), [(one, changed[one.pk]) for one in families])
    savings, latrine = line_of(lurah, "savings"), line_of(lurah, "latrine")
    assert (told(savings), by_rw(savings)) == ((3, 4), {"001": (1, 2), "002": (2, 2)})
    assert (told(latrine), by_rw(latrine)) == ((2, 4), {"001": (1, 2), "002": (1, 2)})
    assert told(line_of(lurah, "contraception")) == (2, 4)
    assert told(line_of(lurah, "school_7_15")) == (4, 4)
    assert line_of(lurah, "school_7_15").reached is True
    assert told(line_of(lurah, "insured")) == (12, 12)
    index = line_of(lurah, "ibangga")
    assert index.points
    assert 0 < index.hundredths <= 10_000
    for code in ("tranquil", "self_reliant", "happy"):
        one = line_of(lurah, code)
        whole = Figure(*told(one))
        parts = [Figure(*pair) for pair in by_rw(one).values()]
        assert (whole.of, whole.per) == (sum(part.of for part in parts), sum(part.per for part in parts))
        assert one.line.target is None
        assert one.reached is None


def test_rates_of_the_web_system_wait_until_couples_are_known(lurah):
    dahlia, *_ = four_families(VILLAGE)
    answer(round_in(VILLAGE), [(dahlia, answers_of(dahlia))])
    assert line_of(lurah, "contraception").missing
    assert not line_of(lurah, "savings").missing


def test_children_weighed_and_stunted(lurah):
    families = [*make_families(VILLAGE, 2), *make_families(VILLAGE, 1, rw="002", first=3)]
    children = [Person.objects.get(memberships__family=one, memberships__relation=3) for one in families]
    Person.objects.filter(pk__in=[one.pk for one in children]).update(birth_date=months_before(today(), 24))
    children = list(Person.objects.filter(pk__in=[one.pk for one in children]).order_by("pk"))
    short = Figures(weight_g=9_000, height_mm=720, posture="h")
    usual = Figures(weight_g=11_500, height_mm=860, posture="h")
    record_measurements(SYSTEM, [(children[0], today(), short), (children[2], today(), usual)])
    weighed, stunted = line_of(lurah, "weighed"), line_of(lurah, "stunted")
    assert (told(weighed), by_rw(weighed)) == ((2, 3), {"001": (1, 2), "002": (1, 1)})
    assert (told(stunted), by_rw(stunted)) == ((1, 2), {"001": (1, 1), "002": (0, 1)})
    assert weighed.reached is None  # the month is not over
    assert weighed.too_early


def test_pregnant_women_late_and_in_time(lurah):
    early, late = make_mothers(VILLAGE, 2)
    pregnant(early, weeks=4)
    pregnant(late, weeks=30)
    assert told(line_of(lurah, "pregnant_in_time")) == (1, 2)


def test_elders_of_whom_it_is_known(lurah):
    well, weak, unknown = make_elders(VILLAGE, 3)
    (other,) = make_elders(VILLAGE, 1, rw="002", first=9)
    for one in (well, weak, other):
        skilas(one, chair=2 if one == weak else 1)
        note_situation(SYSTEM, one, [], False, False)
        adl(one, bathing=0 if one == weak else 1)
    screened, healthy = line_of(lurah, "elders_screened"), line_of(lurah, "elders_healthy")
    assert (told(screened), by_rw(screened)) == ((3, 4), {"001": (2, 3), "002": (1, 1)})
    assert screened.reached is False
    assert (told(healthy), by_rw(healthy)) == ((2, 3), {"001": (1, 2), "002": (1, 1)})
    assert told(line_of(lurah, "elders_independent")) == (2, 3)
    skilas(unknown)
    assert line_of(lurah, "elders_screened").reached is True


def test_a_screening_is_of_the_year(lurah):
    (elder,) = make_elders(VILLAGE, 1)
    skilas(elder, days_ago=(today() - years_ago(1, 1)).days)
    assert told(line_of(lurah, "elders_screened")) == (0, 1)


def test_young_people_who_are_reached_count_once(lurah):
    young = make_young(VILLAGE, 3)
    (far,) = make_young(VILLAGE, 1, rw="002")
    village = lurah.assignments.get().region
    post = open_group(SYSTEM, village, "posmaja", GroupFacts("Ceria"), ("001",))
    club = open_group(SYSTEM, village, "pikr", GroupFacts("Pelita"), ("001",))
    families = Family.objects.filter(memberships__person=far)
    home = open_group(SYSTEM, village, "bkr", GroupFacts("Teduh"), ("002",))
    enrol(SYSTEM, post, young[:2], today() - timedelta(days=300))
    enrol(SYSTEM, club, young[:1], today() - timedelta(days=300))
    enrol(SYSTEM, home, list(families), today() - timedelta(days=300))
    reached = line_of(lurah, "youth_reached")
    assert (told(reached), by_rw(reached)) == ((3, 4), {"001": (2, 3), "002": (1, 1)})


def test_months_and_returning_of_the_youth_posts(lurah):
    young = make_young(VILLAGE, 2)
    post = open_group(SYSTEM, lurah.assignments.get().region, "posmaja", GroupFacts("Ceria"), ("001",))
    both = enrol(SYSTEM, post, young, today() - timedelta(days=400))
    first = today().replace(day=1)
    met(post, months_before(first, 3), both)
    met(post, months_before(first, 2), both)
    met(post, months_before(first, 1), both[:1])
    assert told(line_of(lurah, "youth_months")) == (3, 12)
    assert told(line_of(lurah, "youth_returning")) == (1, 2)  # three of the meetings, and two


def test_groups_that_met_this_month_or_the_last_are_active(lurah):
    village, first = lurah.assignments.get().region, today().replace(day=1)
    this, before, long_ago, never = (make_group(village, name=name) for name in ("A", "B", "C", "D"))
    met(this, first, with_members(this, 1))
    met(before, months_before(first, 1), [])
    met(long_ago, months_before(first, 2), [])
    assert never.closed_on is None
    assert told(line_of(lurah, "groups_active")) == (2, 4)
    assert by_rw(line_of(lurah, "groups_active")) == {}


def test_environment_activities_and_areas_of_twelve_months(lurah):
    village = lurah.assignments.get().region
    assert line_of(lurah, "environment_activities").missing  # nobody wrote any down: not the same as none
    activity_of(village, activity="dashat")
    assert told(line_of(lurah, "environment_activities")) == (0, 3)
    assert told(line_of(lurah, "areas_reached")) == (1, 8)
    for days_ago in (0, 30):
        activity_of(village, activity="jumantik", day=today() - timedelta(days=days_ago))
    activity_of(village, activity="stbm", day=months_before(today(), 12) + timedelta(days=1))
    activity_of(village, activity="rumah-layak", day=months_before(today(), 12))  # a year ago to the day
    assert told(line_of(lurah, "environment_activities")) == (2, 3)
    assert told(line_of(lurah, "areas_reached")) == (2, 8)


def test_an_activity_taken_back_does_not_count(lurah):
    village = lurah.assignments.get().region
    withdraw_activity(SYSTEM, activity_of(village, activity="stbm"))
    assert line_of(lurah, "environment_activities").missing


def test_participation_is_that_of_the_classification(lurah, cast):
    view = line_of(lurah, "participation")
    assert told(view) == (32, 100)  # as in the figures of the cast: O1 32 %, score 4
    assert view.reached is True
    told_of = {"source": "profile-form", "provenance": "buku kelompok"}
    record_facts(cast.operator, cast.unit, as_of=today(), values={"bkb_members": 88}, **told_of)
    assert told(line_of(lurah, "participation")) == (31, 100)
    assert line_of(lurah, "participation").reached is True
    record_facts(cast.operator, cast.unit, as_of=today(), values={"bkb_members": 78}, **told_of)
    view = line_of(lurah, "participation")
    assert told(view) == (30, 100)
    assert view.reached is False


def test_businesses_that_kept_their_book_last_month(lurah):
    kept, _silent = make_business(VILLAGE, 1), make_business(VILLAGE, 2)
    now = make_business(VILLAGE, 3, rw="002")
    wrote(kept, 50_000)
    wrote(now, 50_000, day=today())
    view = line_of(lurah, "businesses_kept")
    assert (told(view), by_rw(view)) == ((1, 3), {"001": (1, 2), "002": (0, 1)})
