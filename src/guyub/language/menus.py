"""A kitchen's week in words: dishes of each day, portions of each group, what to buy, how surely it is the cheapest."""

from collections.abc import Iterator
from dataclasses import dataclass

from guyub.domain.nutrition.foods import Food, Nutrient
from guyub.domain.nutrition.kitchens import Guides, KitchenGroup, KitchenWeek
from guyub.domain.nutrition.menu import Limit, MenuAnswer, Price, Shortfall, Week
from guyub.domain.nutrition.recipes import Recipe
from guyub.language.numbers import format_decimal, format_number, format_rupiah
from guyub.language.words import catalogue, text

MG_PER_KG = 1_000_000
MILLIRUPIAH = 1000


@dataclass(frozen=True)
class Portion:
    """What one person of a group is given of a dish on a day."""

    group: KitchenGroup
    dish: Recipe
    count: int
    texture: str


@dataclass(frozen=True)
class Purchase:
    """A food to buy for the week. ``grams``: as bought, rounded up; ``rupiah``: at the price that was given."""

    code: str
    name: str
    grams: int
    rupiah: int


class MenuWords:
    """Says a week in one language, with the dishes and groups of its rule files."""

    def __init__(self, guides: Guides, found: KitchenWeek, language: str = "id") -> None:
        self.guides, self.found, self.language = guides, found, language

    def headline(self, answer: MenuAnswer) -> str:
        """What the week costs, for how many, and how surely it is the cheapest."""
        if answer.cost is None:
            return self._say("impossible" if answer.impossible else "out-of-time")
        people = sum(group.people for group in self.found.kitchen.groups)
        portions = people * self.found.kitchen.days
        return self._say(
            "headline",
            cost=self._rupiah(answer.cost),
            people=format_number(people, self.language),
            portion=self._rupiah(answer.cost // portions),
        )

    def proof(self, answer: MenuAnswer) -> str:
        """By how much at most another week could be cheaper."""
        if answer.gap is None:
            return ""
        if answer.cost == answer.bound:
            return self._say("proven")
        return self._say("near", percent=self._share(answer.gap))

    def dishes(self, week: Week, day: int) -> list[str]:
        """Names of the dishes of a day."""
        return [self._name(self.guides.recipes.by_code[code]) for code in week.days[day]]

    def portions(self, week: Week, day: int) -> Iterator[Portion]:
        """What each group is given on a day, dish by dish."""
        for group in self.found.kitchen.groups:
            about = self.guides.rules.group(group.code)
            texture = self.texture(about)
            for code in week.days[day]:
                count = week.measures.get((group.code, day, code), 0)
                if count:
                    yield Portion(about, self.guides.recipes.by_code[code], count, texture)

    def measure(self, portion: Portion) -> str:
        """A portion as a cook measures it: ``2 × ½ butir telur rebus``."""
        measure = portion.dish.measure.in_language(self.language)
        return f"{portion.count} × {measure} {self._name(portion.dish).lower()}"

    def texture(self, group: KitchenGroup) -> str:
        """How a group's food is served, by its youngest age."""
        youngest = self.guides.recipes.textures.rows[-1].from_month if group.months is None else group.months[0]
        found = self.guides.recipes.textures.at(youngest)
        return found.name.in_language(self.language) if found else ""

    def group(self, group: KitchenGroup) -> str:
        """The name of a group."""
        return group.name.in_language(self.language)

    def purchases(self, week: Week, foods: dict[str, Food] | None = None) -> list[Purchase]:
        """What to buy beside what is in stock, the dearest first; foods that the stock covers are left out."""
        kitchen = self.found.kitchen
        listed = []
        for code, milligrams in week.bought(kitchen).items():
            grams = max(-(-milligrams // 1000) - kitchen.stock.get(code, 0), 0)
            if grams:
                name = foods[code].name.in_language(self.language) if foods and code in foods else code
                listed.append(Purchase(code, name, grams, -(-grams * kitchen.prices[code] // 1000)))
        return sorted(listed, key=lambda one: -one.rupiah)

    def binding(self, price: Price) -> str:
        """What a limit costs: what a thousand rupiah more would buy of it, or cost less would leave out."""
        nutrient = Nutrient(price.held.nutrient)
        amount = self._amount(nutrient, round(price.for_a_thousand * 10), tenths=True)
        key = "binding-least" if price.low else "binding-most"
        when = self._say("over-week") if price.held.day is None else self._say("on-day", day=price.held.day + 1)
        group = self.group(self.guides.rules.group(price.held.group))
        return self._say(key, nutrient=self._nutrient(nutrient), group=group, when=when, amount=amount)

    def shortfall(self, short: Shortfall) -> str:
        """A demand that cannot be kept, with how near a week comes."""
        who = self.group(self.guides.rules.group(short.group)) if short.group else self._say("everybody")
        if short.demand in set(Nutrient):
            nutrient = Nutrient(short.demand)
            wanted, reached = (self._amount(nutrient, value) for value in (short.wanted, short.reached))
            key = "short-most" if short.reached > short.wanted else "short-least"
            return self._say(key, nutrient=self._nutrient(nutrient), group=who, wanted=wanted, reached=reached)
        key = "short-groups" if short.demand == "food-groups" else "short-dishes"
        return self._say(key, slot=self._slot(short.demand), group=who, wanted=short.wanted, reached=short.reached)

    def limit(self, nutrient: Nutrient, limit: Limit) -> str:
        """A limit with its unit: ``225–275 kkal``, ``≥ 7 g``."""
        low = None if limit.low is None else self._amount(nutrient, limit.low)
        high = None if limit.high is None else self._amount(nutrient, limit.high)
        if low and high:
            return f"{low}–{high}"
        return f"≥ {low}" if low else f"≤ {high}"

    def standing(self) -> str:
        """Where the demands come from and how well they are known."""
        rules = self.guides.rules
        grade = text(f"grade.{rules.grade}", self.language)
        return self._say("standing", grade=grade, source=rules.source.in_language(self.language))

    def _amount(self, nutrient: Nutrient, value: int, *, tenths: bool = False) -> str:
        """Whole numbers of a nutrient's unit as people write them, with one decimal where it is small."""
        per_unit = nutrient.per_unit * (10 if tenths else 1)
        rounded = (2 * 10 * value + per_unit) // (2 * per_unit)
        unit = catalogue(self.language)[f"nutrition.unit-{nutrient.value}"]
        whole = rounded % 10 == 0 or rounded >= 1000
        number = format_number(rounded // 10, self.language) if whole else format_decimal(rounded, 1, self.language)
        return f"{number} {unit}"

    def _nutrient(self, nutrient: Nutrient) -> str:
        return text(f"nutrition.nutrient-{nutrient.value}", self.language)

    def _slot(self, slot: str) -> str:
        return catalogue(self.language).get(f"nutrition.slot-{slot}", slot)

    def _name(self, recipe: Recipe) -> str:
        return recipe.name.in_language(self.language)

    def _rupiah(self, millirupiah: int) -> str:
        return format_rupiah((2 * millirupiah + MILLIRUPIAH) // (2 * MILLIRUPIAH), self.language)

    def _share(self, share: float) -> str:
        """A share in per cent, rounded upwards to a tenth: never nearer than proven."""
        return format_decimal(-int(-share * 1000 // 1), 1, self.language)

    def _say(self, key: str, **values: object) -> str:
        return text(f"nutrition.menu-{key}", self.language, **values)
