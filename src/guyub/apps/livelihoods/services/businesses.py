"""Register a business, describe it, close it. The only way to write them."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.livelihoods.models import Business, Owner
from guyub.apps.livelihoods.services.problems import refuse
from guyub.apps.people.models import Membership, Person
from guyub.apps.programmes.models import Group
from guyub.data.business_files import load_business_rules

ACTION = "keep-business"
UPPKA = "uppka"  # kind of group that businesses belong to


@dataclass(frozen=True)
class BusinessFacts:
    """What a business is; ``markets``: codes of the rule file."""

    name: str
    product: str
    group: Group | None = None
    since: date | None = None
    capital: int | None = None
    markets: tuple[str, ...] = ()
    supplies_kitchen: bool | None = None
    changed_on: date | None = None


@transaction.atomic
def open_business(actor: Actor, owner: Person, facts: BusinessFacts) -> Business:
    """Register a business of somebody, and so of their family.

    Raises:
        NotAllowed: The actor may not keep records of businesses where the owner lives.
        BusinessRefused: The owner is gone, the group is no UPPKA of the village, a day is to come, a figure cannot be.
    """
    require(actor, ACTION, Right.EDIT_BUSINESSES, owner.place)
    gone = "business-owner-gone" if owner.state != Person.State.LIVING else ""
    refuse(gone or _problem(facts, owner.village_id), owner.code)
    home = Membership.objects.filter(person=owner, until=None).first()
    business = Business.objects.create(
        village_id=owner.village_id,
        rw=owner.rw,
        rt=owner.rt,
        family_id=home.family_id if home else None,
        opened_by=person(actor),
        opened_at=timezone.now(),
        **_columns(facts),
    )
    Owner.objects.create(business=business, person=owner)
    note(actor, "business-opened", business)
    return business


@transaction.atomic
def describe_business(actor: Actor, business: Business, facts: BusinessFacts) -> Business:
    """Say what a business is now.

    Raises:
        NotAllowed: The actor may not keep records of it.
        BusinessRefused: It is closed, or as for `open_business`.
    """
    business = locked(actor, business)
    refuse(_problem(facts, business.village_id), business.pk)
    columns = _columns(facts)
    changed = sorted(name for name, value in columns.items() if getattr(business, name) != value)
    if changed:
        for name in changed:
            setattr(business, name, columns[name])
        business.save(update_fields=changed)
        note(actor, "business-described", business, fields=changed)
    return business


@transaction.atomic
def close_business(actor: Actor, business: Business, day: date) -> Business:
    """Say that a business runs no more; its books stay.

    Raises:
        NotAllowed: The actor may not keep records of it.
        BusinessRefused: It is closed, or the day is before it began or to come.
    """
    business = locked(actor, business)
    fits = (business.since or date.min) <= day <= timezone.localdate()
    refuse("" if fits else "business-day-does-not-fit", business.pk)
    business.closed_on = day
    business.save(update_fields=["closed_on"])
    note(actor, "business-closed", business)
    return business


@transaction.atomic
def add_owner(actor: Actor, business: Business, who: Person) -> Owner:
    """Let somebody else of the village run a business too; who does already is left as they are.

    Raises:
        NotAllowed: The actor may not keep records of it, or not where they live.
        BusinessRefused: It is closed, or they are gone or of another village.
    """
    business = locked(actor, business)
    require(actor, ACTION, Right.EDIT_BUSINESSES, who.place)
    here = who.state == Person.State.LIVING and who.village_id == business.village_id
    refuse("" if here else "business-owner-gone", business.pk)
    owner, new = Owner.objects.get_or_create(business=business, person=who)
    if new:
        note(actor, "business-described", business, fields=["owners"])
    return owner


def locked(actor: Actor, business: Business) -> Business:
    """The business, held until the transaction is over, for who may keep records of it while it runs.

    Raises:
        NotAllowed: The actor may not.
        BusinessRefused: It is closed.
    """
    require(actor, ACTION, Right.EDIT_BUSINESSES, business.place)
    business = Business.objects.select_for_update(of=("self",)).get(pk=business.pk)
    refuse("business-closed" if business.closed_on else "", business.pk)
    return business


def note(actor: Actor, act: str, business: Business, **details: object) -> None:
    """Put an act on the trail: no amount, no name."""
    trail.note(actor, act, chain=business.village_id, subject=f"business:{business.pk}", **details)


def _columns(facts: BusinessFacts) -> dict[str, object]:
    return {
        **{one.name: getattr(facts, one.name) for one in fields(facts)},
        "name": facts.name.strip(),
        "product": facts.product.strip(),
        "markets": sorted(set(facts.markets)),
    }


def _problem(facts: BusinessFacts, village: str) -> str:
    """Why it cannot be: a reason code, or nothing."""
    rules, today = load_business_rules(), timezone.localdate()
    group = facts.group
    if group is not None and (group.kind != UPPKA or group.closed_on or group.village_id != village):
        return "business-group-elsewhere"
    if not set(rules.markets.by_code).issuperset(facts.markets):
        return "not-in-the-list"
    if not facts.name.strip() or not facts.product.strip():
        return "nothing-to-record"
    if any(day is not None and day > today for day in (facts.since, facts.changed_on)):
        return "day-to-come"
    return "" if rules.amounts.allows(facts.capital) else "business-amount-impossible"
