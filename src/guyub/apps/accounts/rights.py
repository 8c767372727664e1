"""What each role may do: the one table. Where, is the assignment's region; `scope.py` joins the two.

Roles are what people are called; rights are what pages, files, services and the programming interface ask for.
"""

from enum import StrEnum

from guyub.apps.accounts.models import Role


class Right(StrEnum):
    """One thing that someone may do in a territory."""

    SEE_FIGURES = "see-figures"  # facts, class, plans, history of a village
    EDIT_FIGURES = "edit-figures"
    SNAPSHOT = "snapshot"
    MANAGE = "manage"  # open units, change their level
    SEE_PEOPLE = "see-people"  # families and members by name, NIK masked
    EDIT_PEOPLE = "edit-people"  # families, events, interviews
    SEE_HEALTH = "see-health"  # pregnancy, stunting risk, visits by name
    EDIT_HEALTH = "edit-health"  # visits to families at risk
    REVEAL_IDENTITY = "reveal-identity"  # one NIK or KK number in full, with a reason, logged
    DECIDE_DUPLICATES = "decide-duplicates"
    IMPORT_PEOPLE = "import-people"
    EXPORT_PEOPLE = "export-people"  # files with personal columns, with a purpose, logged
    RUN_ROUNDS = "run-rounds"  # open and close survey rounds
    ERASE_PEOPLE = "erase-people"  # erasure and data extract on request
    AUDIT = "audit"  # read the audit trail


_FIGURES = frozenset({Right.SEE_FIGURES})
_RECORDS = _FIGURES | {Right.EDIT_FIGURES, Right.SNAPSHOT}
_FAMILIES = _FIGURES | {Right.SEE_PEOPLE, Right.EDIT_PEOPLE}
_HEALTH = frozenset({Right.SEE_HEALTH, Right.EDIT_HEALTH})
_OFFICE = frozenset({Right.DECIDE_DUPLICATES, Right.IMPORT_PEOPLE, Right.EXPORT_PEOPLE, Right.RUN_ROUNDS})

RIGHTS: dict[str, frozenset[Right]] = {
    Role.KADER: _FAMILIES,
    Role.TPK: _FIGURES | {Right.SEE_PEOPLE} | _HEALTH,
    Role.OPERATOR: _RECORDS | _FAMILIES | _OFFICE | {Right.SEE_HEALTH},
    Role.LURAH: _RECORDS | _FAMILIES | _OFFICE | {Right.SEE_HEALTH, Right.REVEAL_IDENTITY, Right.ERASE_PEOPLE},
    Role.PKB: _FAMILIES | _OFFICE | _HEALTH,
    Role.PUSKESMAS: _FIGURES | {Right.SEE_PEOPLE} | _HEALTH,
    Role.OPD: _FIGURES,
    Role.CITY: _RECORDS,
    Role.PROVINCE: _FIGURES,
    Role.VIEWER: _FIGURES,
    Role.AUDITOR: _FIGURES | {Right.AUDIT},
    # Runs the site and its accounts; sees people only through another role, given like to anyone else.
    Role.ADMIN: _RECORDS | {Right.MANAGE, Right.AUDIT},
}

SEES_PEOPLE = frozenset(role for role, rights in RIGHTS.items() if Right.SEE_PEOPLE in rights)
"""Roles that need a second factor."""


def roles_with(right: Right) -> frozenset[str]:
    """Roles that hold a right."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
