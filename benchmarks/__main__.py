"""`python -m benchmarks [NAME ...]`: run the benchmarks and print one table; exit 1 if a limit is not kept."""

import importlib
import os
import pkgutil
import platform
import sys
from collections.abc import Iterator

import benchmarks
from benchmarks.measuring import Line


def names() -> list[str]:
    """Modules beside this one that have a ``main``."""
    found = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return [name for name in found if hasattr(importlib.import_module(f"benchmarks.{name}"), "main") and name[0] != "_"]


def main(wanted: list[str]) -> int:
    """Run all benchmarks, or those asked for."""
    lines: list[Line] = []
    for name in wanted or names():
        print(f"{name} ...", file=sys.stderr)
        lines += importlib.import_module(f"benchmarks.{name}").main() or []
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("\n".join(table(lines)))
    return 0 if all(line.holds for line in lines) else 1


def table(lines: list[Line]) -> Iterator[str]:
    """The lines as a Markdown table."""
    yield "| what | median s | at most | ratio | at most | CPU s | |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for line in lines:
        cells = [f"{line.seconds:.3f}", _cell(line.most_seconds), _cell(line.ratio), _cell(line.most_ratio)]
        cells.append(_cell(line.cpu_seconds))
        verdict = "ok" if line.holds else "TOO SLOW"
        limited = line.most_seconds is not None or line.most_ratio is not None
        yield f"| {line.name} | {' | '.join(cells)} | {verdict if limited else ''} |"


def _cell(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
