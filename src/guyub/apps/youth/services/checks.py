"""Record what was measured, given and talked about with a young person. The only way to write checks."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.accounts.rights import Right
from guyub.apps.again import told_already
from guyub.apps.audit import trail
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.apps.programmes.models import Meeting
from guyub.apps.youth.models import YouthCheck
from guyub.apps.youth.services.problems import refuse
from guyub.data.youth_files import load_youth_rules
from guyub.domain.families.members import completed_years
from guyub.domain.youth.findings import Figures, impossible

ACTION = "check-young-person"
POSMAJA = "posmaja"  # kind of group that a youth post is


@dataclass(frozen=True)
class CheckFacts:
    """What is to be recorded. ``tablets``: handed out that day; ``topics``: codes of the rule file."""

    figures: Figures = field(default_factory=Figures)
    tablets: int | None = None
    topics: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was measured, given or talked about."""
        return self == CheckFacts()


@transaction.atomic
def record_check(actor: Actor, young: Person, day: date, facts: CheckFacts) -> YouthCheck:
    """Put a check on record; the same one told again is on record already.

    Raises:
        NotAllowed: The actor may not check young people where this one lives.
        YouthRecordRefused: Nobody of the post's age that day, nothing was done, a figure is beyond all bounds, or the
            day is to come.
    """
    young = held(actor, ACTION, Right.EDIT_YOUTH, young)
    refuse(problem_with(young, day) or _problem(facts), young.code)
    counting = YouthCheck.objects.filter(person=young, day=day, replaced_by=None)
    if (before := told_already(counting, _columns(facts))) is not None:
        return before
    check = _made(actor, young, day, facts)
    check.meeting = _meeting_on(young, day)
    check.save()
    _note(actor, "young-person-checked", check)
    return check


@transaction.atomic
def correct_check(actor: Actor, check: YouthCheck, facts: CheckFacts, reason: str) -> YouthCheck:
    """Replace a check; the former stays, with the reason why it no longer counts.

    Raises:
        NotAllowed: The actor may not check young people where this one lives.
        YouthRecordRefused: As for `record_check`, corrected by somebody else in the meantime, or without a reason.
    """
    young = held(actor, ACTION, Right.EDIT_YOUTH, check.person)
    former = YouthCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    problem = ""
    if YouthCheck.objects.filter(replaces=former).exists():
        problem = "youth-corrected-meanwhile"
    elif not reason.strip():
        problem = "no-reason"
    refuse(problem or _problem(facts), young.code)
    corrected = _made(actor, young, former.day, facts)
    corrected.meeting_id, corrected.replaces, corrected.reason = former.meeting_id, former, reason.strip()
    corrected.save()
    _note(actor, "young-person-check-corrected", corrected)
    return corrected


def of_age(young: Person, day: date) -> bool:
    """Whether somebody is of the age that the post is for, as far as it is known."""
    born = young.birth_date
    return born is not None and born <= day and load_youth_rules().ages.hold(completed_years(born, day))


def problem_with(young: Person, day: date) -> str:
    """Why somebody cannot have been at the post that day: a reason code, or nothing."""
    if young.state != Person.State.LIVING:
        return "youth-not-living-here"
    if day > timezone.localdate():
        return "day-to-come"
    return "" if of_age(young, day) else "not-of-the-posts-age"


def _problem(facts: CheckFacts) -> str:
    """Why a check cannot be: a reason code, or nothing. What is merely unlikely the page asks about."""
    rules, figures = load_youth_rules(), facts.figures
    if facts.empty:
        return "nothing-checked"
    if wrong := next(iter(impossible(rules, figures)), ""):
        return f"youth-{wrong}-impossible".replace("_", "-")
    if (figures.systolic is None) != (figures.diastolic is None) or (figures.systolic or 1) <= (figures.diastolic or 0):
        return "pressure-of-two-figures"
    if not 0 <= (facts.tablets or 0) <= rules.tablets.most_at_once:
        return "youth-tablets-impossible"
    known = {topic.code for topic in rules.topics.choices}
    return "" if known.issuperset(facts.topics) else "not-in-the-list"


def _meeting_on(young: Person, day: date) -> Meeting | None:
    """The meeting of a youth post that serves where they live, on that day."""
    met = Meeting.objects.filter(day=day, group__kind=POSMAJA, group__village_id=young.village_id)
    return next((one for one in met.select_related("group").order_by("pk") if one.group.touches([young.place])), None)


def _made(actor: Actor, young: Person, day: date, facts: CheckFacts) -> YouthCheck:
    return YouthCheck(
        person=young,
        day=day,
        village_id=young.village_id,
        rw=young.rw,
        rt=young.rt,
        **_columns(facts),
        checked_by=person(actor),
        recorded_at=timezone.now(),
    )


def _columns(facts: CheckFacts) -> dict[str, Any]:
    return {**asdict(facts.figures), "tablets": facts.tablets, "topics": sorted(set(facts.topics))}


def _note(actor: Actor, act: str, check: YouthCheck) -> None:
    trail.note(actor, act, chain=check.village_id, subject=f"person:{check.person.code}", day=check.day.isoformat())
