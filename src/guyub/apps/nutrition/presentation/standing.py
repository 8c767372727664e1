"""Where rounds of supplementary food stand: days, what was eaten, weights, who recovered, who is to be referred.

Read for many at once. Weights are the measurements of children and the checks of mothers; nothing is weighed twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from guyub.apps.growth.models import GrowthState
from guyub.apps.mothers.models import MotherCheck
from guyub.apps.nutrition.models import PmtRound, PmtServing, PmtVisit
from guyub.data.growth_files import load_indonesian_growth
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.pmt import (
    Consumption,
    Eaten,
    Progress,
    Reason,
    Served,
    Signs,
    Weight,
    Who,
    consumption,
    has_recovered,
    next_visit,
    next_weighing,
    pmt_end,
    progress_on,
    reasons_to_refer,
    starting_weight,
)

GAINED = "N"


@dataclass(frozen=True)
class Standing:
    """One round on a day.

    Attributes:
        round: It, with its person.
        today: As of when; of a round that is over, its last day.
        servings: Those that count, in the order of their days.
        states: What follows from the child's measurements, likewise; of a mother none.
        visits: At which red flags were looked for, likewise; of several of one day the last.
        checks: Of a mother with a weight, likewise; of a child none.
    """

    round: PmtRound
    today: date
    servings: Sequence[PmtServing] = ()
    visits: Sequence[PmtVisit] = ()
    states: Sequence[GrowthState] = ()
    checks: Sequence[MotherCheck] = field(default_factory=tuple)

    @property
    def of_mother(self) -> bool:
        """Whether it is of a mother."""
        return load_pmt_rules().categories[self.round.category].who is Who.MOTHER

    @property
    def runs(self) -> bool:
        """Whether nobody has ended it."""
        return self.round.ended_on is None

    @property
    def end(self) -> date:
        """The last day as planned."""
        return pmt_end(self.round.begun, self.round.days)

    @property
    def day_number(self) -> int:
        """The day it is on, from 1; no more than were planned."""
        return min((self.today - self.round.begun).days + 1, self.round.days)

    @property
    def over(self) -> bool:
        """Whether its days are over and nobody has ended it."""
        return self.runs and self.today > self.end

    @cached_property
    def consumption(self) -> Consumption:
        """What was eaten of the servings."""
        served = [Served(one.day, None if one.eaten is None else Eaten(one.eaten), one.reason) for one in self.servings]
        return consumption(served)

    @property
    def eaten_percent(self) -> int | None:
        """Per cent of the servings that were asked about, cut down: what was left is never told as eaten."""
        share = self.consumption.share
        return None if share is None else int(share * 100)

    @property
    def served_today(self) -> bool:
        """Whether the day's serving is on record."""
        return any(one.day == self.today for one in self.servings)

    @cached_property
    def weights(self) -> list[Weight]:
        """Weighings until the day, in order."""
        of_child = [Weight(one.day, one.measurement.weight_g) for one in self.states if one.measurement.weight_g]
        of_mother = [Weight(one.day, one.weight_g) for one in self.checks if one.weight_g]
        return [one for one in (*of_child, *of_mother) if one.day <= self.today]

    @property
    def weight_before(self) -> Weight | None:
        """The weighing that its gain counts from: see `starting_weight`."""
        who = Who.MOTHER if self.of_mother else Who.CHILD
        return starting_weight(load_pmt_rules(), who, self.round.begun, self.weights)

    @property
    def weight_now(self) -> Weight | None:
        """The last weighing since it began."""
        since = [one for one in self.weights if one.day >= self.round.begun]
        return since[-1] if since else None

    @property
    def gain_g(self) -> int | None:
        """Grams gained between the two; None before a second weighing."""
        first, last = self.weight_before, self.weight_now
        return last.grams - first.grams if first and last and first.day < last.day else None

    @property
    def weigh_on(self) -> date | None:
        """When a child is next weighed; mothers are weighed at their checks."""
        if self.of_mother or not self.runs:
            return None
        return next_weighing(load_pmt_rules(), self.round.begun, [one.day for one in self.weights])

    @property
    def weighing_late(self) -> bool:
        """Whether that day is past."""
        return self.weigh_on is not None and self.weigh_on < self.today

    @property
    def indicator(self) -> str:
        """The z-score by which recovery is judged; empty where none is."""
        rule = load_pmt_rules().recovery.get(self.round.category)
        return rule.indicator if rule else ""

    @property
    def z_before(self) -> int | None:
        """Hundredths of z at the last measurement until it began."""
        return self._z([one for one in self.states if one.day <= self.round.begun])

    @property
    def z_now(self) -> int | None:
        """The same at the last measurement since it began."""
        return self._z(self._since)

    @property
    def recovered(self) -> bool | None:
        """Whether the rule says so by a measurement after the first day; None where nothing tells it."""
        later = [one for one in self._since if one.day > self.round.begun]
        z = self._z(later)
        gains = [one.gain for one in later if one.gain]
        gained = gains[-1] == GAINED if gains else None
        return has_recovered(load_pmt_rules(), self.round.category, None if z is None else Decimal(z) / 100, gained)

    @property
    def progress(self) -> Progress:
        """Where a child stands after its first week."""
        return progress_on(load_pmt_rules(), self.round.begun, self.weights, self.today)

    @property
    def red_flags(self) -> Sequence[str]:
        """Signs of the last visit, as codes."""
        return self.visits[-1].signs if self.visits else ()

    @property
    def visit_on(self) -> date | None:
        """When red flags are next looked for; nothing where the round is over."""
        return next_visit(load_pmt_rules(), self.round.begun, [one.day for one in self.visits]) if self.runs else None

    @property
    def visit_late(self) -> bool:
        """Whether that day is past."""
        return self.visit_on is not None and self.visit_on < self.today

    @cached_property
    def refer(self) -> tuple[Reason, ...]:
        """Why the puskesmas is asked to refer; of mothers their red flags only, the page of mothers says the rest."""
        latest = self._until[-1] if self._until else None
        if not self.runs:
            return ()
        if self.of_mother or latest is None:
            return (Reason.RED_FLAG,) if self.red_flags else ()
        lengths = [one for one in self._until if one.hfa is not None]
        index = load_indonesian_growth().index("hfa", latest.months or 0)
        stunted = bool(lengths) and index is not None and (lengths[-1].hfa or 0) < index.normal_from
        weight = self.weights[-1].grams if self.weights else None
        signs = Signs(latest.months or 0, weight, latest.acute == "severe", stunted, red_flag=bool(self.red_flags))
        return reasons_to_refer(load_pmt_rules(), signs, self.progress)

    @property
    def _until(self) -> list[GrowthState]:
        return [one for one in self.states if one.day <= self.today]

    @property
    def _since(self) -> list[GrowthState]:
        return [one for one in self._until if one.day >= self.round.begun]

    def _z(self, states: Sequence[GrowthState]) -> int | None:
        found = [getattr(one, self.indicator) for one in states] if self.indicator else []
        return next((z for z in reversed(found) if z is not None), None)


def standings_of(rounds: Iterable[PmtRound], today: date) -> list[Standing]:
    """Rounds with what is on record of each; four queries besides that of the rounds, whose people are read along."""
    listed = list(rounds)
    people = [one.person_id for one in listed]
    servings = _by(PmtServing.objects.filter(round__in=listed, counts=True), lambda one: one.round_id)
    visits = _by(PmtVisit.objects.filter(round__in=listed).order_by("day", "pk"), lambda one: one.round_id)
    states = _by(
        GrowthState.objects.filter(child__in=people).select_related("measurement").order_by("day", "pk"),
        lambda one: one.child_id,
    )
    weighed = MotherCheck.objects.filter(mother__in=people, replaced_by=None, weight_g__isnull=False)
    checks = _by(weighed.order_by("day", "pk"), lambda one: one.mother_id)
    return [
        Standing(
            one,
            min(one.ended_on or today, today),
            servings[one.pk],
            visits[one.pk],
            states[one.person_id],
            _of_pregnancy(checks[one.person_id], one),
        )
        for one in listed
    ]


def standing_of(one: PmtRound, today: date) -> Standing:
    """One round."""
    return standings_of([one], today)[0]


def _by(rows: QuerySet, key: Callable[[Any], int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _of_pregnancy(checks: Sequence[MotherCheck], one: PmtRound) -> list[MotherCheck]:
    """Weights near a round: not those of an earlier pregnancy."""
    since = one.begun - timedelta(days=load_pmt_rules().start.days[Who.MOTHER])
    return [check for check in checks if check.day >= since]
