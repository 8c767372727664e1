"""The catalogue of texts: ``data/messages/<language>.yaml``, one sentence a key, with named places to fill."""

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
    return catalogue(language)[key].format(**values)


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
