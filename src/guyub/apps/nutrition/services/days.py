"""Kitchen days: who got a portion and what was eaten; a page's sendings count once. The only way to write these.

Whoever is in a round of supplementary food has the portion as that day's serving too: it is told once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.services import HAPPENED, follow_soon
from guyub.apps.audit import trail
from guyub.apps.nutrition.models import KitchenDay, KitchenGuest, KitchenPortion, KitchenSending, PmtRound
from guyub.apps.nutrition.services.kitchen import require_kitchen
from guyub.apps.nutrition.services.problems import KitchenClosed, KitchenRefused, NotAGuest
from guyub.apps.nutrition.services.servings import record_serving, withdraw_serving
from guyub.apps.territory.models import Region
from guyub.apps.ui.outbox import arrived_before, row_number
from guyub.data.nutrition_files import load_pmt_rules, load_running_rules
from guyub.domain.nutrition.pmt import Eaten

MOST_RUPIAH = 1_000_000_000
MOST_SOLD = 10_000


@dataclass(frozen=True)
class DayFacts:
    """What is told of a kitchen day besides its portions; see `KitchenDay`."""

    fund: str = ""
    safety: Sequence[str] = ()
    cost: int | None = None
    sold: int = 0
    income: int | None = None


@dataclass(frozen=True)
class Tick:
    """What is told of one guest's portion; see `KitchenPortion`."""

    given: bool
    eaten: int | None = None
    reason: str = ""


@transaction.atomic
def open_kitchen(actor: Actor, village: Region, day: date) -> KitchenDay:
    """Begin a kitchen day, or go on with it.

    Raises:
        NotAllowed: The actor may not run this kitchen.
        KitchenRefused: The day is to come.
    """
    require_kitchen(actor, village.code)
    if day > timezone.localdate():
        raise KitchenRefused(reason="day-to-come")
    new = {"opened_by": person(actor), "opened_at": timezone.now()}
    try:
        with transaction.atomic():
            held, created = KitchenDay.objects.get_or_create(village=village, day=day, defaults=new)
    except IntegrityError:  # somebody else opened it at the same moment
        held, created = KitchenDay.objects.get(village=village, day=day), False
    if created:
        _note(actor, "kitchen-day-opened", held)
    return held


@transaction.atomic
def describe_kitchen(actor: Actor, held: KitchenDay, facts: DayFacts) -> KitchenDay:
    """Say who paid, what was checked, what it cost, and what was sold besides.

    Raises:
        NotAllowed: The actor may not run this kitchen.
        KitchenClosed: The day is over.
        KitchenRefused: A code is not in its list, or a number cannot be.
    """
    held = _locked(actor, held)
    rules = load_running_rules()
    if (facts.fund and facts.fund not in rules.funds.items) or not set(facts.safety) <= set(rules.safety.items):
        raise KitchenRefused(reason="kitchen-not-in-the-list")
    sums = [one for one in (facts.cost, facts.income) if one is not None]
    if any(not 0 < one <= MOST_RUPIAH for one in sums) or not 0 <= facts.sold <= MOST_SOLD:
        raise KitchenRefused(reason="kitchen-number-impossible")
    if facts.income is not None and not facts.sold:
        raise KitchenRefused(reason="kitchen-income-without-sale")
    held.fund, held.cost, held.sold, held.income = facts.fund, facts.cost, facts.sold, facts.income
    held.safety = [code for code in rules.safety.items if code in facts.safety]
    held.save(update_fields=["fund", "safety", "cost", "sold", "income"])
    _note(actor, "kitchen-day-described", held)
    return held


@transaction.atomic
def close_kitchen(actor: Actor, held: KitchenDay) -> KitchenDay:
    """End a day; what still waits on a phone is refused until it is opened again.

    Raises:
        NotAllowed: The actor may not run this kitchen.
    """
    require_kitchen(actor, held.village_id)
    if held.closed_at is None:
        held.closed_at = timezone.now()
        held.save(update_fields=["closed_at"])
        _note(actor, "kitchen-day-closed", held)
        follow_soon(HAPPENED, [held.village_id])
    return held


@transaction.atomic
def reopen_kitchen(actor: Actor, held: KitchenDay) -> KitchenDay:
    """Open a day again.

    Raises:
        NotAllowed: The actor may not run this kitchen.
    """
    require_kitchen(actor, held.village_id)
    if held.closed_at is not None:
        held.closed_at = None
        held.save(update_fields=["closed_at"])
        _note(actor, "kitchen-day-reopened", held)
    return held


def guests_of(village: str, day: date) -> "QuerySet[KitchenGuest]":
    """Who is given a portion of a kitchen on a day; filter by `permitted` before showing names."""
    lasting = Q(ended_on=None) | Q(ended_on__gt=day)
    return KitchenGuest.objects.filter(lasting, village=village, since__lte=day, until__gte=day)


@transaction.atomic
def take_in_portion(actor: Actor, held: KitchenDay, changes: Any, sequence: int, device: str) -> int:
    """Put a numbered sending of a page of a kitchen day on record, once; returns its number.

    Args:
        changes: {"guest": row number, "given": true, "eaten": 3, "reason": "refused"}; ``eaten`` null: nobody asked.
            The last one of a guest counts. Empty: the number is used up.
        sequence: Number of the sending on its page, from 1.
        device: The page, a random name of its own.

    Raises:
        NotAllowed: The actor may not run this kitchen.
        SendingsMissing: An earlier sending of the page has not arrived.
        KitchenClosed: The day is over.
        NotAGuest: They are given no portion that day, or live where the actor may not tick.
        KitchenRefused: What was told cannot be.
    """
    require_kitchen(actor, held.village_id)
    held = KitchenDay.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if arrived_before(held.sendings.all(), device, sequence):
        return sequence
    if held.closed_at is not None:
        raise KitchenClosed
    if changes:
        guest, tick = read_tick(changes)
        _tick(actor, held, {guest: tick})
    KitchenSending.objects.create(
        held=held, device=device, sequence=sequence, sent_by=person(actor), arrived_at=timezone.now()
    )
    return sequence


@transaction.atomic
def save_portions(actor: Actor, held: KitchenDay, ticks: Mapping[int, Tick]) -> int:
    """Put many portions on record at once; returns how many were given.

    Raises:
        NotAllowed, KitchenClosed, NotAGuest, KitchenRefused: As for `take_in_portion`.
    """
    held = _locked(actor, held)
    _tick(actor, held, ticks)
    return sum(one.given for one in ticks.values())


def read_tick(changes: Any) -> tuple[int, Tick]:
    """The guest and the portion in what a page sent.

    Raises:
        NotAGuest: It has the wrong shape.
    """
    told: Mapping[str, Any] = changes if isinstance(changes, dict) else {}
    guest, given, eaten, reason = (told.get(name) for name in ("guest", "given", "eaten", "reason"))
    row = row_number(guest)
    shaped = type(given) is bool and (eaten is None or type(eaten) is int) and isinstance(reason or "", str)
    if row is None or not shaped:
        raise NotAGuest(guest=str(guest)[:20])
    return row, Tick(bool(given), eaten, reason or "")


def _tick(actor: Actor, held: KitchenDay, ticks: Mapping[int, Tick]) -> None:
    """One row a guest and day, whatever came before: to send it again changes nothing."""
    guests = guests_of(held.village_id, held.day).filter(pk__in=list(ticks)).select_related("person")
    found = {one.pk: one for one in guests}
    scope = None if isinstance(actor, System) else scope_of(actor)
    for pk, tick in ticks.items():
        if pk not in found or (scope and not scope.may(Right.EDIT_NUTRITION, found[pk].person.place)):
            raise NotAGuest(guest=pk)
        _refuse_impossible(tick)
    if not ticks:
        return
    who, now = person(actor), timezone.now()
    KitchenPortion.objects.bulk_create(
        [
            KitchenPortion(
                held=held,
                guest_id=pk,
                given=tick.given,
                eaten=tick.eaten,
                reason=tick.reason,
                ticked_by=who,
                ticked_at=now,
            )
            for pk, tick in ticks.items()
        ],
        update_conflicts=True,
        unique_fields=["held", "guest"],
        update_fields=["given", "eaten", "reason", "ticked_by", "ticked_at"],
    )
    people = {one.person_id: ticks[pk] for pk, one in found.items()}
    _serve(actor, held, people)
    given = sum(one.given for one in ticks.values())
    _note(actor, "kitchen-portions-ticked", held, count=len(ticks), given=given)


def _serve(actor: Actor, held: KitchenDay, people: Mapping[int, Tick]) -> None:
    """The portions of those in a round of supplementary food are its servings."""
    lasting = Q(ended_on=None) | Q(ended_on__gte=held.day)
    for one in PmtRound.objects.filter(lasting, person__in=people, begun__lte=held.day).select_related("person"):
        tick = people[one.person_id]
        if tick.given:
            record_serving(actor, one, held.day, tick.eaten, tick.reason)
        else:
            withdraw_serving(actor, one, held.day)


def _refuse_impossible(tick: Tick) -> None:
    if tick.eaten is not None and (not tick.given or tick.eaten not in list(Eaten)):
        raise KitchenRefused(reason="pmt-eaten-unknown")
    if tick.reason and tick.reason not in load_pmt_rules().uneaten.reasons:
        raise KitchenRefused(reason="pmt-reason-unknown")
    if tick.reason and tick.given and tick.eaten in (None, Eaten.ALL):
        raise KitchenRefused(reason="pmt-reason-without-rest")


def _locked(actor: Actor, held: KitchenDay) -> KitchenDay:
    require_kitchen(actor, held.village_id)
    held = KitchenDay.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if held.closed_at is not None:
        raise KitchenClosed
    return held


def _note(actor: Actor, action: str, held: KitchenDay, **details: int) -> None:
    trail.note(actor, action, chain=held.village_id, day=held.day.isoformat(), **details)
