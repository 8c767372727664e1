"""The public pages, the readiness and the forecast on a phone and a desk; the public ones without JavaScript too."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from guyub.apps.appraisal.models import Cycle, Entry, ItemStanding
from guyub.apps.assessment.services import SYSTEM, record_facts, take_snapshot
from guyub.data.cycle_files import load_cycle_definition
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_look import SMALL_TARGETS, SMALLEST_TARGET, STICKS_OUT_OF_ITS_CARD, opened
from tests.conftest import FACTS


@pytest.fixture
def entry(cast) -> Entry:
    """A village with a way behind it, and a claim of two items."""
    take_snapshot(SYSTEM, cast.unit)
    values = {**FACTS, "operating_routines": 3}
    record_facts(SYSTEM, cast.unit, as_of=date(2024, 5, 31), values=values, source="synthetic", provenance="Rekaan")
    take_snapshot(SYSTEM, cast.unit)
    definition = load_cycle_definition("kota-seleksi")
    cycle = Cycle.objects.create(
        code="uji",
        region_id="99.01",
        year=2027,
        title="Siklus uji",
        definition=definition.model_dump(mode="json"),
        definition_id=definition.id,
        definition_version=definition.version,
        definition_checksum=definition.checksum,
    )
    made = Entry.objects.create(cycle=cycle, unit=cast.unit, stage="mandiri")
    for item in ("A1", "B3"):
        ItemStanding.objects.create(entry=made, item=item, weight=300, claimed_share=10_000, claimed_points=300)
    return made


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        pytest.param(None, "desa/99.01.01.1001/", id="village"),
        pytest.param(None, "wilayah/99.01/jarak/", id="league"),
        pytest.param("operator", "desa/99.01.01.1001/kesiapan/", id="readiness"),
        pytest.param("operator", "siklus/entri/{entry}/ramalan/", id="forecast"),
    ],
)
def test_it_reads_well_for_eyes_fingers_and_screen_readers(visit, cast, entry, who, path, width):
    page = opened(visit(path.format(entry=entry.pk), user=who and getattr(cast, who), width=width))
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(STICKS_OUT_OF_ITS_CARD) == []
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


def test_a_visitor_without_javascript_reads_and_finds_the_way(visit, entry):
    page = visit("desa/99.01.01.1001/", java_script_enabled=False)
    assert page.locator("#perjalanan tbody tr").count() == 2
    page = visit("wilayah/99.01/jarak/", java_script_enabled=False)
    page.locator("main tbody a").first.click()
    assert page.locator("h1").inner_text() == "Mawar"
