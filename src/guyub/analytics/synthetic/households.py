"""Who lives together: kind and size of each family, and sex, relation, mother and birth date of each member."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from guyub.analytics.synthetic.figures import Codes, Draw, Figures, Floats

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]

YEAR = 365.25  # days
KINDS = ("couple", "mother", "father", "alone", "special")
COUPLE, MOTHER, FATHER, ALONE, SPECIAL = range(5)
HEAD, WIFE, CHILD, OTHER = 1, 2, 3, 4  # K.10
LARGEST_KNOWN = 5  # families above this size have the kinds of this size
SLOTS = 8
# The least time between two births and the ages between which women give birth, in days.
LEAST_GAP, YOUNGEST_MOTHER, OLDEST_MOTHER = 610, 16.5 * YEAR, 46 * YEAR
OLDEST = 95 * YEAR
# Of grown children, sons stay longer; this much more than of newborns.
SONS_STAY, GROWN = 0.07, 18 * YEAR


@dataclass
class Members:
    """All members of a block, one entry each, in the order of family and line. ``family`` is the place in the block."""

    family: Ints
    line: Codes
    relation: Codes
    sex: Codes
    mother: Codes  # line of the mother; 0 where she is not on the form
    birth: Days
    months: Ints  # completed on the day of the figures
    starts: Ints  # place of the first member of each family

    @property
    def years(self) -> Ints:
        """Completed years."""
        return self.months // 12


@dataclass
class Households:
    """Families of a block: kind, size, and whether the last member is another relative."""

    kind: Codes
    size: Codes
    has_other: Flags
    children: Ints


def make_households(figures: Figures, chance: np.random.Generator, count: int) -> Households:
    """Kind and size of so many families."""
    size = figures.draw("family_size").pick(chance.random(count))
    kind = np.empty(count, dtype=np.int8)
    draw = chance.random(count)
    for known in range(1, LARGEST_KNOWN + 1):
        of_size = (size == known) if known < LARGEST_KNOWN else (size >= known)
        kinds = Draw({KINDS.index(str(name)): weight for name, weight in figures.table(f"kinds_{known}").items()})
        kind[of_size] = kinds.pick(draw[of_size])
    has_other = (chance.random(count) < figures.share("other_relative")) & (size >= 3) & (kind != SPECIAL)
    adults = np.where(kind == COUPLE, 2, 1)
    children = np.where(kind == SPECIAL, 0, size - adults - has_other).astype(np.int64)
    return Households(kind, size, has_other, children)


def make_members(figures: Figures, chance: np.random.Generator, homes: Households) -> Members:
    """The members of each family."""
    count = len(homes.size)
    anchor = _anchor_days(figures, chance, homes)
    ages = np.zeros((count, SLOTS))
    relation = np.zeros((count, SLOTS), dtype=np.int8)
    born = chance.random((count, SLOTS))
    mother = np.zeros((count, SLOTS), dtype=np.int8)
    adults = np.where(homes.kind == COUPLE, 2, 1)
    children = _children_days(chance, homes, anchor)
    for number in range(children.shape[1]):
        rows = np.flatnonzero(homes.children > number)
        column = adults[rows] + number
        ages[rows, column] = children[rows, number]
        relation[rows, column] = CHILD
        mother[rows, column] = np.select([homes.kind[rows] == COUPLE, homes.kind[rows] == MOTHER], [2, 1], 0)
    _place_others(chance, homes, anchor, ages, relation)
    boys = figures.share("boys_born") + SONS_STAY * (ages >= GROWN)
    sex = np.where(born < boys, 1, 2).astype(np.int8)
    _place_adults(figures, chance, homes, anchor, ages, relation, sex)
    return _flat(figures, chance, homes, ages, relation, sex, mother)


def _anchor_days(figures: Figures, chance: np.random.Generator, homes: Households) -> Floats:
    """Age in days of the wife, the mother or father, or the one person; enough for the children on the form."""
    count = len(homes.size)
    draw, within = chance.random(count), chance.random(count)
    years = np.empty(count)
    for name, kinds in (("couple", (COUPLE,)), ("parent", (MOTHER, FATHER)), ("alone", (ALONE, SPECIAL))):
        rows = np.isin(homes.kind, kinds)
        years[rows] = figures.draw(f"anchor_{name}").pick(draw[rows])
    days = (years + 5 * within) * YEAR
    raised_for = (YOUNGEST_MOTHER + 0.3 * YEAR + LEAST_GAP * 1.25 * homes.children) * (homes.children > 0)
    lowest = np.where(homes.kind == COUPLE, 17 * YEAR, 19 * YEAR)
    anchor: Floats = np.minimum(np.maximum(np.maximum(days, raised_for), lowest), OLDEST)
    return anchor


def _place_adults(
    figures: Figures,
    chance: np.random.Generator,
    homes: Households,
    anchor: Floats,
    ages: Floats,
    relation: Codes,
    sex: Codes,
) -> None:
    count = len(homes.size)
    couple = homes.kind == COUPLE
    husband = np.clip(anchor + chance.normal(3.2, 3.8, count) * YEAR, 18.5 * YEAR, OLDEST)
    ages[:, 0] = np.where(couple, husband, anchor)
    ages[couple, 1] = anchor[couple]
    relation[:, 0] = HEAD
    relation[couple, 1] = WIFE
    women = np.select(
        [homes.kind == ALONE, homes.kind == SPECIAL], [figures.share("alone_women"), 0.5], (homes.kind == MOTHER) * 1.0
    )
    sex[:, 0] = np.where(chance.random(count) < women, 2, 1)
    sex[couple, 1] = 2


def _children_days(chance: np.random.Generator, homes: Households, mother: Floats) -> Floats:
    """Ages in days of the children on the form, oldest first."""
    most = int(homes.children.max(initial=0))
    count = len(homes.size)
    first_birth = np.clip(chance.normal(25.5, 4.5, count), 16.5, 42) * YEAR
    gaps = LEAST_GAP + chance.gamma(2.2, 480, (count, max(most - 1, 0)))
    close = chance.random(gaps.shape) < 0.02  # births less than two years apart are rare, and happen
    gaps = np.where(close, 300 + 0.5 * (gaps - 300), gaps)
    counted = np.arange(gaps.shape[1])[None, :] < (homes.children - 1)[:, None]
    gaps = np.where(counted, gaps, 0.0)
    total, floor = gaps.sum(axis=1), np.where(counted, 300.0, 0.0).sum(axis=1)
    leaves_home = chance.uniform(18.5, 30, count) * YEAR
    youngest_can_be = np.maximum(mother - OLDEST_MOTHER, 0)
    oldest_can_be = mother - YOUNGEST_MOTHER
    oldest = np.minimum(mother - first_birth, leaves_home)
    # Where the usual gaps need more time, the first birth was earlier, as far as it can have been.
    earlier = np.minimum(total + chance.random(count) * 4 * YEAR, leaves_home)
    oldest = np.maximum(oldest, np.minimum(earlier, oldest_can_be))
    has_young_child = (mother < 42 * YEAR) & (chance.random(count) < 0.18)
    oldest = np.where(has_young_child, np.minimum(oldest, earlier), oldest)
    # Who has children on the form has at least room for them; a birth of the last weeks counts too.
    oldest = np.maximum(oldest, youngest_can_be + floor + chance.random(count) * 6 * YEAR)
    oldest = np.minimum(np.maximum(oldest, floor + 20), np.maximum(oldest_can_be, floor + 20))
    room = np.maximum(oldest - youngest_can_be - floor, 0)
    spare = np.maximum(total - floor, 1e-9)
    squeeze = np.where(spare > room, chance.random(count) * room / spare, 1.0)
    gaps = np.where(counted, 300 + (gaps - 300) * squeeze[:, None], 0.0)
    ages = np.empty((count, max(most, 1)))
    ages[:, 0] = oldest
    ages[:, 1:] = oldest[:, None] - np.cumsum(gaps, axis=1)
    return np.maximum(ages, 1.0)


def _place_others(
    chance: np.random.Generator, homes: Households, anchor: Floats, ages: Floats, relation: Codes
) -> None:
    """Relatives without a parent on the form: a widowed grandparent or a young nephew; in a khusus family
    grandchildren or younger siblings of the head."""
    count = len(homes.size)
    rows = np.flatnonzero(homes.has_other)
    grandparent = (chance.random(count) < 0.4) & (anchor < 45 * YEAR)
    young = chance.uniform(8, 26, count) * YEAR
    age = np.where(grandparent, np.minimum(anchor + chance.uniform(20, 32, count) * YEAR, OLDEST), young)
    last = homes.size[rows].astype(np.int64) - 1
    ages[rows, last] = age[rows]
    relation[rows, last] = OTHER
    special = np.flatnonzero(homes.kind == SPECIAL)
    for number in range(1, int(homes.size[special].max(initial=1))):
        here = special[homes.size[special] > number]
        old = anchor[here] > 55 * YEAR
        grandchild = chance.uniform(4, 20, len(here)) * YEAR
        sibling = np.clip(anchor[here] - chance.uniform(1, 12, len(here)) * YEAR, 6 * YEAR, None)
        ages[here, number] = np.where(old, grandchild, sibling)
        relation[here, number] = OTHER


def _flat(
    figures: Figures,
    chance: np.random.Generator,
    homes: Households,
    ages: Floats,
    relation: Codes,
    sex: Codes,
    mother: Codes,
) -> Members:
    here = np.arange(SLOTS)[None, :] < homes.size[:, None]
    family, slot = np.nonzero(here)
    on = np.datetime64(figures.day, "D")
    birth = on - np.floor(ages[here]).astype("timedelta64[D]")
    starts = np.concatenate([[0], np.cumsum(homes.size.astype(np.int64))[:-1]])
    return Members(
        family=family.astype(np.int64),
        line=(slot + 1).astype(np.int8),
        relation=relation[here],
        sex=sex[here],
        mother=mother[here],
        birth=birth,
        months=completed_months(birth, on),
        starts=starts,
    )


def completed_months(birth: Days, on: np.datetime64) -> Ints:
    """Whole months from each birth to the day, by the calendar."""
    first, last = birth.astype("M8[M]"), on.astype("M8[M]")
    day_of_birth = (birth - first.astype("M8[D]")).astype(np.int64)
    day = (on - last.astype("M8[D]")).astype(np.int64)
    months: Ints = (last - first).astype(np.int64) - (day < day_of_birth)
    return months
