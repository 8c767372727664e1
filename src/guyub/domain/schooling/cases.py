"""What the family's answer and the steps taken say of a child together. The newer of the two holds."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guyub.domain.families.members import IN_SCHOOL, LEFT_EARLY
from guyub.domain.schooling.rules import SchoolingRules

FINISHED = (8, 10)  # K.14: finished upper secondary or higher education, and is in no school


class Schooling(StrEnum):
    """What the answer to K.14 says."""

    IN = "in"
    LEFT = "left"
    NEVER = "never"
    FINISHED = "finished"
    UNKNOWN = "unknown"


class Situation(StrEnum):
    """What is to be done for a child."""

    LATE = "late"
    TO_BEGIN = "to-begin"
    GOING_ON = "going-on"
    REFUSED = "refused"
    BACK = "back"
    SETTLED = "settled"
    UNKNOWN = "unknown"
    FINISHED = "finished"
    LEARNING = "learning"


@dataclass(frozen=True)
class Step:
    """One step for a child. ``outcome``: empty while it goes on; ``due_on``: when the next step is due."""

    day: datetime.date
    due_on: datetime.date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Answer:
    """What a family answered to K.14 of a child, and on which day; None: not answered."""

    education: int | None = None
    day: datetime.date | None = None


def schooling_of(education: int | None) -> Schooling:
    """What an answer to K.14 says; no answer is not "out of school".

    >>> [schooling_of(code).value for code in (3, 2, 1, 8, None)]
    ['in', 'left', 'never', 'finished', 'unknown']
    """
    if education is None:
        return Schooling.UNKNOWN
    if education in IN_SCHOOL:
        return Schooling.IN
    if education in LEFT_EARLY:
        return Schooling.LEFT
    return Schooling.FINISHED if education in FINISHED else Schooling.NEVER


def current(steps: Sequence[Step]) -> Sequence[Step]:
    """Steps since the last outcome; with it, where nothing was begun anew.

    Args:
        steps: In the order of their days.
    """
    ends = [number for number, step in enumerate(steps[:-1]) if step.outcome]
    return steps[ends[-1] + 1 :] if ends else steps


def situation_of(rules: SchoolingRules, answer: Answer, steps: Sequence[Step], today: datetime.date) -> Situation:
    """What is to be done for a child of school age.

    An answer of the day of the last step or before it is older than the step: on that day the step was taken because
    of it. A step is late on the day after it was due.

    Args:
        rules: How long a refusal holds, and what outcomes mean.
        answer: Of the family, to K.14.
        steps: In the order of their days.
        today: As of when.
    """
    last = steps[-1] if steps else None
    newer = last is None or (answer.day is not None and answer.day > last.day)
    if last is None or (newer and last.outcome):
        return _by_answer(answer)
    if not last.outcome:
        if newer and schooling_of(answer.education) is Schooling.IN:
            return Situation.LEARNING
        return Situation.LATE if last.due_on is not None and last.due_on < today else Situation.GOING_ON
    after = rules.outcomes.by_code[last.outcome].after
    if after == "learning":
        return Situation.BACK
    if after == "settled":
        return Situation.SETTLED
    again = last.day + datetime.timedelta(days=rules.follow_up.ask_again_days)
    return Situation.REFUSED if today < again else Situation.TO_BEGIN


def _by_answer(answer: Answer) -> Situation:
    return {
        Schooling.IN: Situation.LEARNING,
        Schooling.UNKNOWN: Situation.UNKNOWN,
        Schooling.FINISHED: Situation.FINISHED,
        Schooling.LEFT: Situation.TO_BEGIN,
        Schooling.NEVER: Situation.TO_BEGIN,
    }[schooling_of(answer.education)]
