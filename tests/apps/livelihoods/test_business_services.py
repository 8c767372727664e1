"""Businesses and their books: what is refused, what is kept, merges, extracts and erasure."""

from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.livelihoods.models import Business, CashEntry, Owner
from guyub.apps.livelihoods.services import (
    BusinessFacts,
    BusinessRefused,
    CashFacts,
    NoteFacts,
    PermitFacts,
    add_owner,
    close_business,
    correct_cash,
    correct_note,
    correct_permit,
    describe_business,
    open_business,
    record_cash,
    record_note,
    record_permit,
)
from guyub.apps.livelihoods.standing import standing_of
from guyub.apps.people.models import Person
from guyub.apps.people.services import merge_people, undo_merge
from guyub.apps.people.signals import extract_wanted, person_erased
from guyub.apps.programmes.services import GroupFacts, open_group
from guyub.errors import NotAllowed
from tests.apps.livelihoods.business_world import make_business, wrote
from tests.apps.made_families import kader, make_families, today
from tests.apps.youth.youth_world import companion

pytestmark = pytest.mark.django_db


@pytest.fixture
def business(cast):
    return make_business(cast.unit.region_id)


def owner_of(business):
    return business.owners.get().person


def refused(record, *given):
    with pytest.raises(BusinessRefused) as caught:
        record(SYSTEM, *given)
    return caught.value.data["reason"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"product": " "}, "nothing-to-record"),
        ({"since": date(2100, 1, 1)}, "day-to-come"),
        ({"changed_on": date(2100, 1, 1)}, "day-to-come"),
        ({"markets": ("no-such",)}, "not-in-the-list"),
        ({"capital": 1_000_000_001}, "business-amount-impossible"),
    ],
)
def test_what_cannot_be_is_refused(business, changes, reason):
    facts = BusinessFacts(**{"name": "Lain", "product": "Kue"} | changes)
    assert refused(open_business, owner_of(business), facts) == reason
    assert refused(describe_business, business, facts) == reason


def test_a_business_belongs_to_a_running_uppka_of_its_village(cast, business):
    uppka = open_group(SYSTEM, cast.unit.region, "uppka", GroupFacts("Sejahtera"))
    other = open_group(SYSTEM, cast.unit.region, "bkb", GroupFacts("Melati"))
    described = describe_business(SYSTEM, business, BusinessFacts("Dapur", "Keripik", group=uppka))
    assert (described.group, described.family) == (uppka, business.family)
    wrong = BusinessFacts("Dapur", "Keripik", group=other)
    assert refused(describe_business, business, wrong) == "business-group-elsewhere"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (CashFacts(date(2100, 1, 1), "sale", 5), "day-to-come"),
        (CashFacts(date(2026, 1, 1), "no-such", 5), "not-in-the-list"),
        (CashFacts(date(2026, 1, 1), "sale", 1_000_000_001), "business-amount-impossible"),
        (CashFacts(date(2026, 1, 1), "sale", -1), "business-amount-impossible"),
    ],
)
def test_cash_that_cannot_be_is_refused(business, facts, reason):
    assert refused(record_cash, business, facts) == reason
    assert not CashEntry.objects.exists()


@pytest.mark.parametrize("rupiah", [0, 1_000_000_000])
def test_cash_at_the_bounds_is_recorded(business, rupiah):
    assert wrote(business, rupiah).rupiah == rupiah


def test_a_correction_keeps_the_former_and_the_sums_follow(business):
    first = wrote(business, 500_000)
    with pytest.raises(BusinessRefused, match="no-reason"):
        correct_cash(SYSTEM, first, CashFacts(first.day, "sale", 50_000), " ")
    correct_cash(SYSTEM, first, CashFacts(first.day, "sale", 50_000), "Nol terlalu banyak")
    with pytest.raises(BusinessRefused, match="business-corrected-meanwhile"):
        correct_cash(SYSTEM, first, CashFacts(first.day, "sale", 5), "Lagi")
    assert standing_of(business, today()).last_month.sales == 50_000
    assert CashEntry.objects.count() == 2


def test_a_renewed_permit_takes_the_place_of_the_former(business):
    old = record_permit(
        SYSTEM, business, PermitFacts("spp-irt", today() - timedelta(days=6 * 365), "P-IRT 2063276010001")
    )
    assert standing_of(business, today()).to_see_to
    correct_permit(SYSTEM, old, PermitFacts("spp-irt", today(), "P-IRT 2063276010002"), "Diperpanjang")
    assert not standing_of(business, today()).to_see_to
    wrong = PermitFacts("nib", today(), printed_end=today() - timedelta(days=1))
    assert refused(record_permit, business, wrong) == "business-day-does-not-fit"


def test_notes_of_mentoring_loan_and_income(business):
    due = today() + timedelta(days=5)
    record_note(SYSTEM, business, "mentoring", NoteFacts(today(), "books", next_on=due))
    record_note(SYSTEM, business, "loan", NoteFacts(today(), "behind", 2_000_000))
    record_note(SYSTEM, business, "income", NoteFacts(today(), "up"))
    standing = standing_of(business, today())
    assert (standing.visit_due, standing.behind) == (due, True)
    assert refused(record_note, business, "income", NoteFacts(today(), "behind")) == "not-in-the-list"
    assert refused(record_note, business, "diary", NoteFacts(today(), "up")) == "not-in-the-list"


def test_a_closed_business_takes_nothing_more(business):
    close_business(SYSTEM, business, today())
    assert refused(record_cash, business, CashFacts(today(), "sale", 5)) == "business-closed"
    assert refused(close_business, business, today()) == "business-closed"


@pytest.mark.parametrize("role", ["tpk", "puskesmas", "auditor", "admin", "city", "opd", "viewer"])
def test_others_record_nothing(cast, business, role):
    with pytest.raises(NotAllowed):
        record_cash(companion(cast, role), business, CashFacts(today(), "sale", 5_000))
    with pytest.raises(NotAllowed):
        open_business(companion(cast, role, "001"), owner_of(business), BusinessFacts("A", "B"))


def test_a_cadre_of_another_rw_corrects_nothing(cast, business):
    entry = wrote(business, 5_000)
    with pytest.raises(NotAllowed):
        correct_cash(kader(cast, "lain", "002"), entry, CashFacts(today(), "sale", 5), "Salah")


def test_an_owner_lives_in_the_village_of_the_business(cast, business):
    stranger = owner_of(make_business("99.01.01.1002", 9))
    assert refused(add_owner, business, stranger) == "business-owner-gone"
    assert add_owner(SYSTEM, business, owner_of(business)) == business.owners.get()


def test_the_trail_names_neither_amount_nor_person(business):
    wrote(business, 123_456)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("business-cash-recorded", f"business:{business.pk}")
    assert "123456" not in str(entry.details)


def test_owners_follow_a_merge_and_come_back(cast, business):
    other = make_business(cast.unit.region_id, 2)
    kept, absorbed = owner_of(business), owner_of(other)
    merge = merge_people(SYSTEM, (kept, absorbed), kept)
    assert Owner.objects.filter(person=kept).count() == 2
    undo_merge(SYSTEM, merge)
    assert Owner.objects.get(business=other).person == absorbed


def test_what_is_held_is_handed_out_and_forgotten(business):
    owner, first = owner_of(business), wrote(business, 5_000)
    correct_cash(SYSTEM, first, CashFacts(today(), "sale", 6_000), "Salah tulis")
    record_permit(SYSTEM, business, PermitFacts("nib", today(), "1234000056789"))
    handed = {}
    for _, given in extract_wanted.send(Person, people=[owner.pk], codes=[owner.code]):
        handed |= given or {}
    assert [row["rupiah"] for row in handed["Kas usaha"]] == [5_000, 6_000]
    assert handed["Izin usaha"][0]["number"] == "1234000056789"
    person_erased.send(Person, people=[owner.pk], codes=[owner.code])
    assert not Business.objects.exists()
    assert not CashEntry.objects.exists()


def test_what_is_sent_once_more_is_on_record_once(business):
    """The answer was lost on the way, and the page is sent again."""
    permit, note = PermitFacts("nib", today(), "1234000056789"), NoteFacts(today(), "up")
    assert record_permit(SYSTEM, business, permit) == record_permit(SYSTEM, business, permit)
    assert record_note(SYSTEM, business, "income", note) == record_note(SYSTEM, business, "income", note)


def test_the_same_money_of_a_day_is_another_one_only_where_somebody_says_so(business):
    first = wrote(business, 5_000)
    facts = CashFacts(first.day, "sale", 5_000)
    assert refused(record_cash, business, facts) == "business-cash-told-already"
    record_cash(SYSTEM, business, facts, another=True)
    assert standing_of(business, today()).last_month.sales == 10_000
    for another in (CashFacts(first.day, "sale", 5_001), CashFacts(first.day, "material", 5_000)):
        record_cash(SYSTEM, business, another)
    assert CashEntry.objects.count() == 4


def test_a_corrected_note_counts_instead_of_the_former(business):
    note = record_note(SYSTEM, business, "loan", NoteFacts(today(), "behind", 2_000_000))
    with pytest.raises(BusinessRefused, match="no-reason"):
        correct_note(SYSTEM, note, NoteFacts(today(), "repaid"), " ")
    with pytest.raises(BusinessRefused, match="not-in-the-list"):
        correct_note(SYSTEM, note, NoteFacts(today(), "up"), "Salah")
    correct_note(SYSTEM, note, NoteFacts(today(), "repaid"), "Sudah lunas")
    with pytest.raises(BusinessRefused, match="business-corrected-meanwhile"):
        correct_note(SYSTEM, note, NoteFacts(today(), "behind"), "Lagi")
    standing = standing_of(business, today())
    assert not standing.behind
    assert len(standing.notes) == 1


def test_who_ran_it_under_both_entries_is_named_once(business):
    (family,) = make_families(business.village_id, 1, "001", 7)
    kept, absorbed = owner_of(business), family.memberships.get(line=2).person
    add_owner(SYSTEM, business, absorbed)
    merge_people(SYSTEM, (kept, absorbed), kept)
    assert [one.person for one in standing_of(business, today()).owners] == [kept]
