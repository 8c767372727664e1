"""A real browser on a running site. The system's Chromium is used; nothing is fetched."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.chromium import CHROMIUM, FLAGS

# Playwright's own event loop runs in this thread, beside the ordinary database calls of the fixtures.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE, DESK = 360, 1280
FORM_AGAIN = "status of 422"  # a form that is shown again with what is wrong; Chromium tells of it on its console


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once a worker."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; `tools/system-packages` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _complains(message: ConsoleMessage) -> bool:
    return message.type == "error" and FORM_AGAIN not in message.text


@pytest.fixture
def visit(chromium, live_server, cast, client) -> Iterator[Callable[..., Page]]:
    """Open a page: `visit("desa/…/", user=cast.operator, width=360)`. Fails on script errors and refused content."""
    contexts, complaints = [], []

    def open_page(path: str, user=None, width: int = PHONE, **options) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="id-ID", **options)
        contexts.append(context)
        if user is not None:
            client.force_login(user)
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _complains(message) else None)
        page.goto(f"{live_server.url}/{path}")
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
