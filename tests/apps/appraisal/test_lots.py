"""Lots between equals: drawn once from what all can see, counted in the verdict, and drawn again by its replay."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle, EntryRecord
from guyub.apps.appraisal.presentation.panel import lot_lines
from guyub.apps.appraisal.services import lots, verdicts
from guyub.apps.appraisal.services.verdicts import VerdictNotPossible
from guyub.apps.audit import chained
from guyub.domain.cycles import CycleDefinition, RecordKind
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import Panel, at_stage, make_panel, score_all, signed_in
from tests.conftest import Cast

NUMBER = "250417"


def with_lots(panel: Panel) -> Panel:
    """The panel's cycle, opened with a drawing of lots as its last tie rule."""
    content = {**panel.cycle.definition, "ties": [*panel.cycle.definition["ties"], {"by": "lot"}]}
    rules = CycleDefinition.model_validate(content)
    kept = {"definition": rules.model_dump(mode="json"), "definition_checksum": rules.checksum}
    Cycle.objects.filter(pk=panel.cycle.pk).update(**kept)
    panel.cycle = Cycle.objects.get(pk=panel.cycle.pk)
    panel.entries = [at_stage(entry, "berkas") for entry in panel.entries]
    return panel


@pytest.fixture
def even(cast: Cast) -> Panel:
    panel = with_lots(make_panel(cast))
    panel.entries = [score_all(panel, entry) for entry in panel.entries]
    return panel


def decide(panel: Panel) -> Any:
    return verdicts.decide(SYSTEM, Cycle.objects.get(pk=panel.cycle.pk), "001/BA", "Kota Contoh")


def by_hand(panel: Panel) -> list[str]:
    villages = [entry.unit.region_id for entry in panel.entries]
    line = f"{panel.cycle.code}|{NUMBER}"
    return sorted(villages, key=lambda village: hashlib.sha256(f"{line}|{village}".encode()).hexdigest())


def test_equals_wait_for_lots_and_then_stand_in_their_order(even: Panel) -> None:
    assert verdicts.readiness(even.cycle).even == (tuple(entry.pk for entry in even.entries),)
    with pytest.raises(VerdictNotPossible, match="lots-not-drawn"):
        decide(even)
    rows = lots.draw_lots(even.secretary, even.cycle, NUMBER)
    assert [row.body["public"] for row in rows] == [f"{even.cycle.code}|{NUMBER}"] * 2
    verdict = decide(even)
    assert [row["village"] for row in verdict.result] == by_hand(even)
    assert [(row["rank"], row["tie"], row["lot"]["place"]) for row in verdict.result] == [(1, "lot", 1), (2, "lot", 2)]
    assert verdicts.replay(Cycle.objects.get(pk=even.cycle.pk)) == []
    assert list(chained.verify(EntryRecord)) == []
    (line,) = lot_lines(verdict.cycle)
    assert f"“{even.cycle.code}|{NUMBER}|kode kampung”" in line
    assert [line.index(village) for village in by_hand(even)] == sorted(line.index(v) for v in by_hand(even))


def test_two_groups_of_equals_are_told_apart(even: Panel) -> None:
    lots.draw_lots(SYSTEM, even.cycle, NUMBER)
    verdict = decide(even)
    for row in verdict.result:  # as if each had been drawn in a group of its own
        row["lot"]["place"] = 1
    assert [line.count("(99.") for line in lot_lines(verdict.cycle)] == [1, 1]


@pytest.mark.parametrize("number", ["", "123", "12a4", "1" * 21, "١٢٣٤"])
def test_another_number_is_none(even: Panel, number: str) -> None:
    with pytest.raises(VerdictNotPossible, match="lots-number"):
        lots.draw_lots(SYSTEM, even.cycle, number)
    assert not EntryRecord.objects.filter(kind=RecordKind.LOT).exists()


def test_lots_are_drawn_once_and_only_by_who_runs_the_cycle(even: Panel, cast: Cast) -> None:
    for who in (even.chair, even.first, cast.officer, cast.operator):
        with pytest.raises(NotAllowed):
            lots.draw_lots(who, even.cycle, NUMBER)
    lots.draw_lots(even.secretary, even.cycle, NUMBER)
    with pytest.raises(VerdictNotPossible, match="nothing-to-draw"):
        lots.draw_lots(even.secretary, even.cycle, "999999")
    decide(even)
    with pytest.raises(VerdictNotPossible, match="cycle-not-open"):
        lots.draw_lots(even.secretary, even.cycle, NUMBER)


def test_there_are_no_lots_where_scores_part_or_are_missing_or_no_rule_names_them(cast: Cast) -> None:
    panel = make_panel(cast)
    panel.entries = [score_all(panel, entry) for entry in panel.entries]
    assert verdicts.readiness(panel.cycle).ready  # equals share a rank
    with pytest.raises(VerdictNotPossible, match="nothing-to-draw"):
        lots.draw_lots(SYSTEM, panel.cycle, NUMBER)


def test_no_lots_before_all_scores_are_in(cast: Cast) -> None:
    panel = with_lots(make_panel(cast))
    score_all(panel, panel.entries[0])
    with pytest.raises(VerdictNotPossible, match="scores-missing"):
        lots.draw_lots(SYSTEM, panel.cycle, NUMBER)


def test_who_has_more_needs_no_lot(cast: Cast) -> None:
    panel = with_lots(make_panel(cast))
    score_all(panel, panel.entries[0], 90)
    score_all(panel, panel.entries[1], 70)
    assert verdicts.readiness(panel.cycle).ready
    assert all("lot" not in row for row in decide(panel).result)


def test_the_secretary_draws_in_the_browser_and_the_minutes_say_so(even: Panel) -> None:
    client = signed_in(even.secretary)
    page = f"/panel/{even.cycle.code}/keputusan/"
    assertContains(client.get(page), 'id="undian"')
    assertContains(client.post(f"/panel/{even.cycle.code}/undian/", {"angka": "12"}, follow=True), "4 sampai 20 angka")
    answer = client.post(f"/panel/{even.cycle.code}/undian/", {"angka": NUMBER}, follow=True)
    assertNotContains(answer, 'id="undian"')
    (line,) = answer.context["drawn"]  # read before the verdict is announced
    assertContains(answer, line)
    assert [line.index(village) for village in by_hand(even)] == sorted(line.index(v) for v in by_hand(even))
    client.post(page, {"number": "001/BA", "place": "Kota Contoh"})
    assertContains(client.get(page), "diurutkan dengan undian</span>", count=2)
    assertContains(client.get(page), line)
    assert client.get(f"/panel/{even.cycle.code}/berita-acara.pdf").content.startswith(b"%PDF")
    juror = Client()
    juror.force_login(even.first)
    assert juror.post(f"/panel/{even.cycle.code}/undian/", {"angka": NUMBER}).status_code == 404
