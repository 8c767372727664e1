"""Commands in README and docs can be followed: each one parses, those on tables run as written, samples are current."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guyub import cli
from guyub.cli import main
from guyub.data import load_instrument
from guyub.domain.instruments import assess

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs" / "tutorial").glob("*.md"), *ROOT.glob("docs/how-to/*.md")])
ON_TABLES = {
    "classify", "explain", "plan", "portfolio", "instrument", "import-siga", "ibangga", "krs", "growth", "nutrition",
}  # fmt: skip
SIGA = (
    "PROVINSI;KABUPATEN;KECAMATAN;KELURAHAN;PUS;UNMET NEED;BULAN\nJAWA BARAT;DEPOK;PANCORAN MAS;MAMPANG;1000;90;MEI\n"
)


def lines_of(page):
    """Shell lines of a page: in fences, or indented by four spaces."""
    fenced = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield line.strip()


def commands_of(page):
    """Words of each `guyub` and `cp` command, without the environment in front and the output behind."""
    for line in lines_of(page):
        found = re.match(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?((?:guyub|cp) .*)", line)
        if found:
            yield shlex.split(found[1].partition(" > ")[0], comments=True)


def named(pages):
    return {"argvalues": pages, "ids": lambda page: str(page.relative_to(ROOT))}


WITH_COMMANDS = [page for page in PAGES if list(commands_of(page))]


@pytest.mark.parametrize("page", **named(WITH_COMMANDS))
def test_every_command_of_a_page_is_one_that_guyub_has(page):
    parser = cli._parser([])
    for program, *words in commands_of(page):
        if program == "guyub" and "..." not in words:
            parser.parse_args(words)


@pytest.mark.parametrize("page", **named([p for p in WITH_COMMANDS if any(w[1] in ON_TABLES for w in commands_of(p))]))
def test_commands_on_tables_run_as_written(page, tmp_path, monkeypatch):
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    for folder in ("FOLDER", "unduhan-siga"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pus-unmet-need.csv").write_text(SIGA)
    monkeypatch.chdir(tmp_path)
    for program, *words in commands_of(page):
        if program == "cp":
            shutil.copy(*words)
        elif words[0] in ON_TABLES:
            assert main(words) == 0, words


def test_the_samples_are_what_their_tool_writes(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "make_samples.py", tmp_path], check=True)
    for sample in (ROOT / "docs" / "samples").iterdir():
        assert (tmp_path / sample.name).read_bytes() == sample.read_bytes(), "run: python tools/make_samples.py"


def test_the_change_that_the_tutorial_tries_costs_mampang_its_class():
    facts = next(row for row in make_samples().villages() if row["name"] == "Mampang")
    before = {code: facts[code] for code in ("iud", "injection")}
    changed = {**facts, "iud": 330, "injection": 1045}
    pages = [(ROOT / "docs" / "tutorial" / name).read_text() for name in ("first-village.md", "kelurahan-pertama.md")]
    assert before == {"iud": 401, "injection": 974}
    assert all(re.search(rf"{number}\b", page) for page in pages for number in (401, 330, 974, 1045))
    classes = [assess(load_instrument("kkb-klas-web-2021"), figures).class_name for figures in (facts, changed)]
    assert classes == ["Berkelanjutan", "Berkembang"]


def make_samples():
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "tools" / "make_samples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
