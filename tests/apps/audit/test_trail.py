"""The audit trail: chained, one chain a village, and honest about what someone did behind its back."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import ApiToken, Assignment
from guyub.apps.audit import trail
from guyub.apps.audit.append_only import AppendOnly
from guyub.apps.audit.migrations import __name__ as migrations
from guyub.apps.audit.models import SITE, AuditEntry, AuditHead
from guyub.apps.territory.models import Region
from tests.conftest import PASSWORD, Cast

MAWAR = "99.01.01.1001"  # has roles, so its trail has begun
MELATI, FAR = "99.01.01.1002", "99.02.01.1002"
TABLE = AuditEntry._meta.db_table


@pytest.fixture
def entries(cast: Cast) -> list[AuditEntry]:
    """Three entries in one village, one in another."""
    made = [trail.note(cast.operator, "reveal-nik", chain=MELATI, subject="person:PUJI23456A", n=n) for n in (1, 2, 3)]
    return [*made, trail.note(SYSTEM, "open-round", chain=FAR, subject="round:2025")]


@contextmanager
def triggers_off(migration: str = f"{migrations}.0002_append_only") -> Iterator[None]:
    """What someone with the database's own password can do."""
    from importlib import import_module

    from django.apps import apps

    module = import_module(migration)
    editor = connection.schema_editor()
    module.uninstall(apps, editor)
    yield
    module.install(apps, editor)


def behind_the_back(sql: str, *values: object) -> None:
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def problems(chain: str | None = None) -> list[tuple[str, int, str]]:
    return [(one.chain, one.sequence, one.reason) for one in trail.verify(chain)]


def test_each_village_has_a_chain_of_its_own(entries: list[AuditEntry]) -> None:
    assert [entry.sequence for entry in entries] == [1, 2, 3, 1]
    assert [entry.previous_hash for entry in entries] == ["", entries[0].hash, entries[1].hash, ""]
    assert problems() == []


def test_an_entry_is_never_changed_or_deleted_by_our_own_code(entries: list[AuditEntry]) -> None:
    for act in (
        entries[0].save,
        entries[0].delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="x"),
    ):
        with pytest.raises(AppendOnly):
            act()


def test_the_database_refuses_too(entries: list[AuditEntry]) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET action = 'x'")


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        pytest.param(
            lambda e: behind_the_back(f"UPDATE {TABLE} SET subject = 'person:PLAIN23456' WHERE id = %s", e[1].pk),
            [(MELATI, 2, "changed")],
            id="another subject",
        ),
        pytest.param(
            lambda e: behind_the_back(f"UPDATE {TABLE} SET actor_id = NULL WHERE id = %s", e[0].pk),
            [(MELATI, 1, "changed")],
            id="another actor",
        ),
        pytest.param(
            lambda e: behind_the_back(
                f"UPDATE {TABLE} SET at = %s WHERE id = %s", "2020-01-01 00:00:00+00:00", e[2].pk
            ),
            [(MELATI, 3, "changed")],
            id="another time",
        ),
        pytest.param(
            lambda e: behind_the_back(f"DELETE FROM {TABLE} WHERE id = %s", e[1].pk),
            [(MELATI, 3, "gap")],
            id="one taken from the middle",
        ),
        pytest.param(
            lambda e: behind_the_back(f"DELETE FROM {TABLE} WHERE id = %s", e[2].pk),
            [(MELATI, 2, "cut")],
            id="the last one taken",
        ),
        pytest.param(
            lambda e: AuditHead.objects.filter(chain=MELATI).delete(), [(MELATI, 3, "cut")], id="the end taken away"
        ),
    ],
)
def test_what_was_done_behind_its_back_shows(
    entries: list[AuditEntry], tamper: Callable[[list[AuditEntry]], object], found: list[tuple[str, int, str]]
) -> None:
    tamper(entries)
    assert problems() == found
    assert problems(MELATI) == found
    assert problems(FAR) == []


def test_the_command_prints_the_ends_and_fails_on_the_first_problem(
    entries: list[AuditEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    printed = io.StringIO()
    said = io.StringIO()
    call_command("verify_audit", stdout=printed, stderr=said)
    assert f"{MELATI} 3 {entries[2].hash}" in printed.getvalue().splitlines()
    assert "Jejak utuh: " in said.getvalue()
    behind_the_back(f"UPDATE {TABLE} SET action = 'login' WHERE id = %s", entries[1].pk)
    with pytest.raises(CommandError, match=r"Rantai 99\.01\.01\.1002, catatan nomor 2: isinya diubah"):
        call_command("verify_audit")
    call_command("verify_audit", chain=FAR, stdout=io.StringIO())


def test_an_earlier_list_shows_that_the_latest_entries_are_gone(
    entries: list[AuditEntry], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    printed, kept = io.StringIO(), tmp_path / "jejak.txt"
    call_command("verify_audit", stdout=printed)
    kept.write_text(printed.getvalue(), encoding="ascii")
    behind_the_back(f"DELETE FROM {TABLE} WHERE id = %s", entries[2].pk)
    AuditHead.objects.filter(chain=MELATI).update(sequence=2, hash=entries[1].hash)
    call_command("verify_audit", stdout=io.StringIO())  # by itself the trail cannot know
    with pytest.raises(CommandError, match=r"Rantai 99\.01\.01\.1002, sesudah catatan nomor 2: .* hilang"):
        call_command("verify_audit", earlier=kept)


def test_a_file_that_is_no_list_is_named(tmp_path: Path, db: None) -> None:
    file = tmp_path / "daftar.txt"
    file.write_text("bukan daftar", encoding="ascii")
    with pytest.raises(CommandError, match="not a list"):
        call_command("verify_audit", earlier=file)


# --- what goes on the trail by itself -------------------------------------------------------------------------------


def acts(subject: str) -> list[str]:
    return list(
        AuditEntry.objects.filter(subject=subject).order_by("chain", "sequence").values_list("action", flat=True)
    )


def test_logins_passwords_and_factors_go_on_the_trail(cast: Cast, client: Client) -> None:
    client.post(reverse("account_login"), {"login": "operator", "password": PASSWORD})
    new = "kuda lampu sungai pintu"
    posted = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), posted)
    client.post(reverse("account_logout"))
    found = acts(f"account:{cast.operator.pk}")
    assert [act for act in found if act != "role-given"] == ["login", "password-changed", "logout"]


def test_roles_given_and_taken_go_on_the_trail_of_the_village(cast: Cast) -> None:
    given = Assignment.objects.create(user=cast.viewer, role="kader", region_id=MAWAR, part="001")
    given.delete()
    own = AuditEntry.objects.filter(chain=MAWAR, subject=f"account:{cast.viewer.pk}")
    assert list(own.values_list("action", "details")) == [
        ("role-given", {"role": "kader", "place": f"{MAWAR}.001"}),
        ("role-taken", {"role": "kader", "place": f"{MAWAR}.001"}),
    ]


def test_who_gave_a_role_in_the_administration_is_named(cast: Cast, client: Client) -> None:
    cast.admin.is_staff = cast.admin.is_superuser = True
    cast.admin.save()
    client.force_login(cast.admin)
    page = client.get(f"/kelola/accounts/user/{cast.viewer.pk}/change/")
    form = page.context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields if name != "password"}
    data |= {"is_active": "on", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    prefix = "assignments"
    kept = cast.viewer.assignments.get()
    rows = [{"id": kept.pk, "role": kept.role, "region": kept.region_id}, {"id": "", "role": "lurah", "region": MAWAR}]
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        data |= {f"{prefix}-{number}-user": cast.viewer.pk, f"{prefix}-{number}-part": ""}
    data |= {f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-INITIAL_FORMS": 1}
    answer = client.post(f"/kelola/accounts/user/{cast.viewer.pk}/change/", data)
    assert answer.status_code == 302, answer.context["errors"]
    entry = AuditEntry.objects.get(chain=MAWAR, action="role-given", actor=cast.admin)
    assert entry.details == {"role": "lurah", "place": MAWAR}
    changed = AuditEntry.objects.get(action="admin-changed", actor=cast.admin)
    assert changed.subject == f"user:{cast.viewer.pk}"


def test_tokens_go_on_the_trail(cast: Cast) -> None:
    ApiToken.issue(cast.operator, "unduhan")
    assert "token-made" in acts(f"account:{cast.operator.pk}")


# --- the page -------------------------------------------------------------------------------------------------------


def auditor(cast: Cast, region: str | None) -> object:
    from guyub.apps.accounts.models import User

    user = User.objects.create_user("pemeriksa", password=PASSWORD)
    Assignment.objects.create(user=user, role="auditor", region_id=region)
    return user


def test_an_auditor_reads_the_trail_of_the_own_territory_alone(
    cast: Cast, entries: list[AuditEntry], client: Client
) -> None:
    client.force_login(auditor(cast, "99.01"))
    text = client.get(reverse("audit:entries")).content.decode()
    assert "NIK dibuka" in text
    assert "pendataan dibuka</td>" not in text
    assert not AuditEntry.objects.visible_to(cast.operator).exists()
    assert not AuditEntry.objects.visible_to(AnonymousUser()).exists()


def test_the_trail_of_the_site_is_for_who_reads_everything(cast: Cast, client: Client) -> None:
    trail.note(SYSTEM, "login", chain=SITE, subject="account:0")
    assert AuditEntry.objects.visible_to(cast.admin).filter(chain=SITE).exists()
    assert not AuditEntry.objects.visible_to(auditor(cast, "99.01")).filter(chain=SITE).exists()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?tentang=PUJI23456A", 3),
        ("?wilayah=99.02.01.1002", 1),
        ("?tindakan=open-round", 1),
        ("?oleh=operator", 3),
        ("?oleh=operator&sejak=2100-01-01", 0),
        ("?oleh=operator&sampai=2100-01-01", 3),
    ],
)
def test_the_page_is_filtered(cast: Cast, entries: list[AuditEntry], client: Client, query: str, count: int) -> None:
    client.force_login(cast.admin)
    page = client.get(reverse("audit:entries") + query)
    shown = [line for line in page.context["lines"] if not line.action.startswith("peran")]
    assert len(shown) == count


@pytest.mark.parametrize(("query", "is_open"), [("", False), ("?page=1", False), ("?oleh=lurah", True)])
def test_the_filter_is_folded_until_something_is_filtered(
    cast: Cast, entries: list[AuditEntry], client: Client, query: str, is_open: bool
) -> None:
    client.force_login(cast.admin)
    assert (' open><summary class="btn' in client.get(f"/jejak/{query}").content.decode()) == is_open


def test_the_page_costs_the_same_with_one_entry_and_with_many(
    cast: Cast, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(cast.admin)
    for number in range(60):
        trail.note(cast.operator, "login", chain=MELATI, n=number)
        if number in (0, 59):
            with django_assert_max_num_queries(7):
                client.get(reverse("audit:entries"))


def test_the_sealed_reason_of_a_reveal_is_not_shown(cast: Cast, client: Client) -> None:
    trail.note(cast.operator, "reveal-kk", chain=MAWAR, subject="family:KUJI23456A", reason_sealed="00ff12")
    client.force_login(cast.admin)
    text = client.get(reverse("audit:entries")).content.decode()
    assert "00ff12" not in text
    assert "alasan tersimpan terkunci" in text


def test_subjects_and_details_are_words(cast: Cast, client: Client) -> None:
    account, details = f"account:{cast.operator.pk}", {"rows": 5220, "personal": True, "fields": ["marital", "rw"]}
    trail.note(cast.operator, "role-given", chain=MAWAR, subject=account, role="tpk", place=MAWAR)
    trail.note(cast.operator, "export-people", chain=MAWAR, subject=f"village:{MAWAR}", rw="", **details)
    trail.note(cast.operator, "import-people", chain=MAWAR, subject=f"import:{'ab' * 16}", answers_unknown=1)
    client.force_login(cast.admin)
    text = client.get(reverse("audit:entries")).content.decode()
    name = Region.objects.get(code=MAWAR).name
    assert "peran: Tim pendamping keluarga" in text
    assert f"wilayah: {name}" in text
    assert f">akun {cast.operator.username}<" in text
    for words in ("baris: 5220", "dengan nama: ya", "yang diubah: status perkawinan, RW"):
        assert words in text  # each database keeps its own order of details
    assert f">kampung {name}<" in text
    assert ">impor abababab…<" in text
    assert "answers_unknown: 1" in text  # nothing is left out, even where it has no words
