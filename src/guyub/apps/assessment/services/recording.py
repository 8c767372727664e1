"""Record facts: validated, append-only, attributable; the stored state follows in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.models import FactRecord, Recording, Source
from guyub.apps.assessment.services.locks import lock_units
from guyub.apps.assessment.services.states import default_instrument, refresh_states
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue
from guyub.domain.instruments import Instrument
from guyub.errors import DomainError

EARLIEST_DAY = date(2016, 1, 1)  # the year in which Kampung KB began
LONGEST_PROVENANCE = Recording._meta.get_field("provenance").max_length


class UnusableFacts(DomainError):
    """One or more figures cannot be recorded. ``problems``: (code, value, reason code), in the order given."""

    code = "unusable-facts"
    template = "Nothing was recorded: {count} figures cannot be used. First: {fact} = {value} ({reason})."
    exit_code = 4
    words = ("reason",)

    def __init__(self, problems: Sequence[tuple[str, Any, str]], **context: Any) -> None:
        self.problems = list(problems)
        fact, value, reason = self.problems[0]
        super().__init__(count=len(self.problems), fact=fact, value=value, reason=reason, **context)


@dataclass(frozen=True)
class NewRecording:
    """What to record about one unit. A value of None states that the figure is not known from that day on.

    ``given``: scores by the national system, by variable code. ``items``: the choices behind a count, by fact code:
    a list of item codes, or item code → frequency.
    """

    unit: Unit
    as_of: date
    values: Mapping[str, int | None]
    source: str
    provenance: str
    given: Mapping[str, int | None] = field(default_factory=dict)
    items: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def record_facts(
    actor: Actor,
    unit: Unit,
    *,
    as_of: date,
    values: Mapping[str, int | None],
    source: str,
    provenance: str,
    given: Mapping[str, int | None] | None = None,
    items: Mapping[str, Any] | None = None,
    note: str = "",
) -> Recording:
    """Record facts of one unit; see `record_many`."""
    new = NewRecording(unit, as_of, values, source, provenance, given or {}, items or {}, note)
    return record_many(actor, [new])[0]


@transaction.atomic
def record_many(actor: Actor, recordings: Sequence[NewRecording]) -> list[Recording]:
    """Record facts of many units, all or nothing, with a number of queries that does not grow with each unit.

    Raises:
        NotAllowed: The person may not change facts of one of the units.
        UnusableFacts: Unknown code, negative or too large value, a day to come or before Kampung KB, no or too long a
            provenance, nothing to record.
    """
    require(actor, "record-facts", Right.EDIT_FIGURES, *(new.unit.region_id for new in recordings))
    for new in recordings:
        if problems := problems_in(new, timezone.localdate()):
            raise UnusableFacts(problems, village=new.unit.region_id)
    units = {new.unit.pk: new.unit for new in recordings}
    lock_units(units)
    now = timezone.now()
    saved = Recording.objects.bulk_create(
        [
            Recording(
                unit=new.unit,
                as_of=new.as_of,
                source=new.source,
                provenance=new.provenance,
                note=new.note,
                recorded_by=person(actor),
                recorded_at=now,
            )
            for new in recordings
        ]
    )
    rows = [row for new, recording in zip(recordings, saved, strict=True) for row in _rows(new, recording)]
    FactRecord.objects.bulk_create(rows, batch_size=2000)
    refresh_states(units.values())
    return saved


def problems_in(new: NewRecording, today: date) -> list[tuple[str, Any, str]]:
    """Why figures cannot be recorded: (code, value, reason code). Contradictions are findings, not problems."""
    problems: list[tuple[str, Any, str]] = []
    if not new.values and not new.given:
        problems.append(("-", None, "nothing-to-record"))
    if reason := problem_with_day(new.as_of, today):
        problems.append(("as_of", new.as_of.isoformat(), reason))
    if new.source not in Source.values:
        problems.append(("source", new.source, "unknown-source"))
    if not new.provenance.strip():
        problems.append(("provenance", "", "empty"))
    if len(new.provenance) > LONGEST_PROVENANCE:
        problems.append(("provenance", f"{new.provenance[:40]} …", "too-long"))
    problems += problems_in_facts(new.values)
    problems += problems_in_given(new.given, default_instrument())
    problems += _problems_in_items(new)
    return problems


def problem_with_day(day: date, today: date) -> str | None:
    """Why figures cannot speak of this day: a reason code, or None."""
    if day > today:
        return "day-to-come"
    return "day-before-kampung-kb" if day < EARLIEST_DAY else None


def problems_in_facts(values: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """Why figures cannot be used: (fact, figure, reason code)."""
    known = load_fact_catalogue().by_code
    problems: list[tuple[str, Any, str]] = []
    for code, value in values.items():
        if code not in known:
            problems.append((code, value, "unknown-fact"))
        elif value is None:
            continue
        elif not isinstance(value, int) or isinstance(value, bool):
            problems.append((code, value, "not-a-whole-number"))
        elif reason := known[code].problem_with(value):
            problems.append((code, value, reason))
    return problems


def problems_in_given(given: Mapping[str, int | None], instrument: Instrument) -> list[tuple[str, Any, str]]:
    """Why given scores cannot be used: (variable, score, reason code)."""
    problems: list[tuple[str, Any, str]] = []
    for code, score in given.items():
        if code not in instrument.by_code:
            problems.append((code, score, "unknown-variable"))
        elif score is not None and score not in {band.score for band in instrument.by_code[code].bands}:
            problems.append((code, score, "score-does-not-exist"))
    return problems


def _problems_in_items(new: NewRecording) -> list[tuple[str, Any, str]]:
    return [
        (code, new.values.get(code), "items-do-not-add-up")
        for code, items in new.items.items()
        if new.values.get(code) != len(items)
    ]


def _rows(new: NewRecording, recording: Recording) -> list[FactRecord]:
    own = {"unit_id": new.unit.pk, "recording_id": recording.pk}  # by key: a province has hundreds of thousands
    facts = [FactRecord(**own, code=code, value=value, items=new.items.get(code)) for code, value in new.values.items()]
    scores = [
        FactRecord(**own, kind=FactRecord.Kind.SCORE, code=code, value=value) for code, value in new.given.items()
    ]
    return facts + scores
