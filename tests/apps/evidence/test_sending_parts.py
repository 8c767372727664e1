"""Files in parts: cut off, resumed, refused; and against a real server that is killed in between."""

import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guyub.apps.evidence import errors, limits
from guyub.apps.evidence.models import Attachment, Evidence, State, StoredFile, Upload
from guyub.apps.evidence.services import files, proofs, uploads
from guyub.apps.evidence.services.proofs import Description
from tests.apps.evidence import samples

A1 = ("kkb-siap-1.0", "A1")


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def proof(cast) -> Evidence:
    return proofs.add(cast.operator, cast.unit, Description(kind="decree", title="SK rekaan", items=[A1]))


@pytest.fixture
def content() -> bytes:
    return samples.jpeg((640, 480))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Page:
    """What the page's script does, with a test client."""

    def __init__(self, user, proof: Evidence) -> None:
        self.client, self.proof = Client(), proof
        self.client.force_login(user)

    def start(self, content: bytes, **more):
        told = {"name": "foto.jpg", "size": len(content), "sha256": digest(content), **more}
        address = reverse("evidence:start", args=[self.proof.unit.region_id, self.proof.pk])
        return self.client.post(address, json.dumps(told), content_type="application/json")

    def part(self, url: str, offset: object, part: bytes):
        return self.client.patch(
            url, part, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)}
        )

    def finish(self, url: str):
        return self.client.post(f"{url}selesai/")


@pytest.fixture
def page(cast, proof) -> Page:
    return Page(cast.operator, proof)


pytestmark = pytest.mark.django_db


def test_parts_arrive_one_after_another_and_become_a_file(page, proof, content):
    told = page.start(content).json()
    assert (told["received"], told["done"]) == (0, False)
    for offset in range(0, len(content), 7000):
        answer = page.part(told["url"], offset, content[offset : offset + 7000])
        assert answer.json()["received"] == min(offset + 7000, len(content))
    finished = page.finish(told["url"]).json()
    proof.refresh_from_db()
    assert proof.state == State.UPLOADED
    assert proof.attachments.get().pk == finished["attachment"]
    assert not list((files.folder() / "incoming").iterdir())


def test_finishing_twice_answers_the_same_and_adds_nothing(page, proof, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content)
    first, second = page.finish(told["url"]).json(), page.finish(told["url"]).json()
    assert first == second
    assert proof.attachments.count() == 1
    assert page.start(content).json()["done"]


def test_a_part_at_another_place_is_told_the_right_one(page, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:100])
    for offset in (0, 99, 101):
        answer = page.part(told["url"], offset, content[100:200])
        assert (answer.status_code, answer.json()) == (409, {"received": 100})
    assert page.client.get(told["url"]).json()["received"] == 100


def test_finishing_too_early_tells_where_to_go_on(page, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:100])
    answer = page.finish(told["url"])
    assert (answer.status_code, answer.json()) == (409, {"received": 100})


def test_the_same_file_announced_anew_goes_on_from_where_it_was(page, cast, proof, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:500])
    again = Page(cast.operator, proof).start(content, name="nama lain.jpg").json()
    assert (again["url"], again["received"]) == (told["url"], 500)


def test_what_was_written_but_not_counted_is_written_over(page, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:500])
    place = files.folder() / "incoming" / str(Upload.objects.get().pk)
    with place.open("ab") as file:  # the server died between writing and counting
        file.write(b"sampah" * 100)
    page.part(told["url"], 500, content[500:])
    assert page.finish(told["url"]).status_code == 200


def test_what_was_counted_but_is_gone_is_sent_anew(page, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:500])
    (files.folder() / "incoming" / str(Upload.objects.get().pk)).unlink()
    assert page.start(content).json()["received"] == 0


@pytest.mark.parametrize(
    ("size", "status"),
    [(limits.LARGEST_BYTES, 200), (limits.LARGEST_BYTES + 1, 413), (200 * limits.MEGABYTE, 413), (0, 422)],
)
def test_a_size_that_no_file_may_have_is_refused_before_anything_is_sent(page, content, size, status):
    answer = page.start(content, size=size)
    assert answer.status_code == status
    assert Upload.objects.exists() == (status == 200)
    if status == 413:
        assert "20 MB" in answer.json()["problem"]


@pytest.mark.parametrize(
    ("begins", "size", "code"),
    [
        pytest.param(b"GIF89a", 99, "evidence-file-type", id="of no type that is taken in"),
        pytest.param(b"", 99, "evidence-file-type", id="of no type at all"),
        pytest.param(b"\x89PNG\r\n\x1a\n", limits.PICTURE_BYTES + 1, "evidence-file-too-large", id="too large"),
        pytest.param(b"\x89PNG\r\n\x1a\n", limits.PICTURE_BYTES, "", id="just not too large"),
    ],
)
def test_how_a_file_begins_tells_before_anything_is_sent(page, content, begins, size, code):
    answer = page.start(content, begins=begins.hex(), size=size)
    assert (answer.status_code, answer.json().get("code", "")) == ({"": 200}.get(code, answer.status_code), code)
    assert Upload.objects.exists() == (code == "")


def test_more_than_was_announced_is_refused_while_it_is_sent(page, content):
    told = page.start(content).json()
    assert page.part(told["url"], 0, content + b"x").status_code == 413
    assert page.part(told["url"], 0, bytes(limits.PART_BYTES + 1)).status_code == 413
    assert page.client.get(told["url"]).json()["received"] == 0


def test_other_content_than_was_announced_begins_anew(page, proof, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:-1] + bytes([content[-1] ^ 1]))
    answer = page.finish(told["url"])
    assert (answer.status_code, answer.json()["code"]) == (422, errors.UploadBroken.code)
    assert not proof.attachments.exists()
    assert page.start(content).json()["received"] == 0


def test_a_hostile_file_in_parts_is_refused_with_its_reason_and_forgotten(page, proof):
    content = samples.pdf(samples.with_script)
    told = page.start(content, name="surat.pdf").json()
    page.part(told["url"], 0, content)
    answer = page.finish(told["url"])
    assert answer.status_code == 422
    assert "skrip" in answer.json()["problem"]
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        "x",
        "[]",
        "{}",
        '{"name": 1, "size": 5, "sha256": "a"}',
        json.dumps({"name": "a", "size": -5, "sha256": "a" * 64}),
        json.dumps({"name": "a", "size": True, "sha256": "a" * 64}),
        json.dumps({"name": "a", "size": 5, "sha256": "../" * 21 + "a"}),
        json.dumps({"name": "a" * 5000, "size": 5, "sha256": "a" * 64}),
        json.dumps({"name": "a", "size": 5, "sha256": "a" * 64, "begins": 7}),
        json.dumps({"name": "a", "size": 5, "sha256": "a" * 64, "begins": "f"}),
        json.dumps({"name": "a", "size": 5, "sha256": "a" * 64, "begins": "00" * 17}),
        "[" * 3000,
    ],
)
def test_odd_announcements_are_refused(page, told):
    address = reverse("evidence:start", args=[page.proof.unit.region_id, page.proof.pk])
    assert page.client.post(address, told, content_type="application/json").status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("offset", ["", "-1", "1.5", "x", "9" * 30])
def test_odd_places_are_refused(page, content, offset):
    told = page.start(content).json()
    assert page.part(told["url"], offset, b"abc").status_code == 400


def test_nobody_else_sends_parts(page, cast, content):
    told = page.start(content).json()
    for other in (cast.stranger, cast.officer, cast.viewer):
        client = Client()
        client.force_login(other)
        assert client.patch(told["url"], b"a", headers={"Upload-Offset": "0"}).status_code in {403, 404}
        assert client.post(f"{told['url']}selesai/").status_code in {403, 404}
    assert Upload.objects.get().received == 0


def test_so_many_files_on_their_way_and_no_more(cast, proof, content):
    for _ in range(limits.UPLOADS_OPEN_AT_MOST):
        uploads.start(cast.operator, proof, "a.jpg", 5, uuid.uuid4().hex * 2)
    with pytest.raises(errors.TooManyUploads):
        uploads.start(cast.operator, proof, "a.jpg", 5, digest(content))


def test_what_stopped_arriving_long_ago_is_dropped(page, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content[:500])
    now = timezone.now()
    assert uploads.drop_forgotten(now) == 0
    assert uploads.drop_forgotten(now + timedelta(days=limits.UPLOADS_WAIT_DAYS, minutes=1)) == 1
    assert not list((files.folder() / "incoming").iterdir())


def test_a_file_taken_off_can_be_sent_again(page, cast, proof, content):
    told = page.start(content).json()
    page.part(told["url"], 0, content)
    page.finish(told["url"])
    proofs.take_off(cast.operator, Attachment.objects.get())
    told = page.start(content).json()
    assert (told["received"], told["done"]) == (0, False)
    page.part(told["url"], 0, content)
    assert page.finish(told["url"]).status_code == 200


# --- a real server, killed and cut off --------------------------------------------------------------------------------

SERVER = """
import sys
from django.core.wsgi import get_wsgi_application
from wsgiref.simple_server import make_server, WSGIServer
from socketserver import ThreadingMixIn
class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
app = get_wsgi_application()
make_server("127.0.0.1", int(sys.argv[1]), app, Server).serve_forever()
"""


class Site:
    """A server process on a port of its own over a data folder; killed without a word, and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
        self.environment = {
            **keep,
            "GUYUB_DATA_DIR": str(folder),
            "GUYUB_REQUIRE_MFA": "0",
            "GUYUB_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "guyub.apps.settings",
        }
        self.process: subprocess.Popen | None = None

    def run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, check=True, text=True
        )
        return done.stdout.strip()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the server does not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


PREPARE = """
import django; django.setup()
from datetime import date
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.assessment.services import SYSTEM, open_units
from guyub.apps.assessment.services.units import NewUnit
from guyub.apps.territory.models import Region
from guyub.apps.evidence.services import proofs
above = None
for code, level, kind in (("99", "province", "provinsi"), ("99.01", "regency", "kota"),
                          ("99.01.01", "district", "kecamatan"), ("99.01.01.1001", "village", "kelurahan")):
    above = Region.objects.create(code=code, name="Rekaan", level=level, kind=kind, parent=above, synthetic=True)
unit = open_units(SYSTEM, [NewUnit(above, "Rekaan", date(2022, 1, 1))])[0]
user = User.objects.create_user("uji", "uji@contoh.invalid", "PASS")
Assignment.objects.create(user=user, role="operator", region=above)
proof = proofs.add(user, unit, proofs.Description(kind="photo", title="Foto", items=[("kkb-siap-1.0", "A8")]))
from django.test import Client
client = Client(); client.force_login(user)
print(proof.pk, client.cookies["sessionid"].value)
"""

COUNT = """
import django; django.setup()
from guyub.apps.evidence.models import Attachment, EvidenceEvent, StoredFile, Upload
from guyub.apps.evidence.services import files
one = Attachment.objects.get()
whole = files.digest_of(files.path_of(one.file)) == one.file.kept_sha256
attached = EvidenceEvent.objects.filter(action="attach").count()
print(Attachment.objects.count(), StoredFile.objects.count(), attached, whole)
"""


@pytest.fixture
def site(tmp_path, migrated_file):
    (tmp_path / "situs").mkdir()
    shutil.copyfile(migrated_file, tmp_path / "situs" / "guyub.sqlite3")
    made = Site(tmp_path / "situs")
    yield made
    made.kill()


@pytest.mark.slow
def test_a_file_interrupted_ten_times_arrives_once(site):
    """Ten times the line is cut in the middle of a part, and twice the server is killed as well."""
    key, session = site.run(PREPARE.replace("PASS", "kampung-berkualitas-1")).split()
    content = samples.jpeg((1600, 1200))
    step = len(content) // 24 + 1
    site.start()
    base = f"/bukti/99.01.01.1001/{key}/"
    token = _token(site, base, session)
    told = {"name": "foto.jpg", "size": len(content), "sha256": digest(content)}
    cuts, tries = 0, 0
    while True:
        tries += 1
        assert tries < 100
        state = json.loads(_ask(site, "POST", f"{base}kirim/", session, token, json.dumps(told).encode()))
        offset = state["received"]
        if offset == len(content):
            break
        part = content[offset : offset + step]
        if cuts < 10 and tries % 2 == 0:
            cuts += 1
            _cut_off(site, state["url"], session, token, offset, part)
            if cuts in (2, 7):
                site.kill()
                site.start()
            continue
        _ask(site, "PATCH", state["url"], session, token, part, {"Upload-Offset": str(offset)})
    assert cuts == 10
    _ask(site, "POST", f"{state['url']}selesai/", session, token, b"")
    _ask(site, "POST", f"{state['url']}selesai/", session, token, b"")
    assert site.run(COUNT) == "1 1 1 True"


def _headers(session: str, token: str) -> dict[str, str]:
    cookie = f"sessionid={session}" + (f"; csrftoken={token[0]}" if token else "")
    return {"Cookie": cookie, **({"X-CSRFToken": token[1]} if token else {})}


def _token(site: Site, address: str, session: str) -> tuple[str, str]:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    line.request("GET", address, headers=_headers(session, ""))
    answer = line.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, answer.status
    cookie = re.search(r"csrftoken=(\w+)", str(answer.headers)).group(1)
    return cookie, re.search(r'csrfmiddlewaretoken" value="(\w+)"', text).group(1)


def _ask(
    site: Site, method: str, address: str, session: str, token, body: bytes, more: dict[str, str] | None = None
) -> str:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    kind = {"Content-Type": "application/json" if body[:1] == b"{" else "application/octet-stream"}
    line.request(method, address, body, {**_headers(session, token), **kind, **(more or {})})
    answer = line.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, (answer.status, text[:300])
    return text


def _cut_off(site: Site, address: str, session: str, token, offset: int, part: bytes) -> None:
    """Half a part, then nothing: the line is gone."""
    sent = {**_headers(session, token), "Content-Type": "application/octet-stream", "Upload-Offset": str(offset)}
    head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        text = f"PATCH {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Content-Length: {len(part)}\r\n\r\n"
        line.sendall(text.encode() + part[: len(part) // 2])
        time.sleep(0.05)
