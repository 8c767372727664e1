"""Opening cycles, seating panels, entering villages, moving entries: who may, and what is refused."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services import cycles, entries, judging, problems, seats
from guyub.apps.audit import chained
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition, read_cycle_definition
from guyub.domain.cycles import RecordKind, StageKind
from guyub.errors import InvalidRuleFile, NotAllowed
from guyub.language import sentence
from tests.conftest import PASSWORD, Cast

CITY, PROVINCE = "99.01", "99"


def user(name: str, role: str, region: str) -> User:
    made = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=made, role=role, region_id=region)
    return made


def city_cycle(title: str = "Seleksi") -> Cycle:
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk=CITY), 2025, "kota-seleksi", title)


def province_cycle(**changes: Any) -> Cycle:
    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update=changes)
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk=PROVINCE), 2025, rules, "Penilaian")


def test_the_definition_is_frozen_with_its_checksum(cast: Cast) -> None:
    cycle = cycles.open_cycle(cast.officer, Region.objects.get(pk=CITY), 2025, "kota-seleksi", "Seleksi kota")
    assert cycles.definition_of(cycle) == load_cycle_definition("kota-seleksi")
    cycle.definition["stages"][2]["keeps"] = 1
    with pytest.raises(problems.DefinitionAltered):
        cycles.definition_of(cycle)


@pytest.mark.parametrize(("who", "region"), [("operator", CITY), ("viewer", CITY), ("officer", "99.02")])
def test_only_who_runs_cycles_there_opens_one(cast: Cast, who: str, region: str) -> None:
    with pytest.raises(NotAllowed):
        cycles.open_cycle(getattr(cast, who), Region.objects.get(pk=region), 2025, "kota-seleksi", "Seleksi")


def test_a_definition_goes_with_regions_of_its_level_and_a_title_stands_once(cast: Cast) -> None:
    with pytest.raises(problems.WrongLevel):
        cycles.open_cycle(SYSTEM, Region.objects.get(pk=CITY), 2025, "provinsi-tiga-tahap", "Penilaian")
    city_cycle()
    with pytest.raises(problems.CycleExists):
        city_cycle()


LOCAL = """
id: kota-contoh
version: "1"
name: {id: Seleksi sendiri, en: Own selection}
level: city
status: local
grade: PROPOSED
source: {id: Rapat, en: Meeting}
instrument: kkb-siap-1.0
class_instrument: kkb-klas-web-2021
stages:
  - {code: mandiri, kind: claim, level: village, name: {id: Mandiri, en: Own}}
  - code: berkas
    kind: review
    level: city
    weight: WEIGHT
    name: {id: Berkas, en: File}
    criteria: [{code: mutu, weight: 100, name: {id: Mutu, en: Quality}}]
  - {code: keputusan, kind: verdict, level: city, name: {id: Keputusan, en: Verdict}}
"""


def test_a_city_writes_its_own_definition() -> None:
    assert read_cycle_definition(LOCAL.replace("WEIGHT", "100")).status == "local"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param(LOCAL.replace("WEIGHT", "much"), "stages.1.weight", id="names the path of a wrong value"),
        pytest.param(LOCAL.replace("WEIGHT", "100").replace("local", "proposed"), "status", id="calls itself local"),
        pytest.param(LOCAL.replace("WEIGHT", "100").replace("local", "official"), "status", id="never official"),
        pytest.param("id: ]", "line 1", id="no YAML"),
        pytest.param("a: &x 1\nb: *x", "line 2", id="aliases"),
    ],
)
def test_a_definition_of_ones_own_that_is_not_well_made_names_the_path(text: str, path: str) -> None:
    with pytest.raises(InvalidRuleFile) as caught:
        read_cycle_definition(text)
    assert caught.value.data["path"] == path


def test_seats_are_numbered_and_ones_own_city_is_barred(cast: Cast) -> None:
    cycle = province_cycle(entry_rules=())
    outsider, local = user("juri-a", "juror", PROVINCE), user("juri-b", "juror", PROVINCE)
    Assignment.objects.create(user=local, role="opd", region_id=CITY)
    first, second = (seats.seat(SYSTEM, cycle, one) for one in (outsider, local))
    assert [first.label, second.label] == ["Juri 1", "Juri 2"]
    assert (first.conflicts, second.conflicts) == ([], [CITY])
    entry = entries.enter(SYSTEM, cycle, cast.unit)
    with pytest.raises(judging.JudgingNotPossible):  # may judge, only not in this stage
        judging.draw_questions(outsider, entry)
    with pytest.raises(problems.ConflictOfInterest):
        judging.draw_questions(local, entry)
    with pytest.raises(NotAllowed):
        judging.draw_questions(cast.officer, entry)
    with pytest.raises(problems.SeatTaken):
        seats.seat(SYSTEM, cycle, outsider)


def test_a_post_taken_after_the_seat_bars_too(cast: Cast) -> None:
    cycle = province_cycle(entry_rules=())
    juror = user("juri-a", "juror", PROVINCE)
    seats.seat(SYSTEM, cycle, juror)
    entry = entries.enter(SYSTEM, cycle, cast.unit)
    Assignment.objects.create(user=juror, role="opd", region_id=CITY)
    with pytest.raises(problems.ConflictOfInterest):
        judging.draw_questions(User.objects.get(pk=juror.pk), entry)


def test_each_entry_rule_is_recorded_and_one_not_met_refuses(cast: Cast) -> None:
    cycle = province_cycle()
    _launch(cast, date.today())
    with pytest.raises(problems.RuleNotMet):
        entries.enter(cast.operator, cycle, cast.unit)
    _launch(cast, date(2016, 1, 1))
    entry = entries.enter(cast.operator, cycle, cast.unit)
    body = EntryRecord.objects.get(entry=entry).body
    assert body["age-months-at-least"]["fits"] is True
    assert body["decree-months-at-least"] == {"fits": None, "found": None}
    assert body["class-at-least"] == {"fits": True, "found": "Berkelanjutan"}
    with pytest.raises(problems.AlreadyEntered):
        entries.enter(cast.officer, cycle, cast.unit)


def _launch(cast: Cast, day: date) -> None:
    cast.unit.launched_on = day
    cast.unit.save()


def test_only_who_runs_the_cycle_waives_a_rule(cast: Cast) -> None:
    cycle = province_cycle()
    _launch(cast, date.today())
    with pytest.raises(problems.RuleNotMet):
        entries.enter(cast.operator, cycle, cast.unit, waiver="Mohon")
    entry = entries.enter(user("prov", "province", PROVINCE), cycle, cast.unit, waiver="Pemekaran kelurahan")
    assert EntryRecord.objects.get(entry=entry).body["waiver"] == "Pemekaran kelurahan"


def test_a_village_of_another_city_stays_outside(cast: Cast) -> None:
    cycle = city_cycle()
    with pytest.raises(problems.OutsideCycle):
        entries.enter(SYSTEM, cycle, cast.other_unit)
    with pytest.raises(NotAllowed):
        entries.enter(cast.stranger, cycle, cast.unit)


def test_a_record_sent_again_is_one_row_and_other_content_is_refused(cast: Cast) -> None:
    entry = entries.enter(SYSTEM, city_cycle(), cast.unit)
    key = uuid.uuid4()
    body = {"share": 10_000, "weight": 200, "facts": {}, "note": ""}
    first = entries.record(cast.operator, entry, RecordKind.CLAIM, item="A1", body=body, client_key=key)
    again = entries.record(cast.operator, entry, RecordKind.CLAIM, item="A1", body=body, client_key=str(key))
    assert first.pk == again.pk
    with pytest.raises(problems.KeyReused):
        entries.record(cast.operator, entry, RecordKind.CLAIM, item="A2", body=body, client_key=key)
    assert not list(chained.verify(EntryRecord))
    score = entries.refresh_standing(entry)
    assert (score.claimed_points, entry.items.get().claimed_points) == (200, 200)


def test_an_entry_moves_stage_by_stage_by_those_whose_stage_it_is(cast: Cast) -> None:
    entry = entries.enter(SYSTEM, city_cycle(), cast.unit)
    for who in (cast.officer, cast.viewer, cast.stranger):
        with pytest.raises(NotAllowed):
            entries.move(who, entry, "verifikasi-kota")
    with pytest.raises(problems.WrongStage):
        entries.move(cast.operator, entry, "berkas")
    seen_before = Entry.objects.get(pk=entry.pk)
    entry = entries.move(cast.operator, entry, "verifikasi-kota")
    with pytest.raises(problems.WrongStage):  # two at once: the second saw it in the stage before
        entries.move(cast.operator, seen_before, "verifikasi-kota")
    with pytest.raises(NotAllowed):
        entries.move(cast.operator, entry, "berkas")
    assert entries.move(cast.officer, entry, "berkas").stage == "berkas"


def test_a_city_officer_who_is_of_the_village_does_not_verify_it(cast: Cast) -> None:
    entry = entries.enter(SYSTEM, city_cycle(), cast.unit)
    entry = entries.move(SYSTEM, entry, "verifikasi-kota")
    Assignment.objects.create(user=cast.officer, role="lurah", region_id=cast.unit.region_id)
    with pytest.raises(problems.ConflictOfInterest):
        entries.move(User.objects.get(pk=cast.officer.pk), entry, "berkas")


def test_nothing_is_written_to_what_is_over(cast: Cast) -> None:
    cycle = city_cycle()
    entry = entries.enter(SYSTEM, cycle, cast.unit)
    with pytest.raises(problems.ReasonMissing):
        entries.end(cast.operator, entry, Entry.State.WITHDRAWN, " ")
    entries.end(cast.operator, entry, Entry.State.WITHDRAWN, "Belum siap")
    with pytest.raises(problems.EntryOver):
        entries.record(SYSTEM, Entry.objects.get(pk=entry.pk), RecordKind.CLAIM, item="A1", body={})
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.DECIDED)
    with pytest.raises(problems.CycleNotOpen):
        entries.enter(SYSTEM, Cycle.objects.get(pk=cycle.pk), cast.empty_unit)


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2025-03-02", "Tahap “Penilaian mandiri” baru dibuka 3 Maret 2025."),
        ("2025-03-03", ""),
        ("2025-03-07", ""),
        ("2025-03-08", "Tahap “Penilaian mandiri” sudah ditutup 7 Maret 2025"),
    ],
)
def test_a_stage_is_open_from_its_first_to_its_last_day(cast: Cast, day: str, refused: str) -> None:
    rules = load_cycle_definition("kota-seleksi")
    claim = rules.stages[0].model_copy(update={"opens": date(2025, 3, 3), "closes": date(2025, 3, 7)})
    rules = rules.model_copy(update={"stages": (claim, *rules.stages[1:])})
    cycle = cycles.open_cycle(SYSTEM, Region.objects.get(pk=CITY), 2025, rules, "Jendela")
    entry = entries.enter(SYSTEM, cycle, cast.unit)
    if not refused:
        assert entries.require_stage(entry, StageKind.CLAIM, date.fromisoformat(day)) == claim
    else:
        with pytest.raises((problems.StageNotYet, problems.StageOver)) as error:
            entries.require_stage(entry, StageKind.CLAIM, date.fromisoformat(day))
        assert sentence(error.value).startswith(refused)
