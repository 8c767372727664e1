"""Figures from activities: on record by themselves once posted, with those behind each; coverage; the web's form."""

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.services import default_instrument, known_about, record_waiting
from guyub.apps.programmes.presentation.coverage import coverage_of
from guyub.apps.programmes.services.activities import correct_activity, mark_posted, withdraw_activity
from guyub.apps.programmes.services.activity_figures import derived_figures
from guyub.apps.programmes.services.activity_photos import add_photo
from tests.apps.made_families import today
from tests.apps.programmes.activities_world import activity_of, facts, picture
from tests.apps.programmes.groups_world import companion

pytestmark = pytest.mark.django_db
SEVEN = ("health", "social", "education", "food", "police_army", "company", "health_centre")


@pytest.fixture
def village(cast):
    return cast.unit.region


def in_force(unit):
    known = known_about(unit, default_instrument())
    return {code: (value, str(known.records[code].recording.source)) for code, value in known.facts.items()}


def derived(unit, level=None):
    return {one.code: one.value for one in derived_figures(unit, level, today())}


# -- figures ---------------------------------------------------------------------------------------------------------


def test_what_is_posted_goes_on_record_by_itself_once_it_reaches_what_was_reported(cast, village):
    reported = in_force(cast.unit)["institutions_strict_web"]
    assert reported[0] == 7
    few = activity_of(village, institutions=SEVEN[:6], posted=today())
    assert in_force(cast.unit)["institutions_strict_web"] == reported  # fewer than were reported: not lowered
    assert in_force(cast.unit)["programme_areas_12_months"] == (1, Source.HAPPENED)
    correct_activity(SYSTEM, few, facts(institutions=(*SEVEN, "bkkbn")))
    record_waiting(village.code, at_once=True)  # no score moves: it waits for the end of the pause
    assert in_force(cast.unit)["institutions_strict_web"] == (8, Source.HAPPENED)
    assert in_force(cast.unit)["institutions_12_months"] == (7, Source.HAPPENED)
    withdraw_activity(SYSTEM, few)
    record_waiting(village.code, at_once=True)
    assert "institutions_12_months" not in in_force(cast.unit)


def test_what_waits_says_nothing_and_neither_does_a_village_without_posts(cast, village):
    made = activity_of(village)
    assert derived(cast.unit) == {}
    mark_posted(SYSTEM, made, today())
    assert derived(cast.unit)["institutions_strict_web"] == 2
    mark_posted(SYSTEM, made, None)
    assert derived(cast.unit) == {}


def test_a_figure_names_the_activities_behind_it(cast, village):
    made = activity_of(village, title="Dapur kebun", posted=today())
    activity_of(village, title="Belum")
    figure = next(one for one in derived_figures(cast.unit, None, today()) if one.code == "institutions_strict_web")
    assert [(trace.told, trace.url) for trace in figure.evidence] == [
        ("Dapur kebun", f"/kegiatan/{village.code}/{made.pk}/")
    ]


# -- coverage --------------------------------------------------------------------------------------------------------


def test_coverage_tells_what_is_posted_what_waits_and_what_would_cover_the_rest(cast, village):
    activity_of(village, posted=today())
    activity_of(village, activity="adminduk", section="sosial-budaya", institutions=("civil_registry",))
    found = coverage_of(cast.unit, today())
    areas = {line.area.code: (len(line.posted), len(line.waiting)) for line in found.areas}
    assert (areas["AR4"], areas["AR1"], areas["AR2"]) == ((1, 0), (0, 1), (0, 0))
    assert [line.name for line in found.functions if line.posted] == ["Ekonomi"]
    figure = next(line for line in found.figures if line.variable == "B4")
    assert (figure.value, figure.waiting, found.lacking, found.others) == (2, 3, 5, ["Dinas Dukcapil"])
    assert {line.mode: line.score for line in found.figures if line.variable == "P3"} == {
        "strict-web": 2,
        "intended": 2,
    }


@pytest.mark.parametrize(("count", "lacking"), [(6, 1), (7, 0), (8, 0)])
def test_seven_institutions_are_full(cast, village, count, lacking):
    more = (*SEVEN, "hospital")[:count]
    activity_of(village, institutions=(*more, "kb_agency", "bkkbn"), posted=today())
    assert coverage_of(cast.unit, today()).lacking == lacking


def test_an_activity_of_a_year_ago_covers_no_more_and_counts_on_the_web(cast, village):
    old = today().replace(year=today().year - 1, day=min(today().day, 28))
    activity_of(village, day=old - timedelta(days=1), posted=today())
    found = coverage_of(cast.unit, today())
    assert not any(line.posted for line in found.areas)
    assert {line.variable: line.value for line in found.figures}["P3"] == 2


def test_the_page_of_coverage_asks_as_often_for_many_as_for_one(
    cast, client, village, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(companion(cast, "operator"))
    address = f"/kegiatan/{village.code}/cakupan/"
    activity_of(village, posted=today())
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        page = client.get(address).content.decode()
    for text in ("AR2", "Dinkes", "GERMAS dan perilaku hidup bersih", "Kurang 5 instansi lagi dari 7"):
        assert text in page
    for section in ("agama", "ekonomi", "reproduksi"):
        activity_of(village, section=section, posted=today())
    with django_assert_num_queries(len(few)):
        client.get(address)


# -- the web's form --------------------------------------------------------------------------------------------------


def test_the_file_has_a_row_a_post_in_the_words_and_order_of_the_webs_form(cast, client, village):
    client.force_login(companion(cast, "operator"))
    activity_of(
        village, title="=Panen", institutions=("health", "other"), institution_told="Bank sampah", posted=today()
    )
    withdraw_activity(SYSTEM, activity_of(village, title="Salah"))
    answer = client.get(f"/kegiatan/{village.code}/intervensi.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:11] == [
        "Judul Kegiatan",
        "Kategori Kegiatan",
        "Tanggal Kegiatan",
        "Tempat Kegiatan",
        "Deskripsi Kegiatan",
        "Seksi Kegiatan",
        "Peserta Kegiatan",
        "Peserta Kegiatan Lainnya",
        "Instansi",
        "Instansi Lainnya",
        "Jenis Post",
    ]
    assert len(rows) == 2
    assert rows[1][:3] == ["=Panen", "DASHAT", f"{today():%d/%m/%Y}"]
    assert rows[1][6:11] == ["Keluarga yang memiliki Balita", "", "Dinas Kesehatan", "Bank sampah", "Kegiatan"]
    notes = " ".join(str(cell) for row in book.get_sheet_by_index(1).to_python() for cell in row)
    assert "sebagian" in notes
    assert client.get(f"/kegiatan/{village.code}/intervensi.pdf").status_code == 404


def test_the_page_to_copy_from_offers_only_photos_that_may_be_posted(cast, client, village):
    client.force_login(companion(cast, "operator"))
    made = activity_of(village, activity="", title="Panen kebun")
    agreed = add_photo(SYSTEM, made, picture(1), "Panen", agreed=True)
    hidden = add_photo(SYSTEM, made, picture(2), "Anak-anak")
    page = client.get(f"/kegiatan/{village.code}/{made.pk}/salin/").content.decode()
    assert f"foto/{agreed.pk}/?unduh" in page
    assert f"foto/{hidden.pk}/" not in page
    assert "1 foto tidak ditawarkan" in page
    assert "* Lainnya" in page


def test_the_file_and_the_page_read_indonesian_for_the_web_in_either_language(cast, client, village):
    client.force_login(companion(cast, "operator"))
    made = activity_of(village, section="cinta-kasih")
    client.cookies["django_language"] = "en"
    page = client.get(f"/kegiatan/{village.code}/{made.pk}/salin/").content.decode()
    assert "Keluarga yang memiliki Balita" in page
    assert "Kasih Sayang" in page
