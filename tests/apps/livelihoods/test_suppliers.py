"""The kitchen's shopping list says which businesses of the village may sell a food, to whom may see them."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.presentation.week import shown
from guyub.apps.nutrition.services import plan_week
from guyub.apps.nutrition.suppliers import Supplier, suppliers_of
from tests.apps.livelihoods.business_world import make_business
from tests.apps.made_families import kader, today

TEMPE = Supplier("Tempe Rekaan", "Tempe dan tahu, goreng", "/usaha/buku/1/", supplies=True)


@pytest.mark.parametrize(
    ("food", "sells"),
    [
        ("Tempe kedelai", True),
        ("Tahu", True),  # the word has just enough letters
        ("Ikan lele", False),
        ("Susu sapi segar", False),
        ("Ubi jalar kuning", False),  # "ubi" tells too little, "jalar" is not sold
    ],
)
def test_what_a_business_may_sell(food, sells):
    assert TEMPE.sells(food) is sells


@pytest.mark.django_db
def test_businesses_stand_beside_what_is_bought(cast, client, monkeypatch):
    village = cast.unit.region
    reader = kader(cast)
    make_business(village.code, 1, name="Tempe Rekaan", product="Tempe dan tahu", supplies_kitchen=True)
    make_business(village.code, 2, name="Beras Rekaan", product="Beras putih")
    found = suppliers_of(reader, village.code)
    assert [one.name for one in found] == ["Tempe Rekaan", "Beras Rekaan"]
    monday = today().fromordinal(today().toordinal() - today().weekday())
    week = plan_week(SYSTEM, village, monday, {"child-24": 1}, {}, {})
    told = {one.code: [by.name for by in sellers] for one, sellers in shown(week, found).sellers}
    assert told["AR001"] == ["Beras Rekaan"]
    client.force_login(reader)
    page = client.get(f"/dapur/{village.code}/").content.decode()
    assert "mungkin dapat dibeli dari" in page
    assert "Usaha keluarga yang memasok dapur ini:" in page


@pytest.mark.django_db
def test_who_may_not_see_businesses_is_told_of_none(cast):
    make_business(cast.unit.region_id, 1, name="Tempe Rekaan", product="Tempe", supplies_kitchen=True)
    assert suppliers_of(cast.stranger, cast.unit.region_id) == []
