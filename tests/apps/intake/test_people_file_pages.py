"""Pages of files of people: the way from sending to the end, who gets in, and what an export holds."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files import services
from guyub.apps.people.models import Event, Family, Person
from guyub.apps.people.purposes import NoPurpose
from guyub.apps.people.services import NewFamily, NewMember, Place, merge_people, register_family
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import open_round
from guyub.language import format_date
from tests.conftest import PASSWORD

VILLAGE = "99.01.01.1001"
UPLOAD = f"/berkas-keluarga/{VILLAGE}/"
HEAD = "No KK;NIK;Nama;JK;Tgl Lahir;SHDK;Status Kawin;RT;RW;Alamat;P.01;KB.03;K.09\n"
KK = "9901010101230001"
FAMILY = f"""{KK};9901010101900001;Contoh Satu;L;1-1-1990;Kepala Keluarga;Kawin;1;5;Jalan Contoh 1;1;2;1
{KK};9901014102920002;Contoh Dua;P;1-2-1992;Istri;Kawin;1;5;Jalan Contoh 1;;;1
{KK};;Contoh Tiga;L;3/4/2015;Anak;Belum kawin;1;5;Jalan Contoh 1;;;2
"""
ALONE = "9901010101230002;;Contoh Lima;X;1970;KK;Belum kawin;1;6;;2;;1\n"


@pytest.fixture
def office(client, cast):
    client.login(username="operator", password=PASSWORD)
    return client


def send(client, text, name="keluarga.csv"):
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post(UPLOAD, {"day": "2025-01-31", "file": file})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return PeopleImport.objects.first()


def columns_of(run):
    return {f"c{column}": target for target, column in run.mapping.items()}


def enter(client, text, **choices):
    run = send(client, text)
    client.post(reverse("people_files:columns", args=[run.pk]), {**columns_of(run), **choices})
    services.work_once()
    client.post(reverse("people_files:decide", args=[run.pk]), {"choice": "good"})
    services.work_once()
    run.refresh_from_db()
    assert run.state == "done"
    return run


def test_the_whole_way_through_the_pages(office):
    run = send(office, HEAD + FAMILY + ALONE)
    page = reverse("people_files:run", args=[run.pk])
    assert "Arti tiap kolom" in office.get(page).content.decode()
    office.post(reverse("people_files:columns", args=[run.pk]), columns_of(run))
    assert "Sedang memeriksa" in office.get(page).content.decode()
    services.work_once()
    bar = office.get(reverse("people_files:progress", args=[run.pk]))
    assert bar["HX-Refresh"] == "true"
    text = office.get(page).content.decode()
    assert "Jawab dulu" in text, "3/4/2015 may be two days"
    office.post(reverse("people_files:columns", args=[run.pk]), {"keep": "1", "date_order": "day-first"})
    services.work_once()
    text = office.get(page).content.decode()
    assert "Jawab dulu" not in text
    assert "jenis kelamin tidak dikenal" in text.lower()
    assert "Contoh Lima" not in text, "problem lists name nobody"
    assert not Family.objects.exists()
    office.post(reverse("people_files:decide", args=[run.pk]), {"choice": "all"}, follow=True)
    run.refresh_from_db()
    assert run.state == "checked", "rows with errors need a word first"
    office.post(reverse("people_files:decide", args=[run.pk]), {"choice": "good"})
    assert "Sedang mencatat" in office.get(page).content.decode()
    services.work_once()
    done = office.get(page).content.decode()
    assert "Selesai dicatat" in done
    assert f"{Family.objects.count()} keluarga baru, 0 keluarga berubah" in done
    assert Person.objects.get(name="Contoh Tiga").birth_date == date(2015, 4, 3)
    workbook = office.post(reverse("people_files:errors", args=[run.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.content)).active
    assert next(cell.value for cell in sheet[2]) == 5
    assert AuditEntry.objects.filter(action="download-people-errors").count() == 1
    problems = office.get(reverse("people_files:problems", args=[run.pk])).content.decode()
    assert "sex-unknown" in problems
    assert "Contoh" not in problems


def test_two_columns_of_one_meaning_and_missing_ones_are_said(office):
    run = send(office, HEAD + FAMILY)
    page = reverse("people_files:columns", args=[run.pk])
    double = office.post(page, {**columns_of(run), "c0": "nik"}).content.decode()
    assert "Dua kolom diberi arti yang sama: NIK" in double
    lacking = office.post(page, {"c1": "nik"}).content.decode()
    assert "Pilih kolom yang berisi: Nama" in lacking


def test_another_layout_suggests_other_columns(office):
    run = send(office, HEAD + FAMILY)
    office.post(reverse("people_files:layout", args=[run.pk]), {"layout": "dtsen"})
    run.refresh_from_db()
    assert run.layout == "dtsen"


def test_another_sheet_is_chosen_from_the_sheets_of_the_file(office):
    book = openpyxl.Workbook()
    book.remove(book.active)
    rows = [row.split(";") for row in (HEAD + FAMILY).splitlines()]
    for title, part in (("RW 5", rows), ("RW 6", rows[:2])):
        sheet = book.create_sheet(title)
        for row in part:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    office.post(UPLOAD, {"day": "2025-01-31", "file": SimpleUploadedFile("rw.xlsx", file.getvalue())})
    run = PeopleImport.objects.get()
    assert (run.sheet, run.sheets, run.rows) == ("RW 5", ["RW 5", "RW 6"], 3)
    assert (
        '<option value="RW 6">RW 6</option>' in office.get(reverse("people_files:run", args=[run.pk])).content.decode()
    )
    office.post(reverse("people_files:layout", args=[run.pk]), {"layout": run.layout, "sheet": "RW 6"})
    run.refresh_from_db()
    assert (run.sheet, run.rows) == ("RW 6", 1)


def test_a_file_of_something_else_is_refused_on_the_page(office):
    file = SimpleUploadedFile("lain.csv", b"a;b\n1;2\n")
    text = office.post(UPLOAD, {"day": "2025-01-31", "file": file}).content.decode()
    assert "tidak ada nama kolom yang dikenal" in text
    assert not PeopleImport.objects.exists()


@pytest.mark.parametrize("who", ["petugas", "pembaca", "orang-lain", "admin"])
def test_nobody_else_meets_the_pages_or_the_files(client, office, cast, who):
    run = send(office, HEAD + FAMILY)
    client.login(username=who, password=PASSWORD)
    assert client.get(UPLOAD).status_code == 404
    assert client.get(f"{UPLOAD}ekspor/").status_code == 404
    for name in ("run", "progress", "problems"):
        assert client.get(reverse(f"people_files:{name}", args=[run.pk])).status_code == 404
    for name in ("columns", "layout", "decide", "errors"):
        assert client.post(reverse(f"people_files:{name}", args=[run.pk])).status_code == 404


def exported(client, **wanted):
    form = {"content": "members", "format": "csv", "purpose": "laporan", "rw": "", **wanted}
    answer = client.post(f"{UPLOAD}ekspor/", form)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    return content, list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_an_export_without_personal_columns_names_nobody(office):
    enter(office, HEAD + FAMILY, date_order="day-first")
    content, rows = exported(office)
    text = content.decode()
    assert len(rows) == 3
    for secret in ("Contoh", "990101", "Jalan", "1990-01-01"):
        assert secret not in text
    entry = AuditEntry.objects.get(action="export-people")
    assert (entry.details["purpose"], entry.details["rows"], entry.details["personal"]) == ("laporan", 3, False)


def test_an_export_needs_a_purpose(office):
    enter(office, HEAD + FAMILY, date_order="day-first")
    answer = office.post(f"{UPLOAD}ekspor/", {"content": "members", "format": "csv", "rw": "", "purpose": ""})
    assert "Pilih tujuan" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="export-people").exists()


@pytest.mark.parametrize("purpose", ["", "untuk Contoh Satu 9901010101900001", "Rakor"])
def test_words_about_people_are_no_purpose_and_reach_no_trail(office, cast, tmp_path, purpose):
    enter(office, HEAD + FAMILY, date_order="day-first")
    answer = office.post(f"{UPLOAD}ekspor/", {"content": "recap", "format": "csv", "rw": "", "purpose": purpose})
    assert answer.status_code == 200
    assert "text/html" in answer["Content-Type"]
    wish = services.Wish(village=cast.unit.region, format="csv", purpose=purpose)
    for export in (services.export_members, services.export_recap):
        with pytest.raises(NoPurpose):
            export(cast.operator, wish, tmp_path / "keluar.csv")
    assert not AuditEntry.objects.filter(action="export-people").exists()


@pytest.mark.parametrize("opened", [None, date(2025, 2, 1)])
def test_answers_without_a_round_of_their_day_are_said_to_go_nowhere(office, cast, opened):
    if opened:
        open_round(cast.operator, VILLAGE, 2025, day=opened)
    run = send(office, HEAD + FAMILY)
    office.post(reverse("people_files:columns", args=[run.pk]), {**columns_of(run), "date_order": "day-first"})
    services.work_once()
    page = office.get(reverse("people_files:run", args=[run.pk])).content.decode()
    assert "jawabannya tidak akan dicatat" in page
    office.post(reverse("people_files:decide", args=[run.pk]), {"choice": "all"})
    services.work_once()
    assert Family.objects.count() == 1
    assert not Interview.objects.exists()


def test_answers_that_contradict_each_other_leave_the_interview_open_and_are_named(office, cast):
    open_round(cast.operator, VILLAGE, 2025, day=date(2025, 1, 1))
    late = FAMILY.replace("Kawin;1;5;Jalan Contoh 1;1;2;1", "Kawin;1;5;Jalan Contoh 1;1;2;1;40", 1)
    run = enter(office, HEAD.replace("\n", ";K.08\n") + late, date_order="day-first")
    assert Interview.objects.get().state == "open", "married first at 40, and 35 years old"
    page = office.get(reverse("people_files:run", args=[run.pk])).content.decode()
    assert "1 pendataan dari berkas ini belum selesai" in page
    assert "jawabannya tidak akan dicatat" not in page


def test_answers_under_the_code_of_a_merged_entry_are_exported(office, cast):
    open_round(cast.operator, VILLAGE, 2025, day=date(2025, 1, 1))
    enter(office, HEAD + FAMILY, date_order="day-first")
    child = Person.objects.get(name="Contoh Tiga")
    place = Place(VILLAGE, "005", "001")
    again = NewMember("Contoh Tiga", 1, 1, date(2015, 4, 3), marital=1)
    twice = register_family(SYSTEM, NewFamily(place, [again], date(2025, 2, 1))).new_members[0]
    merge_people(SYSTEM, (child, twice), twice, home=child.memberships.get().family)
    _, rows = exported(office)
    found = next(row for row in rows if row["Kode orang"] == twice.code)
    assert found["K.09"] == "2", "answered under the code that is no longer shown"


def test_whole_numbers_are_for_those_who_may_reveal_them(office):
    enter(office, HEAD + FAMILY, date_order="day-first")
    _, rows = exported(office, personal="on", full="on")
    assert rows[0]["NIK"] == "990101**********", "an operator may not reveal: the box is not believed"
    assert rows[0]["Nama"] == "Contoh Satu"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_is_imported_again_changes_nothing(office, cast, form):
    open_round(cast.operator, VILLAGE, 2025, day=date(2025, 1, 1))
    enter(office, HEAD + FAMILY + ALONE.replace(";X;", ";L;"), date_order="day-first")
    assert Interview.objects.count() == 2
    answers = list(Interview.objects.order_by("pk").values_list("answers", flat=True))
    assert answers[0]["family"] == {"P.01": 1}
    assert answers[0]["couple"] == {"KB.03": 2}
    assert sorted(answer["K.09"] for answer in answers[0]["members"].values()) == [1, 1, 2]
    wanted = {"content": "members", "format": form, "purpose": "perbaikan", "rw": "", "personal": "on"}
    content = b"".join(office.post(f"{UPLOAD}ekspor/", wanted).streaming_content)
    if form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Data", "Keterangan"]
    events = Event.objects.count()
    before = list(Person.objects.order_by("pk").values())
    file = SimpleUploadedFile(f"keluar.{form}", content)
    office.post(UPLOAD, {"day": "2025-01-31", "file": file})
    run = PeopleImport.objects.first()
    assert run.layout == "pk-anggota"
    office.post(reverse("people_files:columns", args=[run.pk]), columns_of(run))
    services.work_once()
    office.post(reverse("people_files:decide", args=[run.pk]), {"choice": "all"})
    services.work_once()
    run.refresh_from_db()
    assert {name: count for name, count in run.counts.items() if count} == {"unchanged": 4, "answers-unchanged": 2}
    assert list(Person.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events
    assert list(Interview.objects.order_by("pk").values_list("answers", flat=True)) == answers


@pytest.mark.parametrize(
    ("wanted", "masked"),
    [
        ({"content": "members"}, "Tidak ada nama, NIK, nomor KK, alamat, atau tanggal lahir"),
        ({"content": "members", "personal": "on"}, "NIK dan nomor KK: hanya enam angka pertama"),
        ({"content": "recap"}, "Hanya jumlah"),
    ],
)
def test_a_workbook_says_where_it_comes_from_and_what_is_masked(office, wanted, masked):
    enter(office, HEAD + FAMILY, date_order="day-first")
    sent = {"format": "xlsx", "purpose": "perbaikan", "rw": "", **wanted}
    content = b"".join(office.post(f"{UPLOAD}ekspor/", sent).streaming_content)
    notes = dict(openpyxl.load_workbook(io.BytesIO(content))["Keterangan"].iter_rows(values_only=True))
    assert notes["Wilayah"] == f"Mawar ({VILLAGE})"
    assert masked in notes["Disamarkan"]
    assert notes["Keadaan per"] == format_date(timezone.localdate(), "id")
    if wanted["content"] == "members":
        assert "sebagian: BKKBN, Form F/I/PK/21" in notes["Aturan"]


def test_the_recap_adds_up(office):
    enter(office, HEAD + FAMILY + ALONE.replace(";X;", ";L;"), date_order="day-first")
    _, rows = exported(office, content="recap")
    assert [row["RW"] for row in rows] == ["005", "006", "Jumlah"]
    assert [row["Anggota"] for row in rows] == ["3", "1", "4"]
    assert [row["PUS"] for row in rows] == ["1", "0", "1"]
    ages = [name for name in rows[0] if name.startswith("Umur")]
    for row in rows:
        assert sum(int(row[name]) for name in ages) == int(row["Anggota"])
        assert int(row["Laki-laki"]) + int(row["Perempuan"]) == int(row["Anggota"])


@pytest.mark.parametrize(
    ("more", "leads_on"),
    [
        pytest.param("", True, id="the same file"),
        pytest.param(f"{KK[:-1]}3;;Contoh Enam;P;1-1-1970;KK;Belum kawin;1;6;;2;;1\n", False, id="a family more"),
    ],
)
def test_a_file_that_was_entered_before_leads_on_instead_of_offering_the_same_work(office, more, leads_on):
    enter(office, HEAD + FAMILY, date_order="day-first")
    run = send(office, HEAD + FAMILY + more)
    office.post(reverse("people_files:columns", args=[run.pk]), {**columns_of(run), "date_order": "day-first"})
    services.work_once()
    text = office.get(reverse("people_files:run", args=[run.pk])).content.decode()
    assert ("Berkas yang sama sudah pernah dicatat" in text) is leads_on
    assert ("Catat semua" in text) is not leads_on
