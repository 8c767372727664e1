"""The road in words: a plan's actions, cost, people and dates; its alternatives, and what stands in its way."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub import language as words
from guyub.data import load_fact_catalogue
from guyub.domain.facts import FactKind
from guyub.domain.instruments import Instrument
from guyub.domain.planning import Action, Blocking, LeverSet, Plan, PlanStatus, Sensitivity

UNITS: dict[str, Promise] = {
    "couple": gettext_lazy("pasangan"),
    "person": gettext_lazy("orang"),
    "group": gettext_lazy("kelompok"),
    "document": gettext_lazy("dokumen"),
    "activity": gettext_lazy("kegiatan"),
}


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
    source: str


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
    needed: bool
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

    @property
    def summary(self) -> str:
        """The actions in one line: what an alternative consists of."""
        return "; ".join(f"{action.name}: {action.count}" for action in self.actions)


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

    def view(self, plan: Plan) -> PlanView:
        """The plan, ready to show."""
        days = plan.days or 0
        people = sum(action.people for action in plan.actions)
        return PlanView(
            found=plan.cost_rupiah is not None,
            proven=plan.status is PlanStatus.OPTIMAL,
            needed=bool(plan.actions) or plan.cost_rupiah is None,
            holds=plan.margin_hundredths is not None,
            from_class=plan.from_class,
            to_class=plan.to_class,
            reached_class=plan.reached_class or "",
            headline=self._headline(plan, people),
            cost_rupiah=plan.cost_rupiah or 0,
            bound_rupiah=plan.bound_rupiah or 0,
            people=people,
            days=days,
            done_by=self.today + datetime.timedelta(days=days),
            actions=tuple(self._action(action) for action in plan.actions),
            indices=self._indices(plan),
            scores=self._scores(plan),
            alternatives=tuple(self.view(other) for other in plan.alternatives),
            sensitivity=tuple(self._sensitivity(entry) for entry in plan.sensitivity),
            blocking=tuple(self._blocking(reason) for reason in plan.blocking),
            assumptions=self._assumptions(plan),
            cost_note=self.levers.notes[0].in_language(self.language) if self.levers.notes else "",
        )

    def _headline(self, plan: Plan, people: int) -> str:
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
        lever = self.levers.by_id[action.lever]
        return ActionLine(
            name=lever.name.in_language(self.language),
            count=f"{self._number(action.units)} {UNITS.get(action.unit, action.unit)}",
            moves=tuple(
                _("{fact}: {start} menjadi {end}").format(
                    fact=self._fact(move.fact),
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
            grade=str(lever.grade),
            source=lever.source,
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

    def _sensitivity(self, entry: Sensitivity) -> str:
        name = self.levers.by_id[entry.lever].name.in_language(self.language)
        price = _rupiah(entry.cost_rupiah, self.language)
        if entry.change_rupiah is None:
            return _("{name}: berapa pun harganya, tindakan ini tetap diperlukan.").format(name=name)
        limit = entry.cost_rupiah + (1 if entry.direction == "dearer" else -1) * int(entry.change_rupiah)
        text = (
            _("{name}: rencana tetap termurah selama biayanya tidak lebih dari {limit} per satuan (kini {price}).")
            if entry.direction == "dearer"
            else _("{name}: baru ikut masuk rencana bila biayanya turun ke {limit} per satuan (kini {price}).")
        )
        return text.format(name=name, limit=_rupiah(limit, self.language), price=price)

    def _blocking(self, reason: Blocking) -> str:
        data = dict(reason.data)
        say = getattr(self, "_blocked_by_" + reason.limit.replace("-", "_"), None)
        return str(say(data)) if say else reason.limit

    def _blocked_by_budget(self, data: Mapping[str, Any]) -> str:
        return _("Anggaran: diperlukan {needed}, kurang {missing}.").format(
            needed=_rupiah(data["needed_rupiah"], self.language),
            missing=_rupiah(data["missing_rupiah"], self.language),
        )

    def _blocked_by_date(self, data: Mapping[str, Any]) -> str:
        return _("Waktu: paling cepat {days} hari, yaitu {day}.").format(
            days=self._number(data["days"]), day=self._day_after(data["days"])
        )

    def _blocked_by_budget_and_date(self, data: Mapping[str, Any]) -> str:
        return _("Anggaran dan waktu bersama-sama: diperlukan {needed} dan paling cepat {days} hari ({day}).").format(
            needed=_rupiah(data["needed_rupiah"], self.language),
            days=self._number(data["days"]),
            day=self._day_after(data["days"]),
        )

    def _blocked_by_lever_limit(self, data: Mapping[str, Any]) -> str:
        names = ", ".join(
            f"{self.levers.by_id[name].name.in_language(self.language)} ({self._number(units)})"
            for name, units in data["levers"].items()
        )
        return _("Batas tindakan (usulan): yang diperlukan lebih banyak daripada batasnya: {names}.").format(
            names=names
        )

    def _blocked_by_missing_fact(self, data: Mapping[str, Any]) -> str:
        return _("Angka belum ada: {facts}. Akibatnya {variable} kehilangan {points} poin.").format(
            facts=", ".join(self._fact(code) for code in data["facts"]),
            variable=self._variable(data["variable"]),
            points=data["points_lost"],
        )

    def _blocked_by_index(self, data: Mapping[str, Any]) -> str:
        name = next(i.name.in_language(self.language) for i in self.instrument.indices if i.id == data["index"])
        text = _("Indeks {name}: paling banyak dapat mengumpulkan {best} poin, perlu {needed}.")
        return text.format(name=name, best=data["best_sum"], needed=data["needed_sum"])

    def _blocked_by_variable(self, data: Mapping[str, Any]) -> str:
        return _("{name}: paling tinggi dapat mencapai skor {best}.").format(
            name=self._variable(data["variable"]), best=data["best_score"]
        )

    def _assumptions(self, plan: Plan) -> tuple[str, ...]:
        found: dict[str, None] = {}
        blank = [entry.fact for entry in plan.assumptions if entry.kind == "blank-counts-as-zero"]
        if blank:
            names = ", ".join(self._fact(code) for code in blank)
            found[
                _("Angka yang belum ada dihitung 0: {names}. Mencatatnya mungkin sudah menolong.").format(names=names)
            ] = None
        for entry in plan.assumptions:
            if entry.kind == "given-score":
                text = _("{variable}: skor {score} dari sistem nasional dianggap berarti {fact} = {value}.").format(
                    variable=self._variable(entry.variable),
                    score=entry.score,
                    fact=self._fact(entry.fact),
                    value=entry.value,
                )
                found[text] = None
            elif entry.kind == "fixed-score":
                text = _("{variable}: skor {score} dari sistem nasional dianggap tetap.").format(
                    variable=self._variable(entry.variable), score=entry.score
                )
                found[text] = None
            elif entry.kind == "score-over-nothing":
                text = _("{variable}: skornya hanya bertumpu pada pembagi 0, jadi dihitung sebagai skor terendah.")
                found[text.format(variable=self._variable(entry.variable))] = None
        return tuple(found)

    def _variable(self, code: str) -> str:
        return f"{code} {self.instrument.by_code[code].name.in_language(self.language)}"

    def _fact(self, code: str) -> str:
        return load_fact_catalogue().by_code[code].name.in_language(self.language)

    def _value(self, code: str, value: int) -> str:
        if load_fact_catalogue().by_code[code].kind is FactKind.FLAG:
            return _("ya") if value else _("tidak")
        return self._number(value)

    def _number(self, value: int) -> str:
        return words.format_number(value, self.language)

    def _day_after(self, days: int) -> str:
        return words.format_date(self.today + datetime.timedelta(days=days), self.language)


def _rupiah(amount: int, language: str) -> str:
    """An amount that no line break tears apart."""
    return words.format_rupiah(amount, language).replace(" ", "\N{NO-BREAK SPACE}")


def next_class(instrument: Instrument, rank: int) -> str | None:
    """The class one step up; None at the top."""
    above = [village_class for village_class in instrument.classes if village_class.rank == rank + 1]
    return above[0].name if above else None
