"""One village's plan: in a warm process as a page asks for it, and the whole command."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Line, median_seconds
from guyub.data import FOLDER, load_instrument, load_levers, read_yaml
from guyub.domain.planning import hold, losses, plan

MOST_SECONDS = 0.5


def main() -> list[Line]:
    """Measure a margin for Mampang and a road for a weaker village, each with three alternatives."""
    rules, levers = load_instrument("kkb-klas-web-2021"), load_levers()
    mampang = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
    weak = {**mampang, "injection": 600, "wants_child_soon": 1193, "operating_routines": 1, "funding_sources": 0}

    def road(sensitivity: bool) -> object:
        return plan(rules, weak, levers, "Berkelanjutan", alternatives=3, sensitivity=sensitivity)

    margin = median_seconds(lambda: hold(rules, mampang, levers, alternatives=3))
    return [
        Line("plan: margin for Mampang, 3 alternatives, sensitivity", margin, MOST_SECONDS),
        Line("plan: road for a village, 3 alternatives", median_seconds(lambda: road(False)), MOST_SECONDS),
        Line("plan: the same with sensitivity", median_seconds(lambda: road(True)), MOST_SECONDS),
        Line("plan: what would lose the class (Mampang)", median_seconds(lambda: losses(rules, mampang))),
        Line("guyub plan, 3 alternatives, whole process", _whole_process(weak)),
    ]


def _whole_process(facts: dict[str, int]) -> float:
    with TemporaryDirectory() as folder:
        table = Path(folder) / "village.csv"
        table.write_text(f"{','.join(facts)}\n{','.join(map(str, facts.values()))}\n", encoding="utf-8")
        command = [sys.executable, "-m", "guyub.cli", "plan", str(table), "--row", "1", "--to", "Berkelanjutan"]
        command += ["--alternatives", "3"]
        return median_seconds(lambda: subprocess.run(command, check=True, capture_output=True), runs=3)


if __name__ == "__main__":
    for line in main():
        print(line)
