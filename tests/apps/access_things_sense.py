"""Things of the access matrix: a finding about a proof of home."""

from __future__ import annotations

from tests.apps.access_world import World, thing


@thing("finding")
def _(world: World) -> int:
    from guyub.apps.evidence.models import Evidence, Finding

    proof = Evidence.objects.create(unit=world.cast.unit, kind="photo", title="Foto rekaan", state="uploaded")
    return Finding.objects.create(evidence=proof, rule="place", details={"km": 5}).pk
