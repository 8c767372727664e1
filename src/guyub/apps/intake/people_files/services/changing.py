"""What a file changes about a family on record, as steps of the registry: tried by the check, kept by the import."""

from dataclasses import replace

from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files.services.planning import FamilyPlan, new_member
from guyub.apps.people import services as registry
from guyub.apps.people.models import Membership
from guyub.apps.people.services import NewMember


def change(run: PeopleImport, plan: FamilyPlan) -> dict[int, str]:
    """Change a family on record as planned; returns the code of each member by position in the file.

    Raises:
        UnusableFamily: The registry's rules refuse one of the changes.
    """
    person, family = run.uploaded_by, plan.family
    assert family is not None
    reason = f"import {run.pk}"
    if plan.changes:
        registry.correct_family(person, family, plan.changes, reason)
    if plan.kk:
        registry.set_kk(person, family, plan.kk)
    for member in plan.members:
        if member.person is None:
            new = _with_registered_mother(new_member(member.row), plan)
            member.added = registry.add_member(person, family, new, max(run.day, member.row.birth or run.day))
            continue
        if member.changes:
            registry.correct_person(person, member.person, member.changes, reason)
        if member.nik:
            registry.set_nik(person, member.person, member.nik)
    return codes_of(plan)


def codes_of(plan: FamilyPlan) -> dict[int, str]:
    """Code of each member by position in the file."""
    rows = ((place, member.person or member.added) for place, member in enumerate(plan.members))
    return {place: row.code for place, row in rows if row}


def _with_registered_mother(new: NewMember, plan: FamilyPlan) -> NewMember:
    """The mother's line in the file becomes the same woman's line in the registry."""
    found = plan.members[new.mother - 1] if new.mother else None
    mother = (found.person or found.added) if found else None
    row = Membership.objects.filter(person=mother, family=plan.family, until__isnull=True).first() if mother else None
    return replace(new, mother=row.line if row else None)
