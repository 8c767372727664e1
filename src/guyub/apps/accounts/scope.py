"""Territory and role decide what you see: the one place that turns assignments into database filters.

A region code names the region and everything below it: "32.76" covers "32.76" and "32.76.01.1009", and neither
"32.7" nor "32.760". Every read path filters with `Scope.seen` or `Scope.edited`; pages, API and exports share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from guyub.apps.accounts.models import Role, User

EVERYWHERE = ""
MAY_EDIT = frozenset({Role.ADMIN, Role.CITY, Role.LURAH, Role.OPERATOR})
MAY_SNAPSHOT = frozenset({Role.ADMIN, Role.CITY, Role.LURAH, Role.OPERATOR})
MAY_MANAGE = frozenset({Role.ADMIN})

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """Roles of one person: pairs of (role, region code); the code "" stands for everywhere."""

    grants: frozenset[tuple[str, str]] = frozenset()

    def codes(self, roles: Iterable[str] | None = None) -> frozenset[str]:
        """Region codes in which the person holds one of these roles (any role when not given)."""
        wanted = None if roles is None else frozenset(roles)
        return frozenset(code for role, code in self.grants if wanted is None or role in wanted)

    def seen(self, field: str) -> Q:
        """Filter on a column that holds a region code: rows the person may read."""
        return within(self.codes(), field)

    def edited(self, field: str) -> Q:
        """Filter on a column that holds a region code: rows the person may change."""
        return within(self.codes(MAY_EDIT), field)

    def may_see(self, code: str) -> bool:
        return covers(self.codes(), code)

    def may_edit(self, code: str) -> bool:
        return covers(self.codes(MAY_EDIT), code)

    def may_snapshot(self, code: str) -> bool:
        return covers(self.codes(MAY_SNAPSHOT), code)

    def may_manage(self, code: str) -> bool:
        return covers(self.codes(MAY_MANAGE), code)


NO_SCOPE = Scope()


def within(codes: Iterable[str], field: str) -> Q:
    """Filter: the region code in `field` is one of `codes` or below one of them."""
    condition = NOTHING
    for code in sorted(codes):
        if code == EVERYWHERE:
            return Q()
        condition |= Q(**{field: code}) | Q(**{f"{field}__startswith": f"{code}."})
    return condition


def covers(codes: Iterable[str], code: str) -> bool:
    """The same rule as `within`, for one code in memory."""
    return any(own == EVERYWHERE or code == own or code.startswith(f"{own}.") for own in codes)


def scope_of(user: User | AnonymousUser | None) -> Scope:
    """The person's scope; empty for strangers and for closed accounts. One query per loaded user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NO_SCOPE
    cached = getattr(user, "_scope", None)
    if cached is None:
        rows = user.assignments.values_list("role", "region_id")
        grants = {(role, code or EVERYWHERE) for role, code in rows}
        if user.is_superuser:
            grants.add((str(Role.ADMIN), EVERYWHERE))
        cached = Scope(frozenset(grants))
        user._scope = cached
    return cached
