"""The work of a companion and the audit trail on a phone: no sideways scroll, and fingers find every control."""

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.audit import trail
from guyub.apps.people.services import register_families
from tests.apps.made_families import couple
from tests.browser.conftest import PHONE
from tests.browser.test_look import SMALL_TARGETS, SMALLEST_TARGET, STICKS_OUT_OF_ITS_CARD, opened

VILLAGE = "99.01.01.1001"


@pytest.fixture
def tpk(cast):
    user = User.objects.create_user("tpk", "tpk@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role="tpk", region=cast.unit.region)
    return user


def fits_a_phone(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(STICKS_OUT_OF_ITS_CARD) == []
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


@pytest.mark.parametrize("path", ["", "ketahanan/{village}/kunjungan/{family}/", "ketahanan/{village}/"])
def test_the_pages_of_a_companion_fit_a_phone(visit, tpk, path):
    (family,) = register_families(SYSTEM, [couple("Contoh", "001", VILLAGE)])
    page = opened(visit(path.format(village=VILLAGE, family=family.code), user=tpk))
    fits_a_phone(page)


def test_long_codes_on_the_trail_break(visit, cast):
    details = {"rows": 5220, "unknown": "x" * 70, "fields": ["birth_date", "marital"]}
    trail.note(cast.operator, "import-people", chain=VILLAGE, subject=f"import:{'ab' * 16}", **details)
    page = visit("jejak/?oleh=operator", user=cast.admin)
    fits_a_phone(page)
