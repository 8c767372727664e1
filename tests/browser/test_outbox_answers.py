"""What the outbox hands on to its page: the answer to each sending, and why one was refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

import guyub.apps.ui

SCRIPT = Path(guyub.apps.ui.__file__).parent / "static" / "ui" / "outbox.js"
SITE = "http://guyub.invalid"
PAGE = """<!doctype html><html lang="id"><title>Uji</title>
<div id="root" data-save-url="/simpan/" data-text-saved="Tersimpan" data-text-sending="…" data-text-waiting="{n}">
<input type="hidden" name="csrfmiddlewaretoken" value="x"><p data-save-state><span></span></p>
<p data-refused hidden>Ditolak</p></div><script src="/outbox.js"></script></html>"""
OPEN = """listens => {
  window.told = [];
  const note = (what) => (answer, changes) => told.push([what, answer, changes]);
  const listeners = { onArrived: note("arrived"), onRefused: note("refused") };
  window.box = GuyubOutbox.open(document.getElementById("root"), "uji:1", ...(listens ? [listeners] : []));
  box.begin();
}"""
Answer = tuple[int, dict | str | None]


@pytest.fixture
def outbox(chromium) -> Callable[..., tuple[Page, list[dict]]]:
    """A page with an outbox, whose server gives these answers in turn (None: the connection breaks)."""
    pages = []

    def open_page(*answers: Answer | None, listens: bool = True) -> tuple[Page, list[dict]]:
        left, sent = list(answers), []

        def serve(route: Route) -> None:
            if route.request.method == "GET":
                script = route.request.url.endswith("outbox.js")
                content = SCRIPT.read_text(encoding="utf-8") if script else PAGE
                route.fulfill(body=content, content_type="text/javascript" if script else "text/html")
                return
            sent.append(json.loads(route.request.post_data or ""))
            answer = left.pop(0)
            if answer is None:
                route.abort()
                return
            status, told = answer
            body = told if isinstance(told, str) else json.dumps(told)
            route.fulfill(status=status, body=body, content_type="application/json")

        page = chromium.new_page()
        pages.append(page)
        page.route(f"{SITE}/**", serve)
        page.goto(f"{SITE}/")
        page.evaluate(OPEN, listens)
        return page, sent

    yield open_page
    for page in pages:
        page.close()


def add(page: Page, *changes: dict) -> None:
    for one in changes:
        page.evaluate("one => box.add(one)", one)
    expect(page.locator("[data-save-state]")).to_have_text("Tersimpan", timeout=20_000)


def test_each_answer_is_handed_on_with_what_was_sent(outbox):
    page, _sent = outbox((200, {"saved": 1, "x": "satu"}), (200, {"saved": 2, "x": "dua"}))
    add(page, {"a": 1}, {"a": 2})
    assert page.evaluate("told") == [
        ["arrived", {"saved": 1, "x": "satu"}, {"a": 1}],
        ["arrived", {"saved": 2, "x": "dua"}, {"a": 2}],
    ]


def test_a_refusal_is_handed_on_with_its_reason_and_what_follows_passes(outbox):
    why = {"code": "unusable", "why": "terlalu berat"}
    page, sent = outbox((422, why), (200, {"saved": 1}), (200, {"saved": 2}))
    add(page, {"a": 1}, {"a": 2})
    assert page.evaluate("told.map(([what, answer, changes]) => [what, changes])") == [
        ["refused", {"a": 1}],
        ["arrived", {}],  # the number alone
        ["arrived", {"a": 2}],
    ]
    assert page.evaluate("told[0][1]") == why
    assert [(one["sequence"], one["changes"]) for one in sent] == [(1, {"a": 1}), (1, {}), (2, {"a": 2})]
    expect(page.locator("[data-refused]")).to_be_visible()


def test_a_refusal_that_cannot_be_read_has_no_reason(outbox):
    page, _sent = outbox((422, "<html>"), (200, {"saved": 1}))
    add(page, {"a": 1})
    assert page.evaluate("told[0]") == ["refused", {}, {"a": 1}]


def test_a_broken_connection_tells_nothing_until_the_answer_is_there(outbox):
    page, sent = outbox(None, (500, {}), (200, {"saved": 1}))
    add(page, {"a": 1})
    assert page.evaluate("told") == [["arrived", {"saved": 1}, {"a": 1}]]
    assert len(sent) == 3


def test_a_page_that_does_not_ask_is_told_nothing(outbox):
    page, _sent = outbox((422, {"why": "tidak"}), (200, {"saved": 1}), (200, {"saved": 2}), listens=False)
    add(page, {"a": 1}, {"a": 2})
    assert page.evaluate("told") == []
    expect(page.locator("[data-refused]")).to_be_visible()
