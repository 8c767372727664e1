"""Answers that follow from their question alone, kept in the memory of a worker: people open the same page again."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache.backends.locmem import LocMemCache

Answer = TypeVar("Answer")
# Of each worker, apart from the site's caches: an answer does not grow old, only too many of them are too many.
_ANSWERS = LocMemCache("answers", {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 3000}})


def kept(
    name: str, question: Any, answer: Callable[[], Answer], lasting: Callable[[Answer], bool] | None = None
) -> Answer:
    """What `answer` says, asked once a question.

    Args:
        name: What is asked, such as "road".
        question: All that the answer follows from, as plain data; with another figure it is another question.
        answer: Works it out.
        lasting: Whether an answer may be kept. One that time cut short may not.
    """
    key = f"{name}-{sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()}"
    found: Answer | None = _ANSWERS.get(key)
    if found is None:
        found = answer()
        if lasting is None or lasting(found):
            _ANSWERS.set(key, found)
    return found
