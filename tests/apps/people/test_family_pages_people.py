"""New families, corrections, and numbers of identity, through the pages."""

from datetime import date

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people import services
from guyub.apps.people.models import Family, Person
from guyub.apps.people.panels import Panel, register, unregister
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families

VILLAGE = "99.01.01.1001"
NEW = f"/keluarga/{VILLAGE}/baru/"
NIK, KK = "9901014101900001", "9901010101230001"


@pytest.fixture
def lurah(cast):
    user = User.objects.create_user("lurah", "lurah@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role="lurah", region=cast.unit.region)
    return user


@pytest.fixture
def family(cast):
    members = [
        NewMember("Ayah Contoh", 1, 1, date(1970, 1, 1), marital=2),
        NewMember("Ibu Contoh", 2, 2, date(1990, 1, 1), marital=2, nik=NIK),
    ]
    place = Place(VILLAGE, "001", "001", "Gang Contoh 1")
    return register_families(SYSTEM, [NewFamily(place, members, date(2020, 1, 1), kk_number=KK)])[0]


def sent(rows: list[dict], **home) -> dict:
    """What the browser sends for a new family."""
    data = {
        "rw": "1",
        "rt": "2",
        "address": "Gang Baru 3",
        "hamlet": "",
        "since": "2023-01-01",
        "kk_number": "",
        **home,
    }
    data |= {"anggota-TOTAL_FORMS": str(len(rows)), "anggota-INITIAL_FORMS": "1"}
    for number, row in enumerate(rows):
        filled = {"birth_known": "day", "birth_date": "", "marital": "", "nik": "", "mother": "", "relation": "", **row}
        data |= {f"anggota-{number}-{name}": str(value) for name, value in filled.items()}
    return data


HEAD = {"name": "Kepala Baru", "sex": 1, "birth_date": "1980-01-01", "marital": 2}
WIFE = {"name": "Istri Baru", "sex": 2, "relation": 2, "birth_date": "1982-01-01", "marital": 2}
CHILD = {"name": "Anak Baru", "sex": 2, "relation": 3, "birth_date": "2010-01-01", "mother": 2}


def test_a_family_is_entered_with_its_members(client, cast):
    client.force_login(cast.operator)
    answer = client.post(NEW, {**sent([HEAD, WIFE, CHILD, {"name": ""}]), "save": "1"}, follow=True)
    text = answer.content.decode()
    assert "Keluarga terdaftar" in text
    family = Family.objects.get(head__name="Kepala Baru")
    assert (family.rw, family.rt) == ("001", "002")
    child = Person.objects.get(name="Anak Baru")
    assert child.mother.name == "Istri Baru"
    assert Person.objects.count() == 3


def test_mothers_are_offered_by_name_and_no_man_is(client, cast):
    client.force_login(cast.operator)
    text = client.post(NEW, {**sent([HEAD, WIFE]), "add": "1"}).content.decode()
    choices = text.split('name="anggota-2-mother"')[1].split("</select>")[0]
    assert '<option value="2">Istri Baru</option>' in choices
    assert "Kepala Baru" not in choices
    assert "Nomor" not in choices


def test_a_row_is_added_without_scripts_and_nothing_typed_is_lost(client, cast):
    client.force_login(cast.operator)
    text = client.post(NEW, {**sent([HEAD]), "add": "1"}).content.decode()
    assert 'value="Kepala Baru"' in text
    assert 'value="Gang Baru 3"' in text
    assert 'id="anggota-2"' in text
    assert "Perbaiki yang ditandai" not in text
    less = client.post(NEW, {**sent([HEAD, WIFE]), "remove": "1"}).content.decode()
    assert 'id="anggota-2"' not in less
    assert Family.objects.count() == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([{**HEAD, "name": ""}], "Isi namanya", id="head without name"),
        pytest.param([HEAD, {**WIFE, "sex": 1}], "stri harus perempuan", id="a wife who is a man"),
        pytest.param([HEAD, WIFE, {**WIFE, "name": "Istri Kedua"}], "satu pasangan", id="two wives"),
        pytest.param([HEAD, {**CHILD, "mother": "", "birth_date": "2199-01-01"}], "belum tiba", id="birth to come"),
        pytest.param([{**HEAD, "nik": "123"}], "NIK harus 16 angka", id="half a NIK"),
    ],
)
def test_what_cannot_be_is_said_beside_the_member_and_kept(client, cast, rows, said):
    client.force_login(cast.operator)
    text = client.post(NEW, {**sent(rows), "save": "1"}).content.decode()
    assert said in text
    assert "Gang Baru 3" in text
    assert Family.objects.count() == 0


def test_a_cadre_enters_families_of_the_own_rt_only(client, cast):
    kader = User.objects.create_user("kader", "kader@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=kader, role="kader", region=cast.unit.region, part="002.001")
    client.force_login(kader)
    text = client.get(NEW).content.decode()
    assert 'value="002"' in text
    assert "di luar tugas Anda" in client.post(NEW, {**sent([HEAD]), "save": "1"}).content.decode()
    assert Family.objects.count() == 0
    client.post(NEW, {**sent([HEAD], rw="2", rt="1"), "save": "1"})
    assert Family.objects.get().place == f"{VILLAGE}.002.001"


def test_a_number_is_shown_once_with_a_reason_and_on_record(client, cast, lurah, family):
    wife = family.new_members[1]
    client.force_login(lurah)
    page = client.get(f"/orang/{wife.code}/").content.decode()
    assert "990101**********" in page
    assert NIK not in page
    address = f"/orang/{wife.code}/nik/"
    assert NIK not in client.get(address).content.decode()
    assert NIK not in client.post(address, {"reason": ""}).content.decode()
    answer = client.post(address, {"reason": "Permintaan pembuatan akta"})
    assert NIK in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "Permintaan pembuatan akta" in answer.content.decode()
    entry = AuditEntry.objects.get(action="reveal-nik")
    assert (entry.actor, entry.subject) == (lurah, f"person:{wife.code}")
    assert NIK not in client.get(address).content.decode()
    kk = f"/keluarga/{VILLAGE}/{family.code}/nomor-kk/"
    assert KK in client.post(kk, {"reason": "Cek kartu keluarga"}).content.decode()


def test_a_reason_takes_no_number(client, lurah, family):
    client.force_login(lurah)
    answer = client.post(f"/orang/{family.new_members[1].code}/nik/", {"reason": f"cek {NIK}"})
    assert "Jangan menulis NIK" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="reveal-nik").exists()


def test_without_the_right_numbers_stay_masked(client, cast, family):
    client.force_login(cast.operator)
    text = client.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()
    assert "990101**********" in text
    assert "Tampilkan" not in text
    assert client.post(f"/orang/{family.new_members[1].code}/nik/", {"reason": "ingin tahu"}).status_code == 404
    assert client.get(f"/keluarga/{VILLAGE}/{family.code}/nomor-kk/").status_code == 404


def test_a_correction_needs_a_change_and_a_reason(client, cast, family):
    client.force_login(cast.operator)
    husband = family.new_members[0]
    address = f"/orang/{husband.code}/perbaiki/"
    form = client.get(address).context["form"]
    typed = {name: form.initial.get(name) or "" for name in form.fields if name != "reason"} | {
        "birth_date": "1970-01-01"
    }
    assert "Belum ada yang diubah" in client.post(address, {**typed, "reason": "Salah ketik"}).content.decode()
    typed["name"] = "Ayah Benar"
    assert "Tulis alasannya" in client.post(address, typed).content.decode()
    text = client.post(address, {**typed, "reason": "Salah ketik"}, follow=True).content.decode()
    assert "<h1>Ayah Benar</h1>" in text
    assert "Yang berubah: nama." in text


def test_the_address_is_corrected_without_a_move(client, cast, family):
    client.force_login(cast.operator)
    typed = {"rw": "1", "rt": "1", "address": "Gang Betul 2", "hamlet": "", "decile": "3", "reason": "Salah ketik"}
    address = f"/keluarga/{VILLAGE}/{family.code}/"
    text = client.post(f"{address}perbaiki/", typed, follow=True).content.decode()
    assert "Gang Betul 2" in text
    assert "Desil kesejahteraan" in text


def test_numbers_are_entered_and_replaced_with_a_reason(client, cast, family):
    client.force_login(cast.operator)
    husband, wife = family.new_members
    address = f"/orang/{husband.code}/isi-nik/"
    assert "16 angka" in client.post(address, {"number": "99"}).content.decode()
    client.post(address, {"number": "990101 010170 0002"})
    husband.refresh_from_db()
    assert services.masked_nik(husband) == "990101**********"
    again = f"/orang/{wife.code}/isi-nik/"
    assert "Tulis alasannya" in client.post(again, {"number": "9901014101900009"}).content.decode()
    client.post(again, {"number": "9901014101900009", "reason": "Salah satu angka"})
    digest = wife.nik_digest
    wife.refresh_from_db()
    assert wife.nik_digest != digest
    client.post(f"/keluarga/{VILLAGE}/{family.code}/isi-kk/", {"number": "9901010101230009", "reason": "Kartu baru"})
    old = family.kk_digest
    family.refresh_from_db()
    assert family.kk_digest != old


def test_a_family_entered_by_mistake_is_taken_from_the_list(client, cast, family):
    client.force_login(cast.operator)
    text = client.post(f"/keluarga/{VILLAGE}/{family.code}/salah-catat/", {"reason": "Dua kali dicatat"}, follow=True)
    assert "Belum ada keluarga yang terdaftar" in text.content.decode()


def test_names_stand_in_no_title_and_no_address(client, cast, family):
    client.force_login(cast.operator)
    for address in (f"/keluarga/{VILLAGE}/{family.code}/", f"/orang/{family.new_members[0].code}/"):
        answer = client.get(address)
        text = answer.content.decode()
        title = text[text.index("<title>") : text.index("</title>")]
        assert "Contoh" not in title
        assert "no-store" in answer["Cache-Control"]


def test_other_parts_of_the_site_have_a_place_on_the_page(client, cast, family):
    def maker(user, found, day):
        assert user == cast.operator
        return Panel("Panel uji", "people/_timeline.html", {"happenings": []}) if found == family else None

    register(maker)
    try:
        client.force_login(cast.operator)
        assert "Panel uji" in client.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()
    finally:
        unregister(maker)
    assert "Panel uji" not in client.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()


@pytest.mark.parametrize("path", ["", "perbaiki/", "isi-nik/", "nik/", "salinan/", "hapus/"])
def test_people_elsewhere_do_not_exist(client, cast, family, path):
    client.force_login(cast.stranger)
    address = f"/orang/{family.new_members[1].code}/{path}"
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "x"}).status_code in (404, 405)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("", "Operator atau lurah akan memeriksanya"),
        ("001.002", ""),  # a cadre of another RT learns nothing of who lives elsewhere
    ],
)
def test_someone_alike_is_hinted_at_on_saving(client, cast, family, part, told):
    user = User.objects.create_user("kader", "kader@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role="kader", region=cast.unit.region, part=part)
    client.force_login(user)
    again = {**HEAD, "name": "Ayah Tjontoh", "birth_date": "1970-01-01"}
    text = client.post(NEW, {**sent([again, WIFE]), "save": "1"}, follow=True).content.decode()
    assert "Keluarga terdaftar" in text
    assert (told in text) if told else ("Mungkin ada anggota" not in text)
    (question,) = services.questions_for(SYSTEM, VILLAGE)  # whoever may decide finds it at once
    assert {question.first.name, question.second.name} == {"Ayah Contoh", "Ayah Tjontoh"}


def test_nobody_alike_no_hint(client, cast, family):
    client.force_login(cast.operator)
    text = client.post(NEW, {**sent([HEAD, WIFE]), "save": "1"}, follow=True).content.decode()
    assert "Mungkin ada anggota" not in text
    assert not services.questions_for(SYSTEM, VILLAGE).exists()
