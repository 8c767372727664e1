"""People who click: each with a browser of their own, at the width of their device; and the clock of the story."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.conftest import PASSWORD

JAKARTA = ZoneInfo("Asia/Jakarta")
# What the browser says of a connection that a test cut, not of a fault of the page.
CUT_OFF = re.compile("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")
LARGEST_PICTURE = 120_000  # bytes
COLOURS = 96
PATIENCE = 15_000  # milliseconds for a page or a control to come


class Clock:
    """The site's clock: set to a moment of the story, it goes on from there."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._shift = timedelta(0)
        patch.setattr(timezone, "now", lambda: datetime.now(UTC) + self._shift)

    def set(self, day: date, hour: int = 9) -> None:
        """It is this hour of the day in Jakarta now."""
        self._shift = datetime.combine(day, time(hour), tzinfo=JAKARTA) - datetime.now(UTC)


class Studio:
    """Takes the pictures of the tutorial where a folder for them is named; without one, none."""

    def __init__(self) -> None:
        folder = os.environ.get("GUYUB_TUTORIAL_PICTURES")
        self.folder = Path(folder) if folder else None

    def take(self, page: Page, name: str, beginning: Locator | None = None) -> None:
        """What a screen shows from the top of the page, or from the beginning of something; with few colours."""
        if self.folder is None:
            return
        top = "e => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 12)"
        beginning.evaluate(top) if beginning else page.evaluate("window.scrollTo(0, 0)")
        page.mouse.move(0, 0)
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        out = io.BytesIO()
        shot.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        assert len(out.getvalue()) <= LARGEST_PICTURE, f"{name}: {len(out.getvalue())} bytes"
        (self.folder / f"penilaian-{name}.png").write_bytes(out.getvalue())


def _said(name: str) -> re.Pattern[str]:
    """A name as it is heard: browsers put a blank before what only screen readers say. ``$`` at the end: all of it."""
    words, end, _rest = name.partition("$")
    told = re.escape(words).replace(":", r"\s*:")
    return re.compile(rf"^\s*{told}" + (r"\s*$" if end else ""))


class Person:
    """Somebody with a browser. Every page that comes up is looked at: no error, no sideways scroll."""

    def __init__(self, browser: Browser, address: str, name: str = "", width: int = DESK) -> None:
        self.address, self.name, self.width = address, name, width
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            has_touch=width == PHONE,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.visited: set[str] = set()
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._hear)

    def _hear(self, message) -> None:
        if message.type == "error" and not CUT_OFF.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, path: str) -> None:
        """Type an address, or open one that came in a message."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.address}/{path}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        self.look()

    def enter(self) -> None:
        """Come to the first page, signed in; who was away too long signs in again."""
        self.open("")
        header = self.page.locator("header")
        if self.main.get_by_role("link", name="Masuk", exact=True).count():
            self.follow("Masuk")
            self.page.get_by_label("Nama pengguna atau email").fill(self.name)
            self.page.get_by_label("Kata sandi").fill(PASSWORD)
            self.press("Masuk")
        expect(header.locator(".menu")).not_to_have_count(0)

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Touch a link."""
        self._lead((within or self.main).get_by_role("link", name=_said(f"{name}$")).first)

    def follow_like(self, name: str, within: Locator | None = None) -> None:
        """Touch the first link whose words begin so."""
        self._lead((within or self.main).get_by_role("link", name=_said(name)).first)

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button that sends a form."""
        self._lead((within or self.main).get_by_role("button", name=_said(f"{name}$")).first)

    def _lead(self, control: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            control.click()
        self.look()

    def unfold(self, name: str) -> None:
        """Open what is folded, if it is."""
        summary = self.main.locator("summary", has_text=_said(f"{name}$")).first
        if summary.locator("..").get_attribute("open") is None:
            summary.click()

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        self.control(label, within).fill(text)

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        self.control(label, within).select_option(label=option)

    def control(self, label: str, within: Locator | None = None) -> Locator:
        """The field of a label; sections of a page may have the same name."""
        named = (within or self.main).get_by_label(label, exact=True)
        return named.and_(self.page.locator("input, textarea, select")).first

    def sees(self, *words: str, within: Locator | None = None) -> None:
        """Each of these stands on the page."""
        for text in words:
            expect((within or self.main).get_by_text(text).filter(visible=True).first).to_be_visible()

    def misses(self, *words: str) -> None:
        """None of these stands on the page, seen or hidden."""
        html = self.page.content()
        assert not [text for text in words if text in html]

    def downloads(self, link: Locator) -> bytes:
        """The file behind a link, as the browser of this person gets it."""
        answer = self.context.request.get(f"{self.address}{link.get_attribute('href')}")
        assert answer.ok, (answer.url, answer.status)
        return answer.body()

    def look(self) -> None:
        """The page is as wide as the screen, and nothing complained so far."""
        self.visited.add(self.page.url)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, (self.page.url, wide)
        assert self.complaints == []


Hire = Callable[..., Person]
