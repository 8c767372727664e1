"""The list of families of a village: who sees which, in what order, found how."""

from datetime import date

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.presentation import families as listing
from guyub.apps.people.services import NewFamily, NewMember, Place, merge_people, register_families

VILLAGE, OTHER = "99.01.01.1001", "99.02.01.1001"
LIST = f"/keluarga/{VILLAGE}/"
NIK, KK = "9901014101900001", "9901010101230001"


def new_family(name: str, rw: str = "001", rt: str = "001", village: str = VILLAGE, kk: str = "", nik: str = ""):
    head = NewMember(name, 1, 1, date(1980, 2, 3), marital=2)
    wife = NewMember(f"Istri {name}", 2, 2, date(1990, 1, 1), marital=2, nik=nik)
    return NewFamily(Place(village, rw, rt, "Gang Contoh 1"), [head, wife], date(2020, 1, 1), kk_number=kk)


@pytest.fixture
def seen(client, cast):
    """The text of an address, for the operator of the village."""
    client.force_login(cast.operator)
    return lambda path=LIST: client.get(path).content.decode()


@pytest.fixture
def kader(cast):
    """A cadre of RT 001 of RW 002."""
    user = User.objects.create_user("kader", "kader@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role="kader", region=cast.unit.region, part="002.001")
    return user


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_asks_the_database_as_often_for_one_family_as_for_thirty(
    client, cast, django_assert_max_num_queries, count
):
    register_families(SYSTEM, [new_family(f"Contoh {n}") for n in range(count)])
    client.force_login(cast.operator)
    with django_assert_max_num_queries(10):
        text = client.get(LIST).content.decode()
    assert text.count("<tr>") == count + 1


def test_families_stand_by_rw_rt_and_name(seen, cast):
    register_families(
        SYSTEM,
        [
            new_family("Zulkarnaen", "001"),
            new_family("Badu", "002"),
            new_family("Ahmad", "002"),
            new_family("Eko", "001", "002"),
        ],
    )
    text = seen()
    names = ["Zulkarnaen", "Eko", "Ahmad", "Badu"]
    assert sorted(names, key=text.index) == names
    assert "4 keluarga" in text
    only = seen(f"{LIST}?rw=2")
    assert "Badu" in only
    assert "Eko" not in only
    assert "2 keluarga" in only


def test_pages_follow_one_another_without_losing_or_repeating_anyone(client, cast, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    names = [f"Contoh {n:02}" for n in range(8)]
    register_families(SYSTEM, [new_family(name, f"00{1 + n % 3}", f"00{1 + n % 2}") for n, name in enumerate(names)])
    client.force_login(cast.operator)
    read, address = [], ""
    while True:
        page = client.get(LIST + address).context["page"]
        read.append([line.head for line in page.lines])
        if not page.later:
            break
        address = page.later
    assert [len(page) for page in read] == [3, 3, 2]
    assert sorted(name for page in read for name in page) == names
    back = client.get(LIST + page.earlier).context["page"]
    assert [line.head for line in back.lines] == read[1]
    first = client.get(LIST + back.earlier).context["page"]
    assert [line.head for line in first.lines] == read[0]
    assert first.earlier == ""


def test_a_cadre_sees_the_own_rt_only(client, cast, kader):
    register_families(SYSTEM, [new_family("Dekat", "002"), new_family("Jauh", "001")])
    client.force_login(kader)
    text = client.get(LIST).content.decode()
    assert "Dekat" in text
    assert "Jauh" not in text
    found = client.post(f"{LIST}cari/", {"cari": "Jauh"}, follow=True).content.decode()
    assert "Tidak ada yang bernama begitu" in found


@pytest.mark.parametrize("who", ["stranger", "officer", "viewer", "admin"])
def test_for_others_there_are_no_families(client, cast, who):
    register_families(SYSTEM, [new_family("Contoh")])
    client.force_login(getattr(cast, who))
    assert client.get(LIST).status_code == 404
    assert client.post(f"{LIST}cari/", {"cari": "Contoh"}).status_code == 404


def test_visitors_are_led_to_the_login(client, cast):
    assert client.get(LIST).url.startswith("/akun/login/")


def test_a_name_is_found_in_other_spellings_and_stays_out_of_the_address(client, cast):
    register_families(SYSTEM, [new_family("Moh. Djoko Tjahjono"), new_family("Siti Contoh")])
    client.force_login(cast.operator)
    answer = client.post(f"{LIST}cari/", {"cari": "joko cahyono"}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(f"{LIST}?cari=ya", 302)]
    assert "Moh. Djoko Tjahjono" in text
    assert "Siti Contoh" not in text
    title = text[text.index("<title>") : text.index("</title>")]
    assert "oko" not in title


def test_a_number_leads_to_its_owner_inside_the_territory_only(client, cast):
    own, foreign = register_families(
        SYSTEM,
        [
            new_family("Contoh", kk=KK, nik=NIK),
            new_family("Lain", village=OTHER, nik="9902014101900002", kk="9902010101230002"),
        ],
    )
    client.force_login(cast.operator)
    wife = own.new_members[1]
    assert client.post(f"{LIST}cari/", {"cari": NIK}).url == f"/orang/{wife.code}/"
    assert client.post(f"{LIST}cari/", {"cari": KK}).url == f"/keluarga/{VILLAGE}/{own.code}/"
    unknown = client.post(f"{LIST}cari/", {"cari": "9902014101900009"}, follow=True)
    elsewhere = client.post(f"{LIST}cari/", {"cari": "9902014101900002"}, follow=True)
    assert "Tidak ditemukan" in elsewhere.content.decode()
    assert elsewhere.redirect_chain == unknown.redirect_chain
    assert client.post(f"{LIST}cari/", {"cari": foreign.code}, follow=True).redirect_chain == unknown.redirect_chain
    assert client.post(f"{LIST}cari/", {"cari": own.code.lower()}).url == f"/keluarga/{VILLAGE}/{own.code}/"


@pytest.mark.parametrize("typed", ["NIK {}", "{} Siti", "Siti 9901 0141-0190.0001"])
def test_a_number_among_words_is_a_number_and_not_kept(client, cast, typed):
    (own,) = register_families(SYSTEM, [new_family("Contoh", nik=NIK)])
    client.force_login(cast.operator)
    answer = client.post(f"{LIST}cari/", {"cari": typed.format(NIK)})
    assert answer.url == f"/orang/{own.new_members[1].code}/"
    assert "people_search" not in client.session


@pytest.mark.parametrize("typed", [NIK[:15], NIK + "7", "99010101", "990101 Siti 80", "NIK " + NIK[1:]])
def test_a_number_with_too_few_or_many_digits_is_no_name(client, cast, typed):
    client.force_login(cast.operator)
    answer = client.post(f"{LIST}cari/", {"cari": typed}, follow=True)
    assert "16 angka" in answer.content.decode()
    assert "people_search" not in client.session


def test_the_session_keeps_a_searched_name_under_seal(client, cast):
    register_families(SYSTEM, [new_family("Rahasiawati")])
    client.force_login(cast.operator)
    client.post(f"{LIST}cari/", {"cari": "Rahasiawati"})
    kept = str(dict(client.session)).lower()
    assert "people_search" in kept
    assert "rahasia" not in kept
    assert "Rahasiawati" in client.get(f"{LIST}?cari=ya").content.decode()
    other = f"/keluarga/{OTHER}/"
    Assignment.objects.create(user=cast.operator, role="operator", region_id=OTHER)
    assert "Rahasiawati" not in client.get(f"{other}?cari=ya").content.decode()


def test_a_number_of_an_entry_absorbed_elsewhere_is_not_found(client, cast):
    """The kept entry lies outside the territory: its code would tell that this human being lives there."""
    here, there = register_families(SYSTEM, [new_family("Contoh", nik=NIK), new_family("Contoh", village=OTHER)])
    absorbed, kept = here.new_members[1], there.new_members[1]
    merge_people(SYSTEM, (absorbed, kept), kept, new_head=None)
    client.force_login(cast.operator)
    answer = client.post(f"{LIST}cari/", {"cari": NIK}, follow=True)
    assert "Tidak ditemukan" in answer.content.decode()
    assert kept.code not in str(answer.redirect_chain)
    assert AuditEntry.objects.get(action="search-number").details["found"] is False


def test_who_has_one_village_is_led_there_and_others_choose(client, cast):
    client.force_login(cast.operator)
    assert client.get("/keluarga/").url == LIST
    pkb = User.objects.create_user("pkb", "pkb@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=pkb, role="pkb", region_id="99.01")
    client.force_login(pkb)
    text = client.get("/keluarga/").content.decode()
    assert "Mawar" in text
    assert "Melati" in text
    assert "Kenanga" not in text
    register_families(SYSTEM, [new_family("Contoh"), new_family("Lain", village=OTHER)])
    assert "Contoh" in client.get(LIST).content.decode()
    assert client.get(f"/keluarga/{OTHER}/").status_code == 404
