"""The joint plan of a region: who may ask, what it answers, what it leaves out, and its download."""

import csv
import io
from urllib.parse import quote

import pytest
from django.urls import reverse

from guyub.apps.assessment.models import VillageState
from tests.apps.assessment.test_region_pages import open_villages
from tests.conftest import FACTS

CITY = "99.01"
BELOW = {**FACTS, "iud": 30, "pregnant": 23}  # Berkembang: the output index is 2.75


def ask(client, **query):
    return client.get(reverse("assessment:region_plan", args=[CITY]), query)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def test_nothing_is_computed_before_one_asks(officer, cast):
    assert "plan" not in ask(officer).context


def test_a_village_is_lifted_and_those_already_there_are_counted(officer, cast):
    open_villages(1, with_facts=1, facts=BELOW)
    plan = ask(officer, tujuan="Berkelanjutan").context["plan"]
    assert [(v.name, v.from_class, v.reached_class) for v in plan.lifted] == [
        ("Desa 2001", "Berkembang", "Berkelanjutan")
    ]
    assert plan.already == 1
    assert plan.proven
    assert sum(load.cost_rupiah for load in plan.loads) == plan.cost_rupiah == plan.lifted[0].cost_rupiah


def test_without_money_the_village_waits_and_the_reason_is_said(officer, cast):
    open_villages(1, with_facts=1, facts=BELOW)
    plan = ask(officer, tujuan="Berkelanjutan", anggaran="0").context["plan"]
    assert not plan.lifted
    ((reason, (village,)),) = plan.waiting
    assert "Anggaran" in reason
    assert village.cost_rupiah > 0


def test_what_is_left_and_what_the_next_village_lacks_are_said(officer, cast):
    open_villages(1, with_facts=1, facts=BELOW)
    cost = ask(officer, tujuan="Berkelanjutan").context["plan"].cost_rupiah
    enough = ask(officer, tujuan="Berkelanjutan", anggaran=str(cost + 1000)).context["plan"]
    assert "tersisa Rp 1.000" in enough.left
    short = ask(officer, tujuan="Berkelanjutan", anggaran=str(cost - 1000)).context["plan"]
    assert "Kurang Rp 1.000 untuk Desa 2001." in short.left


def test_people_and_documents_are_counted_apart(officer, cast):
    open_villages(1, with_facts=1, facts=BELOW)
    plan = ask(officer, tujuan="Berkelanjutan").context["plan"]
    counts = sorted(deed.count for village in plan.lifted for deed in village.deeds)
    assert sorted(part for load in plan.loads for part in load.amounts.split(", ")) == counts


def test_a_visitor_is_led_to_the_login_and_back(client, cast):
    address = reverse("assessment:region_plan", args=[CITY]) + "?tujuan=Mandiri"
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == f"/akun/login/?next={quote(address)}"


def test_capacity_of_an_opd_is_kept(officer, cast):
    open_villages(2, with_facts=2, facts=BELOW)
    free = ask(officer, tujuan="Berkelanjutan").context["plan"]
    busiest = max(free.loads, key=lambda load: load.units)
    field = f"kap-{busiest.opd.lower().replace(' ', '-')}"
    held = ask(officer, tujuan="Berkelanjutan", **{field: "0"}).context["plan"]
    assert all(load.units == 0 for load in held.loads if load.opd == busiest.opd)


def test_villages_without_data_are_counted_and_left_out(officer, cast):
    response = ask(officer, tujuan="Berkelanjutan")
    assert response.context["without_data"] == 1
    assert VillageState.objects.under(CITY).count() == 2


@pytest.mark.parametrize("query", [{"tujuan": "Emas"}, {"tujuan": "Mandiri", "anggaran": "-5"}])
def test_a_question_that_cannot_be_is_explained(officer, cast, query):
    response = ask(officer, **query)
    assert response.context["form"].errors
    assert "plan" not in response.context


def test_download_has_a_row_for_every_action(officer, cast):
    open_villages(1, with_facts=1, facts=BELOW)
    address = reverse("assessment:region_plan_download", args=[CITY, "csv"])
    rows = list(csv.reader(io.StringIO(officer.get(address, {"tujuan": "Berkelanjutan"}).content.decode("utf-8-sig"))))
    plan = ask(officer, tujuan="Berkelanjutan").context["plan"]
    assert len(rows) == 1 + sum(len(village.deeds) for village in plan.lifted)
    assert "Biaya (usulan)" in rows[0]


@pytest.mark.parametrize("person", ["operator", "stranger"])
def test_only_those_of_the_whole_region_may_ask(client, cast, person):
    if person:
        client.force_login(getattr(cast, person))
    assert ask(client).status_code == 404
    assert client.get(reverse("assessment:region_plan_download", args=[CITY, "csv"])).status_code == 404
