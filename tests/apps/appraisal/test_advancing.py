"""From stage to stage: who takes entries on, what has to come before, how many go on, and the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services import advancing, cycles, entries, judging, problems
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition
from guyub.data.reading import validate
from guyub.domain.cycles import CycleDefinition, RecordKind
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import Panel, at_stage, make_entry, signed_in
from tests.conftest import Cast


def scored(panel: Panel, entry: Entry, score: str = "80") -> None:
    for juror in panel.judges:
        judging.give_score(juror, entry, "berkas", "mutu-berkas", score)


def test_an_entry_goes_on_from_the_page_once_everybody_has_scored(panel: Panel) -> None:
    here, other = panel.entries
    client, url = signed_in(panel.secretary), f"/siklus/{panel.cycle.code}/tahap/"
    sent = {"tahap": "berkas", "pilih": [here.pk], "langkah": "maju"}
    assertContains(client.post(url, sent, follow=True), "belum masuk")
    assert Entry.objects.get(pk=here.pk).stage == "berkas"
    scored(panel, here)
    assertContains(client.post(url, sent, follow=True), "1 peserta maju")
    assert dict(Entry.objects.values_list("pk", "stage")) == {here.pk: "wawancara", other.pk: "berkas"}
    assert EntryRecord.objects.get(entry=here, kind=RecordKind.MOVED).body == {"from": "berkas", "reason": ""}


def test_scores_stay_shut_on_the_page_until_the_chair_opens_them(panel: Panel) -> None:
    scored(panel, panel.entries[0], "61.25")
    client, url = signed_in(panel.secretary), f"/siklus/{panel.cycle.code}/tahap/"
    page = client.get(url)
    assertContains(page, "nilai masih tertutup")
    assertNotContains(page, "nilai tahap")
    judging.reveal(panel.chair, panel.entries[0], "berkas")
    # verified 722 of 900 weighted by 70 %, and 61.25 by 30 %
    assertContains(client.get(url), "nilai tahap")


@pytest.mark.parametrize("who", ["chair", "first"])
def test_the_panel_does_not_take_entries_on(panel: Panel, who: str) -> None:
    scored(panel, panel.entries[0])
    with pytest.raises(NotAllowed):
        advancing.advance(getattr(panel, who), panel.cycle, "berkas", [panel.entries[0].pk])
    assert signed_in(getattr(panel, who)).get(f"/siklus/{panel.cycle.code}/tahap/").status_code == 404


def test_what_is_not_taken_on_ends_with_a_reason(panel: Panel) -> None:
    client, url = signed_in(panel.secretary), f"/siklus/{panel.cycle.code}/tahap/"
    sent = {"tahap": "berkas", "pilih": [panel.entries[1].pk], "langkah": "henti"}
    client.post(url, sent)
    assert Entry.objects.get(pk=panel.entries[1].pk).state == Entry.State.ACTIVE
    client.post(url, {**sent, "alasan": "Berkas tidak diserahkan"})
    assert Entry.objects.get(pk=panel.entries[1].pk).state == Entry.State.ENDED
    assert EntryRecord.objects.get(kind=RecordKind.ENDED).body["reason"] == "Berkas tidak diserahkan"


@pytest.mark.parametrize(
    ("stage", "chosen", "problem"),
    [
        pytest.param("berkas", [], problems.NobodyChosen, id="nobody"),
        pytest.param("berkas", [987654], problems.WrongStage, id="stands elsewhere"),
        pytest.param("mandiri", [1], problems.WrongStage, id="the village's own stage"),
        pytest.param("keputusan", [1], problems.WrongStage, id="the last"),
    ],
)
def test_what_does_not_go_is_refused(panel: Panel, stage: str, chosen: list[int], problem: type[Exception]) -> None:
    with pytest.raises(problem):
        advancing.advance(SYSTEM, panel.cycle, stage, chosen)


@pytest.mark.parametrize(("stage", "status"), [("berkas", 200), ("mandiri", 200), ("keputusan", 404), ("tiada", 404)])
def test_the_page_knows_the_stages_that_are_led(panel: Panel, stage: str, status: int) -> None:
    client = signed_in(panel.secretary)
    assert client.get(f"/siklus/{panel.cycle.code}/tahap/?tahap={stage}").status_code == status
    if status == 404:
        assert client.post(f"/siklus/{panel.cycle.code}/tahap/", {"tahap": stage, "pilih": "1"}).status_code == 404


def test_whoever_runs_the_cycle_ends_what_was_never_handed_in_and_takes_it_nowhere(panel: Panel, cast: Cast) -> None:
    late = at_stage(panel.entries[1], "mandiri")
    client, url = signed_in(panel.secretary), f"/siklus/{panel.cycle.code}/tahap/"
    page = client.get(url, {"tahap": "mandiri"})
    assertContains(page, late.unit.name)
    assertNotContains(page, 'value="maju"')
    sent = {"tahap": "mandiri", "pilih": [late.pk], "alasan": "Tidak dikirim sampai batas"}
    client.post(url, {**sent, "langkah": "maju"})
    assert Entry.objects.get(pk=late.pk).stage == "mandiri"
    with pytest.raises(NotAllowed):  # a city does not run the province's cycle
        advancing.leave_behind(cast.officer, panel.cycle, "mandiri", [late.pk], "Tidak dikirim")
    client.post(url, {**sent, "langkah": "henti"})
    assert Entry.objects.get(pk=late.pk).state == Entry.State.ENDED
    assert EntryRecord.objects.get(entry=late, kind=RecordKind.ENDED).body["reason"] == "Tidak dikirim sampai batas"


def selection(cast: Cast, keeps: int) -> tuple[Cycle, list[Entry]]:
    """A city's selection with two villages in the file review, the second with fewer verified points."""
    rules = load_cycle_definition("kota-seleksi").model_dump(mode="json")
    rules["stages"][2]["keeps"] = keeps
    cycle = cycles.open_cycle(SYSTEM, Region.objects.get(pk="99.01"), 2025, {**rules, "status": "local"}, "Seleksi")
    best, second = make_entry(cycle, cast.unit), make_entry(cycle, cast.empty_unit)
    body = {"share": 0, "reason": "Tidak ada"}
    entries.record(SYSTEM, second, RecordKind.VERIFIED, stage="verifikasi-kota", item="A1", body=body)
    return cycle, [best, second]


def test_a_stage_takes_on_no_more_than_it_keeps_and_the_best_unless_a_reason_is_given(cast: Cast) -> None:
    cycle, (best, second) = selection(cast, 1)
    with pytest.raises(problems.StageFull):
        advancing.advance(SYSTEM, cycle, "berkas", [best.pk, second.pk])
    with pytest.raises(problems.ReasonMissing):
        advancing.advance(SYSTEM, cycle, "berkas", [second.pk])
    advancing.advance(SYSTEM, cycle, "berkas", [second.pk], "Yang pertama mengundurkan diri")
    with pytest.raises(problems.StageFull):
        advancing.advance(SYSTEM, cycle, "berkas", [best.pk])


def test_where_only_some_go_on_scores_are_open_first(panel: Panel) -> None:
    rules = load_cycle_definition("provinsi-tiga-tahap").model_dump(mode="json")
    rules["stages"][3]["keeps"] = 1
    frozen = validate(CycleDefinition, {**rules, "status": "local"}, Path("siklus.yaml"))
    Cycle.objects.update(definition=frozen.model_dump(mode="json"), definition_checksum=frozen.checksum)
    cycle = Cycle.objects.get()
    for entry in panel.entries:
        scored(panel, Entry.objects.select_related("cycle", "unit").get(pk=entry.pk))
    with pytest.raises(problems.ScoresShut):
        advancing.advance(SYSTEM, cycle, "berkas", [panel.entries[0].pk])
    for entry in panel.entries:
        judging.reveal(SYSTEM, Entry.objects.select_related("cycle", "unit").get(pk=entry.pk), "berkas")
    assert advancing.advance(SYSTEM, cycle, "berkas", [panel.entries[0].pk])[0].stage == "wawancara"


@pytest.mark.parametrize("more", [0, 1])
def test_the_page_asks_the_same_number_of_queries_whatever_its_length(
    panel: Panel, cast: Cast, django_assert_num_queries: Any, more: int
) -> None:
    if more:
        make_entry(panel.cycle, cast.empty_unit)
    client, url = signed_in(panel.secretary), f"/siklus/{panel.cycle.code}/tahap/"
    client.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


PAGE_QUERIES = 9
