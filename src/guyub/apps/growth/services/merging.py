"""When two entries of the registry become one: what is held of the child follows, and goes back when that is undone."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.growth.models import CareMark, Measurement, Referral
from guyub.apps.growth.models_care import COUNTS_ONCE
from guyub.apps.growth.services.states import renew
from guyub.apps.people.models import Person

MARKED_TWICE = "Tercatat juga pada catatan ganda yang digabung"


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`."""
    return [model.objects.filter(child__in=(kept, absorbed)) for model in (Measurement, CareMark, Referral)]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`.

    A mark that both have counts once: that of the absorbed entry is withdrawn. A referral of the absorbed one that
    waits stays there where one of the kept entry waits too.
    """
    _withdraw_twice(actor, kept, absorbed)
    CareMark.objects.filter(child=absorbed).update(child=kept)
    Measurement.objects.filter(child=absorbed).update(child=kept)
    referrals = Referral.objects.filter(child=absorbed)
    if Referral.objects.filter(child=kept, answered_on=None).exists():
        referrals = referrals.exclude(answered_on=None)
    referrals.update(child=kept)
    renew([kept, absorbed])


def undone(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.merge_undone`."""
    renew([kept, absorbed])


def _withdraw_twice(actor: Actor, kept: Person, absorbed: Person) -> None:
    there = {_counted_as(one) for one in CareMark.objects.counting().filter(child=kept)}
    twice = [one.pk for one in CareMark.objects.counting().filter(child=absorbed) if _counted_as(one) in there]
    CareMark.objects.filter(pk__in=twice).update(
        withdrawn_on=timezone.localdate(), withdrawn_by=person(actor), reason=MARKED_TWICE
    )


def _counted_as(one: CareMark) -> tuple[object, ...]:
    """What no two marks of a child that count have in common."""
    return (one.kind, one.code) if one.kind in COUNTS_ONCE else (one.kind, one.code, one.day)
