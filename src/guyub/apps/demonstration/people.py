"""Demonstration accounts. Their passwords are made once on this machine and kept beside the database."""

import json
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import check_password
from django.db import transaction

from guyub.apps.accounts.models import Assignment, Role, User
from guyub.errors import DomainError

DOMAIN = "@demo.invalid"  # marks the demonstration's own accounts
CONSONANTS, VOWELS = "bcdghjklmnprstw", "aeiou"
SURVEYED = "99.01.01.1006"  # the made-up village with families
PASSWORD_GROUPS = 5  # of two syllables: 62 bits


class OtherAccounts(DomainError):
    """The site has accounts of its own; the demonstration would put an administrator beside them."""

    code = "demo-beside-other-accounts"
    template = (
        "This site has {count} accounts of its own. The demonstration would add accounts with printed passwords, one "
        "of them an administrator. Use another GUYUB_DATA_DIR or DATABASE_URL, or add --demo-anyway."
    )
    exit_code = 7


@dataclass(frozen=True)
class DemoPerson:
    """One demonstration account: name, role, region code ("" for everywhere), what it is for, RW or RT in a village."""

    username: str
    role: str
    region: str
    about: str
    part: str = ""


PEOPLE = (
    DemoPerson("admin", Role.ADMIN, "", "administrator seluruh sistem"),
    DemoPerson("depok", Role.CITY, "32.76", "petugas Kota Depok"),
    DemoPerson("mampang", Role.LURAH, "32.76.01.1009", "lurah Mampang"),
    DemoPerson("pembaca", Role.VIEWER, "32.76", "pembaca Kota Depok"),
    DemoPerson("contoh", Role.CITY, "99.01", "petugas Kota Contoh (rekaan)"),
    DemoPerson("opd", Role.OPD, "99.01", "petugas OPD Kota Contoh"),
    DemoPerson("auditor", Role.AUDITOR, "99.01", "pemeriksa jejak Kota Contoh"),
    DemoPerson("lurah", Role.LURAH, SURVEYED, "lurah Padang Ilalang (keluarga rekaan)"),
    DemoPerson("operator", Role.OPERATOR, SURVEYED, "operator pokja Padang Ilalang"),
    DemoPerson("kader", Role.KADER, SURVEYED, "kader RW 001 Padang Ilalang", part="001"),
    DemoPerson("tpk", Role.TPK, SURVEYED, "pendamping keluarga RW 001", part="001"),
    DemoPerson("konselor", Role.COUNSELLOR, SURVEYED, "konselor remaja Posmaja RW 001", part="001"),
    DemoPerson("pkb", Role.PKB, "99.01.01", "PKB Kecamatan Contoh Utara"),
    DemoPerson("puskesmas", Role.PUSKESMAS, "99.01.01", "puskesmas Contoh Utara"),
    DemoPerson("provinsi", Role.PROVINCE, "99", "sekretariat penilaian Provinsi Contoh"),
    DemoPerson("juri1", Role.JUROR, "99", "juri penilaian Provinsi Contoh"),
    DemoPerson("juri2", Role.JUROR, "99", "juri penilaian Provinsi Contoh"),
)


def refuse_beside_other_accounts() -> None:
    """Make no administrator with a printed password on a site that people work with.

    Raises:
        OtherAccounts: There are accounts of its own, and demonstration accounts are still to be made.
    """
    names = [person.username for person in PEOPLE]
    ours = User.objects.filter(username__in=names, email__endswith=DOMAIN)
    others = User.objects.exclude(email__endswith=DOMAIN).count()
    if others and ours.count() < len(names):
        raise OtherAccounts(count=others)


@transaction.atomic
def load_people(folder: Path) -> dict[str, str]:
    """Make the accounts that are not there yet; returns the first passwords that still open one, by account name.

    The file `demo-logins.json` (readable by its owner only) keeps them, so that every start can print them.
    """
    passwords = _still_valid(read_passwords(folder))
    for person in PEOPLE:
        if User.objects.filter(username=person.username).exists():
            continue
        passwords[person.username] = _password()
        user = User.objects.create_user(
            person.username,
            f"{person.username}{DOMAIN}",
            passwords[person.username],
            first_name=f"Akun demo: {person.about}",
            is_staff=not person.region,
            is_superuser=not person.region,
        )
        Assignment.objects.create(user=user, role=person.role, region_id=person.region or None, part=person.part)
    _write(folder, passwords)
    return passwords


def read_passwords(folder: Path) -> dict[str, str]:
    """First passwords that opened a demonstration account when `load_people` last ran, by account name."""
    try:
        return dict(json.loads(_file(folder).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def logins(passwords: dict[str, str]) -> Iterator[str]:
    """One line a demonstration account, for the terminal."""
    for person in PEOPLE:
        if person.username in passwords:
            yield f"{person.username:<9}  {passwords[person.username]:<24}  {person.about}"


def _still_valid(passwords: dict[str, str]) -> dict[str, str]:
    """Those that nobody changed since. Checking one is slow on purpose, so it is done side by side."""
    encoded = dict(User.objects.filter(username__in=passwords, is_active=True).values_list("username", "password"))
    names = [name for name in passwords if name in encoded]
    with ThreadPoolExecutor() as pool:
        valid = list(pool.map(lambda name: check_password(passwords[name], encoded[name]), names))
    return {name: passwords[name] for name, is_valid in zip(names, valid, strict=True) if is_valid}


def _password() -> str:
    """Five groups that can be read out, such as "bamu-kite-solu-rane-deko"."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(2 * PASSWORD_GROUPS)]
    return "-".join(first + second for first, second in zip(syllables[::2], syllables[1::2], strict=True))


def _file(folder: Path) -> Path:
    return folder / "demo-logins.json"


def _write(folder: Path, passwords: dict[str, str]) -> None:
    descriptor = os.open(_file(folder), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=1)
