"""Families of the demonstration: in made-up villages only, plainly made up, most interviewed, some still to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from guyub.apps.accounts.models import Assignment
from guyub.apps.assessment.models import VillageState
from guyub.apps.demonstration.files import read_synthetic_city
from guyub.apps.demonstration.load import load_demonstration
from guyub.apps.demonstration.people import PEOPLE, SURVEYED
from guyub.apps.people.models import Couple, Family, Person
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import sheet_of
from guyub.data.coverage import load_coverage_rule
from guyub.domain.families.questionnaire import Severity

REGISTERS = {register.village: register for register in read_synthetic_city().registers}


@pytest.fixture(scope="module")
def folder(django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a demonstration that is loaded once for all tests of this file, then rolled back."""
    folder = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration(folder)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def loaded(db: None, folder: Path) -> Path:
    return folder


def test_only_made_up_villages_have_families(loaded: Path):
    counts = {code: Family.objects.filter(village_id=code).count() for code in REGISTERS}
    assert counts == {code: register.registered for code, register in REGISTERS.items()}
    assert Family.objects.exclude(village__synthetic=True).count() == 0
    assert Family.objects.count() == sum(counts.values())


def test_everybody_is_plainly_made_up(loaded: Path):
    names = list(Person.objects.values_list("name", flat=True))
    assert len(names) > 400
    assert all(name.endswith(" Rekaan") for name in names)
    numbers = {row.key.bytes().open(row.nik_sealed, "nik")[:2] for row in Person.objects.exclude(nik_digest="")[:50]}
    assert numbers == {"99"}


@pytest.mark.parametrize("code", REGISTERS)
def test_most_are_interviewed_and_some_are_still_to_do(loaded: Path, code: str):
    register = REGISTERS[code]
    states = list(Interview.objects.filter(village_id=code).values_list("state", flat=True))
    assert states.count("no-answer") == register.no_answer
    assert states.count("done") == register.registered - register.not_interviewed - register.no_answer


def test_one_register_speaks_for_its_village_and_one_does_not(loaded: Path):
    rule = load_coverage_rule()
    done = {code: Interview.objects.filter(village_id=code, state="done").count() for code in REGISTERS}
    assert {code: rule.covers(done[code], register.families) for code, register in REGISTERS.items()} == {
        SURVEYED: True,
        "99.01.02.1002": False,
    }


def test_the_figures_of_that_register_are_in_force_and_the_others_are_not(loaded: Path):
    states = {code: VillageState.objects.get(unit__region=code) for code in REGISTERS}
    assert states[SURVEYED].facts["families"] == REGISTERS[SURVEYED].registered
    assert states[SURVEYED].facts["injection"] > 0  # nobody ever reported family planning there
    assert states["99.01.02.1002"].facts["families"] == REGISTERS["99.01.02.1002"].families
    assert "injection" not in states["99.01.02.1002"].facts


def test_the_interviews_hold_nothing_that_the_form_refuses(loaded: Path):
    for interview in Interview.objects.filter(village_id=SURVEYED, state="done").order_by("pk")[:25]:
        problems = [one.code for one in sheet_of(interview).problems() if one.severity is Severity.ERROR]
        assert problems == []


def test_there_are_several_rw_so_that_a_kader_sees_a_part(loaded: Path):
    parts = set(Family.objects.filter(village_id=SURVEYED).values_list("rw", flat=True))
    kader = Assignment.objects.get(user__username="kader")
    assert len(parts) >= 3
    assert (kader.region_id, kader.part) == (SURVEYED, "001")
    assert kader.part in parts


def test_every_role_can_be_tried(loaded: Path):
    assert {person.role for person in PEOPLE} >= {
        "kader",
        "tpk",
        "pkb",
        "puskesmas",
        "opd",
        "auditor",
        "operator",
        "lurah",
    }


def test_loading_again_adds_no_families(loaded: Path):
    before = (Family.objects.count(), Person.objects.count(), Couple.objects.count(), Interview.objects.count())
    load_demonstration(loaded)
    after = (Family.objects.count(), Person.objects.count(), Couple.objects.count(), Interview.objects.count())
    assert after == before
