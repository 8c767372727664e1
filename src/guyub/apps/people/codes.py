"""Codes that stand for a person or a family in addresses and files. They say nothing about whom they stand for."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without signs that are mistaken for one another
_SIGNS = ALPHABET.encode() * 8  # a sign for each byte, and each sign for as many bytes
LENGTH = 10  # 50 bits: cannot be guessed; the database refuses the rare repetition


def new_person_code() -> str:
    """P and ten signs; also the temporary identifier of someone without NIK."""
    return "P" + _signs()


def new_family_code() -> str:
    """K and ten signs."""
    return "K" + _signs()


def _signs() -> str:
    return secrets.token_bytes(LENGTH).translate(_SIGNS).decode()
