"""Write docs/reference from the code and the rule files. Usage: python tools/make_reference.py [FOLDER].

A test runs this into a scratch folder and compares, so the reference cannot fall behind.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["COLUMNS"] = "100"  # argparse wraps its help to the terminal; the file must not depend on it

from family_reference import family_pages
from questionnaire_reference import questionnaire_pages
from scorecard_reference import scorecard_page

from guyub import cli
from guyub.data import instrument_ids, load_fact_catalogue, load_instrument
from guyub.domain.expressions.model import Band

sys.path.append(str(Path(__file__).parents[1]))
from tests.apps.access_rules import as_markdown as access_matrix  # the matrix is what the tests ask

HEADER = "<!-- Written by tools/make_reference.py; do not edit by hand. -->\n\n"


def commands() -> str:
    """The help of every command."""
    parts = ["# Commands\n\nError and result texts are Indonesian, or English with `--lang en`.\n"]
    parts += [f"## {one.prog}\n\n```text\n{one.format_help().strip()}\n```\n" for one in _commands_of(cli._parser([]))]
    return HEADER + "\n".join(parts)


def _commands_of(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Commands by name, each followed by its jobs where it has several."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name in sorted(action.choices):
                yield action.choices[name]
                yield from _commands_of(action.choices[name])


def facts() -> str:
    """The fact catalogue and its checks."""
    catalogue = load_fact_catalogue()
    lines = ["# Facts", "", "| code | Indonesian | English | unit | kind | from |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{fact.code}` | {fact.name.id} | {fact.name.en} | {fact.unit} | {fact.kind} | {', '.join(fact.sources)} |"
        for fact in catalogue.facts
    ]
    lines += ["", "## Checks", "", "| check | says | grade | source |", "|---|---|---|---|"]
    lines += [f"| `{c.id}` | {c.message.en} | {c.grade} | {c.source} |" for c in catalogue.checks]
    return HEADER + "\n".join(lines) + "\n"


def instrument(name: str) -> str:
    """One instrument: standing, options, variables with their bands."""
    rules = load_instrument(name)
    lines = [
        f"# {rules.name.en}",
        "",
        f"`{rules.id}` {rules.version}, {rules.name.id}. Status {rules.status}, grade {rules.grade}.",
    ]
    lines += ["", f"Source: {rules.source}", "", f"Checksum: `{rules.checksum}`", ""]
    lines += [f"- {note.en}" for note in rules.notes]
    for option in rules.options:
        lines.append(
            f"- option `{option.name}` ({option.grade}): {option.about.en} Choices: {', '.join(option.choices)}."
        )
    lines += [
        f"- mode `{mode}`: " + (", ".join(f"{k} = {v}" for k, v in choices.items()) or "-")
        for mode, choices in rules.modes.items()
    ]
    lines += [
        "",
        "| code | variable | unit | weight | bands (value → score) | facts | grade |",
        "|---|---|---|---|---|---|---|",
    ]
    for v in rules.variables:
        bands = ", ".join(_band(band) for band in v.bands) or "the value is the score"
        used = ", ".join(f"`{code}`" for code in rules.facts_of(v))
        lines.append(f"| {v.code} | {v.name.en} ({v.name.id}) | {v.unit} | {v.weight} | {bands} | {used} | {v.grade} |")
    return HEADER + "\n".join(lines) + "\n"


def _band(band: Band) -> str:
    start = "…" if band.start is None else band.start
    end = "…" if band.end is None else band.end
    return f"{start}–{end} → {band.score}"


def main(folder: Path) -> None:
    """Write all pages."""
    pages = {"commands.md": commands(), "facts.md": facts()}
    pages |= {f"instrument-{name}.md": instrument(name) for name in instrument_ids()}
    pages |= {name: HEADER + page for name, page in family_pages().items()}
    pages |= {name: HEADER + page for name, page in questionnaire_pages().items()}
    pages["scorecard.md"] = HEADER + scorecard_page()
    pages["access-matrix.md"] = HEADER + access_matrix()
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "reference")
