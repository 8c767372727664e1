"""Which figures can have been measured of a child at all."""

from guyub.domain.rulefiles import Grade, Model, Origin


class MeasuringLimits(Model):
    """The rule file: name of a measure in whole units → least and greatest figure, both possible."""

    id: str
    grade: Grade
    source: Origin
    possible: dict[str, tuple[int, int]]

    def allows(self, name: str, figure: int | None) -> bool:
        """Whether a figure can be; one that was not measured can."""
        least, most = self.possible[name]
        return figure is None or least <= figure <= most
