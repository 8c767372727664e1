"""A month of a village, driven in the browser: what people do moves the figures the village is judged by.

Two meetings of a BKB, a morning of elders with SKILAS and daily living, a session of the youth post with its
confidential interview, three days of the kitchen, and supplementary food from the first weighing to recovery. The
people are made up and enter through the registry; everything else is done on pages, each on its own day. The clock of
the site goes forward from today, so that no record is of a day to come.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.services import default_instrument, known_about, record_facts
from guyub.apps.elders.models import ElderReferral
from guyub.apps.growth.services import open_posyandu
from guyub.apps.nutrition.models import KitchenGuest, KitchenPortion, PmtRound, PmtServing
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Attendance, Group
from guyub.apps.youth.models import YouthCheck, YouthInterview
from tests.apps.elders.elders_world import CLEAR, FULL, make_elders
from tests.apps.nutrition.pmt_world import HEIGHT_MM, THIN_G, WELL_G, make_children
from tests.apps.programmes.groups_world import companion
from tests.apps.youth.youth_world import make_young
from tests.browser.site_process import SAVED, STATE
from tests.conftest import Cast

VILLAGE = "99.01.01.1001"
CAME, KITCHEN_DAYS = 3, 3
FAMILIES = 5  # with a child below six: those of four children, and the elder's
STUCK = 2  # the answer of SKILAS that somebody does not stand up five times
Visit = Callable[..., Page]

pytestmark = pytest.mark.slow


class Clock:
    """The day that the site believes it is."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._days = now, 0

    def now(self) -> datetime:
        return self._now() + timedelta(days=self._days)

    def forward(self, days: int) -> date:
        """Go on by so many days; the day that it is then."""
        self._days += days
        return timezone.localdate()


@pytest.fixture
def clock(monkeypatch) -> Clock:
    found = Clock(timezone.now)
    monkeypatch.setattr("django.utils.timezone.now", found.now)
    return found


@pytest.fixture
def reported(cast) -> None:
    """The profile form says that the village has no group yet."""
    record_facts(
        SYSTEM,
        cast.unit,
        as_of=timezone.localdate(),
        values={"groups_present": 0, "bkb_members": 0},
        source="profile-form",
        provenance="test",
    )


@pytest.fixture
def people(cast):
    """A child who is thin and her family, an elder, a girl of fourteen, families with small children."""
    children = make_children(VILLAGE, 4)
    open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])
    return {"children": children, "elder": make_elders(VILLAGE, 1)[0], "girl": make_young(VILLAGE, 1)[0]}


def press(page: Page, name: str) -> None:
    """A button of the page, and the answer it leads to."""
    page.locator("main").get_by_role("button", name=re.compile(f"^{name}")).first.click()
    page.wait_for_load_state("networkidle")


def choose(page: Page, field: str, value: object) -> None:
    """A radio button of a form."""
    page.locator(f"input[name={field}][value='{value}']").check()


def saved(page: Page) -> None:
    expect(page.locator(STATE)).to_have_text(SAVED)


# -- what is done ----------------------------------------------------------------------------------------------------


def found_group(visit: Visit, kader: object, kind: str) -> None:
    """Register a group, and take in whom it is meant for."""
    page = visit(f"kelompok/{VILLAGE}/daftar/", user=kader)
    page.select_option("select[name=kind]", kind)
    page.fill("input[name=name]", "Melati")
    page.fill("input[name=serves]", "1")
    press(page, "Daftarkan")
    page.get_by_role("link", name="Tambah anggota").click()
    for box in page.locator("input[name=who]").all():
        box.check()
    press(page, "Jadikan anggota")


def meet(visit: Visit, kader: object, kind: str, topic: str = "") -> None:
    """A meeting of today: who came, what it was about, closed."""
    page = visit(f"kelompok/{VILLAGE}/{Group.objects.get(kind=kind).pk}/", user=kader)
    press(page, "Buka pertemuan")
    for box in page.locator("input[name=present]").all()[:CAME]:
        box.check()
    saved(page)
    page.get_by_text("Isi materi dan penyaji").click()
    if topic:
        page.select_option("select[name=topic]", topic)
    page.select_option("select[name=facilitator]", "kader")
    press(page, "Simpan keterangan")
    press(page, "Tutup pertemuan")


def screen_elder(visit: Visit, kader: object, elder: Person) -> None:
    """SKILAS in which standing up is hard, daily living with one point less, and the referral that follows."""
    page = visit(f"lansia/orang/{elder.code}/skrining/skilas/", user=kader)
    answers = {**CLEAR, "chair": STUCK}
    for field, value in answers.items():
        control = page.locator(f"[name={field}]")
        if control.first.get_attribute("type") == "radio":
            choose(page, field, value)
        else:
            control.fill(str(value // 10 if field == "arm_mm" else value))
    press(page, "Simpan")
    page = visit(f"lansia/orang/{elder.code}/skrining/adl/", user=kader)
    for field, value in FULL.items():
        choose(page, field, value - (field == "stairs"))
    press(page, "Simpan")
    expect(page.locator("main")).to_contain_text("19")
    press(page, "Catat rujukan")


def answer_elder(visit: Visit, puskesmas: object, elder: Person) -> None:
    page = visit(f"lansia/orang/{elder.code}/jawab/{ElderReferral.objects.get().pk}/", user=puskesmas)
    page.locator("input[name=outcome]").first.check()
    press(page, "Kirim jawaban")


def see_girl(visit: Visit, kader: object, girl: Person) -> None:
    """A check whose Hb is first written wrong: the page asks, and takes what is right."""
    page = visit(f"remaja/orang/{girl.code}/periksa/", user=kader)
    for field, value in {"weight_g": "47", "height_mm": "155", "hb_tenths": "1,2"}.items():
        page.fill(f"input[name={field}]", value)
    press(page, "Simpan")
    expect(page.locator("main")).to_contain_text("Hb")
    assert not YouthCheck.objects.exists()  # questioned before it is kept
    page.fill("input[name=hb_tenths]", "11,2")
    press(page, "Simpan")


def confide(visit: Visit, puskesmas: object, kader: object, girl: Person) -> None:
    """The confidential interview: the puskesmas holds it, the cadre does not find the page."""
    page = visit(f"remaja/orang/{girl.code}/konseling/", user=puskesmas)
    for group in page.locator(".youth-interview fieldset").all():
        group.locator("input[type=radio]").nth(1).check()
    press(page, "Simpan terkunci")
    expect(page.locator("main")).to_contain_text("Perbaiki")
    assert visit_status(visit, f"remaja/orang/{girl.code}/konseling/", kader) == 404


def visit_status(visit: Visit, path: str, user: object) -> int:
    """How the site answers somebody."""
    page = visit("", user=user)
    return page.request.get(f"{page.url.rstrip('/')}/{path}").status


def weigh(visit: Visit, kader: object, child: Person, grams: int) -> None:
    """A posyandu day at which the child alone is weighed and measured."""
    page = visit(f"posyandu/{VILLAGE}/", user=kader)
    press(page, "Buka hari posyandu")
    row = page.locator(f"[data-child='{child.code}']")
    row.locator("summary").first.click()
    for figure, text in {"weight_g": f"{grams / 1000:.1f}", "height_mm": f"{HEIGHT_MM / 10:.0f}"}.items():
        row.locator(f"[data-figure={figure}] input").first.fill(text.replace(".", ","))
    row.get_by_role("button", name="Simpan").click()
    doubts = row.locator("[data-keep]")
    page.wait_for_timeout(300)
    if doubts.is_visible():
        doubts.click()
    saved(page)
    press(page, "Tutup hari posyandu")


def begin_food(visit: Visit, kader: object, child: Person) -> None:
    """The list says who needs it; the round begins."""
    page = visit(f"gizi-tambahan/{VILLAGE}/calon/", user=kader)
    page.get_by_role("link", name=re.compile("^Mulai PMT")).click()
    page.locator("input[name=category]").first.check()
    press(page, "Mulai PMT")
    assert PmtRound.objects.get().person_id == child.pk


def choose_guests(visit: Visit, kader: object) -> None:
    page = visit(f"dapur/{VILLAGE}/penerima/", user=kader)
    for box in page.locator("input[name=who]").all():
        box.check()
    press(page, "Beri porsi")


def cook(visit: Visit, kader: object) -> None:
    """A day of the kitchen: everybody has a portion, and eats it."""
    page = visit(f"dapur/{VILLAGE}/", user=kader)
    press(page, "Bagikan porsi")
    for row in page.locator("[data-guest]").all():
        row.locator("[data-given]").check()
        row.locator("[data-eaten]").select_option("4")
    saved(page)
    press(page, "Tutup hari dapur")


def end_food(visit: Visit, kader: object) -> None:
    """The page says that she recovered; the round ends so."""
    page = visit(f"gizi-tambahan/putaran/{PmtRound.objects.get().pk}/", user=kader)
    expect(page.locator("main")).to_contain_text("Sudah pulih menurut pengukuran terakhir")
    page.get_by_role("link", name="Akhiri PMT").click()
    choose(page, "outcome", "recovered")
    press(page, "Akhiri PMT")


def scorecard(visit: Visit, lurah: object) -> dict[str, str]:
    """What the lurah's page shows now: line → value."""
    page = visit(f"rapor/{VILLAGE}/", user=lurah)
    lines = page.locator(".card-line").all()
    return {
        str(one.get_attribute("id")): " ".join(one.locator(".card-line__value").inner_text().split()) for one in lines
    }


def counted(cast: Cast) -> tuple[int, int]:
    """What the classification counts now: kinds of groups, and member families of the BKB."""
    facts = known_about(cast.unit, default_instrument()).facts
    return facts["groups_present"], facts["bkb_members"]


def test_a_month_moves_what_the_village_is_judged_by(cast, people, reported, clock, visit):
    kader, puskesmas, lurah = companion(cast, "kader", "001"), companion(cast, "puskesmas"), companion(cast, "lurah")
    thin, girl, elder = people["children"][0], people["girl"], people["elder"]

    before = scorecard(visit, lurah)
    weigh(visit, kader, thin, THIN_G)
    begin_food(visit, kader, thin)
    choose_guests(visit, kader)
    cook(visit, kader)
    found_group(visit, kader, "bkb")
    found_group(visit, kader, "posmaja")
    clock.forward(1)
    cook(visit, kader)
    meet(visit, kader, "bkb", "5")
    clock.forward(6)
    cook(visit, kader)
    screen_elder(visit, kader, elder)
    clock.forward(7)
    answer_elder(visit, puskesmas, elder)
    meet(visit, kader, "posmaja")
    see_girl(visit, kader, girl)
    confide(visit, puskesmas, kader, girl)
    clock.forward(14)
    meet(visit, kader, "bkb", "2")
    weigh(visit, kader, thin, WELL_G)
    end_food(visit, kader)

    assert Attendance.objects.filter(present=True, meeting__group__kind="bkb").count() == 2 * CAME
    assert Attendance.objects.filter(present=True, meeting__group__kind="posmaja").count() == 1
    assert PmtRound.objects.get().outcome == "recovered"
    assert PmtServing.objects.filter(counts=True, eaten=4).count() == KITCHEN_DAYS
    assert KitchenPortion.objects.filter(given=True).count() == KITCHEN_DAYS * KitchenGuest.objects.count()
    assert YouthInterview.objects.count() == 1
    after = scorecard(visit, lurah)
    moved = {code: (before[code], value) for code, value in after.items() if before[code] != value}
    assert moved["elders_screened"] == ("0,00 % 0 dari 1", "100,00 % 1 dari 1")
    assert moved["groups_active"][1] == "100,00 % 2 dari 2"
    assert moved["weighed"] == ("0,00 % 0 dari 5", "20,00 % 1 dari 5")
    visit(f"desa/{VILLAGE}/", user=lurah)  # who reads the village records what waited
    assert counted(cast) == (1, FAMILIES)  # the report said that there was no group
