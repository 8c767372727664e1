"""How much of a self-assessment is likely to survive verification, and what is worth putting right first.

Bayesian counts, exact: each class of items (state and kind of the best proof, and what is wrong with it) has a prior
that weighs as much as a few outcomes, and past cycles add their own. No clock, no database; a forecast decides nothing.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Origin

STATES = ("none", "claimed", "uploaded", "checked", "verified", "rejected", "expired")
KINDS = ("paper", "record", "picture")
TROUBLES = ("age", "reuse", "cut_before")
# Quantiles of the normal distribution for the intervals that the data file may ask for, thousandths.
_QUANTILES = {80: 1282, 90: 1645, 95: 1960}

Percent = Field(gt=0, lt=100)


class ForecastRule(Model):
    """Priors as data. All of them are proposed, and shown wherever a forecast is."""

    id: str
    version: str
    grade: Grade
    source: Origin
    strength: int = Field(gt=0, description="Outcomes that a prior weighs as much as")
    survives: dict[str, int] = Field(description="Percent that keep their claimed value, by state of the best proof")
    kinds: dict[str, int] = Field(description="Multipliers of the odds, percent")
    troubles: dict[str, int] = Field(description="Multipliers of the odds, percent")
    kept_when_cut: int = Percent
    kept_strength: int = Field(gt=0)
    together: int = Field(ge=0, lt=100)
    interval: Literal[80, 90, 95]
    old_after_months: int = Field(gt=0)
    decree_young_below_months: int = Field(gt=0)

    @model_validator(mode="after")
    def _whole(self) -> "ForecastRule":
        for name, wanted in (("survives", STATES), ("kinds", KINDS), ("troubles", TROUBLES)):
            if set(getattr(self, name)) != set(wanted):
                raise ValueError(f"{name}: names {', '.join(wanted)}, each once")
        if not all(0 < percent < 100 for percent in self.survives.values()):
            raise ValueError("survives: percents between 0 and 100, neither of them")
        if not all(percent > 0 for percent in (*self.kinds.values(), *self.troubles.values())):
            raise ValueError("kinds, troubles: multipliers above zero")
        return self


@dataclass(frozen=True)
class Features:
    """What is known of an item before verification: its best proof, and what is wrong with it.

    ``state``: of STATES ("none": no proof at all). ``kind``: paper (decree, plan, certificate), record (minutes,
    register, report) or picture. ``troubles``: of TROUBLES.
    """

    state: str
    kind: str = "record"
    troubles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What became of one item in a past cycle. Shares in ten-thousandths of the weight; the claim is above zero."""

    features: Features
    claimed_share: int
    verified_share: int

    @property
    def survived(self) -> bool:
        """Whether the claimed value was kept whole."""
        return self.verified_share >= self.claimed_share


@dataclass(frozen=True)
class Counts:
    """Outcomes of past cycles, summed by class. ``kept``: sum of the shares that cut items kept."""

    survived: Mapping[Features, int] = field(default_factory=dict)
    all: Mapping[Features, int] = field(default_factory=dict)
    cut: int = 0
    kept: Fraction = Fraction(0)

    @property
    def total(self) -> int:
        """How many outcomes there are; 0: a forecast rests on priors alone."""
        return sum(self.all.values())


@dataclass(frozen=True)
class Claim:
    """One claimed item. ``points``: hundredths claimed."""

    item: str
    points: int
    features: Features


@dataclass(frozen=True)
class Chance:
    """Chance of a class to survive: mean and variance of its Beta, and how many past outcomes speak in it."""

    mean: Fraction
    variance: Fraction
    outcomes: int


@dataclass(frozen=True)
class ItemForecast:
    """One item: its chance, expected verified points, and what putting it right would add (hundredths, exact)."""

    claim: Claim
    chance: Chance
    expected: Fraction
    if_fixed: Fraction
    gain: Fraction
    remedies: tuple[str, ...]


@dataclass(frozen=True)
class Forecast:
    """The whole claim. Points are hundredths; ``low`` and ``high`` bound the rule's interval."""

    items: tuple[ItemForecast, ...]
    claimed: int
    expected: int
    low: int
    high: int
    interval: int
    outcomes: int
    speaking: int  # items whose own class has at least one past outcome

    @property
    def priors_alone(self) -> bool:
        """Whether no past outcome speaks in it."""
        return self.outcomes == 0 or self.speaking == 0

    def worth_fixing(self, most: int = 5) -> tuple[ItemForecast, ...]:
        """The items whose repair before upload adds most, the largest gain first."""
        useful = (item for item in self.items if item.gain > 0)
        return tuple(sorted(useful, key=lambda item: (-item.gain, item.claim.item))[:most])

    def weakest(self, most: int = 5) -> tuple[ItemForecast, ...]:
        """The items a jury would ask about next: lowest chance first, then what they are worth."""
        claimed = (item for item in self.items if item.claim.points > 0)
        return tuple(sorted(claimed, key=lambda item: (item.chance.mean, -item.claim.points, item.claim.item))[:most])


def count(outcomes: Iterable[Outcome]) -> Counts:
    """Sum outcomes of past cycles by class; those that claimed nothing say nothing and are left out."""
    survived: dict[Features, int] = {}
    total: dict[Features, int] = {}
    cut, kept = 0, Fraction(0)
    for outcome in outcomes:
        if outcome.claimed_share <= 0:
            continue
        total[outcome.features] = total.get(outcome.features, 0) + 1
        if outcome.survived:
            survived[outcome.features] = survived.get(outcome.features, 0) + 1
        else:
            cut += 1
            kept += Fraction(outcome.verified_share, outcome.claimed_share)
    return Counts(survived, total, cut, kept)


def prior(rule: ForecastRule, features: Features) -> Fraction:
    """Chance of a class before any outcome: the state's percent, its odds multiplied by kind and troubles."""
    base = rule.survives[features.state]
    odds = Fraction(base, 100 - base) * Fraction(rule.kinds[features.kind], 100)
    for trouble in features.troubles:
        odds *= Fraction(rule.troubles[trouble], 100)
    return odds / (1 + odds)


def chance(rule: ForecastRule, counts: Counts, features: Features) -> Chance:
    """Prior and past outcomes of a class together: the mean and variance of a Beta distribution."""
    seen = counts.all.get(features, 0)
    alpha = rule.strength * prior(rule, features) + counts.survived.get(features, 0)
    whole = Fraction(rule.strength + seen)
    mean = alpha / whole
    return Chance(mean, mean * (1 - mean) / (whole + 1), seen)


def kept_when_cut(rule: ForecastRule, counts: Counts) -> Fraction:
    """What a cut item keeps of its claim on average: prior and past cuts together."""
    weight = Fraction(rule.kept_strength * rule.kept_when_cut, 100)
    return (weight + counts.kept) / (rule.kept_strength + counts.cut)


def fixed(features: Features) -> tuple[Features, tuple[str, ...]]:
    """The class an item would be in once put right before upload, and what that takes.

    A young decree grows older only with time and a past cut stays past; a proof can be uploaded, renewed, and given
    to one item alone.
    """
    remedies: list[str] = []
    better = features
    if features.state in ("none", "claimed"):
        remedies.append("upload")
        better = replace(better, state="uploaded")
    elif features.state in ("rejected", "expired"):
        remedies.append("renew")
        better = replace(better, state="uploaded", troubles=better.troubles - {"age"})
    elif "age" in features.troubles and features.kind != "paper":
        remedies.append("renew")
        better = replace(better, troubles=better.troubles - {"age"})
    if "reuse" in features.troubles:
        remedies.append("own-proof")
        better = replace(better, troubles=better.troubles - {"reuse"})
    return better, tuple(remedies)


def forecast(rule: ForecastRule, counts: Counts, claims: Sequence[Claim]) -> Forecast:
    """What is likely to be left of a claim after verification.

    The interval is a normal approximation. Its variance has three parts: each item falls or stands by itself, items of
    one class share an uncertain chance, and items of one village stand and fall together a little.
    """
    kept = kept_when_cut(rule, counts)
    items = tuple(_item(rule, counts, claim, kept) for claim in claims)
    claimed = sum(claim.points for claim in claims)
    expected = sum((item.expected for item in items), Fraction(0))
    half = _half_width(rule, items, kept)
    return Forecast(
        items=items,
        claimed=claimed,
        expected=_nearest(expected),
        low=max(0, _nearest(expected - half)),
        high=min(claimed, _nearest(expected + half)),
        interval=rule.interval,
        outcomes=counts.total,
        speaking=sum(item.chance.outcomes > 0 for item in items),
    )


def _item(rule: ForecastRule, counts: Counts, claim: Claim, kept: Fraction) -> ItemForecast:
    now = chance(rule, counts, claim.features)
    better, remedies = fixed(claim.features)
    then = chance(rule, counts, better).mean
    return ItemForecast(
        claim=claim,
        chance=now,
        expected=claim.points * (now.mean + (1 - now.mean) * kept),
        if_fixed=then,
        gain=max(Fraction(0), claim.points * (1 - kept) * (then - now.mean)) if remedies else Fraction(0),
        remedies=remedies,
    )


def _half_width(rule: ForecastRule, items: Sequence[ItemForecast], kept: Fraction) -> Fraction:
    at_stake = {item.claim.item: item.claim.points * (1 - kept) for item in items}
    alone, spreads = Fraction(0), 0.0
    shared: dict[Features, Fraction] = {}
    variances: dict[Features, Fraction] = {}
    for item in items:
        stake, its = at_stake[item.claim.item], item.chance
        alone += stake**2 * (its.mean * (1 - its.mean) - its.variance)
        spreads += float(stake) * math.sqrt(its.mean * (1 - its.mean))
        shared[item.claim.features] = shared.get(item.claim.features, Fraction(0)) + stake
        variances[item.claim.features] = its.variance
    uncertain = sum((shared[name] ** 2 * variances[name] for name in shared), Fraction(0))
    together = Fraction(rule.together, 100) * Fraction(spreads) ** 2
    variance = (1 - Fraction(rule.together, 100)) * alone + uncertain + together
    return Fraction(_QUANTILES[rule.interval], 1000) * Fraction(math.sqrt(variance))


def _nearest(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))
