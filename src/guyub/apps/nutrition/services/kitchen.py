"""A village's kitchen: prices, who is given a portion, and the week's menu. The only way to write these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.nutrition.models import KitchenGuest, MarketPrice, MenuWeek
from guyub.apps.nutrition.services.problems import KitchenRefused
from guyub.apps.people.models import Person
from guyub.apps.territory.access import holds_in
from guyub.apps.territory.models import Region
from guyub.data.nutrition_files import (
    load_akg,
    load_demonstration_prices,
    load_foods,
    load_kitchen_rules,
    load_pmt_rules,
    load_recipes,
    load_running_rules,
)
from guyub.domain.nutrition import menu
from guyub.domain.nutrition.foods import Allergen
from guyub.domain.nutrition.kitchens import Guides, KitchenWeek, Larder, week_for
from guyub.errors import NotAllowed

ACTION = "run-kitchen"
DEAREST = 1_000_000  # rupiah a kilogram: nothing of a kitchen costs more
MOST_STOCK_G = 500_000
MOST_PEOPLE = 2_000  # of one group
MONDAY = 0
MOST_BINDING = 6
SECONDS = 9.0  # of the search, so that an answer comes within ten
_MOST = 0.6  # of it, for the week itself where another is looked for beside it


@dataclass(frozen=True)
class NewGuest:
    """Somebody to be given a portion. ``until``: the last day; ``since``: the first, today where None."""

    person: Person
    reason: str
    until: date
    since: date | None = None


def require_kitchen(actor: Actor, village: str) -> None:
    """Refuse who may not run a village's kitchen: whoever may in a part of it helps in the whole.

    Raises:
        NotAllowed: They may in no part of it.
    """
    if not isinstance(actor, System) and not holds_in(actor, Right.EDIT_NUTRITION, village):
        raise NotAllowed(action=ACTION)


@transaction.atomic
def note_prices(actor: Actor, village: Region, market: str, month: date, prices: Mapping[str, int]) -> int:
    """Put prices of a market and month on record, or put them right; answers how many changed.

    Args:
        month: Any day of it.
        prices: Food → rupiah per kilogram as bought.

    Raises:
        NotAllowed: The actor may not run this kitchen.
        KitchenRefused: No market, a month to come, an unknown food, or a price that cannot be.
    """
    require_kitchen(actor, village.code)
    first = month.replace(day=1)
    if not market.strip():
        raise KitchenRefused(reason="kitchen-no-market")
    if first > timezone.localdate():
        raise KitchenRefused(reason="kitchen-month-to-come")
    known = load_foods().by_code
    if any(food not in known or not 1 <= rupiah <= DEAREST for food, rupiah in prices.items()):
        raise KitchenRefused(reason="kitchen-price-impossible")
    there = MarketPrice.objects.filter(village=village, market=market.strip(), month=first)
    before = dict(there.values_list("food", "rupiah_per_kg"))
    changed = {food: rupiah for food, rupiah in prices.items() if before.get(food) != rupiah}
    for food, rupiah in changed.items():
        told = {"rupiah_per_kg": rupiah, "noted_by": person(actor), "noted_at": timezone.now()}
        key = {"village": village, "market": market.strip(), "month": first, "food": food}
        MarketPrice.objects.update_or_create(**key, defaults=told)
    if changed:
        trail.note(actor, "kitchen-prices-noted", chain=village.code, count=len(changed))
    return len(changed)


@transaction.atomic
def choose_guests(actor: Actor, village: Region, chosen: Sequence[NewGuest]) -> list[KitchenGuest]:
    """Give people of a village a portion; who is given one already keeps it.

    Raises:
        NotAllowed: The actor may not run the kitchen where one of them lives.
        KitchenRefused: A reason is unknown, a last day is past, or somebody does not live here.
    """
    for one in chosen:
        require(actor, ACTION, Right.EDIT_NUTRITION, one.person.place)
    today, reasons = timezone.localdate(), load_running_rules().guests.reasons
    for one in chosen:
        if one.reason not in reasons:
            raise KitchenRefused(reason="kitchen-reason-unknown")
        if one.until < today or (one.since or today) > today:
            raise KitchenRefused(reason="kitchen-until-is-past")
        if one.person.village_id != village.code or one.person.state != Person.State.LIVING:
            raise KitchenRefused(reason="kitchen-not-living-here")
    people = [one.person.pk for one in chosen]
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk").values_list("pk"))
    KitchenGuest.objects.filter(person__in=people, ended_on=None, until__lt=today).update(ended_on=today)
    there = set(KitchenGuest.objects.filter(person__in=people, ended_on=None).values_list("person", flat=True))
    new = [_guest(actor, village, one) for one in chosen if one.person.pk not in there]
    KitchenGuest.objects.bulk_create(new)
    if new:
        trail.note(actor, "kitchen-guests-chosen", chain=village.code, count=len(new))
    return new


@transaction.atomic
def change_guest(actor: Actor, guest: KitchenGuest, until: date, avoided: Collection[str]) -> KitchenGuest:
    """Say until when somebody is given a portion, and what they may not eat.

    Raises:
        NotAllowed: The actor may not run the kitchen where the person lives.
        KitchenRefused: They are no guest any more, the day is before the first, or an allergen is unknown.
    """
    guest = _locked(actor, guest)
    if until < guest.since:
        raise KitchenRefused(reason="kitchen-until-is-past")
    if not set(avoided) <= set(Allergen):
        raise KitchenRefused(reason="kitchen-allergen-unknown")
    guest.until, guest.avoided = until, sorted(avoided)
    guest.save(update_fields=["until", "avoided"])
    trail.note(actor, "kitchen-guest-changed", chain=guest.village_id, subject=f"person:{guest.person.code}")
    return guest


@transaction.atomic
def end_guest(actor: Actor, guest: KitchenGuest) -> KitchenGuest:
    """Give somebody no portion any more, from today on.

    Raises:
        NotAllowed: The actor may not run the kitchen where the person lives.
        KitchenRefused: They are no guest any more.
    """
    guest = _locked(actor, guest)
    guest.ended_on = timezone.localdate()
    guest.save(update_fields=["ended_on"])
    trail.note(actor, "kitchen-guest-ended", chain=guest.village_id, subject=f"person:{guest.person.code}")
    return guest


def plan_week(
    actor: Actor,
    village: Region,
    monday: date,
    people: Mapping[str, int],
    stock: Mapping[str, int],
    avoided: Mapping[str, Collection[str]],
    apart: Mapping[str, int] | None = None,
) -> MenuWeek:
    """Find the cheapest week and keep it, with how cheap a week can be at all. The search holds no lock.

    What some may not eat is avoided for their whole group; the week says what the same people would cost otherwise. Or
    they get a menu apart: then the week is everybody else's, and theirs stands beside it, bought and not from stock.

    Args:
        people: Group → how many.
        stock: Food → grams as bought of the garden or left over.
        avoided: Group → allergens that its portions are to be free of.
        apart: Group → how many of its people get a menu apart; None: nobody, their whole group avoids it.

    Raises:
        NotAllowed: The actor may not run this kitchen.
        KitchenRefused: The day is no Monday, or a number cannot be.
        NobodyToCookFor: Nobody is to be cooked for.
    """
    require_kitchen(actor, village.code)
    if monday.weekday() != MONDAY:
        raise KitchenRefused(reason="kitchen-no-monday")
    if any(not 0 <= count <= MOST_PEOPLE for count in people.values()):
        raise KitchenRefused(reason="kitchen-number-impossible")
    if any(food not in load_foods().by_code or not 0 < grams <= MOST_STOCK_G for food, grams in stock.items()):
        raise KitchenRefused(reason="kitchen-stock-impossible")
    prices, made_up = prices_of(village.code)
    new = partial(
        MenuWeek,
        village=village,
        monday=monday,
        prices=prices,
        made_up=len(made_up),
        rules=versions(),
        computed_by=person(actor),
        computed_at=timezone.now(),
    )
    others, own = _parted(people, apart or {})
    avoids = {group: sorted(codes) for group, codes in avoided.items() if codes and (own or people).get(group)}
    week = new(people=others, stock=dict(stock), avoided={} if own else avoids)
    beside = new(people=own, avoided=avoids, beside=week) if own else None
    if beside is not None:
        _search(week, SECONDS * _MOST)
        _search(beside, SECONDS * (1 - _MOST))
    elif avoids:
        _search(week, SECONDS * _MOST)
        free = new(people=others, stock=dict(stock))
        week.free_cost = menu.cheapest_week(kitchen_of(free).kitchen, SECONDS * (1 - _MOST)).cost
    else:
        _search(week, SECONDS)
    with transaction.atomic():
        week.save()
        if beside is not None:
            beside.save()
        trail.note(actor, "kitchen-week-planned", chain=village.code, monday=monday.isoformat())
    return week


def prices_of(village: str) -> tuple[dict[str, int], frozenset[str]]:
    """Food → the village's price of the latest month, on the cheapest market; and the foods whose price is made up,
    because the village noted none.
    """
    prices = {one.food: one.rupiah_per_kg for one in load_demonstration_prices()}
    months: dict[str, date] = {}
    for one in MarketPrice.objects.filter(village=village).order_by("food", "-month", "rupiah_per_kg"):
        if one.food not in months:
            prices[one.food], months[one.food] = one.rupiah_per_kg, one.month
    return prices, frozenset(prices) - frozenset(months)


def guides() -> Guides:
    """The rule files a week is made of."""
    return Guides(load_kitchen_rules(), load_recipes(), load_akg(), load_pmt_rules())


def versions() -> dict[str, str]:
    """Those files with their versions."""
    found = guides()
    about = load_foods().about
    return {one.id: one.version for one in (found.rules, found.recipes, found.akg, found.pmt, about)}


def kitchen_of(week: MenuWeek) -> KitchenWeek:
    """The kitchen that a week was computed for, made anew from what was kept, by the rule files of today."""
    avoided = {group: frozenset(Allergen(code) for code in codes) for group, codes in week.avoided.items()}
    return week_for(guides(), Larder(load_foods().by_code, week.prices, week.stock), week.people, avoided)


def _parted(people: Mapping[str, int], apart: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Everybody else and those with a menu apart, groups of nobody left out; where all are apart, nobody is."""
    own = {group: min(count, people.get(group, 0)) for group, count in apart.items()}
    others = {group: count - own.get(group, 0) for group, count in people.items()}
    if not any(others.values()):
        others, own = dict(people), {}
    return ({group: n for group, n in others.items() if n}, {group: n for group, n in own.items() if n})


def _search(week: MenuWeek, seconds: float) -> None:
    kitchen = kitchen_of(week).kitchen
    answer = menu.cheapest_week(kitchen, seconds)
    week.cost, week.bound, week.impossible = answer.cost, answer.bound, answer.impossible
    if answer.week is None:
        week.shortfalls = [[one.demand, one.wanted, one.reached, one.group] for one in menu.unmet_demands(kitchen)]
        return
    week.days = [list(codes) for codes in answer.week.days]
    week.measures = [[*key, count] for key, count in sorted(answer.week.measures.items())]
    week.binding = [
        [one.held.group, one.held.nutrient, one.held.day, one.low, one.unit_cost]
        for one in menu.binding_limits(kitchen, answer.week)[:MOST_BINDING]
    ]


def _guest(actor: Actor, village: Region, one: NewGuest) -> KitchenGuest:
    return KitchenGuest(
        person=one.person,
        village=village,
        rw=one.person.rw,
        rt=one.person.rt,
        reason=one.reason,
        since=one.since or timezone.localdate(),
        until=one.until,
        chosen_by=person(actor),
        chosen_at=timezone.now(),
    )


def _locked(actor: Actor, guest: KitchenGuest) -> KitchenGuest:
    row = KitchenGuest.objects.select_for_update(of=("self",)).select_related("person").get(pk=guest.pk)
    require(actor, ACTION, Right.EDIT_NUTRITION, row.person.place)
    if row.ended_on is not None:
        raise KitchenRefused(reason="kitchen-no-guest-any-more")
    return row
