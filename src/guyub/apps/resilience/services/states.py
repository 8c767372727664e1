"""The state of families: the rules applied to their records. Nothing is read or written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from guyub.apps.inserting import new_row
from guyub.apps.people.models import Family
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.services.planned import Planned
from guyub.apps.resilience.services.records import Record, Recorded
from guyub.data import load_family_rules
from guyub.domain.families import family_planning, ibangga, krs
from guyub.domain.families.frame import measure_families
from guyub.domain.families.record import CODES
from guyub.domain.families.rulebook import FamilyRules

ANY_FACTOR = "krs_any_factor"
MANY = 100  # from so many families on, whole columns are faster than one family after the other

Row = Mapping[str, Any]
"""What the rules say about a family, by the column names of `measure_families`; ``ANY``: the literal KRS verdict."""


@dataclass(frozen=True)
class Judged:
    """Everything the rules say about one family."""

    index: ibangga.FamilyIndex
    screening: krs.Screening
    any_factor: krs.Screening
    couple: family_planning.CoupleStatus


@cache
def rules() -> FamilyRules:
    """The family rules in force, with their default choices."""
    return load_family_rules()


@cache
def rules_any_factor() -> FamilyRules:
    """The same with the literal KRS rule."""
    return load_family_rules(krs_rule=ANY_FACTOR)


def judge(record: Record) -> Judged:
    """Apply iBangga, both KRS rules and the family-planning classes to a record."""
    return Judged(
        ibangga.measure(rules().ibangga, record),
        krs.screen(rules().krs, record),
        krs.screen(rules_any_factor().krs, record),
        family_planning.status(rules().family_planning, record),
    )


def states_of(families: Sequence[Family], recorded: Mapping[int, Recorded], on: date) -> list[FamilyState]:
    """The stored rows of families, not saved. ``last_visit_on`` is left alone."""
    records = [recorded[family.pk].record for family in families]
    rows = rows_by_columns(records) if len(records) >= MANY else [row_of(record) for record in records]
    return [_state(family, recorded[family.pk], row, on) for family, row in zip(families, rows, strict=True)]


def row_of(record: Record) -> Row:
    """One family by the rules for one record."""
    judged = judge(record)
    index, screening = judged.index, judged.screening
    return {
        **index.scores,
        "unanswered": ";".join(index.unanswered),
        **index.dimensions,
        "total": index.total,
        "category": index.category,
        "SASARAN": screening.target,
        **screening.targets,
        **screening.factors,
        "PUS_4T": screening.pus_4t,
        "KRS": screening.at_risk,
        "rank": screening.rank,
        "ANY": judged.any_factor.at_risk,
        **{f"fp_{code}": flag for code, flag in judged.couple.flags.items()},
    }


def rows_by_columns(records: Sequence[Record]) -> list[Row]:
    """The same of many families at once."""
    columns: dict[str, list[int | None]] = {code: [record.get(code) for record in records] for code in CODES}
    return _measuring().of({"position": list(range(len(records))), **columns}).to_dicts()


@cache
def _measuring() -> Planned:
    """Both readings of the KRS rule beside everything else, in the order of the records."""

    def both(records: pl.LazyFrame) -> pl.LazyFrame:
        measured = measure_families(rules(), records, keep=("position",))
        literal = measure_families(rules_any_factor(), records, keep=("position",), parts=("krs",))
        return measured.join(literal.select("position", pl.col("KRS").alias("ANY")), on="position").sort("position")

    return Planned({"position": pl.Int64, **dict.fromkeys(CODES, pl.Int64)}, both)


def _state(family: Family, recorded: Recorded, row: Row, on: date) -> FamilyState:
    unanswered = [code for code in row["unanswered"].split(";") if code]
    variables = {one.code: _variable(row[one.code], one.code in unanswered) for one in rules().ibangga.variables}
    held = [flag for flag in rules().family_planning.flags if row[f"fp_{flag.code}"]]
    return new_row(
        FamilyState,
        family_id=family.pk,
        village_id=family.village_id,
        rw=family.rw,
        rt=family.rt,
        as_of=on,
        interviewed_on=recorded.interviewed_on,
        record={code: value for code, value in recorded.record.items() if value is not None},
        rules=rules().version,
        tenteram=row["T"],
        mandiri=row["M"],
        bahagia=row["B"],
        ibangga=row["total"],
        category=row["category"] or "",
        variables=variables,
        unanswered=unanswered,
        target=row["SASARAN"],
        krs=row["KRS"],
        krs_any=row["ANY"],
        targets={target.code: row[target.code] for target in rules().krs.targets},
        **{factor.code.lower(): row[factor.code] for factor in rules().krs.factors},
        pus_4t=row["PUS_4T"],
        rank=row["rank"],
        pus=row["fp_pus"],
        pregnant=row["fp_web_pregnant"],
        method=next((flag.code for flag in held if flag.method is not None), ""),
        non_user=next((flag.non_user for flag in held if flag.non_user is not None), ""),
        unmet_register=next((flag.unmet_register for flag in held if flag.unmet_register is not None), ""),
        unmet_pk=next((flag.unmet_pk for flag in held if flag.unmet_pk is not None), ""),
    )


def _variable(score: int | None, is_unanswered: bool) -> str:
    if is_unanswered:
        return str(ibangga.State.UNANSWERED)
    if score is None:
        return str(ibangga.State.NOT_APPLICABLE)
    return str(ibangga.State.PASSED if score else ibangga.State.FAILED)
