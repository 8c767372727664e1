"""Which two entries may be one human being. A rule only asks; a person decides.

The points are ours (grade PROPOSED): name up to 400, birth up to 350, mother up to 250; what speaks against it takes
points away; from 700 on it is worth a question. The same NIK is always worth one. People are compared only with those
who share a NIK, a day of birth, or a name, so that a whole village takes seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz.fuzz import ratio, token_sort_ratio

ENOUGH = 700
CERTAIN = 1000
LIKE_NAME = 85  # per cent
SAME_NAME = 97
LIKE_MOTHER, OTHER_MOTHER = 88, 70
LARGEST_BLOCK = 400
"""More people than this share a day of birth because nobody knew it (1 January): they are compared by name only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as duplicates are looked for; texts are name keys, "" where unknown.

    ``nik``: a digest. ``family``: the one they belong to now. ``exact``: the whole day of birth is known.
    """

    id: int
    name: str
    sex: int
    birth: date | None = None
    exact: bool = True
    nik: str = ""
    mother: str = ""
    family: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries worth a question; ``first`` below ``second``. ``likeness`` 0 to 1000."""

    first: int
    second: int
    likeness: int
    reasons: tuple[str, ...]


def pairs(entries: Sequence[Entry]) -> Iterator[Pair]:
    """All pairs worth a question, each once."""
    seen: set[tuple[int, int]] = set()
    for one, other in _candidates(entries):
        key = (min(one.id, other.id), max(one.id, other.id))
        if key not in seen:
            seen.add(key)
            points, reasons = likeness(one, other)
            if points >= ENOUGH:
                yield Pair(*key, points, reasons)


def likeness(one: Entry, other: Entry) -> tuple[int, tuple[str, ...]]:
    """How much speaks for one human being, 0 to 1000, and the codes of what does."""
    if one.nik and one.nik == other.nik:
        return CERTAIN, ("same-nik", *_other_reasons(one, other))
    name = name_likeness(one.name, other.name)
    if name < LIKE_NAME or (one.family is not None and one.family == other.family and name < SAME_NAME):
        return 0, ()  # twins have one birth date, one mother, and often nearly one name
    points = 4 * name + _birth(one, other)[0] + _mother(one, other)[0]
    points -= 150 * (one.sex != other.sex) + 250 * bool(one.nik and other.nik)
    return max(0, min(CERTAIN - 1, points)), _other_reasons(one, other)


def name_likeness(one: str, other: str) -> int:
    """How alike two name keys are, in per cent; words may stand in another order or be left out.

    >>> name_likeness("siti aminah", "aminah siti"), name_likeness("budi", "rina")
    (100, 25)
    """
    if one == other:
        return 100
    found = _per_cent(token_sort_ratio(one, other))
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    if fewer and fewer < more:
        found = max(found, 90 if len(fewer) > 1 else LIKE_NAME)
    return found


def _candidates(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for block in (_blocks(entries, "nik"), _blocks(entries, "birth"), _blocks(entries, "name")):
        for same in block:
            if len(same) <= LARGEST_BLOCK:
                yield from combinations(same, 2)


def _blocks(entries: Iterable[Entry], field: str) -> Iterator[list[Entry]]:
    found: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        if value := getattr(entry, field):
            found[value].append(entry)
    return (same for same in found.values() if len(same) > 1)


def _birth(one: Entry, other: Entry) -> tuple[int, str]:
    """Points for the day of birth and the code of the reason, if any."""
    if one.birth is None or other.birth is None:
        return 100, ""
    if one.birth == other.birth and one.exact and other.exact:
        return 350, "same-birth"
    if one.birth.year == other.birth.year and not (one.exact and other.exact):
        return 200, "like-birth"
    first, second = (
        (one.birth.day, one.birth.month, one.birth.year),
        (other.birth.day, other.birth.month, other.birth.year),
    )
    if first == (second[1], second[0], second[2]):  # day and month exchanged
        return 250, "like-birth"
    if sum(a == b for a, b in zip(first, second, strict=True)) == 2:
        return 200, "like-birth"
    return 0, ""


def _mother(one: Entry, other: Entry) -> tuple[int, str]:
    if not one.mother or not other.mother:
        return 0, ""
    alike = _per_cent(ratio(one.mother, other.mother))
    if alike >= LIKE_MOTHER:
        return 250, "same-mother"
    return (-200, "") if alike < OTHER_MOTHER else (0, "")


def _per_cent(alike: float) -> int:
    """Whole per cent, rounded down: all limits are compared with integers."""
    return int(alike)


def _other_reasons(one: Entry, other: Entry) -> tuple[str, ...]:
    name = name_likeness(one.name, other.name)
    named = "same-name" if name >= SAME_NAME else "like-name" if name >= LIKE_NAME else ""
    numbers = "other-nik" if one.nik and other.nik and one.nik != other.nik else ""
    found = (named, _birth(one, other)[1], _mother(one, other)[1], numbers)
    return tuple(reason for reason in found if reason)
