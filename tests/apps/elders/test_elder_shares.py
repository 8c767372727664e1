"""Shares of healthy and independent elders: of those of whom it is known; by RW and over time."""

from datetime import date

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.elders.presentation.shares import WORDS, Share, by_rw, days_shown, share, trend
from guyub.apps.elders.services import note_situation
from guyub.apps.elders.standing import standings_of_village
from tests.apps.elders.elders_world import adl, make_elders, skilas
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import companion


@pytest.mark.parametrize(
    ("yes", "known", "percent"),
    [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (1, 201, 0), (3, 3, 100)],
)
def test_a_share_is_of_those_who_are_known_and_rounded_half_up(yes, known, percent):
    assert Share(yes, known, 300).percent == percent
    assert Share(yes, known, 300).unknown == 300 - known


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2025, 3, 31), date(2025, 12, 31)),
        (date(2026, 11, 27), date(2025, 12, 31), date(2026, 9, 30)),
    ],
)
def test_past_quarters(day, first, last):
    days = days_shown(day)
    assert (days[0], days[-2], days[-1], len(days)) == (first, last, day, 5)


@pytest.mark.django_db
def test_shares_of_a_village_its_rw_and_before(cast):
    village = cast.unit.region_id
    well, weak, unknown = make_elders(village, 3)
    (other,) = make_elders(village, 1, rw="002", first=9)
    for one in (well, weak, other):
        skilas(one, chair=2 if one == weak else 1)
        note_situation(SYSTEM, one, [], False, False)
        adl(one, bathing=0 if one == weak else 1)
    found = standings_of_village(companion(cast, "pkb"), village, today(), brief=False)
    healthy, independent, tough = (share(word, found) for word in WORDS)
    assert healthy == independent == Share(2, 3, 4)
    assert tough == Share(0, 0, 4)
    assert [(row.part, row.shares[0]) for row in by_rw(found)] == [("001", Share(1, 2, 3)), ("002", Share(1, 1, 1))]
    days = trend(found, today())
    assert days[0][1][0] == Share(0, 0, 4)
    assert days[-1][1][0] == healthy
    assert unknown in [one.person for one in found]


@pytest.mark.django_db
def test_the_page_and_its_file(cast, client):
    village = cast.unit.region_id
    for one in make_elders(village, 2):
        skilas(one)
        adl(one)
    client.force_login(kader(cast))
    told = client.get(f"/lansia/{village}/keadaan/").content.decode()
    assert "2 dari 2 yang diketahui" in told
    assert "perkiraan" in told
    answer = client.get(f"/lansia/{village}/keadaan.csv")
    assert answer.status_code == 200
    assert "Kelurahan,0,0,,2,2,100,0,0,,2" in answer.content.decode("utf-8-sig")
    assert client.get(f"/lansia/{village}/keadaan.doc").status_code == 404
