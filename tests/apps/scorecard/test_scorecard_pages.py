"""The scorecard's page: who sees what of whom, files, how many questions it asks, in both languages."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.scorecard.presentation.region import region_page
from guyub.apps.scorecard.services import keep_month_figures
from guyub.apps.territory.models import Region
from guyub.data.scorecard_files import load_scorecard
from guyub.domain.growth.ages import last_day, months_before
from tests.apps.elders.elders_world import make_elders, skilas
from tests.apps.livelihoods.business_world import make_business, wrote
from tests.apps.made_families import answer, answers_of, four_families, kader, make_families, round_in
from tests.apps.mothers.mothers_world import make_mothers, pregnant
from tests.apps.programmes.groups_world import companion, make_group, with_members
from tests.apps.scorecard.scorecard_world import VILLAGE, by_rw, line_of, page_of, told
from tests.apps.youth.youth_world import make_young
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ADDRESS = f"/rapor/{VILLAGE}/"
LAST = months_before(timezone.localdate().replace(day=1), 1)


def office(cast) -> User:
    """Somebody of an office of the city."""
    user = User.objects.create_user("dinas", "dinas@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role="opd", region=cast.unit.region.parent.parent)
    return user


def test_everybody_who_sees_the_village_sees_its_scorecard_and_nobody_else(cast, client):
    seen = [cast.operator, cast.officer, cast.viewer, office(cast), kader(cast)]
    seen += [companion(cast, role) for role in ("pkb", "puskesmas", "lurah")]
    for user in seen:
        client.force_login(user)
        assert client.get(ADDRESS).status_code == 200, user
        assert client.get(f"{ADDRESS}unduh.pdf").status_code == 200, user
    client.force_login(cast.stranger)
    assert client.get(ADDRESS).status_code == 404
    assert client.get(f"{ADDRESS}unduh.xlsx").status_code == 404
    client.logout()
    assert client.get(ADDRESS).status_code == 302


def test_an_address_of_no_village_or_no_kind_of_file(cast, client):
    client.force_login(cast.operator)
    assert client.get("/rapor/99.01/").status_code == 404
    assert client.get(f"{ADDRESS}unduh.exe").status_code == 404


def test_small_counts_of_young_people_stay_in_the_village(cast):
    make_young(VILLAGE, 6)
    make_young(VILLAGE, 3, rw="002")
    young = make_young(VILLAGE, 4, rw="003")
    post = make_group(cast.unit.region, "posmaja", "Ceria", ("003",))
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.programmes.services import enrol

    enrol(SYSTEM, post, young, LAST)
    inside = line_of(cast.operator, "youth_reached")
    assert (told(inside), by_rw(inside)) == ((4, 13), {"001": (0, 6), "002": (0, 3), "003": (4, 4)})
    for user in (cast.officer, office(cast), kader(cast)):
        outside = line_of(user, "youth_reached")
        assert told(outside) is None, user  # 4 of 13: four is a small count
        assert set(by_rw(outside).values()) == {None}, user
        assert outside.reached is None
        assert outside.spark is None


def test_large_counts_are_told_outside(cast):
    make_elders(VILLAGE, 12)
    for one in make_elders(VILLAGE, 6, first=20):
        skilas(one)
    assert told(line_of(cast.officer, "elders_screened")) == told(line_of(cast.operator, "elders_screened")) == (6, 18)


def test_an_rw_that_would_give_a_small_count_away_is_withheld_with_it(cast):
    for one in [*make_elders(VILLAGE, 20), *make_elders(VILLAGE, 20, rw="002", first=30)]:
        skilas(one)
    make_elders(VILLAGE, 2, rw="002", first=60)
    make_elders(VILLAGE, 8, first=70)
    outside = line_of(cast.officer, "elders_screened")
    assert by_rw(outside)["002"] is None
    assert by_rw(outside)["001"] is None  # else the whole would say the other


def test_small_counts_of_past_months_are_withheld_as_well(cast):
    make_young(VILLAGE, 3)
    keep_month_figures(Region.objects.get(code=VILLAGE), last_day(LAST))
    make_young(VILLAGE, 20)
    assert told(line_of(cast.operator, "youth_reached", month=LAST)) == (0, 3)
    then = line_of(cast.officer, "youth_reached", month=LAST)
    assert told(then) is None
    now = line_of(cast.officer, "youth_reached")
    assert told(now) == (0, 23)
    assert now.history == [(timezone.localdate().replace(day=1), now.figure)]


def test_a_mean_of_few_families_is_not_shown_outside_when_the_village_has_grown(cast):
    family, *_ = four_families(VILLAGE)
    answer(round_in(VILLAGE), [(family, answers_of(family))])
    keep_month_figures(Region.objects.get(code=VILLAGE), last_day(LAST))
    make_families(VILLAGE, 20, first=30)
    assert not line_of(cast.operator, "tranquil", month=LAST).withheld
    assert line_of(cast.officer, "tranquil", month=LAST).withheld


def test_a_kader_of_an_rw_is_told_of_the_village_what_outsiders_are(cast):
    make_families(VILLAGE, 3)
    make_families(VILLAGE, 30, rw="002", first=10)
    weighed = line_of(kader(cast), "weighed")
    assert by_rw(weighed) == {}
    assert told(weighed) == told(line_of(cast.officer, "weighed"))


def test_the_page_says_what_is_not_on_record_and_what_has_no_target(cast, client):
    client.force_login(cast.operator)
    shown = client.get(ADDRESS).content.decode()
    assert "belum ada data" in shown
    assert "target tidak ditemukan" in shown
    assert "tercapai" in shown
    client.cookies["django_language"] = "en"
    shown = client.get(ADDRESS).content.decode()
    assert "Village scorecard" in shown
    assert "no target found" in shown
    assert "Rapor kampung" not in shown


def test_the_files_say_the_same(cast, client):
    make_young(VILLAGE, 6)
    client.force_login(cast.operator)
    answered = client.get(f"{ADDRESS}unduh.xlsx")
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(answered.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == len(page_of(cast.operator).lines)
    (reached,) = [row for row in rows if row[2].startswith("Remaja terjangkau")]
    assert reached[3:6] == [0, 6, 0]
    assert head[-1] == "RW 001"
    assert client.get(f"{ADDRESS}unduh.csv").content.decode().count("\r\n") == len(rows) + 1
    assert client.get(f"{ADDRESS}unduh.pdf").content.startswith(b"%PDF")


def fill(first: int, count: int) -> None:
    """Something of everything that is counted."""
    make_young(VILLAGE, count)
    for one in make_elders(VILLAGE, count, first=first):
        skilas(one)
    for one in make_mothers(VILLAGE, count, first=first + 20):
        pregnant(one)
    for number in range(count):
        wrote(make_business(VILLAGE, first + 40 + number), 50_000)
        group = make_group(Region.objects.get(code=VILLAGE), "bkb", f"Melati {first + number}")
        with_members(group, 1, first=first + 60 + number)


@pytest.mark.parametrize("role", ["operator", "officer"])
def test_as_many_questions_however_much_is_counted(cast, client, role):
    make_group(Region.objects.get(code=VILLAGE), "posmaja", "Ceria")
    fill(100, 1)
    keep_month_figures(Region.objects.get(code=VILLAGE), last_day(LAST))
    client.force_login(getattr(cast, role))
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    fill(300, 4)
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few) <= 65


def test_the_village_page_and_the_first_page_lead_there(cast, client):
    for user, from_home in ((cast.officer, False), (cast.operator, True), (kader(cast), True), (cast.stranger, False)):
        client.force_login(user)
        assert (ADDRESS in client.get("/").content.decode()) is from_home, user
    client.force_login(cast.officer)
    assert ADDRESS in client.get(f"/desa/{VILLAGE}/").content.decode()
    assert "/rapor/wilayah/99.01/" in client.get("/").content.decode()


def rows_of(user, code: str, **asked) -> dict[str, tuple[int, int] | None]:
    region = Region.objects.get(code="99.01")
    page = region_page(user, region, load_scorecard().by_code[code], timezone.localdate(), **asked)
    return {row.village.code: None if row.figure is None else (row.figure.of, row.figure.per) for row in page.rows}


def keep_city() -> None:
    for village in Region.objects.filter(code__startswith="99.01.01."):
        keep_month_figures(village, timezone.localdate())


def test_a_city_sees_a_line_of_its_villages_side_by_side(cast, client):
    for one in make_elders(VILLAGE, 12):
        skilas(one)
    make_young(VILLAGE, 3)
    keep_city()
    assert rows_of(cast.officer, "elders_screened") == {VILLAGE: (12, 12), "99.01.01.1002": (0, 0)}
    assert rows_of(cast.officer, "youth_reached")[VILLAGE] is None
    assert rows_of(cast.operator, "youth_reached")[VILLAGE] == (0, 3)
    assert rows_of(cast.officer, "participation")[VILLAGE] == (32, 100)
    client.force_login(cast.officer)
    shown = client.get("/rapor/wilayah/99.01/?baris=elders_screened").content.decode()
    assert "12 dari 12" in shown
    assert "1 dari 1 kampung" in shown
    for user, code in (
        (cast.operator, "99.01"),
        (cast.officer, "99"),
        (cast.stranger, "99.01"),
        (cast.officer, VILLAGE),
    ):
        client.force_login(user)
        assert client.get(f"/rapor/wilayah/{code}/").status_code == 404, code


def test_the_city_tells_of_children_and_means_what_the_village_page_tells(cast):
    make_families(VILLAGE, 30)
    families = four_families(VILLAGE)
    answer(round_in(VILLAGE), [(one, answers_of(one)) for one in families])
    keep_city()
    for code in ("weighed", "tranquil", "ibangga", "savings", "groups_active"):
        assert rows_of(cast.officer, code)[VILLAGE] == told(line_of(cast.officer, code)), code


def test_as_many_questions_however_many_villages(cast, client):
    client.force_login(cast.officer)
    make_families(VILLAGE, 1)
    keep_month_figures(Region.objects.get(code=VILLAGE), timezone.localdate())
    address = "/rapor/wilayah/99.01/?baris=weighed"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    make_families("99.01.01.1002", 3, first=50)
    keep_city()
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
