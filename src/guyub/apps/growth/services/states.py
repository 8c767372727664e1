"""What follows from a child's measurements, made anew as a whole whenever one of them or the child's data change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import transaction
from django.db.models import QuerySet

from guyub.apps.growth.models import GrowthState, Measurement
from guyub.apps.people.models import Person, Sex
from guyub.data.growth_files import (
    FIVE_TO_NINETEEN,
    STANDARDS,
    UNDER_FIVE,
    load_growth_forecast,
    load_growth_standard,
    load_indonesian_growth,
    load_weight_increments,
)
from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.forecast import Point, outlook
from guyub.domain.growth.increments import FALTERS, Gained, gained
from guyub.domain.growth.indonesia import IndonesianGrowth, acute_state, hundredths
from guyub.domain.growth.kms import Verdict, Weighing, judge
from guyub.domain.growth.one import Child, ChildScores, scores_of
from guyub.domain.growth.standard import GrowthStandard

KEPT = ("wfa", "hfa", "wfh", "bfa", "hcfa", "acfa")
BATCH = 500  # children in one transaction, so that others can record in between


@dataclass(frozen=True)
class Judged:
    """A weighing judged by the growth card and by WHO's increments."""

    verdict: Verdict
    gained: Gained | None

    @property
    def faltering(self) -> tuple[str, ...]:
        """The reason to refer, where it is one."""
        return (FALTERS,) if self.gained and self.gained.falters else ()


def renew(children: Iterable[Person]) -> None:
    """Make the states of these children anew from the measurements that count.

    Within a transaction. Who records something else of one of them meanwhile waits, and then counts this too.
    """
    locked = Person.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    wanted = {child.pk: child for child in locked.filter(pk__among={child.pk for child in children})}
    GrowthState.objects.filter(child__in=wanted).delete()
    counting: dict[int, list[Measurement]] = {}
    for one in Measurement.objects.filter(child__in=wanted, replaced_by=None).order_by("child_id", "day", "pk"):
        counting.setdefault(one.child_id, []).append(one)
    GrowthState.objects.bulk_create(
        [state for pk, measurements in counting.items() for state in _states(wanted[pk], measurements)]
    )


@transaction.atomic
def _renew_batch(keys: Sequence[int]) -> None:
    renew(Person.objects.filter(pk__among=keys))


def renew_in_turn(children: QuerySet[Person]) -> int:
    """The same for any number of children, a batch a transaction; returns how many."""
    keys = list(children.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _renew_batch(keys[start : start + BATCH])
    return len(keys)


def renew_stale() -> int:
    """Make anew the states of children of whom one was made by other rules than the installed ones; returns how many.

    ``rules`` of a state names all that it follows from.
    """
    following = [_rules_told(name) for name in STANDARDS]
    stale = GrowthState.objects.exclude(rules__in=following)
    return renew_in_turn(Person.objects.filter(pk__in=stale.values("child")))


def scores(child: Person, measurement: Measurement) -> tuple[GrowthStandard, ChildScores]:
    """Z-scores of a measurement with their workings, by the standard of the age."""
    standard, measured = as_measured(child, measurement)
    return standard, scores_of(standard, measured)


def as_measured(child: Person, measurement: Measurement) -> tuple[GrowthStandard, Child]:
    """The standard of the age, and the child as it measures one."""
    days = age_in_days(child, measurement)
    young = load_growth_standard(UNDER_FIVE)
    old = days is not None and young.rules.age.below is not None and days >= young.rules.age.below
    standard = load_growth_standard(FIVE_TO_NINETEEN) if old else young
    age = None if days is None else days / DAYS_PER_MONTH if old else float(days)
    return standard, Child(
        boy=child.sex == Sex.MALE,
        age=age,
        weight=_part(measurement.weight_g, 1000),
        height=_part(measurement.height_mm, 10),
        head=_part(measurement.head_mm, 10),
        arm=_part(measurement.arm_mm, 10),
        standing={"l": False, "h": True}.get(measurement.posture),
        oedema=measurement.oedema,
    )


def age_in_days(child: Person, measurement: Measurement) -> int | None:
    """Only where the day of birth is known: a month or a year is too little for a z-score."""
    if child.birth_date is None or child.birth_known != Person.BirthKnown.DAY:
        return None
    return (measurement.day - child.birth_date).days


def _part(whole: int | None, per: int) -> float | None:
    return None if whole is None else whole / per


def _states(child: Person, measurements: Sequence[Measurement]) -> list[GrowthState]:
    rules = load_indonesian_growth()
    results = [scores(child, one) for one in measurements]
    judged = _judged(child, [(one, found) for one, (_, found) in zip(measurements, results, strict=True)])
    states = [
        _state(child, one, standard, found, judged.get(one.pk), rules)
        for one, (standard, found) in zip(measurements, results, strict=True)
    ]
    states[-1].latest = True
    states[-1].stunting_chance = _stunting_chance(states)
    return states


def latest_gain(child: Person, measurements: Sequence[Measurement]) -> Gained | None:
    """The gain of weight up to the last of these measurements (in the order of their days) beside WHO's increments."""
    if child.birth_date is None or not measurements or measurements[-1].weight_g is None:
        return None
    weighings = [Weighing(one.day, one.weight_g / 1000, None) for one in measurements if one.weight_g is not None]
    return gained(load_weight_increments(), child.sex == Sex.MALE, child.birth_date, weighings)


def _judged(child: Person, measured: Sequence[tuple[Measurement, ChildScores]]) -> dict[int, Judged]:
    """What each weighing says beside the earlier ones, by the number of its measurement."""
    if child.birth_date is None:
        return {}
    boy, weighed = child.sex == Sex.MALE, [(one, found) for one, found in measured if one.weight_g is not None]
    weighings = [Weighing(one.day, (one.weight_g or 0) / 1000, found.scores["wfa"].z) for one, found in weighed]
    verdicts = judge(load_indonesian_growth().kms, boy, child.birth_date, weighings)
    return {
        one.pk: Judged(verdict, gained(load_weight_increments(), boy, child.birth_date, weighings[: place + 1]))
        for place, ((one, _), verdict) in enumerate(zip(weighed, verdicts, strict=True))
    }


def _stunting_chance(states: Sequence[GrowthState]) -> int | None:
    """Per cent, for a child under five that is not stunted at its last measurement of height."""
    rule = load_growth_forecast()
    points = [
        Point(state.day, state.age_days, state.hfa)
        for state in states
        if state.hfa is not None and state.age_days is not None and "hfa" not in state.flagged
    ]
    if not points or points[-1].hfa < rule.below or not states[-1].rules.startswith(UNDER_FIVE):
        return None
    found = outlook(rule, points)
    return None if found is None else found.per_cent


def _state(
    child: Person,
    one: Measurement,
    standard: GrowthStandard,
    found: ChildScores,
    judged: Judged | None,
    rules: IndonesianGrowth,
) -> GrowthState:
    months = None if child.birth_date is None else completed_months(child.birth_date, one.day)
    z = {code: found.scores[code].z for code in KEPT if code in found.scores}
    acute = None if months is None else acute_state(
        rules.acute, months, wfh=z.get("wfh"), arm_cm=_part(one.arm_mm, 10), oedema=one.oedema,
        weight_kg=_part(one.weight_g, 1000),
    )  # fmt: skip
    verdict = judged.verdict if judged else None
    refer = [*judged.verdict.refer(rules.kms), *judged.faltering] if judged else []
    if acute is not None and acute.signs:
        refer.append(f"acute-{acute.state}")
    return GrowthState(
        measurement=one,
        child=child,
        village_id=one.village_id,
        rw=one.rw,
        rt=one.rt,
        day=one.day,
        age_days=age_in_days(child, one),
        months=months,
        **{code: None if score is None else hundredths(score) for code, score in z.items()},
        flagged=[code for code in z if found.scores[code].flagged],
        reasons={code: found.scores[code].reason.text for code, score in z.items() if score is None},
        gain=verdict.gain if verdict else "",
        gain_g=verdict.grams if verdict else None,
        least_gain_g=verdict.least_grams if verdict else None,
        t_in_a_row=verdict.t_in_a_row if verdict else 0,
        below_red=bool(verdict and verdict.below_red),
        acute=acute.state if acute else "",
        refer=refer,
        rules=_rules_told(standard.rules.id),
    )


@cache
def _rules_told(name: str) -> str:
    read = (
        load_growth_standard(name).rules,
        load_indonesian_growth(),
        load_weight_increments().rules,
        load_growth_forecast(),
    )
    return " ".join(f"{one.id}@{one.version}" for one in read)
