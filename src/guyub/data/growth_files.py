"""Read the growth standards and their tables."""

import csv
import hashlib
from functools import cache
from io import StringIO

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

_GROWTH = FOLDER / "growth"
_PER_UNIT = {"day": 1, "month": 1, "cm": 10}
UNDER_FIVE = "who-2006"
FIVE_TO_NINETEEN = "who-2007"
STANDARDS = (UNDER_FIVE, FIVE_TO_NINETEEN)


@cache
def load_growth_standard(name: str) -> GrowthStandard:
    """A standard that comes with Guyub, with its tables.

    Raises:
        NotFound: There is none of that name.
        InvalidRuleFile: The file is not well made, names a table that is not there, or the tables have changed.
    """
    if name not in STANDARDS:
        raise NotFound(kind="growth standard", name=name, known=", ".join(STANDARDS))
    file = _GROWTH / f"{name}.yaml"
    rules = validate(StandardRules, read_yaml(file), file)
    rows = _rows_of(rules.tables.file, rules.tables.sha256)
    names = [table for indicator in rules.indicators for table in indicator.tables]
    missing = next((table for table in names if table not in rows), None)
    if missing is not None:
        raise InvalidRuleFile(file=file.name, path="indicators", problem=f"there is no table '{missing}'")
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
    file = _GROWTH / "indonesia.yaml"
    return validate(IndonesianGrowth, read_yaml(file), file)


@cache
def load_weight_increments() -> Increments:
    """Which gain of weight is weight faltering, with WHO's tables."""
    file = _GROWTH / "increments.yaml"
    rules = validate(IncrementRules, read_yaml(file), file)
    fitted = {
        (int(months), sex == "m", int(start)): (float(power), float(median), float(spread))
        for months, sex, start, power, median, spread in _lines_of(rules.table.file, rules.table.sha256)
    }
    return Increments(rules, fitted)


@cache
def load_measuring_limits() -> MeasuringLimits:
    """Which figures can have been measured of a child."""
    file = _GROWTH / "measuring.yaml"
    return validate(MeasuringLimits, read_yaml(file), file)


@cache
def load_growth_advice() -> Advice:
    """What is said to whoever brings a child, after it was measured."""
    file = _GROWTH / "advice.yaml"
    return validate(Advice, read_yaml(file), file)


@cache
def load_quality_rules() -> QualityRules:
    """What tells how well children were measured."""
    file = _GROWTH / "quality.yaml"
    return validate(QualityRules, read_yaml(file), file)


@cache
def load_growth_forecast() -> GrowthForecastRule:
    """How likely a child will measure as stunted later."""
    file = _GROWTH / "forecast.yaml"
    return validate(GrowthForecastRule, read_yaml(file), file)


@cache
def load_care_rules() -> CareRules:
    """What a child under five is given and asked besides being measured."""
    file = _GROWTH / "care.yaml"
    return validate(CareRules, read_yaml(file), file)


@cache
def load_published_rates() -> PublishedRates:
    """Rates of surveys and of e-PPGBM, as published."""
    file = _GROWTH / "survey-rates.yaml"
    return validate(PublishedRates, read_yaml(file), file)


@cache
def load_participation_rule() -> ParticipationRule:
    """From which participation on a rate may be read as one of all children."""
    file = _GROWTH / "participation.yaml"
    return validate(ParticipationRule, read_yaml(file), file)


@cache
def load_follow_ups() -> FollowUps:
    """Until when what stands on a list of children is to be done."""
    file = _GROWTH / "followups.yaml"
    return validate(FollowUps, read_yaml(file), file)
