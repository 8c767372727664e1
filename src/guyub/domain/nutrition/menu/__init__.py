"""The menu of a kitchen's week: which dishes on which day, and how many measures of each for whom, at least cost."""

from guyub.domain.nutrition.menu.binding import Price, binding_limits
from guyub.domain.nutrition.menu.kitchen import Breach, Dish, Group, Kitchen, Limit, Week, breaches
from guyub.domain.nutrition.menu.search import MenuAnswer, cheapest_week
from guyub.domain.nutrition.menu.unmet import Shortfall, unmet_demands

__all__ = [
    "Breach",
    "Dish",
    "Group",
    "Kitchen",
    "Limit",
    "MenuAnswer",
    "Price",
    "Shortfall",
    "Week",
    "binding_limits",
    "breaches",
    "cheapest_week",
    "unmet_demands",
]
