"""Figures of the register beside those in force, with how much of the village it covers."""

from dataclasses import dataclass
from datetime import date, datetime

from guyub.apps.assessment.models import Source
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.services import waits_until
from guyub.apps.resilience.services.registry_facts import STREAM, Coverage, registry_facts
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue
from guyub.data.coverage import load_coverage_rule
from guyub.domain.families.coverage import CoverageRule


@dataclass(frozen=True)
class FactLine:
    """One figure: what the register says and what is in force.

    ``said``: what families say of groups; ``enough``: the register may speak for the village on this.
    """

    code: str
    name: str
    value: str
    known: int
    asked: int
    in_force: str
    source: str
    as_of: date | None
    said: bool
    enough: bool


@dataclass(frozen=True)
class RegistryView:
    """Coverage, the rule for it, the figures side by side, and when the newest go on record if they are not yet."""

    coverage: Coverage
    rule: CoverageRule
    covers: str
    lines: tuple[FactLine, ...]
    waits_until: datetime | None = None


def registry_view(unit: Unit, on: date, language: str) -> RegistryView:
    """What the register says about a unit (seven queries)."""
    found = registry_facts(unit, on)
    catalogue = load_fact_catalogue().by_code
    usable = found.usable
    lines = []
    for fact in found.facts:
        definition = catalogue[fact.code]
        record = fact.in_force
        lines.append(
            FactLine(
                code=fact.code,
                name=definition.name.in_language(language),
                value="" if fact.value is None else wording.fact_value(definition, fact.value, language),
                known=fact.known,
                asked=fact.asked,
                in_force="" if record is None else wording.fact_value(definition, record.value, language),
                source="" if record is None else str(wording.SOURCES[Source(record.recording.source)]),
                as_of=record.recording.as_of if record else None,
                said=fact.optional,
                enough=fact.code in usable,
            )
        )
    until = waits_until(STREAM, unit.region_id)
    return RegistryView(found.coverage, load_coverage_rule(), str(found.level or ""), tuple(lines), until)
