"""Entries that may be one human being: shown side by side, decided, and taken back."""

from datetime import date

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Duplicate, Merge, Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families

VILLAGE, OTHER = "99.01.01.1001", "99.01.01.1002"
PAGE = f"/keluarga/{VILLAGE}/ganda/"
NIK = "9901014101900001"


def alone(name: str, village: str = VILLAGE, rw: str = "001", nik: str = "") -> NewFamily:
    member = NewMember(name, 2, 1, date(1990, 1, 1), marital=1, nik=nik)
    return NewFamily(Place(village, rw, "001"), [member], date(2020, 1, 1))


@pytest.fixture
def pair(cast):
    """The same NIK entered twice in the village."""
    families = register_families(SYSTEM, [alone("Siti Contoh", nik=NIK), alone("Sitti Contoh", rw="002", nik=NIK)])
    return [family.head for family in families]


def test_a_pair_is_shown_side_by_side_with_what_is_alike(client, cast, pair):
    client.force_login(cast.operator)
    text = client.get(PAGE).content.decode()
    assert "Siti Contoh" in text
    assert "Sitti Contoh" in text
    assert "NIK sama" in text
    assert NIK not in text


def test_new_pairs_are_looked_for_on_demand(client, cast):
    register_families(SYSTEM, [alone("Muhamad Contoh"), alone("Mohammad Contoh", rw="002")])
    client.force_login(cast.operator)
    assert "Tidak ada yang menunggu keputusan" in client.get(PAGE).content.decode()
    text = client.post(f"{PAGE}cari/", follow=True).content.decode()
    assert "1 pasang catatan baru ditemukan" in text
    assert "Muhamad Contoh" in text


def test_a_pair_of_two_offices_waits_for_the_field_officer_of_the_district(client, cast):
    """Neither office sees it; whose territory covers both does, on the page of either village, and decides."""
    here, there = register_families(SYSTEM, [alone("Siti Contoh", nik=NIK), alone("Sitti Contoh", OTHER, nik=NIK)])
    question = Duplicate.objects.get()
    client.force_login(cast.operator)
    assert "Sitti Contoh" not in client.get(PAGE).content.decode()
    officer = User.objects.create_user("pkb", "pkb@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=officer, role="pkb", region_id="99.01.01")
    client.force_login(officer)
    for page in (PAGE, f"/keluarga/{OTHER}/ganda/"):
        text = client.get(page).content.decode()
        assert "Siti Contoh" in text
        assert "Sitti Contoh" in text
    client.post(f"{PAGE}{question.pk}/", {"choice": f"keep-{there.head.code}"})
    here.head.refresh_from_db()
    assert (here.head.state, here.head.merged_into) == (Person.State.MERGED, there.head)


def test_a_merge_and_its_undoing(client, cast, pair):
    client.force_login(cast.operator)
    kept, gone = pair
    question = Duplicate.objects.get()
    text = client.post(f"{PAGE}{question.pk}/", {"choice": f"keep-{kept.code}"}, follow=True).content.decode()
    assert "Dua catatan digabung" in text
    assert "Batalkan penggabungan" in text
    assert client.get(f"/orang/{gone.code}/").url == f"/orang/{kept.code}/"
    assert "Catatan ganda Siti Contoh digabung" in client.get(f"/orang/{kept.code}/").content.decode()
    merge = Merge.objects.get()
    undone = client.post(f"/keluarga/{VILLAGE}/gabungan/{merge.pk}/batal/", follow=True).content.decode()
    assert "Penggabungan dibatalkan" in undone
    gone.refresh_from_db()
    assert gone.state == Person.State.LIVING
    assert client.get(f"/orang/{gone.code}/").status_code == 200
    assert "Batalkan penggabungan" not in client.get(PAGE).content.decode()


def test_two_human_beings_stay_two(client, cast, pair):
    client.force_login(cast.operator)
    question = Duplicate.objects.get()
    text = client.post(f"{PAGE}{question.pk}/", {"choice": "distinct"}, follow=True).content.decode()
    assert "dua orang berbeda" in text
    question.refresh_from_db()
    assert (question.state, question.decided_by) == (Duplicate.State.DISTINCT, cast.operator)
    again = client.post(f"{PAGE}{question.pk}/", {"choice": f"keep-{pair[0].code}"}, follow=True).content.decode()
    assert "sudah diputuskan" in again
    assert Merge.objects.count() == 0


def test_an_unclear_choice_decides_nothing(client, cast, pair):
    client.force_login(cast.operator)
    question = Duplicate.objects.get()
    assert "Pilih dulu" in client.post(f"{PAGE}{question.pk}/", {"choice": "keep-P0"}, follow=True).content.decode()
    question.refresh_from_db()
    assert question.state == Duplicate.State.OPEN


def test_a_pair_across_villages_is_for_those_who_cover_both(client, cast):
    register_families(SYSTEM, [alone("Siti Contoh", nik=NIK), alone("Siti Contoh", village=OTHER, nik=NIK)])
    question = Duplicate.objects.get()
    client.force_login(cast.operator)
    assert "Tidak ada yang menunggu keputusan" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{question.pk}/", {"choice": "distinct"}).status_code == 404
    pkb = User.objects.create_user("pkb", "pkb@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=pkb, role="pkb", region_id="99.01")
    client.force_login(pkb)
    for village in (VILLAGE, OTHER):
        assert "NIK sama" in client.get(f"/keluarga/{village}/ganda/").content.decode()


@pytest.mark.parametrize("who", ["stranger", "officer", "viewer"])
def test_others_see_and_decide_nothing(client, cast, pair, who):
    client.force_login(getattr(cast, who))
    question = Duplicate.objects.get()
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{question.pk}/", {"choice": "distinct"}).status_code == 404
    assert client.post(f"{PAGE}cari/").status_code == 404
