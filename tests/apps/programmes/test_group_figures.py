"""What groups tell of the classification: counted once, with evidence, recorded by themselves, beside ticks by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.beside import beside
from guyub.apps.assessment.models import DerivedFigure, Source, VillageState
from guyub.apps.assessment.services import (
    NothingNew,
    assess_known,
    default_instrument,
    follow_stream,
    known_about,
    record_derived,
    record_facts,
    record_waiting,
)
from guyub.apps.people.services import move_out
from guyub.apps.programmes.services import GroupFacts, close_group, enrol, open_group
from guyub.apps.programmes.services.facts import groups_tell
from guyub.errors import NotAllowed
from tests.apps.made_families import make_families, today
from tests.apps.programmes.groups_world import child_of, companion, make_group, met, with_members

pytestmark = pytest.mark.django_db


def known(unit):
    return known_about(unit, default_instrument())


def told(unit):
    return {one.code: one for one in groups_tell(unit, known(unit).level, today())}


def values(unit):
    return {code: one.value for code, one in told(unit).items()}


def in_force(unit, code):
    record = known(unit).records.get(code)
    return None if record is None else (record.value, record.recording.source)


def report(unit, source="reported-file", items=None, **facts):
    record_facts(SYSTEM, unit, as_of=today(), values=facts, source=source, provenance="Untuk uji", items=items or {})


@pytest.fixture
def groups(cast):
    """Two BKB that share a family, a PIK-R, and a Dashat that the classification does not count."""
    region = cast.unit.region
    first, second = make_group(region), make_group(region, name="Mawar", serves=())
    youth, kitchen = make_group(region, "pikr", "Remaja"), make_group(region, "dashat", "Dapur")
    members = with_members(first, 3)
    enrol(SYSTEM, second, [members[0].family, *make_families(region.code, 1, first=30)], today())
    enrol(SYSTEM, youth, [child_of(members[0].family)], today())
    enrol(SYSTEM, kitchen, [members[0].family.head], today())
    met(first, today(), members)
    return {"first": first, "second": second, "youth": youth, "members": members}


def test_who_belongs_to_two_groups_of_a_kind_counts_once(cast, groups):
    assert values(cast.unit) == {"groups_present": 2, "bkb_members": 4, "pikr_members": 1}


def test_a_kind_without_a_group_says_nothing(cast):
    assert values(cast.unit) == {}


def test_a_rumah_dataku_is_a_facility_and_funds_of_cards_are_sources_of_money(cast):
    open_group(SYSTEM, cast.unit.region, "rumah-dataku", GroupFacts("Data Kita", funds=("add", "mitra", "swadaya")))
    assert told(cast.unit)["facilities_present"].entries == {"rumah_dataku": ""}
    village_money = "dana_desa" if cast.unit.region.kind == "desa" else "apbd"
    assert told(cast.unit)["funding_sources"].entries == {village_money: "", "self_help": ""}


def test_what_ended_counts_no_more(cast, groups):
    close_group(SYSTEM, groups["youth"], today())
    move_out(SYSTEM, groups["members"][1].family, today())
    assert values(cast.unit) == {"groups_present": 1, "bkb_members": 3}


def test_figures_have_their_groups_as_evidence(cast, groups):
    traces = told(cast.unit)["bkb_members"].evidence
    assert [one.told for one in traces] == ["BKB Mawar", "BKB Melati"]
    assert traces[0].detail == "2 anggota · belum pernah bertemu"
    assert traces[1].url == reverse("programmes:group", args=[cast.unit.region_id, groups["first"].pk])


@pytest.mark.parametrize("mode", ["strict-web", "intended"])
def test_the_fifth_kind_of_group_raises_the_score_by_itself(cast, mode):
    """Four kinds score 3, five score 4: one point of the sum that the class is computed from, in both modes."""
    kinds = ("bkb", "bkr", "bkl", "uppka")
    report(cast.unit, "profile-form", {"groups_present": list(kinds)}, groups_present=4)
    before = VillageState.objects.get(unit=cast.unit)
    assert before.scores["I3"] == 3
    make_group(cast.unit.region, "pikr", "Remaja")
    after = VillageState.objects.get(unit=cast.unit)
    moved = {code: after.scores[code] - score for code, score in before.scores.items()}
    assert {code: by for code, by in moved.items() if by} == {"I3": 1}
    assert after.index_input == before.index_input + 20  # a fifth of a point, in hundredths
    assert assess_known(known(cast.unit), default_instrument(), mode).scores["I3"] == 4
    assert known(cast.unit).items["groups_present"] == ["bkb", "bkl", "bkr", "pikr", "uppka"]
    assert in_force(cast.unit, "groups_present") == (5, Source.HAPPENED)


def test_a_kind_that_is_ticked_only_stays_when_another_ends(cast):
    report(cast.unit, "profile-form", {"groups_present": ["bkb", "bkr"]}, groups_present=2)
    youth = make_group(cast.unit.region, "pikr", "Remaja")
    assert in_force(cast.unit, "groups_present") == (3, Source.HAPPENED)
    close_group(SYSTEM, youth, today())
    record_waiting(at_once=True)
    assert known(cast.unit).items["groups_present"] == ["bkb", "bkr"]


def test_a_few_members_on_record_never_lower_a_report(cast):
    report(cast.unit, bkb_members=40)
    with_members(make_group(cast.unit.region), 3)
    record_waiting(at_once=True)
    assert in_force(cast.unit, "bkb_members") == (40, Source.REPORTED_FILE)


@pytest.mark.parametrize(
    ("reported", "enrolled", "then"),
    [pytest.param(3, 2, (3, "reported-file"), id="one below"), pytest.param(2, 2, (3, "groups"), id="exactly reached")],
)
def test_records_speak_once_they_reach_the_report(cast, reported, enrolled, then):
    report(cast.unit, bkb_members=reported)
    group = make_group(cast.unit.region)
    with_members(group, enrolled)
    if reported == enrolled:
        enrol(SYSTEM, group, make_families(cast.unit.region_id, 1, first=30), today())
    record_waiting(at_once=True)
    assert in_force(cast.unit, "bkb_members") == then


def test_a_tick_by_hand_stays_until_what_happened_changes(cast, groups):
    record_derived(SYSTEM, cast.unit, today())
    report(cast.unit, "profile-form", bkb_members=9)
    follow_stream("happened", [cast.unit.region_id], today(), at_once=True)
    assert in_force(cast.unit, "bkb_members") == (9, Source.PROFILE_FORM)
    notes = beside(companion(cast, "lurah"), cast.unit, known(cast.unit))
    assert notes.notes["bkb_members"] == "Diisi dengan tangan pada formulir profil."
    assert notes.figures["bkb_members"].startswith("dari yang tercatat: 4")
    enrol(SYSTEM, groups["second"], make_families(cast.unit.region_id, 1, first=50), today())
    record_waiting(at_once=True)
    assert in_force(cast.unit, "bkb_members") == (5, Source.GROUPS)


def test_members_of_no_group_any_more_are_not_known_rather_than_none(cast, groups):
    record_derived(SYSTEM, cast.unit, today())
    assert in_force(cast.unit, "pikr_members") == (1, Source.GROUPS)
    close_group(SYSTEM, groups["youth"], today())
    record_waiting(at_once=True)
    assert "pikr_members" not in known(cast.unit).facts


def test_a_village_of_which_nothing_is_known_stays_so_until_somebody_enters_figures(cast):
    unit = cast.empty_unit
    make_group(unit.region)
    assert not known(unit).anything
    report(unit, families=100)
    assert record_waiting() == 0  # it was looked at today
    DerivedFigure.objects.filter(unit=unit).update(looked_on=today() - timedelta(days=1))
    assert record_waiting() > 0
    assert in_force(unit, "groups_present") == (1, Source.HAPPENED)


def test_somebody_may_put_all_of_it_on_record(cast, groups):
    report(cast.unit, groups_present=4, bkb_members=40)
    record_derived(companion(cast, "lurah"), cast.unit, today())
    assert in_force(cast.unit, "groups_present") == (2, Source.HAPPENED)
    assert in_force(cast.unit, "bkb_members") == (4, Source.GROUPS)
    with pytest.raises(NothingNew):
        record_derived(SYSTEM, cast.unit, today())
    with pytest.raises(NotAllowed):
        record_derived(companion(cast, "kader", "001"), cast.unit, today())
    enrol(SYSTEM, groups["second"], make_families(cast.unit.region_id, 1, first=50), today())
    record_waiting(at_once=True)
    assert in_force(cast.unit, "bkb_members") == (5, Source.GROUPS)


def test_the_page_shows_members_and_who_came(cast, client, groups):
    client.force_login(companion(cast, "lurah"))
    page = client.get(reverse("programmes:figures", args=[cast.unit.region_id])).content.decode()
    assert "1 pertemuan" in page
    assert groups["members"][0].family.head.name not in page


def test_the_page_asks_as_much_for_many_groups_as_for_few(
    cast, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(companion(cast, "lurah"))
    for name in ("programmes:figures", "assessment:derived"):
        address = reverse(name, args=[cast.unit.region_id])
        with_members(make_group(cast.unit.region, name=f"Satu {name}"), 1, first=10)
        record_waiting(at_once=True)
        client.get(address)
        with django_assert_max_num_queries(40) as few:
            client.get(address)
        for number, kind in enumerate(("bkr", "bkl", "uppka")):
            with_members(make_group(cast.unit.region, kind, f"Lain {name}"), 2, first=20 + 10 * number)
        record_waiting(at_once=True)
        with django_assert_num_queries(len(few)):
            client.get(address)
