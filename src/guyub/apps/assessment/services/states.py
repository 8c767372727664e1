"""From what is known to scores and class; and the stored state that lists and maps read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from guyub.apps.assessment.models import INDEX_IDS, VillageState
from guyub.apps.assessment.services.knowledge import Known, given_after, known_about, known_about_many
from guyub.apps.assessment.services.locks import lock_units
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue, load_instrument, load_related
from guyub.domain.facts import Finding, find_contradictions
from guyub.domain.instruments import Assessment, Instrument, assess, assess_change
from guyub.domain.instruments.class_turns import lacking, sparing
from guyub.errors import DomainError

BATCH = 500  # units whose records are held in memory at once


class UnfitInstrument(DomainError):
    """The stored states have a column for each index, and the instrument has other indices."""

    code = "unfit-instrument"
    template = (
        "The site cannot follow {instrument}: it keeps the indices {kept}, and the instrument has {found}. "
        "Choose another instrument for the site; this one can still be used with `guyub classify`."
    )
    exit_code = 5


def default_instrument() -> Instrument:
    """The instrument that the stored states follow, in its default mode.

    Raises:
        UnfitInstrument: It has other indices than the stored states have columns for.
    """
    instrument = load_instrument(settings.GUYUB_INSTRUMENT)
    found = [index.id for index in instrument.indices]
    if set(found) != set(INDEX_IDS):
        raise UnfitInstrument(instrument=instrument.id, kept=", ".join(INDEX_IDS), found=", ".join(found) or "-")
    return instrument


@cache
def _related(instrument_id: str) -> Mapping[str, Instrument]:
    return load_related(load_instrument(instrument_id))


def assess_known(known: Known, instrument: Instrument | None = None, mode: str | None = None) -> Assessment:
    """Scores, indices and class that follow from what is known. Facts nobody recorded are named as missing."""
    return assess_facts(known.facts, instrument, mode, known.given)


def assess_facts(
    facts: Mapping[str, int | None],
    instrument: Instrument | None = None,
    mode: str | None = None,
    given: Mapping[str, int] | None = None,
) -> Assessment:
    """Scores, indices and class that follow from facts that need not be stored anywhere."""
    instrument = instrument or default_instrument()
    return assess(instrument, facts, mode=mode, given=given, related=_related(instrument.id))


def findings_of(facts: Mapping[str, int | None]) -> tuple[Finding, ...]:
    """Figures that cannot both be true."""
    return find_contradictions(load_fact_catalogue(), facts)


def assessment_of(
    unit: Unit, instrument: Instrument | None = None, mode: str | None = None, on: date | None = None
) -> Assessment:
    """Assessment of a unit from its recordings (up to a day). Nothing is stored."""
    instrument = instrument or default_instrument()
    return assess_known(known_about(unit, instrument, on), instrument, mode)


def what_if(
    known: Known,
    changes: Mapping[str, int | None],
    instrument: Instrument | None = None,
    mode: str | None = None,
    before: Assessment | None = None,
) -> Assessment:
    """Assessment as if these facts were different (None: not known). Nothing is stored.

    ``before``: the answer with the facts as they are, where it is at hand; much of it need not be worked out anew.
    """
    instrument = instrument or default_instrument()
    facts = {**known.facts, **changes}
    changed = {code for code, value in changes.items() if known.facts.get(code) != value}
    given = given_after([code for code in changed if changes[code] is not None], known.given, instrument)
    if before is None:
        return assess_facts(facts, instrument, mode, given)
    return assess_change(instrument.in_mode(mode), before, facts, changed, given, _related(instrument.id))


@transaction.atomic
def refresh_states(units: Iterable[Unit]) -> None:
    """Work out the stored state of these units anew. Called by every service that changes what is known."""
    units = list(units)
    for start in range(0, len(units), BATCH):
        _refresh_batch(units[start : start + BATCH])


def refresh_in_turn(keys: Sequence[int]) -> None:
    """The same for any number of units by id, a batch a transaction, so that others can record in between."""
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            lock_units(batch := keys[start : start + BATCH])
            refresh_states(Unit.objects.filter(pk__in=batch))


def refresh_stale_states() -> int:
    """Work out anew the states that follow other rules than the installed ones; returns how many there were."""
    instrument = default_instrument()
    following = Q(
        instrument_id=instrument.id,
        instrument_checksum=instrument.checksum,
        instrument_mode=instrument.default_mode,
    )
    stale = VillageState.objects.filter(~following, last_recording__isnull=False).order_by("pk")
    keys = list(stale.values_list("pk", flat=True))
    refresh_in_turn(keys)
    return len(keys)


def _refresh_batch(units: list[Unit]) -> None:
    instrument = default_instrument()
    known = known_about_many(units, instrument)
    states = [state_from(known[unit.pk], instrument) for unit in units]
    columns = [field.attname for field in VillageState._meta.concrete_fields if not field.primary_key]
    names = [field.name for field in VillageState._meta.concrete_fields if field.attname in columns]
    VillageState.objects.bulk_create(states, update_conflicts=True, unique_fields=["unit"], update_fields=names)


def state_from(known: Known, instrument: Instrument) -> VillageState:
    """The state row of a unit, not saved. Without any recording it says only that there is no data."""
    state = VillageState(unit=known.unit, updated_at=timezone.now())
    if not known.anything:
        return state
    answer = assess_known(known, instrument)
    findings = [finding.as_dict() for finding in findings_of(known.facts)]
    fields: dict[str, Any] = {
        "as_of": known.as_of,
        "last_recording_id": known.last_recording_id,
        "facts": dict(known.facts),
        "given": dict(known.given),
        "items": dict(known.items),
        "instrument_id": answer.instrument_id,
        "instrument_version": answer.instrument_version,
        "instrument_mode": answer.mode,
        "instrument_checksum": answer.checksum,
        "class_name": answer.class_name,
        "class_rank": answer.rank,
        "scores": answer.scores,
        "index_input": answer.indices.get("input"),
        "index_process": answer.indices.get("process"),
        "index_output": answer.indices.get("output"),
        "missing": list(answer.missing),
        "missing_count": len(answer.missing),
        "findings": findings,
        "findings_count": len(findings),
    }
    for name, value in {**fields, **_distances(answer, instrument)}.items():
        setattr(state, name, value)
    return state


def _distances(answer: Assessment, instrument: Instrument) -> dict[str, int | None]:
    """Score points to the nearest higher class and to the loss of this one."""
    if None in answer.indices.values():
        return {"points_lacking": None, "points_spare": None}
    up, down = lacking(instrument, answer.indices), sparing(instrument, answer.indices)
    return {"points_lacking": up.points if up else None, "points_spare": down.points if down else None}
