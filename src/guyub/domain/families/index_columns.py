"""iBangga of many families: variables, dimensions, index and category as columns; see `ibangga.measure` for one."""

from functools import reduce
from operator import add

import narwhals as nw

from guyub.domain.expressions.columns import truth
from guyub.domain.families.columns import Work, number
from guyub.domain.families.ibangga import FULL, Ibangga, Variable


def add_variables(rules: Ibangga, work: Work) -> None:
    """``V01`` …: passed, failed, or null; ``V02_applies``: where a variable may not apply."""
    scored = {variable.code: truth(variable.score, work.columns) for variable in rules.variables}
    applies = {
        f"{variable.code}_applies": truth(variable.applies, work.columns)
        for variable in rules.variables
        if variable.applies is not None
    }
    work.add(**scored, **applies)


def _applies(variable: Variable) -> nw.Expr | None:
    return None if variable.applies is None else nw.col(f"{variable.code}_applies")


def passed(variable: Variable) -> nw.Expr:
    """Applies and is passed; null where either is unknown and the other does not rule it out."""
    applies, score = _applies(variable), nw.col(variable.code)
    return score if applies is None else applies & score


def failed(variable: Variable) -> nw.Expr:
    """Applies and is failed."""
    applies, score = _applies(variable), nw.col(variable.code)
    return ~score if applies is None else applies & ~score


def unanswered(variable: Variable) -> nw.Expr:
    """May apply, and lacks an answer."""
    applies, score = _applies(variable), nw.col(variable.code)
    return score.is_null() if applies is None else applies.is_null() | (applies & score.is_null())


def add_dimensions(rules: Ibangga, work: Work) -> None:
    """``T_passed``, ``T_applicable`` (null where a variable is unanswered), then ``T`` in 420ths and ``T_weight``."""
    counts: dict[str, nw.Expr] = {}
    for dimension in rules.dimensions:
        variables = rules.of_dimension(dimension.code)
        conditional = [variable for variable in variables if variable.applies is not None]
        always = len(variables) - len(conditional)
        some = [number(nw.col(f"{variable.code}_applies")) for variable in conditional]
        counts[f"{dimension.code}_passed"] = reduce(add, (number(passed(variable)) for variable in variables))
        counts[f"{dimension.code}_applicable"] = reduce(add, some, nw.lit(always, dtype=nw.Int16))
    work.add(**counts)
    weights: dict[str, nw.Expr] = {}
    for dimension in rules.dimensions:
        weights[f"{dimension.code}_weight"] = _weight(rules, dimension.code)
    work.add(**weights)
    work.add(**{d.code: _value(rules, d.code) for d in rules.dimensions})


def _weight(rules: Ibangga, code: str) -> nw.Expr:
    """What one variable weighs, in 420ths; null where it is unknown how many apply, or none does."""
    variables = rules.of_dimension(code)
    applicable = nw.col(f"{code}_applicable")
    if rules.na_policy != "drop":
        return nw.when(~applicable.is_null()).then(nw.lit(FULL // len(variables), dtype=nw.Int16))
    least = sum(variable.applies is None for variable in variables)
    weight = nw.lit(FULL // max(least, 1), dtype=nw.Int16)
    for count in range(max(least, 1) + 1, len(variables) + 1):
        weight = nw.when(applicable >= count).then(nw.lit(FULL // count, dtype=nw.Int16)).otherwise(weight)
    return nw.when(applicable >= max(least, 1)).then(weight)


def _value(rules: Ibangga, code: str) -> nw.Expr:
    counted = nw.col(f"{code}_passed")
    if rules.na_policy == "count_as_1":
        counted = counted + (nw.lit(len(rules.of_dimension(code)), dtype=nw.Int16) - nw.col(f"{code}_applicable"))
    return counted * nw.col(f"{code}_weight")


def add_total(rules: Ibangga, work: Work) -> None:
    """``total`` in 1260ths: the sum of the three dimensions."""
    work.add(total=reduce(add, (nw.col(dimension.code) for dimension in rules.dimensions)))


def in_category(rules: Ibangga) -> dict[str, nw.Expr]:
    """Whether ``total`` lies in each category, compared without rounding."""
    low, middle, high = rules.categories
    full = len(rules.dimensions) * FULL
    # total * 100 < below * full in integers, without a product in the column
    first = -(-(low.below or 0) * full // 100)
    last = (high.above or 0) * full // 100
    total = nw.col("total")
    return {low.code: total < first, middle.code: (total >= first) & (total <= last), high.code: total > last}
