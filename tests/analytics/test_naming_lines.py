"""The line that names the columns of a table: found below empty lines, parted by what makes most sense of it."""

import csv

import pytest

from guyub.analytics.tables.naming import naming_line, parted


def known(*names):
    return lambda cells: sum(cell in names for cell in cells)


@pytest.mark.parametrize(("text", "found"), [("a;b\n1;2\n", (1, "a;b")), ("\n \t\na,b\n", (3, "a,b")), ("a", (1, "a"))])
def test_the_first_line_with_text_names_the_columns(text, found):
    assert naming_line(text) == found


@pytest.mark.parametrize(
    ("line", "delimiter", "cells"),
    [
        ("umur;berat;tinggi, cm", ";", ["umur", "berat", "tinggi, cm"]),
        ("umur,berat", ",", ["umur", "berat"]),
        ('"umur|berat",tinggi', ",", ["umur|berat", "tinggi"]),
    ],
)
def test_the_delimiter_that_gives_most_known_names_then_most_names(line, delimiter, cells):
    assert parted(line, known("umur", "berat")) == (delimiter, cells)


def test_a_cell_beyond_what_the_reader_takes_is_no_name_and_breaks_nothing():
    delimiter, (name,) = parted("x" * (csv.field_size_limit() + 1), known("umur"))
    assert delimiter == ","
    assert name in "x" * csv.field_size_limit()
