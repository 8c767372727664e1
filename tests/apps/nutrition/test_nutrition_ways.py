"""From the first page and the main menu to the kitchen and to supplementary food, for who works there."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.presentation.home_lines import open_kitchen_line, running_rounds_line
from guyub.apps.nutrition.services import close_kitchen, open_kitchen, record_serving, record_visit
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import companion
from tests.apps.nutrition.pmt_world import ago, begun, make_children

pytestmark = pytest.mark.django_db


def test_open_kitchen_days_stand_on_the_first_page_until_they_are_closed(cast):
    reader, village = companion(cast, "puskesmas"), cast.unit.region
    assert open_kitchen_line(reader) is None
    held = open_kitchen(SYSTEM, village, today())
    assert (open_kitchen_line(reader).url, open_kitchen_line(reader).urgent) == (f"/dapur/hari/{held.pk}/", False)
    before = open_kitchen(SYSTEM, village, ago(1))
    assert open_kitchen_line(reader).urgent
    assert "1 hari lain" in open_kitchen_line(reader).told
    assert open_kitchen_line(companion(cast, "lurah")) is None
    close_kitchen(SYSTEM, held)
    close_kitchen(SYSTEM, before)
    assert open_kitchen_line(reader) is None


def test_rounds_stand_there_with_what_is_not_on_record_today_and_red_flags(cast):
    reader = kader(cast)
    assert running_rounds_line(reader) is None
    first, second = (begun(child) for child in make_children(cast.unit.region_id, 2))
    record_serving(SYSTEM, first, today(), 4)
    record_visit(SYSTEM, second, ago(2), ["fits"])
    line = running_rounds_line(reader)
    assert line.url == f"/gizi-tambahan/{cast.unit.region_id}/"
    assert ("2 orang" in line.told, "1 porsi hari ini belum dicatat" in line.told) == (True, True)
    assert ("1 dengan tanda bahaya" in line.told, line.urgent) == (True, True)
    record_visit(SYSTEM, second, today(), [])
    assert not running_rounds_line(reader).urgent
    assert running_rounds_line(kader(cast, "kader-lain", rw="002")) is None


def test_the_kitchen_is_in_the_main_menu_of_who_runs_one(cast, client):
    way = f'href="/dapur/{cast.unit.region_id}/"'
    for user, there in ((kader(cast), True), (companion(cast, "puskesmas"), True), (cast.viewer, False)):
        client.force_login(user)
        assert (way in client.get("/").content.decode()) is there
