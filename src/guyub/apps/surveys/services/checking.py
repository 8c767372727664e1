"""Answers as they arrive: brought to printed codes, and refused where no form could hold them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guyub.apps.surveys.services.problems import UnusableAnswers
from guyub.apps.surveys.services.reading import ASK_IF_UNKNOWN
from guyub.domain.families.questionnaire import Answer, Question, Questionnaire, Who

LARGEST_NUMBER = 10**9
LONGEST_TEXT = 500
MOST_CHOICES = 50
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
"""Signs that no database keeps or no page can send: a zero byte, half of a pair."""
SECTIONS = {"family": Who.FAMILY, "couple": Who.COUPLE}


@dataclass
class Changes:
    """Changes by printed code; None takes an answer away. ``kept``: reasons by problem id, None takes one away."""

    family: dict[str, Answer] = field(default_factory=dict)
    couple: dict[str, Answer] = field(default_factory=dict)
    members: dict[str, dict[str, Answer]] = field(default_factory=dict)
    kept: dict[str, str | None] = field(default_factory=dict)

    @property
    def questions(self) -> list[str]:
        """Codes of what is changed, members' with the person's code before them."""
        of_members = [f"{person} {code}" for person, answers in self.members.items() for code in answers]
        return [*self.family, *self.couple, *of_members, *(f"kept {problem}" for problem in self.kept)]

    def applied_to(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The nested answers after these changes."""
        after: dict[str, Any] = {
            "family": _merged(answers.get("family", {}), self.family),
            "couple": _merged(answers.get("couple", {}), self.couple),
            "members": dict(answers.get("members", {})),
        }
        for person, changed in self.members.items():
            after["members"][person] = _merged(after["members"].get(person, {}), changed)
        return after


def _merged(before: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    return {code: answer for code, answer in {**before, **changed}.items() if answer is not None}


def read_changes(form: Questionnaire, raw: Any, people: Mapping[str, int]) -> Changes:
    """Changes from nested answers, codes in any writing.

    Whether an answer is on the list is not asked here: what was typed is kept, and shown as a problem of the form.

    Args:
        form: The edition.
        raw: What arrived.
        people: Code of each person of the family → number of their line, by which a refusal names them.

    Raises:
        UnusableAnswers: A code is unknown or stands in the wrong section, a person is not of this family, or a value
            is no answer of its kind.
    """
    if not isinstance(raw, Mapping) or set(raw) - {"family", "couple", "members", "kept"}:
        raise UnusableAnswers(questions="-")
    changes = Changes()
    for section, who in SECTIONS.items():
        getattr(changes, section).update(_read(form, raw.get(section, {}), who))
    of_members = raw.get("members", {})
    if not isinstance(of_members, Mapping) or set(of_members) - set(people):
        raise UnusableAnswers(questions="members")
    changes.members = {
        person: _read(form, answers, Who.MEMBER, people[person]) for person, answers in of_members.items()
    }
    changes.kept = _read_reasons(raw.get("kept", {}))
    return changes


def _read(form: Questionnaire, raw: Any, who: Who, line: int = 0) -> dict[str, Answer]:
    if not isinstance(raw, Mapping):
        raise UnusableAnswers(questions=who.value)
    found: dict[str, Answer] = {}
    refused = []
    for code, answer in raw.items():
        question = form.question(code) if isinstance(code, str) and len(code) < 20 else None
        if question is None or form.topic_of[question.key].who is not who or not _is_asked(question):
            refused.append(UNWRITABLE.sub("?", str(code)[:20]))
        elif not _has_shape(question, answer):
            refused.append(question.code)
        else:
            found[question.code] = list(answer) if isinstance(answer, tuple) else answer
    if refused:
        raise UnusableAnswers(questions=", ".join(f"{code} #{line}" if line else code for code in refused[:10]))
    return found


def _is_asked(question: Question) -> bool:
    return not question.held_by_registry or question.key in ASK_IF_UNKNOWN


def _has_shape(question: Question, answer: Any) -> bool:
    if answer is None:
        return True
    if question.kind in ("choice", "number"):
        return type(answer) is int and 0 <= answer <= LARGEST_NUMBER
    if question.kind == "choices":
        listed = isinstance(answer, list | tuple) and len(answer) <= MOST_CHOICES
        return listed and all(type(one) is int and 0 <= one <= LARGEST_NUMBER for one in answer)
    return _is_text(answer, LONGEST_TEXT)


def _is_text(answer: Any, longest: int) -> bool:
    return isinstance(answer, str) and len(answer) <= longest and not UNWRITABLE.search(answer)


def _read_reasons(raw: Any) -> dict[str, str | None]:
    if not isinstance(raw, Mapping) or len(raw) > 500:
        raise UnusableAnswers(questions="kept")
    found: dict[str, str | None] = {}
    for problem, reason in raw.items():
        if not _is_text(problem, 120) or not isinstance(reason, str | None) or UNWRITABLE.search(reason or ""):
            raise UnusableAnswers(questions="kept")
        found[problem] = reason.strip()[:LONGEST_TEXT] or None if reason else None
    return found
