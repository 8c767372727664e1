"""The stream of figures that follow from what happened: which of them go on record, and where each stands.

What apps know is asked of `assessment.derived.providers`; when a figure takes the place of the one in force is said by
`domain.facts.derived.judge`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.derived import Derived, derived_of
from guyub.apps.assessment.models import DerivedFigure, FactRecord, Recording, Source, WaitingFigures
from guyub.apps.assessment.services.following import News
from guyub.apps.assessment.services.knowledge import Known, known_about
from guyub.apps.assessment.services.recording import NewRecording, record_many
from guyub.apps.assessment.services.states import default_instrument
from guyub.apps.territory.models import Unit
from guyub.domain.facts.derived import Figure, Verdict, judge
from guyub.errors import DomainError

HAPPENED = "happened"
OURS = (Source.GROUPS, Source.HAPPENED)


class NothingNew(DomainError):
    """Everything that the records say is in force already."""

    code = "nothing-new-of-records"
    template = "What the records of {village} say is in force already."
    exit_code = 4


@dataclass(frozen=True)
class Standing:
    """One figure that the records tell of, beside the one in force (``record`` None: nothing is).

    ``only_in_force``, ``only_derived``: entries of its list that one of the two has and the other lacks.
    """

    derived: Derived
    record: FactRecord | None
    only_in_force: tuple[str, ...] = ()
    only_derived: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the figure in force says the same, entry by entry where its entries are known."""
        same = self.record is not None and self.record.value == self.derived.value
        return same and not self.only_in_force and not self.only_derived

    @property
    def ours(self) -> bool:
        """Whether the figure in force was put on record from what happened."""
        return self.record is not None and self.record.recording.source in OURS


class HappenedStream:
    """Figures from groups, meetings, activities and whatever else tells `assessment.derived` of a village."""

    name = HAPPENED
    sources: Collection[Source] = OURS

    def lock(self, villages: Collection[str]) -> None:
        """Nothing more than the units: figures are counted anew each time."""

    def due(self, today: date, village: str | None) -> Iterable[str]:
        """Villages with figures from records that were not looked at today, unless news of them wait for the pause."""
        waiting = WaitingFigures.objects.filter(stream=self.name, until__gt=timezone.now()).values("village")
        old = DerivedFigure.objects.filter(looked_on__lt=today, unit__active=True).order_by("unit__region_id")
        old = old.exclude(unit__region__in=waiting)
        if village is not None:
            old = old.filter(unit__region=village)
        return old.values_list("unit__region_id", flat=True).distinct()

    def news(self, units: Sequence[Unit], known: Mapping[int, Known], on: date) -> dict[int, News]:
        """What follows for each unit."""
        return {unit.pk: _news(unit, known[unit.pk], on) for unit in units}


def standing_of(unit: Unit, known: Known, on: date) -> list[Standing]:
    """Everything that the records tell of a unit beside what is in force, in the order of the apps that know it."""
    return [_standing(one, known) for one in derived_of(unit, known.level, on).values()]


@transaction.atomic
def record_derived(actor: Actor, unit: Unit, on: date) -> list[Recording]:
    """Put all that the records say on record, in place of what was ticked or reported: somebody wants it so.

    Raises:
        NotAllowed: The person may not change facts of the unit.
        NothingNew: The records say nothing that is not in force.
    """
    require(actor, "record-facts", Right.EDIT_FIGURES, unit.region_id)
    known = known_about(unit, default_instrument())
    derived = derived_of(unit, known.level, on)
    wanted = {
        code: Verdict(True, _figure(one), speaks=True)
        for code, one in derived.items()
        if not ((standing := _standing(one, known)).agrees and standing.ours)
    }
    if not wanted:
        raise NothingNew(village=unit.region_id)
    _remember(unit, derived, dict.fromkeys(derived, True), on)
    return record_many(actor, _recordings(unit, wanted, derived, on))


def _news(unit: Unit, known: Known, on: date) -> News:
    """What is new of a unit. One of which nothing is known stays so until somebody enters its first figures."""
    derived = derived_of(unit, known.level, on)
    if not known.anything:
        return News(settle=lambda: _remember(unit, {}, dict.fromkeys(derived, False), on))
    before = {row.code: row for row in DerivedFigure.objects.filter(unit=unit)}
    verdicts = {code: _verdict(derived.get(code), before.get(code), known, code) for code in {*derived, *before}}
    told = {code: verdict for code, verdict in sorted(verdicts.items()) if verdict.records}
    speaks = {code: verdict.speaks for code, verdict in verdicts.items()}
    return News(_recordings(unit, told, derived, on), lambda: _remember(unit, derived, speaks, on))


def _verdict(now: Derived | None, before: DerivedFigure | None, known: Known, code: str) -> Verdict:
    record = known.records.get(code)
    said = Figure(before.value, before.entries) if before is not None and before.value is not None else None
    lists = any(one is not None and one.entries is not None for one in (now, said))
    return judge(
        _figure(now),
        said,
        _in_force(known, code, lists=lists),
        ours=record is not None and record.recording.source in OURS,
        spoke=before is not None and before.speaks,
    )


def _figure(derived: Derived | None) -> Figure | None:
    return None if derived is None else Figure(derived.value, derived.entries)


def _in_force(known: Known, code: str, *, lists: bool) -> Figure | None:
    value, items = known.facts.get(code), known.items.get(code) if lists else None
    if value is None:
        return None
    if lists and value == 0:
        return Figure(0, {})  # of a list of none it is known what is on it
    return Figure(value, items if isinstance(items, dict) or items is None else dict.fromkeys(items, ""))


def _standing(derived: Derived, known: Known) -> Standing:
    record, in_force = (
        known.records.get(derived.code),
        _in_force(known, derived.code, lists=derived.entries is not None),
    )
    if derived.entries is None or in_force is None or in_force.entries is None:
        return Standing(derived, record)
    missing = tuple(code for code in derived.entries if code not in in_force.entries)
    return Standing(derived, record, tuple(code for code in in_force.entries if code not in derived.entries), missing)


def _recordings(
    unit: Unit, told: Mapping[str, Verdict], derived: Mapping[str, Derived], on: date
) -> list[NewRecording]:
    """One recording for each source, with how many traces stand behind it."""
    of_source: dict[Source, list[str]] = {}
    for code in told:
        source = derived[code].source if code in derived else Source.HAPPENED
        of_source.setdefault(source, []).append(code)
    return [_recording(unit, source, codes, told, derived, on) for source, codes in of_source.items()]


def _recording(
    unit: Unit,
    source: Source,
    codes: Sequence[str],
    told: Mapping[str, Verdict],
    derived: Mapping[str, Derived],
    on: date,
) -> NewRecording:
    values, items = {}, {}
    for code in codes:
        figure = told[code].figure
        values[code] = figure.value if figure else None
        if figure is not None and figure.entries is not None:
            items[code] = _items(figure)
    traces = {
        (trace.told, trace.day, trace.url) for code in codes if code in derived for trace in derived[code].evidence
    }
    where = f"{len(traces)} bukti yang tercatat di Guyub; {on.isoformat()}"
    return NewRecording(unit, on, values, str(source), where, items=items)


def _items(figure: Figure) -> Any:
    """The entries as recordings keep them: code → how often where that is asked, otherwise a list of codes."""
    entries = figure.entries or {}
    return dict(sorted(entries.items())) if any(entries.values()) else sorted(entries)


def _remember(unit: Unit, derived: Mapping[str, Derived], speaks: Mapping[str, bool], on: date) -> None:
    """Keep what the records said, so that a change is noticed; a figure they say nothing of any more stays, empty."""
    rows = [
        DerivedFigure(
            unit=unit,
            code=code,
            value=derived[code].value if code in derived else None,
            entries=derived[code].entries if code in derived else None,
            speaks=spoke,
            looked_on=on,
        )
        for code, spoke in sorted(speaks.items())
    ]
    DerivedFigure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["unit", "code"],
        update_fields=["value", "entries", "speaks", "looked_on"],
    )
