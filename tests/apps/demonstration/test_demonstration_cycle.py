"""The demonstration's cycle: a panel of three, one claim for the city to verify, loaded once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services.judging import may_judge, seat_of
from guyub.apps.assessment.services import open_units
from guyub.apps.assessment.services.units import NewUnit
from guyub.apps.demonstration.cycles import PANEL, load_cycle
from guyub.apps.demonstration.people import DOMAIN, PEOPLE, SURVEYED
from guyub.apps.territory.models import Region

if TYPE_CHECKING:
    from tests.conftest import Cast


def test_the_cycle_has_a_panel_and_an_entry_before_the_city(cast: Cast) -> None:
    district = Region.objects.get(pk="99.01.01")
    place = Region.objects.create(
        code=SURVEYED, name="Padang", level="village", kind="kelurahan", parent=district, synthetic=True
    )
    open_units(SYSTEM, [NewUnit(place, place.name, date(2022, 1, 1))])
    for person in PEOPLE:
        if person.username in {name for name, *_ in PANEL}:
            user = User.objects.create_user(person.username, f"{person.username}{DOMAIN}")
            Assignment.objects.create(user=user, role=person.role, region_id=person.region)
    for _ in range(2):
        load_cycle()
    cycle = Cycle.objects.get()
    assert [held.label for held in cycle.seats.all()] == ["Sekretaris", "Ketua", "Juri 1"]
    entry = Entry.objects.get()
    assert entry.stage == "verifikasi-kota"
    assert entry.items.count() == 36
    juror = seat_of(User.objects.get(username="juri2"), cycle)
    assert juror.label == "Juri 1"
    assert may_judge(juror, entry)
