"""Fix a classification: facts, result and instrument, each with a fingerprint over itself and the one before.

The fingerprint needs a key that is not in the database, so whoever changes a row there cannot make it fit again.
Two things it cannot see alone: that the latest snapshots of a unit are gone, and a change by someone who has the key
as well. Both show against an earlier list of fingerprints that was kept elsewhere (see `verify_chain`).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.models import Snapshot
from guyub.apps.assessment.services.knowledge import Known, known_about_many
from guyub.apps.assessment.services.locks import lock_units
from guyub.apps.assessment.services.states import assess_known, default_instrument
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
class ChainProblem:
    """A snapshot that was tampered with or does not follow the one before."""

    sequence: int
    reason: str


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
        sequence=before.sequence + 1 if before else 1,
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
        previous_hash=before.hash if before else "",
    )
    snapshot.hash = content_hash(snapshot)
    return snapshot


def content_hash(snapshot: Snapshot) -> str:
    """HMAC-SHA-256 over everything the snapshot states, the fingerprint before it included."""
    content: dict[str, Any] = {name: getattr(snapshot, name) for name in HASHED}
    content["as_of"] = snapshot.as_of.isoformat()
    content["taken_at"] = snapshot.taken_at.astimezone(UTC).isoformat()
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.SNAPSHOT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def verify_chain(unit: Unit, earlier: Mapping[int, str] | None = None) -> list[ChainProblem]:
    """Snapshots of a unit whose content or order was changed behind the product's back. Empty: none was found.

    Args:
        unit: Whose snapshots.
        earlier: Fingerprints by number, noted before and kept elsewhere. Only with them it shows that the latest
            snapshots were removed, or that someone with the key wrote the chain anew.
    """
    problems, before, expected = [], "", 1
    chain = list(Snapshot.objects.filter(unit=unit).order_by("sequence"))
    for snapshot in chain:
        if snapshot.sequence != expected:
            problems.append(ChainProblem(snapshot.sequence, "number-skipped"))
        if snapshot.previous_hash != before:
            problems.append(ChainProblem(snapshot.sequence, "does-not-follow"))
        if not hmac.compare_digest(snapshot.hash, content_hash(snapshot)):
            problems.append(ChainProblem(snapshot.sequence, "content-changed"))
        before, expected = snapshot.hash, snapshot.sequence + 1
    found = {snapshot.sequence: snapshot.hash for snapshot in chain}
    for sequence, noted in (earlier or {}).items():
        if sequence not in found:
            problems.append(ChainProblem(sequence, "gone"))
        elif found[sequence] != noted:
            problems.append(ChainProblem(sequence, "not-as-noted"))
    return problems


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
