"""Record facts: the only way in, checked, append-only, attributable."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.assessment.models import FactRecord, Recording, Snapshot, VillageState
from guyub.apps.assessment.services import (
    NewRecording,
    change_level,
    default_instrument,
    fact_history,
    known_about,
    record_facts,
    record_many,
    take_snapshot,
    what_if,
)
from guyub.apps.assessment.services.recording import EARLIEST_DAY, LONGEST_PROVENANCE, UnusableFacts
from guyub.apps.audit.append_only import AppendOnly
from guyub.domain.facts import LARGEST_FIGURE
from guyub.errors import NotAllowed
from tests.conftest import FACTS, Cast

DAY = date(2023, 6, 30)


def record(cast: Cast, values: dict[str, int | None], **more: object) -> Recording:
    arguments = {"as_of": DAY, "source": "profile-form", "provenance": "Formulir profil", **more}
    return record_facts(cast.operator, cast.unit, values=values, **arguments)


def test_a_new_fact_changes_the_stored_class_at_once(cast: Cast) -> None:
    record(cast, {"iud": 10, "injection": 127})  # long-acting share falls from 28 % to 12 %
    assert VillageState.objects.get(unit=cast.unit).class_name == "Berkembang"


def test_the_latest_day_wins_not_the_latest_entry(cast: Cast) -> None:
    record(cast, {"population": 3000}, as_of=date(2022, 6, 1))
    assert VillageState.objects.get(unit=cast.unit).facts["population"] == FACTS["population"]


def test_on_one_day_the_latest_recording_wins(cast: Cast) -> None:
    record(cast, {"population": 3000})
    record(cast, {"population": 3001})
    assert VillageState.objects.get(unit=cast.unit).facts["population"] == 3001


def test_a_fact_recorded_as_unknown_becomes_missing_not_zero(cast: Cast) -> None:
    record(cast, {"operating_routines": None})
    state = VillageState.objects.get(unit=cast.unit)
    assert "operating_routines" not in state.facts
    assert "operating_routines" in state.missing


def test_what_was_known_on_an_earlier_day_can_be_asked(cast: Cast) -> None:
    record(cast, {"population": 3000})
    known = known_about(cast.unit, default_instrument(), on=date(2023, 6, 29))
    assert known.facts["population"] == FACTS["population"]


def test_every_value_names_its_recorder_and_day(cast: Cast) -> None:
    record(cast, {"population": 3000})
    newest, oldest = fact_history(cast.unit, "population")
    assert (newest.value, newest.recording.recorded_by) == (3000, cast.operator)
    assert (oldest.value, oldest.recording.recorded_by) == (FACTS["population"], None)


def test_figures_of_one_rw_do_not_count_for_the_kelurahan(cast: Cast) -> None:
    change_level(cast.admin, cast.unit, since=DAY, covers="village")
    record(cast, {"population": 24_000})
    assert VillageState.objects.get(unit=cast.unit).facts == {"population": 24_000}
    assert fact_history(cast.unit, "population").count() == 2


def test_a_given_score_holds_until_its_fact_is_recorded(cast: Cast) -> None:
    record(cast, {}, given={"I2": 2})
    state = VillageState.objects.get(unit=cast.unit)
    assert (state.scores["I2"], state.given) == (2, {"I2": 2})
    record(cast, {"funding_sources": 6})
    state = VillageState.objects.get(unit=cast.unit)
    assert (state.scores["I2"], state.given) == (4, {})


def test_choices_behind_a_count_are_kept(cast: Cast) -> None:
    record(cast, {"funding_sources": 2}, items={"funding_sources": ["apbn", "apbd"]})
    assert VillageState.objects.get(unit=cast.unit).items == {"funding_sources": ["apbn", "apbd"]}


def test_contradictions_are_findings_and_do_not_stop_recording(cast: Cast) -> None:
    record(cast, {"bkb_members": FACTS["families_with_under5"] + 1})
    state = VillageState.objects.get(unit=cast.unit)
    assert [finding["check"] for finding in state.findings] == ["bkb-members-at-most-families-with-under5"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        pytest.param({"population": -1}, "negative", id="negative"),
        pytest.param({"pokja_exists": 2}, "above-largest", id="flag that is not 0 or 1"),
        pytest.param({"population": LARGEST_FIGURE + 1}, "above-largest", id="beyond any village"),
        pytest.param({"population": 1.5}, "not-a-whole-number", id="fraction"),
        pytest.param({"population": True}, "not-a-whole-number", id="truth value"),
        pytest.param({"penduduk": 5}, "unknown-fact", id="unknown code"),
        pytest.param({}, "nothing-to-record", id="nothing at all"),
    ],
)
def test_an_impossible_figure_stops_the_whole_recording(cast: Cast, values: dict, reason: str) -> None:
    before = Recording.objects.count()
    with pytest.raises(UnusableFacts) as caught:
        record(cast, values)
    assert caught.value.problems[0][2] == reason
    assert Recording.objects.count() == before


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_today_can_be_recorded_and_tomorrow_cannot(cast: Cast, days: int, refused: bool) -> None:
    day = timezone.localdate() + timedelta(days=days)
    if refused:
        with pytest.raises(UnusableFacts):
            record(cast, {"population": 1}, as_of=day)
    else:
        assert record(cast, {"population": 1}, as_of=day).pk


def test_the_first_day_of_kampung_kb_can_be_recorded_and_the_day_before_cannot(cast: Cast) -> None:
    assert record(cast, {"population": 1}, as_of=EARLIEST_DAY).pk
    with pytest.raises(UnusableFacts) as caught:
        record(cast, {"population": 1}, as_of=EARLIEST_DAY - timedelta(days=1))
    assert caught.value.problems == [("as_of", "2015-12-31", "day-before-kampung-kb")]


def test_the_largest_figure_and_the_longest_provenance_fit_the_table(cast: Cast) -> None:
    assert record(cast, {"population": LARGEST_FIGURE}, provenance="x" * LONGEST_PROVENANCE).pk


def test_a_provenance_that_does_not_fit_is_refused(cast: Cast) -> None:
    with pytest.raises(UnusableFacts) as caught:
        record(cast, {"population": 1}, provenance="x" * (LONGEST_PROVENANCE + 1))
    assert [reason for _code, _value, reason in caught.value.problems] == ["too-long"]


def test_one_bad_row_of_many_keeps_all_out(cast: Cast) -> None:
    before = FactRecord.objects.count()
    rows = [
        NewRecording(cast.unit, DAY, {"population": 1}, "reported-file", "Berkas"),
        NewRecording(cast.empty_unit, DAY, {"population": -1}, "reported-file", "Berkas"),
    ]
    with pytest.raises(UnusableFacts):
        record_many(cast.officer, rows)
    assert FactRecord.objects.count() == before


def test_recording_many_units_takes_as_many_queries_as_one(cast: Cast) -> None:
    assert cast.officer.scope.grants, "read before counting"
    rows = [
        NewRecording(unit, DAY, {"population": 1}, "reported-file", "Berkas") for unit in (cast.unit, cast.empty_unit)
    ]
    with CaptureQueriesContext(connection) as for_one:
        record_many(cast.officer, rows[:1])
    with CaptureQueriesContext(connection) as for_two:
        record_many(cast.officer, rows)
    assert len(for_two) == len(for_one)


@pytest.mark.parametrize("person", ["viewer", "stranger"])
def test_who_may_not_edit_records_nothing(cast: Cast, person: str) -> None:
    before = Recording.objects.count()
    with pytest.raises(NotAllowed):
        record_facts(
            getattr(cast, person), cast.unit, as_of=DAY, values={"population": 1}, source="registry", provenance="x"
        )
    assert Recording.objects.count() == before


def test_a_visitor_records_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        record_facts(AnonymousUser(), cast.unit, as_of=DAY, values={"population": 1}, source="registry", provenance="x")


def test_one_unit_outside_the_territory_stops_the_file(cast: Cast) -> None:
    rows = [
        NewRecording(unit, DAY, {"population": 1}, "reported-file", "Berkas") for unit in (cast.unit, cast.other_unit)
    ]
    with pytest.raises(NotAllowed):
        record_many(cast.officer, rows)


def test_what_if_changes_the_answer_and_nothing_else(cast: Cast) -> None:
    known = known_about(cast.unit, default_instrument())
    before = FactRecord.objects.count()
    answer = what_if(known, {"iud": 0})
    assert (answer.class_name, FactRecord.objects.count()) == ("Berkembang", before)


@pytest.mark.parametrize("model", [Recording, FactRecord, Snapshot])
def test_the_model_refuses_changes(cast: Cast, model: type) -> None:
    take_snapshot(cast.operator, cast.unit)
    row = model.objects.filter(unit=cast.unit).first()
    for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(unit=cast.unit)):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.parametrize("table", ["assessment_recording", "assessment_factrecord", "assessment_snapshot"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET unit_id = unit_id", "DELETE FROM {}"])
def test_the_database_refuses_changes(cast: Cast, table: str, statement: str) -> None:
    take_snapshot(cast.operator, cast.unit)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["assessment_recording", "assessment_factrecord", "assessment_snapshot"])
@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's own")
def test_sqlite_replaces_no_row_by_inserting_over_it(cast: Cast, table: str) -> None:
    take_snapshot(cast.operator, cast.unit)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's own")
def test_sqlite_replaces_no_snapshot_by_its_number(cast: Cast) -> None:
    snapshot = take_snapshot(cast.operator, cast.unit)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE forged AS SELECT * FROM assessment_snapshot")
        cursor.execute("UPDATE forged SET id = id + 1, note = 'lain'")
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            cursor.execute("INSERT OR REPLACE INTO assessment_snapshot SELECT * FROM forged")
        cursor.execute("DROP TABLE forged")
    assert Snapshot.objects.get().note == snapshot.note


@pytest.mark.parametrize("table", ["assessment_recording", "assessment_factrecord", "assessment_snapshot"])
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_postgresql_empties_no_table(cast: Cast, table: str) -> None:
    take_snapshot(cast.operator, cast.unit)
    connection.check_constraints()  # pending checks would refuse it as well
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
