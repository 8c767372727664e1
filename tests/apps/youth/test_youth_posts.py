"""Whether a youth post goes on, and whom Posmaja, PIK-R and BKR reach: figures with denominators, nobody twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Family
from guyub.apps.programmes.services import (
    GroupFacts,
    MeetingFacts,
    appoint,
    describe_meeting,
    end_post,
    enrol,
    open_group,
    open_meeting,
    save_attendance,
)
from guyub.apps.youth.posts import posts_of
from guyub.apps.youth.presentation.ways import post_link
from guyub.apps.youth.reach import reach_in
from guyub.apps.youth.services import answer_referral, refer
from guyub.domain.growth.ages import months_before
from tests.apps.made_families import kader, today
from tests.apps.youth.youth_world import checked, companion, make_young

pytestmark = pytest.mark.django_db


def make_post(village, name="Ceria", serves=("001",), funds=("apbd",)):
    return open_group(SYSTEM, village, "posmaja", GroupFacts(name, funds=funds), serves)


def members_of(group, young):
    return enrol(SYSTEM, group, young, today() - timedelta(days=400))


def met(group, members, day, facilitator="puskesmas"):
    meeting = open_meeting(SYSTEM, group, day)
    describe_meeting(SYSTEM, meeting, MeetingFacts(facilitator=facilitator))
    save_attendance(SYSTEM, meeting, [member.pk for member in members])
    return meeting


def month(ago):
    """A day of so many months ago, never one to come."""
    return months_before(today().replace(day=1), ago)


def told(group):
    (one,) = posts_of([group], today())
    return {share.code: (share.of, share.per) for share in one.shares}, [code for code, _ in one.signs]


def test_a_post_that_goes_on_has_no_sign(cast):
    post, young = make_post(cast.unit.region), make_young(cast.unit.region_id, 4)
    members = members_of(post, young[:2])
    for ago in range(6):
        met(post, members, month(ago))
    shares, signs = told(post)
    assert signs == []
    assert shares == {
        "active-months": (6, 12),
        "returning": (2, 2),
        "coverage": (2, 4),
        "retention": (0, 0),
        "followed": (0, 0),
        "counselling": (6, 6),
    }


def test_early_signs_come_from_meetings_officers_budget_and_counsellors(cast):
    post, young = make_post(cast.unit.region, funds=()), make_young(cast.unit.region_id, 3)
    met(post, members_of(post, young[:1]), month(3), facilitator="kader")
    officers = [appoint(SYSTEM, post, "kader", one, today() - timedelta(days=500)) for one in young]
    end_post(SYSTEM, officers[0], today())
    end_post(SYSTEM, officers[1], today())
    shares, signs = told(post)
    assert shares["retention"] == (1, 3)
    assert signs == ["missed-months", "cadre-loss", "no-budget", "no-counselling"]


def test_findings_of_sessions_are_followed_up_when_the_puskesmas_answers(cast):
    post, young = make_post(cast.unit.region), make_young(cast.unit.region_id, 3)
    met(post, members_of(post, young), today())
    for one in young[:2]:
        checked(one, hb_tenths=100)
    checked(young[2], hb_tenths=130)
    assert told(post)[0]["followed"] == (0, 2)
    answer_referral(SYSTEM, refer(SYSTEM, young[0]), "confirmed")
    assert told(post)[0]["followed"] == (1, 2)
    refer(SYSTEM, young[1])
    assert told(post)[0]["followed"] == (1, 2)


def test_only_young_people_of_its_rw_are_on_its_register(cast):
    post = make_post(cast.unit.region)
    make_young(cast.unit.region_id, 2)
    make_young(cast.unit.region_id, 3, rw="002")
    make_young(cast.unit.region_id, 1, years=20)
    assert told(post)[0]["coverage"] == (0, 2)
    assert told(make_post(cast.unit.region, "Semua", ()))[0]["coverage"] == (0, 5)


def test_nobody_counts_twice_in_posmaja_pikr_and_bkr(cast):
    village = cast.unit.region
    all_three, two, bkr_only, none = make_young(village.code, 4)
    post, pikr = make_post(village), open_group(SYSTEM, village, "pikr", GroupFacts("Cerdas"), ())
    bkr = open_group(SYSTEM, village, "bkr", GroupFacts("Kenanga"), ())
    members_of(post, [all_three, two])
    members_of(pikr, [all_three, two])
    homes = Family.objects.filter(memberships__person__in=[all_three, bkr_only])
    members_of(bkr, list(homes))
    found = reach_in(kader(cast), village.code, today())
    assert (found.young, found.reached, found.several) == (4, 3, 2)
    assert found.by_kind == {"posmaja": 2, "pikr": 2, "bkr": 2}
    assert sum(found.together.values()) == 4
    assert none.pk


def test_the_page_of_a_post(cast, client):
    post, young = make_post(cast.unit.region, funds=()), make_young(cast.unit.region_id, 2)
    met(post, members_of(post, young), today())
    checked(young[0], hb_tenths=100)
    client.force_login(kader(cast))
    page = client.get(f"/remaja/pos/{post.pk}/").content.decode()
    for words in (
        "Sumber anggaran belum ada",
        "Usulkan ke dana kelurahan",
        "usulan",
        "100 % (2 dari 2)",
        "Hadir, belum diperiksa",
        young[1].name,
        "Dua belas bulan",
    ):
        assert words in page, words
    assert young[0].name not in page


def test_what_was_found_is_told_to_those_who_see_all_it_serves(cast, client):
    post, young = make_post(cast.unit.region, serves=("001", "002")), make_young(cast.unit.region_id, 2)
    met(post, members_of(post, young), today())
    checked(young[0], hb_tenths=100)
    for user, words in ((kader(cast), "tidak ditampilkan"), (companion(cast, "lurah"), "0 % (0 dari 1)")):
        client.force_login(user)
        page = client.get(f"/remaja/pos/{post.pk}/").content.decode()
        assert words in page
        assert ("Temuan tidak ditindaklanjuti" in page) is (words != "tidak ditampilkan")


def test_another_group_is_no_post(cast, client):
    group = open_group(SYSTEM, cast.unit.region, "pikr", GroupFacts("Cerdas"), ())
    client.force_login(kader(cast))
    assert client.get(f"/remaja/pos/{group.pk}/").status_code == 404


def test_the_page_of_figures(cast, client):
    post, young = make_post(cast.unit.region), make_young(cast.unit.region_id, 2)
    met(post, members_of(post, young[:1]), today())
    client.force_login(kader(cast))
    page = client.get(f"/remaja/{cast.unit.region_id}/angka/").content.decode()
    for words in ("Ceria", "50 % (1 dari 2)", "Salah satu atau lebih", "BKR"):
        assert words in page


def test_figures_ask_the_same_of_one_post_as_of_many(cast, client):
    client.force_login(kader(cast))
    village = cast.unit.region

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/remaja/{village.code}/angka/").status_code == 200
        return len(asked)

    def another(name):
        post, young = make_post(village, name), make_young(village.code, 2)
        for ago in (0, 1):
            met(post, members_of(post, young) if ago == 0 else [], month(ago))
        checked(young[0], hb_tenths=100)

    another("Satu")
    before = queries()
    for name in ("Dua", "Tiga"):
        another(name)
    assert queries() == before


def test_the_group_leads_to_its_post(cast, client):
    post = make_post(cast.unit.region)
    other = open_group(SYSTEM, cast.unit.region, "pikr", GroupFacts("Cerdas"), ())
    client.force_login(kader(cast))
    address = f"/remaja/pos/{post.pk}/"
    assert address in client.get(f"/kelompok/{cast.unit.region_id}/{post.pk}/").content.decode()
    assert "/remaja/pos/" not in client.get(f"/kelompok/{cast.unit.region_id}/{other.pk}/").content.decode()


def test_who_may_not_see_the_posts_young_people_is_not_led_there(cast):
    post = make_post(cast.unit.region)
    assert post_link(kader(cast), post) is not None
    assert post_link(kader(cast, "lain", "002"), post) is None
    assert post_link(companion(cast, "auditor"), post) is None
