"""The only way to write of supplementary food and the kitchen. Every function takes the acting person first, checks
role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.nutrition.services.kitchen import (
    NewGuest,
    change_guest,
    choose_guests,
    end_guest,
    guides,
    kitchen_of,
    note_prices,
    plan_week,
    prices_of,
    versions,
)
from guyub.apps.nutrition.services.problems import KitchenRefused, PmtRefused
from guyub.apps.nutrition.services.rounds import begin_round, end_round
from guyub.apps.nutrition.services.servings import record_serving

__all__ = [
    "KitchenRefused",
    "NewGuest",
    "PmtRefused",
    "begin_round",
    "change_guest",
    "choose_guests",
    "end_guest",
    "end_round",
    "guides",
    "kitchen_of",
    "note_prices",
    "plan_week",
    "prices_of",
    "record_serving",
    "versions",
]
