"""An export of e-PPGBM beside the registry: who is found, what is new, what differs; taken in once; written again."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from guyub.analytics.growth_tables.eppgbm import HEADINGS, read_eppgbm
from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.models import EppgbmFile, GrowthState, Measurement
from guyub.apps.growth.services import Figures, eppgbm, open_posyandu, record_measurement
from guyub.apps.growth.services.eppgbm import Kind, Outcome, Wish
from guyub.apps.people.models import Person
from guyub.apps.people.purposes import NoPurpose
from guyub.apps.people.services import set_nik
from guyub.domain.growth.agreeing import Agreement
from guyub.errors import NotAllowed
from tests.apps.growth.eppgbm_files import children_of, export_of, pkb, row_of, with_role

pytestmark = pytest.mark.django_db
MARCH, DAY = date(2024, 3, 1), date(2024, 3, 10)


@pytest.fixture
def user(cast):
    return pkb(cast)


@pytest.fixture
def children(cast):
    return children_of(cast)


@pytest.fixture
def sent(cast, user):
    def sending(*rows):
        return eppgbm.receive(user, cast.unit.region, "ekspor.csv", export_of(*rows))

    return sending


def outcomes(found):
    return [row.outcome for row in eppgbm.plan_of(found).rows]


# -- who is who ------------------------------------------------------------------------------------------------------


def test_children_are_found_by_name_and_day_of_birth(children, sent):
    found = sent(row_of(children[0]), row_of(children[1], birth="2022-01-02"), row_of(children[2], name="Entah Siapa"))
    assert outcomes(found) == [Outcome.NEW, Outcome.NOT_FOUND, Outcome.NOT_FOUND]


def test_a_number_of_identity_finds_a_child_whose_day_of_birth_differs(children, sent):
    set_nik(SYSTEM, children[0], "9901014101220001")
    plan = eppgbm.plan_of(sent(row_of(children[0], nik="9901014101220001", birth="2022-01-05")))
    assert plan.rows[0].child == children[0]


def test_the_number_of_a_parent_in_its_place_misleads_nobody(children, sent):
    mother = children[1].mother
    set_nik(SYSTEM, mother, "9901014101900001")
    plan = eppgbm.plan_of(sent(row_of(children[0], nik="9901014101900001")))
    assert plan.rows[0].child == children[0]


def test_two_children_of_one_name_and_day_are_told_apart_by_rw_or_left(cast, children, sent):
    (twin,) = children_of(cast, 1, rw="002", first=1)
    assert twin.name == children[0].name
    plan = eppgbm.plan_of(sent(row_of(twin), row_of(children[0], rw="-", day="2024-03-11")))
    assert [(row.outcome, row.child, set(row.candidates)) for row in plan.rows] == [
        (Outcome.NEW, twin, set()),
        (Outcome.SEVERAL, None, {twin, children[0]}),
    ]


def test_who_is_nearly_the_child_is_shown_and_not_taken(children, sent):
    plan = eppgbm.plan_of(
        sent(
            row_of(children[0], name=f"{children[0].name}n"),
            row_of(children[1], birth="2022-10-01"),
            row_of(children[2], name="Entah Siapa"),
        )
    )
    assert {row.outcome for row in plan.rows} == {Outcome.NOT_FOUND}
    assert children[0] in plan.rows[0].candidates
    assert plan.rows[1].candidates == (children[1],)
    assert plan.rows[2].candidates == ()


def test_children_of_another_village_are_not_found(cast, sent):
    child = children_of(cast, 1)[0]
    Person.objects.filter(pk=child.pk).update(village_id=cast.other_unit.region_id)
    assert outcomes(sent(row_of(child))) == [Outcome.NOT_FOUND]


# -- what would happen -----------------------------------------------------------------------------------------------


def test_every_row_ends_in_one_place(children, sent):
    record_measurement(SYSTEM, children[1], DAY, Figures(weight_g=11_200, height_mm=855, posture="h"))
    record_measurement(SYSTEM, children[2], DAY, Figures(weight_g=11_900, height_mm=855, posture="h"))
    plan = eppgbm.plan_of(
        sent(
            row_of(children[0]),
            row_of(children[0]),
            row_of(children[1]),
            row_of(children[2]),
            row_of(children[0], name="Entah Siapa"),
            row_of(children[0], weight="0,1", day="2024-03-12"),
            row_of(children[0], weight="-", height="-", day="2024-03-13"),
        )
    )
    assert plan.counts == {
        "new": 1,
        "unlikely": 0,
        "same": 1,
        "different": 1,
        "not-found": 1,
        "several": 0,
        "fault": 1,
        "repeated": 1,
        "unmeasured": 1,
    }
    assert sum(plan.counts.values()) == plan.table.total == 7
    (different,) = plan.of(Outcome.DIFFERENT)
    assert (different.here.weight_g, different.row.weight_g) == (11_900, 11_200)


def test_a_child_under_two_spellings_is_measured_once_a_day(children, sent):
    name = children[0].name
    plan = eppgbm.plan_of(sent(row_of(children[0]), row_of(children[0], rw="-", name=f"{name}."), row_of(children[1])))
    assert [row.outcome for row in plan.rows] == [Outcome.NEW, Outcome.REPEATED, Outcome.NEW]


def test_a_day_before_the_birth_on_record_is_a_fault(children, sent):
    set_nik(SYSTEM, children[0], "9901014101220001")
    cells = {"nik": "9901014101220001", "birth": "2021-01-01", "day": "2021-06-01"}
    plan = eppgbm.plan_of(sent(row_of(children[0], **cells)))
    assert [row.outcome for row in plan.rows] == [Outcome.FAULT]
    assert [problem.rule for problem in plan.problems] == ["before-birth"]


def test_their_scores_are_explained(children, sent):
    ours = record_measurement(SYSTEM, children[1], DAY, Figures(weight_g=11_200, height_mm=855, posture="h")).state
    lying = record_measurement(SYSTEM, children[2], DAY, Figures(weight_g=11_200, height_mm=855, posture="l")).state
    cells = {"wfa_z": f"{ours.wfa / 100:.2f}", "hfa_z": f"{ours.hfa / 100:.2f}", "wfh_z": "2,9"}
    plan = eppgbm.plan_of(sent(row_of(children[0], **cells), row_of(children[1], hfa_z=f"{lying.hfa / 100:.2f}")))
    told = {score.indicator: score.agreement for score in plan.rows[0].scores}
    assert told == {"wfa": Agreement.SAME, "hfa": Agreement.SAME, "wfh": Agreement.UNKNOWN}
    assert plan.rows[1].scores[1].agreement is Agreement.POSTURE


def test_an_age_of_another_day_of_birth_is_a_reason(children, sent):
    set_nik(SYSTEM, children[0], "9901014101220001")
    Person.objects.filter(pk=children[1].pk).update(birth_date=date(2021, 7, 1))
    older = Person.objects.get(pk=children[1].pk)
    theirs = record_measurement(SYSTEM, older, DAY, Figures(weight_g=11_200, height_mm=855, posture="h")).state
    cells = {"nik": "9901014101220001", "birth": "2021-07-01", "wfa_z": f"{theirs.wfa / 100:.2f}"}
    plan = eppgbm.plan_of(sent(row_of(children[0], **cells)))
    assert plan.rows[0].scores[0].agreement is Agreement.AGE


def test_the_check_asks_as_often_for_many_rows_as_for_one(cast, children, sent, django_assert_max_num_queries):
    one = EppgbmFile.objects.select_related("key").get(pk=sent(row_of(children[0])).pk)
    many = children_of(cast, 20, first=10)
    more = EppgbmFile.objects.select_related("key").get(pk=sent(*map(row_of, many)).pk)
    for found in (one, more):
        with django_assert_max_num_queries(3):
            eppgbm.plan_of(found)


# -- taking in -------------------------------------------------------------------------------------------------------


def test_the_new_rows_are_recorded_once(user, children, sent):
    rows = [row_of(child) for child in children] + [row_of(children[0], day="2024-04-10", weight="11,6", arm="14,2")]
    first = sent(*rows)
    assert eppgbm.take_in_file(user, first) == 4
    assert set(Measurement.objects.values_list("source", flat=True)) == {Measurement.Source.FILE}
    assert [state.gain for state in GrowthState.objects.filter(child=children[0]).order_by("day")] == ["B", "N"]
    assert Measurement.objects.get(arm_mm=142).weight_g == 11_600
    for again in (first, sent(*rows)):
        assert eppgbm.take_in_file(user, again) == 0
    assert Measurement.objects.count() == 4
    assert EppgbmFile.objects.get(pk=first.pk).recorded == 4
    taken = AuditEntry.objects.filter(action="take-in-eppgbm").order_by("sequence")
    assert [entry.details for entry in taken] == [{"new": 4}, {"same": 4}, {"same": 4}]
    assert AuditEntry.objects.filter(action="child-measured").count() == 4


@pytest.mark.parametrize(
    ("weight", "ends"), [("7,1", Outcome.UNLIKELY), ("7,6", Outcome.NEW), ("20,4", Outcome.UNLIKELY)]
)
def test_a_figure_that_is_rare_at_its_age_waits_for_a_second_look(user, children, sent, weight, ends):
    found = sent(row_of(children[0], weight=weight), row_of(children[1]))
    assert outcomes(found) == [ends, Outcome.NEW]
    held_back = ends is Outcome.UNLIKELY
    assert eppgbm.take_in_file(user, found) == (1 if held_back else 2)
    assert eppgbm.take_in_file(user, found, unlikely=True) == (1 if held_back else 0)
    assert outcomes(found) == [Outcome.SAME, Outcome.SAME]


def test_what_differs_is_left_as_it_is(user, children, sent):
    record_measurement(SYSTEM, children[0], DAY, Figures(weight_g=11_900))
    assert eppgbm.take_in_file(user, sent(row_of(children[0]))) == 0
    assert Measurement.objects.get().weight_g == 11_900


def test_who_may_send_and_take_in(cast, user, children, sent):
    found = sent(row_of(children[0]))
    others = [cast.operator, cast.stranger, with_role(cast, "kader", "kader-satu"), with_role(cast, "tpk", "tpk-satu")]
    for other in others:
        with pytest.raises(NotAllowed):
            eppgbm.receive(other, cast.unit.region, "ekspor.csv", export_of(row_of(children[0])))
        for act in (eppgbm.take_in_file, eppgbm.drop):
            with pytest.raises(NotAllowed):
                act(other, found)
    assert not Measurement.objects.exists()
    eppgbm.take_in_file(with_role(cast, "puskesmas", "puskesmas-satu"), found)  # e-PPGBM is the puskesmas' own
    assert Measurement.objects.count() == 1


def test_a_dropped_file_does_not_open_again(user, children, sent):
    found = eppgbm.drop(user, sent(row_of(children[0])))
    assert (found.content_sealed, found.key.__class__.objects.get(pk=found.key_id).wrapped) == (None, b"")
    with pytest.raises(eppgbm.ContentGone):
        eppgbm.take_in_file(user, found)


def test_old_files_are_forgotten(children, sent):
    found = sent(row_of(children[0]))
    kept = timedelta(days=30)
    assert eppgbm.drop_forgotten(timezone.now(), kept) == 0
    assert eppgbm.drop_forgotten(timezone.now() + timedelta(days=31), kept) == 1
    found.refresh_from_db()
    assert (found.kept, found.file_name) == (False, "berkas lama")


def test_the_content_is_sealed(children, sent):
    found = sent(row_of(children[0]))
    assert children[0].name.encode() not in bytes(found.content_sealed)


# -- comparing -------------------------------------------------------------------------------------------------------


def test_a_month_on_both_sides(cast, user, children, sent):
    same, other_figures, only_here = children
    (other_day, absent) = children_of(cast, 2, rw="002", first=20)
    for child, day in ((same, 10), (other_figures, 10), (only_here, 10), (other_day, 12)):
        record_measurement(SYSTEM, child, date(2024, 3, day), Figures(weight_g=11_200, height_mm=855, posture="h"))
    record_measurement(SYSTEM, only_here, date(2024, 4, 10), Figures(weight_g=11_500))
    found = sent(row_of(same), row_of(other_figures, weight="11,9"), row_of(other_day), row_of(absent))
    plan = eppgbm.plan_of(found)
    month = eppgbm.compare(user, cast.unit.region_id, plan, MARCH)
    assert eppgbm.months_of(plan) == [MARCH]
    assert month.same == 1
    assert {(line.kind, line.child) for line in month.lines} == {
        (Kind.DIFFERENT, other_figures),
        (Kind.DIFFERENT, other_day),
        (Kind.ONLY_THERE, absent),
        (Kind.ONLY_HERE, only_here),
    }


# -- export ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def measured(cast, children):
    open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])
    record_measurement(SYSTEM, children[0], DAY, Figures(11_200, 855, arm_mm=142, posture="h"))
    record_measurement(SYSTEM, children[1], DAY, Figures(weight_g=7_000, height_mm=770, posture="l"))
    record_measurement(SYSTEM, children[2], date(2024, 4, 1), Figures(weight_g=12_000))
    return children


def wish(cast, fmt="csv", **more):
    return Wish(cast.unit.region, MARCH, fmt, "laporan", **more)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_our_own_export_reads_as_the_same_rows(cast, user, measured, tmp_path, fmt):
    Person.objects.filter(pk=measured[1].pk).update(name="=Anak Rumus")
    content, count = eppgbm.export_measurements(user, wish(cast, fmt))
    assert count == 2
    file = tmp_path / f"ekspor.{fmt}"
    file.write_bytes(content)
    table = read_eppgbm(file, timezone.localdate())
    assert [problem.rule for problem in table.problems] == []
    (first, second) = table.rows
    state = GrowthState.objects.get(child=measured[0])
    assert (first.name, first.birth, first.day) == (measured[0].name, date(2022, 1, 1), DAY)
    assert first.says == (11_200, 855, 142, "h")
    assert (first.rw, first.rt, first.posyandu) == ("001", "001", "Melati")
    assert (first.parents, first.sex) == (measured[0].mother.name, 2)
    assert first.z == {"wfa": state.wfa, "hfa": state.hfa, "wfh": state.wfh}
    assert second.name == "=Anak Rumus"
    assert second.categories == {
        "wfa": "Berat badan sangat kurang",
        "hfa": "Sangat pendek",
        "wfh": "Gizi buruk",
    }


def test_sent_back_it_changes_nothing(cast, user, measured):
    content, _ = eppgbm.export_measurements(user, wish(cast))
    found = eppgbm.receive(user, cast.unit.region, "ekspor.csv", content)
    plan = eppgbm.plan_of(found)
    assert plan.counts[Outcome.SAME] == plan.table.total == 2
    assert set(plan.differing()) == {Agreement.SAME}
    assert not eppgbm.compare(user, cast.unit.region_id, plan, MARCH).lines


def test_columns_stand_in_the_order_of_the_export(cast, user, measured):
    content, _ = eppgbm.export_measurements(user, wish(cast))
    header = content.decode("utf-8-sig").splitlines()[0]
    assert header.split(",") == list(HEADINGS)
    assert header.startswith("No,NIK,Nama,JK,Tgl Lahir,BB Lahir,TB Lahir,Nama Ortu,Prov,Kab/Kota,Kec,Pukesmas,Desa/Kel")
    workbook, _ = eppgbm.export_measurements(user, wish(cast, "xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert rows[0] == list(HEADINGS)
    weight, height = (HEADINGS.index(name) for name in ("Berat", "Tinggi"))
    assert [(row[weight], row[height]) for row in rows[1:]] == [(11.2, 85.5), (7.0, 77.0)]


def test_a_posyandu_has_the_rw_it_serves(cast, user, measured):
    other = open_posyandu(SYSTEM, cast.unit.region, "Mawar", ["002"])
    with pytest.raises(eppgbm.NothingMeasured):
        eppgbm.export_measurements(user, wish(cast, posyandu=other))
    assert eppgbm.export_measurements(user, wish(cast, posyandu=cast.unit.region.posyandu.get(name="Melati")))[1] == 2


def test_numbers_of_identity_are_whole_only_for_who_may_reveal_them(cast, user, measured):
    set_nik(SYSTEM, measured[0], "9901014101220001")
    content, _ = eppgbm.export_measurements(user, wish(cast))
    assert b"9901014101220001" not in content
    assert b"990101**********" in content
    with pytest.raises(NotAllowed):
        eppgbm.export_measurements(user, wish(cast, full=True))
    lurah = with_role(cast, "lurah", "lurah-satu")
    assert b"9901014101220001" in eppgbm.export_measurements(lurah, wish(cast, full=True))[0]


def test_an_export_has_a_purpose_and_is_on_the_trail(cast, user, measured):
    with pytest.raises(NoPurpose):
        eppgbm.export_measurements(user, Wish(cast.unit.region, MARCH, "csv", ""))
    eppgbm.export_measurements(user, wish(cast))
    entry = AuditEntry.objects.get(action="export-people")
    assert entry.actor == user
    assert entry.details["purpose"] == "laporan"
    assert (entry.details["rows"], entry.details["personal"], entry.details["full_numbers"]) == (2, True, False)


def test_who_may_export(cast, measured):
    for other in (
        with_role(cast, "tpk", "tpk-satu"),
        with_role(cast, "kader", "kader-satu"),
        cast.stranger,
    ):
        with pytest.raises(NotAllowed):
            eppgbm.export_measurements(other, wish(cast))
    assert eppgbm.export_measurements(with_role(cast, "puskesmas", "puskesmas-satu"), wish(cast))[1] == 2


def test_an_export_asks_as_often_for_many_as_for_few(cast, user, measured, django_assert_max_num_queries):
    for child in children_of(cast, 20, first=40):
        record_measurement(SYSTEM, child, DAY, Figures(weight_g=11_000))
    with django_assert_max_num_queries(16):
        assert eppgbm.export_measurements(user, wish(cast))[1] == 22
