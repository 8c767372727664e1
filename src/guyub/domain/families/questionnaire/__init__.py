"""The family questionnaire as data: the form of one edition, and what a filled-in one says."""

from guyub.domain.families.questionnaire.answers import Answer, fault, is_answered
from guyub.domain.families.questionnaire.model import (
    Check,
    Option,
    Question,
    Questionnaire,
    Severity,
    Topic,
    Who,
    key_of,
)
from guyub.domain.families.questionnaire.sheet import (
    Problem,
    Sheet,
    State,
    TopicProgress,
    problems,
    visible,
)
from guyub.domain.families.questionnaire.writing import heading, read_answer, write_answer

__all__ = [
    "Answer",
    "Check",
    "Option",
    "Problem",
    "Question",
    "Questionnaire",
    "Severity",
    "Sheet",
    "State",
    "Topic",
    "TopicProgress",
    "Who",
    "fault",
    "heading",
    "is_answered",
    "key_of",
    "problems",
    "read_answer",
    "visible",
    "write_answer",
]
