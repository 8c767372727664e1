"""Look for what is odd about proofs, and keep it as findings. A person decides; nothing here changes a proof."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.evidence.models import Attachment, Evidence, Finding, Kind, StoredFile, Support
from guyub.apps.evidence.services.windows import window_of
from guyub.apps.territory.models import Boundary
from guyub.data.evidence_files import load_sense_rules
from guyub.domain.evidence.look import distance, says_something
from guyub.domain.evidence.sense import Alike, Context, Paper, Picture, Rule, Sense, Shown, Window, alike, alike_to
from guyub.domain.places import Point, km_outside

BATCH = 500  # proofs held in memory at once
Windows = Callable[[str], Window | None]


def sense(proofs: Iterable[int], windows: Windows = window_of) -> int:
    """Look at some proofs, right after one changed; returns how many findings are new."""
    keys = sorted(set(proofs))
    return _keep_all(keys, _alike_to_earlier(keys), windows)


def sense_all(windows: Windows = window_of) -> int:
    """Look at all proofs; returns how many findings are new. Pictures are compared through an index of their looks."""
    uses: dict[int, list[Alike]] = defaultdict(list)
    for found in alike(_all_shown(), load_sense_rules().most(Rule.NEAR_DUPLICATE)):
        uses[found.proof].append(found)
    return _keep_all(list(Evidence.objects.order_by("pk").values_list("pk", flat=True)), uses, windows)


def _keep_all(keys: Sequence[int], uses: Mapping[int, Sequence[Alike]], windows: Windows) -> int:
    new = 0
    for start in range(0, len(keys), BATCH):
        batch = _Batch(keys[start : start + BATCH])
        new += _keep(batch, uses, windows)
    return new


@transaction.atomic
def _keep(batch: "_Batch", uses: Mapping[int, Sequence[Alike]], windows: Windows) -> int:
    """Findings of a batch: those found again stay, open ones that no longer hold go, decided ones are kept."""
    windows = cache(windows)  # a village has many proofs
    found: dict[tuple[int, int | None, str], Finding] = {}
    asked: dict[int, frozenset[Rule]] = {}
    for proof in batch.proofs:
        rules = Sense(load_sense_rules(), windows(proof.unit.region_id))
        asked[proof.pk] = rules.asked
        for sign in rules.signs(batch.paper(proof)):
            other = batch.elsewhere(proof)[0] if sign.rule is Rule.SAME_FILE else None
            _put(found, proof.pk, other, sign.rule, sign.measured)
        for use in uses.get(proof.pk, ()):
            _put(found, proof.pk, use.other, Rule.NEAR_DUPLICATE, {"bits": use.bits, "across": list(use.across)})
    known = {(row.evidence_id, row.other_id, row.rule): row for row in Finding.objects.filter(evidence__in=batch.keys)}
    gone = [
        row.pk
        for key, row in known.items()
        if key not in found and row.verdict == Finding.Verdict.OPEN and row.rule in asked[row.evidence_id]
    ]
    Finding.objects.filter(pk__in=gone).delete()
    new = [row for key, row in found.items() if key not in known]
    Finding.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _put(
    found: dict[tuple[int, int | None, str], Finding], proof: int, other: int | None, rule: Rule, measured: Any
) -> None:
    row = Finding(evidence_id=proof, other_id=other, rule=str(rule), details=measured)
    found.setdefault((proof, other, str(rule)), row)


@dataclass(frozen=True)
class _Batch:
    """Some proofs with everything the rules ask about, in a fixed number of queries."""

    keys: Sequence[int]

    @cached_property
    def proofs(self) -> list[Evidence]:
        return list(Evidence.objects.filter(pk__in=self.keys).select_related("unit").order_by("pk"))

    @cached_property
    def attachments(self) -> dict[int, list[Attachment]]:
        held: dict[int, list[Attachment]] = defaultdict(list)
        for one in Attachment.objects.filter(evidence__in=self.keys).select_related("file").order_by("pk"):
            held[one.evidence_id].append(one)
        return held

    @cached_property
    def uses(self) -> dict[int, list[tuple[int, str]]]:
        """All uses of the files: proof and village, earliest first."""
        files = {one.file_id for held in self.attachments.values() for one in held}
        held: dict[int, list[tuple[int, str]]] = defaultdict(list)
        rows = Attachment.objects.filter(file__in=files).order_by("pk")
        for file, proof, village in rows.values_list("file_id", "evidence_id", "evidence__unit__region_id"):
            held[file].append((proof, village))
        return held

    @cached_property
    def items(self) -> dict[int, set[tuple[str, str]]]:
        """What the proofs support, and those that share a file with one of them."""
        sharing = {proof for held in self.uses.values() for proof, _ in held}
        return _items({*self.keys, *sharing})

    @cached_property
    def outlines(self) -> dict[str, Any]:
        return outlines_of({proof.unit.region_id for proof in self.proofs})

    def elsewhere(self, proof: Evidence) -> list[int]:
        """Earlier proofs of other villages that show one of its files. Who showed it first is not asked."""
        own = proof.unit.region_id
        uses = sorted({use for one in self.attachments[proof.pk] for use in self.uses[one.file_id]})
        return [other for other, village in uses if village != own and other < proof.pk]

    def paper(self, proof: Evidence) -> Paper:
        held = self.attachments[proof.pk]
        outline = self.outlines.get(proof.unit.region_id)
        return Paper(
            is_decree=proof.kind == Kind.DECREE,
            is_photo=proof.kind == Kind.PHOTO,
            dated=proof.dated,
            valid_until=proof.valid_until,
            items=self._items(proof),
            other_villages=len(self.elsewhere(proof)),
            pictures=tuple(picture_of(one.file, outline) for one in held),
        )

    def _items(self, proof: Evidence) -> int:
        """Items of one instrument that rest on the proof or on another proof of the village with the same file."""
        own = proof.unit.region_id
        sharing = {
            use for one in self.attachments[proof.pk] for use, village in self.uses[one.file_id] if village == own
        }
        by_instrument: dict[str, set[str]] = defaultdict(set)
        for key in {proof.pk, *sharing}:
            for instrument, item in self.items[key]:
                by_instrument[instrument].add(item)
        return max((len(items) for items in by_instrument.values()), default=0)


def outlines_of(codes: Iterable[str]) -> dict[str, Any]:
    """Outlines of villages, of those that have one, by code. One query."""
    rows = Boundary.objects.filter(region__in=codes).values_list("region_id", "geometry")
    return {code: json.loads(geometry) for code, geometry in rows}


def picture_of(file: StoredFile, outline: dict[str, Any] | None) -> Picture:
    """What a kept picture said of itself: the day it was taken, and how far outside an outline."""
    taken = timezone.localtime(file.taken_at).date() if file.taken_at else None
    if outline is None or file.latitude is None or file.longitude is None:
        return Picture(taken)
    return Picture(taken, km_outside(outline, Point(float(file.latitude), float(file.longitude))))


def _items(proofs: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    held: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for proof, instrument, item in Support.objects.filter(evidence__in=proofs).values_list(
        "evidence_id", "instrument", "item"
    ):
        held[proof].add((instrument, item))
    return held


_COLUMNS = ("evidence_id", "file__look", "evidence__unit__region_id", "evidence__dated")


def _shown(row: tuple[int, str, str, date | None], items: Mapping[int, set[tuple[str, str]]]) -> Shown:
    proof, look, village, dated = row
    held = frozenset(f"{instrument} {item}" for instrument, item in items.get(proof, ()))
    return Shown(proof, look, Context(village, held, dated.year if dated else None))


def _all_shown() -> Iterator[Shown]:
    """All pictures in the order in which they were attached."""
    items: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for proof, instrument, item in Support.objects.values_list("evidence_id", "instrument", "item").iterator():
        items[proof].add((instrument, item))
    rows = Attachment.objects.exclude(file__look="").order_by("pk").values_list(*_COLUMNS)
    return (_shown(row, items) for row in rows.iterator())


def _alike_to_earlier(keys: Sequence[int]) -> dict[int, list[Alike]]:
    """For each picture of the proofs the most alike earlier one. Only looks that are near are loaded in full."""
    own = Attachment.objects.filter(evidence__in=keys).exclude(file__look="").order_by("pk")
    mine = list(own.values_list("pk", *_COLUMNS))
    looks = (
        list(Attachment.objects.exclude(file__look="").order_by("pk").values_list("pk", "file__look")) if mine else []
    )
    most, found = load_sense_rules().most(Rule.NEAR_DUPLICATE), defaultdict(list)
    for number, *row in mine:
        if not says_something(row[1]):
            continue
        near = [other for other, look in looks if other < number and distance(row[1], look) <= most]
        rows = list(Attachment.objects.filter(pk__in=near).order_by("pk").values_list(*_COLUMNS)) if near else []
        items = _items({row[0], *(one[0] for one in rows)})
        use = alike_to(_shown(tuple(row), items), (_shown(one, items) for one in rows), most)
        if use is not None:
            found[use.proof].append(use)
    return found
