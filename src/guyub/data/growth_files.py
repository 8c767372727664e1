"""Read the growth standards and their tables."""

import csv
import hashlib
from functools import cache
from io import StringIO
from typing import TypeVar

from pydantic import BaseModel

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.growth.advice import Advice
from guyub.domain.growth.care import CareRules
from guyub.domain.growth.followups import FollowUps
from guyub.domain.growth.forecast import GrowthForecastRule
from guyub.domain.growth.increments import IncrementRules, Increments
from guyub.domain.growth.indonesia import IndonesianGrowth
from guyub.domain.growth.measuring import MeasuringLimits
from guyub.domain.growth.published import ParticipationRule, PublishedRates
from guyub.domain.growth.quality import QualityRules
from guyub.domain.growth.standard import GrowthStandard, StandardRules
from guyub.domain.growth.tables import Table
from guyub.errors import InvalidRuleFile, NotFound, unopened

Rules = TypeVar("Rules", bound=BaseModel)

_GROWTH = FOLDER / "growth"
_PER_UNIT = {"day": 1, "month": 1, "cm": 10}
UNDER_FIVE = "who-2006"
FIVE_TO_NINETEEN = "who-2007"
STANDARDS = (UNDER_FIVE, FIVE_TO_NINETEEN)


def _read(name: str, shape: type[Rules]) -> Rules:
    file = _GROWTH / name
    return validate(shape, read_yaml(file), file)


@cache
def load_growth_standard(name: str) -> GrowthStandard:
    """A standard that comes with Guyub, with its tables.

    Raises:
        NotFound: There is none of that name.
        InvalidRuleFile: The file is not well made, names a table that is not there, or the tables have changed.
    """
    if name not in STANDARDS:
        raise NotFound(kind="growth standard", name=name, known=", ".join(STANDARDS))
    file = f"{name}.yaml"
    rules = _read(file, StandardRules)
    rows = _rows_of(rules.tables.file, rules.tables.sha256)
    names = [table for indicator in rules.indicators for table in indicator.tables]
    missing = next((table for table in names if table not in rows), None)
    if missing is not None:
        raise InvalidRuleFile(file=file, path="indicators", problem=f"there is no table '{missing}'")
    return GrowthStandard(rules, {table: _table(table, rows[table]) for table in names})


@cache
def _rows_of(name: str, sha256: str) -> dict[str, dict[str, list[list[float]]]]:
    """Rows (key, L, M, S) of each table and sex."""
    tables: dict[str, dict[str, list[list[float]]]] = {}
    for table, sex, *numbers in _lines_of(name, sha256):
        tables.setdefault(table, {}).setdefault(sex, []).append([float(number) for number in numbers])
    return tables


def _lines_of(name: str, sha256: str) -> list[list[str]]:
    """Lines below the header of a file whose content is known by its digest."""
    try:
        content = (_GROWTH / name).read_bytes()
    except OSError as error:
        raise unopened(name, error) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InvalidRuleFile(file=name, path="sha256", problem="the tables are not those the standard was made with")
    return list(csv.reader(StringIO(content.decode("ascii"))))[1:]


def _table(name: str, rows: dict[str, list[list[float]]]) -> Table:
    boys, girls = (list(map(list, zip(*rows[sex], strict=True))) for sex in ("m", "f"))  # keys, L, M, S
    per_unit = _PER_UNIT[name.rpartition("-")[2]]
    least, most = boys[0][0], boys[0][-1]
    whole = [round(least * per_unit) + row for row in range(len(boys[0]))]
    if any([round(key * per_unit) for key in keys] != whole for keys in (boys[0], girls[0])) or 0 in boys[1] + girls[1]:
        raise InvalidRuleFile(file=name, path="rows", problem="a key is missing, or an L is zero")
    pairs = [(boys[part], girls[part]) for part in (1, 2, 3)]
    return Table(name, least, most, per_unit, not name.endswith("-day"), *pairs)


@cache
def load_indonesian_growth() -> IndonesianGrowth:
    """Categories, growth card and monthly report as Indonesia has them."""
    return _read("indonesia.yaml", IndonesianGrowth)


@cache
def load_weight_increments() -> Increments:
    """Which gain of weight is weight faltering, with WHO's tables."""
    rules = _read("increments.yaml", IncrementRules)
    fitted = {
        (int(months), sex == "m", int(start)): (float(power), float(median), float(spread))
        for months, sex, start, power, median, spread in _lines_of(rules.table.file, rules.table.sha256)
    }
    return Increments(rules, fitted)


@cache
def load_measuring_limits() -> MeasuringLimits:
    """Which figures can have been measured of a child."""
    return _read("measuring.yaml", MeasuringLimits)


@cache
def load_growth_advice() -> Advice:
    """What is said to whoever brings a child, after it was measured."""
    return _read("advice.yaml", Advice)


@cache
def load_quality_rules() -> QualityRules:
    """What tells how well children were measured."""
    return _read("quality.yaml", QualityRules)


@cache
def load_growth_forecast() -> GrowthForecastRule:
    """How likely a child will measure as stunted later."""
    return _read("forecast.yaml", GrowthForecastRule)


@cache
def load_care_rules() -> CareRules:
    """What a child under five is given and asked besides being measured."""
    return _read("care.yaml", CareRules)


@cache
def load_published_rates() -> PublishedRates:
    """Rates of surveys and of e-PPGBM, as published."""
    return _read("survey-rates.yaml", PublishedRates)


@cache
def load_participation_rule() -> ParticipationRule:
    """From which participation on a rate may be read as one of all children."""
    return _read("participation.yaml", ParticipationRule)


@cache
def load_follow_ups() -> FollowUps:
    """Until when what stands on a list of children is to be done."""
    return _read("followups.yaml", FollowUps)
