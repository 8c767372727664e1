"""Growth charts: a child's points on the lines and bands of its standard, as whole-number coordinates for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.births import UNKNOWN, AtBirth
from guyub.apps.growth.models import GrowthState
from guyub.apps.growth.presentation.rows import Row
from guyub.apps.people.models import Person, Sex
from guyub.data.growth_files import UNDER_FIVE, load_growth_standard, load_indonesian_growth
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.curves import Curves, curves
from guyub.domain.growth.indonesia import Index, Tone

WIDTH, HEIGHT = 720, 600
LEFT, RIGHT, TOP, BOTTOM = 44, 50, 12, 60
LINES = (-3, -2, -1, 0, 1, 2, 3)
FULL_MONTHS, YOUNG_MONTHS = 60, 24
FULL_STEP, YOUNG_STEP, LENGTH_STEP = 6, 3, 10  # months and centimetres between numbers below the picture
AROUND = 10  # centimetres beside a child's own that its chart of weight by length shows


@dataclass(frozen=True)
class Kind:
    """What one chart shows: indicator, words, unit, steps of its grid."""

    code: str
    title: str | Promise
    unit: str
    step: int


KINDS = (
    Kind("wfa", gettext_lazy("Berat menurut umur (BB/U)"), "kg", 2),
    Kind("hfa", gettext_lazy("Panjang atau tinggi menurut umur (PB/U, TB/U)"), "cm", 10),
    Kind("wfh", gettext_lazy("Berat menurut panjang atau tinggi (BB/PB, BB/TB)"), "kg", 2),
    Kind("bfa", gettext_lazy("Indeks massa tubuh menurut umur (IMT/U)"), "kg/m²", 1),
    Kind("hcfa", gettext_lazy("Lingkar kepala menurut umur"), "cm", 2),
)


@dataclass(frozen=True)
class Point:
    """One measurement on a chart: place, and what it says; ``letter`` is N, T, O or B on the chart of weight."""

    x: int
    y: int
    letter: str
    state: GrowthState
    value: float


@dataclass(frozen=True)
class Band:
    """The area of one category; ``limits`` says in words between which lines it lies."""

    tone: Tone
    name: str
    points: str
    limits: str


@dataclass(frozen=True)
class Line:
    """One line of the standard with its name at the right end.

    ``card``: "red" or "orange" where it is that line of the growth card (KMS), else "".
    """

    sd: int
    points: str
    end_y: int
    card: str = ""

    @property
    def name(self) -> str:
        """As "+2" or "−2"; the median is "0"."""
        return sd_words(self.sd)


@dataclass(frozen=True)
class BirthDot:
    """Where the curve begins: weight or length at birth, in the chart's unit."""

    x: int
    y: int
    value: float


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn.

    ``months``: places of the months between the numbered ones, as on the card, up to two years; ``long``: it shows all
    five years, so that months lie too close for a letter each on a phone.
    """

    kind: Kind
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    runs: tuple[str, ...]
    x_ticks: tuple[tuple[int, int], ...]
    y_ticks: tuple[tuple[int, int], ...]
    months: tuple[int, ...]
    by_length: bool
    long: bool
    birth: BirthDot | None = None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def charts(child: Person, rows: Sequence[Row], language: str, born: AtBirth = UNKNOWN) -> list[Chart]:
    """All charts of a child under five on which it has a point; the chart of weight is always there.

    Args:
        child: Whose.
        rows: Measurements that count, in the order of their days.
        language: Of the categories' names.
        born: What was measured at its birth.
    """
    drawn = [_chart(child, kind, rows, language, born) for kind in KINDS]
    return [chart for chart in drawn if chart.points or chart.kind.code == "wfa"]


def _chart(child: Person, kind: Kind, rows: Sequence[Row], language: str, born: AtBirth) -> Chart:
    boy, standard = child.sex == Sex.MALE, load_growth_standard(UNDER_FIVE)
    measured = [row for row in rows if _drawn(kind, row)]
    standing = any((row.state.months or 0) >= YOUNG_MONTHS for row in rows)
    if kind.code == "wfh":
        measured = [row for row in measured if ((row.state.months or 0) >= YOUNG_MONTHS) == standing]
        keys = _lengths([row.found.height or 0 for row in measured], 65 if standing else 45, 120 if standing else 110)
    else:
        keys = [half / 2 for half in range(2 * (FULL_MONTHS if standing else YOUNG_MONTHS) + 1)]
    drawn = curves(standard, kind.code, boy, keys, LINES, standing=standing)
    first = _at_birth(kind, born)
    scale = _Scale(drawn, [*([] if first is None else [first]), *(_value(kind, row) for row in measured)])
    long = standing and not drawn.by_length
    step = LENGTH_STEP if drawn.by_length else FULL_STEP if long else YOUNG_STEP
    points = [_point(kind, row, scale) for row in measured]
    birth = None if first is None else BirthDot(scale.x(0), scale.y(first), first)
    places = [f"{point.x},{point.y}" for point in (*([birth] if birth else []), *points)]
    return Chart(
        kind=kind,
        bands=tuple(_bands(_index(kind.code), drawn, scale, language)),
        lines=tuple(_line(kind.code, sd, drawn, scale) for sd in LINES),
        points=tuple(points),
        runs=(" ".join(places),) if len(places) > 1 else (),
        x_ticks=tuple((scale.x(key), int(key)) for key in drawn.keys if key % step == 0),
        y_ticks=tuple((scale.y(level), level) for level in scale.levels(kind.step)),
        months=()
        if long or drawn.by_length
        else tuple(scale.x(key) for key in drawn.keys if key % 1 == 0 and key % step),
        by_length=drawn.by_length,
        long=long,
        birth=birth,
    )


def _at_birth(kind: Kind, born: AtBirth) -> float | None:
    """What the chart's line begins with, in its unit; a chart by length has no birth on it."""
    if kind.code == "wfa" and born.weight_g is not None:
        return born.weight_g / 1000
    if kind.code == "hfa" and born.length_mm is not None:
        return born.length_mm / 10
    return None


def sd_words(sd: int) -> str:
    """Standard deviations as people write them: "+2", "−2", "0"."""
    return f"{sd:+d}".replace("-", "−") if sd else "0"


def _lengths(heights: Sequence[float], least: int, most: int) -> list[float]:
    """Centimetres around those of the child, in whole tens, within the table."""
    if not heights:
        return [float(cm) for cm in range(least, most + 1)]
    first, last = int(min(heights) - AROUND) // 10 * 10, -(-int(max(heights) + AROUND) // 10) * 10
    return [float(cm) for cm in range(max(first, least), min(last, most) + 1)]


def _index(code: str) -> Index | None:
    return next((index for index in load_indonesian_growth().indices if index.of == code), None)


# -- what a measurement is on a chart --------------------------------------------------------------------------------


def _drawn(kind: Kind, row: Row) -> bool:
    """Only what has a z-score that can be: a mistyped 75 kg would press the curve flat; it stays in the list below."""
    if not row.state.rules.startswith(UNDER_FIVE) or kind.code in row.state.flagged:
        return False
    return getattr(row.state, kind.code) is not None


def _point(kind: Kind, row: Row, scale: "_Scale") -> Point:
    at = row.found.height if kind.code == "wfh" else (row.state.age_days or 0) / DAYS_PER_MONTH
    assert at is not None  # it has a z-score
    value = _value(kind, row)
    return Point(scale.x(at), scale.y(value), row.state.gain if kind.code == "wfa" else "", row.state, value)


def _value(kind: Kind, row: Row) -> float:
    """What was measured, as the z-score was computed from it."""
    working = row.found.scores[kind.code].working
    assert working is not None  # it has a z-score
    return working.value


# -- geometry --------------------------------------------------------------------------------------------------------


class _Scale:
    """From keys and values to places in the picture; points beyond the outer lines widen it."""

    def __init__(self, drawn: Curves, values: Sequence[float]) -> None:
        self.first, self.last = drawn.keys[0], drawn.keys[-1]
        low, high = min(drawn.lines[LINES[0]]), max(drawn.lines[LINES[-1]])
        self.low, self.high = min([low, *values]) * 0.97, max([high, *values]) * 1.02

    def x(self, key: float) -> int:
        """Along the picture."""
        return round(LEFT + (key - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT))

    def y(self, value: float) -> int:
        """Up the picture."""
        return round(HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM))

    def levels(self, step: int) -> range:
        """Whole values for the grid."""
        first = -(-int(self.low + 0.999) // step) * step
        return range(first, int(self.high) + 1, step)


def _line(code: str, sd: int, drawn: Curves, scale: _Scale) -> Line:
    places = [(scale.x(key), scale.y(value)) for key, value in zip(drawn.keys, drawn.lines[sd], strict=True)]
    kms = load_indonesian_growth().kms
    card = {kms.red_line: "red", kms.orange_line: "orange"}.get(sd * 100, "") if code == "wfa" else ""
    return Line(sd, " ".join(f"{x},{y}" for x, y in places), places[-1][1], card)


def _bands(index: Index | None, drawn: Curves, scale: _Scale, language: str) -> Sequence[Band]:
    """Areas of the categories. A limit of "+1" is drawn at the line of +1: a hundredth is less than a pixel."""
    if index is None:
        return ()
    bottom, top = HEIGHT - BOTTOM, TOP
    edges = [None if one.least is None else round(one.least / 100) for one in index.categories]
    bands = []
    for place, category in enumerate(index.categories):
        lower, upper = edges[place], edges[place + 1] if place + 1 < len(edges) else None
        floor = _edge(lower, drawn, scale, bottom)
        ceiling = _edge(upper, drawn, scale, top)
        outline = floor + ceiling[::-1]
        points = " ".join(f"{x},{y}" for x, y in outline)
        bands.append(Band(category.tone, category.name.in_language(language), points, _limits(lower, upper)))
    return bands


def _limits(lower: int | None, upper: int | None) -> str:
    if lower is None:
        return _("di bawah {upper} SD").format(upper=sd_words(upper or 0))
    if upper is None:
        return _("di atas {lower} SD").format(lower=sd_words(lower))
    return _("{lower} sampai {upper} SD").format(lower=sd_words(lower), upper=sd_words(upper))


def _edge(sd: int | None, drawn: Curves, scale: _Scale, otherwise: int) -> list[tuple[int, int]]:
    if sd is None:
        return [(scale.x(drawn.keys[0]), otherwise), (scale.x(drawn.keys[-1]), otherwise)]
    return [(scale.x(key), scale.y(value)) for key, value in zip(drawn.keys, drawn.lines[sd], strict=True)]
