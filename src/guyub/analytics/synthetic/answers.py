"""Answers about the family and its dwelling (block III), one row a family."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from guyub.analytics.synthetic.figures import Codes, Figures, Floats
from guyub.analytics.synthetic.households import COUPLE, Flags, Households, Members
from guyub.analytics.synthetic.people import NEVER, UNKNOWN

Column = npt.NDArray[np.integer[Any]]
YES, NO, NOT_APPLICABLE = 1, 2, 3
ALWAYS_ASKED = ("p01", "p04", "p05", "p06", "p08", "p09", "p11", "p12", "p18a", "p18b", "p18c", "p18d", "p29")
BAD_IF_YES = ("p07",)
GO_WITH_WELFARE = ("p04", "p05", "p06", "p08", "p11")
DWELLING = ("p19", "p20", "p21", "p22", "p23", "p24", "p27")
LEAST_AREA, LARGEST_AREA = 12, 400  # m²


@dataclass
class Standing:
    """Two standard normal numbers a family: what its answers have in common, and its welfare."""

    common: Floats
    welfare: Floats


def make_standing(chance: np.random.Generator, families: int) -> Standing:
    """Welfare goes along with what answers have in common."""
    common = chance.standard_normal(families)
    welfare = 0.6 * common + 0.8 * chance.standard_normal(families)
    return Standing(common, welfare)


def answer_for_families(
    figures: Figures,
    chance: np.random.Generator,
    homes: Households,
    members: Members,
    head_marital: Codes,
    standing: Standing,
) -> dict[str, Column]:
    """Answers of block III by code; `UNKNOWN` where unanswered."""
    families = len(homes.size)
    good = _Good(figures, chance, standing)
    answers: dict[str, Column] = {}
    for code in ALWAYS_ASKED:
        answers[code] = np.where(good.passes(code), YES, NO)
    for code in BAD_IF_YES:
        answers[code] = np.where(good.passes(code), NO, YES)
    couple = homes.kind == COUPLE
    answers["p02"] = np.where(head_marital == NEVER, NOT_APPLICABLE, np.where(good.passes("p02"), YES, NO))
    answers |= _conflicts(figures, chance, ~good.passes("no_conflict"), couple)
    answers |= _groups(good, members, families, couple & (homes.children > 0))
    for code in DWELLING:
        answers[code] = _dwelling(figures, chance, standing, code)
    answers["p28"] = figures.draw("p28").pick(chance.random(families))
    answers["p25"], answers["p26"] = _room(figures, chance, standing, homes)
    for code, column in answers.items():
        unanswered = chance.random(families) < figures.share("unanswered")
        answers[code] = np.where(unanswered, UNKNOWN, column).astype(np.int16)
    return answers


def deciles(figures: Figures, chance: np.random.Generator, standing: Standing) -> Codes:
    """Welfare decile of each family as the office has it: near its welfare, not equal to it."""
    rank = 0.8 * standing.welfare + 0.6 * chance.standard_normal(len(standing.welfare))
    return figures.draw("deciles").pick_by_rank(-rank)


@dataclass
class _Good:
    """Draws whether a family has the good outcome of a variable; variables of one family go together."""

    figures: Figures
    chance: np.random.Generator
    standing: Standing

    def passes(self, code: str) -> Flags:
        together = self.figures.share("together")
        factor = self.standing.welfare if code in GO_WITH_WELFARE else self.standing.common
        own = self.chance.standard_normal(len(factor))
        score = np.sqrt(together) * factor + np.sqrt(1 - together) * own
        passes: Flags = -score < self.figures.turn(code)
        return passes


def _conflicts(figures: Figures, chance: np.random.Generator, conflict: Flags, couple: Flags) -> dict[str, Codes]:
    """P.03 a–d: in a family with conflict at least one of them, quarrels without speaking if nothing else."""
    shares = figures.table("conflicts")
    happened = {code: conflict & (chance.random(len(conflict)) < share / 100) for code, share in shares.items()}
    happened["p03b"] &= couple
    any_of_them = np.any(list(happened.values()), axis=0)
    happened["p03a"] |= conflict & ~any_of_them
    answers = {str(code): np.where(flags, YES, NO).astype(np.int8) for code, flags in happened.items()}
    answers["p03b"] = np.where(couple, answers["p03b"], NOT_APPLICABLE).astype(np.int8)
    return answers


def _groups(good: _Good, members: Members, families: int, both_parents: Flags) -> dict[str, Codes]:
    """P.10 and P.13–P.17, asked where the family has someone they are for."""

    def has(flags: Flags) -> Flags:
        return np.bincount(members.family[flags], minlength=families) > 0

    years = members.years
    adolescents = has((years >= 10) & (years <= 24))
    asked = {
        "p10": both_parents,
        "p13": has(years <= 5),
        "p14": has(years <= 6),
        "p15": adolescents,
        "p16": adolescents,
        "p17": has(years >= 60),
    }
    return {
        code: np.where(rows, np.where(good.passes(code), YES, NO), NOT_APPLICABLE).astype(np.int8)
        for code, rows in asked.items()
    }


def _dwelling(figures: Figures, chance: np.random.Generator, standing: Standing, code: str) -> Codes:
    """Building materials, light, water, latrine and fuel: the first code of the table for the best off."""
    rank = 0.65 * standing.welfare + np.sqrt(1 - 0.65**2) * chance.standard_normal(len(standing.welfare))
    return figures.draw(code).pick_by_rank(rank)


def _room(
    figures: Figures, chance: np.random.Generator, standing: Standing, homes: Households
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Floor area in m² and persons in the house."""
    families = len(homes.size)
    shape = 0.35 * standing.welfare + 0.32 * chance.standard_normal(families)
    area = np.clip(np.rint(figures.number("floor_area") * np.exp(shape)), LEAST_AREA, LARGEST_AREA)
    others = (chance.random(families) < figures.share("shared_house")) * chance.integers(1, 5, families)
    persons = homes.size + others
    return np.maximum(area, 3 * persons).astype(np.int16), persons.astype(np.int16)
