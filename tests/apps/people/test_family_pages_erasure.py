"""A copy of everything held about someone, and erasure, through the pages."""

import json
from datetime import date

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families

VILLAGE = "99.01.01.1001"
NIK = "9901014101900001"


@pytest.fixture
def lurah(cast, client):
    user = User.objects.create_user("lurah", "lurah@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role="lurah", region=cast.unit.region)
    client.force_login(user)
    return user


@pytest.fixture
def wife(cast):
    members = [
        NewMember("Ayah Contoh", 1, 1, date(1970, 1, 1), marital=2),
        NewMember("Ibu Contoh", 2, 2, date(1990, 1, 1), marital=2, nik=NIK),
    ]
    families = register_families(SYSTEM, [NewFamily(Place(VILLAGE, "001", "001"), members, date(2020, 1, 1))])
    return families[0].new_members[1]


def test_a_copy_holds_everything_and_needs_a_reason(client, lurah, wife):
    address = f"/orang/{wife.code}/salinan/"
    assert "Tulis alasannya" in client.post(address, {"reason": ""}).content.decode()
    answer = client.post(address, {"reason": "Permintaan tertulis orangnya"})
    assert answer["Content-Type"].startswith("application/json")
    assert answer["Content-Disposition"] == f'attachment; filename="data-{wife.code}.json"'
    assert "no-store" in answer["Cache-Control"]
    text = json.dumps(json.loads(answer.content), ensure_ascii=False)
    assert "Ibu Contoh" in text
    assert NIK in text


def test_erasure_asks_for_the_code_and_leaves_no_name(client, lurah, wife):
    address = f"/orang/{wife.code}/hapus/"
    wrong = client.post(address, {"reason": "Permintaan tertulis", "code": "P2222222222"}).content.decode()
    assert "bukan kode orang di halaman ini" in wrong
    wife.refresh_from_db()
    assert wife.state == Person.State.LIVING
    text = client.post(address, {"reason": "Permintaan tertulis", "code": wife.code.lower()}, follow=True).content
    assert "Data pribadi orang ini dihapus" in text.decode()
    page = client.get(f"/orang/{wife.code}/").content.decode()
    assert "Ibu Contoh" not in page
    assert "990101" not in page
    family = wife.memberships.first().family
    text = client.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()
    assert "Ibu Contoh" not in text
    assert f"Data dihapus ({wife.code})" in text
    found = client.post(f"/keluarga/{VILLAGE}/cari/", {"cari": "Ibu Contoh"}, follow=True).content.decode()
    assert wife.code not in found
    assert "Tidak ditemukan" in client.post(f"/keluarga/{VILLAGE}/cari/", {"cari": NIK}, follow=True).content.decode()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("path", ["salinan", "hapus"])
def test_operators_neither_copy_nor_erase(client, cast, wife, path):
    client.force_login(cast.operator)
    assert "Hapus data pribadi" not in client.get(f"/orang/{wife.code}/").content.decode()
    assert client.post(f"/orang/{wife.code}/{path}/", {"reason": "x", "code": wife.code}).status_code == 404
    wife.refresh_from_db()
    assert wife.state == Person.State.LIVING
