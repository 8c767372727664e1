"""Who may write of a group: whoever holds the right in a place that it serves, and of members where they live."""

from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.actors import Actor, System
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.services import HAPPENED, follow, follow_soon
from guyub.apps.audit import trail
from guyub.apps.programmes.models import Group
from guyub.errors import NotAllowed

ACTION = "run-group"
# What the figures of the classification are counted from; a meeting that people tick on a phone need not wait for them.
AT_ONCE = {"group-opened", "group-described", "group-closed", "group-members-enrolled", "group-membership-ended"}
SOON = {"group-meeting-described", "group-meeting-closed", "group-meeting-cancelled", "group-register-confirmed"}


def runs(user: User | AnonymousUser, group: Group) -> bool:
    """Whether someone may write of a group."""
    return group.touches(scope_of(user).codes(Right.EDIT_GROUPS))


def require_runs(actor: Actor, group: Group) -> None:
    """Refuse who may not write of a group.

    Raises:
        NotAllowed: They hold the right in no place that it serves.
    """
    if not isinstance(actor, System) and not runs(actor, group):
        raise NotAllowed(action=ACTION)


def note(actor: Actor, action: str, group: Group, **details: object) -> None:
    """Put an act about a group on its village's trail (codes and counts only), and let the village's figures follow."""
    trail.note(actor, action, chain=group.village_id, subject=f"group:{group.pk}", kind=group.kind, **details)
    if action in AT_ONCE:
        follow(HAPPENED, [group.village_id])
    elif action in SOON:
        follow_soon(HAPPENED, [group.village_id])
