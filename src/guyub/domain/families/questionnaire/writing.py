"""Answers in files: read from what people write in a cell, written back the same way."""

import re
from datetime import date
from typing import Any

from guyub.domain.families.questionnaire.answers import Answer
from guyub.domain.families.questionnaire.model import Question

_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0+)?")
_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})|([0-9]{1,2})[-/]([0-9]{4})")


class UnreadAnswer(ValueError):
    """A cell that is not an answer to the question; it carries no value, since the cell may hold anything."""


def read_answer(question: Question, cell: Any) -> Answer:
    """The answer that a cell stands for, or None for an empty one.

    Choices are read as code (``1``, ``1.0``, ``1 Ya``, ``1. Ya``) or as the words of the option in either language;
    several choices are separated by comma, semicolon or space; months as ``2019-04`` or ``04/2019``.

    Raises:
        UnreadAnswer: The cell cannot be read so. A readable answer may still be no valid one: see `fault`.
    """
    if cell is None or (text := str(cell).strip()) in ("", "-"):
        return None
    if question.kind == "choice":
        return _option(question, text)
    if question.kind == "choices":
        return tuple(_option(question, part) for part in re.split(r"[,;\s]+", text) if part)
    if question.kind == "number":
        return _whole(text)
    if question.kind == "month":
        return _read_month(cell, text)
    return text


def _whole(text: str) -> int:
    if (number := _WHOLE.fullmatch(text)) is None:
        raise UnreadAnswer("not a whole number")
    return int(number.group(1))


def _option(question: Question, text: str) -> int:
    words = _plain(text)
    for option in question.options:
        if words in (_plain(option.name.id), _plain(option.name.en)):
            return option.value
    if code := re.fullmatch(r"([0-9]{1,2})(?:[.,]0+)?", text):
        return int(code.group(1))
    if code := re.match(r"([0-9]{1,2})\s*[.):=-]?\s+(.*)", text):
        named = next((option for option in question.options if option.value == int(code.group(1))), None)
        if named is not None and _plain(code.group(2)) in (_plain(named.name.id), _plain(named.name.en)):
            return named.value
    raise UnreadAnswer("neither a code nor the words of an option")


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", text.casefold()).strip()


def _read_month(cell: Any, text: str) -> str:
    if isinstance(cell, date):
        return f"{cell:%Y-%m}"
    if (found := _MONTH.fullmatch(text)) is None:
        raise UnreadAnswer("not a month and year")
    year, month = (found.group(1), found.group(2)) if found.group(1) else (found.group(4), found.group(3))
    return f"{year}-{int(month):02d}"


def write_answer(question: Question, answer: Answer, language: str | None = None) -> str:
    """An answer for a cell: its code, or the words of its option in ``language``; empty when unanswered."""
    if answer is None:
        return ""
    if question.kind in ("choice", "choices") and not isinstance(answer, str):
        chosen = [answer] if isinstance(answer, int) else list(answer)
        return ("," if language is None else "; ").join(_written(question, value, language) for value in chosen)
    return str(answer)


def _written(question: Question, value: int, language: str | None) -> str:
    option = next((option for option in question.options if option.value == value), None)
    return str(value) if language is None or option is None else option.name.in_language(language)


def heading(question: Question, language: str | None = None) -> str:
    """Column heading: the printed code, followed by the short name in ``language``."""
    return question.code if language is None else f"{question.code} {question.short.in_language(language)}"
