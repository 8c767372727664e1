"""The only door to the commitment ledger: propose, answer, report, deliver, check, move the day, close.

One transaction an act; the commitment's row is locked first, so of two people at once the second sees what the first
did. Every act is an event of the ledger; the columns are copies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM, Actor, System, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.services import HAPPENED, follow_soon
from guyub.apps.audit import chained, trail
from guyub.apps.coordination.models import (
    OPEN_STATES,
    AnswerLink,
    Commitment,
    CommitmentEvent,
    Decision,
    Meeting,
    Office,
)
from guyub.apps.coordination.services import village_facts
from guyub.apps.evidence.items import instruments
from guyub.apps.evidence.models import Evidence
from guyub.apps.evidence.models import State as EvidenceState
from guyub.apps.evidence.services import proofs
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.commitments import RULES, Act, OwnDelivery, Side, State, after, expires
from guyub.domain.coordination.periods import Span
from guyub.domain.instruments import Instrument
from guyub.errors import DomainError, NotAllowed, NotFound

LARGEST_CHANGE = 10_000_000


def promised_instruments() -> tuple[Instrument, ...]:
    """Instruments in which a commitment may be worth something: that of the class first."""
    return tuple(reversed(instruments()))


class UnusableCommitment(DomainError):
    """Something that a commitment must say is missing or cannot be."""

    code = "unusable-commitment"
    template = "The commitment was not written: {reason}."
    exit_code = 4
    words = ("reason",)


@dataclass(frozen=True)
class NewCommitment:
    """What an office is asked to promise. ``fact_change``: how much the fact moves in each village."""

    office: Office
    output: str
    due: date
    villages: Sequence[Unit]
    post: str = ""
    quantity: int = 1
    quantity_unit: str = "kegiatan"
    budget_line: str = ""
    budget_source: str = Commitment.Source.NONE
    budget_rupiah: int = 0
    fact: str = ""
    fact_change: int | None = None
    instrument: str = ""
    item: str = ""
    meeting: Meeting | None = None
    decision: Decision | None = None


@transaction.atomic
def propose(actor: Actor, new: NewCommitment) -> Commitment:
    """Write what an office is asked to do. The first event holds all of it.

    Raises:
        NotAllowed: The person may not coordinate in one of the villages.
        UnusableCommitment: Something is missing or cannot be.
    """
    if reason := _problem(new, may_be_past=isinstance(actor, System)):
        raise UnusableCommitment(reason=reason)
    require(actor, "propose-commitment", Right.COORDINATE, *(unit.region_id for unit in new.villages))
    if new.meeting is not None:
        _same_place(new)
    commitment = Commitment.objects.create(
        **_columns(new),
        region_id=new.office.region_id,
        state_since=timezone.now(),
        created_by=None if isinstance(actor, System) else actor,
    )
    commitment.villages.set(new.villages)
    _write(actor, commitment, Act.PROPOSE, State.PROPOSED, details=_promised(new))
    return commitment


def accept(actor: Actor, commitment: Commitment, *, link: AnswerLink | None = None) -> Commitment:
    """The office takes it on."""
    return _act(actor, commitment, Act.ACCEPT, link=link)


def refuse(actor: Actor, commitment: Commitment, reason: str, *, link: AnswerLink | None = None) -> Commitment:
    """The office does not take it on, and says why."""
    return _act(actor, commitment, Act.REFUSE, reason, link=link)


def start(actor: Actor, commitment: Commitment) -> Commitment:
    """Work has begun."""
    return _act(actor, commitment, Act.START)


def report(actor: Actor, commitment: Commitment, words: str, *, link: AnswerLink | None = None) -> Commitment:
    """How far the work is, in words; what was accepted is in progress from then on."""
    return _act(actor, commitment, Act.REPORT, words, link=link)


def deliver(
    actor: Actor,
    commitment: Commitment,
    evidence: Evidence | None,
    *,
    on: date | None = None,
    words: str = "",
    link: AnswerLink | None = None,
) -> Commitment:
    """The output is there, with a proof of one of its villages. ``on``: the day of delivery; not one to come."""
    if evidence is not None:
        fits = commitment.villages.filter(pk=evidence.unit_id).exists()
        if not isinstance(actor, System):
            fits = fits and Evidence.objects.visible_to(actor).filter(pk=evidence.pk).exists()
        if not fits:
            raise UnusableCommitment(reason="proof-of-elsewhere")
    on = on or timezone.localdate()
    check_delivery_day(commitment, on)
    return _act(actor, commitment, Act.DELIVER, words, evidence=evidence, link=link, details={"on": on.isoformat()})


def check_delivery_day(commitment: Commitment, on: date) -> None:
    """Refuse a day of delivery that is to come, or was before anything was asked.

    Raises:
        UnusableCommitment: It is.
    """
    if on > timezone.localdate() or on < timezone.localdate(commitment.created_at):
        raise UnusableCommitment(reason="delivery-day")


def described_delivery(commitment: Commitment, kind: str, on: date) -> proofs.Description:
    """How a proof is described that a delivery brings along."""
    usual = load_commitment_periods().default_item
    named = commitment.instrument and commitment.item
    item = (commitment.instrument, commitment.item) if named else (usual.instrument, usual.item)
    return proofs.Description(kind=kind, title=commitment.output[:160], items=[item], dated=on)


def verify(actor: Actor, commitment: Commitment, words: str = "") -> Commitment:
    """Somebody else than who delivered has looked at the proof and finds it sufficient.

    Raises:
        OwnDelivery: The person delivered it, or made the link with which it was delivered.
        OwnProof: The person added the proof, or a file of it.
        UnusableCommitment: The proof was rejected meanwhile, or has no file.
    """
    expire_if_old(commitment)
    with transaction.atomic():
        done = _act(actor, commitment, Act.VERIFY, words)
        proof = proof_of(done)
        if proof is not None and proof.state == EvidenceState.UPLOADED:
            proofs.check(actor, proof)
        elif proof is None or proof.state not in (EvidenceState.CHECKED, EvidenceState.VERIFIED):
            raise UnusableCommitment(reason="proof-not-good")
        village_facts.record_for(done.villages.all(), timezone.localdate())
        follow_soon(HAPPENED, done.villages.values_list("region_id", flat=True))
    return done


def send_back(actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The delivery is not sufficient; the office goes on, and knows why."""
    return _act(actor, commitment, Act.SEND_BACK, reason)


def change_due(actor: Actor, commitment: Commitment, due: date, reason: str) -> Commitment:
    """Move the day; the earlier day and the reason stay in the ledger."""
    if due == commitment.due or due < timezone.localdate():
        raise UnusableCommitment(reason="due-not-new")
    return _act(actor, commitment, Act.CHANGE_DUE, reason, details={"due": due.isoformat()})


def expire_old(today: date | None = None) -> int:
    """Close open commitments whose day is long gone; returns how many."""
    today = today or timezone.localdate()
    open_ones = Commitment.objects.filter(state__in=OPEN_STATES, due__lt=today).order_by("pk")
    return sum(_expire(one.pk, today) for one in open_ones if _expires(one, today))


def expire_if_old(commitment: Commitment) -> None:
    """Close one commitment if its day is long gone.

    Every act begins with it. Whoever puts a transaction around an act calls it before: an act that is refused would
    else take it back.
    """
    _expire(commitment.pk, timezone.localdate())


@transaction.atomic
def _expire(key: int, today: date) -> bool:
    commitment = _held(key)
    if not _expires(commitment, today):
        return False
    _write(SYSTEM, commitment, Act.EXPIRE, State.EXPIRED, details={"due": commitment.due.isoformat()})
    return True


def _expires(commitment: Commitment, today: date) -> bool:
    grace_days = load_commitment_periods().days(Span.GRACE)
    return expires(State(commitment.state), commitment.due, today, grace_days)


def _act(
    actor: Actor,
    commitment: Commitment,
    act: Act,
    words: str = "",
    *,
    evidence: Evidence | None = None,
    link: AnswerLink | None = None,
    details: dict[str, Any] | None = None,
) -> Commitment:
    """One act on a commitment. What should have expired does so first, in a transaction of its own, and stays so."""
    expire_if_old(commitment)
    with transaction.atomic():
        held = _held(commitment.pk)
        require_act(actor, held, act, link)
        words = words.strip()
        if len(words) > CommitmentEvent._meta.get_field("reason").max_length:
            raise UnusableCommitment(reason="words-too-long")
        ends = after(State(held.state), act, reason=words, evidence=evidence is not None)
        _write(actor, held, act, ends, words, evidence=evidence, link=link, details=details)
    commitment.refresh_from_db()
    return commitment


def _held(key: int) -> Commitment:
    found = Commitment.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound(kind="commitment", name=key, known="-")
    return found


LINK_ACTS = frozenset({Act.ACCEPT, Act.REFUSE, Act.REPORT, Act.DELIVER})


def require_act(actor: Actor, commitment: Commitment, act: Act, link: AnswerLink | None = None) -> None:
    """Refuse whom this act is not for, whatever state the commitment is in.

    Raises:
        NotAllowed: It is another side's act, or another office's commitment.
        OwnDelivery: Who delivered would check, or who made the link with which it was delivered.
    """
    action, codes = f"commitment-{act}", _codes(commitment)
    side = RULES[act].side
    if link is not None:
        if link.commitment_id != commitment.pk or act not in LINK_ACTS:
            raise NotAllowed(action=action)
    elif isinstance(actor, System):
        return
    elif side is Side.OFFICE:
        if not Commitment.objects.answerable_by(actor).filter(pk=commitment.pk).exists():
            raise NotAllowed(action=action)
    else:
        require(actor, action, Right.CHECK_EVIDENCE if side is Side.CHECKER else Right.COORDINATE, *codes)
        if side is Side.CHECKER and actor.pk == _deliverer(commitment):
            raise OwnDelivery()


def _codes(commitment: Commitment) -> list[str]:
    return list(commitment.villages.values_list("region_id", flat=True))


def proof_of(commitment: Commitment) -> Evidence | None:
    """The proof of the latest delivery."""
    last = commitment.events.filter(action=Act.DELIVER).select_related("evidence").order_by("-sequence").first()
    return None if last is None else last.evidence


def _deliverer(commitment: Commitment) -> int | None:
    """Who delivered last; of a link, who made it and knows it."""
    last = commitment.events.filter(action=Act.DELIVER).select_related("by_link").order_by("-sequence").first()
    if last is None:
        return None
    return last.actor_id if last.by_link is None else last.by_link.made_by_id


def _write(
    actor: Actor,
    commitment: Commitment,
    act: Act,
    ends: State,
    words: str = "",
    *,
    evidence: Evidence | None = None,
    link: AnswerLink | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """The event, the copies in the columns, and the line on the trail."""
    details = dict(details or {})
    changed = ["state"]
    if act is Act.CHANGE_DUE:
        details["from"] = commitment.due.isoformat()
        commitment.due = date.fromisoformat(details["due"])
        changed.append("due")
    if act is Act.DELIVER or act is Act.SEND_BACK:
        commitment.delivered_on = date.fromisoformat(details["on"]) if act is Act.DELIVER else None
        changed.append("delivered_on")
    if act is Act.PROPOSE or ends != State(commitment.state):
        commitment.state_since = timezone.now()
        changed.append("state_since")
    commitment.state = ends.value
    commitment.save(update_fields=changed)
    event = CommitmentEvent(
        commitment=commitment,
        action=act.value,
        state=ends.value,
        reason=words,
        details=details,
        evidence=evidence,
        by_link=link,
    )
    chained.append(actor, str(commitment.pk), event)
    trail.note(
        actor, f"commitment-{act}", chain=commitment.region_id, subject=f"commitment:{commitment.pk}", state=ends.value
    )


def _columns(new: NewCommitment) -> dict[str, Any]:
    return {
        "office": new.office,
        "meeting": new.meeting,
        "decision": new.decision,
        **{name: getattr(new, name) for name in _PLAIN},
    }


_PLAIN = (
    "output",
    "due",
    "post",
    "quantity",
    "quantity_unit",
    "budget_line",
    "budget_source",
    "budget_rupiah",
    "fact",
    "fact_change",
    "instrument",
    "item",
)


def _promised(new: NewCommitment) -> dict[str, Any]:
    """All that the first event holds, as plain values."""
    plain = {name: getattr(new, name) for name in _PLAIN}
    plain["due"] = new.due.isoformat()
    plain["budget_source"] = str(new.budget_source)
    return {
        **plain,
        "office": new.office.short,
        "office_id": new.office.pk,
        "villages": sorted(unit.region_id for unit in new.villages),
        "meeting": new.meeting.pk if new.meeting else None,
        "decision": new.decision.number if new.decision else None,
    }


def _problem(new: NewCommitment, may_be_past: bool) -> str:
    """Why it cannot be written, as a code; empty when it can. A command may take over a ledger kept elsewhere."""
    city = new.office.region_id
    facts = load_fact_catalogue().by_code
    problems = {
        "no-output": not new.output.strip(),
        "output-too-long": len(new.output) > 300,
        "commitment-no-village": not new.villages,
        "village-elsewhere": any(not f"{unit.region_id}.".startswith(f"{city}.") for unit in new.villages),
        "office-closed": not new.office.active,
        "due-past": not may_be_past and new.due < timezone.localdate(),
        "commitment-quantity": new.quantity < 1,
        "commitment-budget": new.budget_rupiah < 0 or new.budget_source not in Commitment.Source.values,
        "unknown-fact": bool(new.fact) and new.fact not in facts,
        "change-without-fact": not new.fact and new.fact_change is not None,
        "change-too-large": abs(new.fact_change or 0) > LARGEST_CHANGE,
        "commitment-unknown-item": not _item_exists(new.instrument, new.item),
    }
    return next((code for code, is_so in problems.items() if is_so), "")


def _item_exists(instrument: str, item: str) -> bool:
    if not instrument and not item:
        return True
    found = next((one for one in promised_instruments() if one.id == instrument), None)
    return found is not None and (not item or item in found.by_code)


def _same_place(new: NewCommitment) -> None:
    meeting = new.meeting
    assert meeting is not None
    here = f"{new.office.region_id}.".startswith(f"{meeting.region_id}.") or f"{meeting.region_id}.".startswith(
        f"{new.office.region_id}."
    )
    if not here or (new.decision is not None and new.decision.meeting_id != meeting.pk):
        raise UnusableCommitment(reason="meeting-elsewhere")
