"""The page of figures from what happened: which is in force and why, evidence by right; windows slide every day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment import derived
from guyub.apps.assessment.derived import Derived, Trace, derived_of, listed
from guyub.apps.assessment.models import DerivedFigure, Recording
from guyub.apps.assessment.services import (
    default_instrument,
    follow,
    follow_soon,
    following_deferred,
    known_about,
    record_facts,
    record_waiting,
    waits_until,
)
from guyub.apps.ordered import Ordered

pytestmark = pytest.mark.django_db
CODE = "groups_present"


@pytest.fixture
def tells(monkeypatch):
    """What one made-up app tells of every village; change the list to let something happen."""
    traces = [Trace("BKB Melati", timezone.localdate(), "/contoh/", "bkb", "3 anggota", Right.SEE_GROUPS)]
    only = Ordered()
    only.add(lambda unit, level, on: listed(CODE, traces))
    monkeypatch.setattr(derived, "providers", only)
    return traces


def today():
    return timezone.localdate()


def report(unit, value, *items):
    given = {"items": {CODE: list(items)}} if items else {}
    record_facts(
        SYSTEM, unit, as_of=today(), values={CODE: value}, source="profile-form", provenance="Untuk uji", **given
    )


def in_force(unit):
    return known_about(unit, default_instrument()).items[CODE]


def look(client, user, unit):
    client.force_login(user)
    return client.get(reverse("assessment:derived", args=[unit.region_id])).content.decode()


def test_two_apps_on_one_list_are_joined_entry_by_entry(tells, cast):
    more = [Trace("PIK-R Ceria", None, "", "pikr"), Trace("BKB Mawar", None, "", "bkb")]
    derived.providers.add(lambda unit, level, on: listed(CODE, more, {"pikr": "monthly"}))
    found = derived_of(cast.unit, None, today())[CODE]
    assert (found.value, found.entries, len(found.evidence)) == (2, {"bkb": "", "pikr": "monthly"}, 3)


def test_of_a_plain_number_the_first_app_is_heard(tells, cast):
    for value in (3, 5):
        derived.providers.add(lambda unit, level, on, n=value: [Derived("bkb_members", (Trace("satu"),), n)])
    assert derived_of(cast.unit, None, today())["bkb_members"].value == 3


def test_a_tick_without_evidence_is_named_and_stays(tells, cast, client):
    report(cast.unit, 2, "bkb", "bkr")
    follow("happened", [cast.unit.region_id])
    page = look(client, cast.operator, cast.unit)
    assert "diisi dengan tangan" in page
    assert "Tanpa bukti di Guyub:" in page
    assert "Bina Keluarga Remaja" in page
    assert "berbeda dari yang berlaku" in page
    assert in_force(cast.unit) == ["bkb", "bkr"]


def test_evidence_that_the_reader_may_not_see_is_counted_only(tells, cast, client):
    report(cast.unit, 1, "bkb")
    assert "BKB Melati" in look(client, cast.operator, cast.unit)
    page = look(client, cast.viewer, cast.unit)
    assert "BKB Melati" not in page
    assert "1 bukti yang tidak dapat Anda buka" in page


def test_who_may_not_change_figures_finds_no_button(tells, cast, client):
    report(cast.unit, 2, "bkb", "bkr")
    assert "Pakai semua angka" in look(client, cast.operator, cast.unit)
    assert "Pakai semua angka" not in look(client, cast.viewer, cast.unit)


def test_the_button_puts_exactly_what_happened_in_force(tells, cast, client):
    report(cast.unit, 2, "bkb", "bkr")
    client.force_login(cast.operator)
    address = reverse("assessment:record_derived", args=[cast.unit.region_id])
    assert "kini berlaku" in client.post(address, follow=True).content.decode()
    assert in_force(cast.unit) == ["bkb"]
    assert "sudah berlaku" in client.post(address, follow=True).content.decode()
    assert Recording.objects.filter(unit=cast.unit, recorded_by=cast.operator, source="happened").count() == 1


def test_what_slid_out_of_its_window_goes_the_next_day_by_itself(tells, cast, monkeypatch, django_assert_num_queries):
    report(cast.unit, 1, "bkr")
    follow("happened", [cast.unit.region_id])
    assert in_force(cast.unit) == ["bkb", "bkr"]
    tells.clear()
    assert record_waiting() == 0  # looked at today
    DerivedFigure.objects.update(looked_on=today() - timedelta(days=1))
    assert record_waiting() == 0  # it moves no score, and the pause is not over
    waits = waits_until("happened", cast.unit.region_id)
    assert waits is not None
    with django_assert_num_queries(2):  # nothing is worked out again meanwhile
        record_waiting()
    monkeypatch.setattr(timezone, "now", lambda: waits)
    assert record_waiting() == 1
    assert in_force(cast.unit) == ["bkr"]
    assert record_waiting() == 0


def test_what_is_marked_follows_with_the_next_reader(tells, cast, client):
    report(cast.unit, 1, "bkr")
    follow_soon("happened", [cast.unit.region_id, cast.other_unit.region_id])
    assert in_force(cast.unit) == ["bkr"]
    look(client, cast.operator, cast.unit)
    assert in_force(cast.unit) == ["bkb", "bkr"]


def test_many_changes_follow_once(tells, cast):
    report(cast.unit, 1, "bkr")
    with following_deferred():
        for _ in range(3):
            follow("happened", [cast.unit.region_id])
        assert in_force(cast.unit) == ["bkr"]
    assert Recording.objects.filter(unit=cast.unit, source="happened").count() == 1
