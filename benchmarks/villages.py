"""Villages made up by seed: realistic sizes, gaps and boundary values; no real village is in them."""

import random

import polars as pl

from guyub.data import load_fact_catalogue, load_instrument
from guyub.domain.facts import FactDefinition, FactKind

INDONESIA = 83_762  # villages
_MISSING = 0.15
# Each count is at most another one; listed so that the larger comes first.
_WITHIN = {
    "adolescents": "population",
    "families_with_under5": "families",
    "families_with_adolescents": "families",
    "families_with_elderly": "families",
    "bkb_members": "families_with_under5",
    "bkr_members": "families_with_adolescents",
    "bkl_members": "families_with_elderly",
    "uppka_members": "families",
    "pikr_members": "adolescents",
}
_OF_COUPLES = {"iud": 8, "mow": 3, "mop": 1, "condom": 4, "implant": 8, "injection": 30, "pill": 12, "pregnant": 5}
_OF_COUPLES |= {"wants_child_soon": 10, "wants_child_later": 8, "wants_no_more": 10}


def generate(count: int, seed: int = 1, *, given: bool = True) -> pl.DataFrame:
    """Facts of the web instrument for ``count`` villages, with ``row`` and, if wanted, scores that may be given."""
    instrument, catalogue, chance = load_instrument("kkb-klas-web-2021"), load_fact_catalogue(), random.Random(seed)
    scores = {code: [band.score for band in instrument.by_code[code].bands] for code in instrument.givable}
    definitions = [catalogue.by_code[code] for code in instrument.facts_used]
    rows = []
    for row in range(1, count + 1):
        sizes = _sizes(chance)
        village: dict[str, int | None] = {"row": row}
        for fact in definitions:
            value = sizes[fact.code] if fact.code in sizes else chance.randint(0, _largest(fact))
            village[fact.code] = None if chance.random() < _MISSING else value
        rows.append(village | ({code: chance.choice(values) for code, values in scores.items()} if given else {}))
    return pl.DataFrame(rows, infer_schema_length=None)


def _largest(fact: FactDefinition) -> int:
    return 1 if fact.kind is FactKind.FLAG else fact.at_most or 25


def _sizes(chance: random.Random) -> dict[str, int]:
    families = chance.randint(50, 9_000)
    sizes = {"families": families, "population": int(families * 3.4), "pus": int(families * 0.6)}
    for code, whole in _WITHIN.items():
        sizes[code] = int(sizes[whole] * chance.random() ** 2)
    for code, percent in _OF_COUPLES.items():
        sizes[code] = int(sizes["pus"] * percent * chance.random() / 50)
    return sizes
