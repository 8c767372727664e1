"""Fix a classification: facts, result and instrument, each with a fingerprint over itself and the one before.

The fingerprint needs a key that is not in the database, so whoever changes a row there cannot make it fit again.
Two things it cannot see alone: that the latest snapshots of a unit are gone, and a change by someone who has the key
as well. Both show against an earlier list of fingerprints that was kept elsewhere (see `verify_chain`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.models import Snapshot
from guyub.apps.assessment.services.knowledge import Known, known_about_many
from guyub.apps.assessment.services.locks import lock_units
from guyub.apps.assessment.services.states import assess_known, default_instrument
from guyub.apps.audit.hash_chain import NO_ROW, Problem, link, problems, seal
from guyub.apps.territory.models import Unit
from guyub.data import load_instrument, load_related
from guyub.domain.instruments import Assessment, Instrument, assess
from guyub.errors import DomainError

HASHED = (
    "unit_id",
    "sequence",
    "as_of",
    "taken_at",
    "taken_by_id",
    "note",
    "covers",
    "part",
    "facts",
    "given",
    "result",
    "instrument_id",
    "instrument_version",
    "instrument_mode",
    "instrument_checksum",
    "class_name",
    "class_rank",
    "index_input",
    "index_process",
    "index_output",
    "previous_hash",
)


class NothingToSnapshot(DomainError):
    """There is no data yet."""

    code = "nothing-to-snapshot"
    template = "Village {village} has no figures yet; record some before fixing a classification."
    exit_code = 4


class InstrumentChanged(DomainError):
    """The rules a snapshot was made with are not the ones at hand."""

    code = "instrument-changed"
    template = (
        "The snapshot was made with {instrument} {version} ({checksum}); installed here is {installed_version} "
        "({installed_checksum}). Put the former rule file back, or give the new one an id of its own."
    )
    exit_code = 5


@dataclass(frozen=True)
class ChainEnd:
    """The latest snapshot of a unit: number and fingerprint."""

    village: str
    unit: int
    sequence: int
    fingerprint: str


def is_repeated(last: Snapshot, known: Known) -> bool:
    """Whether a snapshot taken now would say the same as ``last``: same figures, cover, and rules. No query."""
    instrument = default_instrument()
    covers, part = (known.level.covers, known.level.part) if known.level else ("", "")
    now = (dict(known.facts), dict(known.given), covers, part, instrument.checksum, instrument.default_mode)
    then = (last.facts, last.given, last.covers, last.part, last.instrument_checksum, last.instrument_mode)
    return now == then


def take_snapshot(actor: Actor, unit: Unit, note: str = "") -> Snapshot:
    """Fix the unit's classification as it is now; see `take_snapshots`."""
    return take_snapshots(actor, [unit], note)[0]


@transaction.atomic
def take_snapshots(actor: Actor, units: Sequence[Unit], note: str = "") -> list[Snapshot]:
    """Fix the classification of several units as it is now, all or none.

    Raises:
        NotAllowed: The person's role or territory does not allow it.
        NothingToSnapshot: Nothing was ever recorded for one of them.
    """
    require(actor, "take-snapshot", Right.SNAPSHOT, *(unit.region_id for unit in units))
    keys = [unit.pk for unit in units]
    lock_units(keys)  # one link at a time
    instrument = default_instrument()
    known = known_about_many(units, instrument)
    before = _last_links(keys)
    snapshots = [_link(actor, known[unit.pk], instrument, before.get(unit.pk), note) for unit in units]
    return Snapshot.objects.bulk_create(snapshots)


def _last_links(keys: Sequence[int]) -> dict[int, Snapshot]:
    latest = Snapshot.objects.filter(unit=OuterRef("unit")).order_by("-sequence").values("pk")[:1]
    return {link.unit_id: link for link in Snapshot.objects.filter(unit__in=keys, pk=Subquery(latest))}


def _link(actor: Actor, known: Known, instrument: Instrument, before: Snapshot | None, note: str) -> Snapshot:
    if not known.anything:
        raise NothingToSnapshot(village=known.unit.region_id)
    answer = assess_known(known, instrument)
    snapshot = Snapshot(
        unit=known.unit,
        as_of=known.as_of,
        taken_at=timezone.now(),
        taken_by=person(actor),
        note=note,
        covers=known.level.covers if known.level else "",
        part=known.level.part if known.level else "",
        facts=dict(known.facts),
        given=dict(known.given),
        result=answer.as_dict(),
        instrument_id=answer.instrument_id,
        instrument_version=answer.instrument_version,
        instrument_mode=answer.mode,
        instrument_checksum=answer.checksum,
        class_name=answer.class_name,
        class_rank=answer.rank,
        index_input=answer.indices.get("input"),
        index_process=answer.indices.get("process"),
        index_output=answer.indices.get("output"),
    )
    link(snapshot, (before.sequence, before.hash) if before else NO_ROW, content_hash)
    return snapshot


def content_hash(snapshot: Snapshot) -> str:
    """The seal that a snapshot should have: over everything it states, the seal before it included."""
    return seal("", {name: getattr(snapshot, name) for name in HASHED})


def verify_chain(unit: Unit, earlier: Mapping[int, str] | None = None) -> list[Problem]:
    """Snapshots of a unit whose content or order was changed behind the product's back. Empty: none was found.

    Args:
        unit: Whose snapshots.
        earlier: Fingerprints by number, noted before and kept elsewhere. Only with them it shows that the latest
            snapshots were removed, or that someone with the key wrote the chain anew.
    """
    chain = str(unit.pk)
    return list(
        problems(
            Snapshot.objects.filter(unit=unit).order_by("sequence"),
            chain_of=lambda _snapshot: chain,
            seal_of=content_hash,
            noted={chain: earlier or {}},
        )
    )


def chain_ends() -> list[ChainEnd]:
    """The latest snapshot of every unit that has one, by village. To be kept elsewhere; see `verify_chain`."""
    latest = Snapshot.objects.filter(unit=OuterRef("unit")).order_by("-sequence").values("pk")[:1]
    rows = Snapshot.objects.filter(pk=Subquery(latest)).order_by("unit__region_id", "unit_id")
    return [ChainEnd(*row) for row in rows.values_list("unit__region_id", "unit_id", "sequence", "hash")]


def replay(snapshot: Snapshot) -> Assessment:
    """Assess the snapshot's own facts anew with the instrument it names.

    Raises:
        InstrumentChanged: The installed rules are not the ones the snapshot was made with.
    """
    instrument = load_instrument(snapshot.instrument_id)
    if instrument.checksum != snapshot.instrument_checksum:
        raise InstrumentChanged(
            instrument=snapshot.instrument_id,
            version=snapshot.instrument_version,
            checksum=snapshot.instrument_checksum[:12],
            installed_version=instrument.version,
            installed_checksum=instrument.checksum[:12],
        )
    related = load_related(instrument)
    return assess(instrument, snapshot.facts, mode=snapshot.instrument_mode, given=snapshot.given, related=related)
