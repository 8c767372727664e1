"""A measurement is put on record with what follows from it; a correction replaces it and both stay."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.models import GrowthState, Measurement, Referral
from guyub.apps.growth.services import (
    AlreadyReplaced,
    Figures,
    UnusableMeasurement,
    correct_measurement,
    record_measurement,
    refer_child,
    renew_stale,
)
from guyub.apps.people.models import Person
from guyub.apps.people.services import correct_person, erase_person, extract_of
from guyub.cli import _site
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, make_families, today

pytestmark = pytest.mark.django_db
BORN = date(2022, 1, 1)  # a girl, as `made_families.new_family` has it


@pytest.fixture
def child(cast):
    (family,) = make_families(cast.unit.region_id, 1)
    return Person.objects.get(memberships__family=family, memberships__relation=3)


def measured(child, day, weight=12.0, height=90.0, **more):
    figures = Figures(weight_g=round(weight * 1000), height_mm=round(height * 10), posture="h", **more)
    return record_measurement(SYSTEM, child, day, figures)


def test_what_follows_from_a_measurement(child):
    one = measured(child, date(2024, 3, 10), weight=9.1, height=79.0, arm_mm=124)
    state = one.state
    assert (state.age_days, state.months, state.latest, state.gain) == (799, 26, True, "B")
    assert (state.hfa, state.wfa, state.acute) == (-259, -228, "moderate")
    assert state.refer == ["below-red", "acute-moderate"]
    assert state.reasons == {"hcfa": "measure-missing"}
    assert state.rules == "who-2006@1.0 indonesia-2020@1.0 weight-increments@1.0 growth-forecast@1.0"


def test_months_that_follow_one_another_are_n_or_t(child):
    for month, weight in ((3, 11.0), (4, 11.3), (5, 11.3), (6, 11.3), (8, 11.5)):
        measured(child, date(2024, month, 10), weight=weight)
    states = GrowthState.objects.order_by("day")
    assert [state.gain for state in states] == ["B", "N", "T", "T", "O"]
    assert [state.t_in_a_row for state in states] == [0, 0, 1, 2, 0]
    assert [state.latest for state in states] == [False, False, False, False, True]
    assert [state.gain_g for state in states] == [None, 300, 0, 0, None]


def test_from_five_years_on_the_other_standard_counts(child):
    Person.objects.filter(pk=child.pk).update(birth_date=date(2018, 1, 1))
    child.refresh_from_db()
    young, old = (measured(child, day, weight=17, height=105) for day in (date(2023, 1, 1), date(2023, 1, 2)))
    assert [one.state.rules[:8] for one in (young, old)] == ["who-2006", "who-2007"]
    assert (young.state.age_days, old.state.age_days) == (1826, 1827)


def test_a_day_of_birth_that_is_not_known_gives_no_z_score(child):
    Person.objects.filter(pk=child.pk).update(birth_known=Person.BirthKnown.MONTH)
    state = measured(Person.objects.get(pk=child.pk), date(2024, 3, 10)).state
    assert state.wfa is None
    assert state.reasons["wfa"] == "age-missing"
    assert state.wfh is not None


def test_a_correction_replaces_and_both_stay(child):
    one = measured(child, date(2024, 3, 10), weight=21.0)
    other = correct_measurement(SYSTEM, one, Figures(weight_g=12_000, height_mm=900), "Salah baca timbangan")
    assert Measurement.objects.count() == 2
    assert (other.replaces_id, other.reason, other.day) == (one.pk, "Salah baca timbangan", one.day)
    assert list(GrowthState.objects.values_list("measurement", flat=True)) == [other.pk]
    entry = AuditEntry.objects.get(action="measurement-corrected")
    assert (entry.subject, entry.details) == (f"person:{child.code}", {"day": "2024-03-10"})
    with pytest.raises(AlreadyReplaced):
        correct_measurement(SYSTEM, one, Figures(weight_g=13_000), "Lagi")
    with pytest.raises(UnusableMeasurement, match="no-reason"):
        correct_measurement(SYSTEM, other, Figures(weight_g=13_000), " ")


@pytest.mark.parametrize(
    ("day", "figures", "reason"),
    [
        (BORN, {}, "nothing-measured"),
        (BORN - timedelta(days=1), {"weight_g": 3000}, "before-birth"),
        (None, {"weight_g": 3000}, "day-to-come"),
        (BORN, {"weight_g": 299}, "weight-g-impossible"),
        (BORN, {"weight_g": 150_001}, "weight-g-impossible"),
        (BORN, {"height_mm": 249}, "height-mm-impossible"),
        (BORN, {"arm_mm": 501}, "arm-mm-impossible"),
        (BORN, {"head_mm": 651}, "head-mm-impossible"),
    ],
)
def test_what_cannot_be_is_refused(child, day, figures, reason):
    with pytest.raises(UnusableMeasurement, match=reason):
        record_measurement(SYSTEM, child, day or today() + timedelta(days=1), Figures(**figures))
    assert not Measurement.objects.exists()


def test_the_ends_of_the_possible_are_possible(child):
    for weight in (300, 150_000):
        record_measurement(SYSTEM, child, BORN, Figures(weight_g=weight))
    assert Measurement.objects.count() == 2


def test_oedema_alone_is_something(child):
    assert record_measurement(SYSTEM, child, BORN, Figures(oedema=True)).state.acute == ""
    assert record_measurement(SYSTEM, child, date(2023, 1, 1), Figures(oedema=True)).state.acute == "severe"


def test_who_may_measure(cast, child):
    figures = Figures(weight_g=12_000)
    record_measurement(kader(cast), child, BORN, figures)
    for stranger in (kader(cast, "kader-dua", rw="002"), cast.operator, cast.stranger):
        with pytest.raises(NotAllowed):
            record_measurement(stranger, child, BORN, figures)
    entry = AuditEntry.objects.filter(action="child-measured").get()
    assert entry.subject == f"person:{child.code}"
    assert child.name not in str(entry.details)


def test_who_may_read(cast, child):
    from guyub.apps.accounts.rights import Right

    measured(child, BORN)
    seen = [
        Measurement.objects.permitted(user, Right.SEE_GROWTH).count()
        for user in (kader(cast), kader(cast, "kader-dua", rw="002"), cast.operator, cast.stranger, cast.viewer, None)
    ]
    assert seen == [1, 0, 1, 0, 0, 0]


def test_another_day_of_birth_gives_other_z_scores(child):
    before = measured(child, date(2024, 3, 10)).state
    correct_person(SYSTEM, child, {"birth_date": date(2021, 1, 1)}, "Salah tanggal")
    after = GrowthState.objects.get()
    assert after.months == 38
    assert after.hfa < before.hfa


def test_who_is_erased_leaves_no_measurement_and_gets_it_handed_out_before(child):
    one = measured(child, BORN)
    correct_measurement(SYSTEM, one, Figures(weight_g=3_100), "Salah baca")
    held = extract_of(SYSTEM, child, "Permintaan orang tua")
    assert [row["weight_g"] for row in held["Pengukuran tumbuh kembang"]] == [12_000, 3_100]
    erase_person(SYSTEM, child, "Permintaan orang tua")
    assert not Measurement.objects.exists()
    assert not GrowthState.objects.exists()


def test_referrals_are_handed_out_and_forgotten_too(child):
    measured(child, date(2024, 3, 10), weight=7.0)
    refer_child(SYSTEM, child)
    (held,) = extract_of(SYSTEM, child, "Permintaan orang tua")["Rujukan ke puskesmas"]
    assert (held["referred_on"], held["answered_on"]) == (today().isoformat(), None)
    assert "below-red" in held["reasons"]
    erase_person(SYSTEM, child, "Permintaan orang tua")
    assert not Referral.objects.exists()


def test_states_by_other_rules_are_made_anew_when_the_site_starts(child):
    one = measured(child, date(2024, 3, 10), weight=9.1, height=79.0)
    GrowthState.objects.update(rules="who-2006@1.0 indonesia-2020@1.0", refer=[])
    _site.migrate()
    state = GrowthState.objects.get()
    assert (state.measurement_id, state.refer) == (one.pk, ["below-red"])
    assert state.rules == one.state.rules
    assert renew_stale() == 0


def test_one_state_by_other_rules_is_enough_to_make_all_of_the_child_anew(child):
    for month in (3, 4):
        measured(child, date(2024, month, 10))
    GrowthState.objects.filter(day__month=4).update(rules="who-2006@0.9", gain="")
    assert renew_stale() == 1
    assert list(GrowthState.objects.order_by("day").values_list("gain", flat=True)) == ["B", "T"]


def test_states_are_made_anew_on_request_of_a_village_or_of_all(cast, child):
    measured(child, date(2024, 3, 10))
    for village, count in (("32.76.99.9999", "0"), (cast.unit.region_id, "1"), ("", "1")):
        GrowthState.objects.update(hfa=None)
        said = StringIO()
        call_command("refresh_growth", village=village, stdout=said)
        assert said.getvalue().split() == [count]
        assert (GrowthState.objects.get().hfa is None) is (count == "0")
