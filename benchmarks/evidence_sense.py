"""Photos that look like earlier ones, among as many as a province has proofs: each asked against all before it."""

import random
import sys
import time

from benchmarks.measuring import Line
from guyub.data.evidence_files import load_sense_rules
from guyub.domain.evidence.sense import Context, Rule, Shown, alike

COUNT = 60_000
REUSED = 0.02  # share of photos that are an earlier one, sent through a messenger
VILLAGES = 5_957


def main() -> list[Line]:
    """Measure once; a photo used again that is not found fails the line."""
    pictures, again = _pictures(COUNT)
    start = time.perf_counter()
    found = {one.proof for one in alike(pictures, load_sense_rules().most(Rule.NEAR_DUPLICATE))}
    seconds = time.perf_counter() - start
    missed = len(again - found)
    print(f"  {len(again):,} used again, {missed} missed, {len(found - again)} more", file=sys.stderr)
    return [Line(f"near-duplicates among {COUNT:,} photos, missed", seconds, 10.0, ratio=missed, most_ratio=0)]


def _pictures(count: int) -> tuple[list[Shown], set[int]]:
    chance = random.Random(20250303)
    looks: list[int] = []
    again, pictures = set(), []
    for number in range(count):
        look = chance.getrandbits(64)
        if looks and chance.random() < REUSED:
            look = chance.choice(looks)
            for bit in chance.sample(range(64), chance.randrange(4)):
                look ^= 1 << bit
            again.add(number)
        looks.append(look)
        context = Context(f"V{number % VILLAGES}", frozenset({f"B{number % 8}"}), 2021 + number % 5)
        pictures.append(Shown(number, f"{look:016x}", context))
    return pictures, again


if __name__ == "__main__":
    for line in main():
        print(line)
