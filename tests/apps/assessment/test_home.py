"""The first page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.assessment.presentation.home import next_step
from guyub.apps.assessment.presentation.region import VillageLine
from tests.conftest import FACTS, Cast


def test_visitors_see_cities_and_the_way_in_and_no_figures(cast: Cast, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Kota Contoh" in page
    assert "/akun/login/" in page
    assert str(FACTS["population"]) not in page


def test_an_operator_finds_their_own_village_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    response = client.get("/")
    assert [card.line.code for card in response.context["villages"]] == [cast.unit.code]
    assert "/desa/99.01.01.1001/" in response.content.decode()


def test_a_city_officer_finds_their_city_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    assert [part.code for part in client.get("/").context["parts"]] == ["99.01", "99.02"]


def test_an_operator_reads_the_margin_and_the_next_step(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    (card,) = client.get("/").context["villages"]
    assert card.step.urgent
    assert "Hasil tepat di batas" in card.step.sentence
    assert card.step.url == "/desa/99.01.01.1001/"


@pytest.mark.parametrize("person", ["officer", "viewer", "admin"])
def test_whoever_looks_after_a_region_finds_whom_to_see_today(cast: Cast, client: Client, person: str) -> None:
    client.force_login(getattr(cast, person))
    response = client.get("/")
    (region, signs), *_others = response.context["regions"]
    counts = {str(label): (count, address) for label, count, address in signs}
    assert counts["Satu poin lagi turun kelas"][0] >= 1
    assert counts["Belum ada data"] == (1, "?tanda=kosong#daftar")
    assert f"/wilayah/{region.code}/?tanda=turun#daftar" in response.content.decode()
    assert "Mawar" in [card.line.name for card in response.context["urgent"]]


def test_visitors_read_nothing_of_what_is_to_be_done(cast: Cast, client: Client) -> None:
    context = client.get("/").context
    assert (context["villages"], context["regions"], context["urgent"]) == ([], [], [])


@pytest.mark.parametrize(
    ("missing", "findings", "on_edge", "at_top", "class_name", "label"),
    [
        (0, 0, False, False, "", "Isi profil kampung"),
        (3, 1, True, False, "Mandiri", "Periksa angkanya"),
        (3, 0, True, False, "Dasar", "Lengkapi angkanya"),
        (0, 0, True, False, "Mandiri", "Lihat yang perlu dijaga"),
        (0, 0, False, False, "Mandiri", "Buka jalan naik"),
        (0, 0, False, True, "Berkelanjutan", "Lihat halaman kampung"),
    ],
)
def test_the_first_thing_that_helps_comes_first(missing, findings, on_edge, at_top, class_name, label) -> None:
    line = VillageLine(
        "99.01.01.1001", "Mawar", "", class_name, (), None, "", "", on_edge, at_top, missing > 0, missing, findings
    )
    assert next_step(line, may_edit=True).label == label


@pytest.mark.parametrize(
    ("person", "labels"),
    [
        ("admin", ["Beranda", "Impor berkas", "Administrasi", "Jejak"]),
        ("officer", ["Beranda", "Wilayah", "Rencana", "Impor berkas"]),
        ("viewer", ["Beranda", "Wilayah", "Rencana"]),
        ("operator", ["Beranda", "Kampung", "Keluarga", "Isi data", "Jalan naik"]),
    ],
)
def test_the_menu_leads_to_what_each_role_does(cast: Cast, client: Client, person: str, labels: list[str]) -> None:
    client.force_login(getattr(cast, person))
    assert [item.label for item in client.get("/").context["site_nav"]] == labels


@pytest.mark.parametrize("person", ["operator", "officer", "admin"])
def test_the_first_page_takes_few_queries(cast: Cast, client: Client, person: str) -> None:
    client.force_login(getattr(cast, person))
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 11  # the city: one each for proofs, findings, promises and cycles that wait for it


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        ("kader", ["/pendataan/99.01.01.1001/"]),
        ("tpk", ["/ketahanan/99.01.01.1001/kunjungan/"]),
        ("pkb", ["/pendataan/99.01.01.1001/", "/ketahanan/99.01.01.1001/kunjungan/"]),
        ("viewer", []),
    ],
)
def test_who_goes_from_house_to_house_finds_the_list_of_today(
    cast: Cast, client: Client, role: str, addresses: list[str]
) -> None:
    part = "001" if role == "kader" else ""
    user = User.objects.create_user(f"uji-{role}", f"uji-{role}@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role=role, region=cast.unit.region, part=part)
    client.force_login(user)
    response = client.get("/")
    (card,) = response.context["villages"]
    assert [task.url for task in card.tasks] == addresses
    assert all(f'href="{address}"' in response.content.decode() for address in addresses)


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("kader", ["kelompok", "lansia", "remaja", "sekolah", "dapur", "usaha"], []),
        ("operator", ["kelompok", "lansia", "dapur", "usaha"], []),
        ("counsellor", ["remaja"], ["kelompok", "lansia", "dapur", "usaha"]),
        ("viewer", [], ["kelompok", "lansia", "remaja", "dapur", "usaha"]),
    ],
)
def test_the_first_page_and_the_village_lead_to_every_page_where_one_works(
    cast: Cast, client: Client, role: str, shown: list[str], hidden: list[str]
) -> None:
    user = User.objects.create_user(f"uji-{role}", f"uji-{role}@contoh.invalid", "kampung-berkualitas-1")
    part = "001" if role == "kader" else ""
    Assignment.objects.create(user=user, role=role, region=cast.unit.region, part=part)
    client.force_login(user)
    for address in ("/", "/desa/99.01.01.1001/"):
        page = client.get(address).content.decode()
        assert all(f'href="/{name}/99.01.01.1001/"' in page for name in shown)
        assert not any(f'href="/{name}/99.01.01.1001/"' in page for name in hidden)


def test_a_made_up_village_says_so_above_its_figures(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    assert "Data contoh — bukan orang" in client.get("/").content.decode()
