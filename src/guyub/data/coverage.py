"""The rule that says when a village's register is complete enough."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.families.coverage import CoverageRule


@cache
def load_coverage_rule() -> CoverageRule:
    """Least share of families interviewed, and for how long an interview counts."""
    file = FOLDER / "families" / "registry.yaml"
    return validate(CoverageRule, read_yaml(file), file)
