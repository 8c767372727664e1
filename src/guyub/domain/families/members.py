"""What the members' rows of a form add up to on a day: the counted columns of the family record.

Ages are completed years and months of exact dates; who was born on 29 February completes a year on 1 March where the
year has no such day. A count that depends on an answer nobody gave is None: unanswered is never counted as "no".
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

HEAD, WIFE, CHILD = 1, 2, 3  # K.10
NEVER_MARRIED, MARRIED = 1, 2  # K.07
WOMAN = 2  # K.03
INSURED, UNINSURED = (1, 2, 3), 4  # K.15
SOCIAL_INSURANCE = (1, 2)  # K.15: BPJS, paid by the state or by oneself
IN_SCHOOL = (3, 5, 7, 9)  # K.14: still in primary, lower secondary, upper secondary, higher education
LEFT_EARLY = (2, 4, 6)  # K.14: left primary, or finished a level below upper secondary, and is in no school
NOT_WORKING = 1  # K.13
PUS_AGES = range(15, 50)  # of the wife in completed years: couple of reproductive age (PUS), as BKKBN defines it
SCHOOL_ENDS = 18
ADOLESCENT_AGES = (10, 24)  # completed years, both included
# Nobody below this age is asked about marriage in most lists; the law sets the least age at 19.
SURELY_UNMARRIED_BELOW = 16
# Two dates of birth less than this apart are one birth (twins): no woman gives birth twice in five months.
ONE_BIRTH_DAYS = 150


def completed_months(birth: datetime.date, on: datetime.date) -> int:
    """Whole months from ``birth`` to ``on``.

    >>> completed_months(datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    11
    """
    months = (on.year - birth.year) * 12 + on.month - birth.month
    return months - (on.day < birth.day)


def completed_years(birth: datetime.date, on: datetime.date) -> int:
    """Whole years from ``birth`` to ``on``: the age as PK counts it."""
    return completed_months(birth, on) // 12


@dataclass(frozen=True)
class Member:
    """One row of block I; None where nobody answered. ``months`` is the age in completed months."""

    line: int | None
    sex: int | None
    months: int | None
    birth: datetime.date | None
    marital: int | None
    certificate: int | None
    relation: int | None
    mother: int | None
    occupation: int | None
    education: int | None
    insurance: int | None

    @property
    def years(self) -> int | None:
        """Age in completed years."""
        return None if self.months is None else self.months // 12

    @property
    def is_grown(self) -> bool:
        """Head or wife: certainly no child, even where the date of birth is unknown."""
        return self.relation in (HEAD, WIFE)


def read_member(row: Mapping[str, Any], on: datetime.date) -> Member:
    """A member from the answers ``k01`` … ``k15`` and the date ``birth``; a birth after ``on`` counts as unknown."""
    birth = row.get("birth")
    if birth is not None and birth > on:
        birth = None
    return Member(
        line=row.get("k01"),
        sex=row.get("k03"),
        months=None if birth is None else completed_months(birth, on),
        birth=birth,
        marital=row.get("k07"),
        certificate=row.get("k09"),
        relation=row.get("k10"),
        mother=row.get("k11"),
        occupation=row.get("k13"),
        education=row.get("k14"),
        insurance=row.get("k15"),
    )


def count_members(rows: Sequence[Mapping[str, Any]], on: datetime.date) -> dict[str, int | None]:
    """All columns of the record that members add up to; none of them where no member is recorded."""
    if not rows:
        return {}
    members = [read_member(row, on) for row in rows]
    return {
        "members": len(members),
        **_head(members),
        **_children(members),
        **_insurance(members),
        **_schooling(members),
        **_work(members),
        **_ages(members),
        **_couple(members),
    }


# -- counting --------------------------------------------------------------------------------------------------------


def _where(members: Iterable[Member], holds: Callable[[Member], bool | None]) -> int | None:
    """How many members a statement holds for; None where it is unknown of one of them."""
    answers = list(map(holds, members))
    return None if None in answers else sum(map(bool, answers))


def is_aged(first: int, last: int) -> Callable[[Member], bool | None]:
    """Aged ``first`` to ``last`` completed years. Head and wife are taken as grown where their age is unknown."""

    least, beyond = first * 12, (last + 1) * 12

    def holds(member: Member) -> bool | None:
        if member.months is None:
            return False if member.is_grown and last <= SCHOOL_ENDS else None
        return least <= member.months < beyond

    return holds


def _those(members: list[Member], first: int, last: int) -> list[Member] | None:
    """The members of an age, or None where one's age is unknown."""
    answers = list(map(is_aged(first, last), members))
    return None if None in answers else list(compress(members, answers))


def _head(members: list[Member]) -> dict[str, int | None]:
    heads = [member for member in members if member.relation == HEAD]
    return {"head_marital": heads[0].marital if len(heads) == 1 else None}


def _children(members: list[Member]) -> dict[str, int | None]:
    if any(member.relation is None for member in members):
        return dict.fromkeys(("children", "children_certified", "children_certificate_unknown"))
    children = [member for member in members if member.relation == CHILD]
    return {
        "children": len(children),
        "children_certified": sum(child.certificate == 1 for child in children),
        "children_certificate_unknown": sum(child.certificate is None for child in children),
    }


def _insurance(members: list[Member]) -> dict[str, int | None]:
    return {
        "insured": sum(member.insurance in INSURED for member in members),
        "insured_bpjs": sum(member.insurance in SOCIAL_INSURANCE for member in members),
        "uninsured": sum(member.insurance == UNINSURED for member in members),
    }


def _schooling(members: list[Member]) -> dict[str, int | None]:
    counted: dict[str, int | None] = {}
    for ages in ((7, 15), (16, 18)):
        pupils = _those(members, *ages)
        suffix = f"{ages[0]}_{ages[1]}"
        answered = [pupil.education for pupil in pupils or () if pupil.education is not None]
        counted |= {
            f"aged_{suffix}": None if pupils is None else len(pupils),
            f"out_of_school_{suffix}": None if pupils is None else sum(code not in IN_SCHOOL for code in answered),
            f"dropouts_{suffix}": None if pupils is None else sum(code in LEFT_EARLY for code in answered),
            f"schooling_unknown_{suffix}": None if pupils is None else len(pupils) - len(answered),
        }
    return counted


def _work(members: list[Member]) -> dict[str, int | None]:
    adults = _those(members, 15, 64)
    if adults is None:
        return dict.fromkeys(("aged_15_64", "working_15_64", "working_unknown_15_64"))
    answered = [adult.occupation for adult in adults if adult.occupation is not None]
    return {
        "aged_15_64": len(adults),
        "working_15_64": sum(code != NOT_WORKING for code in answered),
        "working_unknown_15_64": len(adults) - len(answered),
    }


def _ages(members: list[Member]) -> dict[str, int | None]:
    def in_months(first: int, last: int) -> int | None:
        def holds(member: Member) -> bool | None:
            if member.months is None:
                return False if member.is_grown else None
            return first <= member.months <= last

        return _where(members, holds)

    return {
        "under_2": in_months(0, 23),
        "aged_2_4": in_months(24, 59),
        "aged_0_6": _where(members, is_aged(0, 6)),
        "adolescents": _where(members, is_adolescent),
        "elderly": _where(members, is_aged(60, 200)),
    }


def is_adolescent(member: Member) -> bool | None:
    """Unmarried and aged 10 to 24."""
    is_young = is_aged(*ADOLESCENT_AGES)(member)
    if not is_young or member.marital is not None:
        return is_young and member.marital == NEVER_MARRIED
    return True if (member.years or 0) < SURELY_UNMARRIED_BELOW else None


# -- the couple ------------------------------------------------------------------------------------------------------


def _couple(members: list[Member]) -> dict[str, int | None]:
    if any(member.relation is None for member in members):
        return dict.fromkeys(("pus", "wife_age", "spacing_months", "children_of_wife"))
    wife = find_wife(members)
    if wife is None:
        return {"pus": 0, "wife_age": None, "spacing_months": None, "children_of_wife": None}
    children = [member for member in members if member.relation == CHILD and _is_hers(member, wife)]
    return {
        "pus": reproductive(wife.years),
        "wife_age": wife.years,
        "spacing_months": _spacing(children),
        "children_of_wife": len(children),
    }


def reproductive(wife_age: int | None) -> int | None:
    """Whether a couple is of reproductive age (PUS), from the wife's completed years: 1, 0, or None where unknown.

    >>> [reproductive(age) for age in (14, 15, 49, 50, None)]
    [0, 1, 1, 0, None]
    """
    return None if wife_age is None else int(wife_age in PUS_AGES)


def find_wife(members: Sequence[Member]) -> Member | None:
    """The married woman of the form: the wife, else a head who is a married woman (her husband lives elsewhere)."""
    for relation in (WIFE, HEAD):
        for member in members:
            is_woman = member.sex == WOMAN or (member.sex is None and relation == WIFE)
            is_married = member.marital == MARRIED or (member.marital is None and relation == WIFE)
            if member.relation == relation and is_woman and is_married:
                return member
    return None


def _is_hers(child: Member, wife: Member) -> bool:
    """Whether the child's mother line names the wife; a child without a mother line is taken as hers."""
    return child.mother is None or wife.line is None or child.mother == wife.line


def _spacing(children: list[Member]) -> int | None:
    """Completed months between the two youngest births; None below two births or where a birth date is unknown."""
    if any(child.birth is None for child in children):
        return None
    births: list[datetime.date] = []
    for birth in sorted((child.birth for child in children if child.birth is not None), reverse=True):
        if not births or (births[-1] - birth).days >= ONE_BIRTH_DAYS:
            births.append(birth)
    return completed_months(births[1], births[0]) if len(births) > 1 else None
