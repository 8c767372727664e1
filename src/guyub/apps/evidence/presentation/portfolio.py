"""What the jury will see of a village, gathered once for the page and the document. No person's name is in it.

Proofs are told by kind, title, days, state and fingerprint: who added or signed them, and what is written about them,
stays out.
"""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from guyub.apps.assessment import services
from guyub.apps.assessment.models import Snapshot
from guyub.apps.assessment.presentation.village import VillageView, village_view
from guyub.apps.evidence.items import READINESS
from guyub.apps.evidence.models import Attachment, Evidence, State
from guyub.apps.evidence.programmes import Programme, programmes_of
from guyub.apps.territory.models import Unit
from guyub.data import load_instrument
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.instruments import Assessment, Instrument

SNAPSHOTS_SHOWN = 24
INNOVATION, CONTINUITY = "E1", "E3"
PROGRAMME_ITEMS = ("B4", "B5", "B7")
SHOWN = (State.VERIFIED, State.CHECKED, State.UPLOADED, State.CLAIMED, State.EXPIRED)  # the strongest first


@dataclass(frozen=True)
class ProofLine:
    """One proof in the index. ``items``: codes by instrument, ``files``: fingerprints of what was sent."""

    number: int
    pk: int
    kind: str
    title: str
    document: str
    dated: datetime.date | None
    valid_until: datetime.date | None
    state: str
    state_words: str
    items: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    def supports(self, instrument: str, code: str) -> bool:
        """Whether it is shown for this item."""
        return (instrument, code) in self.items


@dataclass(frozen=True)
class ItemLine:
    """One item of the readiness instrument. ``reached``: in its own count, None where a figure is missing."""

    code: str
    name: str
    weight: int
    reached: int | None
    full: int
    proofs: tuple[ProofLine, ...]

    @property
    def points(self) -> int | None:
        """Points in hundredths, rounded for show; sums are taken before."""
        return None if self.reached is None else _hundredths(self.reached, self.full)

    @property
    def best(self) -> ProofLine | None:
        """The proof that stands strongest."""
        return min(self.proofs, key=lambda line: SHOWN.index(State(line.state)), default=None)


@dataclass(frozen=True)
class Block:
    """Items under one letter: points reached (hundredths) of the weight they have together."""

    letter: str
    reached: int
    unknown: int  # weight of items that nobody can score yet
    weight: int


@dataclass(frozen=True)
class Portfolio:
    """A village for the jury. ``village`` is None while nobody recorded a figure."""

    unit: Unit
    village: VillageView | None
    readiness: Instrument
    assessed: Assessment
    items: tuple[ItemLine, ...]
    proofs: tuple[ProofLine, ...]
    left_out: int  # rejected proofs
    programmes: tuple[Programme, ...]
    printed_on: datetime.date

    @property
    def points(self) -> int:
        """Points of readiness reached, in hundredths: the instrument's total, rounded once."""
        return _hundredths(self.assessed.total or 0, self._full)

    @property
    def _full(self) -> int:
        return self.items[0].full

    @property
    def points_unknown(self) -> int:
        """Weight of the items that cannot be scored yet."""
        return sum(item.weight for item in self.items if item.reached is None)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Items by their letter."""
        by_letter: dict[str, list[ItemLine]] = defaultdict(list)
        for item in self.items:
            by_letter[item.code[0]].append(item)
        return tuple(
            Block(
                letter,
                _hundredths(sum(item.reached or 0 for item in held), self._full),
                sum(item.weight for item in held if item.reached is None),
                sum(item.weight for item in held),
            )
            for letter, held in by_letter.items()
        )

    def proofs_for(self, *codes: str) -> tuple[ProofLine, ...]:
        """Proofs shown for items of the readiness instrument."""
        return tuple(line for line in self.proofs if any(line.supports(self.readiness.id, code) for code in codes))

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 of figures, scores and proofs: equal data, equal hash."""
        content = {
            "code": self.unit.region_id,
            "facts": {fact.code: fact.value for fact in self.village.facts} if self.village else {},
            "scores": self.assessed.scores,
            "instrument": [self.readiness.id, self.readiness.version, self.readiness.checksum],
            "proofs": [
                [line.pk, line.state, str(line.dated), list(line.files), list(line.items)] for line in self.proofs
            ],
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _hundredths(reached: int, full: int) -> int:
    return rounded_ratio(reached, full)


def portfolio_of(unit: Unit, language: str) -> Portfolio:
    """The portfolio as of today; a fixed number of queries."""
    readiness = load_instrument(READINESS)
    assessed = services.assess_known(services.known_about(unit, readiness), readiness)
    proofs, left_out = _proofs(unit)
    return Portfolio(
        unit=unit,
        village=_village(unit, language),
        readiness=readiness,
        assessed=assessed,
        items=tuple(_items(readiness, assessed, proofs, language)),
        proofs=proofs,
        left_out=left_out,
        programmes=tuple(programmes_of(unit, language)),
        printed_on=timezone.localdate(),
    )


def _village(unit: Unit, language: str) -> VillageView | None:
    instrument = services.default_instrument()
    known = services.known_about(unit, instrument)
    if not known.anything:
        return None
    taken = Snapshot.objects.filter(unit=unit).select_related("taken_by").order_by("-sequence")[:SNAPSHOTS_SHOWN]
    return village_view(known, services.assess_known(known, instrument), instrument, list(taken), language)


def _items(
    readiness: Instrument, assessed: Assessment, proofs: Iterable[ProofLine], language: str
) -> Iterable[ItemLine]:
    for variable in readiness.variables:
        score = assessed.variables[variable.code].score
        weight = int(variable.weight or 0)
        full = readiness.total.full_score if readiness.total else 1
        yield ItemLine(
            variable.code,
            variable.name.in_language(language),
            weight,
            None if score is None else weight * score,
            full,
            tuple(line for line in proofs if line.supports(readiness.id, variable.code)),
        )


def _proofs(unit: Unit) -> tuple[tuple[ProofLine, ...], int]:
    rows = list(Evidence.objects.filter(unit=unit).prefetch_related("supports").order_by("kind", "dated", "pk"))
    files: dict[int, list[str]] = defaultdict(list)
    held = Attachment.objects.filter(evidence__unit=unit).order_by("position", "pk")
    for proof, sha256 in held.values_list("evidence_id", "file__sha256"):
        files[proof].append(sha256)
    shown = [row for row in rows if row.state in SHOWN]
    lines = (_proof(number, row, files[row.pk]) for number, row in enumerate(shown, start=1))
    return tuple(lines), len(rows) - len(shown)


def _proof(number: int, row: Evidence, files: list[str]) -> ProofLine:
    return ProofLine(
        number=number,
        pk=row.pk,
        kind=row.get_kind_display(),
        title=row.title,
        document=row.number,
        dated=row.dated,
        valid_until=row.valid_until,
        state=row.state,
        state_words=row.get_state_display(),
        items=tuple(sorted((support.instrument, support.item) for support in row.supports.all())),
        files=tuple(files),
    )
