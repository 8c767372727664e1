"""Who has a child in charge: the cadre of its RT, RW or village, and the puskesmas for what was referred."""

from collections.abc import Collection
from dataclasses import dataclass

from guyub.apps.accounts.models import Assignment, Role
from guyub.apps.accounts.scope import covers
from guyub.apps.people.models import Resident


@dataclass(frozen=True)
class Charge:
    """Holders of a role in a village, or in a part of it: pairs of (place, name)."""

    holders: Collection[tuple[str, str]]

    def of(self, resident: Resident) -> list[str]:
        """Names of those whose place is the nearest around where somebody lives; empty where nobody has it."""
        around = [(place, name) for place, name in self.holders if covers([place], resident.place)]
        nearest = max((len(place) for place, _ in around), default=0)
        return sorted(name for place, name in around if len(place) == nearest)


def charge(role: Role, village: str) -> Charge:
    """Who has the children of a village in charge by a role; one query."""
    parts = village.split(".")
    around = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    found = Assignment.objects.filter(role=role, region__in=around, user__is_active=True).select_related("user")
    return Charge([(one.place, one.user.get_full_name() or one.user.get_username()) for one in found])
