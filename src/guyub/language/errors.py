"""The sentence a person reads for an error: its code looked up in the catalogue, English as the error says it."""

from guyub.errors import DomainError
from guyub.language.words import catalogue


def sentence(error: DomainError, language: str = "id") -> str:
    """What is wrong, in the user's language. Falls back to the error's own English where no sentence is written."""
    template = catalogue(language).get(f"error.{error.code}")
    return template.format(**error.data) if template is not None else str(error)
