"""What rows of the access matrix name about the forecast and the public pages."""

from __future__ import annotations

from tests.apps.access_world import CITY, VILLAGE, World, thing


@thing("forecast_entry")
def _(world: World) -> int:
    """An entry of the village in a cycle of its city."""
    from guyub.apps.appraisal.models import Cycle, Entry
    from guyub.apps.territory.models import Unit
    from guyub.data.cycle_files import load_cycle_definition

    definition = load_cycle_definition("kota-seleksi")
    cycle = Cycle.objects.create(
        code="uji-ramalan",
        region_id=CITY,
        year=2027,
        title="Siklus uji",
        definition=definition.model_dump(mode="json"),
        definition_id=definition.id,
        definition_version=definition.version,
        definition_checksum=definition.checksum,
        state=Cycle.State.OPEN,
    )
    return Entry.objects.create(cycle=cycle, unit=Unit.objects.get(region_id=VILLAGE), stage="mandiri").pk
