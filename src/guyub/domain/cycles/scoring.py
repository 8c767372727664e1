"""From the records of an entry to its scores: Decimal all the way, rounded once, at the end.

The mean of jurors is exact until the final score is rounded half up to two decimals; what pages show on the way is a
rounded copy. Ties compare the exact values.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guyub.domain.cycles.definition import Criterion, CycleDefinition, Stage
from guyub.domain.cycles.records import Record, RecordKind, latest

FULL_SHARE = 10_000
# Half for a proof that is there in part: a proposal (PROPOSED), no guide says. In code, not in the definition: cycles
# that were decided are scored anew by it, so it changes only together with a new name of a result.
MATCH_SHARE = {"match": Fraction(1), "partly": Fraction(1, 2), "absent": Fraction(0)}


@dataclass(frozen=True)
class ItemScore:
    """An item as claimed and as verified. Shares in ten-thousandths, points in hundredths, rounded half up."""

    item: str
    weight: int
    claimed_share: int | None
    verified_share: int | None
    reason: str = ""
    asked: bool = False
    field_result: str = ""

    @property
    def claimed_points(self) -> int | None:
        return points(self.weight, self.claimed_share)

    @property
    def verified_points(self) -> int | None:
        return points(self.weight, self.verified_share)


@dataclass(frozen=True)
class CriterionScore:
    """A criterion: the jurors' scores by seat, their exact mean, and the largest difference between two."""

    code: str
    by_seat: Mapping[str, Decimal]
    mean: Fraction | None
    spread: Decimal | None


@dataclass(frozen=True)
class StageScore:
    """A stage: its criteria and its exact score out of 100; None while a criterion has no score."""

    code: str
    criteria: tuple[CriterionScore, ...]
    score: Fraction | None


@dataclass(frozen=True)
class EntryScore:
    """All that follows from an entry's records."""

    items: tuple[ItemScore, ...]
    stages: tuple[StageScore, ...]
    exact: Fraction | None

    @property
    def final(self) -> Decimal | None:
        """The final score, rounded half up to two decimals; None while a scored stage is open."""
        return None if self.exact is None else rounded(self.exact)

    @property
    def claimed_points(self) -> int:
        """What all items give. Items rounded one by one may add up to a little more or less."""
        return total_points((item.weight, item.claimed_share) for item in self.items)

    @property
    def verified_points(self) -> int:
        """As `claimed_points`, of what was verified."""
        return total_points((item.weight, item.verified_share) for item in self.items)

    def stage(self, code: str) -> StageScore:
        """The score of one stage."""
        return next(stage for stage in self.stages if stage.code == code)


@dataclass(frozen=True)
class Placing:
    """An entry in the ranking. ``tie``: how it was set apart from its equals, a tie rule's name, or ""."""

    entry: str
    rank: int
    final: Decimal
    tie: str = ""


def points(weight: int, share: int | None) -> int | None:
    """Hundredths of a point that a share of an item's weight is worth, rounded half up; None: unknown."""
    return None if share is None else _in_points(weight * share)


def total_points(items: Iterable[tuple[int, int | None]]) -> int:
    """Hundredths of a point of weights and shares together, rounded once; what is unknown gives none."""
    return _in_points(sum(weight * (share or 0) for weight, share in items))


def _in_points(weighed: int) -> int:
    """Weights times shares as hundredths of a point, half up."""
    return (weighed * 2 + FULL_SHARE) // (FULL_SHARE * 2)


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up: 89.795 is 89.80. Exact, since the fraction is rounded before it becomes a Decimal."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def score_entry(definition: CycleDefinition, records: Sequence[Record]) -> EntryScore:
    """All scores of one entry from its records, in the order in which they were written."""
    items = _items(records)
    stages = tuple(_stage(stage, records, items) for stage in definition.scored_stages)
    parts = [(stage.weight, score.score) for stage, score in zip(definition.scored_stages, stages, strict=True)]
    whole = all(score is not None for _, score in parts)
    exact = sum((Fraction(weight, 100) * score for weight, score in parts if score is not None), Fraction(0))
    return EntryScore(items, stages, exact if whole else None)


def rank_entries(
    definition: CycleDefinition, scores: Mapping[str, EntryScore], lots: Sequence[str] = ()
) -> list[Placing]:
    """Entries with a final score, best first. Equal final scores go by the tie rules in order; what no rule parts
    shares a rank.

    Args:
        definition: Names the tie rules.
        scores: Entry → scores.
        lots: Entries in the order of a recorded drawing of lots, for the rule "lot".
    """
    finals = {name: score.final for name, score in scores.items() if score.final is not None}
    keys = {name: (Fraction(final), *_tie_key(definition, scores[name], name, lots)) for name, final in finals.items()}
    ordered = sorted(finals, key=lambda name: (tuple(-part for part in keys[name]), name))
    placings: list[Placing] = []
    for position, name in enumerate(ordered, start=1):
        same = placings and keys[ordered[position - 2]] == keys[name]
        rank = placings[-1].rank if same else position
        placings.append(Placing(name, rank, finals[name], _parted_by(definition, keys, ordered, name)))
    return placings


def _items(records: Sequence[Record]) -> tuple[ItemScore, ...]:
    verified = {key[1]: record for key, record in latest(records, RecordKind.VERIFIED).items()}
    asked = {key[1] for key in latest(records, RecordKind.ASKED)}
    checks: dict[str, str] = {}
    for record in records:
        if record.kind == RecordKind.CHECK:
            checks[record.item] = str(record.get("result"))
    return tuple(
        ItemScore(
            item=claim.item,
            weight=int(claim.get("weight")),
            claimed_share=claim.get("share"),
            verified_share=verified[claim.item].get("share") if claim.item in verified else None,
            reason=str(verified[claim.item].get("reason") or "") if claim.item in verified else "",
            asked=claim.item in asked,
            field_result=checks.get(claim.item, ""),
        )
        for claim in latest(records, RecordKind.CLAIM).values()
    )


def _stage(stage: Stage, records: Sequence[Record], items: Sequence[ItemScore]) -> StageScore:
    given = latest(records, RecordKind.SCORE)
    criteria = tuple(_criterion(stage, criterion, given, items) for criterion in stage.criteria)
    parts = [(c.weight, score.mean) for c, score in zip(stage.criteria, criteria, strict=True)]
    whole = all(mean is not None for _, mean in parts)
    total = sum((Fraction(weight, 100) * mean for weight, mean in parts if mean is not None), Fraction(0))
    return StageScore(stage.code, criteria, total if whole else None)


def _criterion(
    stage: Stage, criterion: Criterion, given: Mapping[tuple[str, str, str], Record], items: Sequence[ItemScore]
) -> CriterionScore:
    if criterion.from_record == "verified-points":
        return CriterionScore(criterion.code, {}, _verified_percent(items), None)
    if criterion.from_record == "match-rate":
        return CriterionScore(criterion.code, {}, _match_percent(items), None)
    by_seat = {
        seat: Decimal(str(record.get("score")))
        for (at, code, seat), record in given.items()
        if at == stage.code and code == criterion.code
    }
    if not by_seat:
        return CriterionScore(criterion.code, {}, None, None)
    mean = sum((Fraction(score) for score in by_seat.values()), Fraction(0)) / len(by_seat)
    return CriterionScore(criterion.code, by_seat, mean, max(by_seat.values()) - min(by_seat.values()))


def _verified_percent(items: Sequence[ItemScore]) -> Fraction | None:
    """Verified points out of all points, percent; an item that the city has not verified counts nothing."""
    weight = sum(item.weight for item in items)
    if not weight or all(item.verified_share is None for item in items):
        return None
    return Fraction(100 * sum(item.weight * (item.verified_share or 0) for item in items), weight * FULL_SHARE)


def _match_percent(items: Sequence[ItemScore]) -> Fraction | None:
    """Share of the items checked on the spot that matched, percent; half for those that matched partly."""
    checked = [MATCH_SHARE[item.field_result] for item in items if item.field_result]
    return None if not checked else 100 * sum(checked, Fraction(0)) / len(checked)


def _tie_key(definition: CycleDefinition, score: EntryScore, name: str, lots: Sequence[str]) -> tuple[Fraction, ...]:
    return tuple(_tie_value(tie.by, tie.code, score, name, lots) for tie in definition.ties)


def _tie_value(by: str, code: str, score: EntryScore, name: str, lots: Sequence[str]) -> Fraction:
    if by == "stage":
        return score.stage(code).score or Fraction(0)
    if by == "criterion":
        means = [c.mean for stage in score.stages for c in stage.criteria if c.code == code and c.mean is not None]
        return means[0] if means else Fraction(0)
    if by == "smallest-spread":
        spreads = [c.spread for stage in score.stages for c in stage.criteria if c.spread is not None]
        return -Fraction(max(spreads, default=Decimal(0)))
    return -Fraction(lots.index(name)) if name in lots else -Fraction(len(lots))


def _parted_by(
    definition: CycleDefinition, keys: Mapping[str, Sequence[Fraction]], ordered: Sequence[str], name: str
) -> str:
    """Name of the rule that set an entry apart from an equal final score; "" where none had to."""
    mine = keys[name]
    equals: Iterable[str] = (other for other in ordered if other != name and keys[other][0] == mine[0])
    depth = 0
    for other in equals:
        depth = max(depth, next((i for i in range(1, len(mine)) if keys[other][i] != mine[i]), len(mine)))
    if depth == 0:
        return ""
    return f"{definition.ties[depth - 1].by}" if depth < len(mine) else "shared"
