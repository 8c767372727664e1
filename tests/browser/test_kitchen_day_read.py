"""A kitchen day for who reads it and ticks nothing: the page counts portions and asks nothing."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.services import NewGuest, choose_guests, open_kitchen
from tests.apps.made_families import today
from tests.apps.nutrition.pmt_world import make_children
from tests.apps.programmes.groups_world import companion

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_lurah_reads_a_kitchen_day(cast, visit):
    village = cast.unit.region
    (child,) = make_children(village.code, 1)
    choose_guests(SYSTEM, village, [NewGuest(child, "krs", today())])
    held = open_kitchen(SYSTEM, village, today())
    page = visit(f"dapur/hari/{held.pk}/", user=companion(cast, "lurah"))
    assert page.locator("[data-came]").inner_text() == "0"
    assert page.locator("[data-given]").is_disabled()
