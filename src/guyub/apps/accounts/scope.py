"""Territory and role decide what you see: the one place that turns assignments into database filters.

A region code names the region and everything below it: "32.76" covers "32.76" and "32.76.01.1009", and neither
"32.7" nor "32.760". Every read path filters with `Scope.seen` or `Scope.edited`; pages, API and exports share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, Role, User
from guyub.apps.accounts.rights import SHOW_NAMES, Right, roles_with

EVERYWHERE = ""
# Rights over a village as a whole: who has one in an RW has it in that RW's village.
VILLAGE_WIDE = frozenset({Right.SEE_FIGURES})

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """Roles of one person: pairs of (role, place code); the code "" stands for everywhere.

    A place is a region or, within a village, an RW or RT: 32.76.01.1009.005.012.
    """

    grants: frozenset[tuple[str, str]] = frozenset()

    def codes(self, right: Right = Right.SEE_FIGURES) -> frozenset[str]:
        """Codes of the places in which the person holds a right."""
        roles = _roles_with(right)
        end = VILLAGE_CODE_LENGTH if right in VILLAGE_WIDE else None
        return frozenset(code[:end] for role, code in self.grants if role in roles)

    def has(self, right: Right) -> bool:
        """Whether the person holds a right anywhere."""
        return bool(self.codes(right))

    def may(self, right: Right, code: str) -> bool:
        """Whether the person holds a right in this place."""
        return covers(self.codes(right), code)

    def rows(self, right: Right, field: str) -> Q:
        """Filter on a column that holds a region code: rows in which the person holds a right."""
        return within(self.codes(right), field)

    def residents(self, right: Right, prefix: str = "") -> Q:
        """Filter on rows with `village`, `rw` and `rt` (three digits): where the person holds a right.

        Args:
            right: What is to be done with the rows.
            prefix: Way to the row that has these columns, such as "family__".
        """
        condition = NOTHING
        for code in sorted(self.codes(right)):
            if code == EVERYWHERE:
                return Q()
            village, parts = code[:VILLAGE_CODE_LENGTH], code[VILLAGE_CODE_LENGTH + 1 :].split(".")
            if len(village) < VILLAGE_CODE_LENGTH:
                condition |= Q(**{f"{prefix}village__code__startswith": f"{village}."})
                continue
            names = ("rw", "rt")
            numbers = {f"{prefix}{name}": part for name, part in zip(names, parts, strict=False) if part}
            condition |= Q(**{f"{prefix}village_id": village, **numbers})
        return condition

    def residents_of(self, right: Right, village: str) -> Q:
        """The same as `residents`, within one village: a filter with that village in it, and no other.

        Databases plan it better than `residents` beside a village: places the person holds elsewhere are not asked.
        """
        condition = NOTHING
        for code in sorted(self.codes(right)):
            if covers([code], village):
                return Q(village_id=village)
            if code.startswith(f"{village}."):
                parts = code[VILLAGE_CODE_LENGTH + 1 :].split(".")
                condition |= Q(village_id=village, **dict(zip(("rw", "rt"), parts, strict=False)))
        return condition

    def seen(self, field: str) -> Q:
        """Filter on a column that holds a region code: villages whose figures the person may read."""
        return self.rows(Right.SEE_FIGURES, field)

    def edited(self, field: str) -> Q:
        """Filter on a column that holds a region code: villages whose figures the person may change."""
        return self.rows(Right.EDIT_FIGURES, field)

    def may_see(self, code: str) -> bool:
        return self.may(Right.SEE_FIGURES, code)

    def may_edit(self, code: str) -> bool:
        return self.may(Right.EDIT_FIGURES, code)

    def may_snapshot(self, code: str) -> bool:
        return self.may(Right.SNAPSHOT, code)

    def may_manage(self, code: str) -> bool:
        return self.may(Right.MANAGE, code)

    @property
    def shows_names(self) -> bool:
        """Whether any role of the person opens names: of families, or in proofs of others."""
        return any(self.has(right) for right in SHOW_NAMES)


_roles_with = cache(roles_with)
NO_SCOPE = Scope()


def within(codes: Iterable[str], field: str) -> Q:
    """Filter: the region code in `field` is one of `codes` or below one of them."""
    condition = NOTHING
    for code in sorted(codes):
        if code == EVERYWHERE:
            return Q()
        condition |= Q(**{field: code}) | Q(**{f"{field}__startswith": f"{code}."})
    return condition


def either(reach: Q, other: Q) -> Q:
    """One condition or the other, where `reach` is a filter of this module.

    Such a filter is empty where the person reaches everywhere, and an empty one vanishes from a plain "or": only
    `other` would be left of it.
    """
    return reach | other if reach else reach


def covers(codes: Iterable[str], code: str) -> bool:
    """The same rule as `within`, for one code in memory."""
    return any(own == EVERYWHERE or code == own or code.startswith(f"{own}.") for own in codes)


def scope_of(user: User | AnonymousUser | None) -> Scope:
    """The person's scope; empty for strangers and for closed accounts. One query per loaded user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NO_SCOPE
    cached = getattr(user, "_scope", None)
    if cached is None:
        grants = {(assignment.role, assignment.place) for assignment in user.assignments.all()}
        if user.is_superuser:
            grants.add((str(Role.ADMIN), EVERYWHERE))
        cached = Scope(frozenset(grants))
        user._scope = cached
    return cached
