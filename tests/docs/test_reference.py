"""The generated reference is up to date, and links between our pages lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_reference_says_what_the_code_says(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "make_reference.py", tmp_path], check=True)
    written = {page.name: page.read_text() for page in tmp_path.iterdir()}
    committed = {page.name: page.read_text() for page in (ROOT / "docs" / "reference").glob("*.md")}
    if sys.version_info[:2] != (3, 11):
        written.pop("commands.md")  # argparse lays out its help differently in each Python
    different = [name for name in written if committed.get(name) != written[name]]
    assert different == [], "run: python tools/make_reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    local = [link for link in links if not link.startswith(("http:", "https:", "mailto:"))]
    assert [link for link in local if not (page.parent / link).exists()] == []
