"""Why a z-score is blank. The first reason that holds is given."""

from enum import IntEnum


class Reason(IntEnum):
    """Codes in the order in which they are looked for; `text` is how files and messages name them."""

    NONE = 0
    SEX_MISSING = 1
    AGE_MISSING = 2
    AGE_NEGATIVE = 3
    AGE_BELOW = 4
    AGE_BEYOND = 5
    MEASURE_MISSING = 6
    MEASURE_NOT_POSITIVE = 7
    OEDEMA = 8
    LENGTH_MISSING = 9
    LENGTH_OUTSIDE = 10

    @property
    def text(self) -> str:
        """As ``age-missing``; nothing where the z-score is there."""
        return "" if self is Reason.NONE else self.name.lower().replace("_", "-")


TEXTS = tuple(reason.text for reason in Reason)
