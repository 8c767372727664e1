"""The sentence a person reads for an error: its code looked up in the catalogue, English as the error says it."""

import datetime
from typing import Any

from guyub.domain.rulefiles import Text
from guyub.errors import DomainError
from guyub.language.numbers import format_date, format_moment
from guyub.language.words import catalogue, filled


def sentence(error: DomainError, language: str = "id") -> str:
    """What is wrong, in the user's language. Falls back to the error's own English where no sentence is written.

    Days and moments among the error's data are said in words, a moment in the zone it came in.
    """
    words = catalogue(language)
    said = {name: words.get(f"{name}.{error.data.get(name)}", error.data.get(name)) for name in error.words}
    template = words.get(f"error.{error.code}", error.template)
    return filled(template, {name: _said(value, language) for name, value in (error.data | said).items()})


def _said(value: Any, language: str) -> Any:
    if isinstance(value, datetime.datetime):
        return format_moment(value, language)
    if isinstance(value, datetime.date):
        return format_date(value, language)
    return value.in_language(language) if isinstance(value, Text) else value
