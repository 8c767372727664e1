"""What follows from the families. States and sums follow by themselves (`following`); people write visits only.

Every function that writes for a person takes that person first and checks role and territory itself.
"""

from guyub.apps.resilience.services.following import deferred, follow, refresh
from guyub.apps.resilience.services.points import keep_points
from guyub.apps.resilience.services.registry_facts import Coverage, registry_facts
from guyub.apps.resilience.services.sums import sums_of
from guyub.apps.resilience.services.visits import NewVisit, record_visit, resolve_factor

__all__ = [
    "Coverage",
    "NewVisit",
    "deferred",
    "follow",
    "keep_points",
    "record_visit",
    "refresh",
    "registry_facts",
    "resolve_factor",
    "sums_of",
]
