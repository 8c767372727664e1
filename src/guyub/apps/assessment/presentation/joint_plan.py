"""A plan for many villages in words: whom it lifts, what that costs, what each OPD carries, and who waits and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub import language as words
from guyub.data import load_fact_catalogue
from guyub.domain.planning import Action, LeverSet, NotLifted, Portfolio

REASONS: dict[NotLifted, Promise] = {
    NotLifted.ALREADY: gettext_lazy("Sudah di kelas ini atau lebih tinggi"),
    NotLifted.MISSING_FACTS: gettext_lazy("Angkanya belum lengkap; lengkapi dulu datanya"),
    NotLifted.UNREACHABLE: gettext_lazy("Tidak ada gabungan tindakan yang cukup"),
    NotLifted.BUDGET: gettext_lazy("Anggaran tidak cukup"),
    NotLifted.LIMITS: gettext_lazy("Anggaran atau kapasitas OPD tidak cukup"),
    NotLifted.TIME: gettext_lazy("Belum sempat dihitung"),
}


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
    """What one OPD carries; ``capacity`` None: not limited."""

    opd: str
    villages: int
    units: int
    cost_rupiah: int
    capacity: int | None


@dataclass(frozen=True)
class JointPlan:
    """The whole answer, ready to show."""

    to_class: str
    headline: str
    proof: str
    proven: bool
    cost_rupiah: int
    lifted: tuple[Lifted, ...]
    loads: tuple[Load, ...]
    waiting: tuple[tuple[str, tuple[Waiting, ...]], ...]
    already: int
    note: str


def joint_plan(answer: Portfolio, names: Mapping[str, str], levers: LeverSet, language: str) -> JointPlan:
    """The portfolio in words. ``names``: village code → name."""
    lifted = tuple(
        Lifted(
            village.row,
            names[village.row],
            village.from_class,
            village.reached_class,
            village.cost_rupiah,
            village.days,
            tuple(_deed(action, levers, language) for action in village.actions),
        )
        for village in sorted(answer.villages, key=lambda village: village.cost_rupiah)
    )
    already = sum(village.reason is NotLifted.ALREADY for village in answer.not_lifted)
    return JointPlan(
        to_class=answer.to_class,
        headline=_headline(answer, language),
        proof=_proof(answer, language),
        proven=answer.status == "optimal",
        cost_rupiah=answer.cost_rupiah,
        lifted=lifted,
        loads=_loads(answer),
        waiting=_waiting(answer, names, language),
        already=already,
        note=levers.notes[0].in_language(language) if levers.notes else "",
    )


def plan_rows(plan: JointPlan) -> Iterable[list[str | int | float | None]]:
    """One row an action, for downloads; villages that wait come after, with the reason."""
    yield [
        _("Kode"), _("Kelurahan/desa"), _("Dari kelas"), _("Menjadi"), _("Tindakan"), _("Sasaran"), _("OPD"),
        _("Biaya (usulan)"), _("Hari"), _("Keterangan"),
    ]  # fmt: skip
    for village in plan.lifted:
        for deed in village.deeds:
            own = [village.code, village.name, village.from_class, village.reached_class]
            yield [*own, deed.name, deed.count, deed.opd, deed.cost_rupiah, deed.days, ""]
    for reason, villages in plan.waiting:
        for waiting in villages:
            yield [waiting.code, waiting.name, waiting.from_class, "", "", "", "", waiting.cost_rupiah, None, reason]


def _deed(action: Action, levers: LeverSet, language: str) -> Deed:
    lever = levers.by_id[action.lever]
    count = words.text(f"plan.units-{action.unit}", language, count=words.format_number(action.units, language))
    name = lever.name.in_language(language)
    return Deed(name, count, action.opd, action.cost_rupiah, action.days, str(lever.grade))


def _headline(answer: Portfolio, language: str) -> str:
    if not answer.villages_lifted:
        return _("Belum ada desa yang dapat naik ke {name} dengan batas yang dipilih.").format(name=answer.to_class)
    text = _("{n} desa naik ke {name} dengan {cost}.")
    cost = words.format_rupiah(answer.cost_rupiah, language)
    return text.format(n=words.format_number(answer.villages_lifted, language), name=answer.to_class, cost=cost)


def _proof(answer: Portfolio, language: str) -> str:
    if answer.villages_lifted < answer.bound_villages:
        text = _("Waktu hitung habis: mungkin masih ada cara menaikkan hingga {most} desa, tidak lebih.")
        return text.format(most=words.format_number(answer.bound_villages, language))
    if not answer.villages_lifted:
        return _("Terbukti: dengan batas ini tidak satu desa pun dapat naik.")
    if answer.bound_rupiah is None or answer.cost_gap:
        least = words.format_rupiah(answer.bound_rupiah or 0, language)
        return _("Terbukti: tidak ada cara menaikkan lebih banyak desa. Biayanya paling sedikit {least}.").format(
            least=least
        )
    return _("Terbukti: tidak ada cara menaikkan lebih banyak desa, dan tidak ada yang lebih murah.")


def _loads(answer: Portfolio) -> tuple[Load, ...]:
    villages: dict[str, set[str]] = {}
    units: dict[str, int] = {}
    costs: dict[str, int] = {}
    for village in answer.villages:
        for action in village.actions:
            villages.setdefault(action.opd, set()).add(village.row)
            units[action.opd] = units.get(action.opd, 0) + action.units
            costs[action.opd] = costs.get(action.opd, 0) + action.cost_rupiah
    opds = sorted({*villages, *answer.capacity}, key=lambda opd: -costs.get(opd, 0))
    return tuple(
        Load(opd, len(villages.get(opd, ())), units.get(opd, 0), costs.get(opd, 0), answer.capacity.get(opd))
        for opd in opds
    )


def _waiting(answer: Portfolio, names: Mapping[str, str], language: str) -> tuple[tuple[str, tuple[Waiting, ...]], ...]:
    catalogue = load_fact_catalogue().by_code
    groups: dict[NotLifted, list[Waiting]] = {}
    for village in answer.not_lifted:
        if village.reason is NotLifted.ALREADY:
            continue
        facts = tuple(catalogue[code].name.in_language(language) for code in village.facts)
        found = Waiting(village.row, names[village.row], village.from_class, village.cost_rupiah, facts)
        groups.setdefault(village.reason, []).append(found)
    ordered = [reason for reason in REASONS if reason in groups]
    return tuple((str(REASONS[reason]), tuple(_cheapest_first(groups[reason]))) for reason in ordered)


def _cheapest_first(villages: list[Waiting]) -> list[Waiting]:
    return sorted(villages, key=lambda village: (village.cost_rupiah is None, village.cost_rupiah or 0, village.name))
