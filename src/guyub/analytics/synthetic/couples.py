"""Family planning (block II): what the married woman of a form answers, one row a family; `UNKNOWN` is not asked."""

from dataclasses import dataclass, fields

import numpy as np

from guyub.analytics.synthetic.figures import Codes, Draw, Figures, Floats
from guyub.analytics.synthetic.households import CHILD, COUPLE, Flags, Households, Ints, Members
from guyub.analytics.synthetic.people import UNKNOWN

ASKED_FROM, ASKED_UNTIL = 10, 49  # completed years of the married woman
MAL, TRADITIONAL, PERMANENT = 8, 9, (1, 2)
SOON, LATER, NO_MORE = 1, 2, 3
WANTS_CHILD, NO_REASON = 1, UNKNOWN
NURSING_MONTHS = 6
RECENT_BIRTH_MONTHS = 10
# How likely one is with child, by age of the wife, in relation to the mean.
FERTILE = {15: 2.0, 20: 2.7, 25: 2.35, 30: 1.65, 35: 0.95, 40: 0.3, 45: 0.03}


@dataclass
class Couples:
    """Block II; ``born_*`` and ``alive_*`` are KB.02 by sex of the child."""

    kb01: Codes
    born_boys: Codes
    born_girls: Codes
    alive_boys: Codes
    alive_girls: Codes
    kb03: Codes
    kb03_w: Codes
    kb03_11: Codes
    kb03_21: Codes
    kb04: Codes
    kb05: Codes
    kb07: Codes
    kb08: Codes
    kb09a: Codes
    kb09b: Codes
    kb09c: Codes
    kb10: Codes

    @property
    def kb02(self) -> Codes:
        """Children still alive."""
        return np.where(self.alive_boys == UNKNOWN, UNKNOWN, self.alive_boys + self.alive_girls).astype(np.int8)


def answer_for_couples(figures: Figures, chance: np.random.Generator, homes: Households, members: Members) -> Couples:
    """Answers of block II for every family; families without a woman who is asked have `UNKNOWN` throughout."""
    asked, years = _asked(homes, members)
    boys, girls, youngest = _children(members, len(homes.size))
    alive_boys, alive_girls, kb01 = _births(chance, years, boys, girls)
    children = alive_boys + alive_girls
    pregnant = _pregnant(figures, chance, years, youngest)
    uses = ~pregnant & (chance.random(len(years)) < _use_share(figures, children, years))
    wish = _wish(figures, chance, children, years, uses)
    ever = ~uses & (chance.random(len(years)) < np.where(children > 0, figures.share("ever_used"), 0.05))
    method = _method(figures, chance, children, youngest, uses, wish)
    couples = Couples(
        kb01=kb01,
        born_boys=alive_boys + (chance.random(len(years)) < 0.012),
        born_girls=alive_girls.copy(),
        alive_boys=alive_boys,
        alive_girls=alive_girls,
        kb03=np.where(pregnant, 1, 2).astype(np.int8),
        kb03_w=np.where(pregnant, chance.integers(5, 40, len(years)), UNKNOWN).astype(np.int8),
        kb03_11=_only(pregnant, figures.draw("pregnancy_wanted").pick(chance.random(len(years)))),
        kb03_21=_only(~pregnant, wish),
        kb04=_only(~pregnant, np.where(uses, 1, 2)),
        kb05=_only(~uses, np.where(ever, 1, 2)),
        kb07=_only(uses | ever, method),
        kb08=_only((uses | ever) & (method < TRADITIONAL), figures.draw("services").pick(chance.random(len(years)))),
        kb09a=_informed(figures, chance, uses | ever, method, 0.1),
        kb09b=_informed(figures, chance, uses | ever, method, 0.0),
        kb09c=_informed(figures, chance, uses | ever, method, -0.08),
        kb10=_reason(figures, chance, uses | pregnant, wish),
    )
    couples.kb01 = np.maximum(couples.kb01, couples.born_boys + couples.born_girls).astype(np.int8)
    for field in fields(couples):
        column = getattr(couples, field.name).astype(np.int8)
        column[~asked] = UNKNOWN
        setattr(couples, field.name, column)
    return couples


def _asked(homes: Households, members: Members) -> tuple[Flags, Ints]:
    wife = members.starts + np.where(homes.kind == COUPLE, 1, 0)
    years = members.years[wife]
    return (homes.kind == COUPLE) & (years >= ASKED_FROM) & (years <= ASKED_UNTIL), years


def _children(members: Members, families: int) -> tuple[Ints, Ints, Ints]:
    """Boys and girls on the form, and completed months of the youngest child (a large number without)."""
    child = members.relation == CHILD
    boys = np.bincount(members.family[child & (members.sex == 1)], minlength=families)
    girls = np.bincount(members.family[child & (members.sex == 2)], minlength=families)
    months = np.where(child, members.months, 2_000)
    return boys, girls, np.minimum.reduceat(months, members.starts)


def _births(chance: np.random.Generator, years: Ints, boys: Ints, girls: Ints) -> tuple[Codes, Codes, Codes]:
    """Children alive by sex, and births: those on the form and those who have left home or died."""
    gone = chance.poisson(np.clip((years - 40) / 12, 0, 1.2))
    of_them_boys = chance.binomial(gone, 0.5)
    alive_boys, alive_girls = boys + of_them_boys, girls + gone - of_them_boys
    births = alive_boys + alive_girls + chance.poisson(0.02, len(years))
    return alive_boys.astype(np.int8), alive_girls.astype(np.int8), births.astype(np.int8)


def _pregnant(figures: Figures, chance: np.random.Generator, years: Ints, youngest: Ints) -> Flags:
    band = np.clip(years // 5 * 5, 15, 45)
    factor = np.array([FERTILE[age] for age in range(15, 50, 5)])[(band - 15) // 5]
    could = (youngest >= RECENT_BIRTH_MONTHS) & (years >= 16)
    return could & (chance.random(len(years)) < figures.share("pregnant") * factor)


def _use_share(figures: Figures, children: Codes, years: Ints) -> Floats:
    table = figures.table("users_by_children")
    share = np.array([table[number] for number in range(4)])[np.minimum(children, 3)] / 100
    return np.where(years >= 45, share * 0.75, share)


def _wish(figures: Figures, chance: np.random.Generator, children: Codes, years: Ints, uses: Flags) -> Codes:
    """KB.03-2.1. Non-users who want a child later, or none any more, are the unmet need."""
    draw, users = chance.random(len(years)), figures.share("users")
    rest = 1 - users - figures.share("pregnant")
    later = figures.share("unmet_spacing") / rest * np.where(years < 35, 2.05, 0.29)
    no_more = figures.share("unmet_limiting") / rest * np.where((years >= 35) & (children >= 2), 2.85, 0.31)
    non_user = np.select([draw < later, draw < later + no_more], [LATER, NO_MORE], SOON)
    ends = np.where((children >= 3) | (years >= 38), 0.85, np.where(children == 2, 0.45, 0.08))
    user = np.where(draw < ends, NO_MORE, np.where(draw < ends + (1 - ends) * 0.8, LATER, SOON))
    return np.where(uses, user, non_user).astype(np.int8)


def _method(
    figures: Figures, chance: np.random.Generator, children: Codes, youngest: Ints, uses: Flags, wish: Codes
) -> Codes:
    """Sterilisation only for those who want no more; MAL only for mothers who nurse."""
    mix = figures.table("methods")
    permanent = sum(mix[code] for code in PERMANENT)
    others = Draw({code: weight for code, weight in mix.items() if code not in (*PERMANENT, MAL)})
    method = others.pick(chance.random(len(children)))
    may = uses & (wish == NO_MORE) & (children >= 2)
    # Three users in ten are such couples, so their share is that much higher.
    sterile = may & (chance.random(len(children)) < permanent / 100 / STERILISED_AMONG)
    men = chance.random(len(children)) < mix[PERMANENT[1]] / permanent
    method = np.where(sterile, np.where(men, PERMANENT[1], PERMANENT[0]), method)
    nurses = uses & (youngest < NURSING_MONTHS) & (chance.random(len(children)) < 0.06)
    return np.where(nurses & ~sterile, MAL, method).astype(np.int8)


STERILISED_AMONG = 0.45  # share of users who want no more children and have two


def _informed(figures: Figures, chance: np.random.Generator, has_method: Flags, method: Codes, more: float) -> Codes:
    told = chance.random(len(method)) < figures.share("informed") + more
    return _only(has_method & (method < TRADITIONAL), np.where(told, 1, 2))


def _reason(figures: Figures, chance: np.random.Generator, not_asked: Flags, wish: Codes) -> Codes:
    """KB.10 of non-users; who wants a child soon mostly says so, who wants none any more never does."""
    table = {code: weight for code, weight in figures.table("reasons").items() if code != WANTS_CHILD}
    other = Draw(table).pick(chance.random(len(wish)))
    reason = np.where((wish == SOON) & (chance.random(len(wish)) < 0.45), WANTS_CHILD, other)
    return _only(~not_asked, reason)


def _only(rows: Flags, codes: Codes | Ints) -> Codes:
    return np.where(rows, codes, UNKNOWN).astype(np.int8)
