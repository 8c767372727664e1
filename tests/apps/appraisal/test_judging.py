"""The panel's work: blind scores, conflicts of interest, field checks that arrive twice, the opening of scores."""

from __future__ import annotations

import uuid

import pytest

from guyub.apps.appraisal.models import Entry, EntryRecord, ItemStanding, Seat
from guyub.apps.appraisal.services import judging, problems
from guyub.apps.appraisal.services.scores import may_judge
from guyub.domain.cycles import RecordKind
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import ITEMS, Panel, at_stage, person
from tests.conftest import Cast


def scores_seen(user: object, entry: Entry) -> list[str]:
    rows = EntryRecord.objects.visible_to(user).filter(entry=entry, kind=RecordKind.SCORE)
    return [row.body["score"] for row in rows]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("82,5", "82.50", id="a comma"),
        pytest.param("82.50", "82.50", id="a point"),
        pytest.param("0", "0.00", id="the lowest"),
        pytest.param("100,00", "100.00", id="the highest"),
        pytest.param(" 7 ", "7.00", id="blanks around"),
    ],
)
def test_scores_are_kept_with_two_decimals(typed: str, kept: str) -> None:
    assert judging.read_score(typed) == kept


@pytest.mark.parametrize("typed", ["100,01", "101", "-1", "82,505", "1e1", "", "NaN", "٨٠", "8 0", "1.000,5"])
def test_what_is_no_score_is_refused(typed: str) -> None:
    with pytest.raises(judging.UnusableScore):
        judging.read_score(typed)


def test_jurors_are_blind_to_each_other_until_the_chair_opens_the_stage(panel: Panel) -> None:
    entry = panel.entries[0]
    for juror, score in zip(panel.judges, ("80", "90", "70,5"), strict=True):
        judging.give_score(juror, entry, "berkas", "mutu-berkas", score)
    assert scores_seen(panel.first, entry) == ["90.00"]
    assert scores_seen(panel.chair, entry) == ["80.00"]
    assert scores_seen(panel.secretary, entry) == []
    judging.reveal(panel.chair, entry, "berkas")
    for who in (panel.first, panel.chair, panel.secretary):
        assert scores_seen(who, entry) == ["80.00", "90.00", "70.50"]


def test_opening_one_stage_of_one_entry_opens_no_other(panel: Panel) -> None:
    entry, other = panel.entries
    for juror in panel.judges:
        judging.give_score(juror, entry, "berkas", "mutu-berkas", "80")
        judging.give_score(juror, other, "berkas", "mutu-berkas", "60")
    judging.reveal(panel.chair, entry, "berkas")
    moved = at_stage(entry, "wawancara")
    judging.give_score(panel.second, moved, "wawancara", "komitmen", "55")
    assert "55.00" not in scores_seen(panel.first, moved)
    assert scores_seen(panel.first, other) == ["60.00"]


def test_village_and_city_never_see_what_the_panel_writes(panel: Panel, cast: Cast) -> None:
    entry = panel.entries[0]
    for juror in panel.judges:
        judging.give_score(juror, entry, "berkas", "mutu-berkas", "80")
    judging.reveal(panel.chair, entry, "berkas")
    for who in (cast.operator, cast.officer, cast.viewer):
        seen = set(EntryRecord.objects.visible_to(who).filter(entry=entry).values_list("kind", flat=True))
        assert seen == {RecordKind.CLAIM, RecordKind.VERIFIED}
    assert not EntryRecord.objects.visible_to(cast.stranger).filter(entry=entry).exists()
    assert not EntryRecord.objects.visible_to(None).exists()


def test_the_chair_opens_nothing_while_a_score_is_missing(panel: Panel) -> None:
    entry = panel.entries[0]
    for juror in panel.judges[:2]:
        judging.give_score(juror, entry, "berkas", "mutu-berkas", "80")
    with pytest.raises(judging.JudgingNotPossible, match="scores-missing"):
        judging.reveal(panel.chair, entry, "berkas")
    judging.give_score(panel.second, entry, "berkas", "mutu-berkas", "80")
    with pytest.raises(NotAllowed):
        judging.reveal(panel.first, entry, "berkas")
    judging.reveal(panel.chair, entry, "berkas")


def test_after_the_opening_a_score_changes_only_with_a_reason_and_the_old_one_stays_in_the_ledger(panel: Panel) -> None:
    entry = panel.entries[0]
    for juror in panel.judges:
        judging.give_score(juror, entry, "berkas", "mutu-berkas", "80")
    judging.reveal(panel.chair, entry, "berkas")
    with pytest.raises(judging.JudgingNotPossible, match="reason-for-change"):
        judging.give_score(panel.first, entry, "berkas", "mutu-berkas", "85", " ")
    judging.give_score(panel.first, entry, "berkas", "mutu-berkas", "85", "SK terlewat dibaca")
    kept = EntryRecord.objects.filter(entry=entry, kind=RecordKind.SCORE, seat__user=panel.first)
    assert [row.body["score"] for row in kept] == ["80.00", "85.00"]


@pytest.mark.parametrize("code", ["99.01", "99.01.01", "99.01.01.1001"])
def test_nobody_judges_or_reads_for_scoring_where_their_seat_has_a_conflict(panel: Panel, code: str) -> None:
    mine, other = panel.entries
    Seat.objects.filter(user=panel.first).update(conflicts=[code])
    assert list(Entry.objects.judged_by(panel.first)) == [other]
    assert list(Entry.objects.judged_by(panel.second)) == [mine, other]
    with pytest.raises(problems.ConflictOfInterest):
        judging.give_score(panel.first, mine, "berkas", "mutu-berkas", "80")
    with pytest.raises(problems.ConflictOfInterest):
        judging.check_item(panel.first, at_stage(mine, "lapangan"), "A1", "match")
    mine = at_stage(mine, "berkas")
    judging.give_score(panel.second, mine, "berkas", "mutu-berkas", "80")
    judging.give_score(panel.chair, mine, "berkas", "mutu-berkas", "80")
    judging.reveal(panel.chair, mine, "berkas")  # who may not judge is not waited for
    assert scores_seen(panel.first, mine) == []


def test_a_chair_with_a_conflict_leaves_the_entry_to_whoever_runs_the_cycle(panel: Panel) -> None:
    mine, other = panel.entries
    for juror in panel.judges:
        for entry in (mine, other):
            judging.give_score(juror, entry, "berkas", "mutu-berkas", "80")
    Seat.objects.filter(user=panel.chair).update(conflicts=["99.01"])
    with pytest.raises(problems.ConflictOfInterest):
        judging.reveal(panel.chair, mine, "berkas")
    judging.reveal(panel.chair, other, "berkas")
    judging.reveal(panel.secretary, mine, "berkas")
    with pytest.raises(problems.ConflictOfInterest):
        judging.note_discussed(panel.chair, mine, "berkas", "mutu-berkas", "Nilai sama")
    judging.note_discussed(panel.secretary, mine, "berkas", "mutu-berkas", "Nilai sama")


def test_a_code_that_only_begins_alike_is_no_conflict(panel: Panel) -> None:
    Seat.objects.filter(user=panel.first).update(conflicts=["99.0", "99.01.01.100"])
    assert Entry.objects.judged_by(panel.first).count() == 2


def test_who_came_to_work_for_a_city_after_being_seated_judges_none_of_it(panel: Panel) -> None:
    from guyub.apps.accounts.models import Assignment, User

    Assignment.objects.create(user=panel.first, role="viewer", region_id="99.01.01.1001")
    juror = User.objects.get(pk=panel.first.pk)
    assert [entry.unit.region_id for entry in Entry.objects.judged_by(juror)] == ["99.02.01.1001"]
    seat = Seat.objects.get(user=juror)
    for entry in panel.entries:
        assert may_judge(seat, entry) == (entry.unit.region_id == "99.02.01.1001")


def test_a_juror_without_a_seat_and_a_seat_without_the_role_judge_nothing(panel: Panel, cast: Cast) -> None:
    unseated = person("juri-lain", "juror", "99")
    Seat.objects.create(cycle=panel.cycle, user=cast.viewer, label="Pembaca")
    for who in (unseated, cast.viewer, cast.operator):
        assert not Entry.objects.judged_by(who).exists()
        with pytest.raises(NotAllowed):
            judging.give_score(who, panel.entries[0], "berkas", "mutu-berkas", "80")
    Seat.objects.filter(user=panel.first).update(active=False)
    assert not Entry.objects.judged_by(panel.first).exists()
    with pytest.raises(NotAllowed):
        judging.give_score(panel.first, panel.entries[0], "berkas", "mutu-berkas", "80")


@pytest.mark.parametrize(
    ("stage", "criterion", "reason"),
    [
        pytest.param("wawancara", "komitmen", "another-stage", id="a stage to come"),
        pytest.param("mandiri", "mutu-berkas", "another-stage", id="a stage nobody scores"),
        pytest.param("nowhere", "mutu-berkas", "another-stage", id="no stage"),
        pytest.param("berkas", "nilai-terbukti", "unknown-criterion", id="computed, not scored"),
        pytest.param("berkas", "komitmen", "unknown-criterion", id="of another stage"),
    ],
)
def test_only_criteria_of_the_stage_under_way_are_scored(panel: Panel, stage: str, criterion: str, reason: str) -> None:
    with pytest.raises(judging.JudgingNotPossible, match=reason):
        judging.give_score(panel.first, panel.entries[0], stage, criterion, "80")


def test_a_field_check_that_arrives_twice_is_recorded_once_and_a_late_one_changes_nothing_newer(panel: Panel) -> None:
    entry = at_stage(panel.entries[0], "lapangan")
    old, new = uuid.uuid4(), uuid.uuid4()
    judging.check_item(panel.first, entry, "A1", "absent", "SK tidak ada", key=old)
    judging.check_item(panel.first, entry, "A1", "match", "SK ditemukan", key=new)
    judging.check_item(panel.first, entry, "A1", "absent", "SK tidak ada", key=old)
    assert EntryRecord.objects.filter(entry=entry, kind=RecordKind.CHECK).count() == 2
    assert ItemStanding.objects.get(entry=entry, item="A1").field_result == "match"


@pytest.mark.parametrize(
    ("item", "result", "reason"),
    [("ZZ", "match", "unknown-item"), ("A1", "perfect", "unknown-result")],
)
def test_field_checks_are_of_claimed_items(panel: Panel, item: str, result: str, reason: str) -> None:
    entry = at_stage(panel.entries[0], "lapangan")
    with pytest.raises(judging.JudgingNotPossible, match=reason):
        judging.check_item(panel.first, entry, item, result)


def test_an_entry_that_moved_on_since_the_page_was_read_is_checked_no_more(panel: Panel) -> None:
    read = at_stage(panel.entries[0], "lapangan")
    at_stage(panel.entries[0], "pleno")
    with pytest.raises(judging.JudgingNotPossible, match="another-stage"):
        judging.check_item(panel.first, read, "A1", "match")
    assert not EntryRecord.objects.filter(entry=read, kind=RecordKind.CHECK).exists()


def test_questions_are_drawn_once_with_a_seed_on_record(panel: Panel) -> None:
    from guyub.data.panel_files import load_question_bank

    with pytest.raises(judging.JudgingNotPossible, match="another-stage"):
        judging.draw_questions(panel.first, panel.entries[0])
    entry = at_stage(panel.entries[0], "wawancara")
    row = judging.draw_questions(panel.first, entry)
    assert row.body["drawn"] == list(load_question_bank().drawn(row.body["seed"], 2))
    with pytest.raises(judging.JudgingNotPossible, match="drawn-already"):
        judging.draw_questions(panel.second, entry)


def test_an_outlier_is_talked_over_and_stays(panel: Panel) -> None:
    entry = panel.entries[0]
    for juror, score in zip(panel.judges, ("80", "81", "40"), strict=True):
        judging.give_score(juror, entry, "berkas", "mutu-berkas", score)
    with pytest.raises(judging.JudgingNotPossible, match="not-open-yet"):
        judging.note_discussed(panel.chair, entry, "berkas", "mutu-berkas", "Dibahas")
    judging.reveal(panel.chair, entry, "berkas")
    with pytest.raises(judging.JudgingNotPossible, match="unknown-criterion"):
        judging.note_discussed(panel.chair, entry, "berkas", "komitmen", "Dibahas")
    judging.note_discussed(panel.chair, entry, "berkas", "mutu-berkas", "Juri 2 tetap pada nilainya")
    assert sorted(scores_seen(panel.chair, entry)) == ["40.00", "80.00", "81.00"]
    assert len(ITEMS) == entry.items.count()
