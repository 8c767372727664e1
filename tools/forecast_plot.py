"""Draw the calibration of the forecasts. Usage: python tools/forecast_plot.py [FOLDER].

Without a folder it writes the pictures of docs/explanation; a test draws them anew and compares.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import forecast_calibration, growth_forecast

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images"
SIDE, LEFT, TOP = 320, 56, 40
STYLES = {0: ("#b45309", "hanya asumsi awal / priors alone"), 10: ("#0f766e", "setelah 10 siklus / after 10 cycles")}
COLOURS = ("#0f766e", "#b45309", "#4f46e5")  # of the worlds of children


@dataclass(frozen=True)
class Spot:
    """Cases whose forecast lies within a tenth: how many, mean forecast, share for which it came true."""

    count: int
    forecast: float
    came_true: float


@dataclass(frozen=True)
class Series:
    """One line of a picture with the words below it."""

    colour: str
    words: str
    spots: Sequence[Spot]


def draw() -> dict[str, str]:
    """Both pictures by file name: forecast along, outcome up; the nearer to the diagonal, the better calibrated."""
    return {"forecast-calibration.svg": _verification(), "growth-forecast-calibration.svg": _growth()}


def _verification() -> str:
    series = []
    for past, (colour, words) in STYLES.items():
        done = forecast_calibration.trial(past)
        spots = [Spot(one.count, one.forecast, one.survived) for one in done.bins]
        series.append(Series(colour, f"{words}: n = {done.outcomes}, error {done.error:.3f}", spots))
    return _picture(
        "Kalibrasi ramalan verifikasi / Calibration of the verification forecast",
        "Kalibrasi pada siklus simulasi / on simulated cycles",
        "bertahan / survived",
        series,
    )


def _growth() -> str:
    series = []
    for world, colour in zip(growth_forecast.WORLDS, COLOURS, strict=True):
        done = growth_forecast.trial(world)
        spots = [Spot(one.count, one.forecast, one.came_true) for one in done.bins]
        count = sum(one.count for one in spots)
        series.append(Series(colour, f"{world.name}: n = {count}, error {done.error:.3f}", spots))
    return _picture(
        "Kalibrasi peringatan dini stunting / Calibration of the early warning of stunting",
        "Kalibrasi pada anak rekaan / on made-up children",
        "menjadi pendek / stunted",
        series,
    )


def _picture(title: str, heading: str, up: str, series: Sequence[Series]) -> str:
    marks = [_axes(heading, up)]
    for row, one in enumerate(series):
        colour, text = one.colour, one.words
        marks.append(_points(one))
        y = TOP + SIDE + 62 + row * 22
        marks.append(
            f'<circle cx="{LEFT}" cy="{y - 4}" r="5" fill="{colour}"/><text x="{LEFT + 14}" y="{y}">{text}</text>'
        )
    width, height = LEFT + SIDE + 64, TOP + SIDE + 52 + 22 * len(series)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#1f2a37">\n'
        f"<title>{title}</title>\n"
        '<rect width="100%" height="100%" fill="#fbfaf7"/>\n' + "\n".join(marks) + "\n</svg>\n"
    )


def _axes(heading: str, up: str) -> str:
    parts = [f'<text x="{LEFT}" y="22" font-size="14">{heading}</text>']
    for percent in range(0, 101, 20):
        x, y = _at(percent / 100, percent / 100)
        parts.append(f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{TOP + SIDE}" stroke="#d6d3d1"/>')
        parts.append(f'<line x1="{LEFT}" x2="{LEFT + SIDE}" y1="{y}" y2="{y}" stroke="#d6d3d1"/>')
        parts.append(f'<text x="{x}" y="{TOP + SIDE + 16}" text-anchor="middle">{percent} %</text>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{percent} %</text>')
    parts.append(
        f'<line x1="{LEFT}" y1="{TOP + SIDE}" x2="{LEFT + SIDE}" y2="{TOP}" stroke="#78716c" stroke-dasharray="5 4"/>'
    )
    parts.append(
        f'<text x="{LEFT + SIDE // 2}" y="{TOP + SIDE + 36}" text-anchor="middle">'
        "peluang diramalkan / forecast chance</text>"
    )
    parts.append(f'<text x="{LEFT}" y="{TOP - 6}">{up}</text>')
    return "\n".join(parts)


def _points(series: Series) -> str:
    spots, colour = [(*_at(one.forecast, one.came_true), one) for one in series.spots], series.colour
    line = " ".join(f"{x},{y}" for x, y, _ in spots)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="{3 + min(one.count // 250, 5)}" fill="{colour}"><title>{one.forecast:.0%} → '
        f"{one.came_true:.0%}, n = {one.count}</title></circle>"
        for x, y, one in spots
    )
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _at(across: float, up: float) -> tuple[int, int]:
    return LEFT + round(SIDE * across), TOP + SIDE - round(SIDE * up)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    for name, picture in draw().items():
        (folder / name).write_text(picture, encoding="utf-8")
