"""Children of school age for tests: entered through the registry with a parent, asked for their schooling."""

from __future__ import annotations

from datetime import timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Person
from guyub.apps.schooling.models import SchoolStep
from guyub.apps.schooling.services import StepFacts, record_step
from guyub.apps.surveys.models import Round
from guyub.apps.surveys.services import record_answers
from tests.apps.made_families import round_in, today
from tests.apps.youth.youth_world import make_young

ASKED_AGO = 20


def make_child(village: str, education: int | None = 2, *, years: int = 13, rw: str = "001") -> Person:
    """A child whose family answered K.14 so many days ago; None: was asked nothing."""
    (child,) = make_young(village, years=years, sex=1, rw=rw)
    if education is not None:
        answered(child, education)
    return child


def answered(child: Person, education: int, days_ago: int = ASKED_AGO) -> None:
    """The family answers K.14 of a child."""
    family = child.memberships.get().family
    round_ = Round.objects.filter(village_id=child.village_id).first() or round_in(child.village_id)
    given = {"family": {}, "couple": {}, "members": {child.code: {"K.14": education}}}
    record_answers(SYSTEM, round_, [(family, given, today() - timedelta(days=days_ago))], "test")


def stepped(child: Person, days_ago: int = 0, due_in: int = 7, **facts: str) -> SchoolStep:
    """A step so many days ago, the next one due in so many days from now; with an outcome nothing is due."""
    now = today()
    told = {"action": "visit", "cause": "cost", "in_charge": "kader"} | facts
    due = None if told.get("outcome") else now + timedelta(days=due_in)
    return record_step(SYSTEM, child, StepFacts(now - timedelta(days=days_ago), due_on=due, **told))
