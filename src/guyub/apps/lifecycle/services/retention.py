"""How long arrivals and checks are kept; the period is in `data/privacy/retention.yaml`."""

from guyub.apps.lifecycle.models import Arrival, StageCheck, StageReferral
from guyub.apps.lifecycle.services.personal import forget
from guyub.apps.people.retention import keeper_of_people
from guyub.apps.retention.keepers import Keeper


def keepers() -> tuple[Keeper, ...]:
    """What is held of who came to a post, and of whom no other form serves."""
    records = (
        (Arrival, "person", "held__day"),
        (StageCheck, "person", "day"),
        (StageReferral, "person", "referred_on"),
    )
    return (keeper_of_people("adult-records", records, forget),)
