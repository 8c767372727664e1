"""Two people at the same moment: one is served, the other is told so in a sentence, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Verdict
from guyub.apps.appraisal.services import claims, cycles, entries, judging, nominating, problems, verdicts, verifying
from guyub.apps.appraisal.services.verifying import Verified
from guyub.apps.audit import chained, trail
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition
from guyub.domain.cycles import RecordKind
from tests.apps.appraisal.panel import Panel, at_stage, make_panel, person, score_all
from tests.apps.at_once import at_once, browser, meeting_at
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
CITY = "99.01"


def nothing_broken() -> bool:
    return not list(chained.verify(EntryRecord)) and not list(trail.verify())


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    changes: dict[str, Any] = {"entry_rules": (), "quota_per_city": 1}
    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update=changes)
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk="99"), 2025, rules, "Penilaian")


@pytest.fixture
def handed_in(cast: Cast, cycle: Cycle) -> Entry:
    return claims.submit(SYSTEM, entries.enter(SYSTEM, cycle, cast.unit))


@pytest.fixture
def scored(cast: Cast) -> Panel:
    panel = make_panel(cast)
    panel.entries = [score_all(panel, panel.entries[0], 90), score_all(panel, panel.entries[1], 70)]
    return panel


def test_two_verifiers_of_one_item(cast: Cast, handed_in: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting_at(monkeypatch, (verifying, "verify"))
    second = person("petugas-dua", "city", CITY)

    def gives(user: Any, share: str) -> Callable[[], Any]:
        sent = {"dilihat-A7": "", "nilai-A7": share, "alasan-A7": f"SK {share}"}
        return lambda: browser(user).post(f"/siklus/entri/{handed_in.pk}/verifikasi/", sent)

    answers = at_once(gives(cast.officer, "80"), gives(second, "60"))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "Butir A7 baru saja diverifikasi orang lain." in loser
    (kept,) = EntryRecord.objects.filter(entry=handed_in, kind=RecordKind.VERIFIED)
    assert handed_in.items.get(item="A7").verified_share == kept.body["share"]
    assert f'name="dilihat-A7" value="{kept.body["share"] // 100}"' in loser  # saved again, it is meant
    assert nothing_broken()


def test_two_verdicts(scored: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting_at(monkeypatch, (verdicts, "decide"))
    second = person("sekretaris-dua", "province", "99")

    def decides(user: Any, number: str) -> Callable[[], Any]:
        sent = {"number": number, "place": "Kota Contoh"}
        return lambda: browser(user).post(f"/panel/{scored.cycle.code}/keputusan/", sent)

    answers = at_once(decides(scored.secretary, "1/BA"), decides(second, "2/BA"))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    verdict = Verdict.objects.get()
    loser = next(answer for answer in answers if answer.status_code == 200).content.decode()
    assert "siklus tidak sedang berjalan" in loser
    assert f"Berita acara {verdict.number}" in loser
    assert EntryRecord.objects.filter(kind=RecordKind.DECIDED).count() == len(scored.entries)
    assert verdicts.replay(Cycle.objects.get()) == []
    assert nothing_broken()


def test_two_nominations_over_the_quota(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [_waits(cycle, unit) for unit in (cast.unit, cast.empty_unit)]
    second = person("petugas-dua", "city", CITY)
    meeting_at(monkeypatch, (nominating, "nominate"))

    def sends(user: Any, entry: Entry) -> Callable[[], Any]:
        sent = {"pilih": str(entry.pk), "alasan": "Kesepakatan rapat"}
        return lambda: browser(user).post(f"/siklus/{cycle.code}/pengusulan/{CITY}/", sent)

    answers = at_once(sends(cast.officer, waiting[0]), sends(second, waiting[1]))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "hanya dapat mengusulkan 1" in loser
    assert nominating.nominated(cycle, CITY).count() == 1
    assert nothing_broken()


def test_one_entry_nominated_by_two(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = _waits(cycle, cast.unit)
    second = person("petugas-dua", "city", CITY)
    meeting_at(monkeypatch, (nominating, "nominate"))

    def sends(user: Any) -> Callable[[], Any]:
        return lambda: browser(user).post(f"/siklus/{cycle.code}/pengusulan/{CITY}/", {"pilih": str(entry.pk)})

    answers = at_once(sends(cast.officer), sends(second))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "tidak lagi pada tahap" in loser
    assert EntryRecord.objects.filter(entry=entry, kind=RecordKind.MOVED).count() == 3
    assert nothing_broken()


def _waits(cycle: Cycle, unit: Any) -> Entry:
    """An entry that waits for the nomination, every claim verified as it was made."""
    entry = claims.submit(SYSTEM, entries.enter(SYSTEM, cycle, unit))
    claimed = entry.items.filter(claimed_share__isnull=False)
    verifying.verify(SYSTEM, entry, [Verified(one.item, one.claimed_share) for one in claimed])
    return verifying.finish(SYSTEM, entry)


def test_jurors_who_save_together_are_all_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three jurors, one of them from two windows: a score each, and of the two windows the later one stands."""
    panel = make_panel(cast, [cast.unit])
    saving = [(panel.chair, "70"), (panel.first, "80"), (panel.second, "90"), (panel.second, "95")]
    meeting_at(monkeypatch, (judging, "give_score"), parties=len(saving))

    def saves(user: Any, score: str) -> Callable[[], Any]:
        return lambda: browser(user).post(
            f"/panel/{panel.cycle.code}/{cast.unit.region_id}/", {"mutu-berkas": score, "mutu-berkas-note": ""}
        )

    answers = at_once(*(saves(*one) for one in saving))
    assert [answer.status_code for answer in answers] == [302] * len(saving)
    rows = EntryRecord.objects.filter(kind=RecordKind.SCORE).order_by("sequence").select_related("seat")
    assert len(rows) == len(saving)
    standing = {row.seat.user_id: row.body["score"] for row in rows}
    last = [row.body["score"] for row in rows if row.seat.user_id == panel.second.pk][-1]
    assert standing == {panel.chair.pk: "70.00", panel.first.pk: "80.00", panel.second.pk: last}
    assert nothing_broken()


def test_a_score_and_the_verdict(scored: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a juror sends while the cycle is decided counts, or is refused with a sentence; it never comes after."""
    entry, real = at_stage(scored.entries[0], "lapangan"), judging.give_score
    judging.reveal(SYSTEM, entry, "lapangan")

    def decided_before(*args: Any, **kwargs: Any) -> Any:
        at_stage(entry, "pleno")
        verdicts.decide(SYSTEM, Cycle.objects.get(), "1/BA", "Kota Contoh")
        return real(*args, **kwargs)

    monkeypatch.setattr(judging, "give_score", decided_before)
    sent = {"pengamatan": "10", "pengamatan-note": "Dibahas"}
    answer = browser(scored.first).post(f"/panel/{scored.cycle.code}/{entry.unit.region_id}/", sent)
    assert answer.status_code == 200
    assert "tidak sedang berjalan" in answer.content.decode()
    last = EntryRecord.objects.filter(entry=entry).latest("sequence")
    assert last.kind == RecordKind.DECIDED
    assert nothing_broken()


@pytest.mark.parametrize("what", ["withdrawn", "moved", "scored"])
def test_whatever_else_is_done_while_the_cycle_is_decided(scored: Panel, what: str) -> None:
    """Either comes first; nobody waits in a ring, and the verdict holds what stood when it was reached."""
    stale = Entry.objects.select_related("cycle", "unit").get(pk=scored.entries[1].pk)
    judging.reveal(SYSTEM, stale, "berkas")
    acts: dict[str, Callable[[], Any]] = {
        "withdrawn": lambda: entries.end(SYSTEM, stale, Entry.State.WITHDRAWN, "Mundur"),
        "moved": lambda: entries.move(SYSTEM, stale, "keputusan"),
        "scored": lambda: judging.give_score(scored.first, stale, "berkas", "mutu-berkas", "60", "Dibahas"),
    }

    def other() -> str:
        try:
            acts[what]()
        except (problems.CycleRefused, judging.JudgingNotPossible):
            return "refused"
        return "done"

    def decide() -> Verdict:
        return verdicts.decide(SYSTEM, Cycle.objects.get(pk=scored.cycle.pk), "1/BA", "Kota Contoh")

    outcome, verdict = at_once(other, decide)
    counted = {row["village"] for row in verdict.result}
    assert (stale.unit.region_id in counted) == (what != "withdrawn" or outcome == "refused")
    assert verdicts.replay(Cycle.objects.get()) == []
    assert nothing_broken()


def test_a_score_and_a_move(cast: Cast) -> None:
    """A juror's score while the secretary takes the entry on: it is kept in its stage, or refused."""
    panel = make_panel(cast, [cast.unit])
    for number, (here, ahead) in enumerate((("berkas", "wawancara"), ("wawancara", "lapangan")), start=1):
        stale = Entry.objects.select_related("cycle", "unit").get(pk=panel.entries[0].pk)
        criterion = {"berkas": "mutu-berkas", "wawancara": "dampak"}[here]

        def scores(stale: Entry = stale, here: str = here, criterion: str = criterion) -> str:
            try:
                judging.give_score(panel.first, stale, here, criterion, "60")
            except judging.JudgingNotPossible:
                return "refused"
            return "kept"

        outcome, moved = at_once(scores, lambda stale=stale, ahead=ahead: entries.move(SYSTEM, stale, ahead))
        assert moved.stage == ahead
        kept = EntryRecord.objects.filter(kind=RecordKind.SCORE, stage=here).count()
        assert kept == (outcome == "kept"), number
    assert nothing_broken()
