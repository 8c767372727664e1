"""The interview as screens of fields, and the same form as data for the browser."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guyub.apps.people.presentation.wording import RELATIONS, SEXES
from guyub.apps.surveys.services.reading import ASK_IF_UNKNOWN
from guyub.domain.families.members import completed_years
from guyub.domain.families.questionnaire import Question, Questionnaire, Sheet, State, Topic, Who
from guyub.domain.families.questionnaire.answers import member_facts, month_number
from guyub.domain.rulefiles import Grade
from guyub.language.interviews import limits_text
from guyub.language.words import text

SAID_ALIKE = ("not-on-the-list", "not-a-date", "not-a-month", "applies")
"""General problems whose sentence is the same for every question."""
MOST_DIGITS = 12
FAMILY_OWNERS = {Who.FAMILY: "family", Who.COUPLE: "couple"}


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: int
    name: str
    chosen: bool
    id: str


@dataclass(frozen=True)
class Field:
    """One question as it is asked of one owner: the family, the couple, or a member (by code)."""

    owner: str
    question: Question
    label: str
    help: str
    unit: str
    value: Any
    options: tuple[Option, ...]
    asked: bool
    limits: str

    @property
    def name(self) -> str:
        """Name of the input: owner and printed code."""
        return f"{self.owner}:{self.question.code}"

    @property
    def id(self) -> str:
        """Id in the page."""
        return f"{self.owner}-{self.question.key}"

    @property
    def uncertain(self) -> bool:
        """Whether to show how well the question is known."""
        return self.question.grade is not Grade.CONFIRMED

    @property
    def wide(self) -> bool:
        """Long lists stand one below the other; a few short ones side by side."""
        return len(self.options) > 3


@dataclass(frozen=True)
class Shared:
    """A grade that several questions of a screen have, told once. ``reasons``: codes of questions, and their source."""

    grade: Grade
    count: int
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Screen:
    """One screen: a topic asked of one owner. ``shared``: the grade told for the screen instead of at each question."""

    id: str
    topic: Topic
    owner: str
    title: str
    about: str
    lead: str
    fields: tuple[Field, ...]
    shared: Shared | None

    @property
    def asked(self) -> bool:
        """Whether anything is asked on it now."""
        return any(field.asked for field in self.fields)


def described(member: Mapping[str, Any], on: date) -> dict[str, Any]:
    """A member in words: relation, sex, age in completed years."""
    born = member["birth"]
    return {
        "name": member["name"],
        "relation_name": str(RELATIONS[member["k10"]]),
        "sex_name": str(SEXES[member["k03"]]),
        "age": completed_years(born, on) if born and born <= on else None,
    }


def screens(sheet: Sheet, members: Sequence[Mapping[str, Any]], language: str) -> list[Screen]:
    """All screens in order: each member's topics one after another, then those of couple and family."""
    found: list[Screen] = []
    member_topics = [topic for topic in sheet.form.topics if topic.who is Who.MEMBER]
    for member, filled in zip(members, sheet.members, strict=True):
        states = sheet.member_states[str(filled["id"])]
        for topic in member_topics:
            fields = _fields(topic, filled["id"], filled, states, language, registry=member)
            if fields:
                found.append(_screen(topic, filled["id"], member["name"], fields, language))
    for topic in sheet.form.topics:
        if topic.who is not Who.MEMBER:
            owner = FAMILY_OWNERS[topic.who]
            fields = _fields(topic, owner, sheet.answers, sheet.states, language)
            found.append(_screen(topic, owner, "", fields, language))
    return found


def _screen(topic: Topic, owner: str, about: str, fields: list[Field], language: str) -> Screen:
    name = topic.name.in_language(language)
    lead, shared = topic.lead.in_language(language), _shared(fields, language)
    return Screen(f"s-{owner}-{topic.id}", topic, owner, name, about, lead, tuple(fields), shared)


def _shared(fields: Sequence[Field], language: str) -> Shared | None:
    """The grade that most of the uncertain questions have, where it is more than one of them."""
    counts = Counter(field.question.grade for field in fields if field.uncertain)
    grade, count = next(iter(counts.most_common(1)), (Grade.CONFIRMED, 0))
    if count < 2:
        return None
    by_source: dict[str, list[str]] = {}
    for field in fields:
        if field.question.grade is grade:
            by_source.setdefault(field.question.source.in_language(language), []).append(field.question.code)
    return Shared(grade, count, tuple((", ".join(codes), source) for source, codes in by_source.items()))


def _fields(
    topic: Topic,
    owner: str,
    answers: Mapping[str, Any],
    states: Mapping[str, State],
    language: str,
    registry: Mapping[str, Any] | None = None,
) -> list[Field]:
    return [
        _field(question, owner, answers.get(question.key), states[question.key] is State.ASKED, language)
        for question in topic.questions
        if not question.held_by_registry or _unknown_there(question, registry)
    ]


def _unknown_there(question: Question, registry: Mapping[str, Any] | None) -> bool:
    return registry is not None and question.key in ASK_IF_UNKNOWN and registry.get(question.key) is None


def _field(question: Question, owner: str, answer: Any, asked: bool, language: str) -> Field:
    chosen = answer if isinstance(answer, list | tuple) else [answer]
    options = tuple(
        Option(
            option.value,
            option.name.in_language(language),
            option.value in chosen,
            f"{owner}-{question.key}-{option.value}",
        )
        for option in question.options
    )
    return Field(
        owner=owner,
        question=question,
        label=question.name.in_language(language),
        help=question.help.in_language(language) if question.help else "",
        unit=question.unit.in_language(language) if question.unit else "",
        value="" if answer is None else answer,
        options=options,
        asked=asked,
        limits=limits_text(question, language),
    )


def form_data(form: Questionnaire, language: str) -> dict[str, Any]:
    """The form for the browser: what it needs to follow skip logic and checks by itself."""
    return {
        "topics": [
            {
                "id": topic.id,
                "who": topic.who.value,
                "asked_if": _written(topic.asked_if),
                "questions": [_question_data(question) for question in topic.questions],
            }
            for topic in form.topics
        ],
        "household": [
            {"code": fact.code, "take": fact.take, "where": _written(fact.where), "value": _written(fact.value)}
            for fact in form.household
        ],
        "checks": [
            {
                "id": check.id,
                "who": check.who.value,
                "severity": check.severity.value,
                "when": _written(check.when),
                "questions": [found.key for code in check.questions if (found := form.question(code))],
            }
            for check in form.checks
        ],
        "messages": {
            **{code: text(f"answer-problem.{code}", language) for code in SAID_ALIKE},
            **{check.id: check.message.in_language(language) for check in form.checks},
        },
    }


def _question_data(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "code": question.code,
        "kind": question.kind,
        "required": question.required,
        "options": [option.value for option in question.options],
        "least": question.least,
        "most": question.most,
        "automatic": question.automatic,
        "asked_if": _written(question.asked_if),
        "automatic_if": _written(question.automatic_if),
        "contradicts_if": _written(question.contradicts_if),
    }


def _written(condition: Any) -> Any:
    return None if condition is None else condition.model_dump(mode="json", by_alias=True, exclude_none=True)


def answers_data(sheet: Sheet, members: Sequence[Mapping[str, Any]], kept: Mapping[str, str]) -> dict[str, Any]:
    """What the browser begins with: answers by key, and facts of members that dates and lines say."""
    return {
        "facts": {"month_of_interview": month_number(sheet.on)},
        "family": dict(sheet.answers),
        "members": [
            {
                "id": filled["id"],
                "name": member["name"],
                "facts": member_facts(filled, sheet.members, sheet.on),
                "answers": {key: value for key, value in filled.items() if key not in ("id", "name")},
            }
            for member, filled in zip(members, sheet.members, strict=True)
        ],
        "kept": dict(kept),
    }


def typed_changes(fields: Sequence[Field], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Changes that a posted form stands for (without the script): only the fields of one screen.

    Args:
        fields: Of the screen.
        typed: The request's POST data (a QueryDict).
    """
    changes: dict[str, Any] = {}
    for field in fields:
        answer, changed = _typed(field, typed)
        if changed:
            section = changes.setdefault(field.owner, {}) if field.owner in FAMILY_OWNERS.values() else None
            if section is None:
                section = changes.setdefault("members", {}).setdefault(field.owner, {})
            section[field.question.code] = answer
    return changes


def _typed(field: Field, typed: Any) -> tuple[Any, bool]:
    """What was typed, and whether it says anything: a choice that is not sent was not made."""
    kind = field.question.kind
    if kind == "choices":
        ticked = [number for value in typed.getlist(field.name) if (number := _whole(value)) is not None]
        return ticked or None, field.asked
    if field.name not in typed:
        return None, False
    written = typed[field.name].strip()
    if not written:
        return None, kind != "choice"
    if kind in ("choice", "number"):
        number = _whole(written.replace(".", "").replace(" ", ""))
        return number, number is not None
    return written, True


def _whole(digits: str) -> int | None:
    """The number; of very many digits only the first, which are too many for any answer: Python refuses thousands."""
    return int(digits[:MOST_DIGITS]) if digits.isascii() and digits.isdigit() else None
