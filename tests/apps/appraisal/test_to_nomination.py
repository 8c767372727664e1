"""From the village's claim over the city's check to the nomination: what each side may, and what is recorded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services import claims, cycles, entries, nominating, problems, verifying
from guyub.apps.appraisal.services.verifying import Verified
from guyub.apps.audit import chained
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition
from guyub.errors import NotAllowed
from guyub.language import format_moment, sentence

if TYPE_CHECKING:
    from tests.conftest import Cast

CITY = "99.01"


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update={"entry_rules": ()})
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk="99"), 2025, rules, "Penilaian")


@pytest.fixture
def entry(cast: Cast, cycle: Cycle) -> Entry:
    return entries.enter(cast.operator, cycle, cast.unit)


@pytest.fixture
def handed_in(cast: Cast, entry: Entry) -> Entry:
    return claims.submit(cast.operator, entry)


def all_as_claimed(entry: Entry) -> list[Verified]:
    rows = entry.items.filter(claimed_share__isnull=False)
    return [Verified(one.item, one.claimed_share, seen=one.verified_share) for one in rows]


def test_the_facts_prefill_the_claim_and_unknown_stays_unknown(entry: Entry) -> None:
    by_item = {one.item: one for one in claims.proposed(entry)}
    assert (by_item["A7"].weight, by_item["A7"].share, by_item["A7"].points) == (300, 10_000, 300)
    assert by_item["C6"].share == 6_700  # 184 of 400 couples: 46 %
    assert by_item["A1"].share is None
    assert by_item["A1"].points is None


@pytest.mark.parametrize(
    ("text", "share"), [("100", 10_000), ("0", 0), ("33,3", 3_330), ("33.33 %", 3_333), ("100,00", 10_000)]
)
def test_a_percentage_as_it_is_typed(text: str, share: int) -> None:
    assert claims.read_share("A1", text) == share


@pytest.mark.parametrize("text", ["", "-1", "100,01", "1000", "33,333", "abc", "１"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(problems.UnusableShare):
        claims.read_share("A1", text)


def test_a_claim_apart_from_the_facts_needs_a_note(cast: Cast, entry: Entry) -> None:
    with pytest.raises(problems.ReasonMissing):
        claims.claim(cast.operator, entry, {"A7": (9_999, " ")})
    assert claims.claim(cast.operator, entry, {"A7": (8_000, "Satu kelompok baru dibentuk")}) == 1
    assert claims.claim(cast.operator, entry, {"A7": (8_000, "Satu kelompok baru dibentuk")}) == 0
    assert claims.claim(cast.operator, entry, {"A8": (10_000, "")} if _share(entry, "A8") == 10_000 else {}) == 0
    with pytest.raises(problems.ClaimUnknown):
        claims.claim(cast.operator, entry, {"A1": (10_000, "Ada SK")})


def _share(entry: Entry, item: str) -> int | None:
    return next(one.share for one in claims.proposed(entry) if one.item == item)


def test_only_the_village_claims_and_only_before_the_hand_in(cast: Cast, entry: Entry) -> None:
    for who in (cast.officer, cast.viewer, cast.stranger):
        with pytest.raises(NotAllowed):
            claims.claim(who, entry, {})
        with pytest.raises(NotAllowed):
            claims.submit(who, entry)
    claims.submit(cast.operator, entry)
    with pytest.raises(problems.WrongStage):
        claims.claim(cast.operator, entry, {"A7": (5_000, "Turun")})
    with pytest.raises(problems.WrongStage):
        claims.submit(cast.operator, entry)


def test_the_hand_in_freezes_every_item_with_its_facts(cast: Cast, entry: Entry) -> None:
    claims.claim(cast.operator, entry, {"A7": (8_000, "Satu kelompok baru dibentuk")})
    entry = claims.submit(cast.operator, entry)
    assert entry.stage == "verifikasi-kota"
    assert entry.items.count() == 36
    assert entry.items.get(item="A7").claimed_points == 240
    assert entry.items.get(item="A1").claimed_share is None
    last = EntryRecord.objects.filter(entry=entry, kind="claim", item="C6").last()
    assert last is not None
    assert last.body["facts"]["pus"] == 400
    assert entry.claimed_points == sum(one.claimed_points or 0 for one in entry.items.all())
    assert not list(chained.verify(EntryRecord))


def test_a_cut_needs_a_reason_and_totals_follow(cast: Cast, handed_in: Entry) -> None:
    with pytest.raises(problems.ReasonMissing):
        verifying.verify(cast.officer, handed_in, [Verified("A7", 9_999)])
    with pytest.raises(problems.ClaimUnknown):
        verifying.verify(cast.officer, handed_in, [Verified("A1", 0, "tidak ada")])
    with pytest.raises(problems.AboveClaim):
        verifying.verify(cast.officer, handed_in, [Verified("C6", 6_701, "lebih")])
    assert verifying.verify(cast.officer, handed_in, all_as_claimed(handed_in)) > 0
    full = Entry.objects.get(pk=handed_in.pk)
    assert full.verified_points == full.claimed_points
    cut = [Verified("A7", 0, "SK kelompok tidak ada", seen=10_000)]
    assert verifying.verify(cast.officer, handed_in, cut) == 1
    assert verifying.verify(cast.officer, handed_in, cut) == 0
    now = Entry.objects.get(pk=handed_in.pk)
    assert (now.claimed_points or 0) - (now.verified_points or 0) == 300
    assert now.items.get(item="A7").reason == "SK kelompok tidak ada"


def test_two_officers_at_once_do_not_overwrite_each_other(cast: Cast, handed_in: Entry) -> None:
    verifying.verify(cast.officer, handed_in, [Verified("A7", 10_000)])
    with pytest.raises(problems.VerifiedMeanwhile):
        verifying.verify(cast.officer, handed_in, [Verified("A7", 0, "tidak ada"), Verified("C6", 6_700)])
    assert handed_in.items.get(item="C6").verified_share is None  # all or nothing


def test_nobody_verifies_for_another_city_or_for_their_own_village(cast: Cast, handed_in: Entry) -> None:
    far = User.objects.create_user("petugas-lain")
    Assignment.objects.create(user=far, role="city", region_id="99.02")
    for who in (cast.operator, cast.viewer, far):
        with pytest.raises(NotAllowed):
            verifying.verify(who, handed_in, [])
        with pytest.raises(NotAllowed):
            verifying.ask(who, handed_in, "A7", "SK")
    Assignment.objects.create(user=cast.officer, role="operator", region_id=cast.unit.region_id)
    both = User.objects.get(pk=cast.officer.pk)
    for act in (lambda: verifying.verify(both, handed_in, []), lambda: verifying.finish(both, handed_in)):
        with pytest.raises(problems.ConflictOfInterest):
            act()


def test_the_city_does_not_verify_before_the_hand_in(cast: Cast, entry: Entry) -> None:
    with pytest.raises(problems.WrongStage):
        verifying.verify(cast.officer, entry, [])


def test_a_request_starts_the_clock_once_and_after_it_nothing_is_added(cast: Cast, handed_in: Entry) -> None:
    with pytest.raises(problems.ClockNotRunning):  # nothing asked yet
        verifying.complete(cast.operator, handed_in, "A7", "Terlampir")
    until = verifying.ask(cast.officer, handed_in, "A7", "SK kelompok BKL")
    assert verifying.ask(cast.officer, handed_in, "A8", "Foto sekretariat") == until
    verifying.complete(cast.operator, handed_in, "A7", "SK nomor 4 terlampir")
    with pytest.raises(problems.ClockNotRunning):
        verifying.complete(cast.operator, handed_in, "C6", "Tidak diminta")
    verifying.verify(cast.officer, handed_in, all_as_claimed(handed_in))
    with pytest.raises(problems.ClockRunning) as running:
        verifying.finish(cast.officer, handed_in)
    assert f"sampai {format_moment(timezone.localtime(until))}" in sentence(running.value)
    Entry.objects.filter(pk=handed_in.pk).update(completes_by=timezone.now() - timedelta(seconds=1))
    with pytest.raises(problems.ClockOver):
        verifying.complete(cast.operator, handed_in, "A7", "Terlambat")
    with pytest.raises(problems.ClockOver):
        verifying.ask(cast.officer, handed_in, "A8", "Sekali lagi")
    assert verifying.finish(cast.officer, handed_in).stage == "pengusulan"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(date(2025, 3, 3), "2025-03-05", id="plain days"),
        pytest.param(date(2025, 3, 27), "2025-04-09", id="over Nyepi, Idul Fitri and joint leave"),
    ],
)
def test_the_clock_knows_indonesian_holidays(start: date, end: str) -> None:
    found: datetime = verifying.clock_end(start, 2)
    assert timezone.localtime(found).isoformat()[:19] == f"{end}T23:59:59"


def test_the_verification_ends_only_when_every_claim_has_a_value(cast: Cast, handed_in: Entry) -> None:
    with pytest.raises(problems.ItemsOpen):
        verifying.finish(cast.officer, handed_in)
    verifying.verify(cast.officer, handed_in, all_as_claimed(handed_in)[1:])
    with pytest.raises(problems.ItemsOpen) as caught:
        verifying.finish(cast.officer, handed_in)
    assert caught.value.data["count"] == 1


@pytest.fixture
def waiting(cast: Cast, cycle: Cycle) -> list[Entry]:
    """Two entries of the city that wait for its nomination; the first has more points."""
    made = [entries.enter(SYSTEM, cycle, unit) for unit in (cast.unit, cast.empty_unit)]
    found = []
    for one in made:
        current = claims.submit(SYSTEM, one)
        verifying.verify(SYSTEM, current, all_as_claimed(current))
        found.append(verifying.finish(SYSTEM, current))
    return found


def test_the_city_nominates_by_points_within_its_quota(cast: Cast, cycle: Cycle, waiting: list[Entry]) -> None:
    best, other = waiting
    assert next(iter(nominating.nominees(cycle, CITY))).pk == best.pk
    for who in (cast.operator, cast.viewer, cast.stranger):
        with pytest.raises(NotAllowed):
            nominating.nominate(who, cycle, CITY, [best.pk])
    with pytest.raises(problems.NoNominee):
        nominating.nominate(cast.officer, cycle, CITY, [])
    with pytest.raises(problems.QuotaFull):
        nominating.nominate(cast.officer, cycle, CITY, [best.pk, other.pk])
    with pytest.raises(problems.OrderLeft):
        nominating.nominate(cast.officer, cycle, CITY, [other.pk])
    assert [one.stage for one in nominating.nominate(cast.officer, cycle, CITY, [best.pk])] == ["berkas"]
    with pytest.raises(problems.QuotaFull):
        nominating.nominate(cast.officer, cycle, CITY, [other.pk], "wakil kedua")
    with pytest.raises(problems.WrongStage):
        nominating.nominate(cast.officer, cycle, CITY, [best.pk])


def test_another_than_the_first_goes_with_a_reason(cast: Cast, cycle: Cycle, waiting: list[Entry]) -> None:
    nominating.nominate(cast.officer, cycle, CITY, [waiting[1].pk], "Yang pertama sudah juara 2024")
    row = EntryRecord.objects.filter(entry=waiting[1], kind="moved").last()
    assert row is not None
    assert row.body["reason"] == "Yang pertama sudah juara 2024"


def test_those_not_sent_on_end_with_a_reason_and_stay_in_the_minutes(
    cast: Cast, cycle: Cycle, waiting: list[Entry]
) -> None:
    best, other = waiting
    nominating.nominate(cast.officer, cycle, CITY, [best.pk])
    for who in (cast.operator, cast.viewer, cast.stranger):
        with pytest.raises(NotAllowed):
            nominating.leave_behind(who, cycle, CITY, [other.pk], "Kuota terisi")
    with pytest.raises(problems.NoNominee):
        nominating.leave_behind(cast.officer, cycle, CITY, [], "Kuota terisi")
    with pytest.raises(problems.WrongStage):
        nominating.leave_behind(cast.officer, cycle, CITY, [best.pk], "Kuota terisi")
    with pytest.raises(problems.ReasonMissing):
        nominating.leave_behind(cast.officer, cycle, CITY, [other.pk], " ")
    assert [one.state for one in nominating.leave_behind(cast.officer, cycle, CITY, [other.pk], "Kuota terisi")] == [
        "ended"
    ]
    assert not nominating.nominees(cycle, CITY).exists()
    assert [one.pk for one in nominating.left_behind(cycle, CITY)] == [other.pk]
    row = EntryRecord.objects.filter(entry=other, kind="ended").get()
    assert row.body == {"state": "ended", "reason": "Kuota terisi"}
