"""Proofs of a village by the items they support: what is ready, what waits for the city, what is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.evidence import models
from guyub.apps.evidence.items import READINESS, instruments
from guyub.apps.evidence.models import Evidence, Support
from guyub.apps.territory.models import Unit
from guyub.domain.evidence import states
from guyub.domain.evidence.states import State
from guyub.domain.instruments import Instrument

READY, WAITING, MISSING = "ready", "waiting", "missing"


@dataclass(frozen=True)
class ProofLine:
    """A proof as a list shows it; ``state`` is that of today."""

    pk: int
    title: str
    kind: str
    state: str
    label: str


@dataclass(frozen=True)
class ItemRow:
    """An item with its proofs. ``standing``: ready, waiting or missing. ``wanted``: proofs that the item names."""

    code: str
    key: str
    name: str
    wanted: tuple[str, ...]
    offices: tuple[str, ...]
    proofs: tuple[ProofLine, ...]
    standing: str


@dataclass(frozen=True)
class Part:
    """One instrument with its items."""

    instrument: Instrument
    name: str
    rows: tuple[ItemRow, ...]
    counts: Counter[str]

    @property
    def told(self) -> str:
        """Such as "31 siap · 2 menunggu · 5 kurang"."""
        return told(self.counts)


def told(counts: Counter[str]) -> str:
    """Counts of items in words; who waits is left out where nobody does."""
    waiting = _("{n} menunggu").format(n=counts[WAITING]) if counts[WAITING] else ""
    parts = (_("{n} siap").format(n=counts[READY]), waiting, _("{n} kurang").format(n=counts[MISSING]))
    return " · ".join(filter(None, parts))


def parts(user: User, unit: Unit, language: str, today: date) -> list[Part]:
    """Both instruments with the proofs of a village that the person may see. Two queries."""
    proofs = list(Evidence.objects.visible_to(user).filter(unit=unit).prefetch_related("supports"))
    by_item: dict[tuple[str, str], list[ProofLine]] = {}
    for proof in proofs:
        for support in proof.supports.all():
            by_item.setdefault((support.instrument, support.item), []).append(line(proof, today))
    return [_part(instrument, by_item, language) for instrument in instruments()]


def line(proof: Evidence, today: date) -> ProofLine:
    """A proof in one line, in its state of today."""
    state = state_of(proof, today)
    return ProofLine(proof.pk, proof.title, proof.get_kind_display(), str(state), state_label(state))


def state_of(proof: Evidence, today: date) -> State:
    """The state on a day, whether or not expiry is on record yet."""
    return states.in_sight(State(proof.state), proof.valid_until, today)


def state_label(state: State) -> str:
    """A state in the page's language."""
    return str(models.State(str(state)).label)


def standing_of(found: Iterable[State]) -> str:
    """What the states of an item's proofs make of the item: one good proof is enough."""
    seen = set(found)
    if seen & states.READY:
        return READY
    return WAITING if seen & states.WAITING else MISSING


def village_line(user: User, unit: Unit) -> Line | None:
    """The line on the village page: readiness items with proof and without. One query."""
    if not scope_of(user).may(Right.SEE_EVIDENCE, unit.region_id):
        return None
    today = timezone.localdate()
    found: dict[str, list[State]] = {}
    rows = Support.objects.filter(
        instrument=READINESS, evidence__in=Evidence.objects.visible_to(user).filter(unit=unit)
    )
    for item, state, until in rows.values_list("item", "evidence__state", "evidence__valid_until"):
        found.setdefault(item, []).append(states.in_sight(State(state), until, today))
    items = instruments()[0].variables
    counts = Counter(standing_of(found.get(item.code, ())) for item in items)
    url = reverse("evidence:board", args=[unit.region_id])
    return Line(_("Bukti"), told(counts), url, "clipboard-data")


def home_line(user: User) -> Line | None:
    """The line on the first page of those who check: how many proofs wait for them. One query."""
    if not scope_of(user).has(Right.CHECK_EVIDENCE):
        return None
    waiting = Evidence.objects.checkable_by(user).filter(state=models.State.UPLOADED).count()
    if not waiting:
        return None
    words = ngettext("{n} bukti menunggu diperiksa", "{n} bukti menunggu diperiksa", waiting).format(n=waiting)
    return Line(_("Pemeriksaan bukti"), words, reverse("evidence:queue"), "shield-check")


def _part(instrument: Instrument, by_item: dict[tuple[str, str], list[ProofLine]], language: str) -> Part:
    rows = []
    for item in instrument.variables:
        proofs = tuple(by_item.get((instrument.id, item.code), ()))
        rows.append(
            ItemRow(
                code=item.code,
                key=f"{instrument.id}:{item.code}",
                name=item.name.in_language(language),
                wanted=item.evidence,
                offices=item.opd,
                proofs=proofs,
                standing=standing_of(State(proof.state) for proof in proofs),
            )
        )
    return Part(instrument, instrument.name.in_language(language), tuple(rows), Counter(row.standing for row in rows))
