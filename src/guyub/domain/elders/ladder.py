"""What is to be done next for an elder: screening, the forms that follow from it, referral, and its answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guyub.domain.elders.scored import Judged
from guyub.domain.elders.skilas import Screening

MOOD = "mood"


class Step(StrEnum):
    """One thing to do."""

    SCREEN = "screen"
    COMPLETE = "complete"
    ASK_ADL = "ask-adl"
    ASK_MOOD = "ask-mood"
    REFER = "refer"
    AWAIT = "await"


@dataclass(frozen=True)
class Dated:
    """The result of a scored form and its day."""

    on: date
    judged: Judged


@dataclass(frozen=True)
class Ladder:
    """What is known of one elder.

    Attributes:
        due: Whether the yearly screening is due.
        screening, screened_on: The latest SKILAS.
        adl, mood: The latest of each form.
        pressure: Codes of signs of the latest check that ask for the puskesmas, and its day.
        referred_on, referred_for: The day of the latest referral, and the codes it was for.
        waiting: Whether it waits for its answer.
    """

    due: bool
    screening: Screening | None = None
    screened_on: date | None = None
    adl: Dated | None = None
    mood: Dated | None = None
    pressure: tuple[str, ...] = ()
    checked_on: date | None = None
    referred_on: date | None = None
    referred_for: Collection[str] = ()
    waiting: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of what asks for the puskesmas: ``skilas-mobility``, ``adl-mild``, ``gds-4-possible``, ``pressure``."""
        return tuple(code for code, _ in self._positive)

    @property
    def new_reasons(self) -> tuple[str, ...]:
        """Those that the latest referral was not for, or that show again after its day."""
        return tuple(code for code, _ in self._new)

    @property
    def positive_on(self) -> date | None:
        """The first day of those that are not referred yet."""
        return min((on for _, on in self._new), default=None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What to do, the first first."""
        found = [Step.SCREEN] if self.due else []
        if self.screening is not None and not self.due:
            found += [] if self.screening.complete else [Step.COMPLETE]
            found += [Step.ASK_ADL] if self._lacks(self.adl) else []
            found += [Step.ASK_MOOD] if MOOD in self.screening.ticked and self._lacks(self.mood) else []
        if self.waiting:
            return (*found, Step.AWAIT)
        return (*found, Step.REFER) if self.new_reasons else tuple(found)

    @property
    def _new(self) -> list[tuple[str, date]]:
        told, until = self.referred_for, self.referred_on
        return [(code, on) for code, on in self._positive if code not in told or (until is not None and on > until)]

    @property
    def _positive(self) -> list[tuple[str, date]]:
        found: list[tuple[str, date]] = []
        if self.screening is not None and self.screened_on is not None:
            found += [(f"skilas-{code}", self.screened_on) for code in self.screening.ticked]
        for form, one in (("adl", self.adl), ("gds-4", self.mood)):
            if one is not None and one.judged.band is not None and one.judged.band.refer:
                found.append((f"{form}-{one.judged.band.code}", one.on))
        if self.checked_on is not None:
            found += [(code, self.checked_on) for code in self.pressure]
        return found

    def _lacks(self, one: Dated | None) -> bool:
        """Whether a form was not answered whole since the screening."""
        assert self.screened_on is not None  # asked only after a screening
        return one is None or one.judged.points is None or one.on < self.screened_on
