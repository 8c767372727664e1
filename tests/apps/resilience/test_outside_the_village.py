"""What those learn who see figures of a village but not its families: nothing that points at one of them."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.services import register_families
from guyub.apps.resilience.models import IndicatorPoint
from guyub.apps.resilience.services import keep_points
from guyub.apps.surveys.models import Round
from tests.apps.made_families import answer, answers_of, couple, round_in, today

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
DOT = 'r="5"/>'  # of the chart
BASE = f"/ketahanan/{VILLAGE}/"


def enter(number, changes=None, rws=1):
    """Families that were interviewed, spread over RWs."""
    families = register_families(SYSTEM, [couple(f"Bunga{n}", f"00{1 + n % rws}", VILLAGE) for n in range(number)])
    answer(round_in(VILLAGE), [(family, answers_of(family, changes)) for family in families])
    return families


def page(client, user, path=""):
    client.force_login(user)
    return client.get(BASE + path).content.decode()


def test_the_trend_of_a_single_family_stays_in_the_village(client, cast):
    enter(1, {"P.11": 2})  # its index is 91,67
    keep_points([VILLAGE], today())
    assert "91,67" in page(client, cast.operator, "indikator/ibangga/")
    for path in ("indikator/ibangga/", "indikator/slum_score/", "indikator/latrine_krs/", "indikator/kb:mcpr/", ""):
        shown = page(client, cast.officer, path)
        assert "Ketahanan keluarga" in shown, path
        assert "91,67" not in shown, path
        assert DOT not in shown, path


def test_how_a_figure_of_a_single_family_moved_stays_in_the_village(client, cast):
    enter(1)
    keep_points([VILLAGE], today())
    IndicatorPoint.objects.update(as_of=today() - timedelta(days=40), numerator=0)
    assert "poin sejak" in page(client, cast.operator)
    assert "poin sejak" not in page(client, cast.officer)


def test_the_trend_of_a_large_village_is_shown_outside(client, cast):
    enter(24, {"P.11": 2}, rws=2)
    keep_points([VILLAGE], today())
    shown = page(client, cast.officer, "indikator/ibangga/")
    assert shown.count("91,67") >= 3  # the figure, its RWs or the chart, and the table below it
    assert DOT in shown


def test_a_point_that_was_withheld_stays_so_when_the_village_has_grown(client, cast):
    enter(2, {"P.11": 2})
    keep_points([VILLAGE], today() - timedelta(days=40))
    more = register_families(SYSTEM, [couple(f"Melati{n}", "001", VILLAGE) for n in range(10)])
    answer(Round.objects.get(village=VILLAGE), [(family, answers_of(family)) for family in more])
    keep_points([VILLAGE], today())
    shown = page(client, cast.officer, "indikator/ibangga/")
    assert shown.count(DOT) == 1
    assert "91,67" not in shown
    assert page(client, cast.operator, "indikator/ibangga/").count(DOT) == 2


def test_nothing_is_shown_of_rws_where_the_whole_is_withheld(client, cast):
    # Two of 24 have a poor latrine, both in RW 001. The whole may be known exactly from elsewhere.
    families = register_families(SYSTEM, [couple(f"Bunga{n}", f"00{1 + n % 2}", VILLAGE) for n in range(24)])
    poor = [answers_of(family, {"P.24": 3} if n in (0, 2) else None) for n, family in enumerate(families)]
    answer(round_in(VILLAGE), list(zip(families, poor, strict=True)))
    assert "12 dari 12" in page(client, cast.operator, "indikator/latrine_krs/")
    assert "12 dari 12" not in page(client, cast.officer, "indikator/latrine_krs/")
    assert "12 dari 12" in page(client, cast.officer, "indikator/income_source/")


def test_how_many_of_a_small_village_were_interviewed_stays_in_it(client, cast):
    enter(1)
    assert "1 keluarga terdata dari 1 yang terdaftar" in page(client, cast.operator)
    shown = page(client, cast.officer)
    assert "Cakupannya belum cukup" in shown
    assert "yang terdaftar" not in shown
