"""The monthly report and the book of children as files: what is in them, who takes them, what the trail says."""

import io
from datetime import date

import openpyxl
import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.presentation.book import Entry, book_of
from guyub.apps.growth.services import Figures, open_posyandu, record_measurement
from guyub.apps.people.models import Person
from tests.apps.made_families import kader, make_families
from tests.pdf_text import text_of_pdf

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
MARCH = date(2024, 3, 1)


@pytest.fixture
def posyandu(cast):
    return open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])


@pytest.fixture
def children(cast, posyandu):
    """Born on 1 January 2022; the last one lives in another RW."""
    families = make_families(VILLAGE, 2) + make_families(VILLAGE, 1, rw="002", first=9)
    found = [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]
    for month, weight in ((1, 10_000), (2, 10_400), (3, 10_450)):
        figures = Figures(weight_g=weight, height_mm=760, posture="h")
        record_measurement(SYSTEM, found[0], date(2024, month, 10), figures)
    record_measurement(SYSTEM, found[2], date(2024, 3, 10), Figures(weight_g=12_000, height_mm=900, posture="h"))
    return found


def taken(client, posyandu, fmt="pdf", purpose="laporan", month="2024-03"):
    wanted = {"format": fmt, "purpose": purpose, "month": month}
    return client.post(f"/posyandu/{VILLAGE}/{posyandu.pk}/buku/", wanted)


def test_the_book_has_the_year_of_the_children_it_serves(cast, children, posyandu):
    book = book_of(cast.operator, posyandu, MARCH)
    assert [line.child for line in book.lines] == children[:2]
    assert (book.months[0], book.months[-1], len(book.months)) == (date(2023, 4, 1), MARCH, 12)
    first, second = book.lines
    assert list(first.months) == [date(2024, 1, 1), date(2024, 2, 1), MARCH]
    assert first.months[date(2024, 2, 1)].short() == "10,4 N\n76,0\nN/SP/R"
    assert first.months[MARCH].short().startswith("10,45 T\n")
    assert first.parent == "Istri Contoh 1"
    assert second.months == {}


def test_an_implausible_z_score_has_no_category(cast, children, posyandu):
    record_measurement(SYSTEM, children[1], date(2024, 3, 10), Figures(weight_g=10_450, height_mm=500, posture="h"))
    entry = book_of(cast.operator, posyandu, MARCH).lines[1].months[MARCH]
    assert isinstance(entry, Entry)
    assert entry.categories()[1] is None
    assert entry.short().splitlines()[1:] == ["50,0", "N/–/–"]


def test_the_printed_book_holds_names_figures_rules_and_who_made_it(cast, client, children, posyandu):
    client.force_login(cast.operator)
    answer = taken(client, posyandu)
    assert answer["Content-Type"] == "application/pdf"
    assert "Contoh" not in answer["Content-Disposition"]
    told = text_of_pdf(answer.content)
    for words in (
        "BukubayidanbalitaposyanduMelati",
        "AnakContoh1",
        "IstriContoh1",
        "10,4N",
        "76,0",
        "RAHASIA",
        "Permenkes2/2020",
        "sebagian",
        "Dibuatolehakunoperator",
        "Halaman1dari1",
    ):
        assert words in told, words
    assert "AnakContoh9" not in told


def test_the_trail_notes_the_book_without_names(cast, client, children, posyandu):
    client.force_login(cast.operator)
    told = text_of_pdf(taken(client, posyandu).content)
    entry = AuditEntry.objects.filter(chain=VILLAGE, action="export-people").latest("sequence")
    assert entry.details == {
        "purpose": "laporan",
        "rows": 2,
        "rw": "",
        "personal": True,
        "full_numbers": False,
        "format": "pdf",
    }
    assert f"Tercatatdijejak{VILLAGE}nomor{entry.sequence}" in told


def test_the_workbook_opens_and_has_six_columns_a_month(cast, client, children, posyandu):
    client.force_login(cast.operator)
    book = openpyxl.load_workbook(io.BytesIO(taken(client, posyandu, "xlsx").content))
    head, first, *_ = book.worksheets[0].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert len(head) == 6 + 12 * 6
    assert (row["Nama anak"], row["L/P"]) == ("Anak Contoh 1", "P")
    assert (row["2024-02 berat (kg)"], row["2024-02 tinggi (cm)"], row["2024-02 KMS"]) == (10.4, 76, "N")
    assert row["2024-02 PB/U, TB/U"] == "Sangat pendek"
    assert row["2023-05 berat (kg)"] is None
    notes = dict(book.worksheets[1].iter_rows(values_only=True))
    assert "Permenkes" in notes["Kategori"]


def test_no_purpose_no_book_and_no_trail(cast, client, children, posyandu):
    client.force_login(cast.operator)
    before = AuditEntry.objects.count()
    assert taken(client, posyandu, purpose="").status_code == 422
    for month in ("2024-13", "0001-01", "2999-01"):
        assert taken(client, posyandu, month=month).status_code == 422
    assert AuditEntry.objects.count() == before


def test_who_may_not_take_names_away_finds_no_book(cast, client, children, posyandu):
    for user in (kader(cast), cast.officer, cast.stranger):
        client.force_login(user)
        assert client.get(f"/posyandu/{VILLAGE}/{posyandu.pk}/buku/").status_code == 404
        assert taken(client, posyandu).status_code == 404
    client.force_login(kader(cast, "kader-dua"))
    assert "/buku/" not in client.get(f"/posyandu/{VILLAGE}/").content.decode()


def test_the_book_asks_as_much_for_many_children_as_for_few(cast, posyandu, django_assert_num_queries):
    def add(count, first):
        for family in make_families(VILLAGE, count, first=first):
            child = Person.objects.get(memberships__family=family, memberships__relation=3)
            Person.objects.filter(pk=child.pk).update(mother=None)
            for month in (2, 3):
                record_measurement(SYSTEM, child, date(2024, month, 10), Figures(weight_g=11_000, height_mm=880))

    def printed():
        reader = type(cast.operator).objects.get(pk=cast.operator.pk)
        with django_assert_num_queries(4):  # who reads, children, measurements, heads of families without a mother
            return book_of(reader, posyandu, MARCH).printed()

    add(1, 1)
    assert len(printed()) == 1
    add(4, 2)
    rows = printed()
    assert len(rows) == 5
    assert all("Contoh" in row[4] and "11,0" in row[-1] for row in rows)


def test_the_monthly_report_is_printed_with_its_figures_and_no_names(cast, client, children):
    client.force_login(cast.operator)
    answer = client.get(f"/posyandu/{VILLAGE}/skdn.pdf?bulan=2024-03")
    assert answer["Content-Type"] == "application/pdf"
    told = text_of_pdf(answer.content)
    for words in ("Maret2024", "Melati", "D/S", "66,67", "50,00(1/2)", "Bukansurvei", "perkiraan", "Jumlah"):
        assert words in told, words
    assert "D/Sdibawah80%" in told
    assert "AnakContoh" not in told
    client.force_login(kader(cast))
    assert "66,67" not in text_of_pdf(client.get(f"/posyandu/{VILLAGE}/skdn.pdf?bulan=2024-03").content)
