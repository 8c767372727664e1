"""Region pages: who sees what, filters and orders, the map, downloads, and a fixed number of queries."""

import csv
import io
import json
from datetime import date

import pytest
from django.urls import reverse

from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services import SYSTEM, open_units, record_facts
from guyub.apps.assessment.services.units import NewUnit
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Boundary, Region
from tests.conftest import FACTS

CITY = "99.01"
SQUARE = {"type": "Polygon", "coordinates": [[[106, -6], [107, -6], [107, -7], [106, -7], [106, -6]]]}


def page(client, code=CITY, **query):
    return client.get(reverse("assessment:region", args=[code]), query)


def names(response):
    """Villages with data, then those without, as the page lists them."""
    without = [name for villages in response.context["without"].values() for _code, name in villages]
    return [line.name for line in response.context["lines"]] + without


def open_villages(count, first=2001, with_facts=0, facts=FACTS):
    district = Region.objects.get(code="99.01.01")
    regions = Region.objects.bulk_create(
        Region(
            code=f"99.01.01.{first + number}",
            name=f"Desa {first + number}",
            level=Level.VILLAGE,
            kind="desa",
            parent=district,
            synthetic=True,
        )
        for number in range(count)
    )
    units = open_units(SYSTEM, [NewUnit(region, region.name, date(2022, 1, 1)) for region in regions])
    for unit in units[:with_facts]:
        record_facts(SYSTEM, unit, as_of=date(2023, 5, 31), values=facts, source="synthetic", provenance="Uji")
    return units


def test_officer_sees_details_of_the_city(client, cast):
    client.force_login(cast.officer)
    response = page(client)
    assert names(response) == ["Mawar", "Melati"]
    assert response.context["details"]
    assert response.context["lines"][0].missing == len(cast.unit.state.missing)


@pytest.mark.parametrize("person", ["operator", "stranger", None])
def test_anyone_else_sees_the_public_columns_only(client, cast, person):
    if person:
        client.force_login(getattr(cast, person))
    response = page(client)
    assert names(response) == ["Mawar", "Melati"]
    assert response.context["lines"][0].missing is None
    assert "Fakta kosong" not in response.content.decode()
    assert "tanda=temuan" not in response.content.decode()


def test_public_page_never_reads_the_facts(client, cast, django_assert_num_queries):
    with django_assert_num_queries(9) as queries:
        page(client)
    assert not any('"facts"' in query["sql"] or '"findings"' in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("further", [0, 2, 60])
def test_query_count_does_not_grow_with_villages(client, cast, further, django_assert_num_queries):
    open_villages(further, with_facts=min(further, 3))
    client.force_login(cast.officer)
    with django_assert_num_queries(12):
        page(client)


def test_twenty_five_villages_with_data_a_page(client, cast):
    open_villages(30, with_facts=30)
    assert [len(page(client, page=number).context["lines"]) for number in (1, 2)] == [25, 6]


def test_villages_without_data_are_folded_by_kecamatan_and_not_paged(client, cast):
    open_villages(60)
    response = page(client)
    (folded,) = response.context["without"].values()
    assert (len(folded), response.context["count"]) == (61, 62)
    assert response.content.decode().count('<details class="fold"') == 1


def test_too_many_villages_without_data_are_counted_and_not_named(client, cast, monkeypatch):
    from guyub.apps.assessment.views import region

    monkeypatch.setattr(region, "MOST_NAMED", 2)
    open_villages(2)
    response = page(client)
    assert (response.context["without"], response.context["without_count"]) == ({}, 3)
    assert "Namanya ada di halaman wilayah di bawahnya." in response.content.decode()


@pytest.mark.parametrize("person", ["officer", None])
def test_a_class_on_missing_figures_is_marked_for_everyone(client, cast, person):
    open_villages(1, with_facts=1, facts={"bkb_members": 10})
    if person:
        client.force_login(getattr(cast, person))
    assert [(line.name, line.provisional) for line in page(client).context["lines"]] == [
        ("Mawar", False),
        ("Desa 2001", True),
    ]
    assert page(client).content.decode().count('class="provisional"') == 1


def test_class_counts_add_up_to_all_villages(client, cast):
    counts = {count.name: count.count for count in page(client).context["counts"]}
    assert counts == {"Berkelanjutan": 1, "Mandiri": 0, "Berkembang": 0, "Dasar": 0, "": 1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kelas": "berkelanjutan"}, ["Mawar"]),
        ({"kelas": "kosong"}, ["Melati"]),
        ({"kelas": "dasar"}, []),
        ({"kelas": "tidak-ada"}, ["Mawar", "Melati"]),
        ({"cari": "mel"}, ["Melati"]),
        ({"cari": "99.01.01.1001"}, ["Mawar"]),
        ({"bagian": "99.01.01"}, ["Mawar", "Melati"]),
        ({"tanda": "turun"}, ["Mawar"]),
        ({"tanda": "naik"}, []),
        ({"tanda": "kosong"}, ["Melati"]),
        ({"urut": "-nama"}, ["Mawar", "Melati"]),
        ({"urut": "-kelas"}, ["Mawar", "Melati"]),
        ({"urut": "'; drop table"}, ["Mawar", "Melati"]),
    ],
)
def test_list_follows_the_address(client, cast, query, found):
    assert names(page(client, **query)) == found


def test_a_village_one_point_below_a_limit_is_near_the_next_class(client, cast):
    open_villages(1, with_facts=1, facts={**FACTS, "iud": 30, "pregnant": 23})  # MKJP 24 %: output 2.75
    assert names(page(client, tanda="naik")) == ["Desa 2001"]


# Process and output fail, so input alone lifts nobody out of the lowest class, and cannot make it fall either.
NOT_DONE = ("operating_routines", "institutions_strict_web", "data_kinds_used")
NOT_REACHED = ("iud", "injection", "implant", "bkb_members")
LOW = FACTS | dict.fromkeys(NOT_DONE + NOT_REACHED, 0)


def test_nearest_first_counts_all_points_to_the_next_class(client, cast):
    near_input = LOW | {"groups_present": 0, "funding_sources": 0, "facilities_present": 0}  # 2 points, and 6 more
    open_villages(1, first=2001, with_facts=1, facts=near_input)
    open_villages(1, first=2002, with_facts=1, facts=LOW)  # 6 points
    assert names(page(client, urut="naik")) == ["Desa 2002", "Desa 2001", "Mawar", "Melati"]


def test_an_index_on_its_limit_is_no_danger_where_the_class_cannot_fall(client, cast):
    open_villages(1, first=2001, with_facts=1, facts=LOW | {"funding_sources": 0})
    state = VillageState.objects.get(unit__region__name="Desa 2001")
    assert (state.index_input, state.points_spare) == (300, None)
    assert names(page(client, urut="turun"))[0] == "Mawar"


def test_villages_without_data_come_last_in_either_direction(client, cast):
    assert names(page(client, urut="output"))[-1] == "Melati"
    assert names(page(client, urut="-output"))[-1] == "Melati"


def test_htmx_gets_only_the_list(client, cast):
    response = client.get(reverse("assessment:region", args=[CITY]), headers={"HX-Request": "true"})
    text = response.content.decode()
    assert text.startswith("<section")
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]


def test_tiles_where_no_outline_is_loaded_and_a_map_where_one_is(client, cast):
    assert "tiles" in page(client).context
    Boundary.objects.create(
        region=cast.unit.region, geometry=json.dumps(SQUARE), west=106, south=-7, east=107, north=-6, source="Uji"
    )
    response = page(client)
    (area,) = response.context["map"].areas
    assert (area.code, area.class_name) == ("99.01.01.1001", "Berkelanjutan")
    assert (area.path[0], area.path[-1]) == ("M", "Z")
    assert response.context["map"].without == 1
    assert "Uji" in response.content.decode()


def test_with_many_villages_the_map_shows_the_regions_below(client, cast, monkeypatch):
    from guyub.apps.assessment.views import region

    monkeypatch.setattr(region, "MOST_ON_MAP", 1)
    assert "part_map" not in page(client).context
    district = Region.objects.get(code="99.01.01")
    Boundary.objects.create(region=district, geometry=json.dumps(SQUARE), west=106, south=-7, east=107, north=-6)
    ((area, part),) = page(client).context["part_areas"]
    assert (area.code, part.high, part.total, part.high_share, part.tint) == ("99.01.01", 1, 2, 50, "tint-2")


def test_kelurahan_goes_to_its_own_page(client, cast):
    response = page(client, "99.01.01.1001")
    assert response.status_code == 302
    assert response.url == reverse("assessment:village", args=["99.01.01.1001"])


def test_unknown_region_is_not_found(client, cast):
    assert page(client, "88").status_code == 404


def test_district_and_province_have_pages_too(client, cast):
    assert names(page(client, "99.01.01")) == ["Mawar", "Melati"]
    assert names(page(client, "99")) == ["Mawar", "Kenanga", "Melati"]
    assert [part.total for part in page(client, "99").context["parts"]] == [2, 1]


def download(client, fmt, **query):
    return client.get(reverse("assessment:region_download", args=[CITY, fmt]), query)


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_download_has_the_filtered_list_with_details_for_the_officer(client, cast):
    client.force_login(cast.officer)
    rows = rows_of(download(client, "csv", kelas="berkelanjutan"))
    assert [row[1] for row in rows] == ["Kelurahan/desa", "Mawar"]
    assert "Temuan" in rows[0]


def test_public_download_has_no_details(client, cast):
    assert "Temuan" not in rows_of(download(client, "csv"))[0]


def test_workbook_download_and_unknown_formats(client, cast):
    assert download(client, "xlsx").content.startswith(b"PK")
    assert download(client, "exe").status_code == 404


def test_no_style_attribute_and_no_inline_script(client, cast):
    client.force_login(cast.officer)
    text = page(client).content.decode()
    assert " style=" not in text
    assert "<script>" not in text
