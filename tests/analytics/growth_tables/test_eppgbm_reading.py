"""Exports of e-PPGBM in every shape and with every fault: each is read or named with its place, nothing is guessed."""

import io
import zipfile
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter

from guyub.analytics.growth_tables.eppgbm import HEADINGS, read_eppgbm
from guyub.analytics.growth_tables.eppgbm.columns import MonthColumns, NotEppgbm
from guyub.analytics.people_tables import Order
from guyub.analytics.tables.errors import RepeatedColumn
from tests.apps.growth.ruined_eppgbm import FAULTS, TITLES, TODAY, ruin


@pytest.fixture(scope="module")
def ruined():
    return ruin()


@pytest.fixture
def read(tmp_path):
    def reading(content, suffix="csv", **more):
        file = tmp_path / f"ekspor.{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_eppgbm(file, TODAY, **more)

    return reading


def lines(*rows, header):
    return "\n".join([header, *rows])


SHORT = "Nama;Tanggal Lahir;Tanggal Ukur;Berat;PB/TB"


def counted(table):
    return Counter(problem.rule for problem in table.problems)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8")]
)
def test_every_fault_of_a_ruined_file_is_named_and_counted(ruined, read, delimiter, encoding):
    table = read(ruined.csv(delimiter, encoding))
    assert len(ruined.rows) >= 2_000
    assert all(ruined.rules[rule] >= 50 for fault in FAULTS for rule in fault.rules)
    assert counted(table) == ruined.rules
    assert len(table.rows) == ruined.fates["good"]
    assert len(table.refused) == ruined.fates["refused"]
    assert len(table.repeated) == ruined.fates["repeated"]
    assert len(table.unmeasured) == ruined.fates["unmeasured"]
    assert table.blank == ruined.fates["blank"]
    assert table.total + table.blank == len(ruined.rows)
    assert table.must_ask == ()


def test_a_workbook_says_the_same_as_the_text(ruined, read, tmp_path):
    file = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([*TITLES, HEADINGS, *ruined.rows]):
            sheet.write_row(number, 0, row)
    table, text = read(file.read_bytes(), "xlsx"), read(ruined.csv())
    assert table.rows == text.rows
    assert counted(table) == counted(text)


def test_no_name_and_no_number_of_identity_stands_in_a_problem(ruined, read):
    told = "\n".join(f"{one.value} {one.data}" for one in read(ruined.csv()).problems)
    assert not [nik for nik in ruined.niks if nik in told]
    assert not [name for name in ruined.names if name in told]
    assert "tidak mau" not in told


def test_problems_tell_row_column_and_value(read):
    (problem,) = read(lines("Anak Contoh;13/1/2022;14/4/2024;0,2;80", header=SHORT)).problems
    assert (problem.line, problem.column, problem.rule, problem.value) == (2, "Berat", "weight-g-impossible", "0,2")


def test_cells_of_a_spreadsheet_program(read, tmp_path):
    """Numbers, dates, times and durations as cells of their own kind, as programs turn typed texts into."""
    file = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIK", *SHORT.split(";")])
        day, clock, long = (book.add_format({"num_format": form}) for form in ("d/m/yyyy", "h:mm", "[h]:mm"))
        sheet.write_number(1, 0, 9901014101220001)
        sheet.write_string(1, 1, "Anak Contoh")
        sheet.write_datetime(1, 2, datetime(2022, 1, 3), day)
        sheet.write_datetime(1, 3, datetime(2024, 4, 5), day)
        sheet.write_datetime(1, 4, time(8, 30), clock)
        sheet.write_datetime(1, 5, timedelta(hours=80, minutes=5), long)
    table = read(file.read_bytes(), "xlsx")
    (row,) = table.rows
    assert (row.birth, row.day) == (date(2022, 1, 3), date(2024, 4, 5))
    assert (row.weight_g, row.height_mm) == (8300, 801)  # 80.05 cm, to the millimetre
    assert counted(table) == {"read-from-time": 2, "child-nik-digits-lost": 1}


def test_a_libreoffice_sheet_with_dates_times_and_durations(read):
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    kinds = {"string": "office:string-value", "date": "office:date-value", "time": "office:time-value"}

    def row(*cells):
        written = "".join(
            f'<table:table-cell office:value-type="{kind}" {kinds[kind]}="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
            for kind, value in cells
        )
        return f"<table:table-row>{written}</table:table-row>"

    rows = row(*(("string", name) for name in SHORT.split(";"))) + row(
        ("string", "Anak Contoh"),
        ("date", "2022-01-03"),
        ("date", "2024-04-05"),
        ("time", "PT08H30M00S"),
        ("time", "PT80H50M00S"),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content xmlns:office="{names}office:1.0" '
            f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    (found,) = read(packed.getvalue(), "ods").rows
    assert (found.birth, found.day) == (date(2022, 1, 3), date(2024, 4, 5))
    assert (found.weight_g, found.height_mm) == (8300, 805)


@pytest.mark.parametrize(
    ("dates", "order", "read_as"),
    [
        (["13/1/2022", "3/4/2022"], None, date(2022, 4, 3)),
        (["1/13/2022", "3/4/2022"], None, date(2022, 3, 4)),
        (["3/5/2022", "3/4/2022"], Order.MONTH, date(2022, 3, 4)),
    ],
)
def test_the_whole_column_decides_what_stands_first(read, dates, order, read_as):
    rows = [f"Anak {letter};{day};2024-06-01;9;80" for letter, day in zip("ab", dates, strict=True)]
    table = read(lines(*rows, header=SHORT), order=order)
    assert table.rows[1].birth == read_as


def test_what_no_column_decides_is_asked(read):
    table = read(lines("Anak Contoh;3/4/2022;2024-06-01;9;80", header=SHORT))
    assert table.must_ask == ("Tanggal Lahir",)
    assert counted(table) == {"date-order-unknown": 1}
    assert table.refused == {2}


def test_the_number_of_identity_settles_a_date_of_birth(read):
    table = read(lines("9901010304220001;Anak Contoh;3/4/2022;2024-06-01;9;80", header=f"NIK;{SHORT}"))
    assert table.rows[0].birth == date(2022, 4, 3)


@pytest.mark.parametrize(
    ("header", "error"),
    [
        (f"{SHORT};Berat Badan", RepeatedColumn),
        ("Nama;Tgl Lahir;JANUARI_BERAT;JANUARI_TINGGI;JANUARI_CARAUKUR", MonthColumns),
        ("Nama;Tgl Lahir;Januari 2024 BB", MonthColumns),
        ("Nama;Tgl Lahir;Berat", NotEppgbm),
        ("Nama;Tgl Lahir;Tanggal Ukur;RW", NotEppgbm),
    ],
)
def test_a_file_of_another_shape_is_refused_with_a_sentence(read, header, error):
    with pytest.raises(error):
        read(lines("a;1/1/2022;2;3;4;5", header=header))


def test_an_older_export_lacks_posture_and_posyandu(read):
    (row,) = read(lines("Anak Contoh;13/1/2022;14/4/2024;8,3;80,5", header=SHORT)).rows
    assert (row.posture, row.posyandu, row.weight_g, row.height_mm) == ("", "", 8300, 805)
