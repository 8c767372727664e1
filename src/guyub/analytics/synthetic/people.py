"""What is asked of each member (block I), and the made-up names and numbers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from guyub.analytics.synthetic.figures import Codes, Figures, Floats, normal_turn
from guyub.analytics.synthetic.households import CHILD, COUPLE, HEAD, OTHER, WIFE, Flags, Households, Ints, Members

NEVER, MARRIED, DIVORCED, WIDOWED = 1, 2, 3, 4  # K.07
UNKNOWN = -1
DISTRICTS = 99  # of a made-up city, and cities
# Usual age of each year of school: primary 7–12, lower secondary 13–15, upper secondary 16–18, then higher education.
SCHOOL = ((7, 12, 3), (13, 15, 5), (16, 18, 7), (19, 24, 9))


@dataclass
class Answers:
    """Block I of all members: codes, `UNKNOWN` where unanswered, 0 where not asked."""

    k07: Codes
    k08: Codes
    k09: Codes
    k12: Codes
    k13: Codes
    k14: Codes
    k15: Codes
    k16: Codes


def answer_for_members(
    figures: Figures, chance: np.random.Generator, homes: Households, members: Members, welfare: Floats
) -> Answers:
    """Answers of block I. ``welfare``: standard normal standing of each family; schooling and insurance go with it."""
    count = len(members.family)
    standing = welfare[members.family]
    k07 = _marital(figures, chance, homes, members)
    k14, studies = _schooling(figures, chance, members, standing)
    answers = Answers(
        k07=k07,
        k08=_first_marriage(chance, members, k07),
        k09=_certificate(figures, chance, members, welfare),
        k12=figures.draw("religion").pick(chance.random(len(homes.size)))[members.family],
        k13=_occupation(figures, chance, members, studies),
        k14=k14,
        k15=_insurance(figures, chance, members, welfare),
        k16=figures.draw("at_home").pick(chance.random(count)),
    )
    for column in (answers.k09, answers.k13, answers.k14, answers.k15):
        column[chance.random(count) < figures.share("unanswered")] = UNKNOWN
    return answers


def _marital(figures: Figures, chance: np.random.Generator, homes: Households, members: Members) -> Codes:
    count, years = len(members.family), members.years
    kind = homes.kind[members.family]
    parent = figures.draw("marital_parent").pick(chance.random(count))
    alone_head = np.where(years >= 60, WIDOWED, np.where(years < 30, NEVER, parent))
    head = np.where(kind == COUPLE, MARRIED, np.where(homes.children[members.family] > 0, parent, alone_head))
    head = np.where((kind != COUPLE) & (years >= 60) & (chance.random(count) < 0.9), WIDOWED, head)
    other = np.where(years >= 45, WIDOWED, NEVER)
    codes = np.select(
        [members.relation == HEAD, members.relation == WIFE, members.relation == CHILD], [head, MARRIED, NEVER], other
    )
    return codes.astype(np.int8)


def _first_marriage(chance: np.random.Generator, members: Members, marital: Codes) -> Codes:
    men = members.sex == 1
    age = np.clip(chance.normal(np.where(men, 26.0, 22.5), 3.5), 16, 45)
    age = np.minimum(np.floor(age), np.maximum(members.years, 16))
    return np.where(marital == NEVER, 0, age).astype(np.int8)


def _certificate(figures: Figures, chance: np.random.Generator, members: Members, welfare: Floats) -> Codes:
    """Children of one family mostly have theirs or lack them together."""
    family = 0.9 * welfare + np.sqrt(1 - 0.81) * chance.standard_normal(len(welfare))
    score = 0.95 * family[members.family] + np.sqrt(1 - 0.95**2) * chance.standard_normal(len(members.family))
    turn = np.where(members.months < 6, normal_turn(figures.share("birth_certificate") / 2), 0.0)
    turn = np.where(members.months < 6, turn, figures.turn("birth_certificate"))
    grown = (members.relation != CHILD) & (members.years >= 17)
    return np.where(grown | (score < turn), 1, 2).astype(np.int8)


def _schooling(
    figures: Figures, chance: np.random.Generator, members: Members, standing: Floats
) -> tuple[Codes, Flags]:
    count, years = len(members.family), members.years
    rank = 0.5 * standing + np.sqrt(0.75) * chance.standard_normal(count)
    attained = figures.draw("schooling").pick_by_rank(-rank)  # the codes rise with the level
    shares = figures.table("in_school")
    studies = np.zeros(count, dtype=bool)
    code = np.where(years < SCHOOL[0][0], 1, np.minimum(attained, _highest_possible(years)))
    for first, last, school in SCHOOL:
        here = (years >= first) & (years <= last) & (rank > -normal_turn(shares[first] / 100))
        studies |= here
        code = np.where(here, school, code)
    never_went = ~studies & (years < 10)
    return np.where(never_went, 1, code).astype(np.int8), studies


def _highest_possible(years: Ints) -> Ints:
    """Highest level (K.14) that someone of this age can have finished."""
    return np.select([years < 13, years < 16, years < 19, years < 23], [2, 4, 6, 8], 10)


def _occupation(figures: Figures, chance: np.random.Generator, members: Members, studies: Flags) -> Codes:
    count, years = len(members.family), members.years
    share = np.where(members.sex == 1, figures.share("men_working"), figures.share("women_working"))
    share = np.where((members.relation == HEAD) & (years < 60), np.maximum(share, 0.93), share)
    share = np.where(years >= 65, share * 0.35, share)
    works = (years >= 15) & ~studies & (chance.random(count) < share)
    code = np.where(works, figures.draw("occupations").pick(chance.random(count)), 1)
    pensioner = ~works & (years >= 58) & (chance.random(count) < 0.25)
    return np.where(pensioner, 9, code).astype(np.int8)


def _insurance(figures: Figures, chance: np.random.Generator, members: Members, welfare: Floats) -> Codes:
    """The kind goes with the family; who has none is mostly one member of an insured family."""
    family = 0.7 * welfare + np.sqrt(0.51) * chance.standard_normal(len(welfare))
    code = np.where(family < figures.turn("jkn_paid_by_state"), 1, 2).astype(np.int8)[members.family]
    draw, private = chance.random(len(code)), figures.share("private_insurance")
    none = 1 - figures.share("jkn_registered") - private
    return np.select([draw < none, draw < none + private], [4, 3], code).astype(np.int8)


# -- made-up identity ----------------------------------------------------------------------------------------------


def made_up_district(block: int) -> int:
    """Six digits such as 990101: an impossible province, then city and district from 01 to 99 for the block."""
    return 990_000 + (block // DISTRICTS + 1) * 100 + block % DISTRICTS + 1


def nik_numbers(
    figures: Figures, chance: np.random.Generator, members: Members, block: int
) -> tuple[npt.NDArray[np.int64], Flags]:
    """Sixteen digits that begin with 99 and the block, so that no two people of a population share one; and who has
    none yet."""
    day = (members.birth - members.birth.astype("M8[M]").astype("M8[D]")).astype(np.int64) + 1
    months = members.birth.astype("M8[M]").astype(np.int64)
    month, year = months % 12 + 1, (months // 12 + 1970) % 100
    dated = ((day + np.where(members.sex == 2, 40, 0)) * 100 + month) * 100 + year
    order = np.argsort(dated, kind="stable")
    ordered = dated[order]
    new = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    first = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    serial = np.empty(len(order), dtype=np.int64)
    serial[order] = np.arange(len(order)) - first + 1
    number = (made_up_district(block) * 1_000_000 + dated) * 10_000 + serial
    draw = chance.random(len(order))
    without = draw < np.where(members.months < 3, 0.5, figures.share("without_nik"))
    return number, without


def first_and_family_names(
    chance: np.random.Generator, homes: Households, members: Members, given: int, family: int
) -> tuple[Ints, Ints]:
    """Places in the lists of given names and of family names; children share the family's."""
    own = chance.integers(0, given, len(members.family))
    shared = chance.integers(0, family, len(homes.size))[members.family]
    married_in = (members.relation == WIFE) | (members.relation == OTHER)
    return own, np.where(married_in, chance.integers(0, family, len(members.family)), shared)
