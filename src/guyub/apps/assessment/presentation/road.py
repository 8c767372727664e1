"""The road in words: a plan's actions, cost, people and dates; its alternatives, and what stands in its way."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub import language as words
from guyub.data import load_fact_catalogue
from guyub.domain.facts import FactKind
from guyub.domain.instruments import Instrument
from guyub.domain.planning import Action, LeverSet, Plan, PlanStatus
from guyub.language.plans import PlanWords


@dataclass(frozen=True)
class ActionLine:
    """One action, ready to show."""

    name: str
    count: str
    moves: tuple[str, ...]
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
class PlanView:
    """A plan in words and figures. ``found`` is False where nothing reaches the goal."""

    found: bool
    proven: bool
    holds: bool
    from_class: str
    to_class: str
    reached_class: str
    headline: str
    cost_rupiah: int
    bound_rupiah: int
    people: int
    days: int
    done_by: datetime.date
    actions: tuple[ActionLine, ...]
    indices: tuple[IndexLine, ...]
    scores: tuple[ScoreLine, ...]
    alternatives: tuple["PlanView", ...]
    sensitivity: tuple[str, ...]
    blocking: tuple[str, ...]
    assumptions: tuple[str, ...]
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
        people = sum(action.people for action in plan.actions)
        return PlanView(
            found=plan.cost_rupiah is not None,
            proven=plan.status is PlanStatus.OPTIMAL,
            holds=plan.margin_hundredths is not None,
            from_class=plan.from_class,
            to_class=plan.to_class,
            reached_class=plan.reached_class or "",
            headline=self._headline(plan),
            cost_rupiah=plan.cost_rupiah or 0,
            bound_rupiah=plan.bound_rupiah or 0,
            people=people,
            days=days,
            done_by=self.today + datetime.timedelta(days=days),
            actions=tuple(self._action(action) for action in plan.actions),
            indices=self._indices(plan),
            scores=self._scores(plan),
            alternatives=tuple(self.view(other) for other in plan.alternatives),
            sensitivity=tuple(self.words.sensitivity(held) for held in plan.sensitivity),
            blocking=tuple(self.words.blocking(reason) for reason in plan.blocking),
            assumptions=tuple(dict.fromkeys(self.words.assumption(held) for held in plan.assumptions)),
            cost_note=self.levers.notes[0].in_language(self.language) if self.levers.notes else "",
        )

    def _headline(self, plan: Plan) -> str:
        if plan.cost_rupiah is None:
            return _("Belum ada jalan ke {name} dengan batas yang dipilih.").format(name=plan.to_class)
        if not plan.actions:
            return _("Tidak perlu tindakan: keadaan yang diminta sudah tercapai.")
        cost = _rupiah(plan.cost_rupiah, self.language)
        day = words.format_date(self.today + datetime.timedelta(days=plan.days or 0), self.language)
        if plan.margin_hundredths is not None:
            text = _("Tetap {name} dengan cadangan {margin}: {n} tindakan, {cost}, selesai paling lambat {day}.")
        else:
            text = _("Menjadi {name}: {n} tindakan, {cost}, selesai paling lambat {day}.")
        margin = words.format_hundredths(plan.margin_hundredths or 0, self.language)
        return text.format(name=plan.reached_class, n=len(plan.actions), cost=cost, day=day, margin=margin)

    def _action(self, action: Action) -> ActionLine:
        return ActionLine(
            name=self.words.lever(action.lever),
            count=self.words.units(action),
            moves=tuple(
                _("{fact}: {start} menjadi {end}").format(
                    fact=self.words.fact(move.fact),
                    start=self._value(move.fact, move.start),
                    end=self._value(move.fact, move.end),
                )
                for move in action.moves
            ),
            people=action.people,
            cost_rupiah=action.cost_rupiah,
            days=action.days,
            done_by=self.today + datetime.timedelta(days=action.days),
            opd=action.opd,
            evidence=action.evidence,
            grade=str(self.levers.by_id[action.lever].grade),
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
        if load_fact_catalogue().by_code[code].kind is FactKind.FLAG:
            return _("ya") if value else _("tidak")
        return self._number(value)

    def _number(self, value: int) -> str:
        return words.format_number(value, self.language)


def _rupiah(amount: int, language: str) -> str:
    """An amount that no line break tears apart."""
    return words.format_rupiah(amount, language).replace(" ", "\N{NO-BREAK SPACE}")
