"""How long pregnancies, checks and births are kept; periods are in `data/privacy/retention.yaml`."""

from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.services.personal import forget
from guyub.apps.people.retention import keeper_of_people
from guyub.apps.retention.keepers import Keeper


def keepers() -> tuple[Keeper, ...]:
    """What is held of mothers."""
    records = (
        (Pregnancy, "mother", "due_on"),
        (MotherCheck, "mother", "day"),
        (Birth, "pregnancy__mother", "day"),
    )
    return (keeper_of_people("mother-records", records, forget),)
