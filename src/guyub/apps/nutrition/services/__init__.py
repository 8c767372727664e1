"""The only way to write of supplementary food and the kitchen. Every function takes the acting person first, checks
role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.nutrition.services.days import (
    DayFacts,
    Tick,
    close_kitchen,
    describe_kitchen,
    guests_of,
    open_kitchen,
    reopen_kitchen,
    save_portions,
    take_in_portion,
)
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
from guyub.apps.nutrition.services.problems import KitchenClosed, KitchenRefused, NotAGuest, PmtRefused
from guyub.apps.nutrition.services.rounds import begin_round, end_round
from guyub.apps.nutrition.services.servings import record_serving
from guyub.apps.nutrition.services.visits import record_visit

__all__ = [
    "DayFacts",
    "KitchenClosed",
    "KitchenRefused",
    "NewGuest",
    "NotAGuest",
    "PmtRefused",
    "Tick",
    "begin_round",
    "change_guest",
    "choose_guests",
    "close_kitchen",
    "describe_kitchen",
    "end_guest",
    "end_round",
    "guests_of",
    "guides",
    "kitchen_of",
    "note_prices",
    "open_kitchen",
    "plan_week",
    "prices_of",
    "record_serving",
    "record_visit",
    "reopen_kitchen",
    "save_portions",
    "take_in_portion",
    "versions",
]
