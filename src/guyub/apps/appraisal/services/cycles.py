"""Open cycles. The definition is frozen into the cycle, with its checksum."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import covers
from guyub.apps.appraisal.models import Cycle, Entry, Seat, conflicts_of
from guyub.apps.appraisal.services.problems import CycleExists, DefinitionAltered, WrongFeed, WrongLevel
from guyub.apps.audit import trail
from guyub.apps.territory.codes import CITY_LENGTH, PROVINCE_LENGTH
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition
from guyub.data.reading import validate
from guyub.domain.cycles import CycleDefinition
from guyub.domain.cycles.definition import content_checksum

LEVEL_LENGTHS = {"city": CITY_LENGTH, "province": PROVINCE_LENGTH}


@transaction.atomic
def open_cycle(
    actor: Actor,
    region: Region,
    year: int,
    definition: str | Mapping[str, Any] | CycleDefinition,
    title: str,
    feeds: Cycle | None = None,
) -> Cycle:
    """Open a year's assessment in a region.

    Args:
        actor: Who opens it; needs the right to run cycles there.
        region: A city or province, as the definition's level says.
        year: Year of the assessment.
        definition: Name of one that comes with Guyub, or the content of one's own.
        title: What people call the cycle.
        feeds: The cycle above that nominated entries go on into.

    Raises:
        NotAllowed: The actor may not run cycles there.
        NotFound: There is no definition of that name.
        InvalidRuleFile: The content is not well made; names the path.
        WrongLevel: The definition is for another level.
        CycleExists: Region, year and title are taken.
        WrongFeed: ``feeds`` is none that a cycle here can send entries on into.
    """
    require(actor, "run-cycles", Right.RUN_CYCLES, region.code)
    rules = _definition(definition)
    if LEVEL_LENGTHS.get(rules.level) != len(region.code):
        raise WrongLevel(cycle="", definition=rules.id, level=rules.level, region=region.code)
    code = _code(region.code, year, title)
    if feeds is not None and not cycles_above(region.code, year).filter(pk=feeds.pk).exists():
        raise WrongFeed(cycle=code, feeds=feeds.code)
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                code=code,
                region=region,
                year=year,
                title=title.strip(),
                definition=rules.model_dump(mode="json"),
                definition_id=rules.id,
                definition_version=rules.version,
                definition_checksum=rules.checksum,
                feeds=feeds,
                state=Cycle.State.OPEN,
                created_by=person(actor),
            )
    except IntegrityError as error:
        raise CycleExists(cycle=code) from error
    trail.note(actor, "open-cycle", subject=f"cycle:{code}", edition=f"{rules.id} {rules.version}", place=region.code)
    return cycle


def cycles_above(region: str, year: int) -> QuerySet[Cycle]:
    """Cycles that one of this region and year can send its entries on into: running, above it, of no year before."""
    above = [region[:length] for length in LEVEL_LENGTHS.values() if length < len(region)]
    return Cycle.objects.filter(region_id__in=above, state=Cycle.State.OPEN, year__gte=year)


@transaction.atomic
def set_feeds(actor: Actor, cycle: Cycle, feeds: Cycle) -> Cycle:
    """Name the cycle above; it often opens after the one below.

    Raises:
        NotAllowed: The actor may not run the cycle below.
        WrongFeed: It is none that entries can go on into, or some have gone up already.
    """
    require(actor, "run-cycles", Right.RUN_CYCLES, cycle.region_id)
    current = Cycle.objects.select_for_update().get(pk=cycle.pk)
    gone_up = Entry.objects.filter(carried_from__cycle=current).exists()
    if gone_up or not cycles_above(current.region_id, current.year).filter(pk=feeds.pk).exists():
        raise WrongFeed(cycle=current.code, feeds=feeds.code)
    current.feeds = feeds
    current.save(update_fields=["feeds"])
    trail.note(actor, "set-feeds", subject=f"cycle:{current.code}", above=feeds.code, place=current.region_id)
    return current


def definition_of(cycle: Cycle) -> CycleDefinition:
    """The definition frozen into a cycle.

    Raises:
        DefinitionAltered: It is not what was frozen.
    """
    if content_checksum(cycle.definition) != cycle.definition_checksum:
        raise DefinitionAltered(cycle=cycle.code)
    return CycleDefinition.model_validate(cycle.definition)


def barred(entry: Entry, held: Seat, user: User) -> bool:
    """Whether the holder of a seat may not judge an entry: named so for the seat, or tied to its city today."""
    return covers(conflicts_of(held, user), entry.unit.region_id)


def _definition(source: str | Mapping[str, Any] | CycleDefinition) -> CycleDefinition:
    if isinstance(source, str):
        return load_cycle_definition(source)
    # Anew also for a definition as an object: a changed copy of one keeps the checksum of what it was copied from.
    content = source.model_dump(mode="json") if isinstance(source, CycleDefinition) else dict(source)
    return validate(CycleDefinition, content, Path("siklus.yaml"))


def _code(region: str, year: int, title: str) -> str:
    return f"{region.replace('.', '')}-{year}-{slugify(title)}"[:32].rstrip("-")
