"""What later measures of children and elders start from: true height-for-age, weight at birth, level of ADL."""

import math

import numpy as np
import numpy.typing as npt

from guyub.analytics.synthetic.figures import Figures, Floats, normal_turn
from guyub.analytics.synthetic.households import Ints, Members

MONTHS_OF_CHILDREN = 60
YEARS_OF_ELDERS = 60
STUNTED_BELOW = -2.0  # SD
GRAMS, SPREAD_GRAMS = 3150, 430
LOW_WEIGHT = 2500


def child_hooks(
    figures: Figures, chance: np.random.Generator, members: Members, rows: Ints, welfare: Floats
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Height-for-age in hundredths of an SD, and weight at birth in grams, of the members in ``rows``.

    Poorer families have somewhat more stunting; ages have the shares of the survey, brought to the city's mean.
    """
    months = members.months[rows]
    starts = [int(start) for start in figures.table("stunting_by_months")]
    national = np.array(list(figures.table("stunting_by_months").values())) / 100
    widths = np.diff([*starts, MONTHS_OF_CHILDREN])
    city = figures.share("stunting") / float((national * widths).sum() / MONTHS_OF_CHILDREN) * national
    spread = figures.number("height_spread")
    means = np.array([STUNTED_BELOW - spread * normal_turn(float(share)) for share in city])
    own = 0.25 * welfare[members.family[rows]] + math.sqrt(1 - 0.25**2) * chance.standard_normal(len(rows))
    height = means[np.searchsorted(starts, months, side="right") - 1] + spread * own
    shift = LOW_WEIGHT - SPREAD_GRAMS * normal_turn(figures.share("low_birth_weight")) - GRAMS
    grams = GRAMS + shift + SPREAD_GRAMS * (0.3 * own + math.sqrt(1 - 0.09) * chance.standard_normal(len(rows)))
    return (
        np.clip(np.rint(height * 100), -600, 600).astype(np.int16),
        np.clip(np.rint(grams), 900, 5500).astype(np.int16),
    )


def elder_hooks(figures: Figures, chance: np.random.Generator, members: Members, rows: Ints) -> list[str]:
    """ADL level A to E; the oldest depend more on others."""
    draw = chance.random(len(rows))
    old = np.clip((members.years[rows] - 67) / 400, -0.02, 0.1)
    places = figures.draw("adl").places(np.clip(draw + old * draw, 0, 0.999999))
    codes = [str(code) for code in figures.draw("adl").codes]
    return [codes[place] for place in places]
