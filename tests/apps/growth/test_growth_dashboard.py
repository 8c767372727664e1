"""Child growth of a region: the same counts as a plain Python count, who sees which, and how many queries it takes."""

import random
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.growth.models import GrowthState, Measurement
from guyub.apps.growth.presentation.area_counts import Counts, Wanted, counts_by_place, months_to
from guyub.apps.growth.presentation.area_gate import Part
from guyub.apps.growth.presentation.dashboard import dashboard
from guyub.apps.growth.presentation.skdn_report import FOUND, report
from guyub.apps.growth.services import Figures, correct_measurement, open_posyandu, record_measurements
from guyub.apps.people.models import Person
from guyub.apps.territory.models import Region
from guyub.domain.growth.ages import last_day, months_before
from tests.apps.made_families import kader, make_families
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
MONTHS = months_to(TODAY, 12)
CITY, VILLAGE = "99.01", "99.01.01.1001"


@pytest.fixture
def children(cast):
    """Nine in three RW of two villages, 7 to 59 months old."""
    families = [
        *make_families(VILLAGE, 4),
        *make_families(VILLAGE, 3, rw="002", first=5),
        *make_families("99.01.01.1002", 2, first=8),
    ]
    found = [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]
    for number, child in enumerate(found):
        child.birth_date = months_before(TODAY, 7 + 13 * (number % 5))
    Person.objects.bulk_update(found, ["birth_date"])
    return found


@pytest.fixture
def measured(children):
    """Up to three times a month for half a year, some without weight or height, some implausible."""
    chance = random.Random(3)  # noqa: S311 - made up, alike each time
    entries = []
    for child in children:
        for month in MONTHS[-6:]:
            for _ in range(chance.randrange(4)):
                figures = Figures(
                    weight_g=chance.choice([None, 5_000, 8_000, 11_000, 14_000]),
                    height_mm=chance.choice([500, 620, 760, 880, 1_000]),
                    posture="h",
                )
                entries.append((child, min(month + timedelta(days=chance.randrange(28)), TODAY), figures))
    record_measurements(SYSTEM, entries)
    one = Measurement.objects.filter(weight_g__isnull=False).order_by("pk").first()
    correct_measurement(SYSTEM, one, Figures(weight_g=9_000, height_mm=760, posture="h"), "salah baca")
    gone, moved = children[0], children[1]
    Person.objects.filter(pk=gone.pk).update(state=Person.State.DEAD)
    Person.objects.filter(pk=moved.pk).update(rw="002")


def counted_plainly(places, month):
    """The counts of one month from the rows themselves."""
    end = last_day(month)
    total = dict.fromkeys(("s", "k", "d", "n", *FOUND, *(f"{code}_of" for code in FOUND)), 0)
    for child in Person.objects.filter(state="living", birth_date__isnull=False):
        if child.place.rpartition(".")[0] not in places and child.village_id not in places:
            continue
        if not months_before(end, 60) < child.birth_date <= end:
            continue
        total["s"] += 1
        here = Measurement.objects.filter(child=child, village=child.village_id)
        total["k"] += any(one.day <= end for one in here)
        states = [
            state
            for state in GrowthState.objects.filter(child=child, village=child.village_id)
            if (state.day.year, state.day.month) == (month.year, month.month)
        ]
        states.sort(key=lambda state: (state.day, state.pk))
        weighed = [state for state in states if state.gain]
        if weighed:
            total["d"] += 1
            total["n"] += weighed[-1].gain == "N"
        for code in FOUND:
            score = getattr(states[-1], code) if states else None
            if score is not None and code not in states[-1].flagged:
                total[f"{code}_of"] += 1
                total[code] += score < -200
    return Counts(**total)


def test_counts_equal_a_plain_count_of_random_rows(cast, measured):
    found = counts_by_place(Wanted(CITY, MONTHS, None, len(VILLAGE)))
    assert set(found) == {VILLAGE, "99.01.01.1002"}
    for place, counts in found.items():
        assert counts == [counted_plainly({place}, month) for month in MONTHS]
    assert any(one.hfa_of and one.hfa and one.n and one.d < one.k < one.s for one in found[VILLAGE])


def test_counts_by_rw_equal_the_monthly_report(cast, measured):
    found = counts_by_place(Wanted(VILLAGE, MONTHS, cast.operator, 0))
    assert set(found) == {"001", "002"}
    for place, month in enumerate(MONTHS):
        for row in report(cast.operator, VILLAGE, month).rows:
            mine = found[row.rw][place]
            assert (mine.s, mine.k, mine.d, mine.n) == (row.skdn.s, row.skdn.k, row.skdn.d, row.skdn.n)
            assert {code: mine.found(code) for code in FOUND} == row.found


def person(name, role, region):
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=Region.objects.get(code=region))
    return user


def page(user, region, asked=None):
    return dashboard(user, Region.objects.get(code=region), TODAY, asked)


def test_a_cadre_counts_the_own_rw_alone(cast, measured):
    mine = page(kader(cast), VILLAGE)
    assert [row.name for row in mine.parts] == ["RW 001"]
    assert mine.whole.s == 2  # of four one died and one moved
    assert [row.name for row in page(cast.operator, VILLAGE).parts] == ["RW 001", "RW 002"]


def test_parts_add_up_to_the_whole_for_who_sees_the_children(cast, measured):
    view = page(person("pkm", "puskesmas", "99.01.01"), "99.01.01")
    assert [row.name for row in view.parts] == ["Mawar", "Melati"]
    for name in ("s", "k", "d", "n"):
        assert getattr(view.whole, name) == sum(getattr(row.shown, name) for row in view.parts)
    assert not view.withheld


def test_a_posyandu_counts_the_rw_it_serves(cast, measured):
    open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])
    open_posyandu(SYSTEM, cast.unit.region, "Dahlia", ["001", "002"])
    posts = {row.name: row for row in page(cast.operator, VILLAGE).posts}
    parts = {row.name: row.shown for row in page(cast.operator, VILLAGE).parts}
    assert posts["Melati"].shown == parts["RW 001"]
    assert posts["Dahlia"].shown.s == parts["RW 001"].s + parts["RW 002"].s
    assert "posyandu lain" in posts["Melati"].note
    narrow = page(kader(cast), VILLAGE).posts
    assert "di luar wilayah Anda" in next(row.note for row in narrow if row.name == "Dahlia")


def test_small_counts_are_withheld_outside_the_village_and_its_rw_are_not_shown(cast, measured):
    office = page(cast.officer, CITY)
    assert office.withheld
    for shown in (office.whole, *office.trend, *(row.shown for row in office.parts)):
        for count in (shown.n, shown.d, shown.k, shown.s, *(part.of for part in shown.found.values())):
            assert count is None or count == 0 or count >= 5
    village = page(cast.officer, VILLAGE)
    assert (village.parts, village.posts, village.inside) == ([], [], False)


def test_a_village_shows_outsiders_the_same_on_its_own_page_and_on_the_page_above(cast, measured):
    above = {row.name: row.shown for row in page(cast.officer, "99.01.01", MONTHS[-2]).parts}
    assert above["Mawar"] == page(cast.officer, VILLAGE, MONTHS[-2]).whole


@pytest.mark.parametrize(
    ("of", "per", "share"),
    [(1, 4, None), (1, 5, 2000), (0, 0, None), (None, 9, None)],
)
def test_a_share_needs_as_many_children_as_the_rule_of_small_counts(of, per, share):
    part = Part(of, per)
    assert part.hundredths == share
    assert (part.interval is None) == (share is None)


def test_the_latest_month_with_weighings_is_shown_unless_another_is_asked_for(cast, children):
    record_measurements(SYSTEM, [(children[2], date(2026, 2, 3), Figures(weight_g=9_000))])
    assert page(cast.operator, VILLAGE).month == date(2026, 2, 1)
    assert page(cast.operator, VILLAGE, date(2026, 1, 1)).month == date(2026, 1, 1)
    assert page(cast.operator, VILLAGE, date(2019, 1, 1)).month == date(2026, 2, 1)


def test_a_workbook_holds_numbers_under_names_of_their_own(cast, client, children):
    client.force_login(cast.operator)
    book = client.get(f"/gizi/{VILLAGE}/tabel.xlsx?bulan=2026-01").content
    header, *lines = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(set(header)) == len(header)
    assert isinstance(lines[-1][header.index("D/S (%)")], float)
    written = client.get(f"/gizi/{VILLAGE}/tabel.csv?bulan=2026-01").content.decode()
    assert re.search(r'"\d+,\d\d"', written)  # as people write it


@pytest.mark.parametrize("code", [VILLAGE, "99.01.01", CITY, "99"])
def test_who_may_open_it(cast, client, code):
    client.force_login(cast.stranger)
    assert client.get(f"/gizi/{code}/").status_code == 404
    assert client.get(f"/gizi/{code}/tabel.csv").status_code == 404
    client.force_login(person("provinsi", "province", "99"))
    assert client.get(f"/gizi/{code}/").status_code == 200
    assert client.get(f"/gizi/{code}/tabel.xlsx").content[:2] == b"PK"
    assert client.get(f"/gizi/{code}/tabel.exe").status_code == 404


def test_queries_do_not_grow_with_villages_and_children(cast, client, children, django_assert_max_num_queries):
    client.force_login(cast.officer)
    client.get(f"/gizi/{CITY}/")
    with django_assert_max_num_queries(12) as few:
        client.get(f"/gizi/{CITY}/")
    record_measurements(SYSTEM, [(child, timezone.localdate(), Figures(weight_g=9_000)) for child in children])
    district = Region.objects.create(
        code="99.01.02", name="Kecamatan Dua", level="district", kind="kecamatan", parent_id=CITY
    )
    for number in range(1, 4):
        code = f"99.01.02.100{number}"
        Region.objects.create(code=code, name=f"Baru {number}", level="village", kind="kelurahan", parent=district)
        make_families(code, 6, first=20 * number)
    with django_assert_max_num_queries(len(few)):
        told = client.get(f"/gizi/{CITY}/").content.decode()
    assert "Kecamatan Dua" in told


def test_the_page_tells_both_figures_and_warns_of_low_participation(cast, client, children):
    Person.objects.filter(pk__in=[child.pk for child in children]).update(
        birth_date=months_before(timezone.localdate(), 24)
    )
    now = list(Person.objects.filter(pk__in=[child.pk for child in children[1:6]]))
    record_measurements(
        SYSTEM, [(child, timezone.localdate(), Figures(weight_g=9_000, height_mm=700)) for child in now]
    )
    client.force_login(cast.operator)
    told = " ".join(client.get(f"/gizi/{VILLAGE}/").content.decode().split())
    assert "Hanya 71,43 % balita yang ditimbang" in told
    assert "SSGI 2024" in told
    assert "19,8 %" in told
    assert "Contoh acak dari semua balita" in told
    assert "rentang 95 %" in told


def test_published_figures_of_the_nearest_area_stand_on_the_page(cast, client):
    places = [("32", "province", "provinsi"), ("32.76", "regency", "kota"), ("32.76.01", "district", "kecamatan")]
    above = None
    for code, level, kind in [*places, ("32.76.01.1009", "village", "kelurahan")]:
        above = Region.objects.create(code=code, name=f"Wilayah {code}", level=level, kind=kind, parent=above)
    make_families("32.76.01.1009", 1)
    client.force_login(person("bapperida", "city", "32.76"))
    told = client.get("/gizi/32.76.01.1009/").content.decode()
    assert "Kecamatan Pancoran Mas" in told
    assert "5,49 %" in told
    assert "12,5 %" in told
