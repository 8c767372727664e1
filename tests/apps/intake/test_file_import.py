"""Import of files: what is refused, what the trial says, and that applying happens once and wholly or not at all."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from guyub.apps.assessment.models import Recording
from guyub.apps.intake.models import FileImport
from guyub.apps.intake.services.files import drop_forgotten
from guyub.data.privacy_files import kept_for
from tests.conftest import FACTS

MAWAR, MELATI, KENANGA = "99.01.01.1001", "99.01.01.1002", "99.02.01.1001"
DAY = "2024-05-31"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def table(*rows, columns=("region_code", "pus", "iud"), delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([columns, *rows])
    return text.getvalue().encode()


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(client, content, name="angka.csv", as_of=DAY):
    data = {"file": SimpleUploadedFile(name, content), "as_of": as_of}
    return client.post(reverse("intake:upload"), data)


def trial(client, content, **options):
    """The page that says what applying the file would do."""
    response = send(client, content, **options)
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response.url)


def decide(client, choice="apply"):
    address = reverse("intake:decide", args=[FileImport.objects.latest("uploaded_at").pk])
    return client.post(address, {"choice": choice}, follow=True)


def rules(page):
    return [line["problem"].rule for line in page.context["problems"]]


def file_error(response):
    assert response.status_code == 200
    return " ".join(response.context["form"].errors["file"])


def test_the_day_of_the_figures_is_chosen_and_never_filled_in(officer):
    assert officer.get(reverse("intake:upload")).context["form"]["as_of"].value() is None
    response = send(officer, table([MAWAR, 400, 41]), as_of="")
    assert response.context["form"].errors["as_of"] == ["Pilih tanggal keadaan angkanya."]
    assert not FileImport.objects.exists()


def test_columns_that_are_not_read_are_named_with_what_they_may_mean(officer):
    content = table([MAWAR, 400, "x", "y"], columns=("kode", "pus", "Peserta IUD", "catatan"))
    page = trial(officer, content)
    assert [(column, code) for column, code, _name in page.context["unread"]] == [
        ("Peserta IUD", "iud"),
        ("catatan", ""),
    ]
    text = page.content.decode()
    assert text.index("2 kolom tidak dibaca.") < text.index('value="apply"')


def test_the_column_that_holds_the_code_is_read(officer):
    assert trial(officer, table([MAWAR, 400], columns=("kode", "pus"))).context["unread"] == []


def test_a_file_without_any_known_column_leads_to_the_table_to_fill_in(officer):
    error = file_error(send(officer, table(["a", 1], columns=("aaa", "bbb"))))
    assert "tabel isian" in error
    assert "Mungkin maksudnya" not in error


def test_a_trial_records_nothing(officer, cast):
    before = Recording.objects.count()
    page = trial(officer, table([MAWAR, 400, 41]))
    assert len(page.context["plan"].rows) == 1
    assert Recording.objects.count() == before


def test_applying_records_with_person_source_and_line(officer, cast):
    trial(officer, table([MAWAR, 400, 41], [MELATI, 300, 10]))
    page = decide(officer)
    recordings = list(Recording.objects.filter(source="reported-file").order_by("unit_id"))
    assert [(r.unit, r.recorded_by, str(r.as_of)) for r in recordings] == [
        (cast.unit, cast.officer, DAY),
        (cast.empty_unit, cast.officer, DAY),
    ]
    assert recordings[0].provenance.startswith("angka.csv (SHA-256 ")
    assert recordings[0].provenance.endswith("baris 2")
    assert "2 desa sudah tercatat" in page.content.decode()


def test_blank_cells_leave_the_record_alone(officer, cast):
    trial(officer, table([MAWAR, "", 41]))
    decide(officer)
    cast.unit.state.refresh_from_db()
    assert (cast.unit.state.facts["pus"], cast.unit.state.facts["iud"]) == (400, 41)


def test_the_trial_counts_classes_before_and_after(officer, cast):
    page = trial(officer, table([MELATI, *FACTS.values()], columns=("region_code", *FACTS)))
    assert page.context["classes"] == [("Berkelanjutan", 0, 1), ("", 1, 0)]


def test_findings_are_shown_and_do_not_stop_the_row(officer, cast):
    page = trial(officer, table([MAWAR, 400, 45]))
    ((row, sentences),) = page.context["findings"]
    assert row.unit == cast.unit
    assert "405" in sentences[0]
    decide(officer)
    assert Recording.objects.filter(source="reported-file").count() == 1


def test_members_above_their_families_are_a_finding(officer, cast):
    page = trial(officer, table([MAWAR, 999], columns=("region_code", "bkb_members")))
    assert "999" in page.context["findings"][0][1][0]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("", "blank-village-code"),
        ("99.01.01", "no-village-code"),
        ("Mawar", "no-village-code"),
        ("99.01.01.9999", "unknown-village-code"),
        (KENANGA, "outside-territory"),
    ],
)
def test_a_row_without_a_village_of_ones_own_is_a_problem(officer, cast, code, rule):
    page = trial(officer, table([code, 400, 41], [MAWAR, 400, 41]))
    assert rules(page) == [rule]
    decide(officer)
    assert [r.unit for r in Recording.objects.filter(source="reported-file")] == [cast.unit]


@pytest.mark.parametrize(
    ("value", "rule"),
    [("-3", "negative"), ("12,5", "decimal-comma"), ("banyak", "text"), ("1.234", "thousands-separator")],
)
def test_a_cell_that_is_no_count_is_a_problem_with_row_and_column(officer, cast, value, rule):
    page = trial(officer, table([MAWAR, 400, value], [MELATI, 300, 10]))
    (line,) = page.context["problems"]
    assert (line["problem"].line, line["problem"].column, line["problem"].rule) == (2, "iud", rule)
    assert [row.unit for row in page.context["plan"].rows] == [cast.empty_unit]


def test_the_same_village_twice_is_a_problem(officer, cast):
    assert "duplicate" in rules(trial(officer, table([MAWAR, 400, 41], [MAWAR, 400, 42])))


def test_the_same_village_written_in_two_ways_is_a_problem(officer, cast):
    page = trial(officer, table([MAWAR, 400, 41], [MAWAR.replace(".", ""), 400, 42]))
    assert rules(page) == ["same-village"]


def test_semicolons_are_read(officer, cast):
    page = trial(officer, table([MAWAR, 400, 41], delimiter=";"))
    assert page.context["plan"].rows[0].values == {"pus": 400, "iud": 41}


def test_a_row_without_figures_is_a_problem(officer, cast):
    assert rules(trial(officer, table([MAWAR, "", ""]))) == ["no-figures"]


def test_villages_by_name_where_there_is_no_code(officer, cast):
    page = trial(officer, table(["mawar", 41], ["Kenanga", 41], columns=("village", "iud")))
    assert [row.unit for row in page.context["plan"].rows] == [cast.unit]
    assert rules(page) == ["unknown-village-name"]


def test_the_column_of_the_code_can_be_named(officer, cast):
    page = trial(officer, table([MAWAR, 41], columns=("Kode BPS", "iud")))
    assert page.context["plan"].rows == ()
    address = reverse("intake:decide", args=[FileImport.objects.get().pk])
    page = officer.post(address, {"choice": "columns", "code_column": "Kode BPS"}, follow=True)
    assert [row.unit for row in page.context["plan"].rows] == [cast.unit]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(b"a,b\n1,2\n", "x.csv", "nama kolom", id="wrong header"),
        pytest.param(b"region_code,iudd\n99.01.01.1001,2\n", "x.csv", "nama kolom", id="mistyped header"),
        pytest.param(b"region_code,iud\n", "x.csv", "hanya berisi baris judul", id="only header"),
        pytest.param(b"\x00\x01\x02", "x.csv", "tidak terbaca", id="bytes"),
        pytest.param(b"region_code,iud\n", "x.exe", "bukan tabel", id="suffix"),
        pytest.param(b"PK\x03\x04broken", "x.xlsx", "tidak terbaca", id="broken workbook"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(officer, cast, content, name, sentence):
    assert sentence in file_error(send(officer, content, name=name))
    assert not FileImport.objects.exists()


def test_an_oversized_file_is_refused(officer, cast, settings):
    settings.UPLOAD_MAX_BYTES = 2_000_000
    assert "lebih besar dari" in file_error(send(officer, b"region_code,iud\n" + b"x" * 3_000_000))


def test_a_workbook_is_read(officer, cast):
    content = workbook([["region_code", "pus", "iud"], [MAWAR, 400, 41]])
    page = trial(officer, content, name="angka.xlsx")
    assert page.context["plan"].rows[0].values == {"pus": 400, "iud": 41}


def test_a_formula_is_never_computed(officer, cast):
    content = workbook([["region_code", "pus", "iud"], [MAWAR, 400, "=40+1"], [MELATI, 300, 10]])
    page = trial(officer, content, name="angka.xlsx")
    values = {row.unit: row.values for row in page.context["plan"].rows}
    assert values.get(cast.unit, {}).get("iud") is None
    assert values[cast.empty_unit] == {"pus": 300, "iud": 10}


def test_a_bomb_is_refused_before_it_unpacks(officer, cast):
    content = io.BytesIO(workbook([["region_code", "iud"], [MAWAR, 41]]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 300_000_000)
    assert "jauh lebih besar" in file_error(send(officer, content.getvalue(), name="angka.xlsx"))


def test_dropping_records_nothing_and_keeps_no_content(officer, cast):
    trial(officer, table([MAWAR, 400, 41]))
    page = decide(officer, "drop")
    assert "dibatalkan" in page.content.decode()
    assert not Recording.objects.filter(source="reported-file").exists()
    assert bytes(FileImport.objects.get().content) == b""


def test_applying_twice_records_once(officer, cast):
    trial(officer, table([MAWAR, 400, 41]))
    decide(officer)
    decide(officer)
    assert Recording.objects.filter(source="reported-file").count() == 1


def test_the_same_file_for_the_same_day_says_so(officer, cast):
    content = table([MAWAR, 400, 41])
    trial(officer, content)
    decide(officer)
    page = trial(officer, content)
    assert page.context["plan"].rows == ()
    assert "sudah pernah diterapkan" in page.content.decode()
    decide(officer)
    assert Recording.objects.filter(source="reported-file").count() == 1


def test_the_same_file_for_another_day_is_new(officer, cast):
    content = table([MAWAR, 400, 41])
    trial(officer, content)
    decide(officer)
    assert len(trial(officer, content, as_of="2024-06-30").context["plan"].rows) == 1


def test_a_figure_on_record_from_a_later_day_stays(officer, cast):
    page = trial(officer, table([MAWAR, 400, 0]), as_of="2022-12-31")
    assert not page.context["plan"].rows[0].differs


def test_a_failure_in_the_middle_leaves_nothing_behind(officer, cast, monkeypatch):
    from guyub.apps.assessment.services import recording

    trial(officer, table([MAWAR, 400, 41], [MELATI, 300, 10]))
    monkeypatch.setattr(recording, "refresh_states", lambda units: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decide(officer)
    assert not Recording.objects.filter(source="reported-file").exists()
    assert FileImport.objects.get().state == "checked"


def test_the_list_of_problems_can_be_downloaded_before_and_after(officer, cast):
    trial(officer, table([MAWAR, 400, "-3"], [MELATI, 300, 10]))
    address = reverse("intake:problems", args=[FileImport.objects.get().pk])
    before = officer.get(address).content.decode("utf-8-sig")
    decide(officer)
    after = officer.get(address).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(before)))
    assert [(row["line"], row["column"], row["value"].lstrip("'"), row["rule"]) for row in rows] == [
        ("2", "iud", "-3", "negative")
    ]
    assert after == before


def test_query_count_does_not_grow_with_the_rows(officer, cast, django_assert_max_num_queries):
    trial(officer, table([MAWAR, 400, 41], [MELATI, 300, 10], ["99.01.01.7777", 1, 1]))
    address = reverse("intake:check", args=[FileImport.objects.get().pk])
    with django_assert_max_num_queries(11):
        officer.get(address)


def test_someone_elses_file_is_not_shown(officer, cast, client):
    trial(officer, table([MAWAR, 400, 41]))
    received = FileImport.objects.get()
    client.force_login(cast.admin)
    assert client.get(reverse("intake:check", args=[received.pk])).status_code == 404
    assert client.post(reverse("intake:decide", args=[received.pk]), {"choice": "apply"}).status_code == 404


def test_readers_and_strangers_cannot_import(client, cast):
    assert client.get(reverse("intake:upload")).status_code == 302
    client.force_login(cast.viewer)
    assert client.get(reverse("intake:upload")).status_code == 404
    assert send(client, table([MAWAR, 400, 41])).status_code == 404


def test_the_table_to_fill_in_names_ones_own_villages(officer, cast):
    text = officer.get(reverse("intake:example")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[:2] for row in rows[1:]] == [[MAWAR, "Mawar"], [MELATI, "Melati"]]
    assert "pus" in rows[0]


def test_a_day_to_come_is_refused(officer, cast):
    response = send(officer, table([MAWAR, 400, 41]), as_of="2999-01-01")
    assert "belum tiba" in " ".join(response.context["form"].errors["as_of"])


def test_posting_without_the_token_is_refused(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    assert send(client, table([MAWAR, 400, 41])).status_code == 403


def test_a_day_before_kampung_kb_is_refused(officer):
    response = send(officer, table([MAWAR, 400, 41]), as_of="2015-12-31")
    assert "sejak 2016" in " ".join(response.context["form"].errors["as_of"])


def test_files_that_wait_are_limited_and_one_decision_makes_room(officer, settings):
    settings.UPLOADS_OPEN_AT_MOST = 2
    trial(officer, table([MAWAR, 400, 41]))
    trial(officer, table([MAWAR, 400, 42]))
    assert "menunggu keputusan" in file_error(send(officer, table([MAWAR, 400, 43])))
    decide(officer, "drop")
    assert send(officer, table([MAWAR, 400, 43])).status_code == 302


@pytest.mark.parametrize(("days", "state"), [(29, "checked"), (31, "dropped")])
def test_a_file_that_nobody_decides_on_is_dropped_with_its_content(officer, days, state):
    trial(officer, table([MAWAR, 400, 41]))
    FileImport.objects.update(uploaded_at=timezone.now() - timedelta(days=days))
    drop_forgotten(timezone.now(), kept_for("import-files"))
    forgotten = FileImport.objects.get()
    assert (forgotten.state, bytes(forgotten.content) == b"") == (state, state == "dropped")


def test_the_browser_asks_for_the_day_before_it_sends_so_that_the_chosen_file_stays(client, cast):
    client.force_login(cast.officer)
    page = client.get(reverse("intake:upload")).content.decode()
    form = re.search(r'<form[^>]*enctype="multipart/form-data".*?</form>', page, re.S)[0]
    assert "novalidate" not in form
    assert len(re.findall(r'<input type="(?:date|file)"[^>]*\brequired\b', form)) == 2
