"""Participation of a village: as the classification counts it, and who came, which the family survey asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.assessment import services as assessment
from guyub.apps.programmes.services.attendance import Came, came_in_window
from guyub.apps.territory.models import Unit
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.participation import Participation, participation


@dataclass(frozen=True)
class KindLine:
    """One kind that the classification counts: its share, and who came in the window (None: it never met)."""

    kind: str
    members: int | None
    of: int | None
    percent: int | None
    came: Came | None


@dataclass(frozen=True)
class Figures:
    """Everything the page shows."""

    lines: Sequence[KindLine]
    whole: Participation


def figures_for(unit: Unit, today: date) -> Figures:
    """Participation by the figures in force, beside who came; four queries."""
    instrument = assessment.default_instrument()
    known = assessment.known_about(unit, instrument)
    whole = participation(load_group_rules(), instrument, known.facts)
    came = came_in_window(unit, known.level, today)
    lines = [KindLine(one.kind, one.members, one.of, one.percent, came.get(one.kind)) for one in whole.shares]
    return Figures(lines, whole)
