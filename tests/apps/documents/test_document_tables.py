"""Lists as files that people take away: letters arrive, formulas do not, and the answer names the kind."""

import csv
import io

import openpyxl
import pytest

from guyub.apps.documents.tables import TABLES, Sheet, file_answer, sheets_workbook, table_answer, table_csv

ROWS = [["Nama", "Jumlah"], ["Mampang", 8300], ["=1+1", None], ["-4", -4]]


def test_a_csv_file_is_read_back_with_its_formulas_as_text():
    text = table_csv("Daftar", ROWS).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Nama", "Jumlah"],
        ["Mampang", "8300"],
        ["'=1+1", ""],
        ["-4", "-4"],
    ]


def test_a_csv_file_begins_with_the_mark_that_spreadsheet_programs_look_for():
    assert table_csv("Daftar", ROWS).startswith(b"\xef\xbb\xbf")


def test_a_workbook_keeps_numbers_as_numbers_and_formulas_as_text():
    sheet = _opened(TABLES["xlsx"]("Daftar: [a/b]", ROWS))["Daftar ab"]
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [("Mampang", "s"), (8300, "n")],
        [("=1+1", "s"), (None, "n")],
        [("-4", "s"), (-4, "n")],
    ]


def test_a_list_without_rows_is_still_a_workbook():
    assert _opened(TABLES["xlsx"]("Kosong", [])).sheetnames == ["Kosong"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("a" * 31, "a" * 31, id="as long as a sheet's name may be"),
        pytest.param("a" * 32, "a" * 31, id="one letter longer"),
        pytest.param("[]:*?/\\", "Guyub", id="nothing left of it"),
    ],
)
def test_the_name_of_a_sheet_is_one_that_excel_takes(name, shown):
    assert _opened(TABLES["xlsx"](name, ROWS)).sheetnames == [shown]
    assert _opened(sheets_workbook("Buku", [Sheet(name, (10,), ROWS)])).sheetnames == [shown]


def test_each_sheet_has_its_rows_widths_and_a_header_that_stays():
    book = _opened(sheets_workbook("Buku", [Sheet("Satu", (8, 40), ROWS), Sheet("Dua", (12,), ROWS[:2])], "sidik"))
    assert book.sheetnames == ["Satu", "Dua"]
    assert (book.properties.title, book.properties.description) == ("Buku", "sidik")
    assert [round(book["Satu"].column_dimensions[name].width) for name in "AB"] == [9, 41]
    assert book["Satu"]["A3"].data_type == "s"
    assert (book["Dua"].freeze_panes, book["Dua"].max_row) == ("A2", 2)


@pytest.mark.parametrize(
    ("fmt", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_names_its_kind_and_its_file(fmt, kind):
    answer = table_answer(fmt, "rekap-99.01.01.1001", "Rekap", ROWS)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="rekap-99.01.01.1001.{fmt}"'


def test_a_kind_of_file_that_nobody_thought_of_is_not_guessed():
    with pytest.raises(KeyError):
        file_answer(b"", "rekap.exe")


def _opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_wrapped_texts_have_room_and_headers_do_not_widen_columns() -> None:
    long = "kata " * 60
    rows = [["Pendek menurut pengukuran terakhir", "Rincian"], [3, long], [4, "singkat"]]
    sheet = _opened(TABLES["xlsx"]("Buku", rows)).active
    assert sheet.row_dimensions[1].height == 45  # three lines
    assert sheet.row_dimensions[2].height >= 15 * len(long) // 48
    assert (sheet.column_dimensions["A"].width < 20, sheet.column_dimensions["B"].width > 45) == (True, True)
    assert sheet.print_title_rows == "$1:$1"


def test_labels_of_notes_are_not_cut() -> None:
    label = "Anggota yang hadir paling sedikit sekali"
    content = table_answer("xlsx", "a", "A", ROWS, [(label, "satu " * 50)]).content
    notes = _opened(content).worksheets[1]
    assert notes.column_dimensions["A"].width >= len(label)
    assert notes.row_dimensions[1].height == 45
