"""Posyandu and their days: who is expected, what a page of the day sends, and when it is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.growth.models import DaySending, Measurement, Posyandu, PosyanduDay
from guyub.apps.growth.services.measuring import Figures, correct_measurement, record_measurement
from guyub.apps.growth.services.problems import (
    DayClosed,
    DayDoesNotFit,
    NotExpected,
    PosyanduExists,
    UnusableMeasurement,
)
from guyub.apps.people.models import Person, ResidentQuerySet
from guyub.apps.territory.models import Region
from guyub.apps.ui.outbox import arrived_before
from guyub.data.growth_files import load_indonesian_growth
from guyub.domain.growth.ages import months_before
from guyub.errors import NotAllowed

ACTION = "run-posyandu"
SHAPES = {field.name: {"oedema": bool, "posture": str}.get(field.name, int) for field in fields(Figures)}
TYPED_AGAIN = "Diketik ulang pada hari yang sama"


@dataclass(frozen=True)
class Arrived:
    """What a sending came to: its number, and what was measured; nothing where its number was used up unused."""

    sequence: int
    measurement: Measurement | None


# -- posyandu and days -----------------------------------------------------------------------------------------------


@transaction.atomic
def open_posyandu(actor: Actor, village: Region, name: str, serves: Iterable[str] = ()) -> Posyandu:
    """Register a posyandu of a village that serves some of its RW, or all.

    Raises:
        NotAllowed: The actor may not measure children in all that it serves.
        PosyanduExists: There is one of that name, or the name is empty.
    """
    posyandu = Posyandu(village=village, name=name.strip(), serves=sorted(set(serves)), opened_by=person(actor))
    require(actor, ACTION, Right.EDIT_GROWTH, *posyandu.places)
    if not posyandu.name or Posyandu.objects.filter(village=village, name=posyandu.name).exists():
        raise PosyanduExists
    posyandu.save()
    trail.note(actor, "posyandu-opened", chain=village.code, subject=f"posyandu:{posyandu.pk}")
    return posyandu


@transaction.atomic
def open_day(actor: Actor, posyandu: Posyandu, day: date) -> PosyanduDay:
    """Begin a posyandu day, or go on with it.

    Raises:
        NotAllowed: The actor may not measure children in any place it serves.
        DayDoesNotFit: The day is still to come, or the posyandu was closed before.
    """
    require_somewhere(actor, posyandu)
    if day > timezone.localdate() or (posyandu.closed_on is not None and day >= posyandu.closed_on):
        raise DayDoesNotFit(day=day.isoformat())
    try:
        with transaction.atomic():
            held, created = PosyanduDay.objects.get_or_create(
                posyandu=posyandu, day=day, defaults={"opened_by": person(actor)}
            )
    except IntegrityError:  # somebody else opened it at the same moment
        held, created = PosyanduDay.objects.get(posyandu=posyandu, day=day), False
    if created:
        _note(actor, "posyandu-day-opened", held)
    return held


@transaction.atomic
def close_day(actor: Actor, held: PosyanduDay) -> PosyanduDay:
    """End a posyandu day; what still waits on a phone is refused from then on, until it is opened again."""
    require_somewhere(actor, held.posyandu)
    if held.closed_at is None:
        held.closed_at = timezone.now()
        held.save(update_fields=["closed_at"])
        _note(actor, "posyandu-day-closed", held)
    return held


@transaction.atomic
def reopen_day(actor: Actor, held: PosyanduDay) -> PosyanduDay:
    """Open a posyandu day again."""
    require_somewhere(actor, held.posyandu)
    if held.closed_at is not None:
        held.closed_at = None
        held.save(update_fields=["closed_at"])
        _note(actor, "posyandu-day-reopened", held)
    return held


def require_somewhere(actor: Actor, posyandu: Posyandu) -> None:
    """Refuse who may measure children in no place that the posyandu serves.

    A cadre of one RW helps at a posyandu of several; which children are theirs, each measurement asks by itself.
    """
    if not isinstance(actor, System) and not posyandu.touches(scope_of(actor).codes(Right.EDIT_GROWTH)):
        raise NotAllowed(action=ACTION)


def _note(actor: Actor, action: str, held: PosyanduDay) -> None:
    subject = f"posyandu:{held.posyandu_id}"
    trail.note(actor, action, chain=held.posyandu.village_id, subject=subject, day=held.day.isoformat())


# -- children of a day -----------------------------------------------------------------------------------------------


def expected(held: PosyanduDay) -> ResidentQuerySet:
    """Children under five on the day who live where the posyandu serves; filter by `permitted` before showing names."""
    months = load_indonesian_growth().skdn.months
    first = months_before(held.day, months)
    children = Person.objects.in_part(held.posyandu.village_id).filter(
        state=Person.State.LIVING, birth_date__gt=first, birth_date__lte=held.day
    )
    return children.filter(rw__in=held.posyandu.serves) if held.posyandu.serves else children


# -- what a page sends -----------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(actor: Actor, held: PosyanduDay, changes: Any, sequence: int, device: str) -> Arrived:
    """Put a numbered sending of a page of the day on record, once.

    Args:
        actor: Who measured.
        held: The day.
        changes: {"child": code, "weight_g": ..., "height_mm": ..., "posture": "l", "oedema": false}; what is left out
            was not measured. A child measured before on that day is corrected. Empty: the number is used up.
        sequence: Number of the sending on its page, from 1.
        device: The page, a random name of its own.

    Raises:
        NotAllowed: The actor may not measure where the child lives.
        DayClosed: The day is over.
        SendingsMissing: An earlier sending of the page has not arrived.
        NotExpected: The posyandu does not serve the child.
        UnusableMeasurement: The figures cannot be, or have the wrong shape.
    """
    require_somewhere(actor, held.posyandu)
    held = PosyanduDay.objects.select_for_update(of=("self",)).select_related("posyandu").get(pk=held.pk)
    if arrived_before(held.sendings.all(), device, sequence):
        before = held.sendings.select_related("measurement").get(device=device, sequence=sequence)
        return Arrived(sequence, before.measurement)
    if held.closed_at is not None:
        raise DayClosed
    measurement = _measured(actor, held, changes) if changes else None
    DaySending.objects.create(
        held=held,
        device=device,
        sequence=sequence,
        measurement=measurement,
        sent_by=person(actor),
        arrived_at=timezone.now(),
    )
    return Arrived(sequence, measurement)


def _measured(actor: Actor, held: PosyanduDay, changes: Any) -> Measurement:
    child, figures = read_changes(held, changes)
    before = Measurement.objects.filter(held=held, child=child, replaced_by=None).first()
    if before is not None:
        return correct_measurement(actor, before, figures, TYPED_AGAIN)
    return record_measurement(actor, child, held.day, figures, held=held)


def read_changes(held: PosyanduDay, changes: Any) -> tuple[Person, Figures]:
    """The child and the figures in what a page sent.

    Raises:
        NotExpected: The posyandu does not serve the child.
        UnusableMeasurement: A figure has the wrong shape.
    """
    given: Mapping[str, Any] = changes if isinstance(changes, dict) else {}
    code = str(given.get("child", ""))[:11]
    child = expected(held).filter(code=code).first()
    if child is None:
        raise NotExpected(child=code)
    figures = {name: value for name, value in given.items() if name != "child" and value is not None}
    shaped = all(name in SHAPES and type(value) is SHAPES[name] for name, value in figures.items())
    if not shaped or figures.get("posture", "") not in ("", *Measurement.Posture.values):
        raise UnusableMeasurement(child=code, reason="wrong-shape")
    return child, Figures(**figures)
