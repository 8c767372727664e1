"""Files are read defensively; what cannot be read as a whole is an error that says what to do."""

import pytest

from guyub.analytics.siga import errors, load_definitions
from guyub.analytics.siga.reading import Limits, list_files, read_sheet
from guyub.analytics.siga.recognise import recognise
from guyub.errors import UnreadableFile

TABLES = load_definitions().tables
HEADER = "PROVINSI;KABUPATEN;KECAMATAN;KELURAHAN;PUS;UNMET NEED;BULAN"
ROW = "A;B;C;D;10;1;MEI"


def read(tmp_path, content, name="x.csv"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sheet(file, TABLES.identity)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_header(tmp_path, delimiter):
    sheet = read(tmp_path, f"{HEADER}\n{ROW}\n".replace(";", delimiter))
    assert sheet.header == tuple(HEADER.split(";"))
    assert sheet.rows == [(2, ROW.split(";"))]


def test_a_comma_in_a_name_does_not_mislead_the_delimiter(tmp_path):
    sheet = read(tmp_path, f"{HEADER}\nA,B,C;D,E;F,G,H;I,J;1;2;MEI\n")
    assert sheet.rows[0][1][0] == "A,B,C"


def test_an_unnamed_index_column_is_kept_in_its_place(tmp_path):
    assert read(tmp_path, f";{HEADER}\n0;{ROW}\n").header[0] == ""


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(f"{HEADER}\n{ROW}é\n".encode(), "utf-8-sig", id="UTF-8"),
        pytest.param(f"{HEADER}\n{ROW}é\n".encode("utf-8-sig"), "utf-8-sig", id="with byte order mark"),
        pytest.param(f"{HEADER}\n{ROW}é\n".encode("cp1252"), "cp1252", id="Windows"),
        pytest.param(f"{HEADER}\n{ROW}é\n".encode("utf-16"), "utf-16", id="Unicode text of a spreadsheet"),
    ],
)
def test_encodings(tmp_path, content, encoding):
    sheet = read(tmp_path, content)
    assert (sheet.encoding, sheet.header[0], sheet.rows[0][1][-1]) == (encoding, "PROVINSI", "MEIé")


def test_line_numbers_count_title_lines_and_lines_inside_quotes(tmp_path):
    sheet = read(tmp_path, f'Laporan\n\n{HEADER}\n"A\nA";B;C;D;1;1;MEI\n{ROW}\n')
    assert (sheet.header_line, [line for line, _ in sheet.rows]) == (3, [4, 6])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(tmp_path, newline):
    assert read(tmp_path, newline.join((HEADER, ROW, ROW))).rows[1] == (3, ROW.split(";"))


def test_a_text_without_village_columns_is_no_table(tmp_path):
    assert read(tmp_path, "a;b\n1;2\n") is None


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param("", errors.FileEmpty, id="no bytes"),
        pytest.param("\n \n", errors.FileEmpty, id="only blanks"),
        pytest.param(f"{HEADER}\n", errors.FileEmpty, id="only a header"),
        pytest.param(b"PK\x03\x04\x00\x00", errors.FileNotText, id="a spreadsheet renamed"),
        pytest.param(b"\xff\xfe\x00", errors.FileNotText, id="broken UTF-16"),
        pytest.param(f'{HEADER}\n"A;B;C\n', errors.FileBroken, id="a quote never closed"),
        pytest.param(f"{HEADER}\n{'A' * 200_000};B\n", errors.FileBroken, id="a cell of 200,000 letters"),
    ],
)
def test_garbage_is_an_error_that_names_the_file(tmp_path, content, error):
    with pytest.raises(error, match=r"x\.csv") as caught:
        read(tmp_path, content)
    assert isinstance(caught.value, UnreadableFile)


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(errors.FolderUnreadable):
        list_files(tmp_path / "tidak-ada", Limits())


@pytest.mark.parametrize(("limit", "fits"), [(10, True), (9, False)])
@pytest.mark.parametrize("which", ["file", "folder"])
def test_size_limits(tmp_path, which, limit, fits):
    (tmp_path / "a.csv").write_bytes(b"x" * 10)
    limits = Limits(**{which: limit})
    if fits:
        assert [file.name for file in list_files(tmp_path, limits)[0]] == ["a.csv"]
    else:
        with pytest.raises(errors.FileTooLarge):
            list_files(tmp_path, limits)


def test_only_csv_files_are_tables_and_the_rest_is_listed(tmp_path):
    for name in ("B.CSV", "catatan.xlsx", ".tersembunyi.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub").mkdir()
    tables, others = list_files(tmp_path, Limits())
    assert ([f.name for f in tables], [f.name for f in others]) == (["B.CSV"], ["catatan.xlsx", "sub"])


def test_a_table_is_recognised_by_its_header_whatever_its_name():
    assert recognise("apa-saja.csv", tuple(HEADER.split(";")), TABLES).id == "couples"


@pytest.mark.parametrize(
    ("name", "table"),
    [("piramida-laki-laki.csv", "pyramid-male"), ("Piramida Perempuan.csv", "pyramid-female"), ("piramida.csv", None)],
)
def test_equal_headers_are_told_apart_by_the_file_name(name, table):
    header = ("KABUPATEN", "KECAMATAN", "KELURAHAN", "JUMLAH PENDUDUK", "UMUR 0 - 1", "UMUR 75+")
    found = recognise(name, header, TABLES)
    assert (found.id if found else None) == table


@pytest.mark.parametrize("lost", ["UNMET NEED", "BULAN", "KECAMATAN"])
def test_a_known_name_with_an_incomplete_header_is_an_error(lost):
    header = tuple(name for name in HEADER.split(";") if name != lost)
    with pytest.raises(errors.HeaderIncomplete, match=lost):
        recognise("pus-unmet-need-bulanan.csv", header, TABLES)


def test_a_column_that_stands_twice_is_an_error():
    with pytest.raises(errors.HeaderTwice, match="PUS"):
        recognise("x.csv", (*HEADER.split(";"), "PUS"), TABLES)
