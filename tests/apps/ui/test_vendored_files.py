"""The files we carry from others are exactly those that the manifest names."""

import hashlib
import json
import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[3] / "src/guyub/apps/ui"
APPS = UI.parent
VENDOR = UI / "static/vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))

ICON = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']|icon=["']([a-z0-9-]+)["']""")


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_in_the_manifest(entry):
    content = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_the_vendor_folder_holds_nothing_else():
    files = {file.name for file in VENDOR.iterdir()} - {"manifest.json"}
    assert files == {entry["file"] for entry in MANIFEST}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_every_vendored_file_names_version_licence_and_source(entry):
    assert all(entry[key] for key in ("name", "version", "licence", "source"))


def test_every_icon_that_a_template_asks_for_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    asked = set()
    for template in APPS.rglob("templates/**/*.html"):
        for found in ICON.findall(template.read_text(encoding="utf-8")):
            asked.update(name for name in found if name)
    assert asked <= sprite, asked - sprite
