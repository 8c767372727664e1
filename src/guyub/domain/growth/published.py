"""Published rates of stunting, wasting and underweight of an area, each with its source; never mixed with our own.

A survey measures a sample of all children, trained people with checked instruments; e-PPGBM (Sigizi Kesga) holds what
posyandu measured of those who came. They differ about threefold, so each stands beside the others under its own name.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from guyub.domain.rulefiles import Grade, Model, Origin, Text

Method = Literal["survey", "eppgbm", "target"]
Condition = Literal["hfa", "wfa", "wfh"]


class PublishedRate(Model):
    """One published figure.

    Attributes:
        area: Code of the region; empty for Indonesia.
        condition: Below -2 SD of height-for-age, weight-for-age or weight-for-height.
        month: Of the measuring, where the source says it.
        per_cent: As published, with as many decimals.
        below, measured: Children, where the source says how many.
        survey: Its name, such as SSGI.
    """

    area: Annotated[str, Field(pattern=r"^([0-9]{2}(\.[0-9]{2}){0,2})?$")]
    name: str
    method: Method
    survey: str
    condition: Condition = "hfa"
    year: Annotated[int, Field(ge=2000)]
    month: Annotated[int | None, Field(ge=1, le=12)] = None
    per_cent: Annotated[Decimal, Field(ge=0, le=100)]
    below: int | None = None
    measured: int | None = None
    grade: Grade
    source: Origin
    note: Text | None = None


class Difference(Model):
    """One reason why the three kinds of figure differ: what holds for each."""

    code: str
    name: Text
    ours: Text
    eppgbm: Text
    survey: Text


class PublishedRates(Model):
    """The data file."""

    id: str
    version: str
    rates: tuple[PublishedRate, ...]
    differences: tuple[Difference, ...]
    differences_grade: Grade
    differences_source: Origin

    def of_area(self, area: str, method: Method, condition: Condition = "hfa") -> tuple[PublishedRate, ...]:
        """What was published of exactly this area by one method, the latest first."""
        found = [one for one in self.rates if (one.area, one.method, one.condition) == (area, method, condition)]
        return tuple(sorted(found, key=lambda one: (one.year, one.month or 0), reverse=True))


class ParticipationRule(Model):
    """When so few of the children came that a rate among them says little about all of them."""

    id: str
    version: str
    low_below: Annotated[int, Field(ge=1, le=100)]
    grade: Grade
    source: Origin

    def is_low(self, weighed: int, all_children: int) -> bool:
        """Whether fewer than so many per cent were weighed; a place without children is not."""
        return all_children > 0 and 100 * weighed < self.low_below * all_children
