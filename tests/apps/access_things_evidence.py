"""Things of the access matrix: a proof of home with a picture, and a file on its way to it."""

from __future__ import annotations

from tests.apps.access_world import World, thing


@thing("proof")
def _(world: World) -> int:
    from guyub.apps.evidence.models import Evidence, Support

    proof = Evidence.objects.create(unit=world.cast.unit, kind="photo", title="Foto balai rekaan", state="uploaded")
    Support.objects.create(evidence=proof, instrument="kkb-siap-1.0", item="A8")
    return proof.pk


@thing("proof_file")
def _(world: World) -> int:
    import hashlib

    from guyub.apps.evidence.models import Attachment, StoredFile
    from guyub.apps.evidence.services import files

    content = b"isi rekaan"
    name = hashlib.sha256(content).hexdigest()
    place = files.folder() / name[:2] / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    stored, _made = StoredFile.objects.get_or_create(
        sha256=name, defaults={"kept_sha256": name, "media_type": "image/jpeg", "size": len(content)}
    )
    return Attachment.objects.create(evidence_id=world.thing("proof"), file=stored, name="foto.jpg").pk


@thing("upload")
def _(world: World) -> str:
    from guyub.apps.evidence.models import Upload

    starter = world.users["operator"]
    upload = Upload.objects.create(
        evidence_id=world.thing("proof"), name="b.jpg", size=9, sha256="b" * 64, started_by=starter
    )
    return str(upload.pk)
