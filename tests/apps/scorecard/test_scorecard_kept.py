"""Figures kept month by month: sealed with the month's end, open a few days for late entries, made up where dated."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from guyub.apps.resilience.models import IndicatorPoint
from guyub.apps.scorecard.models import KeptFigure
from guyub.apps.scorecard.services import keep_month_figures, months_to
from guyub.apps.territory.models import Region
from guyub.data.scorecard_files import load_scorecard
from guyub.domain.growth.ages import last_day, months_before
from guyub.domain.scorecard.lines import Move
from tests.apps.made_families import make_families
from tests.apps.programmes.groups_world import make_group, met
from tests.apps.scorecard.scorecard_world import VILLAGE, line_of, page_of, told
from tests.apps.youth.youth_world import make_young

pytestmark = pytest.mark.django_db
THIS = timezone.localdate().replace(day=1)
LAST = months_before(THIS, 1)
OPEN = load_scorecard().keeping.open_days


@pytest.fixture
def village(cast):
    return Region.objects.get(code=VILLAGE)


def kept(line: str, month: date, part: str = ""):
    found = KeptFigure.objects.filter(line=line, month=month, part=part)
    return found.values_list("numerator", "denominator").first()


def test_twelve_months_end_with_the_running_one():
    months = months_to(date(2026, 1, 31))
    assert (months[0], months[-1], len(months)) == (date(2025, 2, 1), date(2026, 1, 1), 12)


def test_a_month_that_is_over_is_sealed(village):
    make_young(VILLAGE, 2)
    keep_month_figures(village, last_day(LAST))
    assert kept("youth_reached", LAST) == (0, 2)
    make_young(VILLAGE, 1)
    keep_month_figures(village, THIS)
    assert kept("youth_reached", LAST) == (0, 2)  # known of its own day alone
    assert kept("youth_reached", THIS) == (0, 3)


@pytest.mark.parametrize(("day", "follows"), [(OPEN, True), (OPEN + 1, False)])
def test_figures_of_dated_records_follow_late_entries_for_some_days(village, day, follows):
    group = make_group(village)
    keep_month_figures(village, last_day(LAST))
    assert kept("groups_active", LAST) == (0, 1)
    met(group, LAST, [])
    keep_month_figures(village, THIS + timedelta(days=day - 1))
    assert kept("groups_active", LAST) == ((1, 1) if follows else (0, 1))


def test_months_that_nobody_kept_are_made_up_from_dated_records_only(village):
    met(make_group(village), months_before(THIS, 4), [])
    make_young(VILLAGE, 1)
    keep_month_figures(village, THIS)
    assert [kept("groups_active", months_before(THIS, back)) for back in (5, 4, 3, 2)] == [
        (0, 1),
        (1, 1),
        (1, 1),
        (0, 1),
    ]
    assert kept("youth_reached", months_before(THIS, 4)) is None


def test_figures_of_the_register_are_made_up_from_its_points(village):
    told_of = {"village": village, "code": "savings", "rules": "1", "denominator": 10}
    for day, of in ((2, 3), (20, 4)):
        IndicatorPoint.objects.create(as_of=LAST.replace(day=day), numerator=of, **told_of)
    IndicatorPoint.objects.create(as_of=LAST.replace(day=20), rw="001", numerator=1, **told_of)
    keep_month_figures(village, THIS)
    assert kept("savings", LAST) == (4, 10)
    assert kept("savings", LAST, "001") == (1, 10)


def test_keeping_twice_keeps_once(village):
    make_families(VILLAGE, 1)
    first = keep_month_figures(village, THIS)
    before = KeptFigure.objects.count()
    assert first == before
    keep_month_figures(village, THIS)
    assert KeptFigure.objects.count() == before


def test_the_command_keeps_every_open_village(cast):
    call_command("keep_scorecards")
    assert set(KeptFigure.objects.values_list("village", flat=True)) == {
        cast.unit.region_id, cast.empty_unit.region_id, cast.other_unit.region_id,
    }  # fmt: skip
    KeptFigure.objects.all().delete()
    call_command("keep_scorecards", village=VILLAGE)
    assert set(KeptFigure.objects.values_list("village", flat=True)) == {VILLAGE}


def test_the_trend_and_a_past_month_are_those_kept(village, cast):
    make_young(VILLAGE, 4)
    keep_month_figures(village, last_day(LAST))
    KeptFigure.objects.filter(line="youth_reached", part="").update(numerator=2)
    now, then = line_of(cast.operator, "youth_reached"), line_of(cast.operator, "youth_reached", month=LAST)
    assert (told(now), told(then)) == ((0, 4), (2, 4))
    assert now.move is Move.WORSE
    assert now.before[0] == LAST
    assert len(now.spark.points) == 2
    assert then.spark is None
    page = page_of(cast.operator, month=LAST)
    assert (page.running, page.month, page.months[0]) == (False, LAST, THIS)
    assert page_of(cast.operator, month=months_before(THIS, 40)).running  # nothing was kept then
