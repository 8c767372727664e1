"""What spreadsheets and people do to single cells."""

from datetime import date
from decimal import Decimal

import pytest

from guyub.analytics.people_tables.cells import clean, ticked
from guyub.analytics.people_tables.dates import Order, ReadDate, TwoDates, evidence, read_date, settle
from guyub.analytics.people_tables.figures import read_count, read_decile, read_decimal, read_identity, read_part
from guyub.analytics.people_tables.problems import Fault, Severity, masked
from guyub.analytics.people_tables.rows import read_flag

NEW_YEAR = date(1990, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("31/1/1990", "31/01/1990", "1/31/1990", "31-01-1990", "31.1.1990", "1990-01-31", "1990-01-31 00:00:00"),
        *(
            "1990/1/31",
            "32904",
            "32904.0",
            "31 Januari 1990",
            "31-Jan-1990",
            "Rabu, 31 januari 1990",
            "31/01/1990 00:00",
        ),
    ],
)
def test_every_shape_of_a_date_is_read_as_the_same_day(text):
    assert read_date(text) == ReadDate(NEW_YEAR)


@pytest.mark.parametrize(
    ("text", "known", "day"),
    [
        ("1965", "year", date(1965, 7, 1)),
        ("00-00-1965", "year", date(1965, 7, 1)),
        ("1965-00-00", "year", date(1965, 7, 1)),
        ("1965-03", "month", date(1965, 3, 1)),
        ("00/03/1965", "month", date(1965, 3, 1)),
        ("Maret 1965", "month", date(1965, 3, 1)),
    ],
)
def test_a_date_of_which_only_a_part_is_known_says_so(text, known, day):
    assert read_date(text) == ReadDate(day, known)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("31/02/1990", "no-such-day"),
        ("29/02/2023", "no-such-day"),
        ("32/13/1990", "no-such-day"),
        ("31/01/90", "date-two-digit-year"),
        ("1 Foobar 1990", "date-unknown-month"),
        ("tidak tahu", "not-a-date"),
        ("99999", "not-a-date"),
        ("1990-13-01", "no-such-day"),
    ],
)
def test_what_is_no_date_is_named(text, rule):
    assert read_date(text) == Fault(rule)


def test_the_29th_of_february_exists_in_leap_years_only():
    assert read_date("29/2/2024") == ReadDate(date(2024, 2, 29))


@pytest.mark.parametrize(
    ("column", "order", "asks"),
    [
        pytest.param(["13/1/1990", "3/4/1990"], Order.DAY, False, id="one day above twelve decides"),
        pytest.param(["1/13/1990", "3/4/1990"], Order.MONTH, False, id="one month place above twelve decides"),
        pytest.param(["13/1/1990", "1/13/1990", "3/4/1990"], None, True, id="both kinds: ask"),
        pytest.param(["3/4/1990"], None, True, id="nothing decides: ask"),
        pytest.param(["13/1/1990", "1/13/1990"], None, False, id="both kinds, none doubtful"),
        pytest.param(["4/4/1990"], None, False, id="the same either way"),
        pytest.param(["12/12/1990", "12/11/1990"], None, True, id="twelve is not above twelve"),
    ],
)
def test_the_column_decides_the_order_or_the_person_is_asked(column, order, asks):
    found = evidence(column)
    assert (found.order, found.must_ask) == (order, asks)


def test_a_doubtful_date_is_settled_by_the_nik_then_by_the_order_and_never_guessed():
    doubtful = read_date("3/4/1990")
    assert isinstance(doubtful, TwoDates)
    assert settle(doubtful, "3/4/1990", Order.DAY, date(1990, 3, 4))[0] == ReadDate(date(1990, 3, 4))
    assert settle(doubtful, "3/4/1990", Order.DAY)[0] == ReadDate(date(1990, 4, 3))
    assert settle(doubtful, "3/4/1990", Order.MONTH)[0] == ReadDate(date(1990, 3, 4))
    assert settle(doubtful, "3/4/1990", None)[0] == Fault("date-order-unknown")


NUMBER = "9901014101900001"


@pytest.mark.parametrize(
    "text", [NUMBER, "9901 0141 0190 0001", "99.0101.410190.0001", f"{NUMBER}.0", "9.901014101900001E+15"]
)
def test_a_nik_with_all_its_digits_is_read(text):
    assert read_identity(clean(text), "nik").number == NUMBER


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("9.90101410190000E+15", "nik-digits-lost", Severity.ERROR),
        ("9,90101E+15", "nik-digits-lost", Severity.ERROR),
        ("990101******0001", "nik-masked", Severity.WARNING),
        ("xxxxxxxxxxxx0001", "nik-masked", Severity.WARNING),
        ("0", "nik-zero", Severity.WARNING),
        ("0000000000000000", "nik-zero", Severity.WARNING),
        ("990101410190000", "nik-length", Severity.ERROR),
        ("99010141019000012", "nik-length", Severity.ERROR),
        ("99010141019000A1", "nik-not-digits", Severity.ERROR),
    ],
)
def test_a_nik_that_lost_digits_is_refused_and_a_hidden_one_is_left_out(text, rule, severity):
    found = read_identity(text, "nik")
    assert (found.number, found.fault.rule, found.fault.severity) == ("", rule, severity)


def test_unprintable_signs_apostrophes_and_hard_spaces_are_gone():
    assert clean("'\u200b 9901\u00a00141\ufeff ") == "9901 0141"
    assert clean("Nur'aini") == "Nur'aini"


@pytest.mark.parametrize(
    ("text", "read"),
    [("5", "005"), ("'012".strip("'"), "012"), ("RT 01", "001"), ("RW:07", "007"), ("0", ""), ("-", "")],
)
def test_rw_and_rt_have_three_digits(text, read):
    assert read_part(text) == read


def test_a_measure_may_have_a_comma_and_a_time_of_day_is_refused():
    assert read_decimal("36,5") == Decimal("36.5")
    assert read_count("36,0") == 36
    assert read_count("36,5") == Fault("not-whole")
    assert read_decimal("08:30:00") == Fault("decimal-as-time")


@pytest.mark.parametrize(
    ("text", "read"), [("3", 3), ("Desil 10", 10), ("Belum Ada", None), ("11", Fault("not-a-decile")), ("0", None)]
)
def test_deciles(text, read):
    assert read_decile(text) == read


def test_a_range_of_deciles_is_said_and_not_read():
    assert read_decile("6-10").severity == Severity.WARNING


@pytest.mark.parametrize(
    ("text", "tick"),
    [("Y", True), ("V", True), ("✓", True), ("√", True), ("", False), ("tidak", False), ("mungkin", None)],
)
def test_ticks(text, tick):
    assert ticked(text) is tick


@pytest.mark.parametrize(
    ("text", "code", "book", "read"),
    [
        ("1", "AIR", "1-ya", 1),
        ("1", "AIR", "1-layak", 2),
        ("2", "AIR", "1-layak", 1),
        ("3", "AIR", "1-layak", 3),
        ("2", "PUS", "1-layak", 2),
        ("Ya", "AIR", "", 1),
        ("tidak layak", "AIR", "", 1),
        ("layak", "AIR", "", 2),
        ("tidak berlaku", "NON_KBM", "", 3),
    ],
)
def test_flags_of_a_by_name_list_follow_the_declared_code_book(text, code, book, read):
    assert read_flag(text, code, book) == read


@pytest.mark.parametrize("text", ["1", "2", "3", "1.0"])
@pytest.mark.parametrize("code", ["AIR", "PUS"])
def test_a_bare_number_is_never_read(text, code):
    assert read_flag(text, code, "") == Fault("bare-code")


def test_values_in_problem_lists_do_not_tell_who_it_is():
    assert masked("number", NUMBER) == "990101**********"
    assert masked("name", "Contoh Satu") == "C***"
    assert masked("date", "31/02/1990") == "31/02/19**"
    assert masked("date", "31/12/90") == "31/12/**"
    assert masked("code", "Contoh Satu") == "C***"
    assert masked("code", "X") == "X"


@pytest.mark.parametrize("kind", ["number", "date", "name", "code"])
@pytest.mark.parametrize(
    "value", ["Contoh Satu", "Contoh", "Contoh 1990", "3 Contoh", "31/12/1990 Contoh", "9A Contoh"]
)
def test_a_name_in_the_wrong_column_is_not_shown(kind, value):
    shown = masked(kind, value)
    assert "ontoh" not in shown
    assert "Con" not in shown
    assert shown.endswith("*")


def test_what_helps_to_find_the_mistake_is_shown():
    assert masked("number", "9,90101E+15") == "9,9010*****"
    assert masked("number", "12345") == "12345"
    assert masked("number", "990101 4101 900001") == "990101**********"
    assert masked("date", "31 Februari 1990") == "31 Februari 19**"
