"""Watch the whole suite for personal data where none belongs: logs, standard output and error, errors of people.

Every test's captured output is scanned for numbers of identity of the made-up range (16 digits that begin with 99) and
for the name of every person that the test made or read. Errors are looked at as they are raised. A test that prints
one fails, whatever else it found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from typing import Any

import pytest

from guyub.errors import DomainError

NUMBER = re.compile(r"(?<![0-9])99[0-9]{14}(?![0-9])")
SHORTEST_NAME = 8  # of one word; shorter ones are ordinary words too
TOLD = "told who somebody is"

_names: set[str] = set()  # of people, in the present test
_carried: list[str] = []  # by errors, in the present test
_listening = {"on": False}


def findings(text: str, names: Iterable[str] = ()) -> list[str]:
    """Numbers of identity and names that stand in a text."""
    found = set(NUMBER.findall(text))
    telling = [name for name in names if " " in name or len(name) >= SHORTEST_NAME]
    found |= {name for name in telling if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
    return sorted(found)


def pytest_configure(config: pytest.Config) -> None:
    """Errors that are raised say what they carry."""
    make: Callable[..., None] = DomainError.__init__
    if not getattr(make, "watched", False):

        def watched(self: DomainError, **data: Any) -> None:
            make(self, **data)
            _carried.append(f"{type(self).__name__}: {data} {self}")

        watched.watched = True  # type: ignore[attr-defined]
        DomainError.__init__ = watched  # type: ignore[method-assign]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Every test begins with nobody known."""
    _names.clear()
    _carried.clear()
    if not _listening["on"]:
        from django.db.models.signals import post_init

        from guyub.apps.people.models import Person

        post_init.connect(_met, sender=Person)
        _listening["on"] = True


def _met(instance: Any, **more: Any) -> None:
    if name := instance.__dict__.get("name"):
        _names.add(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose output or errors tell who somebody is."""
    report = yield
    if call.when == "teardown" or report.failed:
        return report
    told = [(title, findings(text, _names)) for title, text in report.sections]
    told += [("an error", findings(text, _names)) for text in _carried]
    if any(found for _, found in told):
        lines = [f"{title} told {found}" for title, found in told if found]
        report.user_properties.append((TOLD, len(lines)))
        report.outcome, report.longrepr = "failed", "personal data where none belongs:\n" + "\n".join(lines)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was looked at."""
    reports = [
        one for key in ("passed", "failed") for one in terminalreporter.stats.get(key, []) if hasattr(one, "when")
    ]
    letters = sum(len(text) for one in reports for _, text in one.sections)
    told = sum(name == TOLD for one in reports for name, _ in one.user_properties)
    terminalreporter.write_line(
        f"personal data: {len(reports)} tests and {letters} letters of output scanned, {told} told something"
    )
