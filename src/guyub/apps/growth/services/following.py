"""Follow the registry: z-scores change with the date of birth and the sex of a child."""

from collections.abc import Iterable
from typing import Any

from guyub.apps.growth.models import Measurement
from guyub.apps.growth.services.states import renew
from guyub.apps.people.models import Person


def follow(sender: object, *, families: Iterable[int], **_: Any) -> None:
    """Receiver of `people.signals.families_changed`: the measured children of these families."""
    measured = Measurement.objects.filter(child__memberships__family__in=list(families)).values("child_id")
    if children := list(Person.objects.filter(pk__in=measured)):
        renew(children)
