"""Facts of a village that its registry of families gives to the instruments, with how far the registry knows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from guyub.domain.families import family_planning, ibangga
from guyub.domain.families.rulebook import FamilyRules


@dataclass(frozen=True)
class RegistryFact:
    """A figure from the registry. ``known`` of ``asked`` families, couples, people or children have its answer."""

    value: int
    known: int
    asked: int


def registry_facts(
    rules: FamilyRules, sums: Mapping[str, int], *, optional: bool = False
) -> dict[str, RegistryFact | None]:
    """Figures by fact code of the catalogue, from one row of sums with all parts; None where nothing is known.

    Args:
        rules: The settled rules that made the sums.
        sums: One row of `sums.sum_families`.
        optional: Also the figures that have a better source than the families' own answers (members of groups).

    A figure counts what is known and is therefore too small where the registry is not complete: show ``known`` of
    ``asked`` beside it. The family-planning figures are those of the national web system, `iBangga` is in hundredths.
    """
    families = sums["families"]
    found: dict[str, RegistryFact | None] = {}
    for rule in rules.indicators.facts:
        if not rule.optional or optional:
            code = f"fact_{rule.fact}"
            nobody = families > 0 and sums[f"{code}_asked"] == 0  # then it is a true zero
            zero = RegistryFact(0, 0, 0)
            found[rule.fact] = zero if nobody else _fact(sums[code], sums[f"{code}_known"], sums[f"{code}_asked"])
    return found | _couples(rules, sums) | _risk_and_index(rules, sums)


def _couples(rules: FamilyRules, sums: Mapping[str, int]) -> dict[str, RegistryFact | None]:
    pus = _fact(sums["fp_pus"], sums["families"] - sums["fp_pus_unknown"], sums["families"])
    known, asked = sums["fp_web_classified"], sums["fp_pus"]
    nobody = pus is not None and asked == 0  # then every figure is a true zero
    found: dict[str, RegistryFact | None] = {"pus": pus}
    for code, value in family_planning.web_facts(rules.family_planning, sums).items():
        found[code] = RegistryFact(0, 0, 0) if nobody else _fact(value, known, asked)
    return found


def _risk_and_index(rules: FamilyRules, sums: Mapping[str, int]) -> dict[str, RegistryFact | None]:
    index = ibangga.area(rules.ibangga, sums)
    printed = None if index.index is None else ibangga.hundredths(index.index, 100)
    return {
        "krs_families": _fact(sums["krs"], sums["target"] - sums["krs_unknown"], sums["target"]),
        "ibangga_hundredths": None if printed is None else RegistryFact(printed, index.with_index, index.families),
    }


def _fact(value: int, known: int, asked: int) -> RegistryFact | None:
    return RegistryFact(value, known, asked) if known > 0 else None
