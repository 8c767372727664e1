"""Pages of posyandu: who sees what, with how many queries, what a page sends and what it is told."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.growth.models import Measurement, Posyandu, PosyanduDay
from guyub.apps.growth.presentation.home_lines import open_days_line
from guyub.apps.growth.services import Figures, close_day, open_day, open_posyandu, record_measurement
from guyub.apps.people.models import Person
from guyub.apps.ui.navigation import main_menu
from guyub.domain.growth.ages import months_before
from tests.apps.made_families import kader, make_families, today

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
LIST = f"/posyandu/{VILLAGE}/"
DEVICE = "aaaabbbbcccc"


@pytest.fixture
def posyandu(cast):
    return open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])


@pytest.fixture
def held(posyandu):
    return open_day(SYSTEM, posyandu, today())


@pytest.fixture
def reader(client, cast):
    """The cadre of RW 001, signed in."""
    user = kader(cast)
    client.force_login(user)
    return client


def some_children(count: int, rw: str = "001", first: int = 1, months: int = 14) -> list[Person]:
    """Girls of so many months."""
    families = make_families(VILLAGE, count, rw=rw, first=first)
    found = [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]
    Person.objects.filter(pk__in=[one.pk for one in found]).update(birth_date=months_before(today(), months))
    return [Person.objects.get(pk=one.pk) for one in found]


def page_of(held: PosyanduDay) -> str:
    return f"/posyandu/hari/{held.pk}/"


def send(client, held, child, sequence=1, device=DEVICE, **figures):
    changes = {"child": getattr(child, "code", child), "weight_g": 9200, "height_mm": 755, "posture": "l"} | figures
    body = {"device": device, "sequence": sequence, "changes": {k: v for k, v in changes.items() if v is not None}}
    return client.post(f"{page_of(held)}simpan/", json.dumps(body), content_type="application/json")


def row_of(page: str, child: Person) -> str:
    return page.partition(f'data-child="{child.code}"')[2].partition("</li>")[0]


# -- the list of a village --------------------------------------------------------------------------------------------


def test_the_list_teaches_the_first_step(reader):
    page = reader.get(LIST).content.decode()
    assert "Belum ada posyandu yang terdaftar" in page
    assert f'href="{LIST}daftar/"' in page


def test_a_posyandu_is_registered_and_its_day_opened(reader, cast):
    answer = reader.post(f"{LIST}daftar/", {"name": "Melati", "serves": "1"}, follow=True)
    found = Posyandu.objects.get()
    assert found.serves == ["001"]
    assert "RW 001" in answer.content.decode()
    answer = reader.post(f"{LIST}{found.pk}/buka/", {"day": today().isoformat()})
    assert answer.headers["Location"] == page_of(PosyanduDay.objects.get())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "", "serves": "1"}, "Nama posyandu"),
        ({"name": "Melati", "serves": "RW 1"}, "Tulis nomor RW saja"),
        ({"name": "Melati", "serves": "0"}, "Tulis nomor RW saja"),
        ({"name": "Melati", "serves": "1234"}, "Tulis nomor RW saja"),
        ({"name": "Melati", "serves": ""}, "tidak boleh"),  # a cadre of one RW, for the whole village
    ],
)
def test_what_cannot_be_registered_is_told_in_the_form(reader, typed, told):
    assert told in reader.post(f"{LIST}daftar/", typed).content.decode()
    assert not Posyandu.objects.exists()


def test_the_form_proposes_the_rw_of_who_asks(reader):
    assert 'value="001"' in reader.get(f"{LIST}daftar/").content.decode()


@pytest.mark.parametrize(("day", "told"), [("2999-01-01", "pilih hari sampai hari ini"), ("2024-02-31", "kalender")])
def test_a_day_that_cannot_be_is_told(reader, posyandu, day, told):
    answer = reader.post(f"{LIST}{posyandu.pk}/buka/", {"day": day}, follow=True)
    assert told in answer.content.decode()
    assert not PosyanduDay.objects.exists()


def test_last_and_next_day(reader, posyandu):
    close_day(SYSTEM, open_day(SYSTEM, posyandu, date(2024, 1, 31)))
    page = reader.get(LIST).content.decode()
    assert "31 Januari 2024" in page
    assert "kira-kira 29 Februari 2024" in page
    assert "waktunya dibuka" in page
    open_day(SYSTEM, posyandu, today())
    page = reader.get(LIST).content.decode()
    assert "sedang berjalan" in page
    assert "waktunya dibuka" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(reader, cast, count):
    for number in range(count):
        one = open_posyandu(SYSTEM, cast.unit.region, f"Melati {number}", ["001"])
        for months in range(count):
            open_day(SYSTEM, one, today() - timedelta(days=30 * months))
    with CaptureQueriesContext(connection) as asked:
        page = reader.get(LIST).content.decode()
    assert page.count("sedang berjalan") == count
    assert len(asked) == 6


def test_who_is_bound_to_another_rw_sees_no_posyandu_of_this_one(client, cast, held):
    client.force_login(kader(cast, "kader-dua", rw="002"))
    assert "Melati" not in client.get(LIST).content.decode()
    for address in (
        page_of(held),
        f"{page_of(held)}simpan/",
        f"{page_of(held)}tutup/",
        f"{LIST}{held.posyandu_id}/buka/",
    ):
        assert client.get(address).status_code in (404, 405)
        assert client.post(address).status_code in (404, 405)


# -- the day ---------------------------------------------------------------------------------------------------------


def test_the_day_lists_children_of_the_readers_rw_with_what_to_ask(client, cast):
    both = open_day(SYSTEM, open_posyandu(SYSTEM, cast.unit.region, "Bersama", ["001", "002"]), today())
    (mine,), (other,) = some_children(1), some_children(1, rw="002", first=9)
    Person.objects.filter(pk=mine.pk).update(birth_date=today() - timedelta(days=426))
    client.force_login(kader(cast))
    page = client.get(page_of(both)).content.decode()
    assert mine.name in page
    assert other.name not in page
    assert "0 dari 1" in page
    row = row_of(page, mine)
    assert 'data-posture="l" data-arm="yes" data-head="yes"' in row
    assert 'data-weight-usual="5,7–15,6"' in row
    assert "data-editable" in row


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (730, 'data-posture="l"'),
        (731, 'data-posture="h"'),
    ],
)
def test_the_posture_follows_the_standard(reader, held, days, told):
    (child,) = some_children(1)
    Person.objects.filter(pk=child.pk).update(birth_date=today() - timedelta(days=days))
    assert told in row_of(reader.get(page_of(held)).content.decode(), child)


@pytest.mark.parametrize(
    ("months", "told"),
    [(5, 'data-arm="" data-head="yes"'), (6, 'data-arm="yes" data-head="yes"'), (24, 'data-arm="yes" data-head=""')],
)
def test_arm_and_head_are_asked_for_by_age(reader, held, months, told):
    (child,) = some_children(1, months=months)
    assert told in row_of(reader.get(page_of(held)).content.decode(), child)


def test_an_uncertain_day_of_birth_has_no_likely_figures(reader, held):
    (child,) = some_children(1)
    Person.objects.filter(pk=child.pk).update(birth_known=Person.BirthKnown.MONTH)
    row = row_of(reader.get(page_of(held)).content.decode(), child)
    assert "data-posture" in row
    assert "data-weight-least" not in row


def test_last_figures_stand_beside_each_from_its_own_day(reader, held):
    (child,) = some_children(1)
    before = months_before(today(), 1)
    record_measurement(SYSTEM, child, months_before(today(), 2), Figures(weight_g=8800, height_mm=740))
    record_measurement(SYSTEM, child, before, Figures(weight_g=9050))
    record_measurement(SYSTEM, child, today() - timedelta(days=401), Figures(head_mm=400))
    row = row_of(reader.get(page_of(held)).content.decode(), child)
    assert 'data-before-weight_g="9,05 kg, ' in row
    assert 'data-before-height_mm="74,0 cm, ' in row
    assert 'data-height-before="740"' in row
    assert "data-before-head_mm" not in row  # of more than a year ago


def test_a_sending_is_answered_with_what_follows(reader, held):
    (child,) = some_children(1)
    record_measurement(SYSTEM, child, months_before(today(), 1), Figures(weight_g=8800, height_mm=740, posture="l"))
    answer = send(reader, held, child).json()
    assert (answer["saved"], answer["child"]) == (1, child.code)
    assert (answer["result"]["gain"], answer["result"]["refer"]) == ("N", [])
    told = answer["result"]["told"]
    for words in ("Naik", "naik 400 gram, perlu naik paling sedikit 200 gram", "PB/U", "Berat badan normal"):
        assert words in told
    assert "Tidak perlu dirujuk" in told
    assert "Beratnya naik dengan baik" in told
    assert "1 dari 1" in answer["summary"]
    assert answer["measured"] == [child.code]
    page = reader.get(page_of(held)).content.decode()
    assert told.strip() in page  # the page loaded anew shows the same


def test_a_stunted_child_is_not_said_to_need_nothing(reader, held):
    """Short is no sign of the growth card: it is measured again at the puskesmas."""
    (child,) = some_children(1)
    record_measurement(SYSTEM, child, months_before(today(), 1), Figures(weight_g=7500, height_mm=650, posture="l"))
    told = send(reader, held, child, weight_g=8000, height_mm=655).json()["result"]["told"]
    assert "endek" in told
    assert "Tidak perlu dirujuk" not in told


def test_a_child_to_refer_is_named_in_the_summary_with_the_reason(reader, held):
    first, second = some_children(2)
    send(reader, held, first)
    answer = send(reader, held, second, sequence=2, weight_g=6000, arm_mm=112).json()
    assert answer["result"]["refer"] == ["below-red", "acute-severe"]
    assert "Rujuk ke puskesmas" in answer["result"]["told"]
    summary = answer["summary"]
    assert second.name in summary
    assert "tanda gizi buruk" in summary
    assert first.name not in summary


def test_a_sending_that_comes_twice_is_answered_twice_and_counted_once(reader, held):
    (child,) = some_children(1)
    first, again = send(reader, held, child).json(), send(reader, held, child).json()
    assert first == again
    assert Measurement.objects.count() == 1


def test_an_oedema_leaves_indices_of_weight_unjudged_and_says_why(reader, held):
    (child,) = some_children(1)
    told = send(reader, held, child, oedema=True).json()["result"]["told"]
    assert "tidak dinilai: bengkak di kedua kaki" in told


def test_an_implausible_figure_is_to_be_measured_again(reader, held):
    (child,) = some_children(1)
    told = send(reader, held, child, weight_g=30_000, height_mm=None).json()["result"]["told"]
    assert "ukur sekali lagi" in told


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        ({"weight_g": 299}, 422, "Berat itu tidak mungkin"),
        ({"weight_g": "9"}, 422, "Bentuknya salah"),
        ({"weight_g": None, "height_mm": None}, 422, "Belum ada yang diukur"),
        ({"child": "P2222222222"}, 422, "tidak tinggal di wilayah posyandu ini"),
        ({"sequence": 2}, 428, ""),
    ],
)
def test_what_is_refused_says_why_beside_the_child(reader, held, changes, status, why):
    (child,) = some_children(1)
    answer = send(reader, held, **{"child": child, **changes})
    assert answer.status_code == status
    assert why in answer.json()["why"]
    assert answer.json()["child"] == changes.get("child", child.code)
    assert not Measurement.objects.exists()


def test_a_child_of_another_rw_is_refused_for_that_child_alone(client, cast):
    both = open_day(SYSTEM, open_posyandu(SYSTEM, cast.unit.region, "Bersama", ["001", "002"]), today())
    (mine,), (other,) = some_children(1), some_children(1, rw="002", first=9)
    client.force_login(kader(cast))
    assert send(client, both, other).status_code == 422
    assert send(client, both, mine).status_code == 200


def test_a_closed_day_takes_nothing_and_shows_what_was_measured(reader, held):
    (child,) = some_children(1)
    send(reader, held, child)
    reader.post(f"{page_of(held)}tutup/")
    assert send(reader, held, child, sequence=2).status_code == 409
    page = reader.get(page_of(held)).content.decode()
    assert "sudah ditutup" in page
    assert "data-editable" not in page
    assert "Baru pertama ditimbang" in row_of(page, child)
    reader.post(f"{page_of(held)}buka-lagi/")
    assert send(reader, held, child, sequence=2).status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", json.dumps({"device": DEVICE}), "x" * 3000])
def test_what_cannot_be_read_is_refused(reader, held, body):
    answer = reader.post(f"{page_of(held)}simpan/", body, content_type="application/json")
    assert answer.status_code == 422


def test_who_only_looks_measures_nothing(client, cast, held):
    some_children(1)
    client.force_login(cast.operator)
    page = client.get(page_of(held)).content.decode()
    assert "Anak Contoh 1" in page
    for absent in ("data-editable", "Tutup hari posyandu", "data-save-state"):
        assert absent not in page
    assert client.post(f"{page_of(held)}tutup/").status_code == 404


def test_a_visitor_is_told_to_sign_in_again(client, held):
    (child,) = some_children(1)
    assert send(client, held, child).status_code == 401


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_asks_as_often_for_three_children_as_for_one(reader, held, count):
    children = some_children(count)
    for sequence, child in enumerate(children, start=1):
        record_measurement(SYSTEM, child, months_before(today(), 1), Figures(weight_g=8800, height_mm=740))
        send(reader, held, child, sequence)
    with CaptureQueriesContext(connection) as asked:
        page = reader.get(page_of(held)).content.decode()
    assert page.count("data-editable") == count
    assert len(asked) == 9


# -- the first page ---------------------------------------------------------------------------------------------------


def test_an_open_day_waits_on_the_first_page_of_who_measures_there(client, cast, held):
    mine = kader(cast)
    line = open_days_line(mine)
    assert (str(line.label), line.url, line.urgent) == ("Hari posyandu", page_of(held), False)
    open_day(SYSTEM, held.posyandu, today() - timedelta(days=3))
    line = open_days_line(mine)
    assert line.told.endswith("1 hari lain belum ditutup")
    assert line.urgent
    client.force_login(mine)
    assert f'href="{page_of(held)}"' in client.get("/").content.decode()
    for other in (kader(cast, "kader-dua", rw="002"), cast.operator, cast.viewer, cast.stranger):
        assert open_days_line(other) is None


def test_the_main_menu_leads_to_the_posyandu_of_who_measures_there(cast):
    def labels(user):
        return [str(entry.label) for entry in main_menu(user, "/")]

    assert labels(kader(cast))[:4] == ["Beranda", "Kampung", "Keluarga", "Posyandu"]
    for other in (cast.operator, cast.viewer, cast.officer, None):
        assert "Posyandu" not in labels(other)


def test_a_closed_day_waits_no_more(cast, held):
    close_day(SYSTEM, held)
    assert open_days_line(kader(cast)) is None


def test_the_villages_menu_leads_to_its_posyandu(client, cast):
    client.force_login(cast.operator)
    assert f'href="{LIST}"' in client.get(f"/keluarga/{VILLAGE}/").content.decode()


def test_a_health_officer_of_the_city_reaches_each_posyandu(client, cast, held):
    user = User.objects.create_user("pkm", "pkm@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role="puskesmas", region_id="99.01")
    client.force_login(user)
    assert client.get(page_of(held)).status_code == 200
    assert send(client, held, *some_children(1)).status_code == 200
