"""Codes that stand for a person or a family in addresses and files. They say nothing about whom they stand for."""

import base64
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without signs that are mistaken for one another
_SIGNS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
LENGTH = 10  # 50 bits: cannot be guessed; the database refuses the rare repetition


def new_person_code() -> str:
    """P and ten signs; also the temporary identifier of someone without NIK."""
    return "P" + _signs()


def new_family_code() -> str:
    """K and ten signs."""
    return "K" + _signs()


def _signs() -> str:
    # Base 32 of 56 random bits: eleven signs of five bits and one of one; the first ten are even.
    return base64.b32encode(secrets.token_bytes(7)).translate(_SIGNS)[:LENGTH].decode()
