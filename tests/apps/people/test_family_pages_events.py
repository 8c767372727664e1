"""Events of a family through the pages: filled in, looked over, recorded; refused in words."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.forms.members import BirthForm
from guyub.apps.people.models import Event, Family, Marital, Membership, Person, Relation
from guyub.apps.people.services import (
    NewFamily,
    NewMember,
    Place,
    family_on,
    record_birth,
    record_death,
    register_families,
)
from guyub.apps.people.signals import families_changed

VILLAGE = "99.01.01.1001"
ADDRESS = {"rw": "", "rt": "", "address": "", "hamlet": ""}


@pytest.fixture
def family(cast):
    """A couple with a grown son and a girl."""
    members = [
        NewMember("Ayah Contoh", 1, 1, date(1970, 1, 1), marital=2),
        NewMember("Ibu Contoh", 2, 2, date(1975, 1, 1), marital=2),
        NewMember("Anak Besar", 1, 3, date(1998, 1, 1), marital=1, mother=2),
        NewMember("Anak Kecil", 2, 3, date(2015, 1, 1), marital=1, mother=2),
    ]
    place = Place(VILLAGE, "001", "001", "Gang Contoh 1")
    return register_families(SYSTEM, [NewFamily(place, members, date(2020, 1, 1))])[0]


@pytest.fixture
def other(cast):
    """A woman who lives alone in another RW."""
    members = [NewMember("Dewi Rekaan", 2, 1, date(1999, 1, 1), marital=1)]
    return register_families(SYSTEM, [NewFamily(Place(VILLAGE, "002", "001"), members, date(2020, 1, 1))])[0]


@pytest.fixture
def record(client, cast, family):
    """Fill in an event as the operator: the page that asks once more, and the page after recording."""
    client.force_login(cast.operator)

    def go(slug: str, typed: dict, of: Family = family) -> tuple[str, str]:
        address = f"/keluarga/{VILLAGE}/{of.code}/catat/{slug}/"
        first = client.post(address, typed).content.decode()
        if "Periksa dulu" not in first:
            return first, ""
        return first, client.post(address, {**typed, "confirm": "1"}, follow=True).content.decode()

    return go


def names(family: Family) -> list[str]:
    rows = Membership.objects.filter(family=family, until=None).select_related("person").order_by("line")
    return [row.person.name for row in rows]


def test_a_birth_is_looked_over_and_then_stands_in_the_family(record, family):
    typed = {"day": "2024-02-03", "name": "Bayi Contoh", "sex": 2, "relation": 3, "mother": "", "nik": ""}
    before, after = record("kelahiran", typed)
    assert "Bayi Contoh menjadi anggota keluarga sejak lahir" in before
    assert "3 Februari 2024" in before
    assert "Tercatat: Kelahiran" in after
    baby = Person.objects.get(name="Bayi Contoh")
    assert baby.birth_date == date(2024, 2, 3)
    assert baby.mother == family.new_members[1]
    assert "Bayi Contoh lahir" in after


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        pytest.param(date(2024, 12, 31), ["Ibu Contoh"], id="in the year the girl turns 9"),
        pytest.param(date(2025, 1, 1), ["Ibu Contoh", "Anak Kecil"], id="in the year she turns 10"),
    ],
)
def test_nobody_too_young_by_the_rules_is_offered_as_a_mother(cast, family, today, offered):
    form = BirthForm(view=family_on(family), actor=cast.operator, today=today)
    assert [label.split(",")[0] for code, label in form.fields["mother"].choices if code] == offered


def test_nothing_is_recorded_before_it_is_confirmed(client, cast, family):
    client.force_login(cast.operator)
    address = f"/keluarga/{VILLAGE}/{family.code}/catat/pindah-keluar/"
    count = Event.objects.count()
    assert "tidak lagi dihitung mulai 1 Maret 2024" in client.post(address, {"day": "2024-03-01"}).content.decode()
    client.post(address, {"day": "2024-03-01", "change": "1"})
    assert Event.objects.count() == count
    family.refresh_from_db()
    assert family.until is None


def test_a_head_who_dies_is_replaced(record, family):
    father, mother = (person.code for person in family.new_members[:2])
    missing, _ = record("kematian", {"person": father, "day": "2024-01-05", "new_head": ""})
    assert "Pilih siapa yang menjadi kepala keluarga" in missing
    before, after = record("kematian", {"person": father, "day": "2024-01-05", "new_head": mother})
    assert "Ibu Contoh menjadi kepala keluarga" in before
    assert "Status Ibu Contoh menjadi cerai mati" in before
    assert "Keluarga Ibu Contoh" in after
    family.refresh_from_db()
    assert family.head.code == mother
    assert Person.objects.get(code=mother).marital == Marital.WIDOWED
    assert Person.objects.get(code=father).state == Person.State.DEAD


def test_a_day_to_come_or_before_the_birth_is_refused_in_words(record, family):
    child = family.new_members[3].code
    future, _ = record("kematian", {"person": child, "day": "2199-01-01", "new_head": ""})
    assert "Tanggal ini belum tiba" in future
    early, _ = record("kematian", {"person": child, "day": "2014-01-01", "new_head": ""})
    assert "Tidak ada yang dicatat" in early
    assert 'value="2014-01-01"' in early


def test_a_family_moves_home_and_the_old_address_can_be_read_again(client, record, family):
    typed = {"day": "2023-06-01", "village": VILLAGE, "rw": "3", "rt": "2", "address": "Gang Baru 9", "hamlet": ""}
    _, after = record("pindah-rumah", typed)
    assert "Gang Baru 9" in after
    assert "003 / 002" in after
    past = client.get(f"/keluarga/{VILLAGE}/{family.code}/?per=2022-01-01").content.decode()
    assert "Gang Contoh 1" in past
    assert "Gang Baru 9" not in past


def test_a_marriage_makes_a_new_family_and_moves_both(record, family, other):
    son = family.new_members[2]
    typed = {"person": son.code, "partner": "dewi rekaan", "day": "2024-05-01", "where": "new", **ADDRESS, "rw": "2"}
    before, after = record("perkawinan", {**typed, "new_head": ""})
    assert "Status Anak Besar dan Dewi Rekaan menjadi kawin" in before
    assert other.head.code in before
    assert "Keluarga Anak Besar" in after
    assert names(family) == ["Ayah Contoh", "Ibu Contoh", "Anak Kecil"]
    other.refresh_from_db()
    assert other.until == date(2024, 5, 1)


@pytest.fixture
def toddler(family):
    """A girl of 14 months in the first family."""
    born = timezone.localdate() - timedelta(days=425)
    return record_birth(SYSTEM, family, NewMember("Bayi Contoh", 2, 3, mother=2), born)


@pytest.mark.parametrize("partner", ["toddler", "other"])
def test_a_child_of_fourteen_months_cannot_be_married_and_the_checking_step_says_so(
    record, family, other, toddler, partner
):
    """From either side: chosen as the one who marries, or entered as the partner with her day of birth."""
    son, today = family.new_members[2], timezone.localdate().isoformat()
    typed = {"day": today, "where": "new", **ADDRESS, "new_head": "", "partner": ""}
    if partner == "toddler":
        typed |= {"person": son.code, "partner": toddler.code}
    else:
        typed |= {"person": son.code, "new_name": "Anak Rekaan", "new_birth": toddler.birth_date.isoformat()}
    events = Event.objects.count()
    checked, recorded = record("perkawinan", typed)
    assert "belum berumur 10 tahun" in checked
    assert "Periksa dulu" not in checked
    assert not recorded
    assert Event.objects.count() == events


def test_the_age_at_a_marriage_long_ago_is_that_of_its_day(record, family, other):
    son = family.new_members[2]  # born in 1998
    typed = {"person": son.code, "partner": other.head.code, "where": "new", **ADDRESS, "new_head": ""}
    checked, _ = record("perkawinan", {**typed, "day": "2007-12-31"})
    assert "belum berumur 10 tahun" in checked


@pytest.mark.parametrize(
    ("slug", "typed", "reason"),
    [
        ("kematian", {"person": 3, "day": "2014-01-01"}, "pada hari itu ia belum tercatat"),
        ("kelahiran", {"day": "1995-01-01", "name": "Bayi", "sex": 2, "relation": 3}, "hari itu"),
        (
            "anggota-baru",
            {"name": "Ipar", "sex": 2, "relation": 2, "birth_known": "day", "day": "2024-01-01"},
            "pasangan",
        ),
    ],
)
def test_what_recording_refuses_the_checking_step_refuses(client, cast, family, slug, typed, reason):
    """The page that asks once more tries the recording itself, and leaves nothing of it behind."""
    client.force_login(cast.operator)
    if "person" in typed:
        typed = {**typed, "person": family.new_members[typed["person"]].code}
    entries = AuditEntry.objects.count()
    page = client.post(f"/keluarga/{VILLAGE}/{family.code}/catat/{slug}/", typed).content.decode()
    assert "Periksa dulu" not in page
    assert "Tidak ada yang dicatat" in page
    assert reason in page
    assert AuditEntry.objects.count() == entries


def test_looking_an_event_over_leaves_nothing_and_tells_nobody(client, cast, family):
    heard = []

    def listen(sender, families, **_):
        heard.append(families)

    families_changed.connect(listen)
    try:
        client.force_login(cast.operator)
        before = (Event.objects.count(), AuditEntry.objects.count(), Person.objects.count())
        typed = {"day": "2024-02-03", "name": "Bayi Contoh", "sex": 2, "relation": 3, "mother": "", "nik": ""}
        address = f"/keluarga/{VILLAGE}/{family.code}/catat/kelahiran/"
        assert "Periksa dulu" in client.post(address, typed).content.decode()
        assert (Event.objects.count(), AuditEntry.objects.count(), Person.objects.count()) == before
        assert heard == []
        client.post(address, {**typed, "confirm": "1"})
        assert Event.objects.count() == before[0] + 1
        assert heard == [[family.pk]]
    finally:
        families_changed.disconnect(listen)


def test_a_partner_who_is_not_on_record_is_entered_with_the_marriage(record, family):
    son = family.new_members[2]
    typed = {
        "person": son.code,
        "partner": "",
        "new_name": "Orang Baru",
        "new_birth": "1999-04-04",
        "day": "2024-05-01",
    }
    both, _ = record("perkawinan", {**typed, "partner": "Seseorang", "where": "new", **ADDRESS, "new_head": ""})
    assert "Isi pasangan yang sudah terdaftar, atau nama" in both
    _, after = record("perkawinan", {**typed, "where": "new", **ADDRESS, "new_head": ""})
    assert "Orang Baru" in after
    assert Person.objects.get(name="Orang Baru").sex == 2


def test_namesakes_are_told_apart_by_code(record, family, other):
    members = [NewMember("Dewi Rekaan", 2, 1, date(1997, 1, 1), marital=1)]
    twin = register_families(SYSTEM, [NewFamily(Place(VILLAGE, "003", "001"), members, date(2020, 1, 1))])[0]
    son = family.new_members[2]
    typed = {"person": son.code, "day": "2024-05-01", "where": "new", **ADDRESS, "new_head": ""}
    first, _ = record("perkawinan", {**typed, "partner": "Dewi"})
    assert twin.head.code in first
    assert other.head.code in first
    before, _ = record("perkawinan", {**typed, "partner": twin.head.code})
    assert twin.head.code in before


def test_a_divorce_sends_one_away(record, family):
    mother, child = family.new_members[1], family.new_members[3]
    typed = {"day": "2024-04-01", "leaver": mother.code, "bringing": [child.code], "stays": "on", **ADDRESS, "rw": "4"}
    before, after = record("perceraian", typed)
    assert "Status Ibu Contoh menjadi cerai hidup" in before
    assert "Tercatat: Perceraian" in after
    assert names(family) == ["Ayah Contoh", "Anak Besar"]
    new = Membership.objects.get(person=mother, until=None).family
    assert names(new) == ["Ibu Contoh", "Anak Kecil"]
    assert (new.rw, new.head) == ("004", mother)


def test_a_family_splits_and_joins_again(record, family):
    son = family.new_members[2]
    typed = {"people": [son.code], "head": son.code, "day": "2024-01-01", **ADDRESS}
    before, after = record("pecah", typed)
    assert "Keduanya tetap serumah" in before
    assert "Keluarga Anak Besar" in after
    part = Membership.objects.get(person=son, until=None).family
    _, joined = record("gabung", {"other": part.code, "day": "2024-02-01"})
    assert "Tercatat: Gabung" in joined
    assert "Anak Besar" in names(family)
    part.refresh_from_db()
    assert part.until == date(2024, 2, 1)


def test_a_family_elsewhere_cannot_be_joined_and_is_not_said_to_exist(record, family):
    members = [NewMember("Lain Rekaan", 2, 1, date(1997, 1, 1), marital=1)]
    far = register_families(SYSTEM, [NewFamily(Place("99.02.01.1001"), members, date(2020, 1, 1))])[0]
    known, _ = record("gabung", {"other": far.code, "day": "2024-02-01"})
    unknown, _ = record("gabung", {"other": "K2222222222", "day": "2024-02-01"})
    told = [re.findall(r"Tidak ada keluarga dengan kode ini[^<]*", text)[0] for text in (known, unknown)]
    assert told[0] == told[1]
    assert "Lain Rekaan" not in known


def test_a_wife_does_not_head_the_form_of_her_husband(record, family):
    wife = family.new_members[1]
    checked, recorded = record("kepala-keluarga", {"person": wife.code, "day": "2024-02-01"})
    assert "Tidak ada yang dicatat" in checked
    assert not recorded
    assert Membership.objects.filter(family=family, until=None, relation=Relation.HEAD).count() == 1


def test_someone_leaves_and_comes_back(record, family):
    son = family.new_members[2]
    _, left = record("anggota-pindah", {"person": son.code, "day": "2023-01-01", "new_head": ""})
    assert "Tercatat: Anggota pindah keluar" in left
    _, back = record("anggota-datang", {"who": "anak besar", "relation": 3, "day": "2024-01-01"})
    assert "Tercatat: Anggota datang" in back
    assert "Anak Besar" in names(family)


def test_a_family_that_ended_takes_no_more_events(client, record, family):
    record("pindah-keluar", {"day": "2024-03-01"})
    answer = client.get(f"/keluarga/{VILLAGE}/{family.code}/catat/kelahiran/", follow=True)
    text = answer.content.decode()
    assert "sudah berakhir atau pindah" in text
    assert "Catat perubahan" not in text
    assert "Ibu Contoh" in text  # as it was on its last day
    assert "Ibu Contoh" not in client.get(f"/keluarga/{VILLAGE}/").content.decode()
    assert family.code in client.get(f"/keluarga/{VILLAGE}/?status=berakhir").content.decode()


@pytest.mark.parametrize("role", ["tpk", "puskesmas"])
def test_who_only_reads_is_offered_no_change(client, cast, family, role):
    reader = User.objects.create_user(role, f"{role}@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=reader, role=role, region=cast.unit.region)
    client.force_login(reader)
    text = client.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()
    assert "Ibu Contoh" in text
    assert "/catat/" not in text
    address = f"/keluarga/{VILLAGE}/{family.code}/catat/pindah-keluar/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"day": "2024-03-01", "confirm": "1"}).status_code == 404
    family.refresh_from_db()
    assert family.until is None


def test_the_page_of_a_family_asks_few_questions_however_large_it_is(
    client, cast, family, django_assert_max_num_queries
):
    children = [NewMember(f"Anak {n}", 1, 3, date(2001, 1, 1)) for n in range(12)]
    head = NewMember("Kepala Besar", 1, 1, date(1970, 1, 1), marital=4)
    large = register_families(SYSTEM, [NewFamily(Place(VILLAGE, "001"), [head, *children], date(2020, 1, 1))])[0]
    client.force_login(cast.operator)
    for one in (family, large):
        with django_assert_max_num_queries(19):
            assert client.get(f"/keluarga/{VILLAGE}/{one.code}/").status_code == 200


def test_earlier_days_are_shown_as_they_were_and_others_are_refused(client, cast, family):
    client.force_login(cast.operator)
    address = f"/keluarga/{VILLAGE}/{family.code}/"
    assert "Keadaan per 1 Januari 2021" in client.get(f"{address}?per=2021-01-01").content.decode()
    assert "belum terdaftar" in client.get(f"{address}?per=2019-12-31").content.decode()
    assert "belum tiba" in client.get(f"{address}?per=2199-01-01").content.decode()
    assert "Isi tanggal yang ada" in client.get(f"{address}?per=kemarin").content.decode()
    assert timezone.localdate().isoformat() in client.get(address).content.decode()


def test_the_list_of_an_earlier_day_names_heads_and_homes_of_then(client, record, family, other):
    father, mother = family.new_members[:2]
    record("pindah-rumah", {"day": "2023-06-01", "village": VILLAGE, "rw": "3", "rt": "2", "address": "Gang Baru 9"})
    record("kematian", {"person": father.code, "day": "2024-01-05", "new_head": mother.code})
    record("pindah-keluar", {"day": "2024-03-01"}, of=other)
    now = client.get(f"/keluarga/{VILLAGE}/").content.decode()
    assert "1 keluarga" in now
    assert "Ayah Contoh" not in now
    then = client.get(f"/keluarga/{VILLAGE}/?per=2022-01-01").content.decode()
    assert "2 keluarga per 1 Januari 2022" in then
    assert "Ayah Contoh" in then
    assert "Gang Contoh 1" in then
    assert "Gang Baru 9" not in then
    assert "Dewi Rekaan" in then
    assert f"/{family.code}/?per=2022-01-01" in then
    assert "0 keluarga per" in client.get(f"/keluarga/{VILLAGE}/?per=2019-01-01").content.decode()


def test_a_partner_that_cannot_be_read_is_refused_in_the_form(record, family):
    typed = {"person": family.new_members[2].code, "day": "2024-02-03", "new_name": "Nama Contoh", "where": "here"}
    page, _after = record("perkawinan", {**typed, **ADDRESS, "partner": "a\x00b"})
    assert "Periksa dulu" not in page


def test_a_death_is_told_once_and_not_as_a_correction(client, cast, family):
    father, mother = family.new_members[:2]
    record_death(SYSTEM, father, date(2024, 2, 3))
    client.force_login(cast.operator)
    page = client.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()
    assert page.count("Ayah Contoh meninggal") == 1
    assert "diperbaiki" not in page
    page = client.get(f"/orang/{mother.code}/").content.decode()
    assert "Pasangan Ibu Contoh meninggal" in page
    assert "diperbaiki" not in page
