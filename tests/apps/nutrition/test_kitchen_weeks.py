"""The kitchen's week: who is given a portion and in which group, prices, and a menu with its proof."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.forms_kitchen import PricesForm
from guyub.apps.nutrition.models import KitchenGuest, MarketPrice, MenuWeek
from guyub.apps.nutrition.presentation.guests import candidates, guests_on, people_by_group
from guyub.apps.nutrition.presentation.week import avoidance_of, shown
from guyub.apps.nutrition.services import (
    KitchenRefused,
    NewGuest,
    change_guest,
    choose_guests,
    end_guest,
    kitchen_of,
    note_prices,
    plan_week,
    prices_of,
)
from guyub.apps.nutrition.services.kitchen import _parted
from guyub.data.nutrition_files import load_kitchen_rules
from guyub.domain.nutrition.foods import Allergen
from guyub.domain.nutrition.menu import Week, breaches
from guyub.domain.nutrition.running import group_of_child, group_of_woman
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import companion, make_mothers, pregnant
from tests.apps.nutrition.pmt_world import THIN_G, begun, make_children, weighed

pytestmark = pytest.mark.django_db
MONDAY = today() - timedelta(days=today().weekday())


@pytest.fixture
def village(cast):
    return cast.unit.region


def guest(person, reason="krs", days=30):
    return choose_guests(SYSTEM, person.village, [NewGuest(person, reason, today() + timedelta(days=days))])[0]


@pytest.mark.parametrize(
    ("months", "code"), [(5, None), (6, "child-6"), (8, "child-6"), (9, "child-9"), (12, "child-12"), (59, "child-24")]
)
def test_group_of_a_child_by_its_age(months, code):
    found = group_of_child(load_kitchen_rules(), months)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("trimester", "nursing", "code"),
    [
        (1, None, "pregnant-1"),
        (2, None, "pregnant-2"),
        (3, 3, "pregnant-2"),
        (None, 5, "nursing-1"),
        (None, 6, "nursing-2"),
    ],
)
def test_group_of_a_woman(trimester, nursing, code):
    assert group_of_woman(load_kitchen_rules(), trimester, nursing).code == code


def test_candidates_come_with_the_first_reason_that_holds_and_its_last_day(cast, village):
    thin, well = make_children(village.code, 2)
    weighed(thin, 10, THIN_G)
    one = begun(thin, 10)
    mother = make_mothers(village.code, 1, first=40)[0]
    expected = pregnant(mother, 20)
    found = {c.person: (c.reason, c.until) for c in candidates(kader(cast), village.code, today())}
    assert found[thin] == ("pmt", one.begun + timedelta(days=55))
    assert found[mother] == ("pregnant", expected.due_on)
    assert well not in found


def test_who_is_chosen_stands_in_a_group_until_the_last_day(village):
    child = make_children(village.code)[0]
    one = guest(child, days=3)
    assert choose_guests(SYSTEM, village, [NewGuest(child, "krs", today())]) == []
    for ahead, there in ((3, True), (4, False)):
        assert [g.guest for g in guests_on(village.code, today() + timedelta(days=ahead))] == ([one] if there else [])
    assert people_by_group(guests_on(village.code, today()))["child-12"] == 1
    end_guest(SYSTEM, one)
    assert guests_on(village.code, today()) == []


def test_what_cannot_be_is_refused(cast, village):
    child = make_children(village.code)[0]
    for reason, days, why in (("poor", 3, "kitchen-reason-unknown"), ("krs", -1, "kitchen-until-is-past")):
        with pytest.raises(KitchenRefused) as refused:
            guest(child, reason, days)
        assert refused.value.data["reason"] == why
    for monday, people, stock, why in (
        (MONDAY + timedelta(days=1), {"child-12": 1}, {}, "kitchen-no-monday"),
        (MONDAY, {"child-12": 2001}, {}, "kitchen-number-impossible"),
        (MONDAY, {"child-12": 1}, {"XX": 3}, "kitchen-stock-impossible"),
    ):
        with pytest.raises(KitchenRefused) as refused:
            plan_week(SYSTEM, village, monday, people, stock, {})
        assert refused.value.data["reason"] == why
    with pytest.raises(NotAllowed):
        plan_week(companion(cast, "lurah"), village, MONDAY, {"child-12": 1}, {}, {})


def test_the_latest_price_of_the_cheapest_market_counts_and_the_rest_is_made_up(village):
    before = today().replace(day=1) - timedelta(days=1)
    note_prices(SYSTEM, village, "Pasar Lama", before, {"AR001": 11000, "BR013": 9000})
    note_prices(SYSTEM, village, "Pasar A", today(), {"AR001": 15000})
    note_prices(SYSTEM, village, "Pasar B", today(), {"AR001": 14500})
    assert note_prices(SYSTEM, village, "Pasar B", today(), {"AR001": 14500}) == 0
    prices, made_up = prices_of(village.code)
    assert (prices["AR001"], prices["BR013"]) == (14500, 9000)
    assert not {"AR001", "BR013"} & made_up
    assert made_up
    with pytest.raises(KitchenRefused):
        note_prices(SYSTEM, village, "Pasar B", today(), {"AR001": 0})


def test_a_week_is_computed_kept_and_told_with_its_proof(cast, village, client):
    client.force_login(companion(cast, "puskesmas"))
    path = f"/dapur/{village.code}/"
    for child in make_children(village.code, 2):
        change_guest(SYSTEM, guest(child), today() + timedelta(days=30), ["fish"])
    assert 'value="2"' in client.get(path).content.decode()
    typed = {"monday": MONDAY.isoformat(), "people-child-12": "2", "food-1": "DR008", "grams-1": "2000"}
    answer = client.post(path, typed)
    assert answer.status_code == 302
    week = MenuWeek.objects.get()
    assert (week.people, week.stock, week.avoided) == ({"child-12": 2}, {"DR008": 2000}, {"child-12": ["fish"]})
    kitchen = kitchen_of(week).kitchen
    found = Week(tuple(map(tuple, week.days)), {(g, d, c): n for g, d, c, n in week.measures})
    assert breaches(kitchen, found) == []
    assert found.cost(kitchen) == week.cost >= week.bound
    page = client.get(answer.url).content.decode()
    assert "Terbukti:" in page
    assert "harga contoh" in page
    assert "Lembar masak" in page
    for fmt, mark in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(f"{path}menu/{week.pk}.{fmt}").content.startswith(mark)


def test_a_week_of_other_rules_is_not_told_by_those_of_today(village):
    week = plan_week(SYSTEM, village, MONDAY, {"child-24": 1}, {}, {})
    assert not shown(week).stale
    week.rules = {"kitchen-2026": "0.9"}
    assert shown(week).stale


def test_prices_that_are_unlikely_are_asked_about_once(cast, village, client):
    client.force_login(kader(cast))
    path = f"/dapur/{village.code}/harga/"
    typed = {"market": "Pasar Uji", "month": f"{today():%Y-%m}", "price-AR001": "14"}
    answer = client.post(path, typed)
    assert answer.status_code == 422
    assert "jarang terjadi" in answer.content.decode()
    assert client.post(path, typed | {"sure": "on"}).status_code == 302
    assert MarketPrice.objects.get().rupiah_per_kg == 14


def test_prices_and_costs_are_written_with_points_between_thousands(cast, village, client):
    client.force_login(kader(cast))
    typed = {"market": "Pasar Uji", "month": f"{today():%Y-%m}", "price-AR001": "15.000"}
    assert client.post(f"/dapur/{village.code}/harga/", typed).status_code == 302
    assert MarketPrice.objects.get().rupiah_per_kg == 15_000


@pytest.mark.parametrize(("price", "asked"), [(75_000, False), (75_001, True), (3_000, False), (2_999, True)])
def test_a_price_far_from_the_one_before_is_asked_about(price, asked):
    form = PricesForm(
        {"market": "Pasar Uji", "month": "2026-11", "price-AR001": str(price)},
        prices={"AR001": 15_000},
        made_up=frozenset(),
    )
    assert form.is_valid() is not asked
    if asked:
        assert "sebelumnya Rp" in str(form.non_field_errors())


def test_a_price_of_nothing_is_refused_with_its_value(cast, village, client):
    client.force_login(kader(cast))
    typed = {"market": "Pasar Uji", "month": f"{today():%Y-%m}", "price-AR001": "0", "sure": "on"}
    answer = client.post(f"/dapur/{village.code}/harga/", typed)
    assert answer.status_code == 422
    assert "0 tidak mungkin; tulis" in answer.content.decode()
    assert not MarketPrice.objects.exists()


def test_a_cadre_chooses_only_those_of_the_own_rw(cast, village, client):
    mine, other = make_children(village.code, 1)[0], make_children(village.code, 1, rw="002")[0]
    for child in (mine, other):
        weighed(child, 10, THIN_G)
        begun(child)
    client.force_login(kader(cast))
    path = f"/dapur/{village.code}/penerima/"
    client.post(path, {"who": [mine.code, other.code]})
    assert [one.person for one in KitchenGuest.objects.all()] == [mine]
    guest(other, "pmt")
    assert KitchenGuest.objects.count() == 2
    assert client.get(f"{path}{KitchenGuest.objects.get(person=other).pk}/").status_code == 404


def test_the_list_of_guests_asks_as_much_for_one_as_for_three(cast, village, client):
    client.force_login(kader(cast))
    first, *others = make_children(village.code, 3)

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert "Anak Contoh" in client.get(f"/dapur/{village.code}/penerima/").content.decode()
        return len(found)

    guest(first)
    asked()
    before = asked()
    for child in others:
        guest(child)
    assert asked() == before


@pytest.fixture
def allergic(cast, village, client):
    """Three children of one group, of whom one may eat no egg; the puskesmas plans."""
    client.force_login(companion(cast, "puskesmas"))
    first, *others = make_children(village.code, 3)
    change_guest(SYSTEM, guest(first), today() + timedelta(days=30), ["egg"])
    for one in others:
        guest(one)
    return {"monday": MONDAY.isoformat(), "people-child-12": "3"}


def eggs_in(week):
    return {code for codes in week.days for code in codes if Allergen.EGG in kitchen_of(week).contents[code].allergens}


def test_what_one_may_not_eat_is_avoided_for_the_group_and_its_price_is_said(village, client, allergic):
    answer = client.post(f"/dapur/{village.code}/", {**allergic, "allergy": "whole"})
    week = MenuWeek.objects.get()
    measured = {dish for _group, _day, dish, _count in week.measures}
    assert week.avoided == {"child-12": ["egg"]}
    assert not measured & eggs_in(week)
    assert week.free_cost > 0
    told = avoidance_of(week)
    assert (told.apart, told.total) == (0, round(week.cost / 1000))
    assert told.price == max(round(week.cost / 1000) - round(week.free_cost / 1000), 0)
    assert "Menghindari bahan itu untuk seluruh kelompok menambah" in client.get(answer.url).content.decode()


def test_or_they_get_a_menu_apart_and_the_others_eat_everything(village, client, allergic):
    answer = client.post(f"/dapur/{village.code}/", {**allergic, "allergy": "apart"})
    week = MenuWeek.objects.get(beside=None)
    apart = week.apart
    assert (week.people, week.avoided) == ({"child-12": 2}, {})
    assert (apart.people, apart.avoided, apart.stock) == ({"child-12": 1}, {"child-12": ["egg"]}, {})
    assert not {dish for _group, _day, dish, _count in apart.measures} & eggs_in(apart)
    for one in (week, apart):
        found = Week(tuple(map(tuple, one.days)), {(g, d, c): n for g, d, c, n in one.measures})
        assert breaches(kitchen_of(one).kitchen, found) == []
    assert avoidance_of(week).total == round((week.cost + apart.cost) / 1000)
    page = client.get(answer.url).content.decode()
    assert "Menu terpisah (1 orang)" in page
    assert client.get(f"/dapur/{village.code}/").context["form"].initial["allergy"] == "apart"
    notes = openpyxl.load_workbook(io.BytesIO(client.get(f"/dapur/{village.code}/menu/{apart.pk}.xlsx").content))
    told = [[cell.value for cell in row] for row in notes["Keterangan"].iter_rows()]
    assert ["Dihindari karena alergi atau pantangan", "Anak 12–23 bulan: Telur"] in told
    assert f"menu/{apart.pk}.pdf" in page
    assert client.get(f"/dapur/{village.code}/menu/{apart.pk}.pdf").content.startswith(b"%PDF")


def test_the_choice_is_asked_only_where_somebody_may_not_eat_something(cast, village, client):
    client.force_login(companion(cast, "puskesmas"))
    one = guest(make_children(village.code)[0])
    assert "Menu terpisah hanya untuk mereka" not in client.get(f"/dapur/{village.code}/").content.decode()
    change_guest(SYSTEM, one, today() + timedelta(days=30), ["milk"])
    assert "Menu terpisah hanya untuk mereka" in client.get(f"/dapur/{village.code}/").content.decode()


@pytest.mark.parametrize(
    ("people", "apart", "parted"),
    [
        ({"a": 3, "b": 2}, {"a": 1}, ({"a": 2, "b": 2}, {"a": 1})),
        ({"a": 3}, {"a": 3}, ({"a": 3}, {})),  # all of them: there is nobody to be apart from
        ({"a": 1, "b": 2}, {"a": 5}, ({"b": 2}, {"a": 1})),
        ({"a": 1, "b": 0}, {"b": 1}, ({"a": 1}, {})),
    ],
)
def test_who_is_apart(people, apart, parted):
    assert _parted(people, apart) == parted
