"""The demonstration's cycle of the year before, told again from its ledger, and proofs in several states; once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Entry, VisitPlan
from guyub.apps.appraisal.services.verdicts import replay
from guyub.apps.assessment.models import Source, VillageState
from guyub.apps.assessment.services import NewUnit, open_units, record_facts
from guyub.apps.coordination.models import Meeting
from guyub.apps.demonstration.past_cycle import load_past_cycle
from guyub.apps.demonstration.people import DOMAIN, PEOPLE, SURVEYED
from guyub.apps.demonstration.proofs import load_proofs
from guyub.apps.evidence.models import Evidence
from guyub.apps.territory.models import Region

if TYPE_CHECKING:
    from tests.conftest import Cast


def test_a_cycle_goes_all_the_way_and_replays_the_same(cast: Cast) -> None:
    facts = {**VillageState.objects.get(unit=cast.unit).facts}
    record_facts(
        SYSTEM, cast.empty_unit, as_of=date(2024, 1, 31), values=facts, source=Source.SYNTHETIC, provenance="uji"
    )
    for person in PEOPLE:
        if person.username in {"provinsi", "juri1", "juri2"}:
            user = User.objects.create_user(person.username, f"{person.username}{DOMAIN}")
            Assignment.objects.create(user=user, role=person.role, region_id=person.region)
    for _ in range(2):
        load_past_cycle()
    cycle = Cycle.objects.get()
    assert cycle.state == Cycle.State.DECIDED
    assert sorted(Entry.objects.values_list("rank", flat=True)) == [1, 2]
    assert replay(cycle) == []
    assert VisitPlan.objects.filter(cycle=cycle, published=True).count() == 1


def test_proofs_stand_in_several_states(cast: Cast) -> None:
    district = Region.objects.get(pk="99.01.01")
    place = Region.objects.create(
        code=SURVEYED, name="Padang", level="village", kind="kelurahan", parent=district, synthetic=True
    )
    open_units(SYSTEM, [NewUnit(place, place.name, date(2022, 1, 1))])
    for _ in range(2):
        load_proofs()
    assert sorted(Evidence.objects.values_list("state", flat=True)) == ["checked", "claimed", "rejected", "uploaded"]
    assert Meeting.objects.get().state == Meeting.State.CLOSED
    assert all("rekaan" in title for title in Evidence.objects.values_list("title", flat=True))
