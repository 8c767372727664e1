"""Read the panel's rules and the question bank of the interview."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.cycles.questions import PanelRules, QuestionBank


@cache
def load_question_bank() -> QuestionBank:
    """Questions that a jury may ask, by section of the pokja."""
    file = FOLDER / "cycles" / "panel" / "questions.yaml"
    return validate(QuestionBank, read_yaml(file), file)


@cache
def load_panel_rules() -> PanelRules:
    """From which difference on a score is talked over, and how many questions are drawn."""
    file = FOLDER / "cycles" / "panel" / "rules.yaml"
    return validate(PanelRules, read_yaml(file), file)
