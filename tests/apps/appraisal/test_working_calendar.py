"""Holidays and Ramadan of a window, and how sure each of them is."""

from datetime import date, timedelta

from guyub.apps.appraisal.services.working_calendar import DayKind, working_calendar


def test_ramadan_and_the_feast_of_2025_stand_where_they_were():
    found = working_calendar(date(2025, 2, 28), date(2025, 4, 7))
    ramadan = sorted(found.of(DayKind.RAMADAN))
    assert (ramadan[0], ramadan[-1], len(ramadan)) == (date(2025, 3, 1), date(2025, 3, 30), 30)
    feast = [day for day in found.days if "Idul Fitri" in day.name and day.kind is DayKind.HOLIDAY]
    assert [day.day for day in feast] == [date(2025, 3, 31), date(2025, 4, 1)]
    assert not any(day.estimated for day in feast)


def test_joint_leave_is_told_apart_from_holidays_and_no_day_is_both():
    found = working_calendar(date(2025, 3, 1), date(2025, 4, 30))
    leave, holidays = found.of(DayKind.JOINT_LEAVE), found.of(DayKind.HOLIDAY)
    assert {date(2025, 4, day) for day in (2, 3, 4, 7)} <= leave
    assert date(2025, 4, 18) in holidays
    assert not leave & holidays
    assert found.leave_unknown == ()


def test_the_day_before_the_decreed_feast_is_fasted_where_the_calendars_differ():
    """In 2026 the feast was decreed a day later than the Umm al-Qura calendar has it."""
    ramadan = working_calendar(date(2026, 3, 15), date(2026, 3, 25)).of(DayKind.RAMADAN)
    assert max(ramadan) == date(2026, 3, 20)


def test_a_year_without_a_decree_is_named_and_its_feast_is_an_estimate():
    found = working_calendar(date(2035, 1, 1), date(2035, 12, 31))
    assert found.leave_unknown == (2035,)
    assert [day.estimated for day in found.days if day.name == "Hari Raya Idul Fitri"] == [True] * len(
        [day for day in found.days if day.name == "Hari Raya Idul Fitri"]
    )
    assert any(day.name == "Hari Raya Idul Fitri" for day in found.days)


def test_the_window_has_both_its_ends():
    day = date(2025, 4, 18)
    assert [one.day for one in working_calendar(day, day).days] == [day]
    assert not working_calendar(day + timedelta(1), day + timedelta(1)).days
