"""Figures of the classification from the groups: counted once, with evidence, beside ticks by hand."""

import pytest
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.beside import beside
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.services import default_instrument, known_about, record_facts
from guyub.apps.people.services import move_out
from guyub.apps.programmes.presentation.figures import figures_for
from guyub.apps.programmes.services import GroupRecordRefused, close_group, enrol
from guyub.apps.programmes.services.facts import figures_of, record_figures
from guyub.errors import NotAllowed
from tests.apps.made_families import make_families, today
from tests.apps.programmes.groups_world import child_of, companion, make_group, met, with_members

pytestmark = pytest.mark.django_db


def known(unit):
    return known_about(unit, default_instrument())


def values(unit):
    return {one.code: one.value for one in figures_of(unit, known(unit).level)}


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


def test_what_ended_counts_no_more(cast, groups):
    close_group(SYSTEM, groups["youth"], today())
    move_out(SYSTEM, groups["members"][1].family, today())
    assert values(cast.unit) == {"groups_present": 1, "bkb_members": 3}


def test_figures_have_their_groups_as_evidence(cast, groups):
    figure = next(one for one in figures_of(cast.unit, None) if one.code == "bkb_members")
    assert [(one.group.name, one.members, one.last) for one in figure.evidence] == [
        ("Mawar", 2, None),
        ("Melati", 3, today()),
    ]


def test_recorded_figures_are_in_force_with_kinds_and_source(cast, groups):
    recording = record_figures(companion(cast, "lurah"), cast.unit, today())
    now = known(cast.unit)
    assert recording.source == Source.GROUPS
    assert (now.facts["groups_present"], now.facts["bkb_members"]) == (2, 4)
    assert now.items["groups_present"] == ["bkb", "pikr"]
    with pytest.raises(GroupRecordRefused):
        record_figures(SYSTEM, cast.unit, today())
    with pytest.raises(NotAllowed):
        record_figures(companion(cast, "kader", "001"), cast.unit, today())


def test_a_tick_by_hand_stays_possible_and_is_shown_as_such(cast, groups):
    record_figures(SYSTEM, cast.unit, today())
    record_facts(
        SYSTEM, cast.unit, as_of=today(), values={"groups_present": 5}, source="profile-form", provenance="Dicentang"
    )
    line = next(one for one in figures_for(cast.unit).lines if one.figure.code == "groups_present")
    assert (line.in_force, line.by_hand, line.stands) == (5, True, False)
    told = beside(companion(cast, "lurah"), cast.unit, known(cast.unit))
    assert told.figures["groups_present"].startswith("kelompok yang tercatat: 2")
    assert told.notes["groups_present"] == "Diisi dengan tangan pada formulir profil."
    assert told.notes["bkb_members"] == "Dari kelompok yang tercatat di Guyub, dengan buktinya."


def test_the_page_shows_participation_now_and_then(cast, client, groups):
    client.force_login(companion(cast, "lurah"))
    address = reverse("programmes:figures", args=[cast.unit.region_id])
    page = client.get(address).content.decode()
    assert "Catat angka dari kelompok" in page
    assert "BKB Melati" in page
    assert groups["members"][0].family.head.name not in page
    answer = client.post(reverse("programmes:record_figures", args=[cast.unit.region_id]), follow=True)
    assert "dicatat dan berlaku" in answer.content.decode()
    assert "Catat angka dari kelompok" not in client.get(address).content.decode()


def test_the_page_asks_as_much_for_many_groups_as_for_few(
    cast, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(companion(cast, "lurah"))
    address = reverse("programmes:figures", args=[cast.unit.region_id])
    with_members(make_group(cast.unit.region), 1)
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    for number, kind in enumerate(("bkr", "bkl", "uppka")):
        with_members(make_group(cast.unit.region, kind, "Lain"), 2, first=20 + 10 * number)
    with django_assert_num_queries(len(few)):
        client.get(address)
