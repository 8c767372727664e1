"""Links with which an office without an account answers one commitment, once, until a day.

The token is random and leaves here once; the database keeps only its digest. Whatever is wrong with a link, the answer
is the same, so nothing is learnt by trying.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM, Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.coordination.models import AnswerLink, Commitment
from guyub.apps.coordination.services import commitments
from guyub.apps.coordination.services.commitments import LINK_ACTS, UnusableCommitment
from guyub.apps.evidence.models import Evidence, StoredFile
from guyub.apps.evidence.services import proofs
from guyub.apps.territory.models import Unit
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.commitments import Act, Side, State, WrongMoment, acts_in, after
from guyub.domain.coordination.periods import Span
from guyub.errors import DomainError


class LinkDoesNotOpen(DomainError):
    """The link is unknown, expired, used, or revoked; which, is not said."""

    code = "answer-link-closed"
    template = "This link does not open. It was used, taken back, or its days are over. Ask who sent it for a new one."
    exit_code = 7


@dataclass(frozen=True)
class Delivery:
    """What an office hands over with a link: one file about one of the villages, what it is, and the day."""

    village: Unit
    kind: str
    on: date
    file: UploadedFile


@transaction.atomic
def make_link(actor: Actor, commitment: Commitment) -> tuple[AnswerLink, str]:
    """A new link and its token, for who coordinates in the commitment's villages. Earlier open ones are taken back.

    Raises:
        WrongMoment: There is nothing left to answer.
    """
    codes = list(commitment.villages.values_list("region_id", flat=True))
    require(actor, "make-answer-link", Right.COORDINATE, *codes)
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if not answers_to(held):
        raise WrongMoment(state=held.state, act="link")
    held.links.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    link = AnswerLink.objects.create(
        commitment=held,
        digest=digest_of(token),
        expires_at=timezone.now() + timedelta(days=load_commitment_periods().days(Span.LINK)),
        made_by=person(actor),
    )
    _note(actor, "answer-link-made", link)
    return link, token


@transaction.atomic
def revoke_link(actor: Actor, link: AnswerLink) -> None:
    """Take a link back; it opens no more."""
    codes = list(link.commitment.villages.values_list("region_id", flat=True))
    require(actor, "revoke-answer-link", Right.COORDINATE, *codes)
    if AnswerLink.objects.filter(pk=link.pk, revoked_at=None, used_at=None).update(revoked_at=timezone.now()):
        _note(actor, "answer-link-revoked", link)


def open_link(digest: str) -> AnswerLink:
    """The link of a digest, if it still opens; reading it uses nothing up.

    Raises:
        LinkDoesNotOpen: Unknown, expired, used, or revoked.
    """
    now = timezone.now()
    link = (
        AnswerLink.objects.filter(digest=digest, used_at=None, revoked_at=None, expires_at__gt=now)
        .select_related("commitment__office", "commitment__region")
        .first()
    )
    if link is None:
        raise LinkDoesNotOpen()
    return link


def answer(digest: str, act: Act, words: str = "", delivery: Delivery | None = None) -> Commitment:
    """Answer with a link, which is then used up; an answer that is refused uses nothing up.

    Args:
        digest: Of the link's token.
        act: One of `LINK_ACTS`.
        words: Reason, report, or remark.
        delivery: What is handed over, with `Act.DELIVER`.

    Raises:
        LinkDoesNotOpen: It does not open, or no more.
        WrongMoment, ReasonMissing, EvidenceMissing, UnusableCommitment: The answer does not fit.
        FileRefused: The file is not taken in, with the reason.
    """
    commitment = open_link(digest).commitment
    if act not in LINK_ACTS:
        raise LinkDoesNotOpen()
    commitments.expire_if_old(commitment)
    stored = _taken_in(commitment, delivery) if delivery is not None else None  # takes seconds: nothing is locked
    with transaction.atomic():
        Commitment.objects.select_for_update().get(pk=commitment.pk)  # two answers at once: one after the other
        link = open_link(digest)
        if act is Act.ACCEPT:
            commitments.accept(SYSTEM, link.commitment, link=link)
        elif act is Act.REFUSE:
            commitments.refuse(SYSTEM, link.commitment, words, link=link)
        elif act is Act.REPORT:
            commitments.report(SYSTEM, link.commitment, words, link=link)
        else:
            proof = _proof(link, delivery, stored) if delivery is not None and stored is not None else None
            on = delivery.on if delivery is not None else None
            commitments.deliver(SYSTEM, link.commitment, proof, on=on, words=words, link=link)
        AnswerLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        _note(SYSTEM, "answer-link-used", link)
    return link.commitment


def answers_to(commitment: Commitment) -> tuple[Act, ...]:
    """What may be answered with a link now."""
    return tuple(act for act in acts_in(State(commitment.state), Side.OFFICE) if act in LINK_ACTS)


def _taken_in(commitment: Commitment, delivery: Delivery) -> StoredFile:
    """The file, looked into and kept, once all that can be told before says that it will be delivered."""
    commitment.refresh_from_db()
    after(State(commitment.state), Act.DELIVER, evidence=True)
    commitments.check_delivery_day(commitment, delivery.on)
    if not commitment.villages.filter(pk=delivery.village.pk).exists():
        raise UnusableCommitment(reason="proof-of-elsewhere")
    return proofs.taken_in(delivery.file)


def _proof(link: AnswerLink, delivery: Delivery, stored: StoredFile) -> Evidence:
    """A proof that waits for its check. Who made the link knows it, and so checks neither proof nor delivery."""
    described = commitments.described_delivery(link.commitment, delivery.kind, delivery.on)
    proof = proofs.add(SYSTEM, delivery.village, described, let_in_by=link.made_by_id)
    proofs.attach(SYSTEM, proof, stored, delivery.file.name or "")
    return proof


def digest_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _note(actor: Actor, action: str, link: AnswerLink) -> None:
    place = link.commitment.region_id
    trail.note(actor, action, chain=place, subject=f"commitment:{link.commitment_id}", link=link.pk)
