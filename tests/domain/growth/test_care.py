"""What a child is given and asked besides being measured: the last day before each rule turns, and the first after."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from guyub.data.growth_files import load_care_rules
from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.care import (
    CareRules,
    Exclusive,
    Status,
    capsule,
    deworming,
    diverse,
    exclusive,
    immunisations,
    only_this_round,
    vitamin_a,
    vitamin_a_births,
    vitamin_a_round,
)
from guyub.domain.rulefiles import Grade

RULES = load_care_rules()
BIRTH = date(2025, 1, 15)
DAY = timedelta(days=1)


def months_after(months):
    year, month = divmod(BIRTH.month - 1 + months, 12)
    return BIRTH.replace(year=BIRTH.year + year, month=month + 1)


def dose(code, day, given=None):
    return immunisations(RULES.immunisation, BIRTH, day, given or {})[code]


# -- immunisation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", RULES.immunisation.vaccines, ids=lambda one: one.code)
def test_each_dose_turns_due_late_and_missed_on_its_day(one):
    before = {one.after: BIRTH - timedelta(days=100)} if one.after else {}  # long enough ago
    turns = [months_after(one.due), months_after(one.latest + 1), months_after(one.given_until + 1)]
    stands = [(dose(one.code, day - DAY, before), dose(one.code, day, before)) for day in turns]
    earlier = Status.TO_COME if one.due else None
    if one.due:
        assert stands[0] == (earlier, Status.DUE)
    else:
        assert stands[0][1] == Status.DUE
    late = Status.MISSED if one.latest == one.given_until else Status.LATE
    assert stands[1] == (Status.DUE, late)
    assert stands[2] == (Status.DUE if late is Status.MISSED else Status.LATE, Status.MISSED)


def test_what_was_given_is_done_at_any_age():
    assert {dose("mr1", months_after(months), {"mr1": BIRTH}) for months in (0, 9, 30, 70)} == {Status.DONE}


def test_a_dose_waits_for_the_one_before_it():
    at = months_after(5)
    gap = timedelta(days=RULES.immunisation.gap_days)
    assert dose("dpt1", at) == Status.LATE
    assert dose("dpt2", at) == Status.WAITING
    assert dose("dpt2", at, {"dpt1": at - gap + DAY}) == Status.WAITING
    assert dose("dpt2", at, {"dpt1": at - gap}) == Status.LATE
    assert dose("dpt3", at, {"dpt1": at - gap}) == Status.WAITING


@given(
    age=st.integers(0, 2200),
    given_days=st.dictionaries(
        st.sampled_from([one.code for one in RULES.immunisation.vaccines]), st.integers(0, 1800), max_size=20
    ),
)
@settings(max_examples=200, deadline=None)
def test_every_dose_stands_somewhere_and_nothing_is_asked_beyond_its_months(age, given_days):
    day = BIRTH + timedelta(days=age)
    marks = {code: BIRTH + timedelta(days=days) for code, days in given_days.items()}
    found = immunisations(RULES.immunisation, BIRTH, day, marks)
    months = completed_months(BIRTH, day)
    assert list(found) == [one.code for one in RULES.immunisation.vaccines]
    for one in RULES.immunisation.vaccines:
        assert (found[one.code] == Status.DONE) == (one.code in marks)
        if found[one.code] in (Status.DUE, Status.LATE):
            assert one.due <= months <= one.given_until


# -- vitamin A -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 31), date(2025, 8, 1)),
        (date(2026, 2, 1), date(2026, 2, 1)),
        (date(2026, 7, 31), date(2026, 2, 1)),
        (date(2026, 8, 1), date(2026, 8, 1)),
        (date(2026, 12, 31), date(2026, 8, 1)),
    ],
)
def test_a_day_belongs_to_the_round_that_came_last(day, first):
    of_day = vitamin_a_round(RULES.vitamin_a, day)
    assert of_day.first == first
    assert of_day.last.month == first.month
    assert (of_day.last + DAY).day == 1
    assert of_day.until + DAY == date(first.year, 8, 1) if first.month == 2 else date(first.year + 1, 2, 1)


def stands(birth, day, *given):
    return vitamin_a(RULES.vitamin_a, birth, day, given)[0]


def test_vitamin_a_is_due_in_its_month_and_late_after_it():
    birth = date(2025, 6, 10)
    assert stands(birth, date(2026, 8, 31)) == Status.DUE
    assert stands(birth, date(2026, 9, 1)) == Status.LATE
    assert stands(birth, date(2026, 9, 1), date(2026, 8, 1)) == Status.DONE
    assert stands(birth, date(2026, 9, 1), date(2026, 7, 31)) == Status.LATE
    assert stands(birth, date(2027, 1, 31), date(2026, 10, 5)) == Status.DONE
    assert stands(birth, date(2027, 2, 1), date(2026, 10, 5)) == Status.DUE


def test_vitamin_a_begins_at_six_months_and_ends_before_five_years():
    assert stands(date(2026, 2, 21), date(2026, 8, 20)) == Status.TO_COME
    assert stands(date(2026, 2, 20), date(2026, 8, 20)) == Status.DUE
    # Six months old within the month of the round, but not on its last day: it waits for the next.
    assert stands(date(2026, 3, 1), date(2026, 10, 1)) == Status.TO_COME
    assert stands(date(2026, 2, 28), date(2026, 10, 1)) == Status.LATE
    assert stands(date(2021, 8, 11), date(2026, 8, 10)) == Status.DUE
    assert stands(date(2021, 8, 10), date(2026, 8, 10)) == Status.MISSED


def test_the_capsule_goes_by_age():
    codes = {
        months: (one.code if (one := capsule(RULES.vitamin_a, months)) else None) for months in (5, 6, 11, 12, 59, 60)
    }
    assert codes == {5: None, 6: "blue", 11: "blue", 12: "red", 59: "red", 60: None}


@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.integers(0, 2200))
@settings(max_examples=300, deadline=None)
def test_days_of_birth_of_a_round_are_those_of_whom_it_is_asked(day, age):
    birth = day - timedelta(days=age)
    first, last = vitamin_a_births(RULES.vitamin_a, day)
    assert (first <= birth <= last) == (stands(birth, day) in (Status.DUE, Status.LATE))


# -- deworming -------------------------------------------------------------------------------------------------------


def worms(day, *given):
    return deworming(RULES.deworming, RULES.to_month, BIRTH, day, given)


def test_deworming_begins_at_a_year_and_returns_after_six_months():
    year = months_after(12)
    assert (worms(year - DAY), worms(year)) == (Status.TO_COME, Status.DUE)
    late = months_after(18)
    assert (worms(late - DAY), worms(late)) == (Status.DUE, Status.LATE)
    again = months_after(18)
    assert (worms(again - DAY, year), worms(again, year)) == (Status.DONE, Status.DUE)
    assert (worms(months_after(24) - DAY, year), worms(months_after(24), year)) == (Status.DUE, Status.LATE)
    assert worms(months_after(60)) == Status.MISSED
    assert worms(months_after(60) - DAY) == Status.LATE


def test_a_later_day_does_not_count_before_it():
    assert worms(months_after(13), months_after(14)) == Status.DUE


# -- feeding ---------------------------------------------------------------------------------------------------------

YES = dict.fromkeys(range(6), True)


@pytest.mark.parametrize(
    ("months", "answers", "found"),
    [
        (0, {}, (Exclusive.UNKNOWN, ())),
        (0, {0: True}, (Exclusive.SO_FAR, ())),
        (3, {0: True, 1: True, 2: True}, (Exclusive.SO_FAR, ())),
        (4, {0: True, 1: True, 2: True}, (Exclusive.UNKNOWN, (3,))),
        (5, YES, (Exclusive.YES, ())),
        (6, YES, (Exclusive.YES, ())),
        (40, YES, (Exclusive.YES, ())),
        (6, {**YES, 5: False}, (Exclusive.NO, ())),
        (6, {0: True, 2: False}, (Exclusive.NO, (1, 3, 4, 5))),
        (6, dict.fromkeys(range(5), True), (Exclusive.UNKNOWN, (5,))),
        (5, dict.fromkeys(range(5), True), (Exclusive.SO_FAR, ())),
    ],
)
def test_exclusive_breastfeeding_through_six_months(months, answers, found):
    assert exclusive(RULES.breastfeeding, months, answers) == found


def test_five_of_eight_groups_are_enough_and_four_are_not():
    groups = [one.code for one in RULES.food.groups]
    assert len(groups) == 8
    assert not diverse(RULES.food, groups[:4])
    assert diverse(RULES.food, groups[3:])
    assert not diverse(RULES.food, [*groups[:4], *groups[:4]])  # each counts once
    with pytest.raises(ValueError, match="no such group"):
        diverse(RULES.food, [*groups[:5], "sweets"])


@pytest.mark.parametrize("months", [5, 6, 23, 24])
def test_food_is_asked_about_from_six_to_23_months(months):
    assert RULES.food.holds(months) == (6 <= months <= 23)


# -- the file itself ------------------------------------------------------------------------------------------------


def test_what_was_not_read_in_a_regulation_says_so():
    assert RULES.immunisation.grade == Grade.INFERRED
    assert "puskesmas" in RULES.immunisation.source.id
    assert [one.grade for one in RULES.food.groups] == [Grade.CONFIRMED] * 3 + [Grade.INFERRED] * 5


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("immunisation", lambda part: part["vaccines"].reverse()),
        ("immunisation", lambda part: part["vaccines"][3].update(latest=1)),
        ("immunisation", lambda part: part["vaccines"].append(part["vaccines"][0])),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(part, change):
    content = RULES.model_dump(mode="json")
    CareRules.model_validate(content)
    changed = {**content, part: RULES.model_copy(deep=True).model_dump(mode="json")[part]}
    change(changed[part])
    with pytest.raises(ValidationError):
        CareRules.model_validate(changed)


def test_an_age_in_days_of_birth_is_an_age_in_months():
    """Lists go by days of birth: who was born on or before that day has completed the months."""
    for day in (date(2026, 2, 28), date(2024, 2, 29), date(2026, 3, 31), date(2026, 3, 30)):
        for months in range(61):
            last = months_before(day, months)
            assert completed_months(last, day) >= months
            assert completed_months(last + DAY, day) < months


@pytest.mark.parametrize(
    ("birth", "day", "count", "only"),
    [
        (date(2026, 2, 10), date(2026, 8, 10), 1, True),
        (date(2026, 2, 10), date(2026, 8, 9), 1, False),  # not six months old yet
        (date(2026, 2, 10), date(2026, 8, 10), 2, False),
        (date(2026, 2, 10), date(2026, 8, 10), 0, False),
        (date(2026, 2, 1), date(2026, 8, 31), 1, True),
        (date(2026, 1, 31), date(2026, 8, 31), 1, False),  # six months old on 31 July, when the round before still ran
        (date(2026, 2, 10), date(2026, 9, 1), 1, False),  # the month is over
    ],
)
def test_a_count_of_capsules_tells_the_round_only_of_a_first_one(birth, day, count, only):
    assert only_this_round(RULES.vitamin_a, birth, day, count) == only
