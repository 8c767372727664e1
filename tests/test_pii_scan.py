"""The scan of everything that tests print can fail: it finds a number and a name, and nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from guyub.errors import NotFound
from tests.pii import findings

ROOT = Path(__file__).parents[1]
SPILLS = """
import logging
import sys
import pytest
from guyub.errors import NotFound
from tests.pii import heard

def person():
    from guyub.apps.people.models import Person
    return Person(name="Ayahan Seruni", name_key="ayahan seruni", sex=1)

def test_log():
    logging.getLogger("guyub.uji").warning("cannot open %s", "990101" + "0101850001")

def test_print():
    print(person().name)

def test_stderr():
    print("for " + person().name.upper().title(), file=sys.stderr)

def test_error():
    NotFound(kind="person", name="990101" + "0101850001", known="")

def test_key():
    print(person().name_key)

def test_capitals():
    print(person().name.upper())

@pytest.mark.django_db
def test_row():
    from guyub.apps.people.models import Person
    from guyub.apps.people.models import DataKey
    from guyub.apps.territory.models import Region
    from django.db import connection
    Region.objects.create(code="99", name="Contoh", level="province", kind="provinsi", synthetic=True)
    key = DataKey.objects.create(wrapped=b"", version=1)
    person = Person(name="x", sex=1, key=key, village_id="99", rw="", rt="")
    person.__dict__["name"] = "Ayahan " + "Seruni"
    person.save()
    (row,) = Person.objects.values("name")
    print(row)

def test_led():
    from django.shortcuts import redirect
    redirect("/cari/?nama=Ayahan+" + person().name.split()[1])

@pytest.mark.django_db
def test_asked(client):
    client.get("/orang/" + "990101" + "0101850001" + "/")

def test_process():
    heard("Traceback: Ayahan " + "Seruni", [person().name])

@pytest.fixture
def site():
    yield
    heard("990101" + "0101850001")

def test_last_words(site):
    pass

def test_quiet():
    logging.getLogger("guyub.uji").warning("cannot open %s", person())
    print("990101********** 1234567890123456")
"""


TELLING = re.findall(r"def test_(?!quiet)(\w+)", SPILLS)


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        pytest.param("NIK " + "99" * 8, [], ["99" * 8], id="a number"),
        pytest.param("x" + "99" * 8 + "9", [], [], id="a longer number"),
        pytest.param("990101**********", [], [], id="a masked number"),
        pytest.param("3276010101850001", [], [], id="not of the made-up range"),
        pytest.param("Bu Ibunda Seruni.", ["Ibunda Seruni"], ["Ibunda Seruni"], id="a name"),
        pytest.param("BU IBUNDA SERUNI", ["Ibunda Seruni"], ["IBUNDA SERUNI"], id="a name in capitals"),
        pytest.param("Ibunda Serunita", ["Ibunda Seruni"], [], id="part of another name"),
        pytest.param("contoh", ["contoh"], [], id="a short word"),
    ],
)
def test_what_counts_as_personal(text: str, names: list[str], found: list[str]) -> None:
    assert findings(text, names) == found


def test_a_suite_that_tells_who_somebody_is_fails(tmp_path: Path) -> None:
    file = tmp_path / "test_spills.py"
    file.write_text(SPILLS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.pii", "-n", "0", "-q"]
    done = subprocess.run([*command, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    for name in TELLING:
        assert re.search(rf"(FAILED|ERROR) .*::test_{name} - personal data", done.stdout), done.stdout
    assert re.search(r"\b10 failed, 2 passed.* 1 error", done.stdout), done.stdout
    assert f"{len(TELLING)} told something" in done.stdout


def test_an_error_about_a_code_is_no_finding() -> None:
    assert findings(str(NotFound(kind="person", name="P23456789AB", known=""))) == []
