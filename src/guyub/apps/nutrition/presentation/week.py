"""A week of a kitchen as its page and files show it: dishes, portions, what to buy, how surely it is the cheapest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guyub.apps.nutrition.models import MenuWeek
from guyub.apps.nutrition.services import guides, kitchen_of, versions
from guyub.apps.nutrition.suppliers import Supplier
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.nutrition_files import load_foods
from guyub.domain.nutrition.foods import Nutrient
from guyub.domain.nutrition.kitchens import KitchenWeek
from guyub.domain.nutrition.menu import Limit, MenuAnswer, Price, Shortfall, Week
from guyub.domain.nutrition.menu.days import Held
from guyub.errors import DomainError
from guyub.language import format_decimal, text
from guyub.language.menus import MenuWords, Purchase


@dataclass(frozen=True)
class GroupPortion:
    """What one person of a group is given on a day: measures in words, and energy and protein of it."""

    group: str
    people: int
    texture: str
    measures: Sequence[str]
    energy: str


@dataclass(frozen=True)
class Pot:
    """How much of a food goes into the pot of a dish on a day, as bought."""

    dish: str
    foods: Sequence[str]


@dataclass(frozen=True)
class MenuDay:
    """One day: dishes, portions of each group, and what the cook takes for all of them."""

    day: date
    dishes: Sequence[str]
    portions: Sequence[GroupPortion]
    pots: Sequence[Pot]


@dataclass(frozen=True)
class MenuShown:
    """A week in words. ``stale``: rule files were changed since; what follows from them is left out then.

    ``headline``, ``proof``: what it costs and how surely it is the cheapest. ``sellers``: purchases with who may sell
    them. ``binding``: what the cost hangs on; ``shortfalls``: what cannot be kept where there is no week.
    """

    week: MenuWeek
    stale: bool
    headline: str = ""
    proof: str = ""
    days: Sequence[MenuDay] = ()
    purchases: Sequence[Purchase] = ()
    sellers: Sequence[tuple[Purchase, Sequence[Supplier]]] = ()
    stock: Sequence[str] = ()
    binding: Sequence[str] = ()
    shortfalls: Sequence[str] = ()
    unpriced: Sequence[str] = ()


def shown(week: MenuWeek, suppliers: Sequence[Supplier] = ()) -> MenuShown:
    """The week in words, by the rule files of today; ``suppliers``: who may sell what it buys."""
    try:
        found = kitchen_of(week)
    except DomainError:
        return MenuShown(week, stale=True)
    if week.rules != versions():
        return MenuShown(week, stale=True)
    words = MenuWords(guides(), found, page_language())
    answer = MenuAnswer(_week(week) if week.days else None, week.cost, week.bound, week.impossible)
    told = {"stale": False, "headline": words.headline(answer), "proof": words.proof(answer)}
    unpriced = [_dish(words, code) for code in found.unpriced]
    if answer.week is None:
        short = [words.shortfall(Shortfall(*one)) for one in week.shortfalls]
        return MenuShown(week, **told, shortfalls=short, unpriced=unpriced)
    purchases = words.purchases(answer.week, dict(load_foods().by_code))
    return MenuShown(
        week,
        **told,
        sellers=_sellers(purchases, suppliers),
        days=[_day(words, answer.week, number, week.monday) for number in range(len(week.days))],
        purchases=purchases,
        stock=_stock(found, answer.week),
        binding=_binding(words, week),
        unpriced=unpriced,
    )


def _sellers(purchases: Sequence[Purchase], suppliers: Sequence[Supplier]) -> list[tuple[Purchase, Sequence[Supplier]]]:
    """By the Indonesian name of a food: that is what businesses write down."""
    foods = load_foods().by_code
    return [(one, [by for by in suppliers if by.sells(foods[one.code].name.id)]) for one in purchases]


def kilograms(grams: int) -> str:
    """ "1,250 kg"."""
    return f"{format_decimal(grams, 3, page_language())} kg"


def portion_cost(week: MenuWeek) -> int | None:
    """Rupiah a portion, rounded; None where there is no menu."""
    portions = sum(week.people.values()) * max(len(week.days), 1)
    return None if week.cost is None or not portions else (2 * week.cost + 1000 * portions) // (2000 * portions)


@dataclass(frozen=True)
class Avoidance:
    """What it costs a week that some may not eat something, in rupiah: added for whole groups, or of a menu apart.

    ``apart``: how many have a menu apart; 0 where their whole groups avoid it. ``total``: of both menus.
    """

    apart: int
    price: int
    total: int


def avoidance_of(week: MenuWeek) -> Avoidance | None:
    """That of a week; None where nothing is avoided, or a menu was not found."""
    beside = getattr(week, "apart", None)
    if week.cost is None:
        return None
    if beside is not None:
        people = sum(beside.people.values())
        return (
            None if beside.cost is None else Avoidance(people, _rupiah(beside.cost), _rupiah(week.cost + beside.cost))
        )
    if not week.avoided or week.free_cost is None:
        return None
    return Avoidance(0, max(_rupiah(week.cost) - _rupiah(week.free_cost), 0), _rupiah(week.cost))


def _rupiah(thousandths: int) -> int:
    return (thousandths + 500) // 1000


def _week(week: MenuWeek) -> Week:
    measures = {(group, day, dish): count for group, day, dish, count in week.measures}
    return Week(tuple(tuple(codes) for codes in week.days), measures)


def _day(words: MenuWords, week: Week, number: int, monday: date) -> MenuDay:
    kitchen, portions = words.found.kitchen, list(words.portions(week, number))
    named, lines = text(f"nutrition.nutrient-{Nutrient.PROTEIN}", page_language()), []
    for group in kitchen.groups:
        own = [one for one in portions if one.group.code == group.code]
        eaten = week.eaten(kitchen, group, number)
        energy, protein = (words.limit(code, Limit(low=eaten[code])) for code in (Nutrient.ENERGY, Nutrient.PROTEIN))
        lines.append(
            GroupPortion(
                words.group(own[0].group),
                group.people,
                own[0].texture,
                [words.measure(one) for one in own],
                f"{energy.removeprefix('≥ ')} · {named} {protein.removeprefix('≥ ')}",
            )
        )
    return MenuDay(monday + timedelta(days=number), words.dishes(week, number), lines, _pots(words, week, number))


def _pots(words: MenuWords, week: Week, number: int) -> list[Pot]:
    kitchen, foods, language = words.found.kitchen, load_foods().by_code, page_language()
    people = {group.code: group.people for group in kitchen.groups}
    found = []
    for code in week.days[number]:
        measures = sum(people[group] * week.measures.get((group, number, code), 0) for group in people)
        amounts = kitchen.by_code[code].amounts.items()
        told = [f"{foods[food].name.in_language(language)} {_amount(measures * amount)}" for food, amount in amounts]
        found.append(Pot(_dish(words, code), told))
    return found


def _amount(milligrams: int) -> str:
    """As bought, rounded up to a gram: "850 g", "1,250 kg"."""
    grams = -(-milligrams // 1000)
    return f"{grams} g" if grams < 1000 else kilograms(grams)


def _stock(found: KitchenWeek, week: Week) -> list[str]:
    bought, foods = week.bought(found.kitchen), load_foods().by_code
    used = {code: min(grams, bought[code] // 1000) for code, grams in found.kitchen.stock.items()}
    names = {code: foods[code].name.in_language(page_language()) for code in used}
    return [f"{names[code]} {_amount(grams * 1000)}" for code, grams in used.items() if grams]


def _binding(words: MenuWords, week: MenuWeek) -> list[str]:
    groups = {group.code: group for group in words.found.kitchen.groups}
    told = []
    for code, nutrient, day, low, unit_cost in week.binding:
        group = groups[code]
        limit = (group.week if day is None else group.day).get(nutrient, Limit())
        told.append(words.binding(Price(Held(code, nutrient, limit, day), low, unit_cost)))
    return told


def _dish(words: MenuWords, code: str) -> str:
    return words.guides.recipes.by_code[code].name.in_language(page_language())
