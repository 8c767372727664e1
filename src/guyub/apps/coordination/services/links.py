"""Links with which an office without an account answers one commitment, once, until a day.

The token is random and leaves here once; the database keeps only its digest. Whatever is wrong with a link, the answer
is the same, so nothing is learnt by trying.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM, Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.coordination.models import AnswerLink, Commitment
from guyub.apps.coordination.services import commitments
from guyub.apps.coordination.services.commitments import LINK_ACTS
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.commitments import Act, Side, State, WrongMoment, acts_in
from guyub.domain.coordination.periods import Span
from guyub.errors import DomainError


class LinkDoesNotOpen(DomainError):
    """The link is unknown, expired, used, or revoked; which, is not said."""

    code = "answer-link-closed"
    template = "This link does not open. It was used, taken back, or its days are over. Ask who sent it for a new one."
    exit_code = 7


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


def answer(digest: str, act: Act, words: str = "") -> Commitment:
    """Answer with a link, which is then used up; an answer that is refused uses nothing up.

    Raises:
        LinkDoesNotOpen: It does not open, or no more.
        WrongMoment, ReasonMissing: The answer does not fit.
    """
    commitment = open_link(digest).commitment
    if act not in LINK_ACTS:
        raise LinkDoesNotOpen()
    with transaction.atomic():
        Commitment.objects.select_for_update().get(pk=commitment.pk)  # two answers at once: one after the other
        link = open_link(digest)
        if act is Act.ACCEPT:
            commitments.accept(SYSTEM, link.commitment, link=link)
        elif act is Act.REFUSE:
            commitments.refuse(SYSTEM, link.commitment, words, link=link)
        else:
            commitments.report(SYSTEM, link.commitment, words, link=link)
        AnswerLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        _note(SYSTEM, "answer-link-used", link)
    return link.commitment


def answers_to(commitment: Commitment) -> tuple[Act, ...]:
    """What may be answered with a link now."""
    return tuple(act for act in acts_in(State(commitment.state), Side.OFFICE) if act in LINK_ACTS)


def digest_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _note(actor: Actor, action: str, link: AnswerLink) -> None:
    place = link.commitment.region_id
    trail.note(actor, action, chain=place, subject=f"commitment:{link.commitment_id}", link=link.pk)
