"""Read the family questionnaires: one file an edition, or only what differs from an earlier one."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.families.questionnaire import Questionnaire, key_of
from guyub.errors import InvalidRuleFile, NotFound

DEFAULT_QUESTIONNAIRE = "pk-2021"
_LISTS = ("household", "derived", "checks")
_ABOUT = ("id", "edition", "valid_from", "name", "grade", "source", "notes")


def questionnaire_ids() -> tuple[str, ...]:
    """Ids of the editions that come with Guyub, the oldest first."""
    return tuple(sorted(file.stem for file in (FOLDER / "forms").glob("pk-*.yaml")))


@cache
def load_questionnaire(name: str = DEFAULT_QUESTIONNAIRE) -> Questionnaire:
    """An edition that comes with Guyub, by its id.

    Raises:
        NotFound: There is none of that id.
    """
    if name not in questionnaire_ids():
        raise NotFound(kind="questionnaire", name=name, known=", ".join(questionnaire_ids()))
    return read_questionnaire(FOLDER / "forms" / f"{name}.yaml")


def read_questionnaire(file: Path) -> Questionnaire:
    """A questionnaire from a file; ``based_on`` names the edition in the same folder that it changes.

    Raises:
        InvalidRuleFile: Names file, path and reason.
    """
    return validate(Questionnaire, _whole(file), file)


def _whole(file: Path) -> Any:
    content = read_yaml(file)
    if not isinstance(content, dict) or "based_on" not in content:
        return content
    change = dict(content)
    whole = copy.deepcopy(_whole(file.with_name(f"{change.pop('based_on')}.yaml")))
    for question in change.pop("replaced", []):
        place, questions = _place_of(question["code"], whole, file)
        questions[place] = question
    for addition in change.pop("added", []):
        place, questions = _place_of(addition["after"], whole, file)
        questions.insert(place + 1, addition["question"])
    for name in _LISTS:
        whole[name] = whole.get(name, []) + change.pop(name, [])
    if unknown := sorted(set(change) - set(_ABOUT)):
        raise InvalidRuleFile(file=file.name, path=unknown[0], problem="not a part that an edition may change")
    return whole | change


def _place_of(code: str, whole: Any, file: Path) -> tuple[int, list[Any]]:
    for topic in whole["topics"]:
        for place, question in enumerate(topic["questions"]):
            if key_of(question["code"]) == key_of(code):
                return place, topic["questions"]
    raise InvalidRuleFile(file=file.name, path="replaced", problem=f"there is no question {code} to change or follow")
