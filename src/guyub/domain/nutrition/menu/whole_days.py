"""The week as so many whole days, of which ever better ones are made: a nearer bound than the sum of the week gives.

A day with its dishes and portions keeps every demand of a day by itself. What days share is little: a nutrient over the
week, how often a dish is cooked, what the garden gives. Each of these gets a price; the cheapest day at those prices
bounds the cost of every week (Lagrange), and is one more day to choose from. In the end the week is chosen from those
days. Where few groups eat, a day is solved in hundredths of a second, and the whole in seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from guyub.domain.nutrition.menu import rows
from guyub.domain.nutrition.menu.days import Days, all_at_once
from guyub.domain.nutrition.menu.kitchen import MG_PER_G, Kitchen, Limit, Week
from guyub.domain.planning.programme import Programme, Row
from guyub.domain.planning.solver import prices_of_rows, solve

FINE = 16  # prices are in sixteenths of the unit of costs, as whole numbers, so that bounds are exact
NEAR = 0.001  # the share of the cost within which further days are not worth their time
_STEADY, _WHOLE = 3, 10  # tenths of the prices of the best bound that the next prices keep
_PART = 4  # days are searched this many times more finely than the gap is wide
_OF_CHOICE = 0.3  # share of the time that is kept for the choice of the week

OneDay = tuple[int, ...]  # values of all columns of a day; those that follow from dishes and portions are 0


@dataclass(frozen=True)
class Shared:
    """A sum over the days of a week, by columns of one day.

    Attributes:
        stock: Of a food in stock, grams and rupiah per kilogram: no more of it is taken than is used.
    """

    terms: dict[int, int]
    limit: Limit
    stock: tuple[int, int] | None = None

    def of(self, day: OneDay) -> int:
        """What a day adds to the sum."""
        return sum(weight * day[column] for column, weight in self.terms.items())

    def usable(self, price: int) -> int:
        """A price whose sign is that of an end which the sum has; else 0."""
        return price if (self.limit.low if price > 0 else self.limit.high) is not None else 0

    def paid(self, price: int) -> int:
        """The least that its limit, and its stock, add to the cost at a usable price, in sixteenths."""
        end = (self.limit.low if price > 0 else self.limit.high) or 0
        grams, rupiah = self.stock or (0, 0)
        return price * end + min(0, price * MG_PER_G - FINE * rupiah) * grams


class WholeDays:
    """Days to choose from, and what they share."""

    def __init__(self, kitchen: Kitchen, week: Week) -> None:
        """Begin with the days of a week that keeps every demand."""
        alone = tuple(replace(group, week={}) for group in kitchen.groups)
        self.kitchen = kitchen
        self.of_one: Days = all_at_once(replace(kitchen, days=1, stock={}, groups=alone))
        self.shared = tuple(_shared(kitchen, self.of_one))
        self.days = list(dict.fromkeys(self._day_of(week, number) for number in range(kitchen.days)))

    def improve(self, bound: int, seconds: Callable[[], float]) -> int:
        """Make days until they bring the bound no nearer, or the time is over; the bound.

        Args:
            bound: One that is proven already.
            seconds: Tells those that are left.
        """
        keep, best, steady = seconds() * _OF_CHOICE, list[int](), _STEADY
        while seconds() > keep:
            programme, objective = self.choice()
            told, reached = prices_of_rows(programme, objective), solve(programme, objective, bound_only=True).bound
            if told is None or reached - bound <= NEAR * reached:
                break
            new = [one.usable(round(FINE * price)) for one, price in zip(self.shared, told, strict=False)]
            prices = [
                (steady * old + (_WHOLE - steady) * now) // _WHOLE for old, now in zip(best or new, new, strict=True)
            ]
            found, day = self.bound(prices, seconds() - keep, near=(reached - bound) / reached / _PART)
            if found > bound or not best:
                bound, best = max(found, bound), prices
            if day is None or (day in self.days and not steady):
                break
            steady = 0 if day in self.days else _STEADY
            self.days += [day] if steady else []
        return bound

    def bound(self, prices: Sequence[int], seconds: float, near: float = 0.0) -> tuple[int, OneDay | None]:
        """What no week costs less than, and the cheapest day at some prices; the nearer these are, the nearer is that.

        Args:
            prices: Usable ones of each sum that is shared, in sixteenths of the unit of costs.
            seconds: For the search of the day.
            near: The share by which that day may be dearer than the cheapest; the bound is one all the same.
        """
        objective, paid = {column: FINE * cost for column, cost in self.of_one.objective.items()}, 0
        for one, price in zip(self.shared, prices, strict=True):
            paid += one.paid(price)
            for column, weight in one.terms.items() if price else ():
                objective[column] = objective.get(column, 0) - price * weight
        found = solve(self.of_one.programme, objective, near=near, time_limit=max(seconds, 0.01))
        day = None if found.values is None else self._told(found.values)
        proven = found.bound if found.values is not None else None
        return 0 if proven is None else (paid + self.kitchen.days * proven) // FINE, day

    def choice(self) -> tuple[Programme, dict[int, int]]:
        """How often each day is taken: a row for each sum that is shared, then one for the number of days."""
        programme, whole = Programme(), self.kitchen.days
        often = [rows.column_of(programme.column(0, whole)) for _ in self.days]
        objective = {column: self._cost(day) for column, day in zip(often, self.days, strict=True)}
        for one in self.shared:
            terms = {column: one.of(day) for column, day in zip(often, self.days, strict=True)}
            if one.stock is not None:
                grams, rupiah = one.stock
                taken = rows.column_of(programme.column(0, grams))
                objective[taken], terms[taken] = -rupiah, -MG_PER_G
            held = {column: weight for column, weight in terms.items() if weight}
            programme.rows.append(Row(held, one.limit.low, one.limit.high))
        programme.rows.append(Row(dict.fromkeys(often, 1), whole, whole))
        return programme, objective

    def week(self, seconds: float) -> Week | None:
        """The cheapest week of the days there are; None where none was found, or its dishes follow each other."""
        programme, objective = self.choice()
        found = solve(programme, objective, near=NEAR, time_limit=max(seconds, 0.01), every_heuristic=True)
        if found.values is None:
            return None
        taken = [day for day, count in zip(self.days, found.values, strict=False) for _ in range(count)]
        ordered = next(in_order(self.kitchen, [(self._dishes(day), day) for day in taken]), None)
        if ordered is None:
            return None
        measures = {
            (group, number, code): day[rows.column_of(part)]
            for number, (_, day) in enumerate(ordered)
            for (group, _, code), part in self.of_one.served.items()
            if day[rows.column_of(part)]
        }
        return Week(tuple(dishes for dishes, _ in ordered), measures)

    def _cost(self, day: OneDay) -> int:
        return sum(cost * day[column] for column, cost in self.of_one.objective.items())

    def _dishes(self, day: OneDay) -> tuple[str, ...]:
        return tuple(code for (_, code), part in self.of_one.cooked.items() if day[rows.column_of(part)])

    def _told(self, values: Sequence[int]) -> OneDay:
        """Only dishes and portions."""
        own = [rows.column_of(part) for part in (*self.of_one.cooked.values(), *self.of_one.served.values())]
        told = [0] * len(values)
        for column in own:
            told[column] = values[column]
        return tuple(told)

    def _day_of(self, week: Week, number: int) -> OneDay:
        told = [0] * len(self.of_one.programme.lower)
        for (_, code), part in self.of_one.cooked.items():
            told[rows.column_of(part)] = int(code in week.days[number])
        for (group, _, code), part in self.of_one.served.items():
            told[rows.column_of(part)] = week.measures.get((group, number, code), 0)
        return tuple(told)


Cooked = tuple[tuple[str, ...], OneDay]


def in_order(kitchen: Kitchen, days: list[Cooked], before: tuple[Cooked, ...] = ()) -> Iterator[tuple[Cooked, ...]]:
    """Orders of days in which no dish that may not be is cooked two days running."""
    if not days:
        yield before
    for place, one in enumerate(days):
        again = set(one[0]) & set(before[-1][0]) if before else set[str]()
        if all(kitchen.by_code[code].running for code in again):
            yield from in_order(kitchen, days[:place] + days[place + 1 :], (*before, one))


def _shared(kitchen: Kitchen, day: Days) -> Iterator[Shared]:
    for group in kitchen.groups:
        own = [(kitchen.by_code[code], part) for (name, _, code), part in day.served.items() if name == group.code]
        for name, limit in group.week.items():
            yield Shared(dict(rows.nutrient(day.programme, name, own).terms), limit)
    for (_, code), part in day.cooked.items():
        most = kitchen.most_days(kitchen.by_code[code])
        if most < kitchen.days:
            yield Shared(dict(part.terms), Limit(high=most))
    people = {group.code: group.people for group in kitchen.groups}
    for food, grams in kitchen.stock.items():
        amounts = {
            rows.column_of(part): people[group] * kitchen.by_code[code].amounts.get(food, 0)
            for (group, _, code), part in day.served.items()
        }
        terms = {column: amount for column, amount in amounts.items() if amount}
        yield Shared(terms, Limit(low=0), (grams, kitchen.prices[food]))
