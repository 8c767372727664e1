"""Figures that follow from what happened, beside those in force: which holds, where from, and what proves each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment import services
from guyub.apps.assessment.beside import Beside
from guyub.apps.assessment.derived import Trace
from guyub.apps.assessment.models import DerivedFigure, FactRecord, Source
from guyub.apps.assessment.panels import Line
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.services import Known, Standing
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue, load_profile_form
from guyub.domain.facts.profile import RoutinesQuestion, TicksQuestion
from guyub.language import format_date

SHOWN = 6  # traces of an entry that are shown; the others are counted


@dataclass(frozen=True)
class EntryLine:
    """One entry of a list, or the figure as a whole (``name`` empty), with what proves it.

    ``hidden``: traces that the reader may not see; ``more``: further ones that are not shown.
    """

    name: str
    often: str
    counts: bool
    traces: Sequence[Trace]
    more: int
    hidden: int


@dataclass(frozen=True)
class FigureLine:
    """One figure. ``state``: derived, by-hand, reported or none: where the figure in force comes from.

    ``count``: traces behind it; ``unproven``: entries in force without a trace; ``differs``: they disagree.
    """

    code: str
    name: str
    derived: str
    in_force: str
    state: str
    origin: str
    entries: Sequence[EntryLine]
    count: int
    unproven: Sequence[str]
    differs: bool


def lines_for(user: User, unit: Unit, known: Known, on: date) -> list[FigureLine]:
    """Every figure that the records tell of, as this reader may see it."""
    scope, language = scope_of(user), page_language()
    found = services.standing_of(unit, known, on)
    may = {right: scope.may(right, unit.region_id) for right in _rights(found)}
    return [_line(one, may, language) for one in found]


def _rights(found: Iterable[Standing]) -> set[Right]:
    return {trace.right for one in found for trace in one.derived.evidence if trace.right is not None}


def _line(standing: Standing, may: Mapping[Right, bool], language: str) -> FigureLine:
    derived, record = standing.derived, standing.record
    definition, names = load_fact_catalogue().by_code[derived.code], _names(derived.code, language)
    return FigureLine(
        derived.code,
        definition.name.in_language(language),
        wording.fact_value(definition, derived.value, language),
        "" if record is None or record.value is None else wording.fact_value(definition, record.value, language),
        _state(standing),
        _origin(record, language),
        _entries(standing, names, may, language),
        len(derived.evidence),
        [names.get(code, code) for code in standing.only_in_force],
        not standing.agrees,
    )


def _entries(standing: Standing, names: Mapping[str, str], may: Mapping[Right, bool], language: str) -> list[EntryLine]:
    of_entry: dict[str, list[Trace]] = defaultdict(list)
    for trace in standing.derived.evidence:
        of_entry[trace.entry].append(trace)
    often = standing.derived.entries or {}
    lines = []
    for code, traces in of_entry.items():
        seen = [one for one in traces if one.right is None or may[one.right]]
        how = _often(often.get(code, ""), language)
        counts = code not in standing.only_derived
        hidden = len(traces) - len(seen)
        lines.append(EntryLine(names.get(code, code), how, counts, seen[:SHOWN], max(0, len(seen) - SHOWN), hidden))
    return lines


def _state(standing: Standing) -> str:
    if standing.record is None:
        return "none"
    if standing.ours:
        return "derived"
    return "by-hand" if standing.record.recording.source == Source.PROFILE_FORM else "reported"


def _origin(record: FactRecord | None, language: str) -> str:
    if record is None:
        return ""
    source = str(wording.SOURCES[Source(record.recording.source)])
    return _("{source}, per {day}").format(source=source, day=format_date(record.recording.as_of, language))


@cache
def _names(fact: str, language: str) -> Mapping[str, str]:
    """Words of the entries of a fact, as the profile form has them."""
    for question in load_profile_form().questions.values():
        if isinstance(question, TicksQuestion | RoutinesQuestion) and fact in question.facts:
            return {option.code: option.name.in_language(language) for option in question.options}
    return {}


@cache
def _frequencies(language: str) -> Mapping[str, str]:
    asked = (one for one in load_profile_form().questions.values() if isinstance(one, RoutinesQuestion))
    return {often.code: often.name.in_language(language) for one in asked for often in one.frequencies}


def _often(code: str, language: str) -> str:
    return _frequencies(language).get(code, code)


def beside_happened(user: User, unit: Unit, known: Known) -> Beside | None:
    """What happened beside figures of the village page, as it was last looked at; one query."""
    rows = DerivedFigure.objects.filter(unit=unit, value__isnull=False)
    figures, notes, catalogue, language = {}, {}, load_fact_catalogue().by_code, page_language()
    for row in rows:
        record = known.records.get(row.code)
        notes[row.code] = _note(record)
        if known.facts.get(row.code) != row.value:
            told = wording.fact_value(catalogue[row.code], row.value, language)
            figures[row.code] = _("dari yang tercatat: {value}").format(value=told)
    return Beside(figures, notes) if notes else None


def _note(record: FactRecord | None) -> str:
    if record is None:
        return _("Belum dicatat.")
    if record.recording.source in services.OURS:
        return _("Dari kejadian yang tercatat di Guyub, dengan buktinya.")
    if record.recording.source == Source.PROFILE_FORM:
        return _("Diisi dengan tangan pada formulir profil.")
    return _("Angka laporan yang berlaku.")


def happened_line(user: User, unit: Unit) -> Line | None:
    """The way to what the records tell of a village, for who reads its figures; one query."""
    if not scope_of(user).may_see(unit.region_id):
        return None
    count = DerivedFigure.objects.filter(unit=unit, value__isnull=False).count()
    told = _("{n} angka dari yang tercatat").format(n=count) if count else _("belum ada yang tercatat")
    return Line(_("Dari yang terjadi"), told, reverse("assessment:derived", args=[unit.region_id]), "clipboard-data")
