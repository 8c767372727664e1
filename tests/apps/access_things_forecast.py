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


@thing("public_picture")
def _(world: World) -> int:
    """A picture of a proof that everybody may see."""
    from guyub.apps.evidence.models import Attachment, Evidence, StoredFile
    from guyub.apps.evidence.services.files import path_of

    proof = Evidence.objects.create(
        unit=world.cast.unit, kind="photo", title="Senam rekaan", state="checked", public=True
    )
    digest = "5" * 64
    file = StoredFile.objects.create(sha256=digest, kept_sha256=digest, media_type="image/jpeg", size=4)
    path_of(file).parent.mkdir(parents=True, exist_ok=True)
    path_of(file).write_bytes(b"\xff\xd8\xff\xe0")
    return Attachment.objects.create(evidence=proof, file=file, name="foto.jpg").pk
