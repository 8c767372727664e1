"""The sentence a person reads for an error: its code looked up in the catalogue, English as the error says it."""

from guyub.errors import DomainError
from guyub.language.words import catalogue, filled


def sentence(error: DomainError, language: str = "id") -> str:
    """What is wrong, in the user's language. Falls back to the error's own English where no sentence is written."""
    words = catalogue(language)
    said = {name: words.get(f"{name}.{error.data.get(name)}", error.data.get(name)) for name in error.words}
    template = words.get(f"error.{error.code}", error.template)
    return filled(template, {**error.data, **said})
