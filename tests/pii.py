"""Watch the whole suite for personal data where none belongs: logs, standard output and error, errors, addresses.

Every test's captured output is scanned for numbers of identity of the made-up range (16 digits that begin with 99) and
for the name, also as it is searched for, of every person that the test made, read, or still has in the database. The
errors of the product are looked at as they are raised, addresses as they are asked for or led to, and the output of
other processes where a test hands it over (`heard`). A test that tells one fails, whatever else it found.

Not seen: errors of other kinds that the product catches and says nothing about, and what goes into the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from typing import Any
from urllib.parse import unquote_plus

import pytest

from guyub.errors import DomainError

NUMBER = re.compile(r"(?<![0-9])99[0-9]{14}(?![0-9])")
SHORTEST_NAME = 8  # of one word; shorter ones are ordinary words too
TOLD = "told who somebody is"

_names: set[str] = set()  # of people, in the present test
_carried: list[tuple[str, str]] = []  # what errors, addresses and other processes said in the present test
_listening = {"on": False}


def findings(text: str, names: Iterable[str] = ()) -> list[str]:
    """Numbers of identity and names that stand in a text."""
    found = set(NUMBER.findall(text))
    telling = [name for name in names if " " in name or len(name) >= SHORTEST_NAME]
    written = {form for name in telling for form in (name, name.upper())}
    found |= {form for form in written if form in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)}
    return sorted(found)


def heard(text: str, names: Iterable[str] = ()) -> None:
    """Hand over what another process printed, and the names of people that only its own database holds."""
    _names.update(names)
    _carried.append(("another process", text))


def pytest_configure(config: pytest.Config) -> None:
    """Errors that are raised say what they carry, and answers that lead elsewhere say where."""
    from django.http.response import HttpResponseRedirectBase

    _watch(DomainError, lambda error, **data: ("an error", f"{type(error).__name__}: {data} {error}"))
    _watch(HttpResponseRedirectBase, lambda answer, *told, **more: ("an address", unquote_plus(answer["Location"])))


def _watch(kind: type, tell: Callable[..., tuple[str, str]]) -> None:
    make: Callable[..., None] = kind.__init__  # type: ignore[misc]
    if getattr(make, "watched", False):
        return

    def watched(self: Any, *given: Any, **named: Any) -> None:
        make(self, *given, **named)
        _carried.append(tell(self, *given, **named))

    watched.watched = True  # type: ignore[attr-defined]
    kind.__init__ = watched  # type: ignore[misc]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Every test begins with nobody known."""
    _names.clear()
    _carried.clear()
    if not _listening["on"]:
        from django.core.signals import request_started
        from django.db.models.signals import post_init

        from guyub.apps.people.models import Person

        post_init.connect(_met, sender=Person)
        request_started.connect(_asked)
        _listening["on"] = True


def _met(instance: Any, **more: Any) -> None:
    _names.update(name for field in ("name", "name_key") if (name := instance.__dict__.get(field)))


def _asked(environ: dict[str, str] | None = None, **more: Any) -> None:
    if environ is not None:
        address = f"{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"
        _carried.append(("an address", unquote_plus(address)))


def _stored() -> set[str]:
    """Names of people in the database, however they got there; none where a test has no database."""
    from django.db import DatabaseError

    from guyub.apps.people.models import Person

    try:
        return {name for row in Person.objects.values_list("name", "name_key") for name in row if name}
    except (RuntimeError, DatabaseError):
        return set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose output, errors or addresses tell who somebody is."""
    report = yield
    if report.failed or call.when == "setup":
        return report
    said = [*_carried, *(report.sections if call.when == "call" else ())]
    _carried.clear()
    if item.get_closest_marker("types_names_into_addresses"):
        # Who tries to learn of people types names into addresses, and a login leads back to what was asked for.
        said = [(title, text) for title, text in said if title != "an address"]
    if not any(text for _, text in said):
        return report
    names = _names | _stored()
    told = [(title, found) for title, text in said if (found := findings(text, names))]
    if told:
        report.user_properties.append((TOLD, len(told)))
        report.outcome = "failed"
        report.longrepr = "personal data where none belongs:\n" + "\n".join(
            f"{title} told {found}" for title, found in told
        )
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was looked at."""
    reports = [
        one
        for key in ("passed", "failed", "error")
        for one in terminalreporter.stats.get(key, [])
        if hasattr(one, "when")
    ]
    letters = sum(len(text) for one in reports for _, text in one.sections)
    told = sum(name == TOLD for one in reports for name, _ in one.user_properties)
    terminalreporter.write_line(
        f"personal data: {len(reports)} tests and {letters} letters of output scanned, {told} told something"
    )
