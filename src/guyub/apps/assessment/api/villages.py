"""Villages of the caller's territory; and the public list."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from ninja.throttling import AuthRateThrottle

from guyub.apps.assessment import services
from guyub.apps.assessment.api import shapes
from guyub.apps.assessment.api.rules import chosen_instrument, question_in
from guyub.apps.assessment.models import VillageState, VillageStateQuerySet
from guyub.apps.territory.models import Unit
from guyub.errors import DomainError, NotFound

router = Router(tags=["villages"])
public_router = Router(tags=["public"])

Code = Annotated[str, Path(pattern=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$", description="Kemendagri code with dots")]
RegionCode = Annotated[str, Query(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")]
ClassName = Annotated[shapes.ClassName, Query()]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
REFUSALS = {400: shapes.Problem, 401: shapes.Problem, 403: shapes.Problem, 404: shapes.Problem, 422: shapes.Problem}


class NotVisible(NotFound):
    """The village does not exist, or not for this person."""

    code = "village-not-visible"
    template = "There is no village {name} in your territory."


class NothingKnown(DomainError):
    """A village without any figure has no road yet."""

    code = "nothing-known"
    template = "Village {village} has no figures yet; record some first."
    exit_code = 4


@router.get("", response={200: shapes.Villages, **REFUSALS}, summary="Villages of your territory")
def list_villages(
    request: HttpRequest,
    region: RegionCode | None = None,
    class_name: ClassName | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """By region code. Three queries, however many villages there are."""
    states = VillageState.objects.visible_to(request.user).filter(unit__active=True)
    return _page(_filtered(states, region, class_name), shapes.village, limit, offset)


@router.get("/{code}", response={200: shapes.VillageDetail, **REFUSALS}, summary="One village with its facts")
def get_village(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Current facts, scores, indices, class, missing facts and findings."""
    states = VillageState.objects.visible_to(request.user).with_region()
    state = states.filter(unit__active=True, unit__region=code).first()
    if state is None:
        raise NotVisible(kind="village", name=code, known="")
    return shapes.village_detail(state)


@router.get("/{code}/explain", response={200: shapes.Explained, **REFUSALS}, summary="Why a village has its class")
def explain(
    request: HttpRequest,
    code: Code,
    instrument: Annotated[shapes.Name | None, Query()] = None,
    mode: Annotated[shapes.Name | None, Query()] = None,
) -> dict[str, Any]:
    """Every score with the facts behind it, where they come from, and the values that would change it."""
    unit = visible_unit(request, code)
    rules, mode = chosen_instrument(instrument, mode)
    known = services.known_about(unit, rules)
    return {
        "village": code,
        "as_of": known.as_of,
        "assessment": services.assess_known(known, rules, mode).as_dict(),
        "findings": [finding.as_dict() for finding in services.findings_of(known.facts)],
        "origins": {name: _origin(record) for name, record in known.records.items()},
    }


@router.post(
    "/{code}/plan",
    response={200: shapes.Road, **REFUSALS, 429: shapes.Problem},
    throttle=[AuthRateThrottle("60/m")],
    summary="The proven cheapest road up for a village",
)
def plan(request: HttpRequest, code: Code, body: shapes.RoadIn) -> dict[str, Any]:
    """Actions with people, cost, days and OPD; recomputed class; gap 0 means proven. Nothing is stored."""
    unit = visible_unit(request, code)
    known = services.known_about(unit, services.default_instrument())
    if not known.anything:
        raise NothingKnown(village=code)
    return {"plan": services.road_for(known, question_in(body)).as_dict()}


@public_router.get(
    "/villages",
    response={200: shapes.PublicVillages, 422: shapes.Problem},
    auth=None,
    summary="Classes of all villages",
)
def list_public(
    request: HttpRequest,
    region: RegionCode | None = None,
    class_name: ClassName | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Class, indices, day and instrument: what anyone may know. No facts."""
    states = VillageState.objects.public()
    return _page(_filtered(states, region, class_name), shapes.public_village, limit, offset)


def visible_unit(request: HttpRequest, code: str) -> Unit:
    """The active unit of a village, if the caller may read its details.

    Raises:
        NotVisible: There is none, or it lies outside the caller's territory.
    """
    unit = Unit.objects.visible_to(request.user).active().filter(region=code).first()
    if unit is None:
        raise NotVisible(kind="village", name=code, known="")
    return unit


def _filtered(states: VillageStateQuerySet, region: str | None, class_name: str | None) -> VillageStateQuerySet:
    if region is not None:
        states = states.under(region)
    return states if class_name is None else states.filter(class_name=class_name)


def _page(states: VillageStateQuerySet, shape: Any, limit: int, offset: int) -> dict[str, Any]:
    page = states.with_region()[offset : offset + limit]
    return {"count": states.count(), "items": [shape(state) for state in page]}


def _origin(record: Any) -> dict[str, Any]:
    recording = record.recording
    return {
        "as_of": recording.as_of,
        "source": recording.source,
        "provenance": recording.provenance,
        "recorded_at": recording.recorded_at,
        "recorded_by": recording.recorded_by.username if recording.recorded_by else None,
    }
