"""When two entries of the registry become one: what is held of the mother, and of a child's birth, follows."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.people.models import Person


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    pair = (kept, absorbed)
    return [
        Pregnancy.objects.filter(mother__in=pair),
        MotherCheck.objects.filter(mother__in=pair),
        Birth.objects.filter(child__in=pair),
    ]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`.

    Where a pregnancy lasts on both, it was noted twice: checks join that of the kept entry, the other was a mistake. A
    birth of the absorbed child stays with it where the kept one has its own.
    """
    mine, theirs = (Pregnancy.objects.filter(mother=one, ended_on=None).first() for one in (kept, absorbed))
    if mine is not None and theirs is not None:
        MotherCheck.objects.filter(pregnancy=theirs).update(pregnancy=mine)
        theirs.outcome, theirs.ended_on, theirs.ended_by = (
            Pregnancy.Outcome.MISTAKE,
            timezone.localdate(),
            person(actor),
        )
        theirs.save(update_fields=["outcome", "ended_on", "ended_by"])
    Pregnancy.objects.filter(mother=absorbed).update(mother=kept)
    MotherCheck.objects.filter(mother=absorbed).update(mother=kept)
    if not Birth.objects.filter(child=kept).exists():
        Birth.objects.filter(child=absorbed).update(child=kept)
