"""Open Kampung KB units and change what they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.services.locks import lock_units
from guyub.apps.assessment.services.states import refresh_states
from guyub.apps.territory.models import Region, Unit, UnitLevel
from guyub.errors import DomainError


class LevelWithoutPart(DomainError):
    """One RW or one dusun needs its number or name; the whole village has none."""

    code = "level-without-part"
    template = "'{part}' does not fit: one RW or dusun needs its number or name, a whole village has none."
    exit_code = 4


class LevelKnown(DomainError):
    """What a unit covers changes at most once a day."""

    code = "level-known"
    template = "What {village} covers from {since} on is on record already ({covers})."
    exit_code = 4


@dataclass(frozen=True)
class NewUnit:
    """A unit to open. ``since``: the day from which it covers what ``covers`` and ``part`` say."""

    region: Region
    name: str
    since: date
    covers: str = UnitLevel.Covers.VILLAGE
    part: str = ""
    note: str = ""


def open_unit(actor: Actor, new: NewUnit) -> Unit:
    """Open one unit; see `open_units`."""
    return open_units(actor, [new])[0]


@transaction.atomic
def open_units(actor: Actor, new_units: Sequence[NewUnit]) -> list[Unit]:
    """Open units, all or nothing. Each starts without data.

    Raises:
        NotAllowed: The person does not administer one of the regions.
    """
    require(actor, "open-unit", Right.MANAGE, *(new.region.code for new in new_units))
    by = person(actor)
    units = [Unit(region=new.region, name=new.name) for new in new_units]
    units = bulk_create_with_history(units, Unit, default_user=by)
    levels = [
        UnitLevel(unit=unit, since=new.since, covers=new.covers, part=new.part, note=new.note)
        for unit, new in zip(units, new_units, strict=True)
    ]
    bulk_create_with_history(levels, UnitLevel, default_user=by)
    refresh_states(units)
    return units


@transaction.atomic
def change_level(actor: Actor, unit: Unit, *, since: date, covers: str, part: str = "", note: str = "") -> UnitLevel:
    """From a day on the unit covers something else. Earlier figures stay on record and no longer count.

    Raises:
        NotAllowed: The person does not administer the region.
        LevelWithoutPart: One RW or dusun without its number or name, or a whole village with one.
        LevelKnown: Another change is on record for that day.
    """
    require(actor, "change-level", Right.MANAGE, unit.region_id)
    if (covers == UnitLevel.Covers.VILLAGE) == bool(part):
        raise LevelWithoutPart(part=part)
    lock_units([unit.pk])
    if known := UnitLevel.objects.filter(unit=unit, since=since).first():
        raise LevelKnown(village=unit.region_id, since=since, covers=known)
    level = UnitLevel(unit=unit, since=since, covers=covers, part=part, note=note)
    level._history_user = person(actor)
    level.save()
    refresh_states([unit])
    return level
