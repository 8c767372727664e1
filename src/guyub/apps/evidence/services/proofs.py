"""Add and change proofs, and decide about them: the only door for writing. Each act is a row of the proof's ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from guyub.apps.accounts.actors import SYSTEM, Actor, person, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.services import HAPPENED, follow_soon
from guyub.apps.audit import chained, trail
from guyub.apps.evidence import limits, records
from guyub.apps.evidence.errors import DaysCrossed, NoItem, OwnProof, ReasonMissing, TooManyFiles, UnknownRecord
from guyub.apps.evidence.items import check_items
from guyub.apps.evidence.models import Attachment, Evidence, EvidenceEvent, StoredFile, Support
from guyub.apps.evidence.services import files
from guyub.apps.territory.models import Unit
from guyub.domain.evidence import states
from guyub.domain.evidence.states import State, Step

LEAST_REASON = 10
NAME_LENGTH = 120
LET_IN = "let_in_by"  # in the details of an event: the account that let somebody without one in


@dataclass(frozen=True)
class Description:
    """What is said about a proof. ``items``: pairs of instrument and item that it supports."""

    kind: str
    title: str
    items: Sequence[tuple[str, str]]
    description: str = ""
    dated: date | None = None
    valid_until: date | None = None
    place: str = ""
    issuer: str = ""
    number: str = ""
    record_kind: str = ""
    record_key: str = ""
    public: bool = False


COLUMNS = (
    "kind",
    "title",
    "description",
    "dated",
    "valid_until",
    "place",
    "issuer",
    "number",
    "record_kind",
    "record_key",
    "public",
)


@transaction.atomic
def add(actor: Actor, unit: Unit, described: Description, *, let_in_by: int | None = None) -> Evidence:
    """Add a proof of a village; files follow, unless a record of our own stands in for them.

    Args:
        actor: Who adds it.
        unit: The village.
        described: What is said about it.
        let_in_by: Key of the account that let somebody without an account add it; it does not check the proof.

    Raises:
        NotAllowed: The actor adds no proofs there.
        NoItem, UnknownItem, DaysCrossed, UnknownRecord: What is said about it does not hold.
    """
    require(actor, "add-evidence", Right.ADD_EVIDENCE, unit.region_id)
    _check(actor, unit, described)
    proof = Evidence(unit=unit, added_by=person(actor), **_columns(described))
    proof.state = states.after(Step.ADD, State.CLAIMED, has_material=bool(proof.record_kind))
    proof.save()
    _support(proof, described.items)
    details = {"items": _items(described.items), "kind": proof.kind}
    _put_down(actor, proof, Step.ADD, details={**details, LET_IN: let_in_by} if let_in_by else details)
    trail.note(actor, "evidence-added", chain=unit.region_id, subject=f"evidence {proof.pk}", kind=proof.kind)
    return proof


@transaction.atomic
def describe(actor: Actor, proof: Evidence, described: Description) -> Evidence:
    """Say something else about a proof. What was checked has to be checked again; nothing changed is nothing done.

    Raises:
        NotAllowed, NoItem, UnknownItem, DaysCrossed, UnknownRecord: See `add`.
    """
    held = _held(actor, proof, "change-evidence", Right.ADD_EVIDENCE)
    _check(actor, held.unit, described)
    before = {name: getattr(held, name) for name in COLUMNS}
    wanted = _columns(described)
    supported = set(held.supports.values_list("instrument", "item"))
    changed = sorted(name for name in COLUMNS if before[name] != wanted[name])
    if supported != set(described.items):
        changed.append("items")
    if not changed:
        return held
    for name, value in wanted.items():
        setattr(held, name, value)
    held.supports.all().delete()
    _support(held, described.items)
    _move(actor, held, Step.DESCRIBE, details={"changed": changed, "items": _items(described.items)})
    return held


@transaction.atomic
def attach(actor: Actor, proof: Evidence, stored: StoredFile, name: str, caption: str = "") -> Attachment:
    """Put a kept file into a proof; the same file again changes nothing.

    Raises:
        NotAllowed: The actor adds no proofs there.
        TooManyFiles: The proof is full.
    """
    held = _held(actor, proof, "change-evidence", Right.ADD_EVIDENCE)
    there = held.attachments.filter(file=stored).first()
    if there is not None:
        return there
    places = list(held.attachments.values_list("position", flat=True))
    if len(places) >= limits.FILES_OF_A_PROOF:
        raise TooManyFiles(most=limits.FILES_OF_A_PROOF)
    made = Attachment.objects.create(
        evidence=held,
        file=stored,
        name=clean_name(name, stored.media_type),
        caption=caption[:200],
        position=max(places, default=0) + 1,
    )
    _move(actor, held, Step.ATTACH, details={"file": stored.sha256, "type": stored.media_type})
    return made


def add_with_files(actor: Actor, unit: Unit, described: Description, sent: Sequence[UploadedFile]) -> Evidence:
    """Add a proof together with its first files: all of it, or nothing if one of them is refused.

    Raises:
        FileRefused: A file is not taken in, with the reason.
        NotAllowed, NoItem, UnknownItem, DaysCrossed, UnknownRecord: See `add`.
    """
    require(actor, "add-evidence", Right.ADD_EVIDENCE, unit.region_id)
    taken = [(taken_in(one), plain_name(one.name or "")) for one in sent]  # takes seconds: before anything is locked
    with transaction.atomic():
        proof = add(actor, unit, described)
        for stored, name in taken:
            attach(actor, proof, stored, name)
    proof.refresh_from_db()
    return proof


def attach_sent(actor: Actor, proof: Evidence, sent: UploadedFile, caption: str = "") -> Attachment:
    """Take in a file of a form and put it into a proof.

    Raises:
        FileRefused: The file is not taken in, with the reason.
        NotAllowed, TooManyFiles: See `attach`.
    """
    require(actor, "change-evidence", Right.ADD_EVIDENCE, proof.unit.region_id)
    return attach(actor, proof, taken_in(sent), plain_name(sent.name or ""), caption)


@transaction.atomic
def take_off(actor: Actor, attachment: Attachment) -> Evidence:
    """Take a file off a proof. Its content stays for a while, and the ledger keeps its fingerprint.

    Raises:
        NotAllowed: The actor adds no proofs there.
    """
    held = _held(actor, attachment.evidence, "change-evidence", Right.ADD_EVIDENCE)
    gone = held.attachments.select_related("file").filter(pk=attachment.pk).first()
    if gone is not None:
        gone.delete()
        _move(actor, held, Step.DETACH, details={"file": gone.file.sha256})
    return held


@transaction.atomic
def check(actor: Actor, proof: Evidence) -> Evidence:
    """The city has looked at a proof and finds it good.

    Raises:
        NotAllowed: The actor checks no proofs there.
        OwnProof: The actor added it, or a file of it.
        StepOutOfTurn: It is not waiting for a check.
    """
    return _decide(actor, proof, Step.CHECK, "check-evidence", Right.CHECK_EVIDENCE)


@transaction.atomic
def reject(actor: Actor, proof: Evidence, reason: str) -> Evidence:
    """The city has looked at a proof and sends it back, with the reason.

    Raises:
        ReasonMissing: The village could not know what to mend.
        NotAllowed, OwnProof, StepOutOfTurn: See `check`.
    """
    reason = reason.strip()[:500]
    if len(reason) < LEAST_REASON:
        raise ReasonMissing(evidence=proof.pk, least=LEAST_REASON)
    return _decide(actor, proof, Step.REJECT, "check-evidence", Right.CHECK_EVIDENCE, reason)


@transaction.atomic
def verify(actor: Actor, proof: Evidence, note: str = "") -> Evidence:
    """What the proof says was seen in the field.

    Raises:
        NotAllowed, OwnProof: See `check`.
        StepOutOfTurn: It was not checked before.
    """
    return _decide(actor, proof, Step.VERIFY, "verify-evidence", Right.VERIFY, note.strip()[:500])


@transaction.atomic
def expire(today: date) -> int:
    """Put on record which proofs ran out before this day; returns how many. Run it once a day."""
    over = Evidence.objects.filter(valid_until__lt=today, state__in=[str(s) for s in states.DECISIONS[Step.EXPIRE][0]])
    held = list(over.select_for_update().order_by("pk"))  # without what somebody rejected or renewed meanwhile
    for one in held:
        _move(SYSTEM, one, Step.EXPIRE, details={"valid_until": one.valid_until.isoformat()})
    return len(held)


def may_change(user: User, proof: Evidence) -> bool:
    """Whether a proof in the person's sight may be changed by the person."""
    return scope_of(user).may(Right.ADD_EVIDENCE, proof.unit.region_id)


def contributors(proof: Evidence) -> set[int]:
    """Keys of the people who added the proof or changed it, or let somebody do so: none of them checks it."""
    rows = proof.events.filter(action__in=[str(step) for step in states.CHANGES]).values_list("actor_id", "details")
    return {key for actor, details in rows for key in (actor, details.get(LET_IN)) if key is not None}


def plain_name(name: str) -> str:
    """The last part of a path, without what does not belong into a name."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip(" .")[-NAME_LENGTH:] or "berkas"


def clean_name(name: str, media_type: str) -> str:
    """A name for downloading whose ending tells what the file is, whatever it was called."""
    stem, suffix = plain_name(name), limits.TYPES[media_type].suffix
    known = {".jpeg"} | {kind.suffix for kind in limits.TYPES.values()}
    for ending in known:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    return f"{stem[: NAME_LENGTH - len(suffix)] or 'berkas'}{suffix}"


def taken_in(sent: UploadedFile, *, pictures_only: bool = False) -> StoredFile:
    """Look into a file of a form and keep it. It takes seconds: lock nothing before.

    Raises:
        FileRefused: It is not taken in, with the reason.
    """
    name = plain_name(sent.name or "")
    files.check_size(name, sent.size or 0)
    with files.as_path(sent) as path:
        return files.take_in(path, name, pictures_only=pictures_only)


def _decide(actor: Actor, proof: Evidence, step: Step, action: str, right: Right, reason: str = "") -> Evidence:
    held = _held(actor, proof, action, right)
    user = person(actor)
    if user is not None and (held.added_by_id == user.pk or user.pk in contributors(held)):
        raise OwnProof(evidence=held.pk)
    _move(actor, held, step, reason=reason)
    trail.note(actor, _NOTED[step], chain=held.unit.region_id, subject=f"evidence {held.pk}")
    follow_soon(HAPPENED, [held.unit.region_id])
    return held


_NOTED = {Step.CHECK: "evidence-checked", Step.REJECT: "evidence-rejected", Step.VERIFY: "evidence-verified"}


def _held(actor: Actor, proof: Evidence, action: str, right: Right) -> Evidence:
    """The proof as it is now, locked until the transaction is over, for someone with this right in its village."""
    held = Evidence.objects.select_for_update().select_related("unit").get(pk=proof.pk)
    require(actor, action, right, held.unit.region_id)
    return held


def _move(
    actor: Actor, proof: Evidence, step: Step, *, reason: str = "", details: dict[str, Any] | None = None
) -> None:
    material = bool(proof.record_kind) or proof.attachments.exists()
    proof.state = str(states.after(step, State(proof.state), has_material=material, key=proof.pk))
    proof.save()
    _put_down(actor, proof, step, reason=reason, details=details)


def _put_down(
    actor: Actor, proof: Evidence, step: Step, *, reason: str = "", details: dict[str, Any] | None = None
) -> None:
    row = EvidenceEvent(evidence=proof, action=str(step), state=str(proof.state), reason=reason, details=details or {})
    chained.append(actor, str(proof.pk), row)


def _check(actor: Actor, unit: Unit, described: Description) -> None:
    if not described.items:
        raise NoItem()
    check_items(list(described.items))
    if described.dated and described.valid_until and described.valid_until < described.dated:
        raise DaysCrossed(until=described.valid_until, dated=described.dated)
    user = person(actor)
    if described.record_kind and user is not None:
        record = records.resolve(user, described.record_kind, described.record_key)
        if record is None or unit.region_id not in record.villages:
            raise UnknownRecord(key=described.record_key)


def _columns(described: Description) -> dict[str, Any]:
    return {name: getattr(described, name) for name in COLUMNS}


def _support(proof: Evidence, items: Sequence[tuple[str, str]]) -> None:
    for instrument, item in sorted(set(items)):  # one by one: the evidence sense hears of each
        Support.objects.create(evidence=proof, instrument=instrument, item=item)


def _items(items: Sequence[tuple[str, str]]) -> list[str]:
    return sorted({f"{instrument} {item}" for instrument, item in items})
