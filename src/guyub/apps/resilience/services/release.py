"""Which figures of the register may go on record, where everyone who sees the village reads them exactly.

Figures of the classification of a whole village may: whoever checks the class has to be able to compute it. The index
and the stunting risk, on which no class depends, and everything of a unit smaller than its village, only where
disclosure control would show them.
"""

from collections.abc import Mapping

from guyub.apps.resilience.services.gate import VERDICTS, Gate
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import rws_under
from guyub.apps.territory.codes import CITY_LENGTH
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.privacy_files import load_disclosure_rule

INDEX, AT_RISK = "ibangga_hundredths", "krs_families"


class Gates:
    """What is shown outside its villages of each city, worked out once."""

    def __init__(self) -> None:
        self._by_city: dict[str, Gate] = {}

    def of(self, village: str) -> Gate:
        """The gate of the city of a village."""
        city = village[:CITY_LENGTH]
        if city not in self._by_city:
            self._by_city[city] = Gate(rws_under(city), city, inside=False, rules=rules().ibangga)
        return self._by_city[city]


def releasable(
    unit: Unit, level: UnitLevel | None, figures: Mapping[str, int], changed: Mapping[str, int], gates: Gates
) -> dict[str, int]:
    """Those of the changed figures that may be put on record.

    Args:
        unit: Whose figures.
        level: What it covers; absent means the village.
        figures: All figures of the register by fact code, changed or not.
        changed: Those that would be put on record.
        gates: What is shown of the city.
    """
    if level is not None and level.covers != UnitLevel.Covers.VILLAGE:
        return dict(changed) if _are_large(figures) else {}
    held = {code for code in (INDEX, AT_RISK) if code in changed and not _is_shown(code, unit.region_id, gates)}
    return {code: value for code, value in changed.items() if code not in held}


def _are_large(figures: Mapping[str, int]) -> bool:
    """All or nothing: figures of one place are parts of one another, and what is left out could be computed."""
    smallest = load_disclosure_rule().smallest
    return all(value == 0 or value >= smallest for code, value in figures.items() if code != INDEX)


def _is_shown(code: str, village: str, gates: Gates) -> bool:
    gate = gates.of(village)
    if code == INDEX:
        return gate.shows(village)
    return None not in gate.partition([*VERDICTS], village).values()
