"""The visit window of a village, and proofs that run out before it ends."""

from __future__ import annotations

from datetime import date

from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services import visits
from guyub.apps.appraisal.services.visit_windows import visit_window
from guyub.apps.evidence.models import Finding
from guyub.apps.evidence.services.sense import sense_all
from guyub.apps.evidence.services.windows import window_of
from guyub.domain.cycles import CycleDefinition
from guyub.domain.evidence.sense import Window
from tests.apps.appraisal.test_visit_plans import FIRST, LAST, cycle, secretary, wish  # noqa: F401
from tests.apps.evidence.sensed import proof
from tests.conftest import Cast

VILLAGE = "99.01.01.1001"


def test_without_a_plan_and_days_of_the_stage_nobody_knows(cast: Cast, cycle: Cycle) -> None:  # noqa: F811
    assert visit_window(VILLAGE) is None


def test_days_of_the_field_stage_are_the_window_until_there_is_a_plan(cast, cycle, secretary) -> None:  # noqa: F811
    for stage in cycle.definition["stages"]:
        if stage["kind"] == "field":
            stage["opens"], stage["closes"] = "2025-03-01", "2025-05-31"
    cycle.definition_checksum = CycleDefinition.model_validate(cycle.definition).checksum
    cycle.save()
    assert visit_window(VILLAGE) == Window(date(2025, 3, 1), date(2025, 5, 31))
    visits.make_visit_plan(secretary, cycle, wish())
    assert visit_window(VILLAGE) == Window(FIRST, LAST) == window_of(VILLAGE)


def test_an_entry_that_ended_and_a_decided_cycle_have_none(cast, cycle, secretary) -> None:  # noqa: F811
    visits.make_visit_plan(secretary, cycle, wish())
    Entry.objects.filter(unit=cast.unit).update(state=Entry.State.ENDED)
    assert visit_window(VILLAGE) is None
    Cycle.objects.update(state=Cycle.State.DECIDED)
    assert visit_window("99.02.01.1001") is None


def test_a_proof_that_runs_out_before_the_visit_is_noticed(cast, cycle, secretary) -> None:  # noqa: F811
    before = proof(cast.unit, kind="decree", dated=date(2023, 1, 1), valid_until=date(2025, 3, 1))
    proof(cast.unit, kind="decree", dated=date(2023, 1, 1), valid_until=date(2026, 3, 1))
    sense_all()
    assert not Finding.objects.filter(rule="expires").exists()
    visits.make_visit_plan(secretary, cycle, wish())
    sense_all()
    assert list(Finding.objects.filter(rule="expires").values_list("evidence", flat=True)) == [before.pk]
