"""Pages of groups: who belongs to them by name, whom they are meant for, meetings with and without a script."""

import json
from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Family, Person
from guyub.apps.people.signals import families_changed
from guyub.apps.programmes.models import Group, GroupMember, GroupOfficer, Meeting
from guyub.apps.programmes.presentation.targets import called, not_yet
from guyub.apps.programmes.services import appoint, close_meeting, enrol, open_meeting, record_home_visit
from tests.apps.made_families import make_families, today
from tests.apps.programmes.groups_world import child_of, companion, make_group, met, with_members

pytestmark = pytest.mark.django_db
PAGE = "a" * 24


@pytest.fixture
def group(cast):
    return make_group(cast.unit.region)


@pytest.fixture
def reader(cast, client):
    client.force_login(companion(cast, "kader", "001"))
    return client


def of(group, way=""):
    return f"/kelompok/{group.village_id}/{group.pk}/{way}"


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def names(lines):
    return [line.name for line in lines]


# -- lists and the page ----------------------------------------------------------------------------------------------


def test_an_empty_village_is_told_what_to_do_first(cast, reader):
    assert "Daftarkan kelompok" in text(reader, f"/kelompok/{cast.unit.region_id}/")


def test_a_group_is_registered_described_and_its_card_confirmed(cast, reader):
    village = cast.unit.region_id
    answer = reader.post(f"/kelompok/{village}/daftar/", {"kind": "bkb", "name": "Kenanga", "serves": "1"})
    group = Group.objects.get()
    assert answer.url == of(group)
    typed = {
        "name": "Kenanga 2",
        "decree_number": "7/2024",
        "decree_issuer": "desa",
        "funds": ["apbd"],
        "integrated": ["paud"],
    }
    assert reader.post(of(group, "ubah/"), typed).status_code == 302
    reader.post(of(group, "kartu/"))
    page = text(reader, of(group))
    assert "Kenanga 2" in page
    assert "7/2024" in page
    assert "PAUD" in page
    assert f"Kartu {today().year} disahkan" in page
    listed = text(reader, f"/kelompok/{village}/")
    assert "Belum ada di sini, padahal dihitung dalam klasifikasi:" in listed


def test_what_cannot_be_is_told_beside_the_form(reader, group):
    answer = reader.post(of(group, "ubah/"), {"name": ""})
    assert answer.status_code == 422
    twin = make_group(group.village, name="Mawar")
    answer = reader.post(of(twin, "ubah/"), {"name": "Melati"})
    assert "sudah ada kelompok sejenis" in answer.content.decode()


def test_the_page_of_a_group_tells_who_came_how_often(reader, group):
    members = with_members(group, 2)
    for days in (1, 31, 61):
        met(group, today() - timedelta(days=days), members[:1])
    page = text(reader, of(group))
    assert "3 dari 3" in page
    assert "0 dari 3" in page


def test_members_elsewhere_are_counted_and_not_named(reader, group):
    with_members(group, 1)
    other = with_members(group, 1, "002", first=20)[0]
    page = text(reader, of(group))
    assert other.family.head.name not in page
    assert "Anggota di luar wilayah Anda ikut dihitung" in page


def test_who_only_looks_finds_no_button(cast, client, group):
    members = with_members(group, 1)
    met(group, today(), members)
    client.force_login(companion(cast, "puskesmas"))
    page = text(client, of(group))
    assert "Tambah anggota" not in page
    meeting = text(client, f"/kelompok/pertemuan/{Meeting.objects.get().pk}/")
    assert "disabled" in meeting
    assert "Tutup pertemuan" not in meeting


@pytest.mark.parametrize("way", ["", "anggota/"])
def test_pages_ask_as_much_for_many_as_for_few(
    reader, group, way, django_assert_num_queries, django_assert_max_num_queries
):
    def more(count, first):
        members = with_members(group, count, first=first)
        meeting = met(group, today() - timedelta(days=first), members)
        close_meeting(SYSTEM, meeting)
        appoint(SYSTEM, group, "kader", members[0].family.head, today())
        record_home_visit(SYSTEM, members[0], today(), "tidak-hadir", "akan-datang")
        make_families(group.village_id, count, first=first + 10)

    more(1, 1)
    reader.get(of(group, way))
    with django_assert_max_num_queries(20) as few:
        reader.get(of(group, way))
    more(3, 30)
    with django_assert_num_queries(len(few)):
        reader.get(of(group, way))


def test_the_list_asks_as_much_for_three_groups_as_for_one(
    reader, group, django_assert_num_queries, django_assert_max_num_queries
):
    address = f"/kelompok/{group.village_id}/"
    met(group, today(), with_members(group, 1))
    reader.get(address)
    with django_assert_max_num_queries(16) as few:
        reader.get(address)
    for number, kind in enumerate(("bkr", "bkl")):
        other = make_group(group.village, kind, "Mawar")
        met(other, today(), with_members(other, 1, first=30 + number * 10))
    with django_assert_num_queries(len(few)):
        reader.get(address)


# -- members ---------------------------------------------------------------------------------------------------------


def test_a_bkb_is_meant_for_families_with_a_small_child_where_it_works(cast, group):
    user = companion(cast, "lurah")
    small, grown, far = *make_families(group.village_id, 2), make_families(group.village_id, 1, "002", 20)[0]
    for family, years in ((small, 3), (grown, 9), (far, 3)):
        Person.objects.filter(pk=child_of(family).pk).update(birth_date=today() - timedelta(days=366 * years))
    families_changed.send(Family, families=[small.pk, grown.pk, far.pk])
    assert [one.code for one in not_yet(group, user, today())] == [small.code]
    assert grown.code in [one.code for one in called(group, user, grown.head.name, today())]


def test_a_youth_centre_is_meant_for_unmarried_adolescents(cast):
    user = companion(cast, "lurah")
    youth = make_group(cast.unit.region, "pikr", "Remaja")
    family = make_families(cast.unit.region_id, 1)[0]
    child = child_of(family)
    for years, marital, is_meant in ((9, 1, False), (15, 1, True), (15, 2, False), (20, None, False), (26, 1, False)):
        Person.objects.filter(pk=child.pk).update(
            birth_date=today() - timedelta(days=int(365.25 * years) + 5), marital=marital
        )
        assert (child.code in [one.code for one in not_yet(youth, user, today())]) is is_meant


def test_members_are_ticked_from_the_list_or_found_by_name(reader, group):
    family, other = make_families(group.village_id, 2)
    answer = reader.post(of(group, "anggota/"), {"search": "1", "name": other.head.name})
    assert other.code in answer.content.decode()
    answer = reader.post(of(group, "anggota/"), {"enrol": "1", "who": [family.code], "since": today().isoformat()})
    assert answer.status_code == 302
    assert GroupMember.objects.get().family == family
    answer = reader.post(of(group, "anggota/"), {"enrol": "1", "since": today().isoformat()})
    assert answer.status_code == 422
    assert "Centang dulu" in answer.content.decode()


def test_nobody_is_enrolled_by_a_code_from_elsewhere(cast, reader, group):
    far = make_families(cast.other_unit.region_id, 1)[0]
    next_door = make_families(group.village_id, 1, "002", 20)[0]
    for family in (far, next_door):
        answer = reader.post(of(group, "anggota/"), {"enrol": "1", "who": [family.code], "since": today().isoformat()})
        assert answer.status_code == 422
    assert not GroupMember.objects.exists()


def test_a_membership_ends_and_a_visit_is_recorded(reader, group):
    member = with_members(group, 1)[0]
    visit = {"reason": "tidak-hadir", "outcome": "akan-datang", "day": today().isoformat()}
    assert reader.post(of(group, f"anggota/{member.pk}/kunjungan/"), visit).status_code == 302
    assert "Lama tidak hadir" in text(reader, of(group))
    end = {"why": "grown", "day": today().isoformat()}
    assert reader.post(of(group, f"anggota/{member.pk}/akhiri/"), end).status_code == 302
    member.refresh_from_db()
    assert member.ended == "grown"
    assert reader.get(of(group, f"anggota/{member.pk}/akhiri/")).status_code == 404


# -- who runs it -----------------------------------------------------------------------------------------------------


def test_someone_of_the_registry_is_found_by_name_and_then_chosen(reader, group):
    head = make_families(group.village_id, 1)[0].head
    typed = {"post": "ketua", "name": head.name, "since": today().isoformat()}
    answer = reader.post(of(group, "pengurus/"), typed)
    assert answer.status_code == 422
    assert head.code in answer.content.decode()
    assert reader.post(of(group, "pengurus/"), typed | {"person": head.code}).status_code == 302
    officer = GroupOfficer.objects.get()
    assert officer.person == head
    assert reader.post(of(group, f"pengurus/{officer.pk}/latihan/"), {"day": today().isoformat()}).status_code == 302
    assert "dilatih" in text(reader, of(group))
    assert reader.post(of(group, f"pengurus/{officer.pk}/akhiri/"), {"day": today().isoformat()}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Pilih jabatannya, atau cari warganya"),
        ({"name": "Tidak Ada"}, "Tidak ada warga dengan nama itu"),
    ],
)
def test_a_post_needs_an_office_or_someone(reader, group, typed, told):
    answer = reader.post(of(group, "pengurus/"), {"post": "ketua", "since": today().isoformat()} | typed)
    assert told in answer.content.decode()


# -- meetings --------------------------------------------------------------------------------------------------------


def test_a_meeting_is_opened_ticked_without_a_script_described_and_closed(reader, group):
    members = with_members(group, 3)
    answer = reader.post(of(group, "pertemuan/"), {"day": today().isoformat()})
    meeting = Meeting.objects.get()
    address = f"/kelompok/pertemuan/{meeting.pk}/"
    assert answer.url == address
    reader.post(f"{address}hadir/", {"present": [members[0].pk, members[2].pk]})
    refused = reader.post(f"{address}keterangan/", {"topic": "5", "way": "tatap-muka", "guests": "1001"})
    assert "1001 tamu tidak mungkin; tulis banyaknya orang, 0 sampai 1000." in refused.content.decode()
    reader.post(f"{address}keterangan/", {"topic": "5", "facilitator": "bidan", "way": "tatap-muka", "guests": "4"})
    reader.post(f"{address}tutup/")
    page = text(reader, address)
    assert "sudah ditutup" in page
    assert "Tumbuh kembang" in page
    assert "Bidan" in page
    assert page.count(" checked") == 2
    assert "2 hadir" in text(reader, of(group))


def test_a_meeting_to_come_is_refused_in_words(reader, group):
    answer = reader.post(of(group, "pertemuan/"), {"day": (today() + timedelta(days=1)).isoformat()}, follow=True)
    assert "belum tiba" in answer.content.decode()
    assert not Meeting.objects.exists()


def send(client, meeting, member, sequence, present=True, **more):
    body = {"device": PAGE, "sequence": sequence, "changes": {"member": member, "present": present}, **more}
    return client.post(f"/kelompok/pertemuan/{meeting.pk}/simpan/", json.dumps(body), content_type="application/json")


def test_a_tick_is_acknowledged_with_who_is_present(reader, group):
    members = with_members(group, 2)
    meeting = open_meeting(SYSTEM, group, today())
    for _ in range(2):
        answer = send(reader, meeting, members[0].pk, 1)
        assert answer.json() == {"saved": 1, "present": [members[0].pk]}
    assert send(reader, meeting, members[0].pk, 3).status_code == 428
    assert send(reader, meeting, members[0].pk, 2, present=False).json()["present"] == []
    assert send(reader, meeting, 999_999, 3).status_code == 422
    assert send(reader, meeting, members[0].pk, 3, device="!").json() == {"code": "unreadable"}
    close_meeting(SYSTEM, meeting)
    assert send(reader, meeting, members[1].pk, 3).status_code == 409
    reader.logout()
    assert send(reader, meeting, members[1].pk, 3).status_code == 401


def test_one_tick_asks_little(reader, group, django_assert_max_num_queries):
    members = with_members(group, 3)
    meeting = open_meeting(SYSTEM, group, today())
    send(reader, meeting, members[0].pk, 1)
    with django_assert_max_num_queries(20):
        send(reader, meeting, members[1].pk, 2)


def test_a_group_without_members_meets_too(reader, cast):
    house = make_group(cast.unit.region, "rumah-dataku", "Data")
    reader.post(of(house, "pertemuan/"), {"day": today().isoformat()})
    assert "tidak punya anggota" in text(reader, f"/kelompok/pertemuan/{Meeting.objects.get().pk}/")
    assert reader.get(of(house, "anggota/")).status_code == 404


# -- other pages -----------------------------------------------------------------------------------------------------


def test_the_page_of_a_family_names_its_groups(cast, reader, group):
    member = with_members(group, 1)[0]
    youth = make_group(cast.unit.region, "pikr", "Remaja")
    enrol(SYSTEM, youth, [child_of(member.family)], today())
    panel = text(reader, f"/keluarga/{group.village_id}/{member.family.code}/").partition("Kelompok yang diikuti")[2]
    assert "BKB Melati" in panel
    assert "PIK-R Remaja" in panel


def test_the_first_page_leads_to_a_meeting_that_is_not_closed(reader, group):
    first = open_meeting(SYSTEM, group, today() - timedelta(days=2))
    latest = open_meeting(SYSTEM, group, today())
    page = text(reader, "/")
    assert f"/kelompok/pertemuan/{latest.pk}/" in page
    assert "1 pertemuan lain belum ditutup" in page
    for one in (first, latest):
        close_meeting(SYSTEM, one)
    assert "Pertemuan kelompok" not in text(reader, "/")


def test_members_beyond_a_page_stand_on_the_next(reader, group, monkeypatch):
    monkeypatch.setattr("guyub.apps.programmes.views.groups.MEMBERS", 2)
    with_members(group, 3)
    first, second = text(reader, of(group)), text(reader, of(group, "?page=2"))
    assert [page.count('class="member-line"') for page in (first, second)] == [2, 1]
    assert "Halaman 1 dari 2" in first


def test_a_referral_is_answered_from_the_groups_page(reader, group):
    member = with_members(group, 1)[0]
    visit = record_home_visit(SYSTEM, member, today() - timedelta(days=15), "sakit", "dirujuk-puskesmas")
    address = of(group, f"rujukan/{visit.referral.pk}/")
    page = text(reader, of(group))
    assert "Jawaban ditunggu sampai" in page
    assert address in page
    assert "jawaban rujukan kunjungan rumah" in text(reader, f"/kelompok/{group.village_id}/")
    assert reader.post(address, {"outcome": "dilayani", "note": "3201010101010001"}).status_code == 422
    assert reader.post(address, {"outcome": "dilayani", "note": "Kontrol lagi"}).status_code == 302
    page = text(reader, of(group))
    assert "Sudah dilayani" in page
    assert "Kontrol lagi" in page
    assert address not in page
    assert reader.get(address).status_code == 404
    assert "jawaban rujukan" not in text(reader, f"/kelompok/{group.village_id}/")


def test_a_referral_of_another_rw_is_not_there(cast, client, group):
    referral = record_home_visit(SYSTEM, with_members(group, 1)[0], today(), "sakit", "dirujuk-pkb").referral
    client.force_login(companion(cast, "kader", "002"))
    assert client.get(of(group, f"rujukan/{referral.pk}/")).status_code == 404
