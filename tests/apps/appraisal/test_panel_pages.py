"""The panel's pages: a juror scores, the chair opens, the secretary decides, the village reads and appeals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Seat, Verdict
from guyub.apps.appraisal.services import judging, verdicts
from guyub.apps.territory.models import Region
from guyub.domain.cycles import RecordKind
from tests.apps.appraisal.panel import ITEMS, Panel, at_stage, make_entry, score_all, signed_in
from tests.conftest import Cast

VILLAGE = "99.01.01.1001"


def way(panel: Panel, *parts: str) -> str:
    return "/".join(["/panel", panel.cycle.code, *parts, ""])


def test_a_juror_scores_with_a_comma_and_sees_only_the_own_score(panel: Panel) -> None:
    judging.give_score(panel.second, panel.entries[0], "berkas", "mutu-berkas", "61,75")
    client = signed_in(panel.first)
    answer = client.post(way(panel, VILLAGE), {"mutu-berkas": "82,5", "mutu-berkas-note": "Rapi"})
    assert answer.status_code == 302
    row = EntryRecord.objects.get(kind=RecordKind.SCORE, seat__user=panel.first)
    assert row.body == {"score": "82.50", "note": "Rapi"}
    page = client.get(way(panel, VILLAGE))
    assertContains(page, "82,50")
    assertNotContains(page, "61,75")
    client.post(way(panel, VILLAGE), {"mutu-berkas": "82,50", "mutu-berkas-note": "Rapi"})
    assert EntryRecord.objects.filter(kind=RecordKind.SCORE, seat__user=panel.first).count() == 1


def test_items_stand_in_the_order_of_the_instrument_whichever_was_claimed_first(panel: Panel) -> None:
    entry = panel.entries[0]
    Entry.objects.filter(pk=entry.pk).update(stage="lapangan")
    first = entry.items.get(item="A1")
    entry.items.filter(pk=first.pk).delete()
    first.pk = None
    first.save()  # the last row now
    page = signed_in(panel.first).get(way(panel, VILLAGE, "lapangan")).content.decode()
    assert page.index('data-item="A1"') < page.index('data-item="B1"') < page.index('data-item="C6"')
    assert f"/desa/{VILLAGE}/juri/" in signed_in(panel.first).get(way(panel, VILLAGE)).content.decode()


def test_a_fault_stands_beside_its_field_and_nothing_is_written(panel: Panel) -> None:
    answer = signed_in(panel.first).post(way(panel, VILLAGE), {"mutu-berkas": "182"})
    assertContains(answer, "0 sampai 100")
    assert not EntryRecord.objects.filter(kind=RecordKind.SCORE).exists()


def test_nothing_is_called_saved_that_was_not(panel: Panel) -> None:
    client = signed_in(panel.first)
    assertContains(client.post(way(panel, VILLAGE), {}, follow=True), "Tidak ada nilai yang berubah.")
    answer = client.post(way(panel, VILLAGE), {"mutu-berkas": "", "mutu-berkas-note": "Rapi"})
    assertContains(answer, "isi nilainya juga")
    assertContains(answer, "Rapi")
    assert not EntryRecord.objects.filter(kind=RecordKind.SCORE).exists()


def test_a_conflict_takes_the_entry_off_the_desk_and_its_pages_away(panel: Panel) -> None:
    Seat.objects.filter(user=panel.first).update(conflicts=["99.01"])
    client = signed_in(panel.first)
    assertNotContains(client.get(way(panel)), "Mawar")
    assertContains(client.get(way(panel)), "Kenanga")
    for part in ("", "lapangan"):
        assert client.get(way(panel, VILLAGE, *filter(None, [part]))).status_code == 404
    assert client.post(way(panel, VILLAGE), {"mutu-berkas": "80"}).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_desk_asks_the_same_number_of_queries_whatever_its_length(
    panel: Panel, cast: Cast, django_assert_num_queries: Any, more: int
) -> None:
    if more:
        make_entry(panel.cycle, cast.empty_unit)
    client = signed_in(panel.first)
    client.get(way(panel))
    with django_assert_num_queries(DESK_QUERIES):
        assert client.get(way(panel)).status_code == 200


DESK_QUERIES = 13


def test_the_desk_has_pages_and_begins_with_what_is_before_the_panel(
    panel: Panel, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guyub.apps.appraisal.presentation.panel.DESK_SIZE", 1)
    at_stage(panel.entries[0], "mandiri")
    client = signed_in(panel.first)
    assertContains(client.get(way(panel)), "Kenanga")
    assertNotContains(client.get(way(panel)), "Mawar")
    assertContains(client.get(way(panel), {"page": 2}), "menunggu tahap berikutnya")
    assertContains(client.get(way(panel), {"page": 2}), "Mawar")


@pytest.mark.parametrize("part", ["pleno", "keputusan"])
def test_the_chair_s_pages_read_no_ledger_of_who_is_not_before_the_panel(
    panel: Panel, cast: Cast, part: str, django_assert_num_queries: Any
) -> None:
    client = signed_in(panel.chair)
    client.get(way(panel, part))
    with CaptureQueriesContext(connection) as before:
        client.get(way(panel, part))
    at_stage(make_entry(panel.cycle, cast.empty_unit), "verifikasi-kota")
    with django_assert_num_queries(len(before)) as asked:
        page = client.get(way(panel, part))
    assertNotContains(page, cast.empty_unit.name)
    assertContains(page, "Mawar" if part == "pleno" else "3 dari 3 peserta")
    ledger = next(one["sql"] for one in asked if 'FROM "appraisal_entryrecord"' in one["sql"])
    assert str(panel.cycle.entries.get(unit=cast.empty_unit).pk) not in ledger.split("IN (")[1].split(")")[0].split(
        ", "
    )


def test_questions_are_drawn_from_the_page(panel: Panel) -> None:
    at_stage(panel.entries[0], "wawancara")
    client = signed_in(panel.first)
    client.post(way(panel, VILLAGE, "undi"))
    drawn = EntryRecord.objects.get(kind=RecordKind.QUESTIONS).body["drawn"]
    assert len(drawn) == 10
    assertNotContains(client.get(way(panel, VILLAGE)), "Undi pertanyaan")


def test_what_a_phone_sends_twice_arrives_once(panel: Panel) -> None:
    at_stage(panel.entries[0], "lapangan")
    client, sent = signed_in(panel.first), {"device": "abcdef0123456789", "sequence": 1}
    body = json.dumps({**sent, "changes": {"item": "A1", "result": "partly", "note": "Lembar kedua hilang"}})
    for _ in range(2):
        answer = client.post(way(panel, VILLAGE, "lapangan", "simpan"), body, content_type="application/json")
        assert answer.json() == {"saved": 1}
    assert EntryRecord.objects.filter(kind=RecordKind.CHECK).count() == 1
    assertContains(client.get(way(panel, VILLAGE, "lapangan")), "50,00")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"item": "A1", "result": "perfect"}, 422, id="no such result"),
        pytest.param({"item": "ZZ", "result": "match"}, 422, id="no such item"),
        pytest.param({}, 200, id="emptied after a refusal"),
    ],
)
def test_what_cannot_be_recorded_is_refused_for_good(panel: Panel, changes: dict[str, str], status: int) -> None:
    at_stage(panel.entries[0], "lapangan")
    body = json.dumps({"device": "abcdef0123456789", "sequence": 1, "changes": changes})
    url = way(panel, VILLAGE, "lapangan", "simpan")
    assert signed_in(panel.first).post(url, body, content_type="application/json").status_code == status
    assert not EntryRecord.objects.filter(kind=RecordKind.CHECK).exists()


def test_a_closed_cycle_tells_the_phone_to_stop(panel: Panel) -> None:
    at_stage(panel.entries[0], "lapangan")
    Cycle.objects.update(state=Cycle.State.DECIDED)
    body = json.dumps({"device": "abcdef0123456789", "sequence": 1, "changes": {"item": "A1", "result": "match"}})
    url = way(panel, VILLAGE, "lapangan", "simpan")
    assert signed_in(panel.first).post(url, body, content_type="application/json").status_code == 409


def test_each_sub_team_is_asked_its_own_items_and_reads_the_other_s(panel: Panel) -> None:
    at_stage(panel.entries[0], "lapangan")
    page = way(panel, VILLAGE, "lapangan")
    for user, team in ((panel.first, "administration"), (panel.second, "field")):
        Seat.objects.filter(user=user).update(team=team)
    for user, own, others in (
        (panel.first, ["A1", "B1"], ["C6"]),
        (panel.second, ["C6"], ["A1", "B1"]),
        (panel.chair, ["A1", "B1", "C6"], []),
    ):
        shown = signed_in(user).get(page).content.decode()
        assert [item for item in ITEMS if f'data-item="{item}"' in shown] == own
        assert ("Butir sub-tim lain" in shown) is bool(others)
        assert all(f"<strong>{item}</strong>" in shown for item in others)
    signed_in(panel.first).post(page, {"result-A1": "match", "result-B1": "absent"})
    other = signed_in(panel.second)
    assertContains(other.get(page), 'data-others-worth="2" data-others-checked="2"')
    assertContains(other.get(page), "50,00")
    other.post(page, {"result-C6": "match"})
    # Both look at one item: it counts once, by the later check.
    signed_in(panel.chair).post(page, {"result-C6": "partly"})
    assertContains(other.get(page), "<span data-rate>50,00</span>")  # one, none and a half of three
    assertContains(other.get(page), "<span data-checked>3</span>")


@pytest.mark.parametrize("team", ["", "field"])
def test_the_checklist_takes_as_many_queries_with_a_sub_team_as_without(
    panel: Panel, team: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at_stage(panel.entries[0], "lapangan")
    Seat.objects.filter(user=panel.first).update(team=team)
    client, page = signed_in(panel.first), way(panel, VILLAGE, "lapangan")
    client.get(page)
    with django_assert_num_queries(CHECKLIST_QUERIES):
        client.get(page)


CHECKLIST_QUERIES = 11  # one for photos, one for the seats that see them, one for the outline of the village


def test_the_checklist_works_without_the_script(panel: Panel) -> None:
    at_stage(panel.entries[0], "lapangan")
    signed_in(panel.first).post(way(panel, VILLAGE, "lapangan"), {"result-A1": "match", "result-B1": "absent"})
    results = dict(panel.entries[0].items.values_list("item", "field_result"))
    assert results == {"A1": "match", "B1": "absent", "C6": ""}


def test_the_chair_opens_and_notes_what_was_talked_over(panel: Panel) -> None:
    for juror, score in zip(panel.judges, ("80", "81", "40,25"), strict=True):
        judging.give_score(juror, panel.entries[0], "berkas", "mutu-berkas", score)
    client = signed_in(panel.chair)
    assertNotContains(client.get(way(panel, "pleno")), "40,25")
    client.post(way(panel, VILLAGE, "buka"), {"stage": "berkas"})
    page = client.get(way(panel, "pleno"))
    assertContains(page, "40,25")
    assertContains(page, "perlu dibahas")
    talked = {"stage": "berkas", "criterion": "mutu-berkas", "summary": "Juri 2 tetap"}
    client.post(way(panel, VILLAGE, "bahas"), talked)
    assertContains(client.get(way(panel, "pleno")), "Juri 2 tetap")
    for url in (way(panel, "pleno"),):
        assert signed_in(panel.first).get(url).status_code == 404
    assert signed_in(panel.first).post(way(panel, VILLAGE, "buka"), {"stage": "berkas"}).status_code == 404


def test_from_the_verdict_to_the_appeal(panel: Panel, cast: Cast) -> None:
    for entry, base in zip(panel.entries, (90, 70), strict=True):
        score_all(panel, entry, base)
    secretary, minutes = signed_in(panel.secretary), {"number": "001/BA/2025", "place": "Kota Contoh"}
    assert signed_in(panel.chair).post(way(panel, "keputusan"), minutes).status_code == 404
    secretary.post(way(panel, "keputusan"), minutes)
    verdict = Verdict.objects.get()
    final = verdict.result[0]["final"].replace(".", ",")
    assertContains(secretary.get(way(panel, "keputusan")), final)
    pdf = secretary.get(f"/panel/{panel.cycle.code}/berita-acara.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    village = signed_in(cast.operator)
    page = village.get(way(panel, VILLAGE, "umpan-balik"))
    assertContains(page, final)
    assertContains(page, "B1")
    assert village.get(f"/panel/{panel.cycle.code}/{VILLAGE}/umpan-balik.pdf").content[:5] == b"%PDF-"
    assert village.get(way(panel, "99.02.01.1001", "umpan-balik")).status_code == 404
    assert village.get(way(panel, "keputusan")).status_code == 404
    village.post(way(panel, VILLAGE, "keberatan"), {"text": "SK kami berlaku sejak 2021"})
    secretary.post(way(panel, VILLAGE, "keberatan"), {"answer": "1", "text": "Nilai tetap"})
    assertContains(village.get(way(panel, VILLAGE, "umpan-balik")), "Nilai tetap")
    assert verdicts.replay(Cycle.objects.get(pk=panel.cycle.pk)) == []


def test_feedback_names_what_left_most_of_the_final_score_behind(panel: Panel) -> None:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.appraisal.presentation.panel import feedback
    from guyub.apps.appraisal.services.cycles import definition_of

    for entry in panel.entries:
        score_all(panel, entry, 90)
    verdicts.decide(SYSTEM, Cycle.objects.get(pk=panel.cycle.pk), "1", "Kota")
    entry = Entry.objects.select_related("cycle__verdict", "unit").get(pk=panel.entries[0].pk)
    told = feedback(entry, definition_of(entry.cycle), "id")
    assert told["criteria"][0][0].startswith("Nilai mandiri yang terbukti")  # 31.33 of 100 lost, a fourth of the score
    assert [(code, lost) for code, _name, lost, _reason in told["items"]] == [("B1", "1,50"), ("C6", "1,32")]


def test_strangers_meet_no_panel(panel: Panel, cast: Cast) -> None:
    for who in (cast.operator, cast.officer, cast.viewer, cast.stranger):
        client = signed_in(who)
        for parts in ((), ("pleno",), ("keputusan",), (VILLAGE,)):
            assert client.get(way(panel, *parts)).status_code == 404
        assertNotContains(client.get("/panel/"), panel.cycle.title)
    assert Region.objects.filter(code=VILLAGE).exists()
