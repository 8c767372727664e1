"""A plan for many villages in words: whom it lifts, what that costs, what each OPD carries, and who waits and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.domain.planning import Action, LeverSet, NotLifted, Portfolio
from guyub.language.plans import PlanWords

REASONS = tuple(NotLifted)[1:]  # in the order of the page; those that are there already do not wait


@dataclass(frozen=True)
class Deed:
    """One action in one village."""

    name: str
    count: str
    opd: str
    cost_rupiah: int
    days: int
    grade: str


@dataclass(frozen=True)
class Lifted:
    """One village that rises."""

    code: str
    name: str
    from_class: str
    reached_class: str
    cost_rupiah: int
    days: int
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Waiting:
    """One village that does not rise now; ``cost_rupiah``: its own cheapest plan, where there is one."""

    code: str
    name: str
    from_class: str
    cost_rupiah: int | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """What one OPD carries, as units for its capacity (None: not limited) and in words, kind by kind."""

    opd: str
    villages: int
    units: int
    amounts: str
    cost_rupiah: int
    capacity: int | None


@dataclass(frozen=True)
class JointPlan:
    """The whole answer, ready to show."""

    to_class: str
    headline: str
    proof: str
    left: str
    proven: bool
    cost_rupiah: int
    lifted: tuple[Lifted, ...]
    loads: tuple[Load, ...]
    waiting: tuple[tuple[str, tuple[Waiting, ...]], ...]
    already: int
    note: str


def joint_plan(answer: Portfolio, names: Mapping[str, str], levers: LeverSet, words: PlanWords) -> JointPlan:
    """The portfolio in words. ``names``: village code → name."""
    lifted = tuple(
        Lifted(
            village.row,
            names[village.row],
            village.from_class,
            village.reached_class,
            village.cost_rupiah,
            village.days,
            tuple(_deed(action, levers, words) for action in village.actions),
        )
        for village in sorted(answer.villages, key=lambda village: village.cost_rupiah)
    )
    already = sum(village.reason is NotLifted.ALREADY for village in answer.not_lifted)
    return JointPlan(
        to_class=answer.to_class,
        headline=words.portfolio_headline(answer),
        proof=" ".join(words.portfolio_proof(answer)),
        left=" ".join(words.portfolio_left(answer, names)),
        proven=answer.status == "optimal",
        cost_rupiah=answer.cost_rupiah,
        lifted=lifted,
        loads=_loads(answer, words),
        waiting=_waiting(answer, names, words),
        already=already,
        note=levers.notes[0].in_language(words.language) if levers.notes else "",
    )


def plan_rows(plan: JointPlan) -> Iterable[list[str | int | float | None]]:
    """One row an action, for downloads; villages that wait come after, with the reason."""
    yield [
        _("Kode"), _("Kelurahan/desa"), _("Dari kelas"), _("Menjadi"), _("Tindakan"), _("Sasaran"), _("OPD"),
        _("Biaya (usulan)"), _("Lama (hari)"), _("Keterangan"),
    ]  # fmt: skip
    for village in plan.lifted:
        for deed in village.deeds:
            own = [village.code, village.name, village.from_class, village.reached_class]
            yield [*own, deed.name, deed.count, deed.opd, deed.cost_rupiah, deed.days, ""]
    for reason, villages in plan.waiting:
        for waiting in villages:
            yield [waiting.code, waiting.name, waiting.from_class, "", "", "", "", waiting.cost_rupiah, None, reason]


def _deed(action: Action, levers: LeverSet, words: PlanWords) -> Deed:
    name, count = words.lever(action.lever), words.units(action)
    return Deed(name, count, action.opd, action.cost_rupiah, action.days, str(levers.by_id[action.lever].grade))


def _loads(answer: Portfolio, words: PlanWords) -> tuple[Load, ...]:
    actions: dict[str, list[Action]] = {opd: [] for opd in answer.capacity}
    villages: dict[str, set[str]] = {}
    for village in answer.villages:
        for action in village.actions:
            actions.setdefault(action.opd, []).append(action)
            villages.setdefault(action.opd, set()).add(village.row)
    loads = [
        Load(
            opd,
            len(villages.get(opd, ())),
            sum(action.units for action in found),
            words.amounts(found),
            sum(action.cost_rupiah for action in found),
            answer.capacity.get(opd),
        )
        for opd, found in actions.items()
    ]
    return tuple(sorted(loads, key=lambda load: (-load.cost_rupiah, load.opd)))


def _waiting(
    answer: Portfolio, names: Mapping[str, str], words: PlanWords
) -> tuple[tuple[str, tuple[Waiting, ...]], ...]:
    groups: dict[NotLifted, list[Waiting]] = {}
    for village in answer.not_lifted:
        if village.reason is NotLifted.ALREADY:
            continue
        facts = tuple(words.fact(code) for code in village.facts)
        found = Waiting(village.row, names[village.row], village.from_class, village.cost_rupiah, facts)
        groups.setdefault(village.reason, []).append(found)
    ordered = [reason for reason in REASONS if reason in groups]
    return tuple((words.reason(reason), tuple(_cheapest_first(groups[reason]))) for reason in ordered)


def _cheapest_first(villages: list[Waiting]) -> list[Waiting]:
    return sorted(villages, key=lambda village: (village.cost_rupiah is None, village.cost_rupiah or 0, village.name))
