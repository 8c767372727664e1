"""Draw the calibration of the verification forecast. Usage: python tools/forecast_plot.py [FILE.svg].

Without a file it writes the picture of docs/explanation/forecast.md; a test draws it anew and compares.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.forecast_calibration import Trial, trial

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "forecast-calibration.svg"
SIDE, LEFT, TOP = 320, 56, 40
STYLES = {0: ("#b45309", "hanya asumsi awal / priors alone"), 10: ("#0f766e", "setelah 10 siklus / after 10 cycles")}


def draw() -> str:
    """The picture: forecast along, survived up; the nearer to the diagonal, the better calibrated."""
    marks = [_axes()]
    for row, (past, (colour, words)) in enumerate(STYLES.items()):
        done = trial(past)
        marks.append(_points(done, colour))
        y = TOP + SIDE + 62 + row * 22
        text = f"{words}: n = {done.outcomes}, error {done.error:.3f}"
        marks.append(
            f'<circle cx="{LEFT}" cy="{y - 4}" r="5" fill="{colour}"/><text x="{LEFT + 14}" y="{y}">{text}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + SIDE + 64} {TOP + SIDE + 96}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#1f2a37">\n'
        "<title>Kalibrasi ramalan verifikasi / Calibration of the verification forecast</title>\n"
        '<rect width="100%" height="100%" fill="#fbfaf7"/>\n' + "\n".join(marks) + "\n</svg>\n"
    )


def _axes() -> str:
    parts = [f'<text x="{LEFT}" y="22" font-size="14">Kalibrasi pada siklus simulasi / on simulated cycles</text>']
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
    parts.append(f'<text x="{LEFT}" y="{TOP - 6}">bertahan / survived</text>')
    return "\n".join(parts)


def _points(done: Trial, colour: str) -> str:
    spots = [(*_at(one.forecast, one.survived), one) for one in done.bins]
    line = " ".join(f"{x},{y}" for x, y, _ in spots)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="{3 + min(one.count // 250, 5)}" fill="{colour}"><title>{one.forecast:.0%} → '
        f"{one.survived:.0%}, n = {one.count}</title></circle>"
        for x, y, one in spots
    )
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _at(across: float, up: float) -> tuple[int, int]:
    return LEFT + round(SIDE * across), TOP + SIDE - round(SIDE * up)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(draw(), encoding="utf-8")
