"""The page of one family as of a day: members, couple, home, numbers of identity under their mask."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from guyub.apps.people.models import Couple, DataKey, Family, Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.people.sealing import KeyMissing, mask
from guyub.apps.people.services import FamilyView, MemberView
from guyub.domain.families.members import completed_years, reproductive

UNREADABLE = "—"


@dataclass(frozen=True)
class MemberLine:
    """One member on the page."""

    member: MemberView
    nik: str  # masked; empty where none is recorded


@dataclass(frozen=True)
class CoupleLine:
    """The couple on the form. `reproductive`: a couple of reproductive age (PUS) on the day."""

    couple: Couple
    wife: str
    husband: str
    reproductive: bool | None


def with_names(view: FamilyView) -> FamilyView:
    """The same, with something to read in place of names that were erased."""
    members = [replace(one, name=shown_name(one.name, one.person.code)) for one in view.members]
    return replace(view, members=members)


def member_lines(view: FamilyView) -> list[MemberLine]:
    """Members in the order of the form. One query for the keys of all."""
    niks = masked_niks(member.person for member in view.members)
    return [MemberLine(member, niks.get(member.person.pk, "")) for member in view.members]


def couple_line(view: FamilyView, day: date) -> CoupleLine | None:
    """The couple in words."""
    couple = view.couple
    if couple is None:
        return None
    members = {member.person.pk: member for member in view.members}
    wife = members.get(couple.wife_id)
    return CoupleLine(
        couple=couple,
        wife=wife.name if wife else couple.wife.name,
        husband=_husband(view, couple),
        reproductive=_reproductive(wife.birth_date, day) if wife else None,
    )


def _reproductive(birth: date | None, day: date) -> bool | None:
    found = reproductive(completed_years(birth, day) if birth else None)
    return None if found is None else bool(found)


def _husband(view: FamilyView, couple: Couple) -> str:
    if couple.husband_id is None:
        return ""
    return next((one.name for one in view.members if one.person.pk == couple.husband_id), "")


def masked_niks(people: Iterable[Person]) -> dict[int, str]:
    """Masked NIK of those who have one: person id → text. One query."""
    with_nik = [person for person in people if person.nik_sealed]
    keys = DataKey.objects.in_bulk([person.key_id for person in with_nik])
    return {person.pk: _masked(keys[person.key_id], person.nik_sealed, "nik") for person in with_nik}


def masked_kk(family: Family) -> str:
    """Masked number of the family card; empty where none is recorded."""
    return _masked(family.key, family.kk_sealed, "kk") if family.kk_sealed else ""


def _masked(key: DataKey, sealed: bytes, purpose: str) -> str:
    try:
        return mask(key.bytes().open(sealed, purpose))
    except KeyMissing:
        return UNREADABLE
