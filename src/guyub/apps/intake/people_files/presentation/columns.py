"""The form in which a person says what each column of a file means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guyub.analytics.people_tables import Layout, load_fields, load_layout
from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files.services.contents import form_of
from guyub.domain.families.questionnaire import Questionnaire

FLAGS_ONLY = ("flag", "choices")
MEMBERS_OFFERED = 4  # beyond those that the headings name


@dataclass(frozen=True)
class ColumnLine:
    """One column: its number, heading, and what it means now ("" nothing)."""

    number: int
    heading: str
    target: str


@dataclass(frozen=True)
class ChoiceGroup:
    """Meanings under one heading of the list."""

    title: str
    choices: tuple[tuple[str, str], ...]


class RepeatedMeaning(ValueError):
    """Two columns were given one meaning."""


def column_lines(run: PeopleImport) -> list[ColumnLine]:
    """All columns in their order."""
    meaning = {column: target for target, column in run.mapping.items()}
    return [ColumnLine(number, heading, meaning.get(number, "")) for number, heading in enumerate(run.headings)]


def choice_groups(run: PeopleImport, language: str, titles: tuple[str, str]) -> list[ChoiceGroup]:
    """What a column can mean in this layout: columns of people, and questions of the form."""
    layout, form = load_layout(run.layout), form_of(run)
    fields = [(code, title) for code, title in _fields(layout, language)]
    if layout.rows == "family":
        numbers = range(1, max((_number(target) for target in run.mapping), default=0) + MEMBERS_OFFERED)
        fields += [(f"{code}@{n}", f"{title} · {n}") for n in numbers for code, title in _fields(layout, language)]
    groups = [ChoiceGroup(titles[0], tuple(fields))]
    if layout.answers:
        groups.append(ChoiceGroup(titles[1], tuple(_questions(form, run, language))))
    return groups


def read_mapping(run: PeopleImport, sent: Mapping[str, str], allowed: set[str]) -> dict[str, int]:
    """Target → column number, from the fields c0, c1, … of the form; unknown meanings are left out.

    Raises:
        RepeatedMeaning: Its argument is the meaning.
    """
    mapping: dict[str, int] = {}
    for number in range(len(run.headings)):
        target = sent.get(f"c{number}", "")
        if target not in allowed:
            continue
        if target in mapping:
            raise RepeatedMeaning(target)
        mapping[target] = number
    return mapping


def title_of(target: str, run: PeopleImport, language: str) -> str:
    """What a meaning is called."""
    code, _, number = target.partition("@")
    fields = load_fields()
    name = fields[code].title.in_language(language) if code in fields else form_of(run).questions[code].code
    return f"{name} · {number}" if number else name


def _fields(layout: Layout, language: str) -> list[tuple[str, str]]:
    flags = layout.rows == "screening"
    return [
        (field.code, field.title.in_language(language))
        for field in load_fields().values()
        if flags or field.kind not in FLAGS_ONLY
    ]


def _questions(form: Questionnaire, run: PeopleImport, language: str) -> list[tuple[str, str]]:
    found = [
        (key, f"{question.code} {question.short.in_language(language)}"[:60])
        for key, question in form.questions.items()
        if not question.held_by_registry and key != "k07"
    ]
    numbered = [target for target in run.mapping if "@" in target and target.partition("@")[0] in form.questions]
    return found + [(target, title_of(target, run, language)) for target in numbered]


def _number(target: str) -> int:
    found = re.search(r"@([0-9]+)$", target)
    return int(found[1]) if found else 0
