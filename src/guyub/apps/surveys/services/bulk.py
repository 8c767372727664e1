"""Answers of many families at once: from files, and for the demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.people.models import Family
from guyub.apps.people.signals import families_changed
from guyub.apps.surveys.models import AT_HOME, Interview, Round
from guyub.apps.surveys.services.checking import read_changes
from guyub.apps.surveys.services.problems import DayOutsideRound, NotInRound
from guyub.apps.surveys.services.reading import members_on, people_of, sheet
from guyub.apps.surveys.services.rounds import refuse_closed
from guyub.data.coverage import load_coverage_rule
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import Severity, Sheet

BATCH = 1000
State = Interview.State


@dataclass
class Recorded:
    """How many interviews came of it.

    ``kept``: families whose answers were taken at home and stand above a file; ``open``: of the new and changed ones,
    those that someone has to look at, because the answers contradict each other or are not on the list; ``partial``:
    those of whom so little was answered that they are still to be visited.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    open: int = 0
    partial: int = 0


Entry = tuple[Family, Any, date]
"""A family, its nested answers (see `Interview.answers`), and the day they were given."""


@transaction.atomic
def record_answers(actor: Actor, round_: Round, entries: Sequence[Entry], source: str) -> Recorded:
    """Put the answers of many families into a round. The same again changes nothing.

    Queries grow with thousands of families, not with each. Answers that someone took at home in this round stay, also
    of an interview that is going on. What `finish_interview` would refuse as an error leaves the interview open, to be
    put right. A question without an answer does not: files rarely hold the whole form. With most questions answered
    (`CoverageRule.answers_enough`) the interview is done; with fewer it is partial: what is known counts, the family is
    still to be visited.

    Raises:
        NotAllowed: The actor may not enter families in one of the places.
        RoundClosed, NotInRound: The round is over, or a family lives elsewhere.
        DayOutsideRound: A day is before the round or still to come.
        UnusableAnswers: Answers that no form of this edition can hold.
    """
    require(actor, "record-answers", Right.EDIT_PEOPLE, *{family.place for family, _, _ in entries})
    refuse_closed(round_)
    for family, _, _ in entries:
        if family.village_id != round_.village_id:
            raise NotInRound(family=family.code)
    for day in {day for _, _, day in entries}:
        if not round_.opened_on <= day <= timezone.localdate():
            raise DayOutsideRound(day=day)
    counts, touched = Recorded(), []
    for start in range(0, len(entries), BATCH):
        touched += _record(actor, round_, entries[start : start + BATCH], source, counts)
    if touched:
        trail.note(
            actor,
            "record-answers",
            chain=round_.village_id,
            subject=f"round:{round_.year}",
            source=source,
            new=counts.new,
            changed=counts.changed,
            open=counts.open,
            partial=counts.partial,
        )
        families_changed.send(Interview, families=touched)
    return counts


def _record(actor: Actor, round_: Round, entries: Sequence[Entry], source: str, counts: Recorded) -> list[int]:
    ids = [family.pk for family, _, _ in entries]
    there = {one.family_id: one for one in Interview.objects.select_for_update().filter(round=round_, family__in=ids)}
    people = people_of(ids)
    members = {day: members_on(ids, day) for day in {day for _, _, day in entries}}
    form, now, user = load_questionnaire(round_.edition), timezone.now(), person(actor)
    new, changed = [], []
    for family, raw, day in entries:
        changes = read_changes(form, raw, people.get(family.pk, {}))
        interview = there.get(family.pk)
        if interview is not None and _taken_at_home(interview, source):
            counts.kept += 1
            continue
        answers = changes.applied_to(interview.answers if interview else {})
        filled = sheet(form, answers, members[day].get(family.pk, ()), day)
        state = _state_of(filled)
        if interview is None:
            interview = _blank(round_, family, source, user)
            new.append(interview)
            there[family.pk] = interview
        elif (interview.state, interview.source, interview.answers, interview.day) == (state, source, answers, day):
            counts.unchanged += 1
            continue
        else:
            changed.append(interview)
        counts.open += state == State.OPEN
        counts.partial += state == State.PARTIAL
        interview.answers, interview.state, interview.reason, interview.source = answers, state, "", source
        interview.day, interview.updated_at = day, now
        interview.finished_at = now if state == State.DONE else None
        interview.sequence += 1
    changed = [one for one in changed if one.pk]
    Interview.objects.bulk_create(new, batch_size=BATCH)
    fields = ["answers", "state", "reason", "source", "day", "finished_at", "updated_at", "sequence"]
    Interview.objects.bulk_update(changed, fields, batch_size=200)
    counts.new += len(new)
    counts.changed += len(changed)
    return [one.family_id for one in (*new, *changed)]


def _taken_at_home(interview: Interview, source: str) -> bool:
    going_on = interview.state == State.OPEN and bool(interview.answers)
    continued = interview.state == State.PARTIAL and interview.source == AT_HOME
    return interview.source != source and (going_on or continued or interview.state == State.DONE)


def _state_of(filled: Sheet) -> Interview.State:
    if any(problem.severity is Severity.ERROR for problem in filled.problems()):
        return State.OPEN
    steps = filled.progress()
    asked, answered = sum(step.asked for step in steps), sum(step.answered for step in steps)
    return State.DONE if load_coverage_rule().answers_enough(answered, asked) else State.PARTIAL


def _blank(round_: Round, family: Family, source: str, user: Any) -> Interview:
    return Interview(
        round=round_,
        family=family,
        village_id=family.village_id,
        rw=family.rw,
        rt=family.rt,
        edition=round_.edition,
        source=source,
        interviewer=user,
    )
