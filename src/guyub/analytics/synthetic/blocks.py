"""One block of families as tables. A block depends on the seed and its own number only."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from guyub.analytics.synthetic.answers import Standing, answer_for_families, deciles, make_standing
from guyub.analytics.synthetic.couples import Couples, answer_for_couples
from guyub.analytics.synthetic.figures import Figures, Words
from guyub.analytics.synthetic.hooks import MONTHS_OF_CHILDREN, YEARS_OF_ELDERS, child_hooks, elder_hooks
from guyub.analytics.synthetic.households import Households, Ints, Members, make_households, make_members
from guyub.analytics.synthetic.people import (
    DISTRICTS,
    UNKNOWN,
    Answers,
    answer_for_members,
    first_and_family_names,
    made_up_district,
    nik_numbers,
)
from guyub.analytics.synthetic.places import Villages
from guyub.analytics.synthetic.records import count_members
from guyub.domain.families.record import CODES

BLOCK = 10_000  # families
# The block's number is in every NIK and KK number of it, as a made-up city and district.
MOST_BLOCKS = DISTRICTS**2


@dataclass(frozen=True)
class Plan:
    """What to make: figures, words for names, villages with their families, and the seed.

    ``per_rt``, ``per_rw``: families an RT and RT an RW, where they are not those of the figures.
    """

    figures: Figures
    words: Words
    villages: Villages
    seed: int
    per_rt: float | None = None
    per_rw: int | None = None

    @property
    def families(self) -> int:
        """Families in all."""
        return sum(self.villages.families)

    @property
    def blocks(self) -> range:
        """Numbers of the blocks."""
        return range(-(-self.families // BLOCK))

    @cached_property
    def family_texts(self) -> pl.Series:
        """Family names as a column to pick from."""
        return pl.Series(self.words.family_names)

    @cached_property
    def given_texts(self) -> pl.Series:
        """Given names of men, then of women."""
        men, women = self.words.names
        return pl.Series([*men, *women])


@dataclass(frozen=True)
class Block:
    """Tables of one block: family records, members, all answers as asked, and hooks for children and elders."""

    families: pl.DataFrame
    members: pl.DataFrame
    answers: pl.DataFrame
    children: pl.DataFrame
    elders: pl.DataFrame


@dataclass(frozen=True)
class Drawn:
    """A block before it becomes tables."""

    homes: Households
    members: Members
    people: Answers
    couples: Couples
    family: dict[str, npt.NDArray[np.integer[Any]]]
    decile: npt.NDArray[np.int8]
    standing: Standing


def make_block(plan: Plan, number: int) -> Block:
    """All tables of one block."""
    chance = np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence([plan.seed, number])))
    first, last = number * BLOCK, min((number + 1) * BLOCK, plan.families)
    drawn = draw(plan.figures, chance, last - first)
    place = _places(plan, np.arange(first, last))
    families = place.with_columns(**_columns(_record(drawn))).select("family", "village", "rw", "rt", *CODES)
    members = _members(plan, chance, drawn, place, number)
    answers = place.select("family", "village", "rw", "rt").with_columns(
        kk=pl.Series(_kk_numbers(number, last - first)).cast(pl.String), **_columns(_answers(drawn))
    )
    children, elders = _hooks(plan.figures, chance, drawn, members)
    return Block(families, members, answers, children, elders)


def make_families(plan: Plan, number: int) -> pl.DataFrame:
    """The family records of one block alone, for large benchmarks; the same rows as `make_block` makes."""
    chance = np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence([plan.seed, number])))
    first, last = number * BLOCK, min((number + 1) * BLOCK, plan.families)
    drawn = draw(plan.figures, chance, last - first)
    place = _places(plan, np.arange(first, last))
    return place.with_columns(**_columns(_record(drawn))).select("family", "village", "rw", "rt", *CODES)


def draw(figures: Figures, chance: np.random.Generator, families: int) -> Drawn:
    """Families with their members and answers."""
    homes = make_households(figures, chance, families)
    members = make_members(figures, chance, homes)
    standing = make_standing(chance, families)
    people = answer_for_members(figures, chance, homes, members, standing.welfare)
    couples = answer_for_couples(figures, chance, homes, members)
    family = answer_for_families(figures, chance, homes, members, people.k07[members.starts], standing)
    return Drawn(homes, members, people, couples, family, deciles(figures, chance, standing), standing)


# -- tables --------------------------------------------------------------------------------------------------------


def _record(drawn: Drawn) -> dict[str, npt.NDArray[Any]]:
    """Columns of the family record. ``water`` and ``latrine`` stay unknown: this form asks P.23 and P.24."""
    counted = count_members(drawn.homes, drawn.members, drawn.people, drawn.couples)
    couple = {**vars(drawn.couples), "kb02": drawn.couples.kb02}
    columns = {**drawn.family, **couple, **counted, "decile": drawn.decile}
    nobody = np.full(len(drawn.decile), UNKNOWN, dtype=np.int8)
    return {code: columns.get(code, nobody) for code in CODES}


def _answers(drawn: Drawn) -> dict[str, npt.NDArray[Any]]:
    """Every answer under the key of its question, also those that the record does not hold."""
    couples = vars(drawn.couples).copy()
    named = {"born_boys": "kb02_a1", "born_girls": "kb02_a2", "alive_boys": "kb02_b1", "alive_girls": "kb02_b2"}
    couples = {named.get(code, code): column for code, column in couples.items()}
    for code in named.values():  # not asked of a woman who never gave birth
        couples[code] = np.where(drawn.couples.kb01 == 0, UNKNOWN, couples[code])
    return {**drawn.family, **couples, "decile": drawn.decile}


def _columns(arrays: dict[str, npt.NDArray[Any]]) -> dict[str, pl.Expr]:
    """Small integers with null for `UNKNOWN`, as literal columns."""
    columns = {}
    for code, array in arrays.items():
        kind = pl.Int16 if code in ("p25", "p26", "spacing_months") else pl.Int8
        series = pl.Series(code, array).cast(kind)
        columns[code] = pl.lit(series.set(series == UNKNOWN, None) if (array == UNKNOWN).any() else series)
    return columns


def _places(plan: Plan, number: Ints) -> pl.DataFrame:
    """Family code, village, RW and RT of families by their number in the population."""
    ends = plan.villages.ends
    village = np.searchsorted(ends, number, side="right")
    size = np.array(plan.villages.families, dtype=np.int64)[village]
    within = number - (ends[village] - size)
    parts = np.maximum(1, np.rint(size / (plan.per_rt or plan.figures.number("families_per_rt")))).astype(np.int64)
    rt = within * parts // size
    per_rw = plan.per_rw or int(plan.figures.number("rt_per_rw"))
    return pl.DataFrame(
        {
            "family": number + 1,
            "village": pl.Series(plan.villages.codes).gather(village),
            "rw": rt // per_rw + 1,
            "rt": rt % per_rw + 1,
        }
    ).with_columns(
        family=pl.format("S{}", pl.col("family").cast(pl.String).str.zfill(8)),
        rw=pl.col("rw").cast(pl.String).str.zfill(3),
        rt=pl.col("rt").cast(pl.String).str.zfill(3),
    )


def _members(plan: Plan, chance: np.random.Generator, drawn: Drawn, place: pl.DataFrame, number: int) -> pl.DataFrame:
    members, people = drawn.members, drawn.people
    nik, without = nik_numbers(plan.figures, chance, members, number)
    half = len(plan.given_texts) // 2
    own, shared = first_and_family_names(chance, drawn.homes, members, half, len(plan.family_texts))
    own = own + np.where(members.sex == 2, half, 0)
    not_asked = np.where(people.k08 == 0, UNKNOWN, people.k08)
    codes = {
        "k03": members.sex,
        "k07": people.k07,
        "k08": not_asked,
        "k09": people.k09,
        "k10": members.relation,
        "k11": members.mother,
        "k12": people.k12,
        "k13": people.k13,
        "k14": people.k14,
        "k15": people.k15,
        "k16": people.k16,
    }
    names = pl.DataFrame({"given": plan.given_texts.gather(own), "family": plan.family_texts.gather(shared)})
    keys = place.select("family", "village", "rw", "rt")[members.family]
    return keys.with_columns(
        person=pl.format("{}-{}", "family", pl.lit(pl.Series(members.line))),
        name=pl.lit(names.select(pl.format("{} {}", "given", "family")).to_series()),
        nik=pl.lit(pl.Series(nik).cast(pl.String).set(pl.Series(without), None)),
        birth=pl.lit(pl.Series(members.birth)),
        age=pl.lit(pl.Series(members.years).cast(pl.Int8)),
        k01=pl.lit(pl.Series(members.line)),
        **_columns(codes),
    )


def _kk_numbers(number: int, families: int) -> Ints:
    """Sixteen digits that begin with 99 and the block; the middle is a made-up day of issue."""
    place = np.arange(families)
    issued = (place // 9_000 + 1) * 10_000 + 120  # the n-th of January 2020
    return (made_up_district(number) * 1_000_000 + issued) * 10_000 + place % 9_000 + 1


def _hooks(
    figures: Figures, chance: np.random.Generator, drawn: Drawn, members: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    young = np.flatnonzero(drawn.members.months < MONTHS_OF_CHILDREN)
    height, grams = child_hooks(figures, chance, drawn.members, young, drawn.standing.welfare)
    keys = members.select("person", "family", "village", "rw", "rt", "birth", "k03")
    children = keys[young].with_columns(
        height_for_age_hundredths=pl.lit(pl.Series(height)), birth_weight_g=pl.lit(pl.Series(grams))
    )
    old = np.flatnonzero(drawn.members.years >= YEARS_OF_ELDERS)
    levels = pl.Series("adl", elder_hooks(figures, chance, drawn.members, old), dtype=pl.String)
    return children, keys[old].with_columns(levels)
