"""What rows of the matrix about e-PPGBM speak of: an export that the PKB at home has sent."""

from __future__ import annotations

from tests.apps.access_world import VILLAGE, World, thing
from tests.apps.growth.eppgbm_files import export_of


@thing("eppgbm_file")
def _(world: World) -> str:
    """One new measurement of the child of RW 001, and a child that is on no record."""
    from guyub.apps.growth.services import eppgbm

    rows = [
        {"name": name, "birth": "2024-09-09", "day": "2026-02-07", "weight": "10,1", "rw": "1"}
        for name in ("Ananda Seruni", "Ananda Entah")
    ]
    return str(eppgbm.receive(world.users["pkb"], world.village, "ekspor.csv", export_of(*rows)).pk)


@thing("measured_month")
def _(world: World) -> str:
    """A month in which a child of the village was measured."""
    from datetime import date

    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.growth.services import Figures, record_measurement
    from guyub.apps.people.models import Person

    child = Person.objects.get(village_id=VILLAGE, rw="001", birth_date=date(2024, 9, 9), name="Ananda Seruni")
    record_measurement(SYSTEM, child, date(2024, 12, 8), Figures(weight_g=6_000))
    return "2024-12"
