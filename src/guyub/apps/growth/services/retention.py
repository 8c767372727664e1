"""How long measurements and marks of children are kept; periods are in `data/privacy/retention.yaml`."""

from guyub.apps.growth.models import CareMark, Measurement
from guyub.apps.growth.services.personal import forget
from guyub.apps.people.retention import keeper_of_people
from guyub.apps.retention.keepers import Keeper


def keepers() -> tuple[Keeper, ...]:
    """What is held of children."""
    records = ((Measurement, "child", "day"), (CareMark, "child", "day"))
    return (keeper_of_people("growth-records", records, forget),)
