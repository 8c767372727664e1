"""Reminders of open commitments: whom to remind today, one letter an office, and what was copied by hand.

A commitment is reminded of at most once a day and way; the row that says so is written in the letter's transaction, so
a letter that does not go out is tried again.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q

from guyub.apps.accounts.actors import SYSTEM, Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.coordination.models import Commitment, CommitmentQuerySet, Office, Reminder
from guyub.apps.coordination.services.counts import late, soon

Wording = Callable[[Office, list[Commitment], date], tuple[str, str]]
"""Subject and text of an office's letter."""


def to_remind(commitments: CommitmentQuerySet, today: date) -> CommitmentQuerySet:
    """Of these, the open ones that are late or come due soon; the most urgent first."""
    return commitments.filter(late(today) | soon(today)).order_by("due", "pk")


def send_letters(today: date, wording: Wording, every: int = 1) -> tuple[int, int]:
    """One letter to each office that has an address and something to be reminded of; returns letters and commitments.

    Args:
        today: The day; what was reminded of on it already is left out.
        wording: Words of a letter.
        every: Days that must lie between two letters about the same commitment, 1 or more.
    """
    since = today - timedelta(days=every - 1)
    reminded = Q(reminders__way=Reminder.Way.EMAIL, reminders__on__gte=since, reminders__on__lte=today)
    open_ones = to_remind(Commitment.objects.exclude(pk__in=Commitment.objects.filter(reminded).values("pk")), today)
    offices = Office.objects.filter(active=True, commitments__in=open_ones).exclude(email="").distinct().order_by("pk")
    letters = count = 0
    for office in offices:
        found = list(open_ones.filter(office=office).prefetch_related("villages"))
        if found and _send(office, found, today, wording):
            letters, count = letters + 1, count + len(found)
    return letters, count


@transaction.atomic
def _send(office: Office, found: list[Commitment], today: date, wording: Wording) -> bool:
    for one in found:
        made = Reminder.objects.get_or_create(commitment=one, way=Reminder.Way.EMAIL, on=today)[1]
        if not made:  # another run was faster
            return False
    subject, text = wording(office, found, today)
    _note(SYSTEM, found)
    send_mail(subject, text, None, [office.email])
    return True


@transaction.atomic
def note_copied(actor: Actor, commitment: Commitment, today: date) -> Reminder:
    """The text of a reminder was taken along to be sent by hand."""
    codes = list(commitment.villages.values_list("region_id", flat=True))
    require(actor, "remind-commitment", Right.COORDINATE, *codes)
    made, is_new = Reminder.objects.get_or_create(
        commitment=commitment, way=Reminder.Way.COPIED, on=today, defaults={"sent_by": person(actor)}
    )
    if is_new:
        _note(actor, [commitment])
    return made


def _note(actor: Actor, commitments: Iterable[Commitment]) -> None:
    for one in commitments:
        trail.note(actor, "commitment-reminded", chain=one.region_id, subject=f"commitment:{one.pk}")
