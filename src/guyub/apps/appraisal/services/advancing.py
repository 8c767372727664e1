"""From the city's nomination to the verdict: who runs the cycle takes entries on, stage by stage, or ends their part.

An entry leaves a stage once everybody who may judge it has scored there: in the next stage no score could follow.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import end, move
from guyub.apps.appraisal.services.problems import (
    NobodyChosen,
    ReasonMissing,
    ScoresMissing,
    ScoresShut,
    StageFull,
    WrongStage,
)
from guyub.apps.appraisal.services.scores import (
    judges_of,
    missing_scores,
    records_by_entry,
    revealed,
    scored_by_jurors,
    scores_by_entry,
)
from guyub.domain.cycles import SCORED, CycleDefinition, Stage, StageKind

LED = (*SCORED, StageKind.DELIBERATION)  # kinds of stages that who runs the cycle ends


@dataclass(frozen=True)
class Standing:
    """An entry in a stage: scores still missing there, and whether its scores are open (or none are juror's)."""

    entry: Entry
    missing: int
    opened: bool
    score: Fraction | None


def led_stages(rules: CycleDefinition) -> tuple[Stage, ...]:
    """Stages that who runs the cycle takes entries on from."""
    return tuple(stage for stage in rules.stages if stage.kind in LED)


def early_stages(rules: CycleDefinition) -> tuple[Stage, ...]:
    """Stages before the panel's. Villages and cities lead on from them; who runs the cycle can only end a part there,
    since an entry that nobody hands in or checks would keep the cycle from its verdict.
    """
    return tuple(stage for stage in rules.stages if stage.code in rules.before_panel)


def standings(cycle: Cycle, stage: Stage, entries: Sequence[Entry]) -> list[Standing]:
    """How entries stand in a stage. A fixed number of queries."""
    rules, judges = definition_of(cycle), judges_of(cycle)
    records = records_by_entry(entry.pk for entry in entries)
    scores = scores_by_entry(rules, records)
    found = []
    for entry in entries:
        score = scores[entry.pk]
        lacking = missing_scores(rules, entry, score, judges, (stage.code,))
        opened = not scored_by_jurors(stage) or stage.code in revealed(records[entry.pk])
        reached = score.stage(stage.code).score if stage.kind in SCORED else None
        found.append(Standing(entry, len(lacking), opened, reached))
    return found


def unscored(entries: Sequence[Entry]) -> list[Standing]:
    """How entries stand where nobody scores."""
    return [Standing(entry, 0, True, None) for entry in entries]


def waiting_in(cycle: Cycle, stage: Stage) -> list[Entry]:
    """Entries of a stage that still take part."""
    rows = Entry.objects.filter(cycle=cycle, stage=stage.code, state=Entry.State.ACTIVE)
    return list(rows.select_related("cycle", "unit__region__parent__parent").order_by("unit__region_id"))


@transaction.atomic
def advance(actor: Actor, cycle: Cycle, stage: str, chosen: Collection[int], reason: str = "") -> list[Entry]:
    """Take entries on to the stage that follows.

    Args:
        actor: Who runs the cycle.
        cycle: A cycle that is running.
        stage: Code of a scored stage, or of the deliberation.
        chosen: Keys of entries in it.
        reason: Why others than those with the best scores, where the stage takes on only some.

    Raises:
        NotAllowed, ConflictOfInterest, CycleNotOpen, EntryOver: As they say.
        NobodyChosen: Nothing chosen.
        WrongStage: No stage to lead on from, or an entry stands elsewhere.
        ScoresMissing: Somebody who may judge an entry has not scored it.
        ScoresShut, StageFull, ReasonMissing: The stage takes on only some, and its rule is not kept.
    """
    at, picked, waiting = _picked(actor, cycle, stage, chosen)
    standing = {one.entry.pk: one for one in standings(cycle, at, waiting)}
    missing = sum(standing[entry.pk].missing for entry in picked)
    if missing:
        raise ScoresMissing(cycle=cycle.code, stage=at.name, count=missing)
    if at.keeps is not None:
        _refuse_beyond(cycle, at, picked, list(standing.values()), reason)
    ahead = definition_of(cycle).after(at.code)
    assert ahead is not None  # a cycle ends with its verdict
    return [move(actor, entry, ahead.code, reason) for entry in picked]


@transaction.atomic
def leave_behind(actor: Actor, cycle: Cycle, stage: str, chosen: Collection[int], reason: str) -> list[Entry]:
    """End the part of entries that are not taken on, or that wait in a stage before the panel's.

    Raises:
        NotAllowed, ConflictOfInterest, CycleNotOpen, EntryOver, NobodyChosen, WrongStage, ReasonMissing: As they say.
    """
    _at, picked, _waiting = _picked(actor, cycle, stage, chosen, early=True)
    return [end(actor, entry, Entry.State.ENDED, reason) for entry in picked]


def _picked(
    actor: Actor, cycle: Cycle, stage: str, chosen: Collection[int], early: bool = False
) -> tuple[Stage, list[Entry], list[Entry]]:
    require(actor, "run-cycles", Right.RUN_CYCLES, cycle.region_id)
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # one at a time, so that a stage's number holds
    rules = definition_of(cycle)
    open_here = (*early_stages(rules), *led_stages(rules)) if early else led_stages(rules)
    at = next((one for one in open_here if one.code == stage), None)
    if not chosen:
        raise NobodyChosen(cycle=cycle.code, stage=at.name if at is not None else stage)
    waiting = waiting_in(cycle, at) if at is not None else []
    picked = [entry for entry in waiting if entry.pk in chosen]
    if at is None or len(picked) < len(set(chosen)):
        elsewhere = min(set(chosen) - {one.pk for one in picked})
        raise WrongStage(cycle=cycle.code, entry=elsewhere, stage="–", wanted=stage)
    return at, picked, waiting


def _refuse_beyond(cycle: Cycle, at: Stage, picked: list[Entry], standing: list[Standing], reason: str) -> None:
    """Refuse more than the stage takes on, and others than the best without a reason."""
    assert at.keeps is not None
    if not all(one.opened for one in standing):
        raise ScoresShut(cycle=cycle.code, stage=at.name, keeps=at.keeps)
    rules = definition_of(cycle)
    beyond = [stage.code for stage in rules.stages[rules.stages.index(at) + 1 :]]
    count = len(picked) + Entry.objects.filter(cycle=cycle, stage__in=beyond).count()
    if count > at.keeps:
        raise StageFull(cycle=cycle.code, stage=at.name, keeps=at.keeps, count=count)
    keys = {entry.pk for entry in picked}
    least = min(one.score or Fraction(0) for one in standing if one.entry.pk in keys)
    passed_over = any((one.score or Fraction(0)) > least for one in standing if one.entry.pk not in keys)
    if passed_over and not reason.strip():
        raise ReasonMissing(cycle=cycle.code, item=at.code)
