"""What everybody may read about a village beside its class: what there is, its way, pictures, innovations, places won.

Facts are named one by one: a fact that is not on the list is never shown. Those on it speak of organisations, not of
people; the one that counts families passes disclosure control over the whole city.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, JSONField, When

from guyub.analytics.disclosure import TOTAL, publish
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.assessment.models import INDEX_IDS, Snapshot, VillageState
from guyub.apps.assessment.panels import PublicBlock
from guyub.apps.evidence.items import READINESS
from guyub.apps.evidence.models import Evidence
from guyub.apps.publication.services.pictures import pictures_of, public_proofs
from guyub.apps.territory.codes import city_of
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.apps.ui.pictures import Trend, trend
from guyub.data import load_fact_catalogue, load_instrument
from guyub.data.publication_files import load_publication_rules
from guyub.domain.publication import Counted

PUBLIC_FACTS = (
    "pokja_exists",
    "regulation",
    "rkm",
    "funding_sources",
    "groups_present",
    "facilities_present",
    "data_kinds_used",
    "operating_routines",
    "institutions_intended",
    "programme_areas_12_months",
    "rumah_dataku_tier",
)
PEOPLE_FACTS = ("families",)
INNOVATION = (READINESS, "E1")
MOST_SNAPSHOTS = 24
MOST_INNOVATIONS = 6


@dataclass(frozen=True)
class FactLine:
    """A fact for everybody; ``value`` None means withheld, so that nobody is found behind a small count."""

    name: str
    value: int | None
    unit: str
    flag: bool


@dataclass(frozen=True)
class Past:
    """A snapshot for everybody: no note, nobody's name."""

    as_of: date
    class_name: str
    covers: str
    indices: tuple[int | None, ...]


@dataclass(frozen=True)
class Place:
    """A place reached in a decided cycle."""

    title: str
    year: int
    rank: int
    of: int


def village_block(unit: Unit, language: str) -> PublicBlock | None:
    """The block of the public page (eight queries at most)."""
    pictures = pictures_of(unit)
    past = _past(unit)
    return PublicBlock(
        "publication/_village.html",
        {
            "code": unit.region_id,
            "launched_on": unit.launched_on,
            "facts": _facts(unit, language),
            "pictures": pictures,
            "innovations": _innovations(unit),
            "places": _places(unit),
            "past": past,
            "trend": _trend(past, unit, language),
            "has_pictures": bool(pictures),
        },
    )


def _facts(unit: Unit, language: str) -> list[FactLine]:
    own, counts = _known_facts(unit)
    named = load_fact_catalogue().by_code
    lines = []
    for code in PEOPLE_FACTS:
        if own.get(code):
            value = publish(counts[code], top=city_of(unit.region_id)).at(unit.region_id, TOTAL)
            lines.append(FactLine(named[code].name.in_language(language), value, named[code].unit, False))
    for code in PUBLIC_FACTS:
        if own.get(code) is not None:
            fact = named[code]
            lines.append(FactLine(fact.name.in_language(language), own[code], fact.unit, fact.kind == "flag"))
    return lines


def _known_facts(unit: Unit) -> tuple[dict[str, int], dict[str, dict[tuple[str, str], int]]]:
    """All facts of the village, and those that count people of every village of its city, which disclosure control
    looks at. One query, which leaves the other facts of the others in the database.
    """
    states = VillageState.objects.under(city_of(unit.region_id)).filter(unit__active=True).order_by()
    facts = Case(When(unit=unit, then=F("facts")), output_field=JSONField())
    own: dict[str, int] = {}
    counts: dict[str, dict[tuple[str, str], int]] = {code: {} for code in PEOPLE_FACTS}
    for place, found, *values in states.values_list("unit__region_id", facts, *(f"facts__{c}" for c in PEOPLE_FACTS)):
        own = found or own
        for code, value in zip(PEOPLE_FACTS, values, strict=True):
            counts[code][place, code] = value or 0
    return own, counts


def _innovations(unit: Unit) -> list[Evidence]:
    instrument, item = INNOVATION
    found = public_proofs().filter(unit=unit, supports__instrument=instrument, supports__item=item)
    return list(found.only("title", "description", "dated").order_by("-dated", "-pk")[:MOST_INNOVATIONS])


def _places(unit: Unit) -> list[Place]:
    last = load_publication_rules().most(Counted.PLACES)
    decided = Entry.objects.filter(
        unit=unit, cycle__state=Cycle.State.DECIDED, cycle__verdict__isnull=False, rank__lte=last
    )
    return [
        Place(entry.cycle.title, entry.cycle.year, entry.rank, len(entry.cycle.verdict.result))
        for entry in decided.select_related("cycle__verdict").order_by("-cycle__year", "rank")
        if entry.rank is not None
    ]


def _past(unit: Unit) -> list[Past]:
    columns = [f"index_{name}" for name in INDEX_IDS]
    rows = Snapshot.objects.filter(unit=unit).order_by("-as_of", "-sequence")
    found = rows.values_list("as_of", "class_name", "covers", "part", *columns)[:MOST_SNAPSHOTS]
    return [Past(as_of, name, _covers(covers, part), tuple(indices)) for as_of, name, covers, part, *indices in found]


def _covers(covers: str, part: str) -> str:
    words = dict(UnitLevel.Covers.choices).get(covers, "")
    return f"{words} {part}".strip()


def _index_names(unit: Unit, language: str) -> list[str]:
    state = VillageState.objects.public().filter(unit=unit).first()
    if state is None or not state.instrument_id:
        return []
    return [index.name.in_language(language) for index in load_instrument(state.instrument_id).indices]


def _trend(past: list[Past], unit: Unit, language: str) -> Trend | None:
    shown = [one for one in reversed(past) if None not in one.indices]
    names = _index_names(unit, language) if len(shown) > 1 else []
    if len(names) != len(INDEX_IDS):
        return None
    values = {name: [one.indices[n] or 0 for one in shown] for n, name in enumerate(INDEX_IDS)}
    covers = [one.covers for one in shown]
    return trend(
        [one.as_of for one in shown], values, dict(zip(INDEX_IDS, names, strict=True)), limit=None, covers=covers
    )
