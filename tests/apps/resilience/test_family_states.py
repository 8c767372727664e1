"""What follows from families: states, sums and village figures, checked by hand on four families."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.models import Recording, VillageState, WaitingFigures
from guyub.apps.assessment.services import change_level, default_instrument, known_about, record_facts, record_waiting
from guyub.apps.people.services import Place, erase_person, extract_of, move_home, move_out, register_families
from guyub.apps.resilience.models import AreaSums, FamilyState, IndicatorPoint, Visit
from guyub.apps.resilience.services import NewVisit, deferred, record_visit, refresh, registry_facts
from guyub.apps.resilience.services.sums import rebuild_sums
from guyub.apps.resilience.services.visits import VisitNotPossible
from guyub.apps.surveys.models import Round
from guyub.apps.surveys.services import close_round
from tests.apps.made_families import (
    NO_METHOD,
    PILL,
    PREGNANT,
    answer,
    answers_of,
    couple,
    four_families,
    report_families,
    round_in,
    today,
)

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1002"


@pytest.fixture
def families(cast):
    return four_families(VILLAGE)


def state(family):
    return FamilyState.objects.get(family=family)


def village_sums(level="village", **place):
    return AreaSums.objects.get(village=VILLAGE, level=level, **place).sums


def test_a_registered_family_has_a_state_without_an_index(families):
    first = state(families[0])
    assert (first.ibangga, first.category, first.interviewed_on) == (None, "", None)
    assert (first.pus, first.target, first.krs) == (1, 1, None)
    assert village_sums()["families"] == 4


def test_an_interview_gives_index_risk_and_planning_at_once(families):
    answer(round_in(VILLAGE), [(families[0], answers_of(families[0]))])
    first = state(families[0])
    assert (first.tenteram, first.mandiri, first.bahagia, first.ibangga) == (420, 420, 420, 1260)
    assert (first.category, first.krs, first.method, first.interviewed_on) == ("tangguh", 2, "pill", today())


def test_failing_variables_count_in_420ths(families):
    # Four of four variables of kebahagiaan apply: one failing leaves 3/4 of 420.
    answer(round_in(VILLAGE), [(families[0], answers_of(families[0], {"P.11": 2}))])
    first = state(families[0])
    assert (first.bahagia, first.ibangga) == (315, 1155)
    assert first.variables["V16"] == "fail"


def test_risk_follows_from_latrine_or_from_four_t_without_a_modern_method(families):
    given = [
        (families[0], answers_of(families[0], {"P.24": 3})),
        (families[1], answers_of(families[1], block=NO_METHOD)),  # three children: too many, no method
        (families[2], answers_of(families[2], block=PREGNANT)),
        (families[3], answers_of(families[3])),
    ]
    answer(round_in(VILLAGE), given)
    found = [state(family) for family in families]
    assert [one.krs for one in found] == [1, 1, 2, 2]
    assert [one.jamban for one in found] == [1, 2, 2, 2]
    assert [one.t_banyak for one in found] == [2, 1, 2, 2]
    assert [one.rank for one in found] == [1, None, None, None]  # of families at risk only
    sums = village_sums()
    assert {name: sums[name] for name in ("target", "krs", "not_at_risk", "rank_1", "rank_unknown", "pus_hamil")} == {
        "target": 4,
        "krs": 2,
        "not_at_risk": 2,
        "rank_1": 1,
        "rank_unknown": 1,
        "pus_hamil": 1,
    }
    assert village_sums("rw", rw="001")["krs"] == 2
    assert village_sums("rt", rw="002", rt="001")["krs"] == 0


def test_who_moved_out_no_longer_counts(families):
    move_out(SYSTEM, families[0], today())
    assert not FamilyState.objects.filter(family=families[0]).exists()
    assert village_sums()["families"] == 3
    assert village_sums("rw", rw="001")["families"] == 1


def test_sums_of_parts_are_those_of_the_whole(families):
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families[:3]])
    rws = AreaSums.objects.filter(village=VILLAGE, level="rw")
    for name, value in village_sums().items():
        assert sum(area.sums[name] for area in rws) == value, name


def test_below_the_least_coverage_the_reported_figures_stay_in_force(cast, families):
    report_families(cast.empty_unit, 4)
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families[:3]])  # 75 percent
    known = known_about(cast.empty_unit, default_instrument())
    assert known.facts["pus"] == 999
    assert known.records["pus"].recording.source == "reported-file"


def test_at_the_least_coverage_the_figures_of_the_register_are_recorded(cast, families):
    report_families(cast.empty_unit, 4)
    round_ = round_in(VILLAGE)
    answer(round_, [(families[0], answers_of(families[0], block=NO_METHOD))])
    answer(round_, [(family, answers_of(family)) for family in families[1:]])
    known = known_about(cast.empty_unit, default_instrument())
    facts = {code: known.facts[code] for code in ("population", "families", "pus", "pill", "wants_no_more", "iud")}
    assert facts == {"population": 12, "families": 4, "pus": 4, "pill": 3, "wants_no_more": 1, "iud": 0}
    recording = known.records["pus"].recording
    assert (recording.source, recording.recorded_by) == ("registry", None)
    assert recording.provenance == f"registrasi: 4 dari 4 keluarga, {today().isoformat()}"


def test_only_figures_that_changed_are_recorded_again(cast, families):
    report_families(cast.empty_unit, 4)
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families])
    before = Recording.objects.filter(unit=cast.empty_unit).count()
    refresh([family.pk for family in families])
    assert Recording.objects.filter(unit=cast.empty_unit).count() == before


def without(*codes):
    """Good answers of a couple on the pill, without these."""
    return {code: given for code, given in PILL.items() if code not in codes}


def test_a_figure_that_too_few_answered_stays_as_reported_and_those_that_belong_to_it_too(cast, families):
    report_families(cast.empty_unit, 4)
    first, *others = [(family, answers_of(family)) for family in families]
    silent = answers_of(families[0], block=without("KB.04", "KB.07"))
    silent["members"][families[0].new_members[2].code].pop("K.14")
    answer(round_in(VILLAGE), [(first[0], silent), *others])
    known = known_about(cast.empty_unit, default_instrument())
    assert (known.facts["families"], known.facts["population"]) == (4, 12)
    assert known.facts["pus"] == 999  # though all four couples are known: the ratio needs their methods
    assert not {"pill", "wants_no_more", "children_7_18", "children_7_18_in_school"} & known.facts.keys()
    by_code = {fact.code: fact for fact in registry_facts(cast.empty_unit, today()).facts}
    assert [(by_code[code].known, by_code[code].asked) for code in ("pus", "pill", "children_7_18_in_school")] == [
        (4, 4),
        (3, 4),
        (3, 4),
    ]


def test_far_more_families_than_reported_are_a_question_and_change_nothing(cast, families):
    report_families(cast.empty_unit, 3)
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families])
    known = known_about(cast.empty_unit, default_instrument())
    assert (known.facts["families"], known.facts["pus"]) == (3, 999)
    assert registry_facts(cast.empty_unit, today()).coverage.too_many


def test_old_interviews_do_not_cover_the_village(cast, families):
    report_families(cast.empty_unit, 4)
    long_ago = today() - timedelta(days=800)
    round_ = round_in(VILLAGE, long_ago)
    answer(round_, [(family, answers_of(family)) for family in families], long_ago)
    assert known_about(cast.empty_unit, default_instrument()).facts["pus"] == 999


def test_nobody_reported_how_many_families_so_nothing_is_recorded(cast, families):
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families])
    assert not Recording.objects.filter(unit=cast.empty_unit).exists()


@pytest.mark.parametrize("more", [5, 50])
def test_queries_do_not_grow_with_families(cast, more, families):
    added = register_families(SYSTEM, [couple(f"Bunga{n}", "003", VILLAGE) for n in range(more)])
    with CaptureQueriesContext(
        connection,
    ) as found:
        refresh([family.pk for family in added])
    assert len(found) <= 32, "\n".join(query["sql"][:160] for query in found)


def test_closing_a_round_keeps_points_of_the_trend(families):
    round_ = round_in(VILLAGE)
    answer(round_, [(family, answers_of(family)) for family in families[:2]])
    assert not IndicatorPoint.objects.exists()
    close_round(SYSTEM, round_, today())
    point = IndicatorPoint.objects.get(village=VILLAGE, rw="", code="latrine_krs")
    assert (point.numerator, point.denominator, point.as_of) == (2, 2, today())


def test_loading_many_families_renews_everything_once(families):
    before = AreaSums.objects.get(village=VILLAGE, level="village").families
    with deferred():
        for number in range(3):
            register_families(SYSTEM, [couple(f"Bakung{number}", "001", VILLAGE)])
        assert AreaSums.objects.get(village=VILLAGE, level="village").families == before
    assert AreaSums.objects.get(village=VILLAGE, level="village").families == before + 3


def test_an_erased_person_leaves_no_answers_of_visits(families):
    wife = families[0].new_members[1]
    visit = record_visit(SYSTEM, families[0], NewVisit("catin", today(), {"lila": "23.4"}, person=wife))
    held = extract_of(SYSTEM, wife, "Diminta yang bersangkutan")
    assert "23.4" in str(held)
    erase_person(SYSTEM, wife, "Diminta yang bersangkutan")
    visit.refresh_from_db()
    assert (visit.answers, visit.findings, visit.form) == ({}, [], "catin")


def test_a_visit_to_a_whole_family_is_blanked_with_the_last_of_it(families):
    head, wife, child = families[0].new_members
    visit = record_visit(SYSTEM, families[0], NewVisit("keluarga", today(), {"latrine": 2}))
    for someone in (child, wife):
        erase_person(SYSTEM, someone, "Diminta yang bersangkutan")
    visit.refresh_from_db()
    assert visit.answers == {"latrine": 2}
    erase_person(SYSTEM, head, "Diminta yang bersangkutan")
    visit.refresh_from_db()
    assert (visit.answers, visit.findings, visit.form) == ({}, [], "keluarga")


def test_a_copy_holds_what_follows_from_the_family_and_health_goes_to_the_wife(families):
    head, wife, child = families[0].new_members
    answer(round_in(VILLAGE), [(families[0], answers_of(families[0], block=PREGNANT))])
    record_visit(SYSTEM, families[0], NewVisit("keluarga", today(), {"latrine": 2}))
    for someone in (head, wife, child):
        held = extract_of(SYSTEM, someone, "Diminta yang bersangkutan")
        assert held["Kunjungan pendamping keluarga"][0]["answers"] == {"latrine": 2}
        state = held["Ketahanan keluarga"][0]
        assert state["category"] == "tangguh"
        assert ("pregnant" in state) == (someone is wife)
    stranger = families[1].new_members[0]
    assert "Kunjungan pendamping keluarga" not in extract_of(SYSTEM, stranger, "Diminta yang bersangkutan")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"day": timedelta(days=1)}, "day-to-come"),
        ({"assistance": (9,)}, "unknown-assistance"),
        ({"factor": "HUJAN"}, "unknown-factor"),
        ({"resolved": True}, "no-factor"),
        ({"answers": {"tanya": 1}}, "unknown-question"),
        ({"next_on": timedelta(days=-1)}, "next-before-visit"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_with_its_reason(families, changes, reason):
    moved = {name: today() + value if isinstance(value, timedelta) else value for name, value in changes.items()}
    new = NewVisit(**{"form": "keluarga", "day": today(), "answers": {}, **moved})
    with pytest.raises(VisitNotPossible) as found:
        record_visit(SYSTEM, families[0], new)
    assert found.value.data["reason"] == reason
    assert not Visit.objects.exists()


def test_a_visit_to_someone_of_another_family_is_refused(families):
    stranger = families[1].new_members[1]
    with pytest.raises(VisitNotPossible, match="not-of-the-family"):
        record_visit(SYSTEM, families[0], NewVisit("catin", today(), {}, person=stranger))


def families_of_one_rw(cast, number):
    """A unit that covers RW 001 only, in which so many families were interviewed; two live elsewhere."""
    change_level(SYSTEM, cast.empty_unit, since=today() - timedelta(days=400), covers="rw", part="RW 1")
    record_facts(
        SYSTEM,
        cast.empty_unit,
        as_of=today() - timedelta(days=300),
        values={"families": number, "pus": 999},
        source="reported-file",
        provenance="Berkas rekaan untuk uji",
    )
    found = register_families(SYSTEM, [couple(f"Bunga{n}", "001", VILLAGE) for n in range(number)])
    register_families(SYSTEM, [couple(f"Lain{n}", "002", VILLAGE) for n in range(2)])
    return found


def test_a_unit_of_one_rw_counts_that_rw_only(cast):
    families = families_of_one_rw(cast, 6)
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families])
    known = known_about(cast.empty_unit, default_instrument())
    assert (known.facts["families"], known.facts["population"], known.facts["pill"]) == (6, 18, 6)


def test_small_figures_of_a_unit_of_one_rw_do_not_go_on_record(cast):
    families = families_of_one_rw(cast, 6)
    given = [(family, answers_of(family)) for family in families[1:]]
    answer(round_in(VILLAGE), [(families[0], answers_of(families[0], block=PREGNANT)), *given])  # one is pregnant
    known = known_about(cast.empty_unit, default_instrument())
    assert known.facts["pus"] == 999
    assert "pregnant" not in known.facts


def test_what_families_say_of_groups_is_marked_so(cast, families):
    report_families(cast.empty_unit, 4)
    answer(round_in(VILLAGE), [(family, answers_of(family, {"P.18a": 1})) for family in families])
    known = known_about(cast.empty_unit, default_instrument())
    assert known.facts["uppka_members"] == 4
    assert known.records["uppka_members"].recording.provenance.startswith("keluarga yang mengaku ikut")
    assert known.records["pus"].recording.provenance.startswith("registrasi: 4 dari 4")


def test_risk_and_index_of_a_village_go_on_record_only_where_they_are_shown_outside(cast, families):
    report_families(cast.empty_unit, 4)
    answer(round_in(VILLAGE), [(family, answers_of(family, {"P.24": 3})) for family in families])
    known = known_about(cast.empty_unit, default_instrument())
    assert known.facts["families"] == 4  # the class is computed from it
    assert not {"krs_families", "ibangga_hundredths"} & known.facts.keys()
    more = register_families(SYSTEM, [couple(f"Bunga{n}", "001", VILLAGE) for n in range(10)])
    record_facts(
        SYSTEM,
        cast.empty_unit,
        as_of=today() - timedelta(days=1),
        values={"families": 14},
        source="reported-file",
        provenance="Berkas rekaan untuk uji",
    )
    answer(Round.objects.get(village=VILLAGE), [(family, answers_of(family, {"P.24": 3})) for family in more])
    record_waiting(at_once=True)
    known = known_about(cast.empty_unit, default_instrument())
    assert (known.facts["krs_families"], known.facts["ibangga_hundredths"]) == (14, 10000)


def all_sums():
    rows = AreaSums.objects.order_by("village_id", "level", "rw", "rt")
    return {(row.village_id, row.level, row.rw, row.rt): (row.families, row.sums) for row in rows}


def test_sums_that_followed_every_change_are_those_of_all_families(cast, families):
    round_ = round_in(VILLAGE)
    answer(round_, [(families[0], answers_of(families[0], {"P.24": 3})), (families[1], answers_of(families[1]))])
    register_families(SYSTEM, [couple("Bakung", "003", VILLAGE), couple("Lili", "001", VILLAGE, 2)])
    move_home(SYSTEM, families[0], Place(VILLAGE, "004", "002", "Gang Baru 1"), today())
    move_out(SYSTEM, families[2], today())
    move_out(SYSTEM, families[3], today())  # RW 002 is empty now
    followed = all_sums()
    assert not any(rw == "002" for _village, _level, rw, _rt in followed)
    rebuild_sums(VILLAGE, today())
    assert all_sums() == followed


def test_sums_of_other_rules_are_not_added_to(families):
    AreaSums.objects.filter(village=VILLAGE).update(rules="earlier", sums={"families": 1000})
    refresh([families[0].pk])
    assert village_sums()["families"] == 4


CONDOM = {**PILL, "KB.07": 7}  # another short-acting method


def interviewed_village(cast, families, block=PILL):
    """A village whose register is in force: four families reported, all interviewed."""
    report_families(cast.empty_unit, 4)
    round_ = round_in(VILLAGE)
    answer(round_, [(family, answers_of(family, block=block)) for family in families])
    return round_


def recorded(cast):
    return Recording.objects.filter(unit=cast.empty_unit, source="registry").count()


def known_pills(cast):
    return known_about(cast.empty_unit, default_instrument()).facts["pill"]


def test_figures_that_move_no_score_wait_for_the_pause_and_are_recorded_after_it(cast, families, monkeypatch):
    round_ = interviewed_village(cast, families)
    before = recorded(cast)
    answer(round_, [(families[0], answers_of(families[0], block=CONDOM))])
    assert (recorded(cast), known_pills(cast)) == (before, 4)
    last = Recording.objects.filter(unit=cast.empty_unit, source="registry").latest("recorded_at").recorded_at
    assert WaitingFigures.objects.get(village=VILLAGE).until == last + timedelta(minutes=60)
    assert record_waiting() == 0
    monkeypatch.setattr(timezone, "now", lambda: last + timedelta(minutes=60))
    assert record_waiting() == 1
    assert (recorded(cast), known_pills(cast)) == (before + 1, 3)
    assert not WaitingFigures.objects.exists()
    assert record_waiting() == 0


def test_figures_that_come_back_within_the_pause_leave_nothing_to_record(cast, families):
    round_ = interviewed_village(cast, families)
    answer(round_, [(families[0], answers_of(families[0], block=CONDOM))])
    answer(round_, [(families[0], answers_of(families[0]))])
    assert not WaitingFigures.objects.exists()


def test_figures_that_move_a_score_are_recorded_at_once(cast, families):
    round_ = interviewed_village(cast, families)
    before, scores = recorded(cast), VillageState.objects.get(unit=cast.empty_unit).scores
    answer(round_, [(family, answers_of(family, block=NO_METHOD)) for family in families[:3]])
    assert VillageState.objects.get(unit=cast.empty_unit).scores != scores
    assert (recorded(cast), known_pills(cast)) == (before + 1, 1)
    assert not WaitingFigures.objects.exists()


@pytest.mark.parametrize("page", ["assessment:village", "resilience:village"])
def test_who_reads_the_village_after_the_pause_reads_its_newest_figures(client, cast, families, page):
    round_ = interviewed_village(cast, families)
    answer(round_, [(families[0], answers_of(families[0], block=CONDOM))])
    client.force_login(cast.admin)
    address = reverse(page, args=[VILLAGE])
    assert client.get(address).status_code == 200
    assert known_pills(cast) == 4
    later = timezone.now() + timedelta(minutes=61)
    with mock.patch.object(timezone, "now", return_value=later):
        client.force_login(cast.admin)
        assert client.get(address).status_code == 200
    assert known_pills(cast) == 3
