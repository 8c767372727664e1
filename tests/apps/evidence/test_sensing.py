"""The evidence sense over stored proofs: what becomes a finding, once; and who may say what it means."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from guyub.apps.audit.chained import append, verify
from guyub.apps.audit.models import AuditEntry
from guyub.apps.evidence.models import EvidenceEvent, Finding
from guyub.apps.evidence.services import windows
from guyub.apps.evidence.services.findings import FindingNotDecided, decide_finding, findings_for
from guyub.apps.evidence.services.sense import sense, sense_all
from guyub.apps.territory.models import Boundary
from guyub.domain.evidence.sense import Window
from guyub.errors import NotAllowed
from tests.apps.evidence.sensed import DAY, attach, noon, proof, stored

LOOK = 0x5A5A_0F0F_3C3C_7777
OUTLINE = '{"type":"Polygon","coordinates":[[[106.0,-6.1],[106.1,-6.1],[106.1,-6.0],[106.0,-6.0],[106.0,-6.1]]]}'
WINDOW = Window(date(2025, 3, 3), date(2025, 4, 25))


def found() -> set[tuple[int, int | None, str]]:
    return set(Finding.objects.values_list("evidence_id", "other_id", "rule"))


@pytest.fixture
def reused(cast):
    """A photo of village A, and nearly the same one in a proof of another village."""
    first, second = proof(cast.unit, "B3"), proof(cast.other_unit, "B3")
    attach(first, stored("a", LOOK))
    attach(second, stored("b", LOOK ^ 0b11))
    return first, second


@pytest.mark.parametrize("after_a_change", [False, True])
def test_a_photo_used_again_is_found_once_with_the_earlier_proof(reused, after_a_change):
    first, second = reused

    def look() -> int:
        return sense([first.pk, second.pk]) if after_a_change else sense_all()

    assert look() == 1
    assert found() == {(second.pk, first.pk, "near-duplicate")}
    assert Finding.objects.get().details == {"bits": 2, "across": ["village"]}
    assert look() == 0
    assert Finding.objects.count() == 1


def test_only_the_later_proof_is_asked_about(reused):
    assert sense([reused[0].pk]) == 0
    assert sense([reused[1].pk]) == 1


def test_the_same_file_of_another_village(cast):
    file = stored("sama")
    first, second, decree = proof(cast.unit), proof(cast.other_unit), proof(cast.other_unit, kind="decree")
    for one in (first, second, decree):
        attach(one, file)
    sense_all()
    assert found() == {(second.pk, first.pk, "same-file")}


def test_a_photo_outside_the_outline_and_long_after_the_day(cast):
    Boundary.objects.create(region=cast.unit.region, geometry=OUTLINE, west=106, south=-6.1, east=106.1, north=-6)
    inside = stored("dalam", LOOK, latitude="-6.05", longitude="106.05", taken_at=noon(DAY))
    outside = stored("luar", ~LOOK & 2**64 - 1, latitude="-6.20", longitude="106.05", taken_at=noon(DAY + timedelta(9)))
    attach(proof(cast.unit), inside)
    late = proof(cast.unit)
    attach(late, outside)
    sense_all()
    assert found() == {(late.pk, None, "place"), (late.pk, None, "taken-after")}


def test_without_an_outline_no_place_is_doubted(cast):
    attach(proof(cast.unit), stored("luar", LOOK, latitude="-6.20", longitude="106.05", taken_at=noon(DAY)))
    assert sense_all() == 0


def test_one_file_for_many_items_over_two_proofs(cast):
    file = stored("satu")
    attach(proof(cast.unit, "A1", "A2", "A3", "A4", kind="report"), file)
    second = proof(cast.unit, "B1", "B2", "B3", kind="report")
    assert sense_all() == 0
    attach(second, file)
    sense_all()
    assert {rule for _, _, rule in found()} == {"many-items"}
    assert Finding.objects.first().details == {"items": 7}


def test_the_window_that_another_app_knows_wakes_the_rules_that_need_one(cast, monkeypatch):
    monkeypatch.setattr(windows, "_providers", [])
    decree = proof(cast.unit, kind="decree", dated=date(2024, 12, 1), valid_until=date(2025, 4, 1))
    assert sense_all() == 0
    windows.register(lambda village: WINDOW if village == cast.unit.region_id else None)
    sense_all()
    assert found() == {(decree.pk, None, "young-decree"), (decree.pk, None, "expires")}


def test_the_command_takes_a_window(cast, capsys):
    proof(cast.unit, kind="decree", dated=date(2024, 12, 1))
    call_command("sense_evidence", "--window", "2025-03-03", "2025-04-25")
    assert capsys.readouterr().out == "1\n"
    with pytest.raises(CommandError, match="before the first"):
        call_command("sense_evidence", "--window", "2025-04-25", "2025-03-03")


def test_what_no_longer_holds_goes_while_it_is_open_and_stays_once_decided(cast):
    file = stored("x", LOOK, taken_at=noon(DAY + timedelta(5)))
    open_one, decided = proof(cast.unit), proof(cast.unit)
    attach(open_one, file)
    attach(decided, file)
    sense_all()
    decide_finding(cast.officer, Finding.objects.get(evidence=decided), "harmless", "jam kamera salah")
    for one in (open_one, decided):
        one.dated = DAY + timedelta(5)
        one.save()
    sense_all()
    assert found() == {(decided.pk, None, "taken-after")}
    assert Finding.objects.get().verdict == "harmless"


def test_a_proof_is_looked_at_as_soon_as_a_file_is_added(reused, django_capture_on_commit_callbacks, cast):
    third = proof(cast.empty_unit, "B3")
    with django_capture_on_commit_callbacks(execute=True):
        attach(third, stored("c", LOOK))
    assert {row[0] for row in found()} == {third.pk}


def test_a_verdict_is_on_the_record_of_the_proof(reused, cast):
    first, _second = reused
    attach(first, stored("d", 1, taken_at=noon(DAY + timedelta(3))))
    sense_all()
    finding = Finding.objects.get(evidence=first)
    decide_finding(cast.officer, finding, "problem", "foto\n bukan dari hari itu")
    event = EvidenceEvent.objects.get(evidence=first)
    assert (event.action, event.state, event.reason) == ("decide-finding", "uploaded", "foto bukan dari hari itu")
    assert event.details == {"finding": finding.pk, "rule": "taken-after", "verdict": "problem"}
    assert list(verify(EvidenceEvent)) == []
    assert AuditEntry.objects.filter(action="decide-finding", chain=cast.unit.region_id).count() == 1
    first.refresh_from_db()
    assert first.state == "uploaded"


@pytest.mark.parametrize(("verdict", "reason"), [("open", "alasan"), ("harmless", "ok"), ("problem", "x" * 301)])
def test_a_verdict_needs_a_word_and_a_reason(reused, cast, verdict, reason):
    sense_all()
    finding = Finding.objects.create(evidence=reused[0], rule="place")
    with pytest.raises(FindingNotDecided):
        decide_finding(cast.officer, finding, verdict, reason)
    finding.refresh_from_db()
    assert finding.verdict == "open"


def test_who_may_decide(reused, cast):
    finding = Finding.objects.create(evidence=reused[0], rule="place")
    for actor in (cast.operator, cast.viewer, cast.stranger, cast.admin):
        assert not findings_for(actor).exists()
        with pytest.raises(NotAllowed):
            decide_finding(actor, finding, "harmless", "wajar saja")
    assert list(findings_for(cast.officer)) == [finding]
    reused[0].added_by = cast.officer
    reused[0].save()
    with pytest.raises(NotAllowed):
        decide_finding(cast.officer, finding, "harmless", "bukti saya sendiri")


def test_who_added_a_file_to_it_does_not_decide(reused, cast):
    finding = Finding.objects.create(evidence=reused[0], rule="place")
    append(cast.officer, str(reused[0].pk), EvidenceEvent(evidence=reused[0], action="attach", state="uploaded"))
    with pytest.raises(NotAllowed):
        decide_finding(cast.officer, finding, "harmless", "berkas saya sendiri")
