"""Pages of a village's resilience: who sees what, with how many queries, and what is withheld outside."""

import io
import re

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.assessment.services import default_instrument, known_about
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.services import merge_people, register_families
from guyub.apps.resilience.models import AreaSums, FamilyState, IndicatorPoint, Visit
from guyub.apps.resilience.services import NewVisit, keep_points, record_visit
from guyub.apps.resilience.services.states import rules
from guyub.apps.surveys.models import Round
from guyub.apps.surveys.services import finish_interview, save_answers, sheet_of, start_interview, unsettled
from guyub.apps.territory.models import Region
from tests.apps.made_families import (
    NO_METHOD,
    PREGNANT,
    answer,
    answers_of,
    couple,
    four_families,
    report_families,
    round_in,
    today,
)

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
BASE = f"/ketahanan/{VILLAGE}/"


@pytest.fixture
def families(cast):
    found = four_families(VILLAGE)
    given = [
        (found[0], answers_of(found[0], {"P.24": 3, "P.11": 2})),
        (found[1], answers_of(found[1], block=NO_METHOD)),
        (found[2], answers_of(found[2], block=PREGNANT)),
    ]
    answer(round_in(VILLAGE), given)
    return found


def person(role, place=VILLAGE, part=""):
    user = User.objects.create_user(f"uji-{role}-{part}", f"uji-{role}{part}@contoh.invalid", "kampung-berkualitas-1")
    region = Region.objects.get(code=place) if place else None
    Assignment.objects.create(user=user, role=role, region=region, part=part)
    return user


@pytest.fixture
def tpk(client, cast):
    user = person("tpk")
    client.force_login(user)
    return user


def test_the_overview_shows_index_risk_and_who_can_act(client, cast, families):
    client.force_login(cast.operator)
    page = client.get(BASE).content.decode()
    # Index of two families 100 and one 91,67 (3/4 of kebahagiaan): (100 + 100 + 91,67) / 3 = 97,22.
    assert "97,22" in page
    assert "91,67" in page  # kebahagiaan: (100 + 100 + 75) / 3
    assert "66,67 %" in page  # two of the three target families with a verdict
    assert "Yang dapat bertindak" in page
    assert "Rekap menurut kolom resmi" in page
    assert "RT 001" in page
    # RW 001 and its RT: (100 + 91,67) / 2; RW 002: the one family that was interviewed.
    assert page.count("95,83") == 2


def test_the_headline_says_of_how_many_families_the_index_is_known(client, cast, families):
    client.force_login(cast.operator)
    assert "rata-rata dari 3 dari 4 keluarga" in client.get(BASE).content.decode()


def test_a_rate_of_the_web_system_waits_until_enough_couples_are_known(client, cast, families):
    client.force_login(cast.operator)

    def shown():
        page = client.get(BASE).content.decode()
        return page[page.index("kb:web_cpr") :].partition("</li>")[0]

    assert "1 keluarga belum diketahui" in shown()  # of four couples
    assert "2 dari" not in shown()
    answer(Round.objects.get(village=VILLAGE), [(families[3], answers_of(families[3]))])
    assert "2 dari 4" in shown()


def test_every_reader_outside_the_families_sees_the_same(client, cast):
    found = register_families(SYSTEM, [couple(f"Bunga{n}", f"00{1 + n % 3}", VILLAGE) for n in range(40)])
    sad = dict.fromkeys(("P.09", "P.10", "P.11", "P.12"), 2)
    poor = dict.fromkeys((0, *range(1, 31, 3)), sad)  # one in RW 001, ten in RW 002
    answer(round_in(VILLAGE), [(one, answers_of(one, poor.get(n))) for n, one in enumerate(found)])

    def bars(user):
        client.force_login(user)
        page = client.get(BASE).content.decode()
        return page[page.index('id="ibangga"') : page.index('id="variabel"')]

    outside = bars(cast.officer)
    assert "tidak ditampilkan" in outside or "terlalu kecil" in outside
    assert bars(person("kader", part="001")) == bars(person("opd", "99.01")) == outside


def test_a_register_far_above_the_report_is_a_question(client, cast):
    village = "99.01.01.1002"
    report_families(cast.empty_unit, 3)
    four_families(village)
    client.force_login(person("operator", village))
    page = client.get(f"/ketahanan/{village}/").content.decode()
    assert "lebih dari 110 % jumlah menurut laporan" in page
    assert "Cakupannya cukup" not in page


def test_outside_the_village_small_groups_are_withheld(client, cast, families):
    client.force_login(cast.officer)
    page = client.get(BASE).content.decode()
    assert "97,22" not in page
    assert "RT 001" not in page
    assert "Angka kelompok kecil hanya tampil bagi yang bertugas untuk semua keluarga" in page
    assert "<dd>–</dd>" not in page  # one word for one thing: a dash is what is missing
    for family in families:
        assert family.code not in page


@pytest.mark.parametrize("path", ["", "krs/", "krs/unduh/", "kunjungan/", "rekap-krs.csv", "indikator/bkb/"])
def test_a_stranger_learns_nothing(client, cast, families, path):
    client.force_login(cast.stranger)
    assert client.get(BASE + path).status_code == 404
    client.logout()
    assert client.get(BASE + path).status_code == 302


def test_an_officer_of_the_city_sees_no_names(client, cast, families):
    client.force_login(cast.officer)
    for path in ("krs/", "krs/unduh/", "kunjungan/", f"kunjungan/{families[0].code}/"):
        assert client.get(BASE + path).status_code == 404, path


def test_the_list_names_families_at_risk_with_their_reasons(client, tpk, families):
    page = client.get(BASE + "krs/").content.decode()
    assert "Ayahan Dahlia" in page
    assert "Ayahan Anggrek" in page
    assert "Ayahan Tulip" not in page
    only = client.get(BASE + "krs/?faktor=jamban").content.decode()
    assert "Ayahan Dahlia" in only
    assert "Ayahan Anggrek" not in only
    assert "Ayahan Dahlia" not in client.get(BASE + "krs/?peringkat=4").content.decode()


def test_a_companion_of_one_rw_sees_only_that_rw(client, families):
    client.force_login(person("tpk", part="002"))
    page = client.get(BASE + "krs/?aturan=harfiah").content.decode()
    assert "Dahlia" not in page
    work = client.get(BASE + "kunjungan/").content.decode()
    assert "Ayahan Tulip" in work  # pregnant
    assert "Dahlia" not in work
    assert client.get(BASE + f"kunjungan/{families[0].code}/").status_code == 404


def test_the_risk_of_stunting_has_one_grade_everywhere_that_of_its_rules(client, tpk, families):
    own = rules().krs
    share = next(one for one in rules().indicators.indicators if one.code == "krs_share")
    assert (share.grade, share.source) == (own.grade, own.source)
    for path in ("", "krs/", "indikator/krs_share/"):
        page = client.get(BASE + path).content.decode()
        about = page.partition('id="krs"')[2].partition("</section>")[0] if not path else page
        assert set(re.findall(r"grade grade--(\w+)", about)) == {own.grade.lower()}, path


def test_lists_take_a_fixed_number_of_queries(client, tpk, families):
    def count(path):
        with CaptureQueriesContext(connection) as found:
            assert client.get(BASE + path).status_code == 200
        return len(found)

    count("krs/")
    for path in ("krs/", "kunjungan/", ""):
        before = count(path)
        FamilyState.objects.filter(family=families[2]).update(krs=1)
        assert count(path) == before <= 18, path
        FamilyState.objects.filter(family=families[2]).update(krs=2)


def test_a_file_needs_a_purpose_and_is_on_the_trail(client, cast, families):
    client.force_login(cast.operator)
    assert "Pilih tujuan" in client.get(BASE + "krs/unduh/").content.decode()
    refused = client.post(BASE + "krs/unduh/", {"fmt": "csv"})
    assert refused["Content-Type"].startswith("text/html")
    assert not AuditEntry.objects.filter(action="families-at-risk-exported").exists()
    sent = client.post(BASE + "krs/unduh/", {"fmt": "csv", "purpose": "rakor"})
    rows = sent.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("KODE KELUARGA,NAMA KEPALA KELUARGA")
    assert sum("Ayahan" in row for row in rows) == 2
    entry = AuditEntry.objects.get(action="families-at-risk-exported")
    assert (entry.details["purpose"], entry.details["families"]) == ("rakor", 2)


def test_a_workbook_of_the_list_has_its_rule_and_codes_on_a_second_sheet(client, cast, families):
    client.force_login(cast.operator)
    sent = client.post(BASE + "krs/unduh/", {"fmt": "xlsx", "purpose": "rakor"})
    book = openpyxl.load_workbook(io.BytesIO(sent.content))
    data, notes = book.worksheets
    assert notes.title == "Keterangan"
    assert data.max_row == 3, "the header and two families, nothing below"
    told = list(notes.iter_rows(values_only=True))
    assert f"{rules().krs.name.id} {rules().krs.version}, sebagian: {rules().krs.source.id}" in dict(told)["Aturan"]
    assert any("Penapisan: 1 ya (berisiko)" in text for _label, text in told)
    assert "Tidak ada NIK" in dict(told)["Disamarkan"]


@pytest.mark.parametrize(("who", "said"), [("operator", "tidak ada yang disembunyikan"), ("officer", "kelompok kecil")])
def test_a_workbook_of_the_recap_says_what_is_withheld(client, cast, families, who, said):
    client.force_login(getattr(cast, who))
    book = openpyxl.load_workbook(io.BytesIO(client.get(BASE + "rekap-krs.xlsx").content))
    assert said in dict(book["Keterangan"].iter_rows(values_only=True))["Disamarkan"]


def test_a_companion_may_not_take_the_list_away(client, tpk, families):
    assert client.get(BASE + "krs/unduh/").status_code == 404


def test_a_visit_is_recorded_on_the_phone_and_its_signs_are_shown(client, tpk, families):
    address = BASE + f"kunjungan/{families[2].code}/bumil-12-16/"
    assert client.get(address).status_code == 200
    data = {"day": today().isoformat(), "q_week": "12", "q_lila": "23,4", "q_hb": "11", "assistance": ["1", "3"]}
    data |= {"factor": "", "next_on": "", "person": families[2].new_members[1].code}
    page = client.post(address, data, follow=True).content.decode()
    assert "LILA di bawah 23,5 cm" in page
    assert "Hb di bawah 11" not in page
    visit = Visit.objects.get()
    assert (visit.findings, visit.assistance) == (["lila"], [1, 3])
    assert visit.answers == {"week": 12, "lila": "23.4", "hb": "11"}
    assert FamilyState.objects.get(family=families[2]).last_visit_on == today()


def test_nothing_typed_is_lost_when_a_figure_cannot_be(client, tpk, families):
    address = BASE + f"kunjungan/{families[2].code}/bumil-12-16/"
    page = client.post(address, {"day": today().isoformat(), "q_lila": "234", "q_hb": "10,5"}).content.decode()
    assert "Angka ini tidak mungkin" in page
    assert 'value="10,5"' in page
    assert not Visit.objects.exists()


def test_an_empty_form_is_no_visit(client, tpk, families):
    address = BASE + f"kunjungan/{families[0].code}/keluarga/"
    page = client.post(address, {"day": today().isoformat()}).content.decode()
    assert "jawab paling sedikit satu pertanyaan" in page
    assert not Visit.objects.exists()


def test_a_visit_without_answers_does_not_say_that_all_is_well(client, tpk, families):
    address = BASE + f"kunjungan/{families[0].code}/keluarga/"
    page = client.post(address, {"day": today().isoformat(), "assistance": ["1"]}, follow=True).content.decode()
    assert "Belum ada yang diperiksa." in page
    assert "Tidak ada tanda" not in page


def test_forms_that_fit_the_family_come_first_and_the_rest_is_folded(client, tpk, families):
    def shown(family):
        page = client.get(BASE + f"kunjungan/{family.code}/").content.decode()
        first, folded = page.split("Formulir lain")
        return "Ibu hamil, kunjungan pertama" in first, "Keluarga: air" in first, "Calon pengantin" in folded

    assert shown(families[1]) == (False, True, True)
    assert shown(families[2]) == (True, True, True)


def test_a_factor_is_marked_resolved_and_open_again(client, tpk, families):
    base = BASE + f"kunjungan/{families[0].code}/"
    data = {"day": today().isoformat(), "q_latrine": "2", "factor": "JAMBAN"}
    client.post(base + "keluarga/", data)
    visit = Visit.objects.get()
    assert visit.resolved_on is None
    assert "teratasi" in client.post(f"{base}teratasi/{visit.pk}/", follow=True).content.decode()
    visit.refresh_from_db()
    assert visit.resolved_on == today()
    client.post(f"{base}teratasi/{visit.pk}/")
    visit.refresh_from_db()
    assert visit.resolved_on is None


def test_a_visit_names_the_entry_that_stands_for_a_merged_one(client, tpk, families):
    wife, other = families[0].new_members[1], families[1].new_members[1]
    record_visit(SYSTEM, families[0], NewVisit("catin", today(), {"lila": "23.4"}, person=wife))
    merge_people(SYSTEM, (wife, other), other, home=families[0])
    page = client.get(BASE + f"kunjungan/{families[0].code}/").content.decode()
    assert "Ibunda Anggrek" in page
    assert "Ibunda Dahlia" not in page


def test_whoever_was_visited_moves_down_the_work_list(client, tpk, families):
    def order():
        page = client.get(BASE + "kunjungan/").content.decode()
        return sorted(("Dahlia", "Anggrek", "Tulip"), key=lambda name: page.index(f"Ayahan {name}"))

    assert order() == ["Anggrek", "Dahlia", "Tulip"] or order() == ["Dahlia", "Anggrek", "Tulip"]
    client.post(BASE + f"kunjungan/{families[0].code}/keluarga/", {"day": today().isoformat(), "q_latrine": "1"})
    assert order() == ["Anggrek", "Tulip", "Dahlia"]


def test_the_recap_has_the_official_columns_in_their_order(client, cast, families):
    client.force_login(cast.operator)
    rows = client.get(BASE + "rekap-krs.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 4  # header, two RWs, the village
    total = rows[-1].split(",")
    assert total[1:9] == ["4", "4", "1", "0", "0", "0", "0", "2"]
    assert client.get(BASE + "rekap-krs.xlsx").content[:2] == b"PK"


def test_the_recap_outside_the_village_has_no_rows_of_rws(client, cast, families):
    client.force_login(cast.officer)
    rows = client.get(BASE + "rekap-krs.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "–" in rows[1]


def test_an_indicator_has_a_page_with_its_rws_and_trend(client, cast, families):
    assert keep_points([VILLAGE], today()) > 0
    assert keep_points([VILLAGE], today()) == 0
    assert IndicatorPoint.objects.filter(village=VILLAGE, rw="002", code="latrine_krs").exists()
    client.force_login(cast.operator)
    page = client.get(BASE + "indikator/latrine_krs/").content.decode()
    assert "66,67 %" in page  # two of three
    assert "50,00 %" in page  # RW 001: one of two
    assert client.get(BASE + "indikator/tidak-ada/").status_code == 404


def test_the_index_is_the_same_on_its_own_page_and_in_its_trend(client, cast, families):
    given = answers_of(families[3], {"P.01": 2})
    del given["family"]["P.08"]  # no value of kemandirian, so no index of this family, but of its other dimensions
    answer(Round.objects.get(village=VILLAGE), [(families[3], given)])
    client.force_login(cast.operator)
    # Ketenteraman (3 × 100 + 83,33) / 4, kemandirian 100, kebahagiaan (3 × 100 + 75) / 4: their mean is 96,53.
    for path in (BASE, BASE + "indikator/ibangga/"):
        page = client.get(path).content.decode()
        assert "96,53" in page
        assert "97,22" in page  # RW 002: (91,67 + 100 + 100) / 3; its complete family alone has 100
    keep_points([VILLAGE], today())
    point = IndicatorPoint.objects.get(village=VILLAGE, rw="", code="ibangga")
    assert round(10_000 * point.numerator / point.denominator) == 9653


@pytest.mark.parametrize(
    ("code", "whom"),
    [
        pytest.param("mcpr", "(1 dari 3 PUS)", id="of all couples whose answer is known"),
        pytest.param("mkjp_share", "(0 dari 1 peserta KB modern)", id="of the one on the pill"),
    ],
)
def test_a_rate_says_whom_it_is_a_share_of(client, cast, families, code, whom):
    client.force_login(cast.operator)
    assert whom in client.get(BASE).content.decode()
    assert whom in client.get(f"{BASE}indikator/kb:{code}/").content.decode()


def test_the_city_page_shows_no_figure_of_so_small_a_village(client, cast, families):
    client.force_login(cast.officer)
    page = client.get("/ketahanan/wilayah/99.01/").content.decode()
    assert "Kecamatan Satu" in page
    assert "97,22" not in page
    assert client.get("/ketahanan/wilayah/99.02/").status_code == 404


def test_the_family_page_explains_the_index_and_keeps_health_from_cadres(client, cast, families):
    client.force_login(cast.operator)
    page = client.get(f"/keluarga/{VILLAGE}/{families[0].code}/").content.decode()
    assert "Ketahanan keluarga" in page
    assert "Jamban tidak layak" in page
    client.force_login(person("kader"))
    page = client.get(f"/keluarga/{VILLAGE}/{families[0].code}/").content.decode()
    assert "Ketahanan keluarga" in page
    assert "Risiko stunting" not in page


def test_the_family_page_names_the_answers_that_the_index_waits_for(client, cast, families):
    client.force_login(cast.operator)
    answer(Round.objects.get(village_id=VILLAGE), [(families[0], answers_of(families[0], {"P.04": None}))])
    page = client.get(f"/keluarga/{VILLAGE}/{families[0].code}/").content.decode()
    said = page[page.index("Belum lengkap karena belum terjawab") :].partition("</p>")[0]
    assert "(P.04)" in said
    assert said.count("(") == 1
    whole = client.get(f"/keluarga/{VILLAGE}/{families[1].code}/").content.decode()
    assert "Belum lengkap karena belum terjawab" not in whole


def test_a_finished_interview_moves_the_village_page_and_names_its_source(client, cast):
    village = "99.01.01.1002"
    found = four_families(village)
    report_families(cast.empty_unit, 4)
    round_ = round_in(village)
    answer(round_, [(family, answers_of(family)) for family in found[:3]])
    person_ = person("operator", village)
    client.force_login(person_)
    address = f"/desa/{village}/"
    assert "registrasi: 4 dari 4 keluarga" not in client.get(address).content.decode()
    interview = start_interview(person_, round_, found[3])
    given = answers_of(found[3], block=NO_METHOD)
    save_answers(person_, interview, given)
    interview.refresh_from_db()
    reasons = {problem.id: "Dicek ulang" for problem in unsettled(sheet_of(interview), {})}
    save_answers(person_, interview, {"kept": reasons})
    finish_interview(person_, interview)
    page = client.get(address).content.decode()
    assert "registrasi Guyub" in page
    assert "registrasi: 4 dari 4 keluarga" in page
    assert known_about(cast.empty_unit, default_instrument()).facts["wants_no_more"] == 1


def test_programs_get_aggregates_and_no_family(client, cast, families):
    client.force_login(cast.operator)
    answer_ = client.get(f"/api/v1/villages/{VILLAGE}/resilience").json()
    assert answer_["ibangga"] == {
        "place": VILLAGE,
        "families": 4,
        "index": "97.22",
        "distribution": {"rentan": 0, "berkembang": 0, "tangguh": 3, "unknown": 1},
    }
    assert (answer_["krs"]["krs"], answer_["krs"]["target"]) == (2, 4)
    client.force_login(cast.officer)
    outside = client.get(f"/api/v1/villages/{VILLAGE}/resilience").json()
    assert outside["withheld"] is True
    assert outside["ibangga"]["families"] is None
    assert outside["krs"]["krs"] is None
    client.force_login(cast.stranger)
    assert client.get(f"/api/v1/villages/{VILLAGE}/resilience").status_code == 404


def test_outside_the_village_groups_large_enough_are_shown(client, cast):
    many = register_families(SYSTEM, [couple(f"Bunga{n}", f"00{1 + n % 2}", VILLAGE) for n in range(24)])
    answer(round_in(VILLAGE), [(family, answers_of(family, {"P.11": 1 + n // 12})) for n, family in enumerate(many)])
    client.force_login(cast.officer)
    page = client.get(BASE).content.decode()
    assert "95,83" in page  # half of the families 100, half 91,67
    assert "RW 001" in page
    city = client.get("/ketahanan/wilayah/99.01/").content.decode()
    assert "95,83" in city


def test_the_daily_command_makes_everything_anew(cast, families):
    AreaSums.objects.all().delete()
    FamilyState.objects.all().delete()
    call_command("refresh_families", village=VILLAGE)
    assert AreaSums.objects.get(village=VILLAGE, level="village").families == 4
    assert IndicatorPoint.objects.filter(village=VILLAGE, code="ibangga", as_of=today()).exists()
