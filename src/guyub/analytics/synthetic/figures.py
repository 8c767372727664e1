"""The published figures and choices from which a population is drawn, each with its source and grade."""

import datetime
from functools import cache, cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from guyub.data import FOLDER, read_yaml, validate
from guyub.domain.rulefiles import Grade, Model, Text

DEFAULT_EDITION = "depok-2025"
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]


class Figure(Model):
    """One figure, or one distribution. ``within``: by how much a large population may differ from it."""

    value: float | dict[int | str, float]
    unit: str = "percent"
    within: float | None = None
    year: str
    status: Grade
    source: str


class Figures(Model):
    """An edition of figures; ages are counted on its ``day``."""

    id: str
    name: Text
    day: datetime.date
    figures: dict[str, Figure]

    def number(self, code: str) -> float:
        """A single figure, in its own unit."""
        value = self.figures[code].value
        assert isinstance(value, float)
        return value

    def share(self, code: str) -> float:
        """A percentage as a share of one."""
        return self.number(code) / 100

    def table(self, code: str) -> dict[int | str, float]:
        """A distribution by code."""
        value = self.figures[code].value
        assert isinstance(value, dict)
        return value

    def draw(self, code: str) -> "Draw":
        """A distribution, ready to be drawn from."""
        return self._draws.setdefault(code, Draw(self.table(code)))

    def turn(self, code: str) -> float:
        """The standard normal value below which the share of a figure lies."""
        return normal_turn(self.share(code))

    @cached_property
    def _draws(self) -> dict[str, "Draw"]:
        return {}


class Draw:
    """A distribution over codes. Weights need not add up to one."""

    def __init__(self, weights: dict[int | str, float]) -> None:
        self.codes = list(weights)
        total = np.cumsum(list(weights.values()))
        self.limits: Floats = total / total[-1]
        self.turns: Floats = np.array([normal_turn(float(limit)) for limit in self.limits[:-1]])

    def places(self, chance: Floats) -> npt.NDArray[np.intp]:
        """Place of the code for each number from 0 to 1."""
        return np.minimum(np.searchsorted(self.limits, chance, side="right"), len(self.codes) - 1)

    def pick(self, chance: Floats) -> Codes:
        """Code for each number from 0 to 1; the codes must be integers."""
        return np.array(self.codes, dtype=np.int8)[self.places(chance)]

    def pick_by_rank(self, rank: npt.NDArray[np.floating]) -> Codes:
        """Code for each standard normal number, the first code for the highest."""
        return np.array(self.codes, dtype=np.int8)[np.searchsorted(self.turns, -rank, side="right")]


class Words(Model):
    """What names are made of."""

    marker: str
    beginnings: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[list[str], list[str]]:
        """All given names, of men and of women."""
        return (
            [first + last for first in self.beginnings for last in self.male],
            [first + last for first in self.beginnings for last in self.female],
        )

    @cached_property
    def family_names(self) -> list[str]:
        """All family names with the marker behind."""
        return [f"{first}{last} {self.marker}" for first in self.beginnings for last in self.family]


def normal_turn(share: float) -> float:
    """The standard normal value below which this share lies; ±infinity for none and all."""
    if share <= 0:
        return float("-inf")
    return float("inf") if share >= 1 else NormalDist().inv_cdf(share)


@cache
def load_figures(edition: str = DEFAULT_EDITION) -> Figures:
    """An edition of the figures."""
    file = FOLDER / "synthetic" / f"{edition}.yaml"
    return validate(Figures, read_yaml(file), file)


@cache
def load_words() -> Words:
    """The words of made-up names."""
    file = FOLDER / "synthetic" / "names.yaml"
    return validate(Words, read_yaml(file), file)
