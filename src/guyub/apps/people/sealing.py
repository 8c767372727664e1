"""Seal what identifies a person. Each person and family has a data key of its own, wrapped by a master key.

Destroying the data key erases every sealed text of the person at once, in history and in old copies of the database.
The master keys live outside the database (`GUYUB_PERSON_KEYS`, or the file `person-keys` in the data folder). Numbers
are found again through a keyed digest, never by opening them.
"""

import base64
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from guyub.errors import DomainError

NONCE = 12  # bytes, as AES-GCM wants it
KEY = 32


class KeyMissing(DomainError):
    """A sealed text cannot be opened: its data key was destroyed, or the master key is not here."""

    code = "key-missing"
    template = "This text is sealed with key version {version}, which is not here. Put the key file back."
    exit_code = 4


class DataKeyBytes:
    """An open data key. Kept only while it is needed."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(secret)

    def seal(self, text: str, purpose: str) -> bytes:
        """The text sealed for one purpose ("nik", "event", ...): what is moved elsewhere does not open."""
        return self.seal_bytes(text.encode(), purpose)

    def seal_bytes(self, content: bytes, purpose: str) -> bytes:
        """A whole file, sealed in the same way."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, content, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """The text again; see `open_bytes`."""
        return self.open_bytes(sealed, purpose).decode()

    def open_bytes(self, sealed: bytes, purpose: str) -> bytes:
        """The content again.

        Raises:
            KeyMissing: It was sealed with another key, for another purpose, or changed since.
        """
        sealed = bytes(sealed)
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
        except InvalidTag as error:
            raise KeyMissing(version="?") from error


@cache
def _masters(text: str) -> dict[int, AESGCM]:
    pairs = (part.split(":", 1) for part in text.split())
    return {int(name): AESGCM(base64.b64decode(value)) for name, value in pairs if name.isdigit()}


@cache
def _digest_key(text: str) -> bytes:
    return next(base64.b64decode(part[7:]) for part in text.split() if part.startswith("digest:"))


def newest_version() -> int:
    """Version of the master key that wraps new data keys."""
    return max(_masters(settings.PERSON_KEYS))


def new_data_key() -> tuple[DataKeyBytes, bytes, int]:
    """A fresh data key: open, wrapped, and the version of the master key that wrapped it."""
    secret, version = os.urandom(KEY), newest_version()
    return DataKeyBytes(secret), wrap(secret, version), version


def wrap(secret: bytes, version: int) -> bytes:
    """A data key closed with a master key."""
    nonce = os.urandom(NONCE)
    return nonce + _masters(settings.PERSON_KEYS)[version].encrypt(nonce, secret, b"data-key")


def unwrap(wrapped: bytes, version: int) -> bytes:
    """A data key opened with its master key.

    Raises:
        KeyMissing: The data key was destroyed, or the master key is not here.
    """
    wrapped, master = bytes(wrapped), _masters(settings.PERSON_KEYS).get(version)
    if not wrapped or master is None:
        raise KeyMissing(version=version)
    try:
        return master.decrypt(wrapped[:NONCE], wrapped[NONCE:], b"data-key")
    except InvalidTag as error:
        raise KeyMissing(version=version) from error


def digest(kind: str, number: str) -> str:
    """Keyed digest by which a NIK ("nik") or KK number ("kk") is found again; 64 hex digits.

    Without the key nobody can try all numbers against a stolen database.
    """
    return hmac.digest(_digest_key(settings.PERSON_KEYS), f"{kind}\0{number}".encode(), "sha256").hex()


def new_master_line(version: int) -> str:
    """A line for the key file with a fresh master key."""
    return f"{version}:{base64.b64encode(os.urandom(KEY)).decode()}"


def mask(number: str) -> str:
    """A NIK or KK number as screens show it: the region stays, the person does not (327601**********)."""
    return number[:6] + "*" * max(0, len(number) - 6)
