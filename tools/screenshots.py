"""Make the pictures of the documentation: serve a fresh demonstration, sign in, look, save.

Run `tools/screenshots`. The pictures change with the look; commit them together with the change that caused it.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "images"
LARGEST = 300_000  # bytes
VILLAGE = "desa/32.76.01.1009/"

# file, account, path, width, height
PICTURES = [
    ("village-mampang.png", "mampang", VILLAGE, 1280, 1400),
    ("village-mampang-phone.png", "mampang", VILLAGE, 360, 1560),
]


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {**os.environ, "GUYUB_DATA_DIR": folder}
        guyub = str(Path(sys.executable).parent / "guyub")
        server = subprocess.Popen([guyub, "serve", "--demo", "--port", str(port)], env=environment, cwd=ROOT)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz")
            passwords = json.loads((Path(folder) / "demo-logins.json").read_text(encoding="utf-8"))
            take_all(address, passwords)
        finally:
            server.terminate()
            server.wait(timeout=20)


def take_all(address: str, passwords: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, account, path, width, height in PICTURES:
            picture = take(browser, address, (account, passwords[account]), path, (width, height))
            if len(picture) > LARGEST:
                raise SystemExit(f"{name} has {len(picture)} bytes, more than {LARGEST}")
            (TARGET / name).write_bytes(picture)
            print(f"{name}: {len(picture)} bytes")
        browser.close()


def take(browser: Browser, address: str, login: tuple[str, str], path: str, size: tuple[int, int]) -> bytes:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
    page = context.new_page()
    page.goto(f"{address}/akun/login/")
    page.fill("[name=login]", login[0])
    page.fill("[name=password]", login[1])
    page.click("main button.btn-primary")
    page.wait_for_load_state("networkidle")
    page.goto(f"{address}/")  # shows and clears the greeting
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, seconds: int = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SystemExit(f"{address} did not answer within {seconds} seconds")


if __name__ == "__main__":
    main()
