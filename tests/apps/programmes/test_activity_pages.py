"""Pages of activities: the list and its filters, recording with and without a script, photos, who sees what."""

import json
from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.activity_models import Activity, ActivityPhoto
from guyub.apps.programmes.services.activities import withdraw_activity
from guyub.apps.programmes.services.activity_photos import add_photo
from tests.apps.made_families import today
from tests.apps.programmes.activities_world import activity_of, facts, picture, typed
from tests.apps.programmes.groups_world import companion, make_group, met, with_members

pytestmark = pytest.mark.django_db
PAGE = "a" * 24


@pytest.fixture
def village(cast):
    return cast.unit.region


@pytest.fixture
def kader(cast, client):
    client.force_login(companion(cast, "kader", "001"))
    return client


def at(village, way=""):
    return f"/kegiatan/{village.code}/{way}"


def of(activity, way=""):
    return f"/kegiatan/{activity.village_id}/{activity.pk}/{way}"


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, village, changes, sequence=1, device=PAGE):
    told = json.dumps({"device": device, "sequence": sequence, "changes": changes})
    return client.post(at(village, "catat/kirim/"), told, content_type="application/json")


def lists(changes):
    return {name: value if isinstance(value, list) else [value] for name, value in changes.items()}


# -- recording -------------------------------------------------------------------------------------------------------


def test_an_activity_is_recorded_put_right_posted_and_taken_back(village, kader):
    assert "Catat kegiatan" in text(kader, at(village))
    answer = kader.post(at(village, "catat/"), typed(title="Dapur kebun"))
    made = Activity.objects.get()
    assert answer.url == of(made)
    kader.post(of(made, "ubah/"), typed(title="Dapur kebun RW 001"))
    page = text(kader, of(made))
    assert "Dapur kebun RW 001" in page
    assert "Dinas Ketahanan Pangan" in page
    assert "AR4" in page
    kader.post(of(made, "diposting/"), {"day": today().isoformat()})
    made.refresh_from_db()
    assert made.posted_on == today()
    kader.post(of(made, "diposting/"), {"belum": "1"})
    assert "Batalkan kegiatan" in text(kader, of(made, "batal/"))
    assert kader.post(of(made, "batal/")).url == at(village)
    assert "Dapur kebun RW 001" not in text(kader, at(village))
    assert "dibatalkan" in text(kader, of(made))
    assert kader.get(of(made, "ubah/")).status_code == 404


def test_what_is_lacking_is_told_beside_its_field(village, kader):
    answer = kader.post(at(village, "catat/"), typed(activity="", targets=[], institutions=["other"], serves="x"))
    assert answer.status_code == 422
    page = answer.content.decode()
    for told in ("Pilih kegiatannya", "paling sedikit satu", "hanya bila mencentangnya", "nomor RW saja"):
        assert told in page
    assert not Activity.objects.exists()


def test_a_cadre_is_offered_the_own_rw_and_refused_the_whole_village(village, kader):
    assert 'value="001"' in text(kader, at(village, "catat/"))
    assert kader.post(at(village, "catat/"), typed(serves="")).status_code == 422


def test_a_meeting_fills_the_form_in(village, kader):
    group = make_group(village)
    meeting = met(group, today(), with_members(group, 2))
    assert f"/kegiatan/{village.code}/catat/?pertemuan={meeting.pk}" in text(
        kader, f"/kelompok/pertemuan/{meeting.pk}/"
    )
    page = text(kader, at(village, f"catat/?pertemuan={meeting.pk}"))
    assert "Pertemuan BKB Melati" in page
    answer = kader.post(at(village, "catat/"), typed(pertemuan=str(meeting.pk)))
    made = Activity.objects.get(meeting=meeting)
    assert answer.url == of(made)
    assert of(made) in text(kader, f"/kelompok/pertemuan/{meeting.pk}/")
    assert kader.get(at(village, "catat/?pertemuan=999999")).status_code == 404
    assert kader.get(at(village, "catat/?pertemuan=x")).status_code == 404


# -- sendings of the page's script -----------------------------------------------------------------------------------


def test_what_the_script_sends_counts_once(village, kader):
    first = send(kader, village, lists(typed()))
    again = send(kader, village, lists(typed()))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json() == {"saved": 1, "url": of(Activity.objects.get()), "title": "DASHAT"}


def test_what_cannot_be_recorded_uses_its_number_up_and_is_told(village, kader):
    bad = send(kader, village, lists(typed(place="")))
    assert (bad.status_code, bad.json()["code"], list(bad.json()["fields"])) == (200, "invalid", ["place"])
    assert send(kader, village, lists(typed()), sequence=2).json()["url"]
    assert Activity.objects.count() == 1


def test_a_refusal_can_be_passed_with_the_number_left_empty(village, kader):
    assert send(kader, village, lists(typed(serves=""))).status_code == 422  # not the cadre's to record
    assert send(kader, village, {}).json() == {"saved": 1, "url": "", "title": ""}
    assert send(kader, village, lists(typed()), sequence=2).status_code == 200


@pytest.mark.parametrize("changes", [{"place": "no list"}, {"place": [1]}])
def test_what_no_form_sends_is_unreadable(village, kader, changes):
    assert send(kader, village, changes).status_code == 422


def test_a_gap_and_somebody_signed_out_are_told_apart(village, kader):
    assert send(kader, village, lists(typed()), sequence=3).status_code == 428
    kader.logout()
    assert send(kader, village, lists(typed())).status_code == 401


# -- the list --------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_area_function_and_state(village, kader):
    month = today().replace(day=1)
    activity_of(village, title="Masak", posted=today())
    activity_of(village, title="Iman", activity="konseling-agama", section="agama")
    activity_of(village, title="Lama", activity="", section="lainnya", day=month - timedelta(days=1))
    for asked, names in (
        ("", {"Masak", "Iman", "Lama"}),
        ("bidang=AR2", {"Iman"}),
        ("seksi=ekonomi", {"Masak"}),
        ("web=belum", {"Iman", "Lama"}),
        ("web=terlambat", {"Lama"}),
        ("web=sudah", {"Masak"}),
        ("bidang=nothing&web=nothing", {"Masak", "Iman", "Lama"}),
    ):
        page = text(kader, at(village, f"?{asked}"))
        assert {name for name in ("Masak", "Iman", "Lama") if f">{name}</a>" in page} == names, asked


def test_questions_to_the_database_do_not_grow_with_the_list(
    village, kader, django_assert_num_queries, django_assert_max_num_queries
):
    activity_of(village)
    kader.get(at(village))
    with django_assert_max_num_queries(14) as few:
        kader.get(at(village))
    for number in range(3):
        add_photo(SYSTEM, activity_of(village), picture(number), "Memasak")
    with django_assert_num_queries(len(few)):
        kader.get(at(village))


# -- photos ----------------------------------------------------------------------------------------------------------


def test_photos_are_added_described_looked_at_and_taken_off(village, kader):
    made = activity_of(village)
    sent = {"caption": "Memasak bersama", "agreed": "on"}
    assert kader.post(of(made, "foto/"), {**sent, "photo": picture()}).url == of(made)
    photo = ActivityPhoto.objects.get()
    look = kader.get(of(made, f"foto/{photo.pk}/"))
    assert (look.status_code, look["Content-Type"]) == (200, "image/jpeg")
    assert "inline" in look.get("Content-Disposition", "inline")
    assert "attachment" in kader.get(of(made, f"foto/{photo.pk}/?unduh"))["Content-Disposition"]
    kader.post(of(made, f"foto/{photo.pk}/ubah/"), {"caption": "Memasak di kebun"})
    photo.refresh_from_db()
    assert (photo.caption, photo.agreed) == ("Memasak di kebun", False)
    assert kader.post(of(made, f"foto/{photo.pk}/ubah/"), {"caption": ""}).status_code == 422
    kader.post(of(made, f"foto/{photo.pk}/lepas/"))
    assert not ActivityPhoto.objects.exists()


def test_a_photo_without_a_file_or_a_caption_is_refused_with_the_reason(village, kader):
    made = activity_of(village)
    for sent, told in (({"caption": "x"}, "kosong"), ({"caption": "", "photo": picture()}, "keterangan")):
        answer = kader.post(of(made, "foto/"), sent, follow=True)
        assert told in answer.content.decode()
    assert not ActivityPhoto.objects.exists()


def test_a_viewer_reads_the_story_and_sees_no_photo(cast, client, village):
    made = activity_of(village)
    photo = add_photo(SYSTEM, made, picture(), "Memasak di kebun")
    client.force_login(companion(cast, "viewer"))
    page = text(client, of(made))
    assert "Memasak bersama bahan dari kebun" in page
    assert "Memasak di kebun" not in page
    assert client.get(of(made, f"foto/{photo.pk}/")).status_code == 404


def test_those_of_another_city_find_nothing(cast, client, village):
    made = activity_of(village)
    client.force_login(cast.stranger)
    for way in (at(village), of(made), at(village, "catat/")):
        assert client.get(way).status_code == 404


def test_what_was_taken_back_stays_to_be_read(village, kader):
    made = withdraw_activity(SYSTEM, activity_of(village, **vars(facts(title="Salah"))))
    assert "Salah" in text(kader, of(made))
