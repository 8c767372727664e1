"""Figures of the register beside those in force on the page of the class: source, coverage, the other figure."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.accounts.models import Assignment, User
from tests.apps.made_families import answer, answers_of, four_families, report_families, round_in

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1002"


@pytest.fixture
def families(cast):
    return four_families(VILLAGE)


@pytest.fixture
def lurah(cast):
    user = User.objects.create_user("lurah", "lurah@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role="lurah", region=cast.empty_unit.region)
    return user


def row(client, user, code="O2"):
    """A row of the village page, and the page."""
    client.force_login(user)
    response = client.get(reverse("assessment:village", args=[VILLAGE]))
    found = next(one for one in response.context["village"].rows if one.code == code)
    others = {fact.code: fact.other for fact in found.facts}
    return SimpleNamespace(notes=found.notes, others=others, page=response.content.decode(), whole=response.context)


def interview(families):
    answer(round_in(VILLAGE), [(family, answers_of(family)) for family in families])


REPORT_HOLDS = "Angka laporan yang berlaku: registrasi baru dipakai setelah 90 % keluarga terdata."
NOTHING_YET = "Registrasi keluarga belum dapat mengisi angka ini."


@pytest.mark.parametrize(
    ("code", "fact", "said", "beside"),
    [
        ("O2", "pus", REPORT_HOLDS, "registrasi: 4 pasangan, diketahui dari 100 %"),
        ("O3", "iud", NOTHING_YET, "registrasi: 0 pasangan, diketahui dari 75 %"),  # nobody reported methods
        ("O4", "pus", REPORT_HOLDS, "registrasi: 4 pasangan, diketahui dari 100 %"),
    ],
)
def test_below_the_least_coverage_the_report_holds_and_the_register_stands_beside(
    cast, client, families, lurah, code, fact, said, beside
):
    report_families(cast.empty_unit, 4)
    interview(families[:3])
    found = row(client, lurah, code)
    assert f"{said} Terdata 3 dari 4 keluarga (75 %)." in found.notes
    assert found.others[fact] == beside
    assert beside in found.page


def test_a_register_in_force_has_the_reported_figure_beside_it(cast, client, families, lurah):
    report_families(cast.empty_unit, 4)
    interview(families)
    found = row(client, lurah)
    assert "Registrasi keluarga yang berlaku. Terdata 4 dari 4 keluarga (100 %)." in found.notes
    assert found.others["pus"] == "berkas laporan: 999 pasangan, per 31 Mei 2023"
    assert "menunggu keputusan" not in found.page


def test_a_register_far_larger_than_the_report_waits_for_a_decision(cast, client, families, lurah):
    report_families(cast.empty_unit, 3)
    interview(families)
    found = row(client, lurah)
    assert "Ada angka yang menunggu keputusan." in found.page
    assert "4 keluarga terdaftar, 3 menurut laporan: lebih dari 110 %" in found.page
    assert any("jumlah keluarga terdaftar menunggu keputusan" in note for note in found.notes)
    assert f'href="/ketahanan/{VILLAGE}/#registrasi"' in found.page


def test_who_does_not_see_the_families_reads_the_source_without_counts(cast, client, families):
    report_families(cast.empty_unit, 3)
    interview(families)
    found = row(client, cast.viewer)
    assert "lebih dari 110 % jumlah menurut laporan" in found.page
    assert "4 keluarga terdaftar" not in found.page
    assert not any(found.others.values())
    assert not any("Terdata" in note for note in found.notes)


def test_a_village_without_families_says_nothing(cast, client):
    client.force_login(cast.operator)
    village = client.get(reverse("assessment:village", args=[cast.unit.region_id])).context["village"]
    assert not village.waiting
    assert not any(one.notes or any(fact.other for fact in one.facts) for one in village.rows)


def test_the_page_takes_a_fixed_number_of_queries(cast, client, families, lurah):
    report_families(cast.empty_unit, 4)

    def queries():
        with CaptureQueriesContext(connection) as found:
            row(client, lurah)
        return len(found)

    interview(families[:1])
    row(client, lurah)
    few = queries()
    report_families(cast.empty_unit, 5)
    assert queries() == few
