"""The items of an entry in words, for the village's page and the city's: facts, claim, proofs, verified value."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from guyub.apps.appraisal.models import Entry
from guyub.apps.appraisal.services.claims import Proposed, proposed
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import records_of
from guyub.apps.appraisal.services.forecasting import forecast_of
from guyub.apps.assessment.presentation.wording import fact_value
from guyub.apps.evidence.models import State, Support
from guyub.data.loader import load_fact_catalogue, load_instrument
from guyub.domain.cycles import Record, RecordKind, latest, points
from guyub.language.words import source_text

GOOD = (State.CHECKED, State.VERIFIED)
BEST_FIRST = (State.VERIFIED, State.CHECKED, State.UPLOADED, State.CLAIMED, State.EXPIRED, State.REJECTED)


@dataclass(frozen=True)
class ProofLine:
    """A proof of an item. ``good``: checked by the city or seen in the field. ``late``: added after the time to
    complete evidence; it does not count."""

    key: int
    title: str
    state: str
    good: bool
    late: bool


@dataclass(frozen=True)
class ItemRow:
    """One item. Shares are texts ("66,7"), points hundredths; None: unknown."""

    code: str
    name: str
    grade: str
    source: str
    weight: int
    facts: tuple[str, ...]
    missing: tuple[str, ...]
    given_points: int | None
    given_share: str
    claimed: int | None  # ten-thousandths of the weight, as `verified`: what a total is summed from
    claimed_share: str
    claimed_points: int | None
    note: str
    proofs: tuple[ProofLine, ...]
    best: str
    expected: int | None
    verified: int | None
    verified_share: str
    verified_points: int | None
    reason: str
    asked: str
    answers: tuple[str, ...]

    @property
    def known(self) -> bool:
        return self.claimed_points is not None

    @property
    def proven(self) -> bool:
        """Whether there are proofs, and none of them waits for a check, failed it, or came late."""
        return bool(self.proofs) and all(proof.good and not proof.late for proof in self.proofs)


def item_rows(entry: Entry, language: str, *, with_forecast: bool) -> tuple[ItemRow, ...]:
    """All items of an entry. A fixed number of queries, however many items and proofs.

    ``with_forecast``: with the points that are expected to survive verification, for a page that shows them.
    """
    instrument = load_instrument(definition_of(entry.cycle).instrument)
    records = records_of(entry)
    claims = {key[1]: one for key, one in latest(records, RecordKind.CLAIM).items()}
    verified = {key[1]: one for key, one in latest(records, RecordKind.VERIFIED).items()}
    asked = {key[1]: one for key, one in latest(records, RecordKind.ASKED).items()}
    answers = _answers(records)
    proofs = _proofs(entry, instrument.id)
    expected = _expected(entry) if with_forecast and claims else {}
    rows = []
    for one in proposed(entry):
        variable, claim, value = instrument.by_code[one.item], claims.get(one.item), verified.get(one.item)
        share = claim.get("share") if claim is not None else one.share
        kept = value.get("share") if value is not None else None
        facts = claim.get("facts") if claim is not None else one.facts
        rows.append(
            ItemRow(
                code=one.item,
                name=variable.name.in_language(language),
                grade=str(variable.grade),
                source=source_text(f"{instrument.id}.{variable.code}", variable.source, language),
                weight=one.weight,
                facts=_fact_words(facts or {}, language),
                missing=_missing_words(one, language),
                given_points=one.points,
                given_share=share_text(one.share),
                claimed=share,
                claimed_share=share_text(share),
                claimed_points=points(one.weight, share),
                note=str(claim.get("note") or "") if claim is not None else "",
                proofs=tuple(proofs[one.item]),
                best=next((str(state.label) for state in BEST_FIRST if state.label in _states(proofs[one.item])), ""),
                expected=expected.get(one.item),
                verified=kept,
                verified_share=share_text(kept),
                verified_points=points(one.weight, kept),
                reason=str(value.get("reason") or "") if value is not None else "",
                asked=str(asked[one.item].get("what")) if one.item in asked else "",
                answers=tuple(answers[one.item]),
            )
        )
    return tuple(rows)


def _expected(entry: Entry) -> dict[str, int]:
    return {one.claim.item: round(one.expected) for one in forecast_of(entry).items}


def share_text(share: int | None) -> str:
    """Ten-thousandths as a percentage, as it is typed: 6670 is "66,7"; nothing for the unknown."""
    if share is None:
        return ""
    whole, rest = divmod(share, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


def _proofs(entry: Entry, instrument: str) -> Mapping[str, list[ProofLine]]:
    found: dict[str, list[ProofLine]] = defaultdict(list)
    supports = Support.objects.filter(evidence__unit=entry.unit_id, instrument=instrument).select_related("evidence")
    for support in supports.order_by("evidence_id"):
        proof = support.evidence
        state, late = State(proof.state), _late(proof.added_at, entry.completes_by)
        found[support.item].append(ProofLine(proof.pk, proof.title, str(state.label), state in GOOD, late))
    return found


def _late(added: datetime, until: datetime | None) -> bool:
    return until is not None and added > until


def _states(lines: list[ProofLine]) -> set[str]:
    return {line.state for line in lines if not line.late}


def _answers(records: list[Record]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        if record.kind == RecordKind.COMPLETED:
            found[record.item].append(str(record.get("note")))
    return found


def _fact_words(facts: Mapping[str, int | None], language: str) -> tuple[str, ...]:
    known = load_fact_catalogue().by_code
    return tuple(
        f"{known[code].name.in_language(language)}: {fact_value(known[code], value, language)}"
        for code, value in facts.items()
        if value is not None and code in known
    )


def _missing_words(one: Proposed, language: str) -> tuple[str, ...]:
    known = load_fact_catalogue().by_code
    return tuple(known[code].name.in_language(language) for code in one.missing if code in known)
