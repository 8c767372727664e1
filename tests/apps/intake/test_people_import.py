"""A file of people on its way into the registry: checked, corrected, sent back; nothing lost, nothing doubled."""

from collections import Counter
from datetime import date

import openpyxl
import pytest

from guyub.apps.intake.models import PeopleImport, PeopleImportRow
from guyub.apps.intake.people_files import services
from guyub.apps.intake.people_files.services import contents
from guyub.apps.intake.people_files.services.planning import OUTCOMES
from guyub.apps.people.models import Family, Membership, Person
from tools.make_ruined_workbook import make

DAY = date(2025, 1, 31)
HEAD = "No KK;NIK;Nama;JK;Tgl Lahir;SHDK;Status Kawin;RT;RW;Alamat\n"
KK, OTHER_KK = "9901010101230001", "9901010101230002"
FAMILY = f"""{KK};9901010101900001;Contoh Satu;L;1-1-1990;Kepala Keluarga;Kawin;1;5;Jalan Contoh 1
{KK};9901014102920002;Contoh Dua;P;1-2-1992;Istri;Kawin;1;5;Jalan Contoh 1
{KK};;Contoh Tiga;L;13-4-2015;Anak;Belum kawin;1;5;Jalan Contoh 1
"""
ALONE = f"{OTHER_KK};;Contoh Lima;L;13-12-1970;KK;Belum kawin;1;5;\n"


def check(cast, content, name="keluarga.csv", **choices):
    content = content.encode() if isinstance(content, str) else content
    run = services.receive(cast.operator, cast.unit.region, name, content, DAY)
    services.choose_columns(cast.operator, run, run.mapping, choices or run.choices)
    assert services.work_once()
    run.refresh_from_db()
    return run


def enter(cast, content, name="keluarga.csv", **choices):
    run = check(cast, content, name, **choices)
    services.approve(cast.operator, run, good_rows_only=True)
    assert services.work_once()
    run.refresh_from_db()
    assert run.state == "done", run.failure
    rows = [run.counts[outcome] for outcome in ("new", "changed", "unchanged", "refused", "skipped")]
    assert sum(rows) == run.rows, "every row of the file ended in exactly one place"
    return run


def counted(run):
    """Rows by outcome, without those of which there are none."""
    return {name: run.counts[name] for name in OUTCOMES if run.counts[name]}


def everything():
    """All rows of the registry that an import writes, to compare before and after."""
    return {
        model.__name__: sorted(model.objects.values_list(*(field.attname for field in model._meta.concrete_fields)))
        for model in (Family, Membership)
    } | {"Person": sorted(Person.objects.values_list("pk", "name", "birth_date", "updated_at"))}


def test_the_check_writes_nothing_and_foretells_the_counts(cast):
    run = check(cast, HEAD + FAMILY + ALONE)
    assert (run.state, run.expected["new"]) == ("checked", 4)
    assert not Family.objects.exists()
    services.approve(cast.operator, run, good_rows_only=False)
    services.work_once()
    run.refresh_from_db()
    assert {name: count for name, count in run.counts.items() if count} == {"new": 4, "families-new": 2}
    assert run.counts == run.expected


def test_the_same_file_twice_changes_nothing(cast):
    enter(cast, HEAD + FAMILY + ALONE)
    before = everything()
    assert counted(enter(cast, HEAD + FAMILY + ALONE)) == {"unchanged": 4}
    assert everything() == before


def test_people_without_any_number_are_found_again_by_name_and_birth(cast):
    text = (HEAD + FAMILY + ALONE).replace(KK, "K1").replace(OTHER_KK, "K2").replace("No KK", "No keluarga")
    text = text.replace("9901010101900001", "").replace("9901014102920002", "")
    enter(cast, text)
    before = everything()
    assert counted(enter(cast, text)) == {"unchanged": 4}
    assert everything() == before


def test_what_differs_is_changed_and_who_is_new_is_added(cast):
    enter(cast, HEAD + FAMILY)
    text = HEAD + FAMILY.replace("Dua;P;1-2-1992", "Dua;P;2-2-1992").replace("Jalan Contoh 1", "Jalan B 2")
    run = enter(cast, text + f"{KK};;Contoh Bayi;P;30-1-2025;Anak;Belum kawin;1;5;\n")
    assert counted(run) == {"changed": 2, "unchanged": 1, "new": 1}
    assert (run.counts["families-new"], run.counts["families-changed"]) == (0, 1)
    family = Family.objects.get()
    assert family.dwelling.address == "Jalan B 2"
    assert Person.objects.get(name="Contoh Dua").birth_date == date(1992, 2, 2)
    assert Membership.objects.filter(family=family, until=None).count() == 4


def test_a_blank_cell_takes_nothing_away(cast):
    enter(cast, HEAD + FAMILY)
    text = HEAD + FAMILY.replace("9901010101900001", "").replace("1-2-1992", "").replace(";1;5;Jalan Contoh 1", ";;;")
    assert counted(enter(cast, text)) == {"unchanged": 3}


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        pytest.param(
            f"{KK};9901011304150003;Contoh Tiga;L;13-4-2025;Anak;Belum kawin;1;5;\n",
            "birth-after-first-day",
            id="born after the first day on record",
        ),
        pytest.param(
            f"{KK};9901010101900001;Contoh Satu;L;1-1-1990;Kepala Keluarga;Cerai hidup;1;5;\n",
            "couple-on-form",
            id="a couple parted by a correction",
        ),
        pytest.param(f"{KK};;Contoh Enam;P;1-2-1993;Istri;Kawin;1;5;\n", "second-couple", id="a second wife"),
    ],
)
def test_the_check_asks_the_registry_about_families_on_record_too(cast, rows, rule):
    """What the import would refuse, the check refuses: by the same functions, tried and taken back."""
    enter(cast, HEAD + FAMILY.replace(f"{KK};;", f"{KK};9901011304150003;"))
    before = everything()
    run = check(cast, HEAD + rows)
    assert run.problems.get(severity="error").rule == rule
    assert everything() == before
    services.approve(cast.operator, run, good_rows_only=True)
    assert services.work_once()
    run.refresh_from_db()
    assert (run.state, run.counts) == ("done", run.expected)
    assert everything() == before


def test_a_child_under_ten_is_no_husband_in_a_file(cast):
    run = check(cast, HEAD + ALONE.replace("13-12-1970", "13-12-2023").replace("Belum kawin", "Kawin"))
    assert run.problems.get(severity="error").rule == "married-too-young"


def test_a_number_on_record_that_differs_is_refused_and_left_for_a_person(cast):
    enter(cast, HEAD + FAMILY)
    run = enter(cast, HEAD + FAMILY.replace("9901010101900001", "9901010101900009"))
    assert counted(run) == {"refused": 1, "skipped": 2}
    assert run.problems.get(severity="error").rule == "nik-differs"


def test_someone_of_another_family_is_not_moved_by_a_file(cast):
    enter(cast, HEAD + FAMILY + ALONE)
    moved = FAMILY.splitlines()[1].replace(KK, OTHER_KK).replace("Istri;Kawin", "Lainnya;Belum kawin")
    run = enter(cast, HEAD + ALONE + moved + "\n")
    assert counted(run) == {"refused": 1, "skipped": 1}
    assert run.problems.get(severity="error").rule == "member-of-other-family"


def test_rows_with_errors_need_a_word_before_the_good_ones_are_entered(cast):
    run = check(cast, HEAD + FAMILY + ALONE.replace(";L;", ";X;"))
    with pytest.raises(services.RowsHaveErrors):
        services.approve(cast.operator, run, good_rows_only=False)
    services.approve(cast.operator, run, good_rows_only=True)
    services.work_once()
    run.refresh_from_db()
    assert counted(run) == {"new": 3, "refused": 1}


def test_the_rules_of_the_form_are_asked_before_anything_is_written(cast):
    run = check(cast, HEAD + FAMILY.replace("Anak;Belum kawin", "Anak;Kawin"))
    assert run.problems.get(severity="error").rule == "second-couple"
    assert run.expected["refused"] == 1


def test_the_content_is_sealed_and_forgotten_when_all_rows_were_taken(cast):
    run = check(cast, HEAD + FAMILY)
    sealed = bytes(PeopleImport.objects.get(pk=run.pk).content_sealed)
    assert b"Contoh" not in sealed
    done = enter(cast, HEAD + ALONE)
    assert done.content_sealed is None
    assert done.key.destroyed_at is not None
    with pytest.raises(services.ContentGone):
        contents.table_of(done)


def test_columns_are_remembered_for_the_office(cast):
    text = (HEAD + FAMILY).replace("Nama;", "Sebutan;")
    run = services.receive(cast.operator, cast.unit.region, "a.csv", text.encode(), DAY)
    with pytest.raises(services.ColumnsMissing):
        services.choose_columns(cast.operator, run, run.mapping, {})
    services.choose_columns(cast.operator, run, {**run.mapping, "name": 2}, {})
    again = services.receive(cast.operator, cast.unit.region, "b.csv", text.encode(), DAY)
    assert again.mapping["name"] == 2


def corrected(workbook, target, corrections):
    """What an office does with the error workbook, done by the list of right values."""
    book = openpyxl.load_workbook(workbook)
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    assert headings[:2] == ["Baris asal", "Yang perlu diperbaiki"]
    done = Counter()
    for row in sheet.iter_rows(min_row=2):
        for (line, column), right in corrections.items():
            if line == row[0].value:
                assert row[1].value, "a row that is to be corrected says why"
                row[column + 2].value = right
                done[line, column] += 1
    book.save(target)
    assert set(done.values()) == {1}
    return len(done)


def test_a_ruined_workbook_is_corrected_and_sent_back_without_loss_or_double(cast, tmp_path):
    ruin = make(tmp_path / "rusak.xlsx", 1_500)
    first = enter(cast, (tmp_path / "rusak.xlsx").read_bytes(), "rusak.xlsx", date_order="day-first")
    assert first.rows == 1_500
    assert 0 < Person.objects.count() < ruin.people
    rows = services.error_workbook(cast.operator, first, tmp_path / "perbaikan.xlsx")
    assert rows == PeopleImportRow.objects.filter(run=first).exclude(reason="repeated-row").count()
    fixed = corrected(tmp_path / "perbaikan.xlsx", tmp_path / "kembali.xlsx", ruin.corrections)
    assert fixed == len(ruin.corrections)
    second = enter(cast, (tmp_path / "kembali.xlsx").read_bytes(), "kembali.xlsx")
    assert (second.counts["refused"], second.counts["skipped"]) == (0, 0)
    assert second.choices["date_order"] == "day-first", "remembered from the first file"
    people = Person.objects.values_list("name", "sex", "birth_date")
    assert Counter((name, "LP"[sex - 1], birth) for name, sex, birth in people) == Counter(ruin.truth)
    assert Family.objects.count() == ruin.families
    third = enter(cast, (tmp_path / "kembali.xlsx").read_bytes(), "kembali.xlsx")
    assert counted(third) == {"unchanged": second.rows}


def test_cells_that_look_like_formulas_stay_text_in_the_error_workbook(cast, tmp_path):
    run = check(cast, HEAD + FAMILY.replace("Contoh Tiga", "=1+1"))
    services.error_workbook(cast.operator, run, tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
