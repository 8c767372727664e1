"""`assess_frame` on all villages of Indonesia, against the same rule written by hand in Polars in the same run."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl
from polars import col

from benchmarks.measuring import Line, median_seconds
from benchmarks.villages import INDONESIA, generate
from guyub.data import load_instrument
from guyub.domain.instruments import assess_frame

MOST_SECONDS = 1.0
MOST_RATIO = 3.0

_MEMBERS = ("bkb_members", "bkr_members", "bkl_members", "uppka_members", "pikr_members")
_USERS = ("iud", "mow", "mop", "condom", "implant", "injection", "pill")
_OTHERS = ("pregnant", "wants_child_soon", "wants_child_later", "wants_no_more")
_INDICES = {
    "input": ("I1", "I2", "I3", "I4", "I5"),
    "process": ("P1", "P2", "P3"),
    "output": ("O1", "O2", "O3", "O4"),
}


def main() -> list[Line]:
    """Measure, and check that both ways give the same table."""
    instrument, villages = load_instrument("kkb-klas-web-2021"), generate(INDONESIA, given=False)
    if not assess_frame(instrument, villages).equals(by_hand(villages)):
        raise AssertionError("the hand-written rule and the instrument disagree")
    hand = median_seconds(lambda: by_hand(villages))
    ours = median_seconds(lambda: assess_frame(instrument, villages))
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        villages.write_parquet(source)
        duck = median_seconds(
            lambda: assess_frame(instrument, duckdb.read_parquet(str(source))).write_parquet(str(target)), runs=3
        )
    name = f"assess_frame, {INDONESIA:,} villages"
    return [
        Line("the same rule by hand in Polars", hand),
        Line(f"{name}, Polars", ours, MOST_SECONDS, ours / hand, MOST_RATIO),
        Line(f"{name}, DuckDB, Parquet to Parquet", duck, ratio=duck / hand),
    ]


def by_hand(villages: pl.DataFrame) -> pl.DataFrame:
    """KKB-KLAS-WEB 2021, strict-web, as one would write it in Polars without an instrument file."""
    scores = _scores()
    with_scores = villages.lazy().select(score.alias(code) for code, score in scores.items())
    indices = {
        name: _rounded(pl.sum_horizontal(codes), pl.lit(len(codes)), 100).alias(f"index_{name}")
        for name, codes in _INDICES.items()
    }
    with_indices = with_scores.with_columns(indices.values())
    passing = {name: col(f"index_{name}") >= 300 for name in _INDICES}
    managed = passing["input"].cast(pl.Int8) + passing["process"].cast(pl.Int8)
    rank = (
        pl.when(passing["output"] & (managed == 2))
        .then(4)
        .when(passing["output"] & (managed == 1))
        .then(3)
        .when(managed == 2)
        .then(2)
        .otherwise(1)
        .cast(pl.Int64)
    )
    names = ["Dasar", "Berkembang", "Mandiri", "Berkelanjutan"]
    return (
        with_indices.with_columns(rank.alias("class_rank"))
        .with_columns(col("class_rank").replace_strict(range(1, 5), names, return_dtype=pl.String).alias("class"))
        .collect()
    )


def _scores() -> dict[str, pl.Expr]:
    def fact(code: str) -> pl.Expr:
        return col(code).fill_null(0)

    def has(code: str) -> pl.Expr:
        return (fact(code) >= 1).cast(pl.Int64)

    record = pl.any_horizontal(col(code).is_not_null() for code in (*_MEMBERS, *_USERS, *_OTHERS))
    long_acting = fact("iud") + fact("mow") + fact("mop") + fact("implant")
    users = long_acting + fact("condom") + fact("injection") + fact("pill")
    unmet = fact("wants_child_later") + fact("wants_no_more")
    participation = (
        _rounded(fact("bkb_members"), fact("families_with_under5"))
        + _rounded(fact("bkr_members"), fact("families_with_adolescents"))
        + _rounded(fact("bkl_members"), fact("families_with_elderly"))
        + _rounded(fact("uppka_members"), fact("families"))
        + _rounded(fact("pikr_members"), fact("adolescents"))
    )
    pokja = pl.when(fact("pokja_exists") > 0).then(1 + has("pokja_members") + has("pokja_trained_flag")).otherwise(0)
    companions = (fact("plkb_companion") > 0).cast(pl.Int64) + (fact("regulation") > 0).cast(pl.Int64)

    def on_record(value: pl.Expr, starts: Sequence[int]) -> pl.Expr:
        return pl.when(record).then(_banded(value, starts)).otherwise(1)

    return {
        "I1": _banded(pokja, (1, 2, 3)),
        "I2": _banded(fact("funding_sources"), (1, 2, 5)),
        "I3": _banded(fact("groups_present"), (1, 3, 5)),
        "I4": _banded(fact("facilities_present"), (1, 2)),
        "I5": _banded(companions, (1, 2)),
        "P1": _banded(fact("data_kinds_used"), (1, 2, 4)),
        "P2": _banded(fact("operating_routines"), (1, 3, 5)),
        "P3": _banded(fact("institutions_strict_web"), (1, 4, 7)),
        "O1": on_record(_rounded(participation, pl.lit(5), 1), (10, 21, 31)),
        "O2": on_record(_rounded(users, fact("pus")), (30, 41, 51)),
        "O3": on_record(_rounded(long_acting, users), (20, 23, 25)),
        "O4": pl.when(record).then(5 - _banded(_rounded(unmet, fact("pus")), (7, 10, 13))).otherwise(1),
    }


def _banded(value: pl.Expr, starts: Sequence[int]) -> pl.Expr:
    """Scores 1, 2, ... with a new score from each start."""
    return sum(((value >= start).cast(pl.Int64) for start in starts), start=pl.lit(1, dtype=pl.Int64))


def _rounded(of: pl.Expr, per: pl.Expr, scale: int = 100) -> pl.Expr:
    """scale * of / per with ties to even, 0 where per is 0."""
    divisor = pl.when(per > 0).then(per).otherwise(1)
    whole, twice_rest = of * scale // divisor, of * scale % divisor * 2
    up = (twice_rest > divisor) | ((twice_rest == divisor) & (whole % 2 == 1))
    return pl.when(per > 0).then(whole + up.cast(pl.Int64)).otherwise(0).cast(pl.Int64)
