"""A file of a proof sent by the page's script over a line that breaks, and files that are not taken in."""

from __future__ import annotations

import hashlib
import io
import os

import pytest
from PIL import Image
from playwright.sync_api import expect

from guyub.apps.evidence import limits
from guyub.apps.evidence.models import Attachment, State, StoredFile, Upload
from guyub.apps.evidence.services import files, proofs
from guyub.apps.evidence.services.proofs import Description
from tests.browser.conftest import PHONE

A1 = ("kkb-siap-1.0", "A1")
PARTS = "**/kirim/*/"
PATIENCE = 30_000  # milliseconds


@pytest.fixture
def proof(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return proofs.add(cast.operator, cast.unit, Description(kind="photo", title="Foto rekaan", items=[A1]))


@pytest.fixture(scope="module")
def photo() -> dict[str, object]:
    """A picture of several parts, as a phone hands it to the page."""
    out = io.BytesIO()
    Image.effect_noise((1500, 1200), 120).convert("RGB").save(out, "JPEG", quality=85)
    assert out.tell() > 3 * limits.PART_BYTES // 4
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def phone(chromium, live_server, cast, client, proof):
    """Opens the page of the proof in a window of its own; tells where each part that is sent begins."""
    windows = []

    def open_page():
        context = chromium.new_context(viewport={"width": PHONE, "height": 800}, locale="id-ID")
        windows.append(context)
        client.force_login(cast.operator)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.parts = []
        page.on("request", lambda asked: page.parts.append(asked) if asked.method == "PATCH" else None)
        page.goto(f"{live_server.url}/bukti/{proof.unit.region_id}/{proof.pk}/")
        return page

    yield open_page
    for context in windows:
        context.close()


def send(page, file) -> None:
    page.locator("#berkas").set_input_files(file)
    page.locator("[data-proof-send] button.btn-primary").click()


def arrived_once(proof, photo) -> bool:
    """One file, the very one that was sent, kept as it was cleaned, and the proof waits to be checked."""
    proof.refresh_from_db()
    one, stored = Attachment.objects.get(), StoredFile.objects.get()
    sent = hashlib.sha256(photo["buffer"]).hexdigest()
    kept = hashlib.sha256(files.path_of(stored).read_bytes()).hexdigest()
    found = (one.evidence_id, one.file_id, stored.sha256, stored.kept_sha256, proof.state)
    return found == (proof.pk, stored.pk, sent, kept, State.UPLOADED)


def test_a_line_that_breaks_in_the_middle_loses_and_doubles_nothing(phone, proof, photo):
    page = phone()
    seen = []

    def breaks(route):
        seen.append(route.request.headers["upload-offset"])
        if len(seen) == 2:
            page.context.set_offline(True)  # in the middle: the first part is there, the second is on its way
        route.continue_()

    page.route(PARTS, breaks)
    send(page, photo)
    expect(page.locator("[data-progress-text]")).to_contain_text("Terputus pada", timeout=PATIENCE)
    expect(page.locator("[data-progress-text]")).to_contain_text("Sinyal kembali, pengiriman dilanjutkan dari sini")
    held = Upload.objects.get()
    assert 0 < held.received < held.size
    assert not Attachment.objects.exists()
    page.context.set_offline(False)
    # The page goes on by itself as soon as it hears of the signal; the button may be gone before a finger is there.
    page.evaluate("document.querySelector('[data-go-on]')?.click()")
    expect(page.locator(".proof-files img")).to_be_visible(timeout=PATIENCE)
    assert arrived_once(proof, photo)


def test_another_day_the_same_file_goes_on_from_where_it_stopped(phone, proof, photo):
    page = phone()
    page.route(PARTS, lambda route: route.continue_() if len(page.parts) <= 2 else route.abort("connectionreset"))
    send(page, photo)
    expect(page.locator("[data-progress-text]")).to_contain_text("Terputus pada", timeout=PATIENCE)
    page.close()
    held = Upload.objects.get()
    again = phone()
    expect(again.locator("[data-waiting]")).to_contain_text("sudah tiba. Pilih berkas yang sama untuk melanjutkan.")
    send(again, photo)
    expect(again.locator(".proof-files img")).to_be_visible(timeout=PATIENCE)
    assert again.parts[0].headers["upload-offset"] == str(held.received)
    assert arrived_once(proof, photo)


@pytest.mark.parametrize(
    ("name", "begins", "size", "words"),
    [
        pytest.param("catatan.txt", b"hanya tulisan", 1000, "PDF, JPEG, PNG, WebP, atau XLSX", id="text"),
        pytest.param("foto.jpg", b"MZ", 1000, "PDF, JPEG, PNG, WebP, atau XLSX", id="a programme called .jpg"),
        pytest.param("film.jpg", b"", limits.LARGEST_BYTES + 1, "terlalu besar: paling besar 20 MB", id="too large"),
        pytest.param("foto.png", b"\x89PNG\r\n\x1a\n", limits.PICTURE_BYTES + 1, "15 MB", id="a picture too large"),
    ],
)
def test_what_is_not_taken_in_is_told_before_anything_is_sent(phone, proof, tmp_path, name, begins, size, words):
    page, file = phone(), tmp_path / name
    file.write_bytes(begins)
    os.truncate(file, size)
    send(page, file)
    expect(page.locator("[data-progress-text]")).to_contain_text(words)
    expect(page.locator("[data-proof-send] button.btn-primary")).to_be_enabled()
    assert page.parts == []
    assert not Upload.objects.exists()


def test_a_hostile_file_is_told_once_it_is_looked_into(phone, proof):
    from tests.apps.evidence import samples

    page = phone()
    send(page, {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(samples.with_script)})
    expect(page.locator("[data-progress-text]")).to_contain_text("sk.pdf", timeout=PATIENCE)
    expect(page.locator("[data-progress-text]")).to_contain_text("skrip")
    assert not Attachment.objects.exists()
