"""Answers for facts that the caller brings along. Nothing is stored."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.throttling import AuthRateThrottle

from guyub.apps.assessment.api import shapes
from guyub.apps.assessment.services import (
    RoadQuestion,
    UnusableFacts,
    assess_facts,
    default_instrument,
    findings_of,
    problems_in_facts,
    problems_in_given,
    road_from,
)
from guyub.data import load_instrument
from guyub.domain.instruments import Instrument
from guyub.errors import NotFound

router = Router(tags=["rules"])
REFUSALS = {400: shapes.Problem, 401: shapes.Problem, 403: shapes.Problem, 404: shapes.Problem, 422: shapes.Problem}


@router.post("/classify", response={200: shapes.Assessed, **REFUSALS}, summary="Class that follows from facts")
def classify(request: HttpRequest, body: shapes.ClassifyIn) -> dict[str, Any]:
    """Scores, indices and class for the facts given, with the trace of each score."""
    rules, mode = chosen_instrument(body.instrument, body.mode)
    facts = checked_facts(body.facts)
    answer = assess_facts(facts, rules, mode, checked_given(body.given, rules))
    return {"assessment": answer.as_dict(), "findings": [finding.as_dict() for finding in findings_of(facts)]}


@router.post(
    "/plan",
    response={200: shapes.Road, **REFUSALS, 429: shapes.Problem},
    throttle=[AuthRateThrottle("60/m")],
    summary="The proven cheapest road up from facts",
)
def plan(request: HttpRequest, body: shapes.RoadFromFactsIn) -> dict[str, Any]:
    """As for a village, for facts that the caller brings along; `region` chooses its prices."""
    rules, mode = chosen_instrument(None, body.mode)
    facts, question = checked_facts(body.facts), question_in(body)
    road = road_from(facts, question, rules, mode=mode, given=checked_given(body.given, rules), region=body.region)
    return {"plan": road.as_dict()}


def question_in(body: shapes.RoadIn) -> RoadQuestion:
    """The question that a request asks."""
    return RoadQuestion(body.to, body.margin, body.by, body.budget, body.alternatives)


def chosen_instrument(name: str | None, mode: str | None) -> tuple[Instrument, str | None]:
    """The instrument by id (the site's default when None), with a mode that it has.

    Raises:
        NotFound: No such instrument, or it has no such mode.
    """
    rules = default_instrument() if name is None else load_instrument(name)
    if mode is not None and mode not in rules.modes:
        raise NotFound(kind="mode", name=mode, known=", ".join(rules.modes))
    return rules, mode


def checked_facts(facts: dict[str, int | None]) -> dict[str, int | None]:
    """The facts, all of them known to the catalogue and possible.

    Raises:
        UnusableFacts: Names each fact that is unknown or impossible.
    """
    if problems := problems_in_facts(facts):
        raise UnusableFacts(problems)
    return facts


def checked_given(given: dict[str, int], rules: Instrument) -> dict[str, int]:
    """The given scores, all of them scores that the instrument can give.

    Raises:
        UnusableFacts: Names each variable or score that does not exist.
    """
    if problems := problems_in_given(given, rules):
        raise UnusableFacts(problems)
    return given
