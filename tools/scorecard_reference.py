"""The lines of the village scorecard as a page of the reference."""

from guyub.data.scorecard_files import load_scorecard
from guyub.domain.scorecard.lines import Better, Target


def scorecard_page() -> str:
    """Every line by theme: what it counts, its target, source, grade and offices."""
    rules = load_scorecard()
    lines = [
        "# Village scorecard",
        "",
        f"`{rules.id}` {rules.version}. Offices: {rules.offices.grade}, {rules.offices.source.en}.",
    ]
    lines += [
        "",
        f"Figures stay open for {rules.keeping.open_days} days ({rules.keeping.grade}, {rules.keeping.source.en}).",
    ]
    for theme in rules.themes:
        lines += ["", f"## {theme.name.en} ({theme.name.id})", ""]
        lines += [
            "| line | counts | of | better | target | grade | source | offices |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for line in rules.of_theme(theme.code):
            told = [f"`{line.code}` {line.name.en} ({line.name.id})", line.of.en, line.per.en, line.better.value]
            told += [_target(line.target, line.better), line.grade, line.source.en, ", ".join(line.offices)]
            lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines) + "\n"


def _target(target: Target | None, better: Better) -> str:
    if target is None:
        return "none found"
    sign = "≥" if better is Better.HIGH else "≤"
    rounded = ", after rounding to whole per cent" if target.rounded else ""
    beside = "" if target.why is None else f"; not judged: {target.why.en}"
    return f"{sign} {target.at}{rounded} ({target.grade}: {target.source.en}){beside}"
