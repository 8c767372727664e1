"""What may stand together on one form of the family survey: the rules of who is a family.

Source: BKKBN, cara pengisian formulir PK21 (2020), rules of enumeration; grade CONFIRMED. That a mother is at least ten
years older than her child is ours (PROPOSED). The survey asks of marriages from the age of ten on, and takes everybody
younger as never married (Form F/I/PK/21, K.07); that any other entry is refused is ours (PROPOSED). Marriages below the
age that the law allows are on record all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guyub.domain.families.members import completed_years

HEAD, WIFE, CHILD, OTHER = 1, 2, 3, 4  # K.10
MALE, FEMALE = 1, 2  # K.03
MARRIED = 2  # K.07
YOUNGEST_MOTHER = 10  # years
YOUNGEST_MARRIED = 10
EVER_MARRIED = (2, 3, 4)  # K.07

Problem = tuple[int, str]
"""Line number (0: the form as a whole) and reason code."""


@dataclass(frozen=True)
class FormLine:
    """One member as the rules see them: K.01, K.10, K.03, K.07, day of birth, K.11 (line of the mother)."""

    line: int
    relation: int
    sex: int
    marital: int | None = None
    birth: date | None = None
    mother: int | None = None


def problems_on(lines: Sequence[FormLine], on: date) -> list[Problem]:
    """Why these people cannot be one family on a day, in the order of the form; empty where they can."""
    found = [*_of_heads(lines), *_of_couples(lines)]
    by_line = {line.line: line for line in lines}
    for line in lines:
        found += [(line.line, reason) for reason in _of_mother(line, by_line)]
        if (line.relation == WIFE or line.marital in EVER_MARRIED) and too_young_to_marry(line.birth, on):
            found.append((line.line, "married-too-young"))
        if line.relation == OTHER and line.marital == MARRIED:
            found.append((line.line, "other-is-married"))
        if line.relation == OTHER and line.mother in by_line:
            found.append((line.line, "other-has-parent"))
    return found


def too_young_to_marry(birth: date | None, on: date) -> bool:
    """Whether nobody of this age can be, or have been, married on a day; an unknown birth speaks against nothing."""
    return birth is not None and completed_years(birth, on) < YOUNGEST_MARRIED


def _of_heads(lines: Sequence[FormLine]) -> Iterator[Problem]:
    heads = [line for line in lines if line.relation == HEAD]
    if not heads:
        yield 0, "no-members" if not lines else "no-head"
    for line in heads[1:]:
        yield line.line, "second-head"


def _of_couples(lines: Sequence[FormLine]) -> Iterator[Problem]:
    """At most one married couple: the head and the wife. Who else is married has a form of their own."""
    head = next((line for line in lines if line.relation == HEAD), None)
    wives = [line for line in lines if line.relation == WIFE]
    for line in wives:
        if line.sex != FEMALE:
            yield line.line, "wife-is-male"
        if line.marital not in (MARRIED, None):
            yield line.line, "wife-not-married"
    if head and wives and head.sex != MALE:
        yield head.line, "wife-of-a-woman"
    if head and wives and head.marital not in (MARRIED, None):
        yield head.line, "head-not-married"
    married_children = [line for line in lines if line.relation == CHILD and line.marital == MARRIED]
    for line in [*wives[1:], *married_children]:
        yield line.line, "second-couple"


def _of_mother(line: FormLine, by_line: dict[int, FormLine]) -> Iterator[str]:
    if line.mother is None:
        return
    mother = by_line.get(line.mother)
    if mother is None:
        yield "mother-not-on-form"
        return
    if mother.sex != FEMALE:
        yield "mother-is-male"
    if mother.birth and line.birth and line.birth.year - mother.birth.year < YOUNGEST_MOTHER:
        yield "mother-too-young"
    if _is_own_ancestor(line, by_line):
        yield "mother-in-a-circle"


def _is_own_ancestor(line: FormLine, by_line: dict[int, FormLine]) -> bool:
    above, seen = line.mother, set[int]()
    while above is not None and above not in seen and above in by_line:
        if above == line.line:
            return True
        seen.add(above)
        above = by_line[above].mother
    return False
