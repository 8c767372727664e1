"""The road up for a village, as pages and API ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from guyub.apps.assessment.services.knowledge import Known
from guyub.apps.assessment.services.states import default_instrument
from guyub.data.lever_files import load_levers
from guyub.domain.instruments import Instrument
from guyub.domain.planning import Plan, hold, plan

SECONDS_A_SOLVE = 5.0  # a village takes milliseconds; nobody may keep a worker busy with a made-up one


@dataclass(frozen=True)
class RoadQuestion:
    """What to reach: a class, or (``to_class`` None) the present class with ``margin`` hundredths to spare."""

    to_class: str | None = None
    margin: int = 25
    by: date | None = None
    budget: int | None = None
    alternatives: int = 0


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
    """The cheapest plan for facts that need not be stored anywhere."""
    rules = (instrument or default_instrument()).in_mode(mode)
    levers = load_levers(region=region)
    today = timezone.localdate()
    if question.to_class is None:
        return hold(
            rules,
            facts,
            levers,
            margin=question.margin,
            given=given,
            today=today,
            by=question.by,
            budget=question.budget,
            alternatives=question.alternatives,
            time_limit=SECONDS_A_SOLVE,
        )
    return plan(
        rules,
        facts,
        levers,
        question.to_class,
        given=given,
        today=today,
        by=question.by,
        budget=question.budget,
        alternatives=question.alternatives,
        time_limit=SECONDS_A_SOLVE,
    )
