"""What tests share: a small cast of people, two regions, one village with figures.

The cast: an operator of village A (owns its figures), an officer of A's city, a viewer of A's city, the administrator,
and a stranger who is operator in another city. Codes are from the example range (99...), which no real region has.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.utils import translation

from tests.pii import (  # noqa: F401  hooks: no test may print who somebody is
    pytest_configure,
    pytest_runtest_makereport,
    pytest_runtest_setup,
    pytest_terminal_summary,
)

if TYPE_CHECKING:
    from guyub.apps.accounts.models import User
    from guyub.apps.territory.models import Region, Unit

PASSWORD = "kampung-berkualitas-1"

# A busy machine is no fault of what is tested: examples may take as long as they take.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")

# Berkelanjutan with the output index exactly on its limit: O1 4, O2 3, O3 4, O4 1.
FACTS = {
    "funding_sources": 6,
    "groups_present": 5,
    "facilities_present": 2,
    "data_kinds_used": 4,
    "operating_routines": 5,
    "institutions_strict_web": 7,
    "institutions_intended": 7,
    "pokja_exists": 1,
    "pokja_members": 25,
    "pokja_trained_flag": 1,
    "plkb_companion": 1,
    "regulation": 1,
    "population": 2400,
    "families": 680,
    "pus": 400,
    "adolescents": 340,
    "families_with_under5": 190,
    "families_with_adolescents": 600,
    "families_with_elderly": 130,
    "bkb_members": 97,
    "bkr_members": 110,
    "bkl_members": 82,
    "uppka_members": 16,
    "pikr_members": 85,
    "iud": 40,
    "mow": 8,
    "mop": 0,
    "condom": 7,
    "implant": 4,
    "injection": 97,
    "pill": 28,
    "pregnant": 13,
    "wants_child_soon": 83,
    "wants_child_later": 30,
    "wants_no_more": 90,
}


# What takes longest begins first, so that no worker is left alone with it at the end. The run on PostgreSQL counts as
# one test and is processes of its own. Browsers and clusters wait a lot: beside them something that only computes.
LONGEST_FIRST = (
    "tests/test_postgresql.py",
    "tests/browser/test_article_replay.py",
    "tests/apps/test_access_matrix_writing.py",
    "tests/browser/test_look_of_a_cycle.py",
    "tests/apps/test_access_matrix.py",
    "tests/cluster/",
    "tests/analytics/test_engines_agree.py",
    "tests/browser/",
    "tests/apps/test_no_leak.py",
    "tests/apps/test_indonesian_pages.py",
    "tests/domain/instruments/test_missing_points.py",
    "tests/apps/people/test_people_sequences.py",
    "tests/apps/intake/test_ruined_workbook.py",
    "tests/cli/test_serve.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, all else as it comes; the same on every worker, which xdist insists on.

    On another database than the default one, only what asks the database: the rest is the same test once more.
    """
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
        items[:] = [item for item in items if _asks_the_database(item)]
    items.sort(key=lambda item: next((n for n, part in enumerate(LONGEST_FIRST) if item.nodeid.startswith(part)), 99))


def _asks_the_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    if "migrated_file" in names:  # a site of its own process, on SQLite wherever the tests run
        return False
    wanted = {"db", "transactional_db", "live_server", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or not wanted.isdisjoint(names)


@pytest.fixture(scope="session")
def migrated_folder(request: pytest.FixtureRequest) -> Path:
    """Where copies of the migrated database are made from."""
    return request.config.cache.mkdir("migrated-database")  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def migrated_file(
    migrated_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_blocker: Any,
) -> Path:
    """A migrated SQLite database without rows, for tests that give one to a site of its own process."""
    from tests import databases

    file = tmp_path_factory.mktemp("migrated") / "guyub.sqlite3"
    with django_db_blocker.unblock():
        databases.copy_sqlite(migrated_folder, file)
    return file


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, migrated_folder: Path, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """This worker's database, in place of pytest-django's, which works out every table anew from the migrations."""
    from django.db import connection

    from tests import databases

    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            give_up = databases.of_sqlite(migrated_folder)
        else:
            worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
            give_up = databases.of_postgresql(migrated_folder, worker)
    yield
    with django_db_blocker.unblock():
        databases.use(before)
        give_up()


@dataclass(frozen=True)
class Cast:
    """The people and places of the tests."""

    admin: User
    operator: User
    officer: User
    viewer: User
    stranger: User
    unit: Unit  # village A: 99.01.01.1001, has figures
    empty_unit: Unit  # 99.01.01.1002 in the same city, no data
    other_unit: Unit  # 99.02.01.1001 in another city, the stranger's, has figures


TRIGGER_MIGRATIONS = (
    "assessment.migrations.0002_append_only",
    "assessment.migrations.0003_append_only_roundabout",
    "appraisal.migrations.0002_append_only",
    "appraisal.migrations.0004_visit_plan_append_only",
    "coordination.migrations.0002_append_only",
    "evidence.migrations.0002_append_only",
    "audit.migrations.0002_append_only",
    "audit.migrations.0004_append_only_roundabout",
    "people.migrations.0002_append_only",
    "people.migrations.0003_append_only_roundabout",
)
_triggers = {"on": True}  # in this worker's test database


def _switch_triggers(action: str) -> None:
    """`install` or `uninstall` the append-only triggers of the database."""
    from importlib import import_module

    from django.apps import apps
    from django.db import connection

    editor = connection.schema_editor()  # not entered: SQLite's refuses to be inside a transaction, which is our aim
    for name in TRIGGER_MIGRATIONS:
        migration = import_module(f"guyub.apps.{name}")
        for step in (action, f"{action}_roundabout"):  # some migrations put on both kinds of triggers
            if hasattr(migration, step):
                getattr(migration, step)(apps, editor)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    """A page that was asked for in English leaves no English behind for the next test of its worker."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def flushable(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards; the append-only triggers step aside for that.

    Whichever test comes next in the same worker gets them back: for good if it has real transactions too, else
    inside its own transaction, which takes them away again when it is rolled back.
    """
    names = request.fixturenames
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    if not (marked or "transactional_db" in names or "live_server" in names):
        if not _triggers["on"] and ("db" in names or marker is not None):
            request.getfixturevalue("db")
            _switch_triggers("install")
        yield
        return
    request.getfixturevalue("transactional_db")
    if not _triggers["on"]:
        _switch_triggers("install")
    yield
    _switch_triggers("uninstall")
    _triggers["on"] = False


def _region(code: str, name: str, kind: str, parent: Region | None = None) -> Region:
    from guyub.apps.territory.codes import level_of
    from guyub.apps.territory.models import Region

    return Region.objects.create(code=code, name=name, level=level_of(code), kind=kind, parent=parent, synthetic=True)


def _user(name: str, role: str, region: Region | None) -> User:
    from guyub.apps.accounts.models import Assignment, User

    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=region)
    return user


@pytest.fixture(scope="session")
def cast_as_written(django_db_setup: None, django_db_blocker: Any) -> tuple[Cast, dict[str, Any]]:
    """The cast, and the rows that it consists of: made once a worker, written again for every test."""
    from django.db import transaction

    from tests import databases

    with django_db_blocker.unblock(), transaction.atomic():
        with databases.tables_written() as tables:
            made = make_cast()
        rows = databases.rows_of(tables)
        transaction.set_rollback(True)
    return made, rows


@pytest.fixture
def cast(cast_as_written: tuple[Cast, dict[str, Any]], db: None) -> Cast:
    """Two cities of province 99, three villages, five people. Village A and the stranger's have figures."""
    from django.core.cache import cache

    from tests import databases

    made, rows = cast_as_written
    databases.write(rows)
    cache.clear()  # limits on guesses and requests count anew for each test
    return copy.deepcopy(made)


def make_cast() -> Cast:
    """The cast in the present transaction, for tests that keep one world over many requests."""
    from django.core.cache import cache

    from guyub.apps.assessment.services import SYSTEM, open_units, record_facts
    from guyub.apps.assessment.services.units import NewUnit

    cache.clear()
    province = _region("99", "Provinsi Contoh", "provinsi")
    city = _region("99.01", "Kota Contoh", "kota", province)
    other_city = _region("99.02", "Kota Lain", "kota", province)
    district = _region("99.01.01", "Kecamatan Satu", "kecamatan", city)
    other_district = _region("99.02.01", "Kecamatan Lain", "kecamatan", other_city)
    village = _region("99.01.01.1001", "Mawar", "kelurahan", district)
    empty = _region("99.01.01.1002", "Melati", "kelurahan", district)
    foreign = _region("99.02.01.1001", "Kenanga", "kelurahan", other_district)
    since = date(2022, 1, 1)
    units = open_units(SYSTEM, [NewUnit(region, region.name, since) for region in (village, empty, foreign)])
    for unit in (units[0], units[2]):
        record_facts(
            SYSTEM, unit, as_of=date(2023, 5, 31), values=FACTS, source="synthetic", provenance="Angka rekaan untuk uji"
        )
    return Cast(
        admin=_user("admin", "admin", None),
        operator=_user("operator", "operator", village),
        officer=_user("petugas", "city", city),
        viewer=_user("pembaca", "viewer", city),
        stranger=_user("orang-lain", "operator", foreign),
        unit=units[0],
        empty_unit=units[1],
        other_unit=units[2],
    )
