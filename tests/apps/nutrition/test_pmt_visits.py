"""Weekly visits of a round: red flags are looked for, one of them refers the same day, a correction stays visible."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.models import PmtVisit
from guyub.apps.nutrition.presentation.standing import standing_of
from guyub.apps.nutrition.services import PmtRefused, begin_round, end_round, record_visit
from guyub.apps.nutrition.services.personal import forget, hand_out
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import Reason
from guyub.domain.rulefiles import Grade
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import companion, make_mothers, pregnant
from tests.apps.nutrition.pmt_world import THIN_G, ago, begun, make_children, weighed

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast):
    return make_children(cast.unit.region_id)[0]


def refer(one):
    return standing_of(one, today()).refer


def test_one_red_flag_refers_and_a_later_visit_without_any_ends_it(child):
    weighed(child, 1, THIN_G)
    one = begun(child)
    assert Reason.RED_FLAG not in refer(one)
    record_visit(SYSTEM, one, ago(3), [])
    assert Reason.RED_FLAG not in refer(one)
    record_visit(SYSTEM, one, ago(2), ["fits"])
    assert Reason.RED_FLAG in refer(one)
    record_visit(SYSTEM, one, ago(1), [])
    assert Reason.RED_FLAG not in refer(one)


def test_a_red_flag_counts_of_a_child_that_nobody_measured_and_of_a_mother(cast, child):
    one = begun(child)
    record_visit(SYSTEM, one, today(), ["drowsy"])
    mother = make_mothers(cast.unit.region_id, first=40)[0]
    pregnant(mother, 20)
    hers = begin_round(SYSTEM, mother, "kek", today())
    assert refer(hers) == ()
    record_visit(SYSTEM, hers, today(), ["bleeding"])
    assert (refer(one), refer(hers)) == ((Reason.RED_FLAG,), (Reason.RED_FLAG,))
    assert refer(end_round(SYSTEM, one, "referred", today())) == ()


def test_of_one_day_the_last_visit_counts_and_told_again_it_is_one(child):
    one = begun(child)
    first = record_visit(SYSTEM, one, today(), ["fits", "high-fever"])
    assert record_visit(SYSTEM, one, today(), ["high-fever", "fits"]) == first
    record_visit(SYSTEM, one, today(), [])
    assert PmtVisit.objects.count() == 2
    assert standing_of(one, today()).red_flags == []


@pytest.mark.parametrize(
    ("last", "due", "late"),
    [(None, 3, True), (7, 0, False), (8, 1, True), (6, -1, False)],
    ids=["never", "a week ago", "a day more", "a day less"],
)
def test_visits_are_due_a_week_after_the_last_or_after_the_first_day(child, last, due, late):
    one = begun(child, 10)
    if last is not None:
        record_visit(SYSTEM, one, ago(last), [])
    standing = standing_of(one, today())
    assert (standing.visit_on, standing.visit_late) == (ago(due), late)


def test_what_cannot_be_is_refused(cast, child):
    one = begun(child)
    for day, signs, reason in (
        (ago(-1), [], "day-to-come"),
        (ago(11), [], "pmt-day-outside-the-round"),
        (today(), ["bleeding"], "pmt-sign-unknown"),  # a sign of mothers
    ):
        with pytest.raises(PmtRefused) as refused:
            record_visit(SYSTEM, one, day, signs)
        assert refused.value.data["reason"] == reason
    with pytest.raises(NotAllowed):
        record_visit(companion(cast, "lurah"), one, today(), [])


def test_a_cadre_records_a_visit_and_is_told_to_refer(cast, client, child):
    client.force_login(kader(cast))
    one = begun(child, 8)
    address = f"/gizi-tambahan/putaran/{one.pk}/"
    assert "Tanyakan tanda bahaya; terlambat sejak" in client.get(address).content.decode()
    day = today().isoformat()
    for typed in ({}, {"signs": ["fits"], "none": "on"}):
        answer = client.post(f"{address}kunjungan/", {"visited": day, **typed})
        assert (answer.status_code, PmtVisit.objects.count()) == (422, 0)
    assert client.post(f"{address}kunjungan/", {"visited": day, "signs": ["fits"]}).url == address
    page = client.get(address).content.decode()
    assert "Bawa ke puskesmas hari ini juga" in page
    assert "Dirujuk (disarankan menurut aturan)" in client.get(f"{address}akhiri/").content.decode()
    client.post(f"{address}kunjungan/", {"visited": day, "none": "on"})
    page = client.get(address).content.decode()
    assert "Bawa ke puskesmas hari ini juga" not in page.replace("Satu tanda saja", "")
    assert "tidak ada tanda bahaya" in page
    assert f"/gizi-tambahan/putaran/{one.pk}/" in client.get(f"/gizi-tambahan/{cast.unit.region_id}/").content.decode()


def test_visits_are_handed_out_and_forgotten(child):
    one = begun(child)
    record_visit(SYSTEM, one, today(), ["fits"])
    assert hand_out(None, people=[child.pk])["Kunjungan PMT"] == [{"day": today().isoformat(), "signs": ["fits"]}]
    forget(None, people=[child.pk])
    assert not PmtVisit.objects.exists()


def test_the_list_says_that_it_was_not_read_in_full():
    flags = load_pmt_rules().red_flags
    assert (flags.grade, flags.every_grade, flags.every_days) == (Grade.INFERRED, Grade.PROPOSED, 7)
