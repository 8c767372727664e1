"""Who came to a session, and what was ticked of them. What a page sends counts once. The only way to write arrivals."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.audit import trail
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.growth.services import DayClosed
from guyub.apps.growth.services.days import require_somewhere
from guyub.apps.lifecycle.models import Arrival, ArrivalSending
from guyub.apps.lifecycle.services.problems import NotServedHere
from guyub.apps.lifecycle.stages import EDIT, served, stage_of
from guyub.apps.people.models import Person
from guyub.apps.ui.outbox import arrived_before
from guyub.data.lifecycle_files import load_lifecycle_rules

ACTION = "run-posyandu"
TICKS = ("came", "service", "education", "left")
TUBERCULOSIS = "tuberculosis"


@transaction.atomic
def take_in(actor: Actor, held: PosyanduDay, changes: Any, sequence: int, device: str) -> Arrival | None:
    """Put a numbered sending of a page of a session on record, once.

    Args:
        actor: Who ticks.
        held: The day of the post.
        changes: {"person": code, "mark": "came", "service", "education" or "left", "value": true or false}, or
            {"person": code, "mark": "tuberculosis", "value": code of the answer, or "" for not asked}. Somebody who is
            ticked for the first time gets the next number. Empty: the number of the sending is used up.
        sequence: Number of the sending on its page, from 1.
        device: The page, a random name of its own.

    Raises:
        NotAllowed: The actor may not record people of that stage of life where they live.
        SendingsMissing: An earlier sending of the page has not arrived.
        DayClosed: The day is over.
        NotServedHere: The post does not serve them, their age is not known, or there is no such tick.
    """
    require_somewhere(actor, held.posyandu)
    held = PosyanduDay.objects.select_for_update(of=("self",)).select_related("posyandu").get(pk=held.pk)
    if arrived_before(held.arrival_sendings.all(), device, sequence):
        return None
    if held.closed_at is not None:
        raise DayClosed
    arrival = _ticked(actor, held, changes if isinstance(changes, dict) else {}) if changes else None
    ArrivalSending.objects.create(
        held=held, device=device, sequence=sequence, sent_by=person(actor), arrived_at=timezone.now()
    )
    return arrival


@transaction.atomic
def tick(actor: Actor, held: PosyanduDay, who: Person, mark: str, value: bool | str = True) -> Arrival:
    """Tick somebody without a page: for the demonstration and for other ways of sending.

    Raises:
        NotAllowed, DayClosed, NotServedHere: As for `take_in`.
    """
    require_somewhere(actor, held.posyandu)
    held = PosyanduDay.objects.select_for_update(of=("self",)).select_related("posyandu").get(pk=held.pk)
    if held.closed_at is not None:
        raise DayClosed
    return _ticked(actor, held, {"person": who.code, "mark": mark, "value": value})


def _ticked(actor: Actor, held: PosyanduDay, given: Mapping[str, Any]) -> Arrival:
    code, mark, value = str(given.get("person", ""))[:11], given.get("mark"), given.get("value")
    if problem := _problem_with(mark, value):
        raise NotServedHere(person=code, reason=problem)
    who = served(held).filter(code=code).first()
    if who is None:
        raise NotServedHere(person=code, reason="post-does-not-serve")
    arrival = Arrival.objects.filter(held=held, person=who).first() or _new(held, who)
    require(actor, ACTION, EDIT[arrival.stage], who.place)
    setattr(arrival, str(mark), value)
    if mark != "came" and value:
        arrival.came = True
    arrival.ticked_by, arrival.ticked_at = person(actor), timezone.now()
    arrival.save()
    trail.note(
        actor, "post-arrival-ticked", chain=who.village_id, subject=f"person:{who.code}", day=held.day.isoformat()
    )
    return arrival


def _problem_with(mark: Any, value: Any) -> str:
    if mark == TUBERCULOSIS:
        known = value == "" or (isinstance(value, str) and value in load_lifecycle_rules().tuberculosis.by_code)
    else:
        known = mark in TICKS and type(value) is bool
    return "" if known else "not-in-the-list"


def _new(held: PosyanduDay, who: Person) -> Arrival:
    stage = stage_of(who, held.day)
    if stage is None:
        raise NotServedHere(person=who.code, reason="post-age-unknown")
    last = held.arrivals.aggregate(last=Max("number"))["last"] or 0
    return Arrival(held=held, person=who, stage=stage.code, number=last + 1)
