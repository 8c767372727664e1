"""Plans and portfolios in words that a lurah reads."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guyub.domain.facts import FactCatalogue
from guyub.domain.instruments import Instrument
from guyub.domain.planning import (
    Action,
    Blocking,
    LeverSet,
    NotLifted,
    Plan,
    PlanStatus,
    Portfolio,
    Sensitivity,
    ValueMove,
)
from guyub.domain.planning.ground import Assumption
from guyub.language.numbers import format_date, format_decimal, format_hundredths, format_number, format_rupiah
from guyub.language.words import text, unit_word

_MOST_FACTS = 6


class PlanWords:
    """Says plans in one language, with the names of one instrument, lever set and fact catalogue."""

    def __init__(
        self, instrument: Instrument, levers: LeverSet, catalogue: FactCatalogue, language: str = "id"
    ) -> None:
        self.instrument = instrument
        self.levers = levers
        self.catalogue = catalogue
        self.language = language

    # -- one village ---------------------------------------------------------------------------------------------

    def plan(self, plan: Plan) -> list[str]:
        """The whole plan, line by line."""
        return [self._title(plan), *self._body(plan), "", self._say("standing", levers=plan.levers)]

    def _title(self, plan: Plan) -> str:
        margin = format_hundredths(plan.margin_hundredths or 0, self.language)
        return self._say(f"title-{plan.purpose}", from_class=plan.from_class, to_class=plan.to_class, margin=margin)

    def _body(self, plan: Plan) -> Iterator[str]:
        if plan.status is PlanStatus.INFEASIBLE:
            yield self._say("infeasible")
            yield from (f"• {self.blocking(reason)}" for reason in plan.blocking)
            return
        if plan.cost_rupiah is None:
            yield self._say("out-of-time")
            return
        if not plan.actions:
            margin = format_hundredths(plan.margin_hundredths or 0, self.language)
            key = "holds-already" if plan.purpose == "hold" else "already"
            yield self._say(key, reached=plan.reached_class, margin=margin)
            return
        yield self._say("cost", cost=self._rupiah(plan.cost_rupiah), days=self._number(plan.days or 0))
        yield self.proof(plan)
        yield from (said for said in (self.over_asked(plan), self.cost_split(plan)) if said)
        yield ""
        yield from self._actions(plan)
        yield ""
        yield from self._outcome(plan)
        yield from self._rest(plan)

    def headline(self, plan: Plan, today: datetime.date) -> str:
        """The plan in one sentence: what it reaches, with how many actions, for how much, by when."""
        if plan.cost_rupiah is None:
            return self._say("headline-none", to_class=plan.to_class)
        if not plan.actions:
            return self._say("headline-nothing")
        return self._say(
            f"headline-{plan.purpose}",
            reached=plan.reached_class,
            margin=format_hundredths(plan.margin_hundredths or 0, self.language),
            count=self._number(len(plan.actions)),
            cost=self._rupiah(plan.cost_rupiah),
            day=format_date(today + datetime.timedelta(days=plan.days or 0), self.language),
        )

    def over_asked(self, plan: Plan) -> str:
        """Why a higher class than the one asked for; empty where it is that one."""
        if not plan.over_asked or plan.status is not PlanStatus.OPTIMAL:
            return ""
        return self._say("over-asked", to_class=plan.to_class, reached=plan.reached_class)

    def cost_split(self, plan: Plan) -> str:
        """What is certainly needed and what recording may save; empty where all of it is certain."""
        if not plan.cost_maybe:
            return ""
        return self._say("cost-split", certain=self._rupiah(plan.cost_certain), maybe=self._rupiah(plan.cost_maybe))

    def recorded_note(self, action: Action) -> str:
        """That a fact should be recorded first, as it may be there already; empty where it is recorded."""
        return "" if action.recorded else self._say("record-first")

    def skipped(self, plan: Plan) -> list[str]:
        """What time did not allow to look for to the end."""
        return [self._say(f"skipped-{name}") for name in plan.skipped]

    def value_move(self, move: ValueMove) -> str:
        """A value before and after, and what then remains before its score falls."""
        variable = self.instrument.by_code[move.variable]
        said = self._say(
            "value",
            name=variable.name.in_language(self.language),
            before=self._value(variable.unit, move.before),
            after=self._value(variable.unit, move.after),
        )
        if move.remaining is None:
            return said
        left = self._number(move.remaining)
        if variable.unit == "persen":
            word = self._say("percent-points", count=left)
        else:
            word = unit_word(variable.unit, move.remaining, self.language)
        return said + (
            self._say("value-left", remaining=left, unit=word) if move.remaining else self._say("value-exact")
        )

    def _value(self, unit: str, value: int | None) -> str:
        if value is None:
            return self._say("no-value")
        return f"{self._number(value)} {'%' if unit == 'persen' else unit_word(unit, value, self.language)}"

    def differs(self, plan: Plan, best: Plan) -> str:
        """How a plan differs from the best one: cost beside it, and the levers that are other ones."""
        other, more = plan.differs(best), (plan.cost_rupiah or 0) - (best.cost_rupiah or 0)
        cost = self._say("same-cost") if more == 0 else self._say("dearer-by", more=self._rupiah(more))
        named = (
            ("differs-with", other.only_here),
            ("differs-without", other.only_there),
            ("differs-other", other.changed),
        )
        parts = [self._say(key, levers=", ".join(map(self.lever, levers))) for key, levers in named if levers]
        return self._say("differs", cost=cost, parts="; ".join(parts), days=self._number(plan.days or 0))

    def proof(self, plan: Plan) -> str:
        """Whether the plan is proven to be the cheapest, or how far it may be from it."""
        if plan.status is PlanStatus.OPTIMAL:
            return self._say("proven")
        gap = format_decimal(round((plan.gap or 0) * 10_000), 2, self.language)
        return self._say("bounded", gap=gap, bound=self._rupiah(plan.bound_rupiah or 0))

    def _actions(self, plan: Plan) -> Iterator[str]:
        for number, action in enumerate(plan.actions, start=1):
            yield self._say("action", number=number, name=self.lever(action.lever), units=self.units(action))
            if not action.recorded:
                yield "   " + self._say("record-first")
            yield "   " + "; ".join(
                self._say("move", fact=self.fact(move.fact), start=self._number(move.start), end=self._number(move.end))
                for move in action.moves
            )
            yield "   " + self._say(
                "details",
                cost=self._rupiah(action.cost_rupiah),
                days=self._number(action.days),
                opd=action.opd,
                evidence=action.evidence,
            )

    def _outcome(self, plan: Plan) -> Iterator[str]:
        after = plan.indices_after or {}
        indices = "; ".join(
            self._say(
                "index",
                index=self.index(name),
                before=format_hundredths(before, self.language),
                after=format_hundredths(after[name], self.language),
            )
            for name, before in plan.indices_before.items()
        )
        yield self._say("after", reached=plan.reached_class, indices=indices)
        scores = plan.scores_after or {}
        changed = [f"{c} {s} → {scores[c]}" for c, s in plan.scores_before.items() if s != scores[c]]
        if changed:
            yield self._say("scores", scores=", ".join(changed))
        if plan.values:
            yield self._say("heading-values")
            yield from (f"• {self.value_move(move)}" for move in plan.values)

    def _rest(self, plan: Plan) -> Iterator[str]:
        if plan.alternatives:
            yield from ("", self._say("heading-alternatives"))
            for number, other in enumerate(plan.alternatives, start=2):
                yield self._alternative(number, other)
                yield "   " + self.differs(other, plan)
        if plan.sensitivity:
            yield from ("", self._say("heading-sensitivity"))
            yield from (f"• {self.sensitivity(held)}" for held in plan.sensitivity)
        if plan.assumptions:
            yield from ("", self._say("heading-assumptions"))
            yield from (f"• {said}" for said in dict.fromkeys(map(self.assumption, plan.assumptions)))
        if plan.skipped:
            yield from ("", *self.skipped(plan))

    def _alternative(self, number: int, plan: Plan) -> str:
        actions = "; ".join(f"{self.lever(action.lever)} ({self.units(action)})" for action in plan.actions)
        cost, days = self._rupiah(plan.cost_rupiah or 0), self._number(plan.days or 0)
        return self._say("alternative", number=number, cost=cost, days=days, actions=actions)

    def units(self, action: Action) -> str:
        """How many of what: "187 pasangan"."""
        return self._say(f"units-{action.unit}", count=self._number(action.units))

    def sensitivity(self, held: Sensitivity) -> str:
        """When the choice of a lever changes."""
        name, cost = self.lever(held.lever), self._rupiah(held.cost_rupiah)
        if held.change_rupiah is None:
            return self._say(f"{held.direction}-never", name=name)
        if held.change_rupiah == 0:
            return self._say(f"{held.direction}-tie", name=name)
        unit = self._say(f"per-{self.levers.by_id[held.lever].unit}")
        change = self._rupiah(held.change_rupiah.numerator // held.change_rupiah.denominator)
        return self._say(held.direction, name=name, change=change, cost=cost, unit=unit)

    def assumption(self, held: Assumption) -> str:
        """Something that the plan takes for granted."""
        fact = None if held.fact is None else self.fact(held.fact)
        value = None if held.value is None else self._number(held.value)
        return self._say(f"assume-{held.kind}", variable=held.variable, fact=fact, value=value, score=held.score)

    def blocking(self, reason: Blocking) -> str:
        """What is in the way."""
        data: dict[str, Any] = dict(reason.data)
        for name in ("needed_rupiah", "missing_rupiah", "budget_rupiah"):
            if name in data:
                data[name] = self._rupiah(data[name])
        if "variable" in data:
            data["name"] = self.instrument.by_code[data["variable"]].name.in_language(self.language)
        if "facts" in data:
            data["facts"] = self._some([self.fact(code) for code in data["facts"]])
        if "levers" in data:
            data["levers"] = ", ".join(self.lever(name) for name in data["levers"])
        if "indices" in data:
            data["indices"] = ", ".join(self.index(name) for name in data["indices"])
        if "index" in data:
            data["index"] = self.index(data["index"])
        if "best_hundredths" in data:
            data["best"] = format_hundredths(data["best_hundredths"], self.language)
            data["needed"] = format_hundredths(data["needed_hundredths"], self.language)
        if "days" in data:
            day = data.pop("date", None)
            said = "" if day is None else format_date(datetime.date.fromisoformat(day), self.language)
            data["date"] = self._say("on-date", date=said) if said else ""
        return self._say(f"block-{reason.limit}", **data)

    # -- many villages -------------------------------------------------------------------------------------------

    def portfolio(self, portfolio: Portfolio) -> list[str]:
        """The whole portfolio, line by line."""
        head = [
            self._of_many(
                "title",
                to_class=portfolio.to_class,
                lifted=self._number(portfolio.villages_lifted),
                cost=self._rupiah(portfolio.cost_rupiah),
            ),
            *self._budget(portfolio),
            *self._portfolio_proof(portfolio),
            "",
        ]
        standing = self._say("standing", levers=self.levers.id)
        return [*head, *self._villages(portfolio), *self._capacity(portfolio), *self._left(portfolio), "", standing]

    def portfolio_headline(self, portfolio: Portfolio) -> str:
        """How many villages rise, to what, for how much."""
        if not portfolio.villages_lifted:
            return self._of_many("none", to_class=portfolio.to_class)
        lifted, cost = self._number(portfolio.villages_lifted), self._rupiah(portfolio.cost_rupiah)
        return self._of_many("headline", to_class=portfolio.to_class, lifted=lifted, cost=cost)

    def portfolio_proof(self, portfolio: Portfolio) -> list[str]:
        """What is proven about the number of villages, and about its cost."""
        return list(self._portfolio_proof(portfolio))

    def portfolio_left(self, portfolio: Portfolio, names: Mapping[str, str]) -> list[str]:
        """What remains of the budget, and what the next village lacks. ``names``: row → name."""
        said = list(self._budget(portfolio))
        if portfolio.budget_rupiah is None:
            return said
        left = portfolio.budget_rupiah - portfolio.cost_rupiah
        waiting = [
            (village.cost_rupiah - left, names.get(village.row, village.row))
            for village in portfolio.not_lifted
            if village.cost_rupiah is not None and village.reason in (NotLifted.BUDGET, NotLifted.LIMITS)
        ]
        lacking = min((pair for pair in waiting if pair[0] > 0), default=None)
        if lacking is not None and not portfolio.gap:
            said.append(self._of_many("lacking", missing=self._rupiah(lacking[0]), name=lacking[1]))
        return said

    def reason(self, reason: NotLifted) -> str:
        """Why villages are not lifted, in a few words."""
        return self._of_many(f"why-{reason}")

    def amounts(self, actions: Iterable[Action]) -> str:
        """What these actions add up to, kind by kind: "30 pasangan, 4 dokumen"."""
        found: dict[str, int] = {}
        for action in actions:
            found[action.unit] = found.get(action.unit, 0) + action.units
        return ", ".join(self._say(f"units-{unit}", count=self._number(count)) for unit, count in found.items())

    def _budget(self, portfolio: Portfolio) -> Iterator[str]:
        if portfolio.budget_rupiah is not None:
            left = portfolio.budget_rupiah - portfolio.cost_rupiah
            yield self._of_many("budget", budget=self._rupiah(portfolio.budget_rupiah), left=self._rupiah(left))

    def _portfolio_proof(self, portfolio: Portfolio) -> Iterator[str]:
        if portfolio.gap:
            gap = format_decimal(round(portfolio.gap * 10_000), 2, self.language)
            yield self._of_many("bounded", bound=self._number(portfolio.bound_villages), gap=gap)
        else:
            yield self._of_many("proven")
        if not portfolio.villages:
            return
        if not portfolio.bound_rupiah and portfolio.cost_rupiah:  # not looked for, or nothing found out
            yield self._of_many("cost-unproven")
        elif portfolio.bound_rupiah is not None:
            proven = portfolio.bound_rupiah == portfolio.cost_rupiah
            bound = self._rupiah(portfolio.bound_rupiah)
            yield self._of_many("cost-proven" if proven else "cost-bounded", bound=bound)

    def _villages(self, portfolio: Portfolio) -> Iterator[str]:
        for village in portfolio.villages:
            yield self._of_many(
                "village",
                row=village.row,
                from_class=village.from_class,
                reached=village.reached_class,
                cost=self._rupiah(village.cost_rupiah),
                days=self._number(village.days),
            )
            for action in village.actions:
                yield f"   {self.lever(action.lever)}: {self.units(action)}"

    def _capacity(self, portfolio: Portfolio) -> Iterator[str]:
        if portfolio.capacity:
            yield from ("", self._of_many("heading-capacity"))
        for name, most in portfolio.capacity.items():
            used = self._number(portfolio.capacity_used[name])
            yield "• " + self._of_many("capacity", name=name, used=used, most=self._number(most))

    def _left(self, portfolio: Portfolio) -> Iterator[str]:
        if portfolio.not_lifted:
            yield from ("", self._of_many("heading-left"))
        for reason in dict.fromkeys(village.reason for village in portfolio.not_lifted):
            held = [village for village in portfolio.not_lifted if village.reason is reason]
            facts = dict.fromkeys(code for village in held for code in village.facts)
            costs = [village.cost_rupiah for village in held if village.cost_rupiah is not None]
            said = self._some([self.fact(code) for code in facts])
            cost = self._rupiah(min(costs, default=0))
            yield "• " + self._of_many(f"left-{reason}", count=self._number(len(held)), facts=said, cost=cost)

    # -- names ---------------------------------------------------------------------------------------------------

    def lever(self, name: str) -> str:
        """Name of a lever."""
        return self.levers.by_id[name].name.in_language(self.language)

    def fact(self, code: str) -> str:
        """Name of a fact."""
        known = self.catalogue.by_code.get(code)
        return code if known is None else known.name.in_language(self.language)

    def index(self, name: str) -> str:
        """Name of an index."""
        return next(held.name for held in self.instrument.indices if held.id == name).in_language(self.language)

    def _some(self, names: list[str]) -> str:
        more = len(names) - _MOST_FACTS
        return ", ".join(names[:_MOST_FACTS]) + (f" (+{more})" if more > 0 else "")

    def _number(self, number: int) -> str:
        return format_number(number, self.language)

    def _rupiah(self, amount: int) -> str:
        return format_rupiah(amount, self.language)

    def _say(self, key: str, **values: Any) -> str:
        return text(f"plan.{key}", self.language, **values)

    def _of_many(self, key: str, **values: Any) -> str:
        return text(f"portfolio.{key}", self.language, **values)
