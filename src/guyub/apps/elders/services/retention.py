"""How long screenings, checks and care plans are kept; periods are in `data/privacy/retention.yaml`."""

from guyub.apps.elders.models import CarePlan, CareVisit, ElderCheck, ElderReferral, ElderScreening, ElderSituation
from guyub.apps.elders.services.personal import forget_records
from guyub.apps.people.retention import keeper_of_people
from guyub.apps.retention.keepers import Keeper


def keepers() -> tuple[Keeper, ...]:
    """What is held of elders."""
    of_day = (ElderScreening, ElderCheck, ElderSituation, CarePlan, CareVisit)
    records = (*((model, "elder", "day") for model in of_day), (ElderReferral, "elder", "referred_on"))
    return (keeper_of_people("elder-records", records, forget_records),)
