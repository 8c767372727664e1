"""The city's nomination: whom it sends on, in the order of verified points, within the quota."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import within
from guyub.apps.appraisal.models import Cycle, Entry, EntryQuerySet
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import end, move, require_stage
from guyub.apps.appraisal.services.problems import NoNominee, OrderLeft, QuotaFull, ReasonMissing, WrongStage
from guyub.apps.audit import trail
from guyub.domain.cycles import CycleDefinition, StageKind

# PostgreSQL would put those that nobody verified first.
MOST_VERIFIED_FIRST = F("verified_points").desc(nulls_last=True)


def nominees(cycle: Cycle, city: str) -> EntryQuerySet:
    """Entries of a city that wait for its nomination, most verified points first."""
    return standing_for(cycle, city, definition_of(cycle)).order_by(MOST_VERIFIED_FIRST, "unit__region_id")


def standing_for(cycle: Cycle, city: str, rules: CycleDefinition) -> EntryQuerySet:
    """Entries of a city in the nomination stage."""
    stages = [stage.code for stage in rules.stages if stage.kind is StageKind.NOMINATION]
    rows = Entry.objects.filter(within([city], "unit__region__code"), cycle=cycle, state=Entry.State.ACTIVE)
    return rows.filter(stage__in=stages).select_related("cycle", "unit__region__parent__parent__parent")


def left_behind(cycle: Cycle, city: str) -> EntryQuerySet:
    """Entries of a city whose part ended in the nomination stage, most verified points first."""
    stages = [stage.code for stage in definition_of(cycle).stages if stage.kind is StageKind.NOMINATION]
    rows = Entry.objects.filter(within([city], "unit__region__code"), cycle=cycle, state=Entry.State.ENDED)
    return rows.filter(stage__in=stages).order_by(MOST_VERIFIED_FIRST, "unit__region_id")


def nominated(cycle: Cycle, city: str) -> EntryQuerySet:
    """Entries of a city beyond the nomination stage."""
    rules = definition_of(cycle)
    kinds = [stage.kind for stage in rules.stages]
    if StageKind.NOMINATION not in kinds:
        return Entry.objects.none()
    beyond = [stage.code for stage in rules.stages[kinds.index(StageKind.NOMINATION) + 1 :]]
    rows = Entry.objects.filter(within([city], "unit__region__code"), cycle=cycle, stage__in=beyond)
    return rows.order_by(MOST_VERIFIED_FIRST, "unit__region_id")


@transaction.atomic
def nominate(actor: Actor, cycle: Cycle, city: str, chosen: Collection[int], reason: str = "") -> list[Entry]:
    """Send entries on as the city's representatives.

    Args:
        actor: Of the city.
        cycle: A cycle with a nomination stage.
        city: Code of the city.
        chosen: Keys of entries that wait for the nomination.
        reason: Why others than those with most points; needed if an entry with more points stays behind.

    Raises:
        NotAllowed, ConflictOfInterest, CycleNotOpen: As they say.
        NoNominee: Nothing chosen.
        WrongStage: One of them does not wait for the nomination.
        QuotaFull: More than the city may nominate, with those it has nominated before.
        OrderLeft: The order of points is left, and nothing says why.
    """
    require(actor, "verify-claims", Right.VERIFY, city)
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # one nomination at a time, so that the quota holds
    picked, waiting = _picked(cycle, city, chosen)
    rules = definition_of(cycle)
    count = len(picked) + nominated(cycle, city).count()
    if rules.quota_per_city is not None and count > rules.quota_per_city:
        raise QuotaFull(cycle=cycle.code, city=city, quota=rules.quota_per_city, count=count)
    least = min(entry.verified_points or 0 for entry in picked)
    passed_over = any((one.verified_points or 0) > least for one in waiting if one not in picked)
    if passed_over and not reason.strip():
        raise OrderLeft(cycle=cycle.code, city=city)
    moved = []
    for entry in picked:
        stage = require_stage(entry, StageKind.NOMINATION)
        ahead = rules.after(stage.code)
        assert ahead is not None  # a cycle ends with its verdict
        moved.append(move(actor, entry, ahead.code, reason if passed_over else ""))
    trail.note(actor, "nominate-entries", subject=f"cycle:{cycle.code}", place=city, entries=len(moved))
    return moved


@transaction.atomic
def leave_behind(actor: Actor, cycle: Cycle, city: str, chosen: Collection[int], reason: str) -> list[Entry]:
    """End the part of entries that the city does not send on. While they wait, the cycle cannot be decided.

    Args:
        actor: Of the city.
        cycle: A cycle with a nomination stage.
        city: Code of the city.
        chosen: Keys of entries that wait for the nomination.
        reason: What the villages are told.

    Raises:
        NotAllowed, ConflictOfInterest, CycleNotOpen, EntryOver, ReasonMissing: As they say.
        NoNominee: Nothing chosen.
        WrongStage: One of them does not wait for the nomination.
    """
    require(actor, "verify-claims", Right.VERIFY, city)
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # not beside a nomination
    picked, _waiting = _picked(cycle, city, chosen)
    if not reason.strip():
        raise ReasonMissing(cycle=cycle.code, item=picked[0].unit.name)
    return [end(actor, entry, Entry.State.ENDED, reason) for entry in picked]


def _picked(cycle: Cycle, city: str, chosen: Collection[int]) -> tuple[list[Entry], list[Entry]]:
    """The chosen entries, and all that wait."""
    waiting = list(nominees(cycle, city))
    picked = [entry for entry in waiting if entry.pk in chosen]
    if not chosen:
        raise NoNominee(cycle=cycle.code, city=city)
    if len(picked) < len(set(chosen)):
        raise WrongStage(cycle=cycle.code, entry=min(set(chosen) - {one.pk for one in picked}), stage="–", wanted="–")
    return picked, waiting
