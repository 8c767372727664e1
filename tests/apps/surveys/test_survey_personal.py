"""Interviews in a copy of all that is held, and after an erasure."""

import json

import pytest
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Person
from guyub.apps.people.services import erase_person, extract_of
from guyub.apps.surveys import services
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services.personal import TITLE
from tests.apps.made_families import make_families

VILLAGE, TODAY = "99.01.01.1001", timezone.localdate()
COUPLE = {"KB.03": 2, "KB.08-x": "Istri Contoh 1 sakit", "KB.10-x": "Kata Istri Contoh 1"}


@pytest.fixture
def family(cast):
    (family,) = make_families(VILLAGE, 1)
    survey = services.open_round(SYSTEM, VILLAGE, TODAY.year, day=TODAY)
    man, woman, _ = family.new_members
    answers = {
        "family": {"P.06": 1},
        "couple": COUPLE,
        "members": {man.code: {"K.12": 1}, woman.code: {"K.09": 2}},
    }
    services.record_answers(SYSTEM, survey, [(family, answers, TODAY)], "file")
    Interview.objects.update(kept={"unanswered:k13": "Istri Contoh 1 sedang pergi"})
    return family


def copy_of(person):
    return extract_of(SYSTEM, Person.objects.get(pk=person.pk), "Permintaan")[TITLE]


def test_a_copy_holds_ones_own_answers_and_nobody_elses(family):
    man, woman, child = family.new_members
    (row,) = copy_of(woman)
    assert (row["family"], row["answers"], row["answers_of_the_couple"]) == (family.code, {"K.09": 2}, COUPLE)
    (row,) = copy_of(man)
    assert (row["answers"], row["answers_of_the_couple"]) == ({"K.12": 1}, {})
    assert TITLE not in extract_of(SYSTEM, child, "Permintaan")


def test_erasure_takes_the_words_and_leaves_what_is_counted(family):
    woman = family.new_members[1]
    assert "Istri" in json.dumps(Interview.objects.get().kept)
    erase_person(SYSTEM, woman, "Permintaan")
    interview = Interview.objects.get()
    assert interview.kept == {"unanswered:k13": "dihapus"}
    assert interview.answers["members"][woman.code] == {"K.09": 2}
    assert interview.answers["couple"] == {"KB.03": 2}
    assert "Istri" not in json.dumps([interview.answers, interview.kept])
    assert interview.answers["family"] == {"P.06": 1}
