"""Pages of the strengthening cycle read well on a phone and on a desk: rakor, promises, proofs, cycles, panel, visits.

Which pages there are, and who may do what on them, is read from the access matrix: a page that is added there is looked
at here, by one of each group of people who may do different things on it. Some pages are looked at in further states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.apps.access_rules import VISITOR, Operation, matrix, operations
from tests.apps.access_world import World, make_world
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_look import SMALL_TARGETS, SMALLEST_TARGET, STICKS_OUT_OF_ITS_CARD, opened

SUBJECTS = {
    "coordination": ("rakor/", "kantor/", "janji/", "kotak-opd/", "jawab/"),
    "evidence": ("bukti/", "temuan-bukti/", "desa/<str:code>/juri/"),
    "cycles": ("siklus/",),
    "panel": ("panel/",),
    "public": ("desa/<str:code>/kesiapan/", "wilayah/<str:code>/jarak/"),
}
# Answered with files or JSON, or led on at once.
NO_PAGE = re.compile(r"\.(pdf|ics|<str:fmt>|csv|json)$|/berkas/<int:file>/|/foto/<int:pk>/$|/kirim/|^jawab/$")
FURTHER = {  # (persona, address with things of the world)
    "coordination": [
        ("city", "rakor/{city}/"),
        ("city", "janji/wilayah/{city}/"),
        ("opd", "janji/{commitment_accepted}/"),
        ("city", "janji/{commitment_delivered}/"),
        ("city", "janji/{linked_commitment}/"),
        (VISITOR, "jawab/tidak-ada/"),
    ],
    "evidence": [("opd", "bukti/{village}/"), ("operator", "bukti/{village}/?tampil=kurang")],
    "cycles": [
        ("operator", "siklus/{empty_cycle}/"),
        ("operator", "siklus/entri/{asked_entry}/mandiri/"),
        ("city", "siklus/entri/{asked_entry}/verifikasi/"),
        ("city", "siklus/entri/{claim_entry}/verifikasi/"),
        ("city", "siklus/{nominated_cycle}/pengusulan/{city}/"),
        ("city", "siklus/{empty_cycle}/pengusulan/{city}/"),
        ("province", "siklus/{empty_cycle}/kunjungan/"),
        ("operator", "siklus/entri/{claim_entry}/ramalan/"),
    ],
    "panel": [
        ("juror", "panel/{panel_interview}/{village}/"),
        ("juror", "panel/{panel_field}/{village}/"),
        ("juror", "panel/{panel_field}/"),
        ("juror", "panel/{panel_scored}/pleno/"),
        ("province", "panel/{panel_review}/keputusan/"),
        ("province", "panel/{panel_even}/keputusan/"),
        ("province", "panel/{panel_decided}/keputusan/"),
        ("juror", "panel/{panel_decided}/"),
    ],
    "public": [(VISITOR, "desa/{village}/"), ("operator", "desa/{village}/?umum")],
}
NOT_FOR_PEOPLE = re.compile(r"\b(?:[a-z]+_[a-z_]+|None|True|False|nan|undefined)\b|[{}]")
ENGLISH = re.compile(r"\b(?:the|and|of|with|from|this|that|not|are|was|has|have|you|your|for|by)\b", re.IGNORECASE)
READ_BY_PEOPLE = """
() => {
  const page = (document.querySelector("main") || document.body).cloneNode(true);
  for (const one of page.querySelectorAll('.grade, code, script, style, [lang=en]')) one.remove();
  return page.innerText;
}
"""


def routes_of(subject: str) -> list[Operation]:
    """What is read with a browser and answered with a page."""
    found = (one for one in operations() if one.method == "GET" and one.route.startswith(SUBJECTS[subject]))
    return [one for one in found if not NO_PAGE.search(one.route)]


def lookers(page: Operation) -> list[str]:
    """One of each group of people who may read the page and may do the same things from it."""
    doing = [one for one in operations() if one.method == "POST" and one.route.startswith(page.route)]
    groups = {}
    for persona in [*matrix()["roles"], VISITOR]:
        if page.expected(persona) == "ok":
            may = tuple(str(one) for one in doing if one.expected(persona) == "ok")
            groups.setdefault((persona == VISITOR, may), persona)
    return list(groups.values())


def looks(world: World, subject: str) -> Iterator[tuple[str, str]]:
    """Who looks at what."""
    for page in routes_of(subject):
        for persona in lookers(page):
            yield persona, page.address(world.thing)
    for persona, address in FURTHER[subject]:
        things = {name: world.thing(name) for name in re.findall(r"{(\w+)}", address)}
        yield persona, "/" + address.format(**things)


class Looker:
    """A browser with one window for each persona; what its console says is kept."""

    def __init__(self, chromium, address: str, world: World) -> None:
        self.chromium, self.address, self.world = chromium, address, world
        self.windows, self.console = {}, []

    def window(self, persona: str):
        """The persona's window, as wide as a phone."""
        if persona not in self.windows:
            context = self.chromium.new_context(viewport={"width": PHONE, "height": 800}, locale="id-ID")
            if persona != VISITOR:
                cookie = {"name": "sessionid", "value": self.world.cookies[persona], "url": self.address}
                context.add_cookies([cookie])
            page = self.windows[persona] = context.new_page()
            page.on("pageerror", lambda error: self.console.append(str(error)))
            page.on("console", lambda told: self.console.append(told.text) if told.type == "error" else None)
        self.windows[persona].set_viewport_size({"width": PHONE, "height": 800})
        return self.windows[persona]

    def look(self, persona: str, address: str) -> list[object]:
        """What is wrong with a page, on a phone and then on a desk."""
        page = self.window(persona)
        self.console.clear()
        answer = page.goto(self.address + address)
        expected = 404 if address.endswith("/tidak-ada/") else 200
        wrong = [] if answer.status == expected else [answer.status]
        wrong += [told for told in self.console if str(expected) not in told]
        opened(page)
        if sticking := page.evaluate(STICKS_OUT_OF_ITS_CARD):
            wrong.append(("out of its card", sticking))
        if small := page.evaluate(SMALL_TARGETS, SMALLEST_TARGET):
            wrong.append(("small", small))
        words = page.evaluate(READ_BY_PEOPLE)
        wrong += [("words", found.group()) for found in NOT_FOR_PEOPLE.finditer(words)]
        wrong += [("English", found.group()) for found in ENGLISH.finditer(words)]
        found = Axe().run(page).response["violations"]
        wrong += [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"scrolls sideways at {width}")
        return wrong

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()


@pytest.fixture
def looker(chromium, live_server, transactional_db, settings, tmp_path) -> Iterator[Looker]:
    settings.DATA_DIR = tmp_path
    made = Looker(chromium, live_server.url, make_world())
    yield made
    made.close()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_page_reads_well_for_eyes_fingers_and_screen_readers(looker, subject):
    wrong = {look: found for look in looks(looker.world, subject) if (found := looker.look(*look))}
    assert not wrong
