"""Tables of foods and of prices that a user has: read with every doubtful cell named, and looked over for misprints."""

from guyub.analytics.food_tables.foods import FoodFile, read_foods
from guyub.analytics.food_tables.prices import PriceFile, read_prices
from guyub.analytics.food_tables.quality import doubts

__all__ = ["FoodFile", "PriceFile", "doubts", "read_foods", "read_prices"]
