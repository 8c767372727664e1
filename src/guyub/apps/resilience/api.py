"""What follows from the families of a village, for programs: aggregates only, never a name or a family code."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.api import shapes
from guyub.apps.assessment.api.villages import NotVisible
from guyub.apps.resilience.presentation.areas import Areas, areas_of, gate_of
from guyub.apps.resilience.presentation.overview import (
    bar,
    dimension_lines,
    indicator_lines,
    planning_lines,
    recap_row,
)
from guyub.apps.resilience.services.gate import Gate
from guyub.apps.resilience.services.states import rules
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region

router = Router(tags=["families"])
LANGUAGE = "id"

Code = Annotated[str, Path(pattern=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$", description="Kemendagri code with dots")]


class PlaceIndex(Schema):
    """iBangga of a village or RW: families by category, mean as text with two decimals. Null: withheld or unknown."""

    place: str
    families: int | None
    index: str | None
    distribution: dict[str, int] | None


class Figure(Schema):
    """A numerator and a denominator; both null where withheld."""

    code: str
    name: str
    numerator: int | None
    denominator: int | None
    responsible: str
    grade: str
    source: str


class Resilience(Schema):
    """Aggregates of the families of a village. Outside the village small groups are withheld."""

    village: str
    as_of: date | None
    rules: str
    withheld: bool
    ibangga: PlaceIndex | None
    dimensions: dict[str, str | None]
    rws: list[PlaceIndex]
    krs: dict[str, int | None]
    family_planning: list[Figure]
    indicators: list[Figure]


@router.get(
    "/{code}/resilience",
    response={200: Resilience, 400: shapes.Problem, 401: shapes.Problem, 404: shapes.Problem, 422: shapes.Problem},
    summary="iBangga, stunting risk, family planning and indicators of a village",
)
def resilience(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Aggregates only. `krs` has our column codes in the official order; null: withheld."""
    region = Region.objects.filter(code=code, level=Level.VILLAGE).first()
    if region is None or not scope_of(request.user).may(Right.SEE_FIGURES, code):
        raise NotVisible(name=code)
    areas = areas_of(region)
    empty = {"village": code, "as_of": areas.as_of, "rules": rules().version, "withheld": False, "ibangga": None}
    if not areas.whole:
        return {**empty, "dimensions": {}, "rws": [], "krs": {}, "family_planning": [], "indicators": []}
    gate = gate_of(request.user, areas)
    planning, web = planning_lines(areas, gate, LANGUAGE, {})
    topics = indicator_lines(areas, gate, LANGUAGE, {})
    return {
        **empty,
        "withheld": not gate.inside,
        "ibangga": _place(gate, code, areas.whole),
        "dimensions": {line.name: _text(line.value) for line in dimension_lines(areas, gate, LANGUAGE)},
        "rws": _rws(areas, gate),
        "krs": recap_row(gate, areas),
        "family_planning": [_figure(line) for line in (*planning, *web)],
        "indicators": [_figure(line) for lines in topics.values() for line in lines],
    }


def _rws(areas: Areas, gate: Gate) -> list[dict[str, Any]]:
    return [_place(gate, areas.place(rw), sums) for rw, sums in sorted(areas.rws.items())]


def _place(gate: Gate, place: str, sums: dict[str, int]) -> dict[str, Any]:
    found = bar(gate, place, place, sums, LANGUAGE)
    spread = None if found.segments is None else {part.code: part.count for part in found.segments}
    return {"place": place, "families": found.families, "index": _text(found.mean), "distribution": spread}


def _figure(line: Any) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "numerator": line.share.of,
        "denominator": line.share.per,
        "responsible": line.opd,
        "grade": line.grade,
        "source": line.source,
    }


def _text(hundredths: int | None) -> str | None:
    return None if hundredths is None else shapes.hundredths(hundredths)
