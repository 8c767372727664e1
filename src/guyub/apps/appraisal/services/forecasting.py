"""Read what the verification forecast needs: an entry's proofs item by item, and what became of past cycles.

A past outcome counts with its proofs as they stood when the city verified it; what happened to them later would make
every proof look better than it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, ItemStanding
from guyub.apps.evidence.models import Attachment, EvidenceEvent, Finding, Kind, State, Support
from guyub.apps.territory.codes import PROVINCE_LENGTH
from guyub.data.forecast_files import load_forecast_rule
from guyub.domain.cycles import RecordKind
from guyub.domain.cycles.forecast import Claim, Counts, Features, Forecast, Outcome, count, forecast
from guyub.domain.families.members import completed_months

MOST_OUTCOMES = 20_000  # the newest
KEPT_SECONDS = 3600
GROUPS = {
    Kind.DECREE: "paper",
    Kind.PLAN: "paper",
    Kind.CERTIFICATE: "paper",
    Kind.AGREEMENT: "paper",
    Kind.PHOTO: "picture",
}
BEST_FIRST = (State.VERIFIED, State.CHECKED, State.UPLOADED, State.CLAIMED, State.EXPIRED, State.REJECTED)
USED_AGAIN = ("near-duplicate", "same-file", "many-items")  # rules of the evidence sense


@dataclass(frozen=True)
class Proof:
    """A proof as the forecast sees it."""

    key: int
    kind: str
    state: str
    dated: date | None
    valid_until: date | None
    reused: bool


Proofs = Mapping[tuple[int, str], list[Proof]]  # (unit, item) → proofs


def forecast_of(entry: Entry) -> Forecast:
    """The forecast of one entry, from its proofs as they are today and the decided cycles of its province.

    Proofs that were added after the time to complete them do not count in the verification, so not here either.
    """
    rule, today = load_forecast_rule(), timezone.localdate()
    proofs = _proofs([entry.unit_id], entry.cycle.definition["instrument"], entry.completes_by)
    cut = _cut_before(entry)
    standings = entry.items.filter(claimed_points__isnull=False)
    claims = [
        Claim(
            one.item, one.claimed_points, _features(proofs.get((entry.unit_id, one.item), []), today, one.item in cut)
        )
        for one in standings
    ]
    return forecast(rule, past_counts(entry.cycle), claims)


def past_counts(cycle: Cycle) -> Counts:
    """Outcomes of the decided cycles of the same province, the cycle itself left out; kept for an hour."""
    province = cycle.region_id[:PROVINCE_LENGTH]
    decided = Cycle.objects.filter(region__code__startswith=province, state=Cycle.State.DECIDED).exclude(pk=cycle.pk)
    ends = decided.aggregate(last=Max("pk"), number=Count("pk"))
    if not ends["number"]:
        return Counts()
    key = f"forecast:{province}:{cycle.pk}:{ends['last']}:{ends['number']}"
    counts = cache.get(key)
    if counts is None:
        counts = count(_outcomes([one.pk for one in decided]))
        cache.set(key, counts, KEPT_SECONDS)
    return counts


def _outcomes(cycles: list[int]) -> list[Outcome]:
    columns = ("entry_id", "entry__unit_id", "entry__cycle__year", "item", "claimed_share", "verified_share")
    verified = ItemStanding.objects.filter(entry__cycle__in=cycles, claimed_share__gt=0, verified_share__isnull=False)
    instruments = ("entry__cycle__definition__instrument",)
    rows = list(verified.order_by("-entry__cycle__year", "-pk").values_list(*columns, *instruments)[:MOST_OUTCOMES])
    records = EntryRecord.objects.filter(entry__in={row[0] for row in rows}, kind=RecordKind.VERIFIED)
    moments = dict(records.values_list("entry").annotate(at=Max("at")))
    units = {row[1] for row in rows}
    proofs = {name: _proofs(units, name) for name in {row[6] for row in rows}}
    states = _States({proof.key for found in proofs.values() for own in found.values() for proof in own})
    first_cut = _first_cuts((unit, item, year) for _, unit, year, item, claimed, kept, _ in rows if kept < claimed)
    found = []
    for entry, unit, year, item, claimed, kept, instrument in rows:
        at = moments.get(entry)
        own = states.at(proofs[instrument].get((unit, item), []), at) if at else []
        cut = first_cut.get((unit, item), year) < year
        day = timezone.localdate(at) if at else date(year, 12, 31)
        found.append(Outcome(_features(own, day, cut), claimed, kept))
    return found


def _first_cuts(cuts: Iterable[tuple[int, str, int]]) -> dict[tuple[int, str], int]:
    """(unit, item) → first year in which it was cut."""
    found: dict[tuple[int, str], int] = {}
    for unit, item, year in cuts:
        found[unit, item] = min(year, found.get((unit, item), year))
    return found


def _proofs(units: Iterable[int], instrument: str, until: datetime | None = None) -> Proofs:
    """Proofs of these villages by item (three queries). ``until``: those added later are left out."""
    found_for = Support.objects.filter(evidence__unit__in=units, instrument=instrument)
    if until is not None:
        found_for = found_for.filter(evidence__added_at__lte=until)
    supports = list(found_for.select_related("evidence").order_by("pk"))
    keys = {support.evidence_id for support in supports}
    again = Finding.objects.filter(evidence__in=keys, rule__in=USED_AGAIN).exclude(verdict=Finding.Verdict.HARMLESS)
    reused = set(again.values_list("evidence", flat=True)) | _sharing_a_file(keys)
    found: dict[tuple[int, str], list[Proof]] = {}
    for support in supports:
        one = support.evidence
        proof = Proof(one.pk, one.kind, one.state, one.dated, one.valid_until, one.pk in reused)
        found.setdefault((one.unit_id, support.item), []).append(proof)
    return found


def _sharing_a_file(keys: set[int]) -> set[int]:
    """Proofs with a file that another proof shows too; uses of their own files only are counted, not of all."""
    held = Attachment.objects.filter(evidence__in=keys)
    uses = Attachment.objects.filter(file__in=held.values("file")).order_by().values("file")
    shared = uses.annotate(times=Count("evidence", distinct=True)).filter(times__gt=1)
    return set(held.filter(file__in=shared.values("file")).values_list("evidence", flat=True))


class _States:
    """States of proofs at moments of the past, from their ledgers."""

    def __init__(self, keys: set[int]) -> None:
        self._events: dict[int, list[tuple[datetime, str]]] = {}
        events = EvidenceEvent.objects.filter(evidence__in=keys).order_by("chain", "sequence")
        for key, at, state in events.values_list("evidence_id", "at", "state"):
            self._events.setdefault(key, []).append((at, state))

    def at(self, proofs: list[Proof], moment: datetime) -> list[Proof]:
        """The proofs that were there at a moment, in the state they were in."""
        found = []
        for proof in proofs:
            states = [state for at, state in self._events.get(proof.key, []) if at <= moment]
            if states:
                found.append(replace(proof, state=states[-1]))
        return found


def _cut_before(entry: Entry) -> set[str]:
    """Items of the village that were cut in an earlier, decided cycle."""
    earlier = ItemStanding.objects.filter(
        entry__unit=entry.unit_id,
        entry__cycle__state=Cycle.State.DECIDED,
        entry__cycle__year__lt=entry.cycle.year,
        claimed_share__isnull=False,
        verified_share__isnull=False,
    )
    rows = earlier.values_list("item", "claimed_share", "verified_share")
    return {item for item, claimed, verified in rows if verified < claimed}


def _features(proofs: list[Proof], day: date, cut: bool) -> Features:
    """The class of an item: its best proof, and of equally good ones the one with the least wrong with it."""
    before = frozenset({"cut_before"}) if cut else frozenset()
    if not proofs:
        return Features("none", troubles=before)
    best = min(proofs, key=lambda proof: (BEST_FIRST.index(State(proof.state)), len(_troubles(proof, day)), proof.key))
    return Features(best.state, GROUPS.get(Kind(best.kind), "record"), _troubles(best, day) | before)


def _troubles(proof: Proof, day: date) -> frozenset[str]:
    found = {"reuse"} if proof.reused else set()
    return frozenset(found | ({"age"} if _age_is_wrong(proof, day) else set()))


def _age_is_wrong(proof: Proof, day: date) -> bool:
    """No date, past its last day, an old proof of a happening, or a decree younger than proposed."""
    rule = load_forecast_rule()
    if proof.dated is None or (proof.valid_until is not None and proof.valid_until < day):
        return True
    months = completed_months(proof.dated, day)
    if GROUPS.get(Kind(proof.kind)) == "paper":
        return proof.kind == Kind.DECREE and months < rule.decree_young_below_months
    return months >= rule.old_after_months
