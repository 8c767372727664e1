"""The four rule files of families together, settled with the same choices."""

from dataclasses import dataclass

from guyub.domain.families.family_planning import FamilyPlanning
from guyub.domain.families.ibangga import Ibangga
from guyub.domain.families.indicators import FamilyIndicators
from guyub.domain.families.krs import Krs
from guyub.domain.families.rules import NamedValue


@dataclass(frozen=True)
class FamilyRules:
    """All rules about one family; ``version`` names files and choices, to be stored with results."""

    ibangga: Ibangga
    family_planning: FamilyPlanning
    krs: Krs
    indicators: FamilyIndicators
    version: str

    @property
    def values(self) -> dict[str, NamedValue]:
        """Every named value: the last file is lent those of all others."""
        return self.indicators.values
