"""What is measured of an elder: which figures can be, which are asked about once more, and what is high."""

from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

Bounds = tuple[int, int]


class PressureSign(Known):
    """Blood pressure from either figure on, in mmHg."""

    id: str
    systolic: int
    diastolic: int
    refer: bool
    name: Text
    advice: Text

    def shows(self, systolic: int | None, diastolic: int | None) -> bool:
        """Whether either figure reaches its limit; figures that were not taken do not."""
        return (systolic or 0) >= self.systolic or (diastolic or 0) >= self.diastolic


class CheckRules(Model):
    """The rule file; figures in whole grams, millimetres, mmHg and mg/dL."""

    id: str
    version: str
    possible: dict[str, Bounds]
    likely: dict[str, Bounds]
    change: dict[str, int]
    oldest: int
    bounds_grade: Grade
    bounds_source: Origin
    signs: tuple[PressureSign, ...]

    def allows(self, name: str, figure: int | None) -> bool:
        """Whether a figure can be; one that was not taken can."""
        least, most = self.possible[name]
        return figure is None or least <= figure <= most

    def far(self, name: str, figure: int | None, before: int | None) -> bool:
        """Whether a figure is further from the one before than is likely."""
        known = figure is not None and before is not None and name in self.change
        return known and abs((figure or 0) - (before or 0)) > self.change[name]

    def too_old(self, years: int) -> bool:
        """Whether an age in completed years is asked about."""
        return years > self.oldest
