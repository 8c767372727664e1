"""What is written alike of every elder."""

from datetime import date
from typing import Any, TypeVar

from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.elders.models import OfElder, Replaceable
from guyub.apps.elders.services.problems import ACTION, refuse
from guyub.apps.people.models import Person
from guyub.apps.people.services import held

Row = TypeVar("Row", bound=OfElder)
Corrected = TypeVar("Corrected", bound=Replaceable)


def accompanied(actor: Actor, elder: Person) -> Person:
    """The elder as the registry has them now, whom nobody else writes about meanwhile.

    Raises:
        NotAllowed: The actor may not accompany elders where they live.
    """
    return held(actor, ACTION, Right.EDIT_ELDERS, elder)


def made(model: type[Row], actor: Actor, elder: Person, day: date, **said: Any) -> Row:
    """A row of an elder, not saved yet."""
    place = {"village_id": elder.village_id, "rw": elder.rw, "rt": elder.rt}
    return model(elder=elder, day=day, **place, **said, recorded_by=person(actor), recorded_at=timezone.now())


def put_right(actor: Actor, row: Corrected, reason: str, **said: Any) -> Corrected:
    """A row that replaces another, saved; the former stays, with the reason why it no longer counts.

    Raises:
        ElderRecordRefused: It was replaced by somebody else in the meantime, or there is no reason.
    """
    model, elder = type(row), row.elder
    former = model.objects.select_for_update(of=("self",)).get(pk=row.pk)
    taken = model.objects.filter(replaces=former).exists()
    refuse("corrected-meanwhile" if taken else "" if reason.strip() else "no-reason", elder.code)
    corrected = made(model, actor, elder, former.day, **said, replaces=former, reason=reason.strip())
    corrected.save()
    return corrected


def noted(actor: Actor, event: str, elder: Person, **details: str) -> None:
    """Put on the trail that something was recorded of an elder."""
    trail.note(actor, event, chain=elder.village_id, subject=f"person:{elder.code}", **details)
