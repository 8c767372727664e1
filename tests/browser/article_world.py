"""The world before the article begins: three made-up villages of two made-up cities, and the people who play.

The village of the article has the figures of the public case that comes with Guyub (`data/demo/mampang.yaml`) under a
made-up name in the example range 99...; what that case does not tell is made up here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from guyub.apps.accounts.models import User
from guyub.apps.assessment.services import SYSTEM, NewUnit, change_level, open_units, record_facts, take_snapshot
from guyub.apps.demonstration.files import read_mampang
from guyub.apps.territory.models import Region, Unit
from tests.conftest import FACTS, _region, _user

PROVINCE, CITY, OTHER_CITY = "99", "99.01", "99.02"
VILLAGE, NEIGHBOUR, RIVAL = "99.01.01.1001", "99.01.01.1002", "99.02.01.1001"
NAMES = {VILLAGE: "Contoh Mekar", NEIGHBOUR: "Contoh Rindang", RIVAL: "Misal Jaya"}
PROVENANCE = "Angka rekaan untuk uji"
LAUNCHED = date(2021, 3, 1)
PROFILE_DAY = date(2024, 9, 30)

# What the readiness instrument asks beyond the public case. Schooling, civil documents and stunting stay unknown.
READINESS = {
    "pokja_decree_age_months": 30, "pokja_sections": 4, "pokja_sections_filled": 4, "regulation_levels": 3,
    "secretariat_present": 1, "rumah_dataku_tier": 2, "rkm_current_year": 1, "planning_meetings_per_year": 4,
    "coordination_meetings_per_year": 4, "outreach_per_year": 12, "monitoring_per_year": 2, "reports_per_year": 12,
    "institutions_12_months": 7, "programme_areas_12_months": 8, "months_reported_12": 11,
    "family_functions_12_months": 8, "bpjs_members": 22_000, "under5_registered": 2_100, "under5_weighed": 1_700,
    "ibangga_hundredths": 6_100, "krs_families_last_year": 700, "krs_families": 640, "innovation_tier": 3,
    "budget_thousand_rupiah": 400_000, "budget_nongovernment_thousand_rupiah": 60_000,
    "activity_years_with_budget": 2, "documentation_parts": 3,
}  # fmt: skip
FEWER = {"pokja_sections_filled": 3, "rumah_dataku_tier": 1, "innovation_tier": 2, "programme_areas_12_months": 6}

# account, role, where, the made-up name of its holder
PEOPLE = (
    ("lurah-mekar", "lurah", VILLAGE, "Rekaan Lurahwati"),
    ("operator-mekar", "operator", VILLAGE, "Rekaan Operatoro"),
    ("opd-kesehatan", "opd", CITY, "Rekaan Dinasari"),
    ("kota-contoh", "city", CITY, "Rekaan Kotawan"),
    ("sekretaris-contoh", "province", PROVINCE, "Rekaan Sekretari"),
    ("juri-satu", "juror", PROVINCE, "Rekaan Juriana"),
    ("juri-dua", "juror", PROVINCE, "Rekaan Juriawan"),
)


@dataclass(frozen=True)
class World:
    """Villages and people."""

    village: Unit
    neighbour: Unit
    rival: Unit
    people: dict[str, User]


def lay_world() -> World:
    """Regions, units with their figures, accounts. Nothing of the cycle, no office, no proof, no meeting."""
    cache.clear()
    province = _region(PROVINCE, "Provinsi Contoh", "provinsi")
    city, other = (
        _region(code, name, "kota", province) for code, name in ((CITY, "Kota Contoh"), (OTHER_CITY, "Kota Misal"))
    )
    district = _region("99.01.01", "Kecamatan Contoh", "kecamatan", city)
    far = _region("99.02.01", "Kecamatan Misal", "kecamatan", other)
    parents = {VILLAGE: district, NEIGHBOUR: district, RIVAL: far}
    regions = {code: _region(code, name, "kelurahan", parents[code]) for code, name in NAMES.items()}
    village = _village_of_the_case(regions[VILLAGE])
    neighbour, rival = open_units(
        SYSTEM, [NewUnit(regions[code], NAMES[code], LAUNCHED) for code in (NEIGHBOUR, RIVAL)]
    )
    _record(neighbour, PROFILE_DAY, FACTS | READINESS | FEWER)
    _record(rival, PROFILE_DAY, FACTS | READINESS | {"innovation_tier": 4, "rumah_dataku_tier": 3})
    return World(
        village, neighbour, rival, {name: _person(name, role, where, full) for name, role, where, full in PEOPLE}
    )


def _village_of_the_case(region: Region) -> Unit:
    """First one RW, then the whole kelurahan, with a snapshot of each, as in the public case."""
    first, second = read_mampang().recordings
    rw, whole = read_mampang().levels
    (unit,) = open_units(SYSTEM, [NewUnit(region, NAMES[VILLAGE], LAUNCHED, rw.covers, rw.part)])
    _record(unit, first.as_of, first.facts)
    take_snapshot(SYSTEM, unit)
    change_level(SYSTEM, unit, since=whole.since, covers=whole.covers, part=whole.part)
    _record(unit, second.as_of, second.facts)
    take_snapshot(SYSTEM, unit)
    _record(unit, PROFILE_DAY, READINESS)
    return unit


def _record(unit: Unit, day: date, facts: dict[str, int]) -> None:
    record_facts(SYSTEM, unit, as_of=day, values=facts, source="synthetic", provenance=PROVENANCE)


def _person(name: str, role: str, where: str, full: str) -> User:
    user = _user(name, role, Region.objects.get(pk=where))
    user.first_name, _space, user.last_name = full.partition(" ")
    user.save(update_fields=["first_name", "last_name"])
    return user
