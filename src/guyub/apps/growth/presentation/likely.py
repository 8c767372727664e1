"""Which weight and height are likely at an age: beyond them one is asked again, on the day and in corrections."""

from guyub.data.growth_files import UNDER_FIVE, load_growth_standard, load_measuring_limits
from guyub.domain.growth.measuring import likely_span

PER_TENTH = {"weight_g": ("wfa", 100), "height_mm": ("hfa", 1)}  # indicator; whole units in a tenth of a kg or cm


def likely_figures(boy: bool, days: int) -> dict[str, tuple[int, int]]:
    """Least and greatest likely figure at an age in days, in whole grams and millimetres; none beyond five years."""
    standard, between = load_growth_standard(UNDER_FIVE), load_measuring_limits().likely
    spans = {name: (likely_span(standard, code, boy, days, between), per) for name, (code, per) in PER_TENTH.items()}
    return {name: (span[0] * per, span[1] * per) for name, (span, per) in spans.items() if span is not None}
