"""A kitchen day as its page shows it: who gets a portion, who got one, what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.nutrition.models import KitchenDay, KitchenGuest, KitchenPortion, MenuWeek
from guyub.apps.nutrition.presentation.guests import Guest, guests_on
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.nutrition_files import load_recipes
from guyub.domain.nutrition.pmt import Eaten, Served, consumption

RECENT = 10


@dataclass(frozen=True)
class Row:
    """A guest on the list of a day. ``portion`` None: not ticked yet."""

    guest: Guest
    name: str
    portion: KitchenPortion | None
    may_tick: bool


@dataclass(frozen=True)
class Money:
    """What a day cost: rupiah a portion, rounded, and the parts of what was handed out and of what was sold.

    ``given``: handed out for nothing. ``margin``: of the sales.
    """

    portion: int
    given: int
    sold: int
    margin: int | None


def rows_of(held: KitchenDay, user: User) -> list[Row]:
    """Guests of the day whose names the reader sees; four queries."""
    scope = scope_of(user)
    portions = {one.guest_id: one for one in held.portions.all()}
    return [
        Row(
            one,
            shown_name(one.guest.person.name, one.guest.person.code),
            portions.get(one.guest.pk),
            scope.may(Right.EDIT_NUTRITION, one.guest.person.place),
        )
        for one in guests_on(held.village_id, held.day)
        if scope.may(Right.SEE_GROWTH, one.guest.person.place)
    ]


def ticked_now(held: KitchenDay, user: User) -> dict[int, list[object]]:
    """Row number of a guest → given, eaten, reason, of those who were ticked and whom the reader sees; one query."""
    seen = held.portions.filter(guest__in=KitchenGuest.objects.permitted(user, Right.SEE_GROWTH))
    rows = seen.values_list("guest", "given", "eaten", "reason")
    return {guest: [given, eaten, reason] for guest, given, eaten, reason in rows}


def eaten_percent(portions: Sequence[KitchenPortion], day: date) -> int | None:
    """Per cent of the portions that were asked about, cut down; None where none was."""
    served = [Served(day, None if one.eaten is None else Eaten(one.eaten)) for one in portions if one.given]
    share = consumption(served).share
    return None if share is None else int(share * 100)


def money_of(held: KitchenDay, given: int) -> Money | None:
    """What a day cost; None where nobody said, or nothing was handed out or sold."""
    portions = given + held.sold
    if held.cost is None or not portions:
        return None
    sold = (2 * held.cost * held.sold + portions) // (2 * portions)
    margin = None if held.income is None else held.income - sold
    return Money((2 * held.cost + portions) // (2 * portions), held.cost - sold, sold, margin)


def dishes_of(village: str, day: date) -> list[str]:
    """Names of the dishes that the week's menu has for a day; none where there is no menu."""
    monday = day - timedelta(days=day.weekday())
    week = MenuWeek.objects.filter(village=village, monday=monday, beside=None).order_by("-pk").first()
    recipes, language = load_recipes().by_code, page_language()
    codes = week.days[day.weekday()] if week and week.days else []
    return [recipes[code].name.in_language(language) for code in codes if code in recipes]


def recent_days(village: str) -> list[KitchenDay]:
    """The last days of a kitchen with ``given``: how many portions were handed out; one query."""
    given = Count("portions", filter=Q(portions__given=True))
    return list(KitchenDay.objects.filter(village=village).annotate(given=given).order_by("-day")[:RECENT])
