"""Words, numbers and sentences for people, in Indonesian (first) and English. Used by commands and pages alike."""

from guyub.language.errors import sentence
from guyub.language.numbers import (
    format_date,
    format_decimal,
    format_hundredths,
    format_moment,
    format_number,
    format_rupiah,
)
from guyub.language.words import LANGUAGES, choose_language, text

__all__ = [
    "LANGUAGES",
    "choose_language",
    "format_date",
    "format_decimal",
    "format_hundredths",
    "format_moment",
    "format_number",
    "format_rupiah",
    "sentence",
    "text",
]
