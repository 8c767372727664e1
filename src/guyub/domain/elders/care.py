"""Which elders may need a long-term-care companion, and whether one is healthy, independent and active."""

from collections.abc import Collection
from dataclasses import dataclass

from guyub.domain.elders.skilas import Screening
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

FULL_ADL = 20


class Condition(Model):
    """A listed illness."""

    code: str
    name: Text


class Companion(Model):
    """When somebody is a candidate."""

    adl_at_most: int
    conditions: tuple[Condition, ...]
    grade: Grade
    source: Origin


class Task(Model):
    """Something a companion does."""

    code: str
    name: Text


class Planning(Known):
    """What a care plan is made of; ``every_days``: how often somebody may be visited."""

    every_days: tuple[int, ...]
    tasks: tuple[Task, ...]


class Waiting(Known):
    """How long the answer to a referral is waited for."""

    answer_within_days: int


class Decline(Known):
    """By how many points of the Barthel index somebody has lost."""

    points: int


class Dimensions(Known):
    """The seven dimensions of a tough elder, by the codes of topics of their group."""

    topics: tuple[str, ...]


class StatusWords(Model):
    """The three words with what they stand for here."""

    grade: Grade
    source: Origin
    healthy: Text
    independent: Text
    active: Text


class ElderCare(Model):
    """The rule file."""

    id: str
    version: str
    companion: Companion
    plan: Planning
    referral: Waiting
    decline: Decline
    alone: Known
    dimensions: Dimensions
    status: StatusWords

    def companion_reasons(self, adl: int | None, limited: bool | None, conditions: Collection[str]) -> tuple[str, ...]:
        """Why somebody may need a companion; empty where nothing known speaks for it.

        Args:
            adl: Points of the Barthel index; None: not asked.
            limited: Whether shopping, cooking, money and medicines are no longer done alone; None: not asked.
            conditions: Codes of listed illnesses; others count for nothing.
        """
        known = {condition.code for condition in self.companion.conditions}
        reasons = ["adl"] if adl is not None and adl <= self.companion.adl_at_most else []
        reasons += ["limited"] if limited else []
        return (*reasons, *(code for code in sorted(conditions) if code in known))

    def declines(self, before: int | None, now: int | None) -> bool:
        """Whether points of the Barthel index were lost from one time to the next; not where one is not known."""
        return before is not None and now is not None and before - now >= self.decline.points


@dataclass(frozen=True)
class Status:
    """The three words for one elder; None where what a word asks for is not known."""

    healthy: bool | None
    independent: bool | None
    active: bool | None


def status_of(
    screening: Screening | None, uncontrolled: bool | None, adl: int | None, activities: int | None
) -> Status:
    """The three words.

    Args:
        screening: The latest SKILAS.
        uncontrolled: Whether there is an illness that is not under control.
        adl: Points of the Barthel index.
        activities: Group activities joined within a year.
    """
    return Status(
        healthy=_healthy(screening, uncontrolled),
        independent=None if adl is None else adl >= FULL_ADL,
        active=None if activities is None else activities > 0,
    )


def _healthy(screening: Screening | None, uncontrolled: bool | None) -> bool | None:
    if uncontrolled or (screening is not None and screening.ticked):
        return False
    return True if screening is not None and screening.clear and uncontrolled is False else None
