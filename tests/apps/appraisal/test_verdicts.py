"""The verdict: complete or not at all, replayed bit by bit whatever came later, and open to appeal for some days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Seat, Verdict
from guyub.apps.appraisal.services import judging, verdicts
from guyub.apps.appraisal.services.working_calendar import last_working_day
from guyub.apps.audit import chained
from guyub.domain.cycles import RecordKind
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import Panel, at_stage, make_panel, score_all
from tests.apps.audit.test_trail import triggers_off
from tests.conftest import Cast


@pytest.fixture
def scored(panel: Panel) -> Panel:
    panel.entries = [score_all(panel, panel.entries[0], 90), score_all(panel, panel.entries[1], 70)]
    return panel


def decide(panel: Panel, actor: Any = SYSTEM) -> Verdict:
    return verdicts.decide(actor, Cycle.objects.get(pk=panel.cycle.pk), "001/BA/2025", "Kota Contoh")


def test_the_verdict_by_hand(scored: Panel) -> None:
    """Review .7 x 65.89 + .3 x 91.25; interview 91.25; field .6 x 83.33 + .4 x 91.25, with thirds and ninths exact."""
    verdict = decide(scored, scored.secretary)
    best = verdict.result[0]
    assert [row["village"] for row in verdict.result] == ["99.01.01.1001", "99.02.01.1001"]
    verified = Decimal(200 + 150 + 268) * 100 / 900
    review = verified * Decimal("0.7") + Decimal("0.3") * Decimal("91.25")
    field = Decimal("0.6") * Decimal(250) / 3 + Decimal("0.4") * Decimal("91.25")
    by_hand = Decimal("0.35") * review + Decimal("0.30") * Decimal("91.25") + Decimal("0.35") * field
    assert Decimal(best["final"]) == by_hand.quantize(Decimal("0.01"))
    entry = Entry.objects.get(pk=scored.entries[0].pk)
    assert (entry.state, entry.rank, entry.final_score) == (Entry.State.DECIDED, 1, Decimal(best["final"]))
    last = EntryRecord.objects.filter(entry=entry).latest("sequence")
    assert (last.kind, last.body) == (RecordKind.DECIDED, {"final": best["final"], "rank": 1, "of": 2})
    assert list(chained.verify(EntryRecord)) == []


def test_only_who_runs_the_cycle_decides_it_and_only_once(scored: Panel, cast: Cast) -> None:
    for who in (scored.chair, scored.first, cast.officer, cast.operator):
        with pytest.raises(NotAllowed):
            decide(scored, who)
    decide(scored, scored.secretary)
    with pytest.raises(verdicts.VerdictNotPossible, match="cycle-not-open"):
        decide(scored, scored.secretary)


def test_a_missing_score_stops_the_verdict(panel: Panel) -> None:
    score_all(panel, panel.entries[0])
    with pytest.raises(verdicts.VerdictNotPossible, match="scores-missing"):
        decide(panel)
    assert not Verdict.objects.exists()


def test_a_juror_who_was_seated_late_and_scored_nothing_stops_the_verdict(scored: Panel, cast: Cast) -> None:
    late = Seat.objects.create(cycle=scored.cycle, user=cast.viewer, label="Juri 9")
    with pytest.raises(verdicts.VerdictNotPossible, match="scores-missing"):
        decide(scored)
    late.active = False
    late.save()
    decide(scored)


def test_fewer_jurors_than_the_cycle_wants_stop_the_verdict(cast: Cast) -> None:
    panel = make_panel(cast, [cast.unit])
    Seat.objects.filter(user__in=[panel.first.pk, panel.second.pk]).update(conflicts=["99.01"])
    entry = panel.entries[0]
    for stage, criteria in {"berkas": ["mutu-berkas"], "lapangan": ["pengamatan"]}.items():
        for criterion in criteria:
            judging.give_score(panel.chair, at_stage(entry, stage), stage, criterion, "80")
    at_stage(entry, "pleno")
    missing = verdicts.readiness(panel.cycle).missing
    assert [one.seat for one in missing if one.criterion == "pengamatan"] == [""]  # one more juror
    with pytest.raises(verdicts.VerdictNotPossible, match="scores-missing"):
        decide(panel)


def test_each_score_that_is_missing_is_counted_once(panel: Panel) -> None:
    judges = {panel.chair.pk, panel.first.pk, panel.second.pk}
    seats = Seat.objects.filter(cycle=panel.cycle, user__in=judges).values_list("label", flat=True)
    missing = verdicts.readiness(panel.cycle).missing
    of_file = [one.seat for one in missing if (one.entry, one.criterion) == (panel.entries[0].pk, "mutu-berkas")]
    assert sorted(of_file) == sorted(seats)


def test_an_entry_that_is_still_in_a_scored_stage_stops_the_verdict(scored: Panel) -> None:
    at_stage(scored.entries[0], "lapangan")
    with pytest.raises(verdicts.VerdictNotPossible, match="under-way"):
        decide(scored)


def test_who_has_left_is_not_ranked(scored: Panel) -> None:
    Entry.objects.filter(pk=scored.entries[1].pk).update(state=Entry.State.WITHDRAWN)
    assert [row["village"] for row in decide(scored).result] == ["99.01.01.1001"]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_killed_in_the_middle_of_the_verdict_nothing_of_it_is_left(
    scored: Panel, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The process ends at the n-th write after the verdict's row; the database keeps none of them."""
    written = {"rows": 0}
    before = EntryRecord.objects.count()

    def dies(*args: Any, **kwargs: Any) -> Any:
        written["rows"] += 1
        if written["rows"] == after:
            raise SystemExit(9)
        return real(*args, **kwargs)

    name, real = ("record", verdicts.record) if after < 3 else ("_announce", verdicts._announce)
    written["rows"] = 2 if after == 3 else 0
    monkeypatch.setattr(verdicts, name, dies)
    with pytest.raises(SystemExit):
        decide(scored)
    monkeypatch.undo()
    assert not Verdict.objects.exists()
    assert EntryRecord.objects.count() == before
    assert Cycle.objects.get(pk=scored.cycle.pk).state == Cycle.State.OPEN
    assert set(Entry.objects.values_list("state", "rank")) == {(Entry.State.ACTIVE, None)}
    decide(scored)
    assert verdicts.replay(Cycle.objects.get(pk=scored.cycle.pk)) == []


def test_a_replay_is_the_same_after_newer_rules_and_later_records(
    scored: Panel, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the files say by now, a verdict is computed with what was frozen, from what was counted."""
    from guyub.data import cycle_files
    from guyub.domain.cycles import CycleDefinition

    verdict = decide(scored)
    newer = cycle_files.load_cycle_definition("provinsi-tiga-tahap").model_dump(mode="json")
    newer["version"], newer["stages"][3]["weight"], newer["stages"][4]["weight"] = "2.0", 20, 45
    cycle_files.load_cycle_definition.cache_clear()
    monkeypatch.setattr(cycle_files, "validate", lambda *_: CycleDefinition.model_validate(newer))
    assert cycle_files.load_cycle_definition("provinsi-tiga-tahap").version == "2.0"
    verdicts.appeal(SYSTEM, scored.entries[1], "Kami mohon dilihat lagi")
    call_command("replay_cycle", scored.cycle.code)
    assert verdict.hash in capsys.readouterr().out
    cycle_files.load_cycle_definition.cache_clear()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        pytest.param(
            'UPDATE appraisal_entryrecord SET body = \'{"score": "99.00", "note": ""}\' WHERE id = '
            "(SELECT max(id) FROM appraisal_entryrecord WHERE kind = 'score')",
            "ledger",
            id="a score",
        ),
        pytest.param("UPDATE appraisal_verdict SET number = 'lain'", "seal", id="the number of the minutes"),
        pytest.param("UPDATE appraisal_cycle SET definition_checksum = 'x'", "definition", id="the definition"),
    ],
)
def test_a_replay_notices_what_was_changed_behind_our_back(scored: Panel, statement: str, what: str) -> None:
    decide(scored)
    with triggers_off("guyub.apps.appraisal.migrations.0002_append_only"), connection.cursor() as cursor:
        cursor.execute(statement)
    found = verdicts.replay(Cycle.objects.get(pk=scored.cycle.pk))
    assert what in {one.what for one in found}
    with pytest.raises(CommandError):
        call_command("replay_cycle", scored.cycle.code)


def test_a_cycle_without_a_verdict_cannot_be_replayed(panel: Panel) -> None:
    with pytest.raises(CommandError):
        call_command("replay_cycle", panel.cycle.code)


def test_a_village_appeals_once_within_the_days_and_the_verdict_stays(scored: Panel, cast: Cast) -> None:
    entry = scored.entries[0]
    with pytest.raises(verdicts.AppealNotPossible, match="no-verdict"):
        verdicts.appeal(cast.operator, entry, "Mohon ditinjau")
    verdict = decide(scored)
    last = verdicts.appeals_until(scored.cycle)
    assert last is not None
    with pytest.raises(NotAllowed):
        verdicts.appeal(cast.stranger, entry, "Mohon ditinjau")
    with pytest.raises(verdicts.AppealNotPossible, match="too-late"):
        verdicts.appeal(cast.operator, entry, "Mohon ditinjau", last + timedelta(1))
    verdicts.appeal(cast.operator, entry, "Mohon ditinjau", last)
    with pytest.raises(verdicts.AppealNotPossible, match="appealed-already"):
        verdicts.appeal(cast.operator, entry, "Lagi")
    with pytest.raises(NotAllowed):
        verdicts.answer_appeal(cast.operator, entry, "Tidak", upheld=False)
    verdicts.answer_appeal(scored.secretary, entry, "Nilai tetap", upheld=False)
    with pytest.raises(verdicts.AppealNotPossible, match="answered-already"):
        verdicts.answer_appeal(scored.secretary, entry, "Lagi", upheld=True)
    assert Verdict.objects.get().hash == verdict.hash
    assert verdicts.replay(Cycle.objects.get(pk=scored.cycle.pk)) == []


@pytest.mark.parametrize(
    ("day", "last"),
    [
        pytest.param(date(2025, 6, 16), date(2025, 6, 19), id="Monday to Thursday"),
        pytest.param(date(2025, 6, 12), date(2025, 6, 17), id="over a weekend"),
        pytest.param(date(2025, 8, 14), date(2025, 8, 20), id="over a weekend and the day of joint leave after it"),
    ],
)
def test_days_for_appeals_are_working_days(day: date, last: date) -> None:
    assert last_working_day(day, 3) == last
