"""The catalogue of texts: ``data/messages/<language>.yaml``, one sentence a key, with named places to fill."""

import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from guyub.data import FOLDER, read_yaml

LANGUAGES = ("id", "en")


def choose_language(wanted: str | None, environment: Mapping[str, str]) -> str:
    """The wanted language, else English where the locale is English, else Indonesian."""
    if wanted in LANGUAGES:
        return wanted
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "id"


def text(key: str, language: str = "id", **values: Any) -> str:
    """The text of a key with its places filled.

    Raises:
        KeyError: The catalogue has no such key, or a place has no value.
    """
    return filled(catalogue(language)[key], values)


class _Filler(string.Formatter):
    """Fills places; ``{count:?village|villages}`` is the first word where the count is 1, else the second."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        if not format_spec.startswith("?"):
            return super().format_field(value, format_spec)
        one, _, many = format_spec[1:].partition("|")
        return one if str(value) == "1" else many


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A template with its places filled.

    >>> filled("{n} {n:?village|villages}", {"n": 1}), filled("{n} {n:?village|villages}", {"n": "2,000"})
    ('1 village', '2,000 villages')
    """
    return _Filler().vformat(template, (), values)


def unit_word(unit: str, count: int, language: str = "id") -> str:
    """What so many of a unit are called: ``pasangan``; in English ``couple`` or ``couples``."""
    words = catalogue(language)
    many = words.get(f"unit.{unit}", unit)
    return words.get(f"unit-one.{unit}", many) if abs(count) == 1 else many


def source_text(code: str, source: str, language: str = "id") -> str:
    """Where a rule comes from; our rule files name their sources in English.

    Args:
        code: Id of an instrument, or that of an instrument and of one of its variables: "kkb-siap-1.0.A1".
    """
    return catalogue(language).get(f"source.{code}", source)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language by key; every file of the language's folder, each key once."""
    texts: dict[str, str] = {}
    for file in sorted((FOLDER / "messages" / language).glob("*.yaml")):
        for key, value in read_yaml(file).items():
            if key in texts:
                raise KeyError(f"{key} stands twice in messages/{language}")
            texts[key] = value
    return texts
