"""Drawing lots between entries that no other rule of the cycle parts. Once drawn, it stays drawn."""

import re

from django.db import transaction

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services.entries import record
from guyub.apps.appraisal.services.verdicts import VerdictNotPossible, readiness
from guyub.apps.audit import trail
from guyub.domain.cycles import RecordKind, drawn_order

NUMBER = re.compile(r"[0-9]{4,20}", re.ASCII)


@transaction.atomic
def draw_lots(actor: Actor, cycle: Cycle, number: str) -> list[EntryRecord]:
    """Draw lots in every group of equals that has not drawn.

    Args:
        actor: Who runs the cycle.
        cycle: A running cycle, scored throughout.
        number: Digits that the meeting found by dice or the like, and that were said aloud.

    Raises:
        NotAllowed: The person does not run the cycle.
        VerdictNotPossible: Scores are missing, no group waits for lots, or the number is not of 4 to 20 digits.
    """
    require(actor, "decide-cycle", Right.RUN_CYCLES, cycle.region_id)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state != Cycle.State.OPEN:
        raise VerdictNotPossible(cycle=cycle.code, reason="cycle-not-open", count=0)
    if not NUMBER.fullmatch(number.strip()):
        raise VerdictNotPossible(cycle=cycle.code, reason="lots-number", count=0)
    now = readiness(cycle)
    if not now.even:
        reason = "nothing-to-draw" if now.scored else "scores-missing"
        raise VerdictNotPossible(cycle=cycle.code, reason=reason, count=len(now.missing))
    public = f"{cycle.code}|{number.strip()}"
    drawn = [row for group in now.even for row in _drawn(actor, cycle, group, public)]
    trail.note(actor, "lots-drawn", chain=cycle.region_id, subject=f"cycle:{cycle.code}", entries=len(drawn))
    return drawn


def _drawn(actor: Actor, cycle: Cycle, group: tuple[int, ...], public: str) -> list[EntryRecord]:
    entries = Entry.objects.filter(cycle=cycle, pk__in=group).select_related("cycle", "unit")
    by_village = {entry.unit.region_id: entry for entry in entries}
    order = drawn_order(public, by_village)
    places = {village: place for place, village in enumerate(order, start=1)}
    return [
        record(
            actor,
            entry,
            RecordKind.LOT,
            stage=entry.stage,
            body={"public": public, "place": places[village], "of": len(order)},
        )
        for village, entry in sorted(by_village.items())
    ]
