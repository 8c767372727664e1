"""What goes in and comes out. Indices are texts with two decimals ("3.25"), exact as the rule gives them."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StrictInt

from guyub.apps.assessment.models import VillageState
from guyub.domain.facts import LARGEST_FIGURE

MOST_FACTS = 200

FactCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
VariableCode = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9.]{0,15}$")]
Figure = Annotated[StrictInt, Field(ge=0, le=LARGEST_FIGURE)]
Given = Annotated[dict[VariableCode, Figure], Field(max_length=MOST_FACTS)]  # which scores exist, the rules say
ClassName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w .'-]+$")]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]


class Problem(Schema):
    """What is wrong: a stable code and a sentence in the caller's language."""

    code: str
    message: str


class Input(Schema):
    """Base of everything that comes in: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class ClassifyIn(Input):
    """Facts of one village, by the codes of the fact catalogue; null or absent: not known."""

    facts: Annotated[dict[FactCode, Figure | None], Field(max_length=MOST_FACTS)]
    given: Given = {}
    instrument: Name | None = None
    mode: Name | None = None


class RoadIn(Input):
    """What to reach. Without `to`: keep the present class with `margin` hundredths of an index to spare."""

    to: ClassName | None = None
    margin: Annotated[StrictInt, Field(ge=1, le=100)] = 25
    by: date | None = None
    budget: Annotated[StrictInt | None, Field(ge=0, le=10**13)] = None
    alternatives: Annotated[StrictInt, Field(ge=0, le=5)] = 0


class RoadFromFactsIn(RoadIn):
    """The same, for facts of one village that the caller brings along."""

    facts: Annotated[dict[FactCode, Figure | None], Field(max_length=MOST_FACTS)]
    given: Given = {}
    mode: Name | None = None
    region: Annotated[str | None, Field(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")] = None


class Road(Schema):
    """The plan as `guyub plan --format json` gives it, and the village's class before."""

    plan: dict[str, Any]


class Assessed(Schema):
    """Scores, indices and class with their trace, and the contradictions among the facts."""

    assessment: dict[str, Any]
    findings: list[dict[str, Any]]


class Explained(Assessed):
    """An assessment with the origin of each fact."""

    village: str
    as_of: date | None
    origins: dict[str, dict[str, Any]]


class PublicVillage(Schema):
    """What anyone may know of a village."""

    code: str
    name: str
    path: str
    synthetic: bool
    as_of: date | None
    class_name: str | None
    class_rank: int | None
    indices: dict[str, str]
    instrument: str | None


class Village(PublicVillage):
    """A village of the caller's territory, in short.

    `points_lacking`: score points to the nearest higher class, null at the top. `points_spare`: score points that one
    index can lose before the class falls, null where it does not.
    """

    points_lacking: int | None
    points_spare: int | None
    missing_count: int
    findings_count: int


class VillageDetail(Village):
    """A village of the caller's territory with its current facts."""

    scores: dict[str, int | None]
    facts: dict[str, int]
    given: dict[str, int]
    missing: list[str]
    findings: list[dict[str, Any]]
    updated_at: datetime


class PublicVillages(Schema):
    """One page of a list."""

    count: int
    items: list[PublicVillage]


class Villages(Schema):
    """One page of a list."""

    count: int
    items: list[Village]


def public_village(state: VillageState) -> dict[str, Any]:
    """What anyone may know: reads none of the columns that `VillageState.objects.public()` leaves out."""
    region = state.unit.region
    indices = {name: hundredths(value) for name, value in state.indices.items() if value is not None}
    return {
        "code": region.code,
        "name": state.unit.name,
        "path": region.path,
        "synthetic": region.synthetic,
        "as_of": state.as_of,
        "class_name": state.class_name or None,
        "class_rank": state.class_rank,
        "indices": indices,
        "instrument": f"{state.instrument_id} ({state.instrument_mode})" if state.instrument_id else None,
    }


def village(state: VillageState) -> dict[str, Any]:
    """The short form for people with a role in the territory."""
    return {
        **public_village(state),
        "points_lacking": state.points_lacking,
        "points_spare": state.points_spare,
        "missing_count": state.missing_count,
        "findings_count": state.findings_count,
    }


def village_detail(state: VillageState) -> dict[str, Any]:
    """The long form."""
    names = ("scores", "facts", "given", "missing", "findings", "updated_at")
    return {**village(state), **{name: getattr(state, name) for name in names}}


def hundredths(value: int) -> str:
    """325 as "3.25"."""
    return f"{value // 100}.{value % 100:02d}"
