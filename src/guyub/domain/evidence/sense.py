"""What looks odd about proofs. Every function tells what it measured; a person decides what it means.

Limits come from `data/evidence/sense.yaml` and are all proposed. A value equal to its limit is in order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.evidence.look import BITS, distance, says_something
from guyub.domain.families.members import completed_months
from guyub.domain.rulefiles import Grade, Model, Table, Text


class Rule(StrEnum):
    """What is noticed. The values are stable: findings are stored by them."""

    NEAR_DUPLICATE = "near-duplicate"
    SAME_FILE = "same-file"
    PLACE = "place"
    TAKEN_AFTER = "taken-after"
    TAKEN_BEFORE = "taken-before"
    YOUNG_DECREE = "young-decree"
    MANY_ITEMS = "many-items"
    EXPIRES = "expires"


NEED_WINDOW = frozenset({Rule.YOUNG_DECREE, Rule.EXPIRES})
"""Rules that say nothing until the days of the visits are known."""


class SenseRule(Model):
    """One rule: its name, what to ask the village, and how much is still in order."""

    name: Text
    ask: Text
    grade: Grade
    most: Annotated[int, Field(ge=0)]


class SenseRules(Table[Rule, SenseRule]):
    """All rules of the evidence sense."""

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if self.rules[Rule.NEAR_DUPLICATE].most >= BITS // 4:
            raise ValueError(f"looks that differ in {BITS // 4} bits or more say nothing about each other")
        return self

    def most(self, rule: Rule) -> int:
        """The limit of a rule."""
        return self.rules[rule].most


@dataclass(frozen=True)
class Window:
    """First and last day on which the visit may come."""

    opens: date
    closes: date


@dataclass(frozen=True)
class Context:
    """What a picture is shown for: the village, the items of instruments, the year of the activity."""

    village: str
    items: frozenset[str]
    year: int | None

    def differs(self, other: "Context") -> tuple[str, ...]:
        """In what two uses differ: village, items, year. Empty where a picture is simply shown twice for one thing."""
        apart = (
            ("village", self.village != other.village),
            ("items", bool(self.items and other.items) and self.items.isdisjoint(other.items)),
            ("year", None not in (self.year, other.year) and self.year != other.year),
        )
        return tuple(name for name, is_so in apart if is_so)


@dataclass(frozen=True)
class Shown:
    """A picture in a proof."""

    proof: int
    look: str
    context: Context


@dataclass(frozen=True)
class Alike:
    """A picture that looks like an earlier one which is shown for something else."""

    proof: int
    other: int
    bits: int
    across: tuple[str, ...]


class LookIndex:
    """Earlier pictures by their look; finds those near a look without comparing it with all of them.

    The 64 bits are cut into four bands. Looks that differ in at most ``most`` bits differ in at most ``most // 4``
    bits of some band (pigeonhole), so only looks that are that near in a band are compared.
    """

    BANDS = 4
    WIDTH = BITS // BANDS
    USES = 8  # remembered of one look

    def __init__(self, most: int) -> None:
        self.most = most
        self._flips = tuple(_masks(self.WIDTH, most // self.BANDS))
        self._bands: list[dict[int, list[int]]] = [{} for _ in range(self.BANDS)]
        self._seen: dict[int, list[tuple[int, Shown]]] = {}
        self._count = 0

    def add(self, shown: Shown) -> None:
        """Keep a picture: of equal looks the earliest of each use, a handful, so that blank forms cost no more."""
        look = int(shown.look, 16)
        known = self._seen.setdefault(look, [])
        if not known:
            for band, part in enumerate(self._parts(look)):
                self._bands[band].setdefault(part, []).append(look)
        if len(known) < self.USES and all(shown.context != one.context for _, one in known):
            known.append((self._count, shown))
        self._count += 1

    def nearest(self, shown: Shown) -> Alike | None:
        """The most alike earlier picture of another proof that is shown for something else; of equals the earliest."""
        look = int(shown.look, 16)
        best: tuple[int, int, Alike] | None = None
        for other in self._near(look):
            bits = (look ^ other).bit_count()
            for number, one in self._seen[other]:
                if best is not None and (bits, number) >= best[:2]:
                    break
                if (found := _use(shown, one, bits)) is not None:
                    best = (bits, number, found)
        return None if best is None else best[2]

    def _near(self, look: int) -> set[int]:
        found: set[int] = set()
        for band, part in enumerate(self._parts(look)):
            held = self._bands[band]
            for flip in self._flips:
                found.update(o for o in held.get(part ^ flip, ()) if (look ^ o).bit_count() <= self.most)
        return found

    def _parts(self, look: int) -> Iterator[int]:
        for band in range(self.BANDS):
            yield look >> band * self.WIDTH & (1 << self.WIDTH) - 1


def _masks(width: int, most: int) -> Iterator[int]:
    """All patterns of at most so many bits, by how many."""
    level = [0]
    for _ in range(most + 1):
        yield from level
        level = [mask | 1 << bit for mask in level for bit in range(mask.bit_length(), width)]


def _use(shown: Shown, earlier: Shown, bits: int) -> Alike | None:
    across = shown.context.differs(earlier.context)
    if earlier.proof == shown.proof or not across:
        return None
    return Alike(shown.proof, earlier.proof, bits, across)


def alike(pictures: Iterable[Shown], most: int) -> Iterator[Alike]:
    """Pictures that look like an earlier one shown for something else, each with the most alike.

    Args:
        pictures: In the order in which they were attached. Pictures of one colour are passed over.
        most: Bits of 64 in which two looks may differ.
    """
    index = LookIndex(most)
    for shown in pictures:
        if says_something(shown.look):
            found = index.nearest(shown)
            if found is not None:
                yield found
            index.add(shown)


def alike_to(shown: Shown, earlier: Iterable[Shown], most: int) -> Alike | None:
    """The same for one picture against all earlier ones: right after it was attached."""
    if not says_something(shown.look):
        return None
    best: Alike | None = None
    for one in earlier:
        bits = distance(shown.look, one.look) if says_something(one.look) else BITS
        if bits <= most and (best is None or bits < best.bits):
            best = _use(shown, one, bits) or best
    return best


@dataclass(frozen=True)
class Picture:
    """What a photo's own record says: the day it was taken, and km beyond the village (None: not known)."""

    taken_on: date | None = None
    km_outside: float | None = None


@dataclass(frozen=True)
class Paper:
    """What is known about one proof. ``other_villages``: that use one of its files."""

    is_decree: bool = False
    is_photo: bool = False
    dated: date | None = None
    valid_until: date | None = None
    items: int = 0
    other_villages: int = 0
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Sign:
    """One thing noticed: the rule, and what was measured."""

    rule: Rule
    measured: dict[str, int | str]


@dataclass(frozen=True)
class Sense:
    """The rules, ready to be asked about one proof after another."""

    rules: SenseRules
    window: Window | None = None

    @cached_property
    def asked(self) -> frozenset[Rule]:
        """Rules that can be asked: without a window, those that need one are silent."""
        return frozenset(Rule) if self.window else frozenset(Rule) - NEED_WINDOW

    def signs(self, paper: Paper) -> Iterator[Sign]:
        """Everything odd about one proof, looked at by itself; likeness of pictures is asked with `alike`."""
        yield from self._use(paper)
        yield from self._place(paper)
        yield from self._time(paper)
        if self.window is not None:
            yield from self._at_visit(paper, self.window)

    def _use(self, paper: Paper) -> Iterator[Sign]:
        """A decree of the city or the province is rightly shown by all its villages; nothing else is."""
        if paper.items > self.rules.most(Rule.MANY_ITEMS):
            yield Sign(Rule.MANY_ITEMS, {"items": paper.items})
        if not paper.is_decree and paper.other_villages > self.rules.most(Rule.SAME_FILE):
            yield Sign(Rule.SAME_FILE, {"villages": paper.other_villages})

    def _place(self, paper: Paper) -> Iterator[Sign]:
        far = max((one.km_outside for one in paper.pictures if one.km_outside is not None), default=0.0)
        if far > self.rules.most(Rule.PLACE):
            yield Sign(Rule.PLACE, {"km": round(far)})

    def _time(self, paper: Paper) -> Iterator[Sign]:
        """Of photos only: a decree is rightly photographed long after its day."""
        taken = [one.taken_on for one in paper.pictures if one.taken_on]
        if not (paper.is_photo and paper.dated and taken):
            return
        after, before = (max(taken) - paper.dated).days, (paper.dated - min(taken)).days
        if after > self.rules.most(Rule.TAKEN_AFTER):
            yield Sign(Rule.TAKEN_AFTER, {"days": after, "taken": max(taken).isoformat()})
        if before > self.rules.most(Rule.TAKEN_BEFORE):
            yield Sign(Rule.TAKEN_BEFORE, {"days": before, "taken": min(taken).isoformat()})

    def _at_visit(self, paper: Paper, window: Window) -> Iterator[Sign]:
        needed = self.rules.most(Rule.YOUNG_DECREE)
        if paper.is_decree and paper.dated and completed_months(paper.dated, window.opens) < needed:
            months = completed_months(paper.dated, window.opens)
            yield Sign(Rule.YOUNG_DECREE, {"months": months, "opens": window.opens.isoformat()})
        if paper.valid_until:
            missed = (window.closes - paper.valid_until).days
            if missed > self.rules.most(Rule.EXPIRES):
                yield Sign(Rule.EXPIRES, {"until": paper.valid_until.isoformat(), "closes": window.closes.isoformat()})
