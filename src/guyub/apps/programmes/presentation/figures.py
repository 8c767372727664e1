"""Figures of the classification beside what the groups say: which is in force, where from, and what would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.beside import Beside
from guyub.apps.assessment.models import FactRecord, Source
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.services import Known
from guyub.apps.programmes.services.facts import GroupFigure, figures_of, stands
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.participation import Participation, participation
from guyub.language import format_date


@dataclass(frozen=True)
class FigureLine:
    """One figure. ``by_hand``: somebody ticked or typed it; ``stands``: it is in force and comes from the groups."""

    name: str
    figure: GroupFigure
    in_force: int | None
    origin: str
    by_hand: bool
    stands: bool


@dataclass(frozen=True)
class Figures:
    """Everything the page shows. ``now`` and ``then``: participation as on record, and with the groups' figures."""

    lines: Sequence[FigureLine]
    now: Participation
    then: Participation

    @property
    def new(self) -> bool:
        """Whether the groups say something that is not on record."""
        return any(not line.stands for line in self.lines)


def figures_for(unit: Unit) -> Figures:
    """Figures of a unit beside what its groups say; six queries."""
    instrument = assessment.default_instrument()
    known = assessment.known_about(unit, instrument)
    found = figures_of(unit, known.level)
    with_groups = {**known.facts, **{one.code: one.value for one in found}}
    rules = load_group_rules()
    return Figures(
        [_line(one, known) for one in found],
        participation(rules, instrument, known.facts),
        participation(rules, instrument, with_groups),
    )


def _line(figure: GroupFigure, known: Known) -> FigureLine:
    record = known.records.get(figure.code)
    return FigureLine(
        name=load_fact_catalogue().by_code[figure.code].name.in_language(page_language()),
        figure=figure,
        in_force=known.facts.get(figure.code),
        origin=_origin(record),
        by_hand=record is not None and record.recording.source == Source.PROFILE_FORM,
        stands=stands(known, figure),
    )


def _origin(record: FactRecord | None) -> str:
    if record is None:
        return ""
    source = str(wording.SOURCES[Source(record.recording.source)])
    day = format_date(record.recording.as_of, page_language())
    return _("{source}, per {day}").format(source=source, day=day)


def beside_groups(user: User, unit: Unit, known: Known) -> Beside | None:
    """What the groups say beside figures of the village page; counts only, so for whoever reads its figures."""
    found = figures_of(unit, known.level)
    if not found:
        return None
    catalogue, language = load_fact_catalogue().by_code, page_language()
    figures: dict[str, str] = {}
    notes: Mapping[str, str] = {one.code: _note(one, known) for one in found}
    for one in found:
        if not stands(known, one):
            value: Any = wording.fact_value(catalogue[one.code], one.value, language)
            figures[one.code] = _("kelompok yang tercatat: {value}").format(value=value)
    return Beside(figures, notes)


def _note(figure: GroupFigure, known: Known) -> str:
    record = known.records.get(figure.code)
    if record is None:
        return _("Belum dicatat; kelompok yang tercatat di Guyub dapat mengisinya.")
    if record.recording.source == Source.GROUPS:
        return _("Dari kelompok yang tercatat di Guyub, dengan buktinya.")
    if record.recording.source == Source.PROFILE_FORM:
        return _("Diisi dengan tangan pada formulir profil.")
    return _("Angka laporan yang berlaku.")
