"""From a city's cycle into the province's: who may, what is carried, what is refused, and the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services import carrying, claims, cycles, entries, problems, verifying
from guyub.apps.appraisal.services.verifying import Verified
from guyub.apps.audit import chained
from guyub.apps.audit.models import AuditEntry
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition
from guyub.domain.cycles import RecordKind
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import signed_in
from tests.conftest import Cast

CITY, PROVINCE = "99.01", "99"
PAGE_QUERIES = 8


def province(title: str = "Penilaian", **changes: Any) -> Cycle:
    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update={"entry_rules": (), **changes})
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk=PROVINCE), 2025, rules, title)


def city(feeds: Cycle | None) -> Cycle:
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk=CITY), 2025, "kota-seleksi", "Seleksi", feeds)


def ranked(cycle: Cycle, unit: Any, rank: int) -> Entry:
    """An entry as the verdict of its cycle leaves it, with A7 cut to half and the rest proved."""
    entry = claims.submit(SYSTEM, entries.enter(SYSTEM, cycle, unit))
    known = entry.items.filter(claimed_share__isnull=False)
    values = [Verified(one.item, one.claimed_share) for one in known if one.item != "A7"]
    if known.filter(item="A7").exists():
        values.append(Verified("A7", 5_000, "Dua SK dari lima"))
    verifying.verify(SYSTEM, entry, values)
    Entry.objects.filter(pk=entry.pk).update(state=Entry.State.DECIDED, rank=rank)
    return Entry.objects.select_related("cycle", "unit").get(pk=entry.pk)


def decided(cycle: Cycle) -> Cycle:
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.DECIDED)
    return Cycle.objects.select_related("feeds", "region").get(pk=cycle.pk)


def test_the_winner_takes_part_above_with_what_was_proved(cast: Cast) -> None:
    above = province()
    below = city(above)
    winner = ranked(below, cast.unit, 1)
    below = decided(below)
    (made,) = carrying.carry(cast.officer, below, [winner.pk])
    assert (made.cycle, made.unit, made.stage, made.carried_from) == (above, cast.unit, "mandiri", winner)
    carried = EntryRecord.objects.get(entry=made, kind=RecordKind.CARRIED).body
    last = EntryRecord.objects.filter(entry=winner).order_by("-sequence").first()
    assert last is not None
    assert (carried["cycle"], carried["rank"], carried["end"]) == (below.code, 1, [last.sequence, last.hash])
    cut = EntryRecord.objects.get(entry=made, kind=RecordKind.CLAIM, item="A7").body
    assert (cut["share"], cut["note"]) == (5_000, "Dua SK dari lima")
    assert made.items.get(item="A7").claimed_share == 5_000
    assert made.items.filter(verified_share__isnull=False).count() == 0  # the cycle above verifies anew
    known = {one.item for one in claims.proposed(made) if one.share is not None}
    assert set(made.items.values_list("item", flat=True)) == known
    noted = AuditEntry.objects.get(action="carry-entry")
    assert (noted.chain, noted.subject) == (cast.unit.region_id, f"cycle:{above.code}")
    assert not list(chained.verify(EntryRecord))
    handed_in = claims.submit(SYSTEM, made)  # what the village leaves as it is stays as it was carried
    assert handed_in.items.get(item="A7").claimed_share == 5_000


@pytest.mark.parametrize("who", ["operator", "viewer", "stranger"])
def test_only_who_verifies_for_the_city_carries(cast: Cast, who: str) -> None:
    below = city(province())
    winner = ranked(below, cast.unit, 1)
    with pytest.raises(NotAllowed):
        carrying.carry(getattr(cast, who), decided(below), [winner.pk])
    assert not Entry.objects.filter(carried_from=winner).exists()


def test_nobody_carries_the_village_they_claim_for(cast: Cast) -> None:
    below = city(province())
    winner = ranked(below, cast.unit, 1)
    Assignment.objects.create(user=cast.officer, role="operator", region_id=cast.unit.region_id)
    with pytest.raises(problems.ConflictOfInterest):
        carrying.carry(cast.officer, decided(below), [winner.pk])


def test_once_within_the_quota_and_the_best_first(cast: Cast) -> None:
    below = city(province(quota_per_city=1))
    first, second = ranked(below, cast.unit, 1), ranked(below, cast.empty_unit, 2)
    below = decided(below)
    with pytest.raises(problems.NoNominee):
        carrying.carry(cast.officer, below, [])
    with pytest.raises(problems.OrderLeft):
        carrying.carry(cast.officer, below, [second.pk], " ")
    with pytest.raises(problems.QuotaFull):
        carrying.carry(cast.officer, below, [first.pk, second.pk])
    (made,) = carrying.carry(cast.officer, below, [second.pk], "Yang pertama mengundurkan diri")
    assert EntryRecord.objects.get(entry=made, kind=RecordKind.CARRIED).body["reason"]
    with pytest.raises(problems.WrongStage):
        carrying.carry(cast.officer, below, [second.pk])  # has gone up
    with pytest.raises(problems.QuotaFull):
        carrying.carry(cast.officer, below, [first.pk])
    Entry.objects.filter(pk=made.pk).update(state=Entry.State.WITHDRAWN)
    assert carrying.carry(cast.officer, below, [first.pk])[0].unit == cast.unit


def test_entries_of_a_running_selection_stay_where_they_are(cast: Cast) -> None:
    below = city(province())
    entry = entries.enter(SYSTEM, below, cast.unit)
    assert carrying.carriable(below) == []
    with pytest.raises(problems.WrongStage):
        carrying.carry(cast.officer, below, [entry.pk])


def test_whom_a_running_cycle_nominated_may_go_up(cast: Cast) -> None:
    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update={"entry_rules": (), "level": "city"})
    below = cycles.open_cycle(SYSTEM, Region.objects.get(pk=CITY), 2025, rules, "Seleksi", province())
    entry = entries.enter(SYSTEM, below, cast.unit)
    Entry.objects.filter(pk=entry.pk).update(stage="pengusulan")
    assert carrying.carriable(below) == []
    Entry.objects.filter(pk=entry.pk).update(stage="berkas")
    assert [made.carried_from for made in carrying.carry(cast.officer, below, [entry.pk])] == [entry]


def test_the_cycle_above_keeps_its_own_rules_and_days(cast: Cast) -> None:
    young = province("Bersyarat", entry_rules=load_cycle_definition("provinsi-tiga-tahap").entry_rules[:1])
    below = city(young)
    winner = ranked(below, cast.unit, 1)
    cast.unit.launched_on = timezone.localdate()
    cast.unit.save(update_fields=["launched_on"])
    below = decided(below)
    with pytest.raises(problems.RuleNotMet):
        carrying.carry(cast.officer, below, [winner.pk])
    stages = load_cycle_definition("provinsi-tiga-tahap").stages
    shut = stages[0].model_copy(update={"closes": timezone.localdate() - timedelta(days=1)})
    cycles.set_feeds(cast.officer, below, province("Lewat", stages=(shut, *stages[1:])))
    with pytest.raises(problems.CycleRefused):
        carrying.carry(cast.officer, Cycle.objects.get(pk=below.pk), [winner.pk])
    over = province("Selesai")
    cycles.set_feeds(cast.officer, below, over)
    decided(over)
    with pytest.raises(problems.CycleNotOpen):
        carrying.carry(cast.officer, Cycle.objects.get(pk=below.pk), [winner.pk])
    assert not Entry.objects.filter(carried_from=winner).exists()


def test_a_village_that_takes_part_above_already_is_not_doubled(cast: Cast) -> None:
    above = province()
    below = city(above)
    winner = ranked(below, cast.unit, 1)
    entries.enter(SYSTEM, above, cast.unit)
    with pytest.raises(problems.AlreadyEntered):
        carrying.carry(cast.officer, decided(below), [winner.pk])


def test_without_a_cycle_above_nothing_goes_up(cast: Cast) -> None:
    below = city(None)
    winner = ranked(below, cast.unit, 1)
    with pytest.raises(problems.NothingAbove):
        carrying.carry(cast.officer, decided(below), [winner.pk])


def test_other_items_above_begin_empty(cast: Cast) -> None:
    above = province(instrument="kkb-klas-web-2021")
    below = city(above)
    winner = ranked(below, cast.unit, 1)
    below = decided(below)
    assert not carrying.awaiting(below, above).same_instrument
    (made,) = carrying.carry(cast.officer, below, [winner.pk])
    assert not EntryRecord.objects.filter(entry=made, kind=RecordKind.CLAIM).exists()


def test_only_a_running_cycle_above_of_no_year_before_can_be_named(cast: Cast) -> None:
    above, below = province(), city(None)
    cycles.set_feeds(cast.officer, below, above)
    with pytest.raises(NotAllowed):
        cycles.set_feeds(cast.operator, below, above)
    with pytest.raises(problems.WrongFeed):
        cycles.set_feeds(cast.officer, below, below)
    Cycle.objects.filter(pk=above.pk).update(year=2024)
    with pytest.raises(problems.WrongFeed):
        cycles.set_feeds(cast.officer, below, above)
    with pytest.raises(problems.WrongFeed):
        cycles.open_cycle(SYSTEM, Region.objects.get(pk=CITY), 2025, "kota-seleksi", "Lain", above)
    Cycle.objects.filter(pk=above.pk).update(year=2025)
    winner = ranked(below, cast.unit, 1)
    carrying.carry(cast.officer, decided(below), [winner.pk])
    with pytest.raises(problems.WrongFeed):  # what has gone up stays where it went
        cycles.set_feeds(cast.officer, below, province("Kedua"))


def test_the_page_says_what_will_happen_and_both_cycles_lead_to_each_other(cast: Cast) -> None:
    above = province()
    client = signed_in(cast.officer)
    form = client.get(f"/siklus/buka/{CITY}/")
    assertContains(form, "Penilaian (2025)")
    sent = {"title": "Seleksi", "year": "2025", "definition": "kota-seleksi", "own": ""}
    later = client.post(f"/siklus/buka/{CITY}/", {**sent, "year": "2026", "feeds": above.pk})
    assertContains(later, "tidak dapat menerima wakil", status_code=422)
    assert client.post(f"/siklus/buka/{CITY}/", sent).status_code == 302
    below = Cycle.objects.get(title="Seleksi")
    page = f"/siklus/{below.code}/ke-atas/"
    assertContains(client.get(page), "Pilih siklus di atas")
    client.post(f"{page}pilih/", {"siklus": above.pk})
    winner = ranked(below, cast.unit, 1)
    decided(below)
    shown = client.get(page)
    assertContains(shown, "Yang akan terjadi")
    assertContains(shown, "masih dapat dikirim: 1")
    assertContains(shown, "Peringkat 1")
    assertContains(client.post(page, {}), "Pilih dulu", status_code=422)
    assert client.post(page, {"pilih": winner.pk}).status_code == 302
    assertContains(client.get(page), "Sudah dibawa")
    assertContains(client.get(f"/siklus/{below.code}/"), f'href="/siklus/{above.code}/"')
    assertContains(client.get(f"/siklus/{above.code}/"), f'href="/siklus/{below.code}/"', count=2)
    assertNotContains(signed_in(cast.stranger).get(f"/siklus/{above.code}/"), below.code)
    for other in (cast.operator, cast.stranger):
        assert signed_in(other).get(page).status_code == 404
    assert client.get(f"/siklus/{above.code}/ke-atas/").status_code == 404


@pytest.mark.parametrize("both", [False, True])
def test_the_page_takes_as_many_queries_for_many_entries(
    cast: Cast, both: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    below = city(province())
    ranked(below, cast.unit, 1)
    if both:
        ranked(below, cast.empty_unit, 2)
    client = signed_in(cast.officer)
    page = f"/siklus/{decided(below).code}/ke-atas/"
    client.get(page)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page)
