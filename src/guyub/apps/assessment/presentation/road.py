"""A plan as blocks of a page; `PlanWords` says the sentences."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.apps.assessment.presentation.wording import SHARE, fact_value
from guyub.data import load_fact_catalogue
from guyub.domain.instruments import Instrument
from guyub.domain.planning import Action, LeverSet, Move, Plan, PlanStatus
from guyub.language.plans import PlanWords


@dataclass(frozen=True)
class ActionLine:
    """One action, ready to show."""

    name: str
    count: str
    moves: tuple[str, ...]
    note: str
    people: int
    cost_rupiah: int
    days: int
    done_by: datetime.date
    opd: str
    evidence: str
    grade: str


@dataclass(frozen=True)
class ScoreLine:
    """A variable's score before and after the plan."""

    code: str
    name: str
    before: int | None
    after: int | None

    @property
    def changed(self) -> bool:
        """Whether the plan moves it."""
        return self.before != self.after


@dataclass(frozen=True)
class IndexLine:
    """An index before and after the plan, hundredths."""

    name: str
    before: int
    after: int
    limit: int


@dataclass(frozen=True)
class OtherPlan:
    """Another plan that reaches the goal, told by what it does differently."""

    differs: str
    cost_rupiah: int
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class PlanView:
    """A plan in words and figures. ``found`` is False where nothing reaches the goal."""

    found: bool
    proven: bool
    holds: bool
    to_class: str
    reached_class: str
    headline: str
    proof: str
    over_asked: str
    cost_rupiah: int
    cost_split: str
    people: int
    days: int
    done_by: datetime.date
    actions: tuple[ActionLine, ...]
    indices: tuple[IndexLine, ...]
    scores: tuple[ScoreLine, ...]
    values: tuple[str, ...]
    alternatives: tuple[OtherPlan, ...]
    sensitivity: tuple[str, ...]
    blocking: tuple[str, ...]
    assumptions: tuple[str, ...]
    skipped: tuple[str, ...]
    cost_note: str


class RoadWords:
    """Puts a plan into words.

    Args:
        instrument: The rules, in the mode of the plan.
        levers: The levers the plan was made from.
        today: The day on which the plan starts.
        language: "id" or "en".
    """

    def __init__(self, instrument: Instrument, levers: LeverSet, today: datetime.date, language: str) -> None:
        self.instrument = instrument
        self.levers = levers
        self.today = today
        self.language = language
        self.words = PlanWords(instrument, levers, load_fact_catalogue(), language)

    def view(self, plan: Plan) -> PlanView:
        """The plan, ready to show."""
        days = plan.days or 0
        return PlanView(
            found=plan.cost_rupiah is not None,
            proven=plan.status is PlanStatus.OPTIMAL,
            holds=plan.margin_hundredths is not None,
            to_class=plan.to_class,
            reached_class=plan.reached_class or "",
            headline=self.words.headline(plan, self.today),
            proof=self.words.proof(plan) if plan.actions else "",
            over_asked=self.words.over_asked(plan),
            cost_rupiah=plan.cost_rupiah or 0,
            cost_split=self.words.cost_split(plan),
            people=sum(action.people for action in plan.actions),
            days=days,
            done_by=self.today + datetime.timedelta(days=days),
            actions=self._actions(plan),
            indices=self._indices(plan),
            scores=self._scores(plan),
            values=tuple(self.words.value_move(value) for value in plan.values if self._is_share(value.variable)),
            alternatives=tuple(self._other(other, plan) for other in plan.alternatives),
            sensitivity=tuple(self.words.sensitivity(held) for held in plan.sensitivity),
            blocking=tuple(self.words.blocking(reason) for reason in plan.blocking),
            assumptions=tuple(dict.fromkeys(self.words.assumption(held) for held in plan.assumptions)),
            skipped=tuple(self.words.skipped(plan)),
            cost_note=self.levers.notes[0].in_language(self.language) if self.levers.notes else "",
        )

    def _is_share(self, variable: str) -> bool:
        return self.instrument.by_code[variable].unit == SHARE

    def _other(self, other: Plan, best: Plan) -> OtherPlan:
        return OtherPlan(self.words.differs(other, best), other.cost_rupiah or 0, self._actions(other))

    def _actions(self, plan: Plan) -> tuple[ActionLine, ...]:
        return tuple(self._action(action) for action in plan.actions)

    def _action(self, action: Action) -> ActionLine:
        return ActionLine(
            name=self.words.lever(action.lever),
            count=self.words.units(action),
            moves=tuple(self._move(move, action.recorded) for move in action.moves),
            note=self.words.recorded_note(action),
            people=action.people,
            cost_rupiah=action.cost_rupiah,
            days=action.days,
            done_by=self.today + datetime.timedelta(days=action.days),
            opd=action.opd,
            evidence=action.evidence,
            grade=str(self.levers.by_id[action.lever].grade),
        )

    def _move(self, move: Move, recorded: bool) -> str:
        start = self._value(move.fact, move.start) if recorded or move.start else _("belum ada data")
        return _("{fact}: {start} menjadi {end}").format(
            fact=self.words.fact(move.fact), start=start, end=self._value(move.fact, move.end)
        )

    def _indices(self, plan: Plan) -> tuple[IndexLine, ...]:
        after: Mapping[str, int] = plan.indices_after or {}
        return tuple(
            IndexLine(i.name.in_language(self.language), plan.indices_before[i.id], after[i.id], i.passes_at)
            for i in self.instrument.indices
            if i.id in after
        )

    def _scores(self, plan: Plan) -> tuple[ScoreLine, ...]:
        after = plan.scores_after or {}
        return tuple(
            ScoreLine(v.code, v.name.in_language(self.language), plan.scores_before.get(v.code), after.get(v.code))
            for v in self.instrument.variables
            if after
        )

    def _value(self, code: str, value: int) -> str:
        return fact_value(load_fact_catalogue().by_code[code], value, self.language)
