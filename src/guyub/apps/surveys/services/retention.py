"""Answers that are kept no longer: the family is gone for years, or nobody ever finished the interview."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.retention.keepers import Keeper
from guyub.apps.surveys.models import AnswerSave, Interview

NOTHING: dict[str, object] = {}
BATCH = 1000  # interviews a transaction: an erasure that is cut off has done whole batches, and goes on the next time


def answers_of_gone_families(now: datetime, kept: timedelta) -> QuerySet[Interview]:
    """Interviews that hold answers of families that ended longer ago than answers are kept."""
    return Interview.objects.filter(family__until__lt=timezone.localdate(now) - kept).exclude(answers=NOTHING)


def answers_never_finished(now: datetime, kept: timedelta) -> QuerySet[Interview]:
    """Interviews that hold answers, were never finished, and were last saved longer ago than that."""
    open_ones = Interview.objects.filter(state=Interview.State.OPEN, updated_at__lt=now - kept)
    return open_ones.exclude(answers=NOTHING)


def erase(kind: str, interviews: QuerySet[Interview]) -> int:
    """Empty these interviews, in batches; that they took place stays. Every village's trail says how many it lost."""
    count = 0
    while True:
        with transaction.atomic():
            keys = list(interviews.order_by("pk").values_list("pk", flat=True)[:BATCH])
            batch = Interview.objects.filter(pk__in=keys)
            villages = dict(batch.order_by("village_id").values_list("village_id").annotate(Count("pk")))
            if not villages:
                return count
            AnswerSave.objects.filter(interview__in=keys).delete()
            count += batch.update(answers=NOTHING, kept=NOTHING)
            for village, lost in villages.items():
                trail.note(SYSTEM, "retention-applied", chain=village, kind=kind, interviews=lost)


def keepers() -> tuple[Keeper, ...]:
    """What the surveys keep for a time."""
    found = (("interview-answers", answers_of_gone_families), ("open-interviews", answers_never_finished))
    return tuple(_keeper(kind, old) for kind, old in found)


def _keeper(kind: str, old: Callable[[datetime, timedelta], QuerySet[Interview]]) -> Keeper:
    return Keeper(
        kind, due=lambda now, kept: old(now, kept).count(), erase=lambda now, kept: erase(kind, old(now, kept))
    )
