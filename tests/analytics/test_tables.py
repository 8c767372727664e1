"""Reading tables of villages: every doubt has a row, a column and a rule; a hostile file harms nobody."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.analytics.tables import errors, write_whole
from guyub.analytics.tables import reading as reading_module
from guyub.analytics.tables.reading import read_villages
from guyub.analytics.tables.spreadsheet import sheet_as_csv
from guyub.data import load_fact_catalogue, load_instrument
from guyub.errors import FileIsFolder, FileMissing, NotFound, UnreadableFile
from guyub.language import sentence
from guyub.language.problems import problem_text, write_problems_csv

CATALOGUE = load_fact_catalogue()
INSTRUMENT = load_instrument("kkb-klas-web-2021")


def read(path, **options):
    return read_villages(path, CATALOGUE, instrument=INSTRUMENT, **options)


@pytest.fixture
def csv_file(tmp_path):
    def write(content: str | bytes, name: str = "in.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


# -- what is read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_from_the_file(csv_file, delimiter, encoding):
    text = f"row{delimiter}name{delimiter}pus\r\n7{delimiter}Désa{delimiter}12\r\n"
    table = read(csv_file(text.encode(encoding)))
    assert table.row_names == ["7"]
    assert table.text_of(0, "name") == "Désa"
    assert table.facts_of(0) == {"pus": 12}


def test_blank_is_missing_and_zero_is_zero(csv_file):
    table = read(csv_file("row,pus,families,iud\n1,0,, \n"))
    assert table.facts_of(0) == {"pus": 0, "families": None, "iud": None}


def test_columns_may_be_named_as_people_name_them(csv_file):
    table = read(csv_file("row,Anggota BKB, pasangan usia subur (PUS) \n1,4,9\n"))
    assert table.facts_of(0) == {"bkb_members": 4, "pus": 9}


def test_rows_without_a_name_are_called_by_their_number(csv_file):
    assert read(csv_file("pus\n4\n5\n")).row_names == ["1", "2"]


def test_quoted_cells_with_line_breaks_keep_the_line_numbers(csv_file):
    table = read(csv_file('row,name,pus\n1,"two\nlines",5\n2,plain,x\n'))
    assert [table.line_of(0), table.line_of(1)] == [2, 4]
    assert (table.problems[0].line, table.problems[0].row) == (4, "2")


def test_rows_of_blank_cells_are_left_out_and_counted(csv_file):
    table = read(csv_file("row,pus\n1,5\n,\n2,6\n"))
    assert table.row_names == ["1", "2"]
    assert table.blank_rows == 1
    assert table.line_of(1) == 4


def test_only_scores_that_may_be_given_are_read_as_given(csv_file):
    table = read(csv_file("row,pus,I1,I2\n1,5,4,3\n"))
    assert table.given == ("I2",)
    assert table.given_of(0) == {"I2": 3}
    assert table.text_of(0, "I1") == "4"


def test_columns_without_meaning_are_named(csv_file):
    assert read(csv_file("row,pus,warna\n1,5,biru\n")).unknown == ("warna",)


def test_a_row_is_found_by_its_name(csv_file):
    table = read(csv_file("row,pus\n10,1\n20,2\n"))
    assert table.position_of("20") == 1
    with pytest.raises(NotFound, match="30"):
        table.position_of("30")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(csv_file, line_end):
    table = read(csv_file(line_end.join(["row,pus", "1,5", "2,x", ""])))
    assert (table.row_names, table.problems[0].line) == (["1", "2"], 3)


# -- cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("pus", "12,5", "decimal-comma"),
        ("pus", "12.5", "decimal-point"),
        ("pus", "1.234", "thousands-separator"),
        ("pus", "1,234,567", "thousands-separator"),
        ("pus", "-3", "negative"),
        ("pus", "ada", "text"),
        ("pus", "12 orang", "text"),
        ("pus", "=SUM(A1)", "formula"),
        ("pus", "+5", "formula"),
        ("pus", "@x", "formula"),
        ("pus", "99999999999", "too-large"),
        ("pus", "9" * 300, "too-long"),
        ("pus", "٣", "text"),
        ("pokja_exists", "2", "not-a-flag"),
        ("pokja_exists", "ya", "text"),
        ("funding_sources", "7", "above-largest"),
        ("I2", "5", "not-a-score"),
        ("I2", "0", "not-a-score"),
        ("row", "=1+1", "formula"),
        ("row", "", "no-name"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_rule(csv_file, column, value, rule):
    row = {"row": "1", "pus": "5", "pokja_exists": "1", "funding_sources": "3", "I2": "4"} | {column: value}
    table = read(csv_file(";".join(row) + "\n" + ";".join(row.values()) + "\n"))
    assert [(p.rule, p.column, p.line) for p in table.problems] == [(rule, column, 2)]
    assert table.bad_rows == {0}
    if column not in table.texts:
        assert {**table.facts_of(0), **table.given_of(0)}.get(column) is None


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_problem_has_a_sentence_with_row_column_and_value(csv_file, language):
    table = read(csv_file("row;pus\n12;-3\n12;1.234\n"))
    sentences = [problem_text(problem, language) for problem in table.problems]
    assert len(sentences) == 4  # two negative or doubtful figures, and the name 12 twice
    assert any("pus" in text and "'-3'" in text and "12" in text for text in sentences)


@pytest.mark.parametrize("value", ["0", "9999999999", "007"])
def test_whole_numbers_of_up_to_ten_digits_are_read(csv_file, value):
    table = read(csv_file(f"row,population\n1,{value}\n"))
    assert table.problems == ()
    assert table.facts_of(0)["population"] == int(value)


def test_the_same_village_twice_is_a_problem_of_both_rows(csv_file):
    table = read(csv_file("region_code,pus\n11.01,5\n11.02,6\n11.01,7\n"))
    assert [(p.line, p.rule, p.data["other"]) for p in table.problems] == [(2, "duplicate", 4), (4, "duplicate", 2)]


def test_a_row_with_too_few_cells_is_a_problem_not_a_row_of_blanks(csv_file):
    table = read(csv_file("row,pus,iud\n1,5,6\n2;7;8\n"))
    assert [(p.row, p.rule, p.data["found"]) for p in table.problems if p.rule == "cell-count"] == [
        ("2;7;8", "cell-count", 1)
    ]


def test_rows_without_problems_can_go_on_alone(csv_file):
    table = read(csv_file("row,pus\n1,5\n2,x\n3,7\n")).without_problem_rows()
    assert table.row_names == ["1", "3"]
    assert [table.line_of(0), table.line_of(1)] == [2, 4]
    assert table.problems == ()


def test_many_problems_are_counted_beyond_the_listed_ones(csv_file):
    table = read(csv_file("row,pus,iud,mow\n" + "\n".join(f"{n},x,y,z" for n in range(4000))))
    assert len(table.problems) == 10_000
    assert table.more_problems == 2_000
    assert len(table.bad_rows) == 4000


def test_the_file_of_problems_holds_no_living_formula(csv_file):
    target = io.StringIO()
    write_problems_csv(read(csv_file("row,pus\n1,=cmd()\n")).problems, target)
    rows = list(csv.DictReader(io.StringIO(target.getvalue())))
    assert (rows[0]["value"], rows[0]["rule"], rows[0]["line"]) == ("'=cmd()", "formula", "2")


# -- whole files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("in.xlsx", b"\x8a\x00\x01junk\x00", "bukan buku kerja yang utuh"),
        ("in.XLS", b"row,pus\n\x00", "bukan buku kerja yang utuh"),
        ("in.parquet", b"PAR1\x15\x00PAR1", "berjenis Parquet. Yang dibaca: CSV"),
        ("in.csv", b"%PDF-1.7 \x00", "berjenis PDF"),
    ],
)
def test_a_broken_workbook_and_other_kinds_are_called_what_they_are(csv_file, name, content, told):
    with pytest.raises(UnreadableFile) as caught:
        read(csv_file(content, name))
    assert told in sentence(caught.value, "id")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", errors.FileEmpty),
        ("\n \n", errors.FileEmpty),
        ("row,pus\n", errors.OnlyHeader),
        ("row,pus\n,\n", errors.OnlyHeader),
        ("nama,warna\nx,biru\n", errors.UnknownHeader),
        ("row,pus,populatoin\n1,5,6\n", errors.MistypedColumns),
        ("pus,PUS\n1,5\n", errors.RepeatedColumn),
        ('row,pus\n1,"5\n2,6\n', errors.BrokenQuotes),
        ("row,pus\n1,\0\n", errors.UnreadableText),
        (b"row,pus\n1,\x81\n", errors.UnreadableText),
        ("x" * 200_000, errors.UnknownHeader),
        ("row,pus\n1," + '"' + "5" * 200_000 + '"\n', errors.BrokenQuotes),
        ("pus," + ",".join(f"x{n}" for n in range(400)) + "\n1\n", errors.TooManyColumns),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(csv_file, content, error):
    with pytest.raises(error) as caught:
        read(csv_file(content))
    assert isinstance(caught.value, UnreadableFile)
    assert "in.csv" in sentence(caught.value, "id")
    assert sentence(caught.value, "id") != sentence(caught.value, "en")


def test_a_mistyped_column_is_named_with_the_one_meant(csv_file):
    with pytest.raises(errors.MistypedColumns, match="'bkb_member' -> 'bkb_members'"):
        read(csv_file("row,pus,bkb_member\n1,5,6\n"))


def test_the_line_of_an_open_quote_is_named(csv_file):
    with pytest.raises(errors.BrokenQuotes, match="line 3"):
        read(csv_file('row,pus\n1,5\n2,"6\n3,7\n'))


def test_a_file_of_500_mb_is_refused_by_its_size_alone(tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(500_000_000)
    with pytest.raises(errors.FileTooLarge, match="500 MB"):
        read(file)


@pytest.mark.parametrize(("size", "refused"), [(20, False), (21, True)])
def test_the_largest_size_is_the_callers_choice(csv_file, size, refused):
    file = csv_file("row,pus\n1,5\n".ljust(size, "\n"))
    if refused:
        with pytest.raises(errors.FileTooLarge):
            read(file, largest_bytes=20)
    else:
        assert read(file, largest_bytes=20).row_names == ["1"]


def test_too_many_rows_are_refused(csv_file, monkeypatch):
    monkeypatch.setattr(reading_module, "MOST_ROWS", 2)
    with pytest.raises(errors.TooManyRows):
        read(csv_file("row,pus\n1,5\n2,6\n3,7\n"))


def test_a_missing_file_and_a_folder_are_refused_each_with_its_own_words(tmp_path):
    for path, reason in ((tmp_path / "none.csv", FileMissing), (tmp_path, FileIsFolder)):
        with pytest.raises(reason):
            read(path)


def test_a_header_without_a_near_name_says_no_empty_hint(csv_file):
    for header, hint in (("warna,rasa", False), ("bkb_membr,warna", True)):
        with pytest.raises(errors.UnknownHeader) as refused:
            read(csv_file(f"{header}\n1,2\n"))
        assert ("Mungkin maksudnya: 'bkb_membr'" in sentence(refused.value)) is hint
        assert "maksudnya: -" not in sentence(refused.value)


# -- spreadsheets ------------------------------------------------------------------------------------------------


def workbook(path: Path, fill) -> Path:
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return path


def test_a_sheet_reads_like_a_csv_file(tmp_path):
    def fill(book):
        book.add_worksheet("lain").write(0, 0, "x")
        sheet = book.add_worksheet("desa")
        sheet.write_row(0, 0, ["row", "pus", "pokja_exists", "name"])
        sheet.write_row(2, 0, [1, 110, True, "a\nb"])

    table = read(workbook(tmp_path / "in.xlsx", fill), sheet="desa")
    assert table.facts_of(0) == {"pus": 110, "pokja_exists": 1}
    assert (table.row_names, table.line_of(0), table.problems) == (["1"], 3, ())


def test_a_formula_is_refused_with_row_and_column(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["row", "pus", "iud"])
        sheet.write_row(1, 0, [1, 5, 6])
        sheet.write_number(2, 0, 2)
        sheet.write_formula(2, 1, "=B2+1", value=6)
        sheet.write_formula(2, 2, "=C2+1", value="")

    table = read(workbook(tmp_path / "in.xlsx", fill))
    assert [(p.row, p.line, p.column, p.rule) for p in table.problems] == [
        ("2", 3, "pus", "formula"),
        ("2", 3, "iud", "formula"),
    ]


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS = (
    '<?xml version="1.0"?>'
    f'<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0"'
    f' xmlns:text="{_OASIS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="desa">'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>row</text:p></table:table-cell>'
    '<table:table-cell office:value-type="string"><text:p>pus</text:p></table:table-cell></table:table-row>'
    '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
    '</table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="7">'
    '<text:p>7</text:p></table:table-cell><table:table-cell FORMULA office:value-type="float" office:value="110">'
    "<text:p>110</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
    "</office:document-content>"
)


@pytest.mark.parametrize(("formula", "rules"), [("", []), ('table:formula="of:=[.A4]"', [(4, "pus", "formula")])])
def test_a_libreoffice_sheet_is_read_with_the_same_care(tmp_path, formula, rules):
    file = tmp_path / "in.ods"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", ODS.replace("FORMULA", formula))
    table = read(file)
    assert [(p.line, p.column, p.rule) for p in table.problems] == rules
    assert table.facts_of(0) == {"pus": None if rules else 110}


def test_a_cell_in_the_far_corner_does_not_eat_the_memory(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "pus")
        sheet.write(1_048_575, 16_383, 1)

    with pytest.raises(errors.UnsafeSpreadsheet):
        read(workbook(tmp_path / "far.xlsx", fill))


def test_a_zip_bomb_is_refused_by_its_table_of_contents(tmp_path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(errors.UnsafeSpreadsheet):
        read(file)


def test_a_long_text_that_many_cells_share_is_cut_before_it_is_handed_on(tmp_path):
    """A workbook keeps a repeated text once: 3,000 cells of 30,000 characters are a file of a few kilobytes."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["row", "pus", "name"])
        for row in range(1, 3_001):
            sheet.write_row(row, 0, [row, 1, "x" * 30_000])

    file = workbook(tmp_path / "shared.xlsx", fill)
    assert file.stat().st_size < 100_000
    report, text = sheet_as_csv(file, None)
    assert "error" not in report
    assert len(text) < 3_001 * 2_100


def test_a_sheet_that_unpacks_to_more_than_any_table_is_refused(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["row", *(f"c{column}" for column in range(60))])
        for row in range(1, 1_001):
            sheet.write_row(row, 0, [row, *["x" * 2_000] * 60])

    with pytest.raises(errors.UnsafeSpreadsheet, match="100 MB"):
        read(workbook(tmp_path / "wide.xlsx", fill))


def test_a_damaged_workbook_is_refused(tmp_path):
    file = tmp_path / "in.xlsx"
    file.write_bytes(b"PK\x03\x04 not really a workbook")
    with pytest.raises(errors.UnreadableSpreadsheet):
        read(file)


def test_an_unknown_sheet_is_named_with_those_there_are(tmp_path):
    file = workbook(tmp_path / "in.xlsx", lambda book: book.add_worksheet("desa").write(0, 0, "pus"))
    with pytest.raises(errors.NoSuchSheet, match="desa"):
        read(file, sheet="kota")


# -- writing -----------------------------------------------------------------------------------------------------


def test_a_failed_write_leaves_the_old_file_and_no_trace(tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("old")

    def fail(part):
        part.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(file, fail)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert file.read_text() == "old"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(errors.UnwritableFile):
        write_whole(tmp_path / "none" / "out.csv", lambda part: None)


cells = st.sampled_from(["", " ", "0", "5", "007", "-3", "1.5", "12,5", "x", "=A1", "9" * 11, "a b", "é"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 99).map(str), cells, cells), min_size=1, max_size=12))
def test_cutting_all_cells_at_once_and_row_by_row_is_the_same(rows):
    with tempfile.TemporaryDirectory() as folder:
        plain, quoted = Path(folder) / "plain.csv", Path(folder) / "quoted.csv"
        for file, quoting in ((plain, csv.QUOTE_MINIMAL), (quoted, csv.QUOTE_ALL)):
            with file.open("w", newline="") as stream:
                csv.writer(stream, delimiter=";", quoting=quoting).writerows([("row", "pus", "pokja_exists"), *rows])
        one, other = read(plain), read(quoted)
    assert one.frame.equals(other.frame)
    assert (one.problems, one.lines) == (other.problems, other.lines)
