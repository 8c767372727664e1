"""What the commands write: one row a family, with the columns that say which family it is in front."""

import polars as pl

from guyub.analytics.engines import run_on
from guyub.analytics.family_tables.reading import FamilyTable
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.families.frame import measure_families
from guyub.domain.families.ibangga import FULL
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.rules import RuleFile
from guyub.domain.families.sums import sum_families
from guyub.language.cells import guarded

_POSITION = "position"
_LEAST_SURE_LAST = ("CONFIRMED", "PARTIAL", "INFERRED", "PROPOSED")


def index_of_families(rules: FamilyRules, table: FamilyTable, *, engine: str = "polars") -> pl.DataFrame:
    """iBangga of every family.

    Out, one row a family in the table's order: the kept columns (``row`` where there is none); each variable (1, 0,
    null); ``T``, ``M``, ``B``, ``ibangga`` as texts with two decimals; ``category``; ``not_applicable`` and
    ``unanswered``, codes joined by ";" (null where there is none); ``rule`` and ``grade``, see `_rule`.
    """
    measured = _measured(rules, table, "ibangga", engine)
    codes = [variable.code for variable in rules.ibangga.variables]
    dimensions = [dimension.code for dimension in rules.ibangga.dimensions]
    printed = {**dict.fromkeys(dimensions, FULL), "total": FULL * len(dimensions)}
    return _beside(
        table,
        measured.select(
            *codes,
            *(_hundredths(name, full).alias("ibangga" if name == "total" else name) for name, full in printed.items()),
            "category",
            *(_blank(name) for name in ("not_applicable", "unanswered")),
            *_rule(rules.ibangga),
        ),
    )


def screening_of_families(rules: FamilyRules, table: FamilyTable, *, engine: str = "polars") -> pl.DataFrame:
    """The stunting-risk screening of every family.

    Out, one row a family in the table's order: the kept columns (``row`` where there is none); the four targets,
    ``SASARAN``, the seven factors, ``PUS_4T``, ``KRS`` (1 ya, 2 tidak, 3 tidak berlaku, null unknown); ``rank``;
    ``reasons`` and ``undecided``, codes joined by ";" (null where there is none); ``rule`` and ``grade``, see `_rule`.
    """
    measured = _measured(rules, table, "krs", engine)
    targets = [target.code for target in rules.krs.targets]
    factors = [factor.code for factor in rules.krs.factors]
    verdicts = (*targets, "SASARAN", *factors, "PUS_4T", "KRS", "rank")
    listed = [_blank(name) for name in ("reasons", "undecided")]
    return _beside(table, measured.select(*verdicts, *listed, *_rule(rules.krs)))


def sums_of(rules: FamilyRules, table: FamilyTable, part: str) -> dict[str, int]:
    """Sums over all families of the table, for what is said beside the file."""
    sums: dict[str, int] = sum_families(rules, table.records, by=(), parts=(part,)).row(0, named=True)
    return sums


def _measured(rules: FamilyRules, table: FamilyTable, part: str, engine: str) -> pl.DataFrame:
    numbered = table.records.with_row_index(_POSITION).cast({_POSITION: pl.Int64})
    result = run_on(engine, numbered, lambda frame: measure_families(rules, frame, keep=(_POSITION,), parts=(part,)))
    return result.sort(_POSITION)


def _rule(rules: RuleFile) -> list[pl.Expr]:
    """``rule``: name, version and choices behind a result; ``grade``: the least sure of these."""
    choices = [f"{name}={answer}" for name, answer in rules.answers.items()]
    grade = max((rules.grade, *(choice.grade for choice in rules.choices)), key=_LEAST_SURE_LAST.index)
    return [pl.lit(" ".join((rules.id, rules.version, *choices))).alias("rule"), pl.lit(str(grade)).alias("grade")]


def _beside(table: FamilyTable, results: pl.DataFrame) -> pl.DataFrame:
    """The kept columns, then the results. A kept column that is called like a result gets ``_asal`` behind its name."""
    kept = table.texts
    if not kept.columns:
        kept = pl.DataFrame({"row": pl.int_range(1, results.height + 1, eager=True)})
    kept = kept.rename({name: f"{name}_asal" for name in kept.columns if name in results.columns})
    safe = kept.select(pl.col(pl.String).map_elements(guarded, return_dtype=pl.String))
    return pl.concat([kept.with_columns(safe), results], how="horizontal")


def _hundredths(name: str, full: int) -> pl.Expr:
    """``name`` of ``full`` on the scale 0 to 100, with two decimals and a point, ties to even."""
    printed = {value: _two_decimals(rounded_ratio(value, full, 10_000)) for value in range(full + 1)}
    return pl.col(name).replace_strict(printed, default=None, return_dtype=pl.String)


def _two_decimals(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _blank(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)
