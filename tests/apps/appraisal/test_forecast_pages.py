"""The forecast page: proofs become classes of items, decided cycles speak, the village and its city alone read it."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, Role, User
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, ItemStanding, Seat
from guyub.apps.appraisal.services.forecasting import forecast_of, past_counts
from guyub.apps.audit.chained import append
from guyub.apps.evidence.models import Attachment, Evidence, EvidenceEvent, Finding, StoredFile, Support
from guyub.apps.territory.models import Unit
from guyub.data.cycle_files import load_cycle_definition
from guyub.domain.cycles.forecast import Features
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
INSTRUMENT = "kkb-siap-1.0"
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("guyub.apps.appraisal.services.forecasting.timezone.localdate", lambda at=None: TODAY)


def make_entry(unit: Unit, year: int = 2027, *, state: str = Cycle.State.OPEN, region: str = "99.01") -> Entry:
    definition = load_cycle_definition("provinsi-tiga-tahap")
    cycle, _ = Cycle.objects.get_or_create(
        code=f"uji-{year}-{region.replace('.', '-')}",
        defaults={
            "region_id": region,
            "year": year,
            "title": f"Siklus uji {year}",
            "definition": definition.model_dump(mode="json"),
            "definition_id": definition.id,
            "definition_version": definition.version,
            "definition_checksum": definition.checksum,
            "state": state,
        },
    )
    return Entry.objects.create(cycle=cycle, unit=unit, stage="mandiri")


def claim(entry: Entry, item: str, *, verified: int | None = None) -> ItemStanding:
    if verified is not None:
        append(None, str(entry.pk), EntryRecord(entry=entry, kind="verified", item=item, body={"share": verified}))
    return ItemStanding.objects.create(
        entry=entry, item=item, weight=300, claimed_share=10_000, claimed_points=300, verified_share=verified
    )


def prove(unit: Unit, item: str, kind: str = "report", state: str = "uploaded", **more) -> Evidence:
    more.setdefault("dated", TODAY - timedelta(days=60))
    proof = Evidence.objects.create(unit=unit, kind=kind, title="Bukti uji", state=state, **more)
    Support.objects.create(evidence=proof, instrument=INSTRUMENT, item=item)
    append(None, str(proof.pk), EvidenceEvent(evidence=proof, action="added", state=state))
    return proof


def features(entry: Entry) -> Features:
    (item,) = forecast_of(entry).items
    return item.claim.features


def test_an_item_takes_its_best_proof(cast):
    entry = make_entry(cast.unit)
    claim(entry, "A5")
    assert features(entry) == Features("none")
    prove(cast.unit, "A5", "photo", "rejected")
    assert features(entry) == Features("rejected", "picture")
    prove(cast.unit, "A5", "plan", "checked")
    assert features(entry) == Features("checked", "paper")
    prove(cast.empty_unit, "A5", "plan", "verified")  # another village's
    prove(cast.unit, "A6", "plan", "verified")  # another item's
    assert features(entry) == Features("checked", "paper")


@pytest.mark.parametrize(
    ("seconds", "counted"), [pytest.param(0, True, id="in time"), pytest.param(1, False, id="a second too late")]
)
def test_a_proof_added_after_the_time_to_complete_it_is_left_out(cast, seconds, counted):
    entry = make_entry(cast.unit)
    claim(entry, "A5")
    proof = prove(cast.unit, "A5", "plan", "checked")
    entry.completes_by = proof.added_at - timedelta(seconds=seconds)
    entry.save()
    assert features(entry) == (Features("checked", "paper") if counted else Features("none"))


@pytest.mark.parametrize(
    ("kind", "dated", "wrong"),
    [
        pytest.param("decree", date(2026, 5, 26), False, id="a decree of exactly six months"),
        pytest.param("decree", date(2026, 5, 27), True, id="a day younger"),
        pytest.param("photo", date(2025, 5, 27), False, id="a photo of just under eighteen months"),
        pytest.param("photo", date(2025, 5, 26), True, id="a photo of eighteen months"),
        pytest.param("report", None, True, id="no date"),
        pytest.param("plan", date(2020, 1, 1), False, id="a plan does not age"),
    ],
)
def test_an_age_that_is_wrong(cast, kind, dated, wrong):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    prove(cast.unit, "A1", kind, dated=dated)
    assert ("age" in features(entry).troubles) is wrong


@pytest.mark.parametrize(("until", "wrong"), [(TODAY, False), (TODAY - timedelta(days=1), True)])
def test_a_proof_past_its_last_day_is_wrong_by_age(cast, until, wrong):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    prove(cast.unit, "A1", valid_until=until)
    assert ("age" in features(entry).troubles) is wrong


def test_a_file_in_two_proofs_is_use_again_and_so_is_a_finding_until_it_is_harmless(cast):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    proof = prove(cast.unit, "A1")
    assert features(entry).troubles == set()
    finding = Finding.objects.create(evidence=proof, rule="many-items")
    assert features(entry).troubles == {"reuse"}
    Finding.objects.filter(pk=finding.pk).update(verdict=Finding.Verdict.HARMLESS)
    assert features(entry).troubles == set()
    file = StoredFile.objects.create(sha256="a" * 64, kept_sha256="a" * 64, media_type="image/jpeg", size=9)
    for one in (proof, prove(cast.other_unit, "A1")):
        Attachment.objects.create(evidence=one, file=file, name="foto.jpg")
    assert features(entry).troubles == {"reuse"}


def test_a_cut_in_an_earlier_decided_cycle_is_remembered(cast):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    earlier = make_entry(cast.unit, 2026, state=Cycle.State.DECIDED)
    claim(earlier, "A1", verified=5000)
    assert features(entry).troubles == {"cut_before"}


def test_decided_cycles_of_the_province_speak_and_running_or_far_ones_do_not(cast):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    for unit, year, state, region in [
        (cast.empty_unit, 2026, Cycle.State.OPEN, "99.01"),
        (cast.empty_unit, 2025, Cycle.State.DECIDED, "99.01"),
    ]:
        claim(make_entry(unit, year, state=state, region=region), "A1", verified=0)
    found = forecast_of(entry)
    assert found.outcomes == 1
    assert not found.priors_alone
    assert found.items[0].chance.outcomes == 1


def test_a_past_proof_counts_in_the_state_it_was_in_when_the_city_verified(cast):
    proof = prove(cast.empty_unit, "A1")
    past = make_entry(cast.empty_unit, 2025, state=Cycle.State.DECIDED)
    claim(past, "A1", verified=10_000)
    append(None, str(proof.pk), EvidenceEvent(evidence=proof, action="checked", state="verified"))
    Evidence.objects.filter(pk=proof.pk).update(state="verified")
    prove(cast.empty_unit, "A1", "plan", "verified")  # came later
    counts = past_counts(make_entry(cast.unit).cycle)
    assert list(counts.all) == [Features("uploaded", "record")]


def test_past_outcomes_take_the_same_number_of_queries_however_many(cast, django_assert_num_queries):
    entry = make_entry(cast.unit)
    past = make_entry(cast.empty_unit, 2025, state=Cycle.State.DECIDED)
    for item in ("A1", "A2"):
        prove(cast.empty_unit, item)
        claim(past, item, verified=0)
    cache.clear()
    with django_assert_num_queries(8):
        past_counts(entry.cycle)
    for item in ("A3", "A4", "A5"):
        prove(cast.empty_unit, item)
        claim(past, item, verified=0)
    cache.clear()
    with django_assert_num_queries(8):
        past_counts(entry.cycle)


def test_the_page_says_what_is_expected_what_to_fix_and_that_it_rests_on_priors(cast, client):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    client.force_login(cast.operator)
    page = client.get(f"/siklus/entri/{entry.pk}/ramalan/").content.decode()
    assert "hanya bersandar pada asumsi awal" in page
    assert "Unggah buktinya." in page
    assert "SK pokja berlaku" in page
    assert "Berapa keluarga" in page or "Tunjukkan satu angka" in page  # the rehearsal
    assert "usulan" in page.lower()


def test_an_entry_without_claims_is_led_to_the_self_assessment(cast, client):
    client.force_login(cast.officer)
    page = client.get(f"/siklus/entri/{make_entry(cast.unit).pk}/ramalan/")
    assert "Belum ada yang diklaim" in page.content.decode()


def test_nobody_but_the_village_and_its_city_reads_it(cast, client):
    entry = make_entry(cast.unit)
    claim(entry, "A1")
    juror = User.objects.create_user("juri", "juri@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=juror, role=Role.JUROR, region_id="99")
    Seat.objects.create(cycle=entry.cycle, user=juror, label="Juri 1")
    address = f"/siklus/entri/{entry.pk}/ramalan/"
    assert client.get(address).status_code == 302
    for user, status in [(cast.officer, 200), (cast.viewer, 404), (cast.stranger, 404), (juror, 404)]:
        client.force_login(user)
        assert client.get(address).status_code == status, user.username


def test_another_draw_asks_other_questions_and_nonsense_asks_the_first(cast, client):
    entry = make_entry(cast.unit)
    client.force_login(cast.operator)
    address = f"/siklus/entri/{entry.pk}/ramalan/"

    def asked(query: str) -> str:
        page = client.get(address + query).content.decode()
        return page[page.index('id="gladi"') : page.index("<a", page.index('id="gladi"'))]

    assert asked("?undian=1") == asked("") == asked("?undian=²") == asked("?undian=99999999999")
    assert len({asked(f"?undian={seed}") for seed in range(1, 8)}) > 1
    assert timezone.localdate() == TODAY
