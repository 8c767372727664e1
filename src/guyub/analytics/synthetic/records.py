"""The family record of many families at once: what `domain.families.record.summarise` makes of one form.

A test holds both to the same answer.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from guyub.analytics.synthetic.couples import Couples
from guyub.analytics.synthetic.figures import Codes
from guyub.analytics.synthetic.households import CHILD, COUPLE, Flags, Households, Ints, Members, completed_months
from guyub.analytics.synthetic.people import NEVER, UNKNOWN, Answers
from guyub.domain.families import members as rules

Columns = dict[str, npt.NDArray[np.integer]]


def count_members(homes: Households, members: Members, answers: Answers, couples: Couples) -> Columns:
    """The counted columns of the family record, one row a family; `UNKNOWN` stands for null."""
    families, years = len(homes.size), members.years

    def count(flags: Flags) -> Ints:
        return np.bincount(members.family[flags], minlength=families)

    child = members.relation == CHILD
    adult = (years >= 15) & (years <= 64)
    columns: Columns = {
        "members": homes.size,
        "head_marital": answers.k07[members.starts],
        "children": count(child),
        "children_certified": count(child & (answers.k09 == 1)),
        "children_certificate_unknown": count(child & (answers.k09 == UNKNOWN)),
        "insured": count(np.isin(answers.k15, rules.INSURED)),
        "insured_bpjs": count(np.isin(answers.k15, rules.SOCIAL_INSURANCE)),
        "uninsured": count(answers.k15 == rules.UNINSURED),
        "aged_15_64": count(adult),
        "working_15_64": count(adult & (answers.k13 > rules.NOT_WORKING)),
        "working_unknown_15_64": count(adult & (answers.k13 == UNKNOWN)),
        "under_2": count(members.months <= 23),
        "aged_2_4": count((members.months >= 24) & (members.months <= 59)),
        "aged_0_6": count(years <= 6),
        "adolescents": count((years >= 10) & (years <= 24) & (answers.k07 == NEVER)),
        "elderly": count(years >= 60),
    }
    for first, last in ((7, 15), (16, 18)):
        aged = (years >= first) & (years <= last)
        columns |= _schooling(f"{first}_{last}", aged, answers.k14, count)
    return columns | _couple(homes, members, couples)


def _schooling(suffix: str, aged: Flags, education: Codes, count: Callable[[Flags], Ints]) -> Columns:
    answered = aged & (education != UNKNOWN)
    out = answered & ~np.isin(education, rules.IN_SCHOOL)
    return {
        f"aged_{suffix}": count(aged),
        f"out_of_school_{suffix}": count(out),
        f"dropouts_{suffix}": count(out & np.isin(education, rules.LEFT_EARLY)),
        f"schooling_unknown_{suffix}": count(aged & (education == UNKNOWN)),
    }


def _couple(homes: Households, members: Members, couples: Couples) -> Columns:
    has_wife = homes.kind == COUPLE
    wife_age = members.years[np.where(has_wife, members.starts + 1, members.starts)]
    in_pus = has_wife & (wife_age >= rules.PUS_AGES.start) & (wife_age < rules.PUS_AGES.stop)
    kb02 = couples.kb02
    living = np.where(kb02 != UNKNOWN, kb02, np.where(has_wife, homes.children, UNKNOWN))
    return {
        "pus": in_pus.astype(np.int8),
        "wife_age": np.where(has_wife, wife_age, UNKNOWN),
        "spacing_months": _spacing(homes, members, has_wife),
        "living_children": living,
    }


def _spacing(homes: Households, members: Members, has_wife: Flags) -> Ints:
    """Completed months between the two youngest children; children stand behind the couple, oldest first."""
    rows = np.flatnonzero(has_wife & (homes.children >= 2))
    youngest = members.starts[rows] + 2 + homes.children[rows] - 1
    months = np.full(len(homes.size), UNKNOWN, dtype=np.int64)
    months[rows] = completed_months(members.birth[youngest - 1], members.birth[youngest])
    return months
