"""How long supplementary food and portions of a kitchen are kept; periods are in `data/privacy/retention.yaml`."""

from guyub.apps.nutrition.models import KitchenGuest, KitchenPortion, PmtRound, PmtServing, PmtVisit
from guyub.apps.nutrition.services.personal import forget
from guyub.apps.people.retention import keeper_of_people
from guyub.apps.retention.keepers import Keeper


def keepers() -> tuple[Keeper, ...]:
    """What is held of whom food is given."""
    records = (
        (PmtRound, "person", "begun"),
        (PmtServing, "round__person", "day"),
        (PmtVisit, "round__person", "day"),
        (KitchenGuest, "person", "until"),
        (KitchenPortion, "guest__person", "held__day"),
    )
    return (keeper_of_people("food-records", records, forget),)
