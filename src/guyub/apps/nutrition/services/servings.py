"""What was eaten of each day's serving. The only way to write servings."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.nutrition.models import PmtRound, PmtServing
from guyub.apps.nutrition.services.problems import refuse
from guyub.apps.nutrition.services.rounds import locked, note
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import Eaten


@transaction.atomic
def record_serving(actor: Actor, one: PmtRound, day: date, eaten: int | None, reason: str = "") -> PmtServing:
    """Put a day's serving on record; told again the same way nothing changes, told otherwise it is a correction.

    Args:
        eaten: Quarters, 0 to 4; None where nobody asked.
        reason: Why not all of it, a code of the rule file; may be left open.

    Raises:
        NotAllowed: The actor may not give supplementary food where the person lives.
        PmtRefused: The day is to come or outside the round, or the answer cannot be.
    """
    one = locked(actor, one)
    refuse(_problem(one, day, eaten, reason), one.person.code)
    former = one.servings.filter(day=day, counts=True).first()
    if former is not None:
        if (former.eaten, former.reason) == (eaten, reason):
            return former
        former.counts = False
        former.save(update_fields=["counts"])
    serving = PmtServing.objects.create(
        round=one,
        day=day,
        eaten=eaten,
        reason=reason,
        replaces=former,
        noted_by=person(actor),
        noted_at=timezone.now(),
    )
    note(actor, "pmt-serving-corrected" if former else "pmt-served", one)
    return serving


@transaction.atomic
def withdraw_serving(actor: Actor, one: PmtRound, day: date) -> None:
    """Say that nothing was given on a day; what was told before stays on record and counts no more.

    Raises:
        NotAllowed: The actor may not give supplementary food where the person lives.
    """
    one = locked(actor, one)
    if one.servings.filter(day=day, counts=True).update(counts=False):
        note(actor, "pmt-serving-corrected", one)


def _problem(one: PmtRound, day: date, eaten: int | None, reason: str) -> str:
    if day > timezone.localdate():
        return "day-to-come"
    if day < one.begun or (one.ended_on is not None and day > one.ended_on):
        return "pmt-day-outside-the-round"
    if eaten is not None and eaten not in list(Eaten):
        return "pmt-eaten-unknown"
    if reason and reason not in load_pmt_rules().uneaten.reasons:
        return "pmt-reason-unknown"
    return "pmt-reason-without-rest" if reason and eaten in (None, Eaten.ALL) else ""
