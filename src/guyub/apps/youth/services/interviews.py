"""Record a confidential interview with a young person, and put one right. The only way to write interviews.

The trail says that a record was kept, by whom and when: neither with whom nor what came of it.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.apps.youth.confidential import opened, sealed
from guyub.apps.youth.models import YouthInterview
from guyub.apps.youth.services.checks import problem_with
from guyub.apps.youth.services.problems import refuse
from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.findings import outcome_of

ACTION = "counsel-young-person"


@transaction.atomic
def record_interview(actor: Actor, young: Person, day: date, areas: Mapping[str, str]) -> YouthInterview:
    """Keep what came of an interview; the same one told again is on record already.

    Args:
        areas: Code of each area that was talked about → code of its outcome.

    Raises:
        NotAllowed: The actor may not counsel young people where this one lives.
        YouthRecordRefused: Nobody of the post's age that day, nothing was talked about, or no such area or outcome.
    """
    young = held(actor, ACTION, Right.COUNSEL_YOUTH, young)
    refuse(problem_with(young, day) or _problem(areas), young.code)
    counting = YouthInterview.objects.filter(person=young, day=day, replaced_by=None).select_related("key")
    for before in counting:
        if opened(before).areas == dict(areas):
            return before
    return _kept(actor, "youth-record-kept", young, day, sealed(young, areas))


@transaction.atomic
def correct_interview(actor: Actor, interview: YouthInterview, areas: Mapping[str, str], reason: str) -> YouthInterview:
    """Replace an interview; the former stays, and the reason is sealed with the new one.

    Raises:
        NotAllowed: The actor may not counsel young people where this one lives.
        YouthRecordRefused: As for `record_interview`, corrected by somebody else in the meantime, or without a reason.
    """
    young = held(actor, ACTION, Right.COUNSEL_YOUTH, interview.person)
    former = YouthInterview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    problem = ""
    if YouthInterview.objects.filter(replaces=former).exists():
        problem = "youth-corrected-meanwhile"
    elif not reason.strip():
        problem = "no-reason"
    refuse(problem or _problem(areas), young.code)
    closed = sealed(young, areas, reason.strip())
    return _kept(actor, "youth-record-corrected", young, former.day, closed, replaces=former)


def _problem(areas: Mapping[str, str]) -> str:
    """Why it cannot be: a reason code, or nothing."""
    try:
        outcome = outcome_of(load_youth_rules().interview, areas)
    except ValueError:
        return "not-in-the-list"
    return "nothing-talked-about" if outcome is None else ""


def _kept(
    actor: Actor, act: str, young: Person, day: date, closed: bytes, replaces: YouthInterview | None = None
) -> YouthInterview:
    interview = YouthInterview.objects.create(
        person=young,
        day=day,
        village_id=young.village_id,
        rw=young.rw,
        rt=young.rt,
        key=young.key,
        sealed=closed,
        replaces=replaces,
        held_by=person(actor),
        recorded_at=timezone.now(),
    )
    trail.note(actor, act, chain=young.village_id, subject=f"youth-record:{interview.pk}")
    return interview
