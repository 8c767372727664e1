"""Whole files: where the header is, what the columns mean, who belongs together, and where each row ended."""

from datetime import date

import pytest
import xlsxwriter

from guyub.analytics.people_tables import (
    Choices,
    Order,
    guess_layout,
    has_blocks,
    load_layout,
    missing,
    read_people,
    read_people_table,
    suggest,
    unblocked,
)
from guyub.analytics.people_tables.table import NoPeopleHeader, NoPeopleRows
from guyub.analytics.tables import errors
from guyub.data.questionnaires import load_questionnaire
from tools.make_ruined_workbook import HEADER_ROW, SHEET, make

FORM = load_questionnaire("pk-2021")
TODAY = date(2026, 1, 1)
HEAD = "No KK;NIK;Nama;JK;Tgl Lahir;SHDK;Status Kawin;RT;RW;P.01;K.09\n"
KK, OTHER_KK = "9901010101230001", "9901010101230002"


def people_of(tmp_path, content, layout=None, **choices):
    file = tmp_path / "berkas.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_people_table(file)
    chosen = load_layout(layout or guess_layout(table.headings, has_blocks(table), FORM))
    if chosen.rows == "blocks":
        table = unblocked(table)
    mapping = {one.target: one.column for one in suggest(table.headings, chosen, FORM)}
    people = read_people(table, chosen, mapping, FORM, Choices(TODAY, **choices))
    placed = [line for family in people.families for line in family.lines] + [*people.refused, *people.skipped]
    assert sorted(placed) == sorted(table.lines), "every row of the file is in exactly one place"
    return people


def rules(people):
    return [(problem.line, problem.rule) for problem in people.problems]


FAMILY = f"""{KK};9901010101900001;Contoh Satu;L;1/1/1990;Kepala Keluarga;Kawin;1;5;1;
{KK};9901014102920002;Contoh Dua;P;1/2/1992;Istri;Kawin;1;5;;1
{KK};;Contoh Tiga;L;13/4/2015;Anak;Belum kawin;1;5;;2
"""


def test_members_with_one_card_number_are_one_family(tmp_path):
    (family,) = people_of(tmp_path, HEAD + FAMILY).families
    assert (family.kk, family.rw, family.rt, family.answers) == (KK, "005", "001", {"p01": 1})
    assert [(one.name, one.sex, one.relation, one.marital) for one in family.members] == [
        ("Contoh Satu", 1, 1, 2),
        ("Contoh Dua", 2, 2, 2),
        ("Contoh Tiga", 1, 3, 1),
    ]
    assert [one.answers for one in family.members] == [{}, {"k09": 1}, {"k09": 2}]
    assert family.members[1].birth == date(1992, 2, 1)


def test_the_header_is_found_below_titles_and_blank_rows_are_counted(tmp_path):
    file = tmp_path / "judul.csv"
    file.write_text("KABUPATEN CONTOH;;\n\nBULAN;JANUARI;\n" + HEAD + "\n;;;\n" + FAMILY)
    table = read_people_table(file)
    assert (table.header_line, table.height, table.lines) == (4, 3, (7, 8, 9))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_cp1252(tmp_path, delimiter):
    text = (HEAD + FAMILY.replace("Contoh Tiga", "Contoh Zoë")).replace(";", delimiter)
    (family,) = people_of(tmp_path, text.encode("cp1252")).families
    assert family.members[2].name == "Contoh Zoë"


def test_one_bad_row_holds_its_family_back_and_no_other(tmp_path):
    other = f"{OTHER_KK};;Contoh Lima;L;13/12/1970;KK;Belum kawin;1;5;;\n"
    people = people_of(tmp_path, HEAD + FAMILY.replace("Contoh Tiga;L", "Contoh Tiga;X") + other)
    assert [family.kk for family in people.families] == [OTHER_KK]
    assert people.refused == {4}
    assert people.skipped == {2: "held-with-family", 3: "held-with-family"}
    (problem,) = [one for one in people.problems if one.line == 4]
    assert (problem.column, problem.rule, problem.value) == ("JK", "sex-unknown", "X")


def test_two_rows_with_one_nik_are_both_refused(tmp_path):
    text = HEAD + FAMILY + f"{OTHER_KK};9901010101900001;Contoh Lima;L;1/1/1990;KK;Kawin;1;5;;\n"
    people = people_of(tmp_path, text)
    assert people.refused == {2, 5}
    assert {problem.data["other"] for problem in people.problems if problem.rule == "nik-repeated"} == {2, 5}
    assert all("9901010101900001" not in problem.value for problem in people.problems)


def test_a_row_sent_twice_counts_once(tmp_path):
    people = people_of(tmp_path, HEAD + FAMILY + FAMILY.splitlines()[2] + "\n")
    assert people.skipped == {5: "repeated-row"}
    assert len(people.families[0].members) == 3


def test_a_formula_is_refused_unread(tmp_path):
    people = people_of(tmp_path, HEAD + FAMILY.replace("Contoh Tiga", "=1+1"))
    assert (4, "formula") in rules(people)


def test_dates_are_settled_by_their_column_by_the_nik_or_by_asking(tmp_path):
    doubtful = FAMILY.replace("13/4/2015", "3/4/2015").replace("1/2/1992", "2/1/1992")
    asked = people_of(tmp_path, HEAD + doubtful)
    assert asked.must_ask == ["Tgl Lahir"]
    assert (4, "date-order-unknown") in rules(asked)
    assert (3, "date-order-unknown") not in rules(asked), "her NIK says 1 February"
    (family,) = people_of(tmp_path, HEAD + doubtful, date_order=Order.MONTH).families
    assert [one.birth for one in family.members[1:]] == [date(1992, 2, 1), date(2015, 3, 4)]


def test_a_nik_that_says_otherwise_is_a_warning(tmp_path):
    people = people_of(tmp_path, HEAD + FAMILY.replace("Satu;L;1/1/1990", "Satu;L;13/1/1991"))
    assert (2, "nik-says-other-birth-date") in rules(people)
    assert len(people.families) == 1


def test_answers_of_one_family_that_differ_are_an_error(tmp_path):
    people = people_of(tmp_path, HEAD + FAMILY.replace("Istri;Kawin;1;5;;1", "Istri;Kawin;1;5;2;1"))
    assert (3, "answers-differ") in rules(people)


def test_rows_of_another_village_are_refused(tmp_path):
    head, row = HEAD.replace("RT;", "Kelurahan;RT;"), FAMILY.replace("Kawin;1;5", "Kawin;Kel. Contoh;1;5")
    row = row.replace("kawin;1;5", "kawin;Lain;1;5")
    people = people_of(tmp_path, head + row, village_name="Contoh")
    assert people.refused == {4}


OPENSID = (
    "alamat,dusun,rw,rt,nama,no_kk,nik,sex,tempatlahir,tanggallahir,agama_id,pendidikan_kk_id,pendidikan_sedang_id,"
    "pekerjaan_id,status_kawin,kk_level,warganegara_id,nama_ayah,nama_ibu,golongan_darah_id\n"
)


def test_the_opensid_layout_has_its_own_codes_and_ends_at_its_mark(tmp_path):
    people = people_of(
        tmp_path,
        OPENSID
        + f"Jl Contoh,Mawar,1,2,Contoh Satu,{KK},9901010101900001,1,X,1990-01-01,1,5,18,88,2,1,1,A,B,13\n"
        + f"Jl Contoh,Mawar,1,2,Contoh Dua,{KK},9901014102920002,2,X,1992-02-01,1,5,18,2,2,3,1,A,B,13\n"
        + f"Jl Contoh,Mawar,1,2,Contoh Tiga,{KK},,1,X,2015-04-13,1,1,4,3,1,4,1,A,Contoh Dua,13\n"
        + "###,,,,,,,,,,,,,,,,,,,\n"
        + "catatan kaki,,,,,,,,,,,,,,,,,,,\n",
    )
    (family,) = people.families
    assert [one.relation for one in family.members] == [1, 2, 3]
    assert (family.hamlet, family.rw, family.rt, family.address) == ("Mawar", "001", "002", "Jl Contoh")
    assert family.members[2].mother_name == "Contoh Dua"
    assert people.skipped == {5: "after-end", 6: "after-end"}


def test_a_husband_beside_another_head_is_told_what_to_do(tmp_path):
    row = f"Jl,Mawar,1,2,Contoh Satu,{KK},,1,X,1990-01-01,1,5,18,88,2,2,1,A,B,13\n"
    assert (2, "husband-not-head") in rules(people_of(tmp_path, OPENSID + row))


def test_the_civil_register_print_is_read_block_by_block(tmp_path):
    people = people_of(
        tmp_path,
        "BUKU INDUK PENDUDUK,,,,,,\n"
        f"NO.KK : {KK},,,,,,\n"
        '"DUSUN MAWAR, RT:001, RW:002, Kodepos:00000",,,,,,\n'
        "No,NIK,Nama,L/P,Tanggal Lahir,SHDK,Status Kawin\n"
        "1,9901010101900001,Contoh Satu,L,01-01-1990,KEPALA KELUARGA,KAWIN\n"
        "2,9901014102920002,Contoh Dua,P,01-02-1992,ISTRI,KAWIN\n"
        f"NO.KK : {OTHER_KK},,,,,,\n"
        '"DUSUN MELATI, RT:003, RW:002, Kodepos:00000",,,,,,\n'
        "No,NIK,Nama,L/P,Tanggal Lahir,SHDK,Status Kawin\n"
        "1,,Contoh Tujuh,L,01-01-1990,KEPALA KELUARGA,BELUM KAWIN\n",
    )
    assert [(f.kk, f.hamlet, f.rw, f.rt, len(f.members)) for f in people.families] == [
        (KK, "MAWAR", "002", "001", 2),
        (OTHER_KK, "MELATI", "002", "003", 1),
    ]


def test_a_row_a_family_has_its_members_side_by_side(tmp_path):
    people = people_of(
        tmp_path,
        "No KK,RW,RT,Nama_1,K.03_1,K.10_1,K.04_1,K.07_1,Nama_2,K.03_2,K.10_2,K.04_2,K.09_2,P.01,P.18a,KB.03\n"
        f"{KK},1,2,Contoh A,1,1,1990,2,Contoh B,2,2,1991-05,1,1,2,2\n",
    )
    (family,) = people.families
    assert [(one.name, one.birth, one.birth_known) for one in family.members] == [
        ("Contoh A", date(1990, 7, 1), "year"),
        ("Contoh B", date(1991, 5, 1), "month"),
    ]
    assert family.members[1].answers == {"k09": 1}
    assert family.answers == {"p01": 1, "p18a": 2, "kb03": 2}


def test_a_list_of_deciles_makes_no_people(tmp_path):
    text = f"nik,nama,no_kk,kecamatan,desa,desil,pkh,bpnt,pbi_jk\n9901010101900001,Contoh,{KK},C,D,3,Y,,V\n"
    (family,) = people_of(tmp_path, text).families
    assert (family.decile, family.kk, family.identities, family.members) == (3, KK, ("9901010101900001",), [])


BY_NAME = (
    "No KK,Nama KK,RW,RT,PUS,PUS HAMIL,BADUTA,BALITA,Sumber air layak/tidak,Jamban layak/tidak,Terlalu muda,Bantuan\n"
    f'{KK},Contoh,1,2,1,2,2,2,1,2,3,"1,3"\n'
)


def test_a_by_name_list_is_refused_until_its_code_book_is_declared(tmp_path):
    people = people_of(tmp_path, BY_NAME)
    assert people.refused == {2}
    assert {rule for _, rule in rules(people)} == {"bare-code"}


@pytest.mark.parametrize(("book", "water", "latrine"), [("1-ya", 1, 2), ("1-layak", 2, 1)])
def test_the_two_code_books_read_the_same_digits_in_opposite_ways(tmp_path, book, water, latrine):
    (family,) = people_of(tmp_path, BY_NAME, code_book=book).families
    assert (family.flags["AIR"], family.flags["JAMBAN"]) == (water, latrine)
    assert (family.flags["PUS"], family.flags["T_MUDA"], family.assistance) == (1, 3, (1, 3))


def test_a_file_of_something_else_is_refused_with_a_reason(tmp_path):
    file = tmp_path / "lain.csv"
    file.write_text("a;b\n1;2\n")
    with pytest.raises(NoPeopleHeader):
        read_people_table(file)
    file.write_text(HEAD)
    with pytest.raises(NoPeopleRows):
        read_people_table(file)
    file.write_text(HEAD + 'x;"y')
    with pytest.raises(errors.BrokenQuotes):
        read_people_table(file)


def test_required_columns_that_are_missing_are_named(tmp_path):
    layout = load_layout("pk-anggota")
    mapping = {one.target: one.column for one in suggest(["NIK", "Nama", "SHDK"], layout, FORM)}
    assert missing(layout, mapping) == ["sex"]


def test_a_heading_that_only_looks_known_is_a_suggestion_not_a_reading():
    (found,) = suggest(["Nomer KK"], load_layout("pk-anggota"), FORM)
    assert (found.target, found.sure) == ("kk", False)


def test_a_long_number_of_a_number_cell_is_read_only_with_all_its_digits(tmp_path):
    file = tmp_path / "angka.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Satu")
    sheet.write_row(0, 0, ["NIK", "Nama", "JK", "SHDK"])
    sheet.write_row(1, 0, [3201014101900012.0, "Contoh Satu", "P", "Kepala Keluarga"])
    sheet.write_row(2, 0, [3201014101900010.0, "Contoh Dua", "P", "Kepala Keluarga"])
    book.close()
    table = read_people_table(file)
    assert [cells[0] for cells in table.rows] == ["3201014101900012", "3.20101410190001E+15"]


def test_every_fault_of_the_ruined_workbook_is_found_where_it_is(tmp_path):
    ruin = make(tmp_path / "rusak.xlsx", 5_000)
    table = read_people_table(tmp_path / "rusak.xlsx")
    assert (table.sheet, table.header_line, table.height, table.blank) == (SHEET, HEADER_ROW, 5_000, ruin.blank)
    assert ruin.rows == 5_000
    layout = load_layout("pk-anggota")
    mapping = {one.target: one.column for one in suggest(table.headings, layout, FORM)}
    people = read_people(table, layout, mapping, FORM, Choices(TODAY, date_order=Order.DAY))
    found = {(one.line, mapping[one.field]) for one in people.problems if one.severity == "error"}
    # Two faults are seen only by the rules of the form, which the registry asks: two heads, a birth to come.
    seen_later = ruin.faults["second-head"] + ruin.faults["birth-to-come"]
    assert found <= set(ruin.corrections)
    assert len(set(ruin.corrections) - found) == seen_later
    assert sum(reason == "repeated-row" for reason in people.skipped.values()) == ruin.repeated
