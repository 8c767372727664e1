"""Things of the panel's rows: cycles of the province in each scored stage, and one that is decided."""

from __future__ import annotations

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Seat
from guyub.apps.appraisal.services import cycles, entries, judging, seats, verdicts
from guyub.apps.territory.models import Region
from guyub.domain.cycles import CycleDefinition, RecordKind
from tests.apps.access_world import World, thing


def _cycle(world: World, title: str, stage: str, jurors_at_least: int = 1) -> Cycle:
    """A cycle whose only judge is the juror at home, with village A in a stage."""
    from guyub.data.cycle_files import load_cycle_definition

    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update={"jurors_at_least": jurors_at_least})
    cycle = cycles.open_cycle(SYSTEM, Region.objects.get(pk="99"), 2025, rules, title)
    seats.seat(SYSTEM, cycle, world.users["juror"], Seat.Post.CHAIR)
    entry = Entry.objects.create(cycle=cycle, unit=world.cast.unit, stage=stage)
    body = {"share": 10_000, "weight": 200, "facts": {}, "note": ""}
    entries.record(SYSTEM, entry, RecordKind.CLAIM, stage="mandiri", item="A1", body=body)
    verified = {"share": 10_000, "reason": ""}
    entries.record(SYSTEM, entry, RecordKind.VERIFIED, stage="verifikasi-kota", item="A1", body=verified)
    entries.refresh_standing(entry)
    return cycle


def _scored(world: World, title: str) -> Cycle:
    """A cycle whose entry has all its scores."""
    cycle, juror = _cycle(world, title, "berkas"), world.users["juror"]
    given = {
        "berkas": ["mutu-berkas"],
        "wawancara": ["komitmen", "pengelolaan", "dampak"],
        "lapangan": ["pengamatan"],
    }
    for stage, criteria in given.items():
        Entry.objects.filter(cycle=cycle).update(stage=stage)
        entry = Entry.objects.select_related("cycle", "unit").get(cycle=cycle)
        for criterion in criteria:
            judging.give_score(juror, entry, stage, criterion, "80")
    judging.check_item(juror, entry, "A1", "match")
    Entry.objects.filter(cycle=cycle).update(stage="pleno")
    return cycle


@thing("panel_review")
def _(world: World) -> str:
    return _cycle(world, "Telaah", "berkas").code


@thing("panel_interview")
def _(world: World) -> str:
    return _cycle(world, "Bicara", "wawancara").code


@thing("panel_field")
def _(world: World) -> str:
    return _cycle(world, "Lapangan", "lapangan").code


@thing("field_photo")
def _(world: World) -> int:
    from guyub.apps.appraisal.models import FieldPhoto
    from guyub.apps.evidence.models import Attachment

    entry = Entry.objects.get(cycle__code=world.thing("panel_field"))
    file = Attachment.objects.get(pk=world.thing("proof_file")).file
    seat = Seat.objects.get(cycle=entry.cycle)
    return FieldPhoto.objects.create(entry=entry, item="A1", seat=seat, file=file).pk


@thing("panel_scored")
def _(world: World) -> str:
    return _scored(world, "Pleno").code


@thing("panel_even")
def _(world: World) -> str:
    """Two entries with equal scores, and rules that leave them to lots."""
    cycle = _scored(world, "Undian")
    rules = cycles.definition_of(cycle)
    rules = CycleDefinition.model_validate({**rules.model_dump(mode="json"), "ties": [{"by": "lot"}]})
    kept = {"definition": rules.model_dump(mode="json"), "definition_checksum": rules.checksum}
    Cycle.objects.filter(pk=cycle.pk).update(**kept)
    first = Entry.objects.get(cycle=cycle)
    second = Entry.objects.create(cycle=cycle, unit=world.cast.empty_unit, stage=first.stage)
    for row in EntryRecord.objects.filter(entry=first).select_related("seat").order_by("sequence"):
        entries.record(SYSTEM, second, row.kind, stage=row.stage, item=row.item, seat=row.seat, body=row.body)
    return cycle.code


@thing("panel_opened")
def _(world: World) -> str:
    """Scored, with the file review opened to the panel."""
    cycle = _scored(world, "Terbuka")
    judging.reveal(SYSTEM, Entry.objects.select_related("cycle", "unit").get(cycle=cycle), "berkas")
    return cycle.code


@thing("panel_decided")
def _(world: World) -> str:
    cycle = _scored(world, "Putus")
    verdicts.decide(SYSTEM, cycle, "1/BA", "Kota Contoh")
    return cycle.code


@thing("field_check")
def _(world: World) -> dict[str, object]:
    return {"device": "abcdef0123456789", "sequence": 1, "changes": {"item": "A1", "result": "match", "note": ""}}
