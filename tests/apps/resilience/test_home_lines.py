"""What waits among families, on the first page of who looks after them: in their territory and by their rights."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Duplicate
from guyub.apps.resilience.presentation.home_lines import HOME_LINES
from guyub.apps.resilience.services import NewVisit, record_visit
from guyub.apps.surveys.services import start_interview
from guyub.apps.territory.models import Region
from tests.apps.made_families import NO_METHOD, PREGNANT, answer, answers_of, four_families, round_in, today

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1002"


@pytest.fixture
def families(cast):
    """Two families at risk in RW 001, a pregnant woman in RW 002, and a fourth family whose interview was begun."""
    found = four_families(VILLAGE)
    round_ = round_in(VILLAGE)
    given = [{"changes": {"P.24": 3}}, {"block": NO_METHOD}, {"block": PREGNANT}]
    answer(round_, [(family, answers_of(family, **how)) for family, how in zip(found, given, strict=False)])
    start_interview(SYSTEM, round_, found[3], today())
    pair = sorted([found[0].new_members[0], found[2].new_members[0]], key=lambda one: one.pk)
    Duplicate.objects.create(first=pair[0], second=pair[1], likeness=90, reasons=["same-name"])
    return found


def person(role: str, place: str, part: str = "") -> User:
    user = User.objects.create_user(f"{role}-{place}-{part}", f"{role}@contoh.invalid", "kata-sandi-1")
    Assignment.objects.create(user=user, role=role, region=Region.objects.get(code=place), part=part)
    return user


def told(user: User) -> dict[str, str]:
    lines = [line for make in HOME_LINES if (line := make(user)) is not None]
    return {str(line.label): line.told for line in lines}


def test_a_field_officer_of_the_district_reads_all_that_waits(families):
    assert told(person("pkb", "99.01.01")) == {
        "Kunjungan jatuh tempo": "3 keluarga · 2 berisiko stunting belum pernah dikunjungi",
        "Pendataan belum selesai": "1 keluarga",
        "Catatan ganda": "1 pasang menunggu keputusan",
    }


def test_a_health_centre_reads_of_visits_only(families):
    assert list(told(person("puskesmas", VILLAGE))) == ["Kunjungan jatuh tempo"]


def test_who_works_in_one_rw_reads_of_that_rw(families):
    assert told(person("tpk", VILLAGE, "002")) == {"Kunjungan jatuh tempo": "1 keluarga"}
    assert told(person("kader", VILLAGE, "001")) == {}
    assert told(person("kader", VILLAGE, "002")) == {"Pendataan belum selesai": "1 keluarga"}


@pytest.mark.parametrize("name", ["officer", "viewer", "stranger", "admin"])
def test_others_read_nothing_of_it(cast, families, name):
    assert told(getattr(cast, name)) == {}


def test_a_visit_takes_a_family_off_until_the_next_is_due(families):
    record_visit(SYSTEM, families[0], NewVisit("keluarga", today(), {}, assistance=[1]))
    lines = told(person("pkb", "99.01.01"))
    assert lines["Kunjungan jatuh tempo"] == "2 keluarga · 1 berisiko stunting belum pernah dikunjungi"


def test_the_first_page_leads_to_the_lists(client, families):
    client.force_login(person("pkb", "99.01.01"))
    page = client.get("/").content.decode()
    for way in (f"/ketahanan/{VILLAGE}/kunjungan/", f"/pendataan/{VILLAGE}/daftar/", f"/keluarga/{VILLAGE}/ganda/"):
        assert f'href="{way}"' in page


def test_each_line_is_one_query_however_much_waits(families):
    user = person("pkb", "99.01.01")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            told(User.objects.get(pk=user.pk))
        return len(found)

    many = queries()
    Duplicate.objects.all().delete()
    assert queries() == many == len(HOME_LINES) + 2, "one a line, the account and its roles"
