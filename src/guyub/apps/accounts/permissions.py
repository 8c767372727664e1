"""Named permissions, as predicates over a person and a village unit. `user.has_perm(name, unit)` asks them.

Lists are filtered in the database (`Unit.objects.visible_to`); these predicates answer for one object. Both read
the same `Scope`.
"""

from typing import Protocol

import rules
from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of

VIEW_UNIT = "assessment.view_unit"
EDIT_FACTS = "assessment.edit_facts"
TAKE_SNAPSHOT = "assessment.take_snapshot"
MANAGE_UNIT = "territory.manage_unit"


class InRegion(Protocol):
    """A village unit, or anything else that lies in one region."""

    region_id: str


@rules.predicate
def may_see(user: User | AnonymousUser, place: InRegion | None) -> bool:
    return place is not None and scope_of(user).may_see(place.region_id)


@rules.predicate
def may_edit(user: User | AnonymousUser, place: InRegion | None) -> bool:
    return place is not None and scope_of(user).may_edit(place.region_id)


@rules.predicate
def may_snapshot(user: User | AnonymousUser, place: InRegion | None) -> bool:
    return place is not None and scope_of(user).may_snapshot(place.region_id)


@rules.predicate
def may_manage(user: User | AnonymousUser, place: InRegion | None) -> bool:
    return place is not None and scope_of(user).may_manage(place.region_id)


rules.set_perm(VIEW_UNIT, may_see)
rules.set_perm(EDIT_FACTS, may_edit)
rules.set_perm(TAKE_SNAPSHOT, may_snapshot)
rules.set_perm(MANAGE_UNIT, may_manage)
