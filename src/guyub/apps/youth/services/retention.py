"""How long checks and confidential interviews are kept; periods are in `data/privacy/retention.yaml`."""

from guyub.apps.people.retention import keeper_of_people
from guyub.apps.retention.keepers import Keeper
from guyub.apps.youth.models import YouthCheck, YouthInterview, YouthReferral
from guyub.apps.youth.services.personal import forget_checks, forget_interviews


def keepers() -> tuple[Keeper, ...]:
    """What is held of young people."""
    checks = ((YouthCheck, "person", "day"), (YouthReferral, "person", "referred_on"))
    interviews = ((YouthInterview, "person", "day"),)
    return (
        keeper_of_people("youth-checks", checks, forget_checks),
        keeper_of_people("youth-interviews", interviews, forget_interviews),
    )
