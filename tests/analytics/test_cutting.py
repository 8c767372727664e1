"""Texts of tables are cut at once where that is safe, and row by row elsewhere, with the same cells."""

import pytest

from guyub.analytics.tables import cutting
from guyub.analytics.tables.cutting import Layout, cut
from guyub.analytics.tables.errors import TooManyRows

LAYOUT = Layout("t.csv", ",", 3, 1)


def cells(text):
    found = cut(text, LAYOUT, 100)
    return [tuple(cell or "" for cell in row) for row in found.frame.rows()], list(found.lines), dict(found.uneven)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b,c\n1,2,3\n4,,6\n", [("1", "2", "3"), ("4", "", "6")]),
        ("a,b,c\n1,2,3", [("1", "2", "3")]),
        ('a,b,c\n"","",1\n1,"",""\n"",x,y\n', [("", "", "1"), ("1", "", ""), ("", "x", "y")]),
    ],
)
def test_plain_tables_are_cut_at_once_as_row_by_row(text, rows):
    assert cutting._at_once(text, LAYOUT) is not None
    assert cells(text)[0] == rows
    slow = cutting._row_by_row(text, LAYOUT, 100)
    assert [tuple(cell or "" for cell in row) for row in slow.frame.rows()] == rows
    assert cells(text)[1] == slow.lines


@pytest.mark.parametrize(
    ("text", "rows", "lines", "uneven"),
    [
        ('a,b,c\n1,"x,y",3\n', [("1", "x,y", "3")], [2], {}),
        ('a,b,c\n1,"x\ny",3\n4,5,6\n', [("1", "x\ny", "3"), ("4", "5", "6")], [2, 4], {}),
        ("a,b,c\n1,2\n3,4,5,6\n", [("1", "2", ""), ("3", "4", "5")], [2, 3], {0: 2, 1: 4}),
        ("a,b,c\n\n1,2,3\n", [("1", "2", "3")], [3], {}),
    ],
)
def test_everything_else_is_cut_row_by_row(text, rows, lines, uneven):
    assert cutting._at_once(text, LAYOUT) is None
    assert cells(text) == (rows, lines, uneven)


@pytest.mark.parametrize("text", ["a,b,c", "a,b,c\n"])
def test_a_header_alone_has_no_rows(text):
    assert cells(text) == ([], [], {})


def test_too_many_rows_are_refused_either_way():
    for row in ("1,2,3\n", '1,"2,2",3\n'):
        with pytest.raises(TooManyRows):
            cut("a,b,c\n" + 5 * row, LAYOUT, 4)
