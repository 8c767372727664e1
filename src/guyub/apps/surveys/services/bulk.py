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
from guyub.apps.surveys.models import Interview, Round
from guyub.apps.surveys.services.checking import read_changes
from guyub.apps.surveys.services.problems import NotInRound
from guyub.apps.surveys.services.reading import people_of
from guyub.apps.surveys.services.rounds import refuse_closed
from guyub.data.questionnaires import load_questionnaire

BATCH = 1000


@dataclass
class Recorded:
    """How many interviews came of it. ``kept``: families whose answers were taken at home and stand above a file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0


Entry = tuple[Family, Any, date]
"""A family, its nested answers (see `Interview.answers`), and the day they were given."""


@transaction.atomic
def record_answers(actor: Actor, round_: Round, entries: Sequence[Entry], source: str) -> Recorded:
    """Put the answers of many families into a round as finished interviews. The same again changes nothing.

    Queries grow with thousands of families, not with each. Answers that someone took at home in this round stay.

    Raises:
        NotAllowed: The actor may not enter families in one of the places.
        RoundClosed, NotInRound: The round is over, or a family lives elsewhere.
        UnusableAnswers: Answers that no form of this edition can hold.
    """
    require(actor, "record-answers", Right.EDIT_PEOPLE, *{family.place for family, _, _ in entries})
    refuse_closed(round_)
    for family, _, _ in entries:
        if family.village_id != round_.village_id:
            raise NotInRound(family=family.code)
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
        )
        families_changed.send(Interview, families=touched)
    return counts


def _record(actor: Actor, round_: Round, entries: Sequence[Entry], source: str, counts: Recorded) -> list[int]:
    ids = [family.pk for family, _, _ in entries]
    there = {one.family_id: one for one in Interview.objects.select_for_update().filter(round=round_, family__in=ids)}
    people = people_of(ids)
    form, now, user = load_questionnaire(round_.edition), timezone.now(), person(actor)
    new, changed = [], []
    for family, raw, day in entries:
        changes = read_changes(form, raw, people.get(family.pk, set()))
        interview = there.get(family.pk)
        if interview is None:
            interview = _blank(round_, family, source, user)
            new.append(interview)
            there[family.pk] = interview
        elif interview.source != source and interview.state == Interview.State.DONE:
            counts.kept += 1
            continue
        elif interview.state == Interview.State.DONE and _is_same(
            interview, changes.applied_to(interview.answers), day
        ):
            counts.unchanged += 1
            continue
        else:
            changed.append(interview)
        interview.answers = changes.applied_to(interview.answers)
        interview.state, interview.reason, interview.source = Interview.State.DONE, "", source
        interview.day, interview.finished_at, interview.updated_at = day, now, now
        interview.sequence += 1
    changed = [one for one in changed if one.pk]
    Interview.objects.bulk_create(new, batch_size=BATCH)
    fields = ["answers", "state", "reason", "source", "day", "finished_at", "updated_at", "sequence"]
    Interview.objects.bulk_update(changed, fields, batch_size=200)
    counts.new += len(new)
    counts.changed += len(changed)
    return [one.family_id for one in (*new, *changed)]


def _is_same(interview: Interview, answers: Any, day: date) -> bool:
    return bool(answers == interview.answers and interview.day == day)


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
