"""The road up for a village, as pages and API ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from guyub.analytics.countdown import countdown
from guyub.apps.assessment.services.knowledge import Known
from guyub.apps.assessment.services.states import default_instrument
from guyub.data.lever_files import load_levers
from guyub.domain.instruments import Instrument
from guyub.domain.planning import Plan, hold, plan

SECONDS_AN_ANSWER = 6.0  # for the plan and all that belongs to it: nobody waits longer or keeps a worker busy longer


@dataclass(frozen=True)
class RoadQuestion:
    """What to reach: a class, or (``to_class`` None) the present class with ``margin`` hundredths to spare."""

    to_class: str | None = None
    margin: int = 25
    by: date | None = None
    budget: int | None = None
    alternatives: int = 0
    sensitivity: bool = True


def road_for(known: Known, question: RoadQuestion, instrument: Instrument | None = None) -> Plan:
    """The cheapest plan for a village, with its region's prices. Nothing is stored."""
    return road_from(known.facts, question, instrument, given=known.given, region=known.unit.region_id)


def road_from(
    facts: Mapping[str, int | None],
    question: RoadQuestion,
    instrument: Instrument | None = None,
    *,
    mode: str | None = None,
    given: Mapping[str, int] | None = None,
    region: str | None = None,
) -> Plan:
    """The cheapest plan for facts that need not be stored anywhere.

    All solves share `SECONDS_AN_ANSWER`; what they left undone stands in the plan's ``skipped``.
    """
    rules = (instrument or default_instrument()).in_mode(mode)
    levers = load_levers(region=region)
    asked: dict[str, Any] = {
        "given": given,
        "today": timezone.localdate(),
        "by": question.by,
        "budget": question.budget,
        "alternatives": question.alternatives,
        "sensitivity": question.sensitivity,
        "time_limit": countdown(SECONDS_AN_ANSWER),
    }
    if question.to_class is None:
        return hold(rules, facts, levers, margin=question.margin, **asked)
    return plan(rules, facts, levers, question.to_class, **asked)
