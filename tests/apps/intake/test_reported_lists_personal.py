"""What by-name lists said about a family is handed out on request, and goes with the last of it."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.intake.models import PeopleImport, ReportedScreening
from guyub.apps.people.models import DataKey
from guyub.apps.people.sealing import new_data_key
from guyub.apps.people.services import erase_person, extract_of, register_families
from tests.apps.made_families import couple, today

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
TITLE = "Daftar KRS yang dilaporkan"
REASON = "Diminta yang bersangkutan"


@pytest.fixture
def family(cast):
    (found,) = register_families(SYSTEM, [couple("Dahlia", "001", VILLAGE)])
    _, wrapped, version = new_data_key()
    run = PeopleImport.objects.create(
        village_id=VILLAGE,
        uploaded_by=cast.operator,
        file_name="rekaan.csv",
        suffix=".csv",
        sha256="0" * 64,
        size=1,
        key=DataKey.objects.create(wrapped=wrapped, version=version),
        layout="krs",
        day=today(),
    )
    flags = {"AIR": 1, "NON_KBM": 1}
    ReportedScreening.objects.create(family=found, as_of=today(), flags=flags, assistance=[3], run=run)
    return found


def test_a_copy_holds_what_lists_said_and_health_goes_to_the_wife(family):
    head, wife, _child = family.new_members
    assert extract_of(SYSTEM, wife, REASON)[TITLE][0]["flags"] == {"AIR": 1, "NON_KBM": 1}
    assert extract_of(SYSTEM, head, REASON)[TITLE][0] == {
        "day": today().isoformat(),
        "family": family.code,
        "flags": {"AIR": 1},
        "assistance": [3],
    }


def test_lists_are_forgotten_with_the_last_of_a_family(family):
    *others, last = family.new_members
    for someone in others:
        erase_person(SYSTEM, someone, REASON)
    assert ReportedScreening.objects.exists()
    erase_person(SYSTEM, last, REASON)
    assert not ReportedScreening.objects.exists()


def test_a_copy_names_the_exports_that_held_the_place(family, cast):
    head = family.new_members[0]
    village = {"chain": VILLAGE, "purpose": "report", "rows": 3, "format": "csv"}
    for rw, personal, full in (("", True, True), ("001", True, False), ("002", True, True), ("", False, False)):
        trail.note(cast.operator, "export-people", rw=rw, personal=personal, full_numbers=full, **village)
    trail.note(cast.operator, "export-people", personal=True, full_numbers=True, rw="", **{**village, "chain": "99.02"})
    rows = extract_of(SYSTEM, head, REASON)["Berkas ekspor yang memuat wilayah orang ini"]
    assert [(row["by"], row["purpose"], row["with_full_numbers"]) for row in rows] == [
        ("operator", "report", True),
        ("operator", "report", False),
    ]
