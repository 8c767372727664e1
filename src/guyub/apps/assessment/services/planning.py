"""The road up for a village, as pages and API ask for it."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from guyub.analytics.countdown import countdown
from guyub.apps.assessment.services.knowledge import Known
from guyub.apps.assessment.services.states import default_instrument
from guyub.apps.kept import kept
from guyub.data.lever_files import load_levers
from guyub.domain.instruments import Instrument
from guyub.domain.planning import Plan, PlanStatus, hold, plan
from guyub.domain.planning.losses import Loss, losses

NOT_FOUND_IN_TIME = "not-found-in-time"  # a reason that stands for reasons that were not settled
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
    """The cheapest plan for a village, with its region's prices. Nothing is stored.

    A worker keeps plans that are settled: asked again on the same day about the same figures, it looks for no other.
    """
    rules, region = instrument or default_instrument(), known.unit.region_id
    # Without the levers: they come with Guyub, and a worker reads them once.
    asked = [*map(str, astuple(question)), str(timezone.localdate()), region]
    return kept(
        "road",
        [rules_told(rules), known.facts, known.given, asked],
        lambda: road_from(known.facts, question, rules, given=known.given, region=region),
        _settled,
    )


def losses_of(known: Known, rules: Instrument) -> tuple[Loss, ...]:
    """Every single change that loses the class a village has; kept by a worker like its plans."""
    question = [rules_told(rules), known.facts, known.given]
    return kept("losses", question, lambda: losses(rules, known.facts, known.given))


def rules_told(rules: Instrument) -> list[str]:
    """What tells rules from others."""
    return [rules.id, rules.checksum, rules.default_mode]


def _settled(found: Plan) -> bool:
    """Whether all of it was looked for to the end."""
    cut_short = found.skipped or any(reason.limit == NOT_FOUND_IN_TIME for reason in found.blocking)
    return found.status is not PlanStatus.BOUNDED and not cut_short


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
