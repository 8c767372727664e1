"""Lists that drive action: who is on which, and referrals from the posyandu to the puskesmas and back."""

import re
from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.growth.models import GrowthState, Referral
from guyub.apps.growth.presentation import lists
from guyub.apps.growth.presentation.home_lines import waiting_referrals_line
from guyub.apps.growth.services import (
    Figures,
    ReferralNotPossible,
    answer_referral,
    record_measurement,
    refer_child,
)
from guyub.apps.people.models import Person
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, make_families, today
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def children(cast):
    families = make_families(cast.unit.region_id, 3)
    found = [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]
    Person.objects.filter(pk__in=[one.pk for one in found]).update(birth_date=today() - timedelta(days=600))
    return list(Person.objects.filter(pk__in=[one.pk for one in found]).order_by("pk"))


@pytest.fixture
def puskesmas(cast):
    user = User.objects.create_user("pkm", "pkm@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role="puskesmas", region=cast.unit.region)
    return user


def months_ago(number):
    day = today().replace(day=1)
    for _ in range(number):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def weigh(child, months, grams, height=800, **more):
    figures = Figures(weight_g=grams, height_mm=height, posture="l", **more)
    return record_measurement(SYSTEM, child, months_ago(months), figures)


def on(name, user=None, village=None):
    kind = lists.KINDS[name]
    return set(kind.children(lists.under_fives(user, village, today()), today()))


def test_who_was_not_measured(cast, children):
    reader, village = kader(cast), cast.unit.region_id
    weigh(children[0], 0, 10_000)
    weigh(children[1], 1, 10_000)
    assert on("belum-bulan-ini", reader, village) == {children[1], children[2]}
    assert on("lama-tidak-diukur", reader, village) == {children[2]}
    weigh(children[2], 2, 10_000)
    assert on("lama-tidak-diukur", reader, village) == {children[2]}


def test_who_does_not_gain_is_thin_or_newly_short(cast, children):
    reader, village = kader(cast), cast.unit.region_id
    weigh(children[0], 1, 10_000)
    weigh(children[0], 0, 10_000)
    weigh(children[1], 0, 7_000)
    weigh(children[2], 1, 9_800, height=790)
    weigh(children[2], 0, 10_100, height=740)
    assert on("tidak-naik", reader, village) == {children[0]}
    assert on("bgm", reader, village) == {children[1]}
    assert on("gizi", reader, village) == {children[1]}
    assert on("baru-pendek", reader, village) == {children[2]}
    weigh(children[2], 0, 10_100, height=741)
    assert on("baru-pendek", reader, village) == set()  # it was short before


def test_who_gained_far_too_little_is_to_be_seen_at_the_puskesmas(cast, client, children):
    reader, village = kader(cast), cast.unit.region_id
    Person.objects.filter(pk__in=[one.pk for one in children]).update(birth_date=today() - timedelta(days=200))
    for child, grams in zip(Person.objects.filter(pk__in=[one.pk for one in children]), (20, 400), strict=False):
        for days, weight in ((31, 7_500), (0, 7_500 + grams)):
            figures = Figures(weight_g=weight, height_mm=670, posture="l")
            record_measurement(SYSTEM, child, today() - timedelta(days=days), figures)
    assert on("gagal-tumbuh", reader, village) == {children[0]}
    client.force_login(reader)
    page = text_of(client.get(f"/anak/{children[0].code}/"))
    assert "20 gram, setara 20 gram sebulan" in page
    assert "di bawah persentil ke-5 (weight faltering)" in page
    assert "(weight faltering)" not in text_of(client.get(f"/anak/{children[1].code}/"))


def test_who_may_soon_be_short(cast, client, children):
    reader, village = kader(cast), cast.unit.region_id
    for months, height in ((3, 752), (2, 754), (1, 756), (0, 758)):
        weigh(children[0], months, 10_000, height=height)
        weigh(children[1], months, 10_500, height=850 + height - 770)
        weigh(children[2], months, 9_000, height=700 + height - 770)
    assert on("bakal-pendek", reader, village) == {children[0]}
    assert GrowthState.objects.get(child=children[2], latest=True).stunting_chance is None  # it is short already
    client.force_login(reader)
    assert "Peluang terukur pendek 3 bulan lagi" in text_of(client.get(f"/anak/{children[0].code}/"))
    assert "Peluang terukur pendek" not in text_of(client.get(f"/anak/{children[1].code}/"))


def test_a_stranger_sees_nobody(cast, children):
    weigh(children[0], 0, 7_000)
    for user in (cast.stranger, kader(cast, "lain", rw="002"), None):
        assert all(on(name, user, cast.unit.region_id) == set() for name in lists.KINDS)


def test_children_of_five_years_are_on_no_list(cast, children):
    born = date(today().year - 5, today().month, 1)
    Person.objects.filter(pk=children[0].pk).update(birth_date=born)
    assert children[0] not in on("lama-tidak-diukur", kader(cast), cast.unit.region_id)


def test_a_referral_and_its_answer(cast, children, puskesmas):
    mine = kader(cast)
    weigh(children[0], 0, 7_000)
    referral = refer_child(mine, children[0])
    assert referral.reasons == ["below-red", "acute-severe"]
    assert referral.due_on == today() + timedelta(days=14)
    assert on("menunggu-puskesmas", mine, cast.unit.region_id) == {children[0]}
    with pytest.raises(ReferralNotPossible, match="already-referred"):
        refer_child(mine, children[0])
    with pytest.raises(NotAllowed):
        answer_referral(mine, referral, "confirmed")
    with pytest.raises(ReferralNotPossible, match="unknown-outcome"):
        answer_referral(puskesmas, referral, "cured")
    answer_referral(puskesmas, referral, "confirmed", "PMT 56 hari")
    with pytest.raises(ReferralNotPossible, match="already-answered"):
        answer_referral(puskesmas, referral, "well")
    assert on("menunggu-puskesmas", mine, cast.unit.region_id) == set()
    assert refer_child(mine, children[0])


def test_who_did_not_gain_twice_has_a_list_of_its_own(cast, children):
    reader, village = kader(cast), cast.unit.region_id
    for child, weights in zip(children, ([9_000, 9_000, 9_000], [9_000, 9_000], [9_000, 9_900]), strict=True):
        for months, grams in zip(range(len(weights) - 1, -1, -1), weights, strict=True):
            weigh(child, months, grams)
    assert on("tidak-naik", reader, village) == set(children[:2])
    assert on("dua-kali-tidak-naik", reader, village) == {children[0]}


def test_referrals_wait_on_the_first_page_of_the_puskesmas(cast, client, children, puskesmas):
    assert waiting_referrals_line(puskesmas) is None
    for child in children[:2]:
        weigh(child, 0, 7_000)
        refer_child(SYSTEM, child)
    line = waiting_referrals_line(puskesmas)
    assert (line.told, line.urgent) == ("2 anak", False)
    assert line.url == f"/anak/daftar/{cast.unit.region_id}/menunggu-puskesmas/"
    Referral.objects.filter(child=children[0]).update(due_on=today() - timedelta(days=1))
    line = waiting_referrals_line(puskesmas)
    assert (line.told, line.urgent) == ("2 anak · 1 terlambat", True)
    client.force_login(puskesmas)
    assert f'href="{line.url}"' in client.get("/").content.decode()
    for other in (kader(cast), cast.operator, cast.stranger):
        assert waiting_referrals_line(other) is None


def test_without_a_reason_nobody_is_referred(cast, children):
    with pytest.raises(ReferralNotPossible, match="no-reason"):
        refer_child(SYSTEM, children[0])
    weigh(children[0], 0, 10_500)
    with pytest.raises(ReferralNotPossible, match="no-reason"):
        refer_child(SYSTEM, children[0])
    with pytest.raises(NotAllowed):
        refer_child(cast.operator, children[0])


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_pages(cast, client, children, puskesmas):
    weigh(children[0], 0, 7_000)
    client.force_login(kader(cast))
    village = cast.unit.region_id
    listed = text_of(client.get(f"/anak/daftar/{village}/gizi/"))
    assert "Tanda gizi kurang atau buruk 1" in listed
    assert children[0].name in listed
    assert client.get(f"/anak/daftar/{village}/").status_code == 200
    assert client.get(f"/anak/daftar/{village}/tidak-ada/").status_code == 404
    assert client.post(f"/anak/{children[0].code}/rujuk/").status_code == 302
    referral = Referral.objects.get()
    assert "menunggu jawaban puskesmas" in text_of(client.get(f"/anak/{children[0].code}/"))
    answer = f"/anak/{children[0].code}/rujukan/{referral.pk}/"
    assert client.get(answer).status_code == 404
    client.force_login(puskesmas)
    assert client.post(answer, {"outcome": ""}).status_code == 422
    assert client.post(answer, {"outcome": "confirmed", "note": "nomor 0812 3456 7890"}).status_code == 422
    assert client.post(answer, {"outcome": "confirmed", "note": "PMT 56 hari"}).status_code == 302
    text = text_of(client.get(f"/anak/{children[0].code}/"))
    assert "Dipastikan, ditangani puskesmas · PMT 56 hari" in text
    assert "Puskesmas sudah menjawab rujukan untuk pengukuran ini" in text
    assert "Catat rujukan" not in text  # once more is possible, and says so
    assert "Rujuk lagi" in text


def test_a_second_referral_on_the_page_says_why_not(cast, client, children):
    weigh(children[0], 0, 7_000)
    client.force_login(kader(cast))
    client.post(f"/anak/{children[0].code}/rujuk/")
    answer = client.post(f"/anak/{children[0].code}/rujuk/", follow=True)
    assert "sudah dirujuk" in text_of(answer)


def test_a_late_answer_is_said(cast, client, children):
    weigh(children[0], 0, 7_000)
    referral = refer_child(SYSTEM, children[0])
    Referral.objects.filter(pk=referral.pk).update(due_on=today() - timedelta(days=1))
    client.force_login(kader(cast))
    assert "jawaban puskesmas terlambat" in text_of(client.get(f"/anak/{children[0].code}/"))
    page = text_of(client.get(f"/anak/daftar/{cast.unit.region_id}/menunggu-puskesmas/"))
    assert "terlambat" in page
    assert "belum ditugaskan" in page  # no puskesmas has this village


def test_who_has_a_child_in_charge_and_until_when(cast, client, children):
    kader(cast, "satu-rw")
    nearest = kader(cast, "satu-rt", rt=children[0].rt)
    kader(cast, "lain-rw", rw="002")
    weigh(children[0], 0, 7_000)
    kind, measured = lists.KINDS["gizi"], months_ago(0)
    (child,) = kind.children(lists.under_fives(nearest, cast.unit.region_id, today()), today())
    for late, day in ((False, measured + timedelta(days=1)), (True, measured + timedelta(days=2))):
        (line,) = lists.lines(kind, [child], cast.unit.region_id, day, {})
        assert (line.charge, line.due, line.late) == (["satu-rt"], measured + timedelta(days=1), late)
    client.force_login(nearest)
    assert "satu-rt" in text_of(client.get(f"/anak/daftar/{cast.unit.region_id}/gizi/"))


def test_without_one_of_its_own_a_child_is_in_charge_of_the_wider_place(cast, children):
    wide = User.objects.create_user("wide", "wide@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=wide, role="kader", region=cast.unit.region)
    found = list(lists.under_fives(wide, cast.unit.region_id, today()))
    (line, *_) = lists.lines(lists.KINDS["belum-bulan-ini"], found, cast.unit.region_id, date(2024, 2, 10), {})
    assert (line.charge, line.due) == (["wide"], date(2024, 2, 29))


def test_the_count_of_queries_does_not_grow(cast, client, children, django_assert_max_num_queries):
    client.force_login(kader(cast))
    weigh(children[0], 0, 7_000)
    address = f"/anak/daftar/{cast.unit.region_id}/gizi/"
    client.get(address)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    for child in children[1:]:
        weigh(child, 0, 7_000)
        refer_child(SYSTEM, child)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
