"""What other sources say beside the figures in force on the village page; the families on the register above all.

A higher app registers here, from its `AppConfig.ready`, a function that says it. It checks the rights of the reader
itself and answers None where it has nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guyub.apps.accounts.models import User
from guyub.apps.assessment.services import Known
from guyub.apps.ordered import Ordered
from guyub.apps.territory.models import Unit


@dataclass(frozen=True)
class Beside:
    """``figures``: fact code → the figure that is not in force, in words.

    ``notes``: fact code → which source is in force and why; ``waiting``: what a person has to decide before a figure
    counts.
    """

    figures: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()


BesideMaker = Callable[[User, Unit, Known], Beside | None]

makers = Ordered[BesideMaker]()


def beside(user: Any, unit: Unit, known: Known) -> Beside:
    """What all sources say beside the figures of a village; of two notes about one figure the first stands."""
    found = [one for maker in makers if (one := maker(user, unit, known)) is not None]
    figures: dict[str, str] = {}
    notes: dict[str, str] = {}
    for one in reversed(found):
        figures |= one.figures
        notes |= one.notes
    return Beside(figures, notes, tuple(told for one in found for told in one.waiting))
