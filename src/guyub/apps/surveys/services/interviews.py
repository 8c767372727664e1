"""One interview: begin, save as you go, finish, or say why there is none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.people.models import Family
from guyub.apps.people.signals import families_changed
from guyub.apps.surveys.models import AT_HOME, AnswerSave, Interview, Round
from guyub.apps.surveys.services.checking import Changes, read_changes
from guyub.apps.surveys.services.problems import (
    DayOutsideRound,
    InterviewDone,
    InterviewUnfinished,
    NotInRound,
    SavesMissing,
)
from guyub.apps.surveys.services.reading import people_of, sheet_of
from guyub.apps.surveys.services.rounds import refuse_closed
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import Problem, Severity, Sheet

ACTION = "interview-families"


@dataclass(frozen=True)
class Saved:
    """What the server now holds. ``repeated``: this save had arrived before and changed nothing."""

    sequence: int
    repeated: bool = False


@transaction.atomic
def start_interview(actor: Actor, round_: Round, family: Family, day: date | None = None) -> Interview:
    """Begin a family's interview, or go on with it; one that was given up begins again.

    Raises:
        NotAllowed: The actor may not enter families where this one lives.
        RoundClosed, NotInRound: The round is over, or the family lives elsewhere or no longer.
    """
    require(actor, ACTION, Right.EDIT_PEOPLE, family.place)
    refuse_closed(round_)
    day = day or timezone.localdate()
    interview, created = Interview.objects.select_for_update().get_or_create(
        round=round_,
        family=family,
        defaults={
            "village_id": family.village_id,
            "rw": family.rw,
            "rt": family.rt,
            "edition": round_.edition,
            "day": day,
            "interviewer": person(actor),
        },
    )
    if created:
        _refuse_strangers(round_, family)
        _note(actor, "start-interview", interview)
    elif interview.state == Interview.State.NO_ANSWER:
        interview.state, interview.reason, interview.day = Interview.State.OPEN, "", day
        interview.interviewer = person(actor)
        interview.save()
        _note(actor, "start-interview", interview)
    return interview


@transaction.atomic
def save_answers(
    actor: Actor, interview: Interview, changes: Any, sequence: int | None = None, device: str = ""
) -> Saved:
    """Put changed answers into an open interview; what is not named stays.

    Args:
        actor: Who saves.
        interview: Where.
        changes: {"family": {code: answer or None}, "couple": ..., "members": {person: ...}, "kept": {problem: reason}}.
        sequence: Number of this save on the page that sends it, from 1. One that arrived before is not applied again;
            one that comes too early is refused, so that nothing is lost between. None: no page counts.
        device: The page, a random name of its own.

    Raises:
        NotAllowed, RoundClosed, InterviewDone: It may not be changed.
        UnusableAnswers: No form of this edition can hold them.
        SavesMissing: An earlier save of this page has not arrived.
    """
    current = _locked(actor, interview)
    if sequence is not None:
        last = current.saves.filter(device=device).aggregate(last=Max("device_sequence"))["last"] or 0
        if sequence <= last:
            return Saved(current.sequence, repeated=True)
        if sequence > last + 1:
            raise SavesMissing(expected=last + 1)
    _refuse_done(current)
    people = people_of([current.family_id]).get(current.family_id, {})
    read = read_changes(load_questionnaire(current.edition), changes, people)
    _apply(current, read)
    AnswerSave.objects.create(
        interview=current,
        sequence=current.sequence,
        device=device if sequence is not None else "",
        device_sequence=sequence,
        questions=read.questions,
        saved_by=person(actor),
        saved_at=timezone.now(),
    )
    return Saved(current.sequence)


@transaction.atomic
def finish_interview(actor: Actor, interview: Interview, day: date | None = None) -> Interview:
    """End an interview: everything asked is answered and fits, or a reason is kept with it.

    Raises:
        NotAllowed, RoundClosed, InterviewDone: It may not be changed.
        DayOutsideRound: The day is before the round or still to come.
        InterviewUnfinished: Something is missing or does not fit, without a reason.
    """
    current = _locked(actor, interview)
    _refuse_done(current)
    current.day = day or timezone.localdate()
    if not current.round.opened_on <= current.day <= timezone.localdate():
        raise DayOutsideRound(day=current.day)
    filled = sheet_of(current)
    if open_problems := unsettled(filled, current.kept):
        raise InterviewUnfinished(count=len(open_problems))
    still = {problem.id for problem in filled.problems()}
    current.kept = {problem: reason for problem, reason in current.kept.items() if problem in still}
    current.state, current.finished_at = Interview.State.DONE, timezone.now()
    current.interviewer = person(actor) or current.interviewer
    current.save()
    _note(actor, "finish-interview", current, kept=len(current.kept))
    families_changed.send(Interview, families=[current.family_id])
    return current


def unsettled(filled: Sheet, kept: dict[str, str]) -> list[Problem]:
    """Problems that keep an interview from being finished: errors, and what may be kept but has no reason."""
    return [problem for problem in filled.problems() if problem.severity is Severity.ERROR or not kept.get(problem.id)]


@transaction.atomic
def record_no_answer(actor: Actor, interview: Interview, reason: str) -> Interview:
    """Say why a family could not be interviewed; what was answered so far is kept for a next visit.

    Raises:
        NotAllowed, RoundClosed, InterviewDone: It may not be changed.
        ValueError: There is no such reason.
    """
    current = _locked(actor, interview)
    _refuse_done(current)
    current.state, current.reason = Interview.State.NO_ANSWER, Interview.Reason(reason)
    current.day, current.interviewer = timezone.localdate(), person(actor)
    current.save()
    _note(actor, "no-answer", current, reason=current.reason)
    return current


@transaction.atomic
def reopen_interview(actor: Actor, interview: Interview) -> Interview:
    """Open a finished interview again, to put an answer right. Until it is finished, the family's last one counts.

    Raises:
        NotAllowed, RoundClosed: It may not be changed.
    """
    current = _locked(actor, interview)
    if current.state == Interview.State.DONE:
        current.state, current.finished_at = Interview.State.OPEN, None
        current.save()
        _note(actor, "reopen-interview", current)
        families_changed.send(Interview, families=[current.family_id])
    return current


def _locked(actor: Actor, interview: Interview) -> Interview:
    current = Interview.objects.select_for_update(of=("self",)).select_related("round", "family").get(pk=interview.pk)
    require(actor, ACTION, Right.EDIT_PEOPLE, current.family.place)
    refuse_closed(current.round)
    return current


def _apply(current: Interview, changes: Changes) -> None:
    current.answers = changes.applied_to(current.answers)
    reasons = {**current.kept, **changes.kept}
    current.kept = {problem: reason for problem, reason in reasons.items() if reason}
    current.sequence += 1
    if current.state == Interview.State.PARTIAL:
        current.source = AT_HOME  # no file stands above what is answered here
    if current.state == Interview.State.NO_ANSWER:
        current.state, current.reason = Interview.State.OPEN, ""
    current.save()


def _refuse_done(interview: Interview) -> None:
    if interview.state == Interview.State.DONE:
        raise InterviewDone()


def _refuse_strangers(round_: Round, family: Family) -> None:
    if family.village_id != round_.village_id or family.until is not None:
        raise NotInRound(family=family.code)


def _note(actor: Actor, action: str, interview: Interview, **details: Any) -> None:
    trail.note(
        actor,
        action,
        chain=interview.village_id,
        subject=f"family:{interview.family.code}",
        round=interview.round.year,
        **details,
    )
