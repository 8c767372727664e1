"""Demonstration accounts. Their passwords are made once on this machine and kept beside the database."""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from guyub.apps.accounts.models import Assignment, Role, User

WORDS = [
    "sawah",
    "kebun",
    "ladang",
    "sungai",
    "gunung",
    "pantai",
    "lembah",
    "bukit",
    "telaga",
    "rimba",
    "teluk",
    "muara",
]


@dataclass(frozen=True)
class DemoPerson:
    """One demonstration account: name, role, region code ("" for everywhere), and what it is for."""

    username: str
    role: str
    region: str
    about: str


PEOPLE = (
    DemoPerson("admin", Role.ADMIN, "", "administrator seluruh sistem"),
    DemoPerson("depok", Role.CITY, "32.76", "petugas Kota Depok"),
    DemoPerson("mampang", Role.LURAH, "32.76.01.1009", "lurah Mampang"),
    DemoPerson("pembaca", Role.VIEWER, "32.76", "pembaca Kota Depok"),
    DemoPerson("contoh", Role.CITY, "99.01", "petugas Kota Contoh (rekaan)"),
)


@transaction.atomic
def load_people(folder: Path) -> dict[str, str]:
    """Make the accounts that are not there yet; returns first passwords by account name.

    The file `demo-logins.json` (readable by its owner only) keeps the passwords, so that every start can print them.
    """
    passwords = read_passwords(folder)
    for person in PEOPLE:
        if User.objects.filter(username=person.username).exists():
            continue
        passwords[person.username] = _password()
        user = User.objects.create_user(
            person.username,
            f"{person.username}@demo.invalid",
            passwords[person.username],
            first_name=f"Akun demo: {person.about}",
            is_staff=not person.region,
            is_superuser=not person.region,
        )
        Assignment.objects.create(user=user, role=person.role, region_id=person.region or None)
    _write(folder, passwords)
    return passwords


def read_passwords(folder: Path) -> dict[str, str]:
    """First passwords of the demonstration accounts of this installation, by account name; empty if none."""
    try:
        return dict(json.loads(_file(folder).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def logins(passwords: dict[str, str]) -> Iterator[str]:
    """One line a demonstration account, for the terminal."""
    for person in PEOPLE:
        if person.username in passwords:
            yield f"{person.username:<8}  {passwords[person.username]:<24}  {person.about}"


def _password() -> str:
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"


def _file(folder: Path) -> Path:
    return folder / "demo-logins.json"


def _write(folder: Path, passwords: dict[str, str]) -> None:
    descriptor = os.open(_file(folder), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=1)
